import { describe, expect, it } from "vitest";
import { BUDGET_LINES } from "../../../privacy/budget/lines.ts";
import { runId, TENTH } from "./contract.ts";

const mark = "abcDEF012_-xyzXYZ34567";
const patients = { kind: "patients", cohort: 1, marks: [mark] };
const draw = { kind: "draw", run: runId(1), release: 0 };
const charge = { kind: "charge", run: runId(1), cohorts: [1, 2], from: 0, events: [TENTH] };

describe("what may stand in a lifetime book", () => {
  it("takes each kind of line, with one cohort or several", () => {
    for (const line of [
      patients,
      draw,
      charge,
      { ...charge, cohorts: [7], planHash: "0".repeat(64) },
      { kind: "limit", cohorts: [1, 2, 3], epsilon: "1", delta: "1e-6" },
      { kind: "merge", into: 1, from: 2 },
      { kind: "budget-book", format: "semblance-budget/1", keyCheck: "a".repeat(64) },
      BUDGET_LINES.recovered(3, "b".repeat(64)),
    ])
      expect(BUDGET_LINES.parse(line), JSON.stringify(line)).toEqual(line);
  });

  it("takes no line with a field too many, too few, or not of its form", () => {
    for (const line of [
      { ...patients, marks: [`${mark}8`] },
      { ...patients, marks: [mark.slice(1)] },
      { ...patients, marks: [`${mark.slice(1)}+`] },
      { ...patients, cohort: 0 },
      { ...patients, cohort: 1.5 },
      { ...patients, extra: 1 },
      { ...draw, run: `${runId(1)}0` },
      { ...draw, run: `0${runId(1)}` },
      { ...draw, run: runId(1).slice(1) },
      { ...draw, run: runId(1).replace("1", "g") },
      { ...draw, release: -1 },
      { ...charge, cohorts: [] },
      { ...charge, events: [] },
      { kind: "merge", into: 1 },
      { kind: "refund" },
    ])
      expect(BUDGET_LINES.parse(line), JSON.stringify(line)).toBeUndefined();
  });
});
