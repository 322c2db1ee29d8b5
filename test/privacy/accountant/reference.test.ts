import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { calibrateGaussian, gaussianAccountant } from "../../../privacy/accountant/gaussian.ts";
import { zcdpDeltaUp, zcdpEpsilonUp } from "../../../privacy/accountant/zcdp.ts";

const FILE = new URL("../../../../shared/reference/accounting.json", import.meta.url);

const Case = z.looseObject({
  id: z.string(),
  category: z.string(),
  neighboring: z.string(),
  mechanisms: z.array(
    z.looseObject({
      type: z.string(),
      sigma: z.union([z.number(), z.string()]).optional(),
      rho: z.number().optional(),
      count: z.number(),
    }),
  ),
  query: z.object({ ask: z.string(), epsilon: z.number().optional(), delta: z.number().optional() }),
  accept: z.looseObject({ must_be_at_least: z.number(), tight_if_at_most: z.number() }),
});
type Case = z.infer<typeof Case>;

const CATEGORIES = [
  "gaussian",
  "gaussian_heterogeneous",
  "gaussian_replace",
  "gaussian_sigma_calibration",
  "zcdp_conversion",
];
const isOurs = (value: unknown): boolean =>
  z.looseObject({ category: z.enum(CATEGORIES) }).safeParse(value).success;
const table: unknown = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : { cases: [] };
const ours = z
  .object({ cases: z.array(z.unknown()) })
  .parse(table)
  .cases.filter(isOurs)
  .map(value => Case.parse(value));

/** Replacing one patient moves a clipped sum by twice the clip norm, so the multiplier halves. */
const spendsOf = ({ mechanisms, neighboring }: Case) =>
  mechanisms.map(({ sigma, count }) => ({
    purpose: "reference",
    event: {
      kind: "gaussian" as const,
      noiseMultiplier: String(Number(sigma) / (neighboring === "replace_one" ? 2 : 1)),
    },
    count,
  }));

const answer = (reference: Case): number => {
  const { epsilon = 0, delta = 0 } = reference.query;
  if (reference.category === "zcdp_conversion") {
    const rho = reference.mechanisms.reduce((sum, m) => sum + (m.rho ?? Number.NaN) * m.count, 0);
    return reference.query.ask === "epsilon" ? zcdpEpsilonUp(rho, delta) : zcdpDeltaUp(rho, epsilon);
  }
  if (reference.query.ask === "sigma")
    return Number(calibrateGaussian({ epsilon, delta, count: reference.mechanisms[0]!.count }));
  return reference.query.ask === "epsilon"
    ? gaussianAccountant.epsilon(spendsOf(reference), delta)
    : gaussianAccountant.delta(spendsOf(reference), epsilon);
};

describe("reference table", () => {
  if (ours.length === 0) it.skip("the table of reference cases is not beside this checkout", () => {});

  it.each(ours.map(reference => [reference.id, reference] as const))(
    "%s is sound and tight",
    (_id, reference) => {
      const found = answer(reference);
      expect(found).toBeGreaterThanOrEqual(reference.accept.must_be_at_least);
      expect(found).toBeLessThanOrEqual(reference.accept.tight_if_at_most);
    },
  );
});
