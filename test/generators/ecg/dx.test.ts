import { describe, expect, it } from "vitest";
import { assignmentFromDx, labelsOf } from "../../../generators/ecg/dx.ts";
import type { EcgMeasurements } from "../../../schemas/ecg.ts";
import { CONDUCTIONS, ECTOPIES, RHYTHMS } from "../../../schemas/ecg.ts";
import { ORDER } from "./fixtures.ts";

const atRate = (heartRate: number): EcgMeasurements => ({
  heartRate,
  sdnnMs: 20,
  rmssdMs: 20,
  qrsMs: 90,
  qtMs: 400,
  qtcMs: 400,
  axisDegrees: 40,
  pEnergy: 0.02,
});

describe("labels", () => {
  it("what an order's labels say is read back, for every order with P waves", () => {
    for (const rhythm of ["sinus", "bradycardia", "tachycardia"] as const)
      for (const conduction of CONDUCTIONS)
        for (const ectopy of ECTOPIES) {
          const dx = labelsOf({ ...ORDER, rhythm, conduction, ectopy }).map(({ code }) => code);
          expect(assignmentFromDx(dx)).toEqual({ rhythm, conduction, ectopy });
        }
  });

  it("without P waves neither a PR interval nor atrial premature beats are claimed", () => {
    for (const rhythm of ["atrial-fibrillation", "atrial-flutter"] as const) {
      const order = {
        ...ORDER,
        rhythm,
        conduction: "first-degree-av-block",
        ectopy: "atrial-premature",
      } as const;
      expect(labelsOf(order)).toHaveLength(1);
    }
  });

  it("every rhythm has its own code", () => {
    expect(new Set(RHYTHMS.map(rhythm => labelsOf({ ...ORDER, rhythm })[0]!.code)).size).toBe(RHYTHMS.length);
  });
});

describe("assignmentFromDx", () => {
  it.each([
    [["427393009"], "sinus"],
    [["426426000", "164889003", "164890007"], "atrial-fibrillation"],
    [["427084000", "427172004"], "tachycardia"],
  ])("%j is %s", (dx, rhythm) => {
    expect(assignmentFromDx(dx).rhythm).toBe(rhythm);
  });

  it("without a rhythm code the rate decides", () => {
    expect([50, 75, 130].map(rate => assignmentFromDx(["164934002"], atRate(rate)).rhythm)).toEqual([
      "bradycardia",
      "sinus",
      "tachycardia",
    ]);
  });

  it("an unlabelled recording says nothing of conduction and ectopy, an unknown block nothing of conduction", () => {
    expect(assignmentFromDx([], atRate(75))).toEqual({ rhythm: "sinus" });
    expect(assignmentFromDx([])).toEqual({});
    expect(assignmentFromDx(["426783006", "698252002"])).toEqual({ rhythm: "sinus", ectopy: "none" });
  });
});
