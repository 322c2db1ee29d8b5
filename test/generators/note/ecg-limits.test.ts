import { describe, expect, it } from "vitest";
import { ecgScope } from "../../../generators/note/bank/en/ecg.ts";
import { contradictions } from "../../../generators/note/checker.ts";
import type { Fact } from "../../../schemas/person.ts";

const MANNER = { abbreviated: false, heading: "full", listed: false } as never;

/** A sinus tracing that is labelled normal; what was measured on it is given. */
const tracing = (age: number, sex: string, pr: number, qtc: number): readonly Fact[] =>
  Object.entries({
    "demographic/age": age,
    "demographic/sex": sex,
    "ecg/rhythm": "sinus",
    "ecg/conduction": "normal",
    "ecg/ectopy": "none",
    "ecg/rate": 72,
    "ecg/pr": pr,
    "ecg/qtc": qtc,
  }).map(([id, value]) => ({ id, kind: "ecg" as const, name: id, value }));

const scopeOf = (facts: readonly Fact[]) => ecgScope(new Map(facts.map(fact => [fact.id, fact])), MANNER);

describe("an ECG is called normal", () => {
  it.each(["male", "female"])("in an adult %s if and only if PR and QTc lie within their limits", sex => {
    for (let pr = 80; pr <= 260; pr += 5)
      for (let qtc = 260; qtc <= 520; qtc += 5) {
        const facts = tracing(50, sex, pr, qtc);
        const isNormal = pr >= 120 && pr <= 200 && qtc > 340 && qtc <= (sex === "male" ? 450 : 460);
        expect("ecg=normal" in scopeOf(facts).tags).toBe(isNormal);
        expect(contradictions("Normal ECG.", facts).length === 0).toBe(isNormal);
      }
  });

  it("in a child whatever the PR interval: children's limits are not judged", () => {
    expect(scopeOf(tracing(6, "female", 105, 400)).tags).toHaveProperty("ecg=normal");
  });
});

describe("an interval beyond its limit", () => {
  it.each([
    [110, 400, "short PR interval"],
    [240, 400, "long PR interval"],
    [150, 273, "short QTc"],
    [150, 480, "prolonged QTc"],
  ])("PR %d ms, QTc %d ms is named: %s", (pr, qtc, words) => {
    const facts = tracing(50, "male", pr, qtc);
    expect(scopeOf(facts).slots.abnormal!.full).toEqual([words]);
    expect(contradictions(`Abnormal ECG: ${words}.`, facts)).toEqual([]);
    expect(contradictions(`Abnormal ECG: ${words}.`, tracing(50, "male", 150, 400))).not.toEqual([]);
  });

  it("no block is denied where the PR interval is long", () => {
    expect(scopeOf(tracing(50, "male", 240, 400)).tags).not.toHaveProperty("conduction=normal");
    expect(scopeOf(tracing(50, "male", 150, 400)).tags).toHaveProperty("conduction=normal");
  });
});
