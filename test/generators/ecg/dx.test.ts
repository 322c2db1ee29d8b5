import { describe, expect, it } from "vitest";
import { assignmentFromDx } from "../../../generators/ecg/dx.ts";
import { CONDUCTIONS, ECTOPIES, MORPHOLOGIES, RHYTHMS } from "../../../schemas/ecg.ts";
import {
  CONDUCTION_GROUP,
  ECTOPY_GROUP,
  MORPHOLOGY_GROUP,
  RHYTHM_GROUP,
} from "../../../schemas/ecg-groups.ts";
import { shownOf } from "../../../schemas/ecg-shown.ts";
import { labelsOf } from "../../../schemas/ecg-vocabulary.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import { ORDER } from "./fixtures.ts";

const atRate = (heartRate: number) => ({
  heartRate,
  sdnnMs: 30,
  rmssdMs: 30,
  qrsMs: 90,
  qtMs: 400,
  qtcMs: 400,
  axisDegrees: 40,
  pEnergy: 0.01,
});

/** Every order of the adult prior's kinds, on one body. */
const ORDERS: readonly EcgOrder[] = RHYTHMS.flatMap(rhythm =>
  CONDUCTIONS.flatMap(conduction =>
    ECTOPIES.flatMap(ectopy =>
      MORPHOLOGIES.map(morphology => ({ ...ORDER, rhythm, conduction, ectopy, morphology })),
    ),
  ),
);

describe("labels", () => {
  it("every order's labels are read back as the groups of what it can show; a pacemaker's rate must be measured", () => {
    for (const order of ORDERS) {
      const shown = shownOf(order);
      const dx = labelsOf(order).map(({ code }) => code);
      const { rhythm, ...read } = assignmentFromDx(dx, shown.rhythm === "paced" ? atRate(70) : undefined);
      const conduction = shown.rhythm === "paced" ? undefined : CONDUCTION_GROUP[shown.conduction];
      expect([order, rhythm]).toEqual([order, RHYTHM_GROUP[shown.rhythm]]);
      expect([order, read]).toEqual([
        order,
        {
          ...(conduction !== undefined && { conduction }),
          ectopy: ECTOPY_GROUP[shown.ectopy],
          morphology: MORPHOLOGY_GROUP[shown.morphology],
        },
      ]);
    }
  });

  it("a normal recording has one label, its rhythm", () => {
    expect(labelsOf(ORDER)).toEqual([{ code: "426783006", display: "Sinus rhythm" }]);
  });
});

describe("what is shown", () => {
  it("shown once is shown for good: what is left of an order excludes nothing more", () => {
    for (const order of ORDERS) expect(shownOf(shownOf(order))).toEqual(shownOf(order));
  });

  it("without P waves no AV block and no atrial premature beats are claimed", () => {
    for (const rhythm of ["atrial-fibrillation", "atrial-flutter", "supraventricular-tachycardia"] as const) {
      const order = {
        ...ORDER,
        rhythm,
        conduction: "first-degree-av-block",
        ectopy: "atrial-premature",
      } as const;
      expect(labelsOf(order)).toHaveLength(1);
    }
  });

  it("in left bundle branch block neither infarction nor hypertrophy is claimed, long QT is", () => {
    const shown = (morphology: EcgOrder["morphology"]) =>
      shownOf({ ...ORDER, conduction: "left-bundle-branch-block", morphology }).morphology;
    expect(shown("old-anterior-infarction")).toBe("normal");
    expect(shown("left-ventricular-hypertrophy")).toBe("normal");
    expect(shown("long-qt")).toBe("long-qt");
  });
});

describe("assignmentFromDx", () => {
  it.each([
    ["any of several rhythms, the most telling", ["426783006", "164889003"], "atrial-fibrillation"],
    ["sinus arrhythmia", ["427393009"], "sinus"],
    ["bradycardia of unknown origin", ["426627000"], "bradycardia"],
    ["re-entrant tachycardia", ["233897008"], "tachycardia"],
  ])("%s", (_, dx, rhythm) => {
    expect(assignmentFromDx(dx).rhythm).toBe(rhythm);
  });

  it("without a rhythm label the rate decides: 60 and 100 are the limits", () => {
    expect([50, 75, 130].map(rate => assignmentFromDx(["164934002"], atRate(rate)).rhythm)).toEqual([
      "bradycardia",
      "sinus",
      "tachycardia",
    ]);
  });

  it("a recording without labels has an unknown conduction, one with a block outside our groups too", () => {
    expect(assignmentFromDx([], atRate(75))).toEqual({ rhythm: "sinus" });
    expect(assignmentFromDx([])).toEqual({});
    expect(assignmentFromDx(["426783006", "698252002"])).toEqual({
      rhythm: "sinus",
      ectopy: "none",
      morphology: "normal",
    });
  });

  it("Q waves or ST elevation without a diagnosis leave the morphology open", () => {
    expect(assignmentFromDx(["426783006", "164917005"])).not.toHaveProperty("morphology");
    expect(assignmentFromDx(["426783006", "164931005", "164865005"]).morphology).toBe("infarction");
  });
});
