import type { EcgRecord, Rhythm } from "../../schemas/ecg.ts";
import { RHYTHMS } from "../../schemas/ecg.ts";
import type { EcgOrder } from "../../schemas/person.ts";
import { Unsound } from "../../src/errors.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { SignalPrior } from "../modality.ts";
import { canonicalVector, DIMENSION } from "./canonical.ts";
import { analyse } from "./delineate.ts";
import { assignmentFromDx } from "./dx.ts";
import { renderEcg } from "./render.ts";
import { type EcgScene, truncated } from "./scene.ts";
import { simulateEcg } from "./simulator.ts";

export type { DxLabel } from "./dx.ts";
export { assignmentFromDx, labelsOf } from "./dx.ts";
export type { EcgScene } from "./scene.ts";

/**
 * The public prior of the 12-lead ECG: a dynamical model of a heart vector, its rhythm and its recording, made from
 * literature and no patient's data. Strata are rhythms; conduction, ectopy, age and sex come with the order.
 */
export const ecgPrior: SignalPrior<EcgOrder, EcgScene, EcgRecord> = {
  name: "ecg",
  version: "ecg-prior/1",
  dimension: DIMENSION,
  strata: RHYTHMS,
  stratum: order => order.rhythm,
  order: (stratum, rng) => typicalOrder(stratum, rng),
  simulate: (order, rng) => {
    // Nearly flat T waves may be too small to measure; such a scene is drawn again.
    for (let attempt = 0; attempt < 20; attempt++) {
      const phantom = simulateEcg(order, rng);
      if (phantom !== undefined) return phantom;
    }
    throw new Unsound("the ECG prior drew twenty scenes in a row that cannot be measured");
  },
  render: renderEcg,
  view: record => {
    const analysis = analyse(record);
    if (analysis === undefined) return undefined;
    const { rhythm } = assignmentFromDx(record.dx, analysis.measurements);
    if (rhythm === undefined) return undefined;
    return { vector: canonicalVector(analysis.beat, analysis.marks.centre, analysis), stratum: rhythm };
  },
};

/**
 * Adults of 18 to 95 around 60 years, half of them women; conduction and ectopy at frequencies of unselected
 * hospital recordings (a few per cent each, more with age).
 */
const typicalOrder = (stratum: string, rng: Rng): EcgOrder => {
  const rhythm: Rhythm = RHYTHMS.find(name => name === stratum) ?? "sinus";
  const hasP = rhythm !== "atrial-fibrillation" && rhythm !== "atrial-flutter";
  const ageYears = Math.round(truncated(hasP ? 58 : 69, hasP ? 18 : 12, 18, 95, rng));
  const older = ageYears > 60 ? 1 : 0.5;
  const conduction = (
    ["normal", "first-degree-av-block", "left-bundle-branch-block", "right-bundle-branch-block"] as const
  )[rng.weighted([1 - 0.16 * older, hasP ? 0.06 * older : 0, 0.03 * older, 0.07 * older])]!;
  const ectopy = (["none", "atrial-premature", "ventricular-premature"] as const)[
    rng.weighted([1 - 0.14 * older, hasP ? 0.07 * older : 0, 0.07 * older])
  ]!;
  return { rhythm, conduction, ectopy, ageYears, sex: rng.chance(0.5) ? "female" : "male" };
};
