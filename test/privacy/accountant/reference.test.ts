import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Answer, answer } from "../../../privacy/accountant/answer.ts";
import { casesIn } from "../../../privacy/accountant/case.ts";

const FILE = new URL("../../../../shared/reference/accounting.json", import.meta.url);

const Reference = z.looseObject({
  id: z.string(),
  expected: z.unknown().optional(),
  accept: z
    .looseObject({
      kind: z.string(),
      must_be_at_least: z.number().optional(),
      tight_if_at_most: z.number().optional(),
    })
    .optional(),
  references: z.looseObject({ exact: z.looseObject({ value: z.unknown() }).optional() }),
});
type Reference = z.infer<typeof Reference>;

const text = existsSync(FILE) ? readFileSync(FILE, "utf8") : '{"cases":[]}';
const references = z.object({ cases: z.array(Reference) }).parse(JSON.parse(text)).cases;
const written = references.length === 0 ? [] : casesIn(text);

/** Each kind of acceptance with its own check: none passes because a field is missing. */
const check = (reference: Reference, found: Answer): void => {
  const { accept, expected } = reference;
  if (expected === "error") return void expect(found).toHaveProperty("error");
  if (accept?.kind.startsWith("match_library") === true) return void expect(found).toHaveProperty("error");
  expect(found).toHaveProperty("value");
  const value = "value" in found ? found.value : Number.NaN;
  if (expected !== undefined) return void expect(String(value)).toBe(String(expected));
  const exact = reference.references.exact?.value;
  if (accept?.kind === "exact") return void expect(String(value)).toBe(String(exact));
  if (accept?.kind === "equal") {
    const both = z.object({ epsilon: z.number(), delta: z.number() });
    const [ours, theirs] = [both.parse(value), both.parse(exact)];
    expect(ours.epsilon / theirs.epsilon - 1).toBeCloseTo(0, 12);
    return void expect(ours.delta / theirs.delta - 1).toBeCloseTo(0, 12);
  }
  expect(Number(value)).toBeGreaterThanOrEqual(z.number().parse(accept?.must_be_at_least));
  expect(Number(value)).toBeLessThanOrEqual(z.number().parse(accept?.tight_if_at_most));
};

describe("reference table", () => {
  if (references.length === 0) it.skip("the table of reference cases is not beside this checkout", () => {});

  it.each(references.map((reference, i) => [reference.id, reference, i] as const))(
    "%s is sound and tight, or refused",
    (_id, reference, i) => check(reference, answer(written[i], i)),
    20_000,
  );
});
