import type { ModalityView } from "../../schemas/digest.ts";
import type { EcgRecord } from "../../schemas/ecg.ts";
import {
  CONDUCTION_GROUPS,
  ECTOPY_GROUPS,
  MORPHOLOGY_GROUPS,
  RHYTHM_GROUP,
  RHYTHM_GROUPS,
  type RhythmGroup,
} from "../../schemas/ecg-groups.ts";
import { CONDUCTION_KINDS, ECTOPY_KINDS, MORPHOLOGY_KINDS, RHYTHM_KINDS } from "../../schemas/ecg-kinds.ts";
import type { EcgOrder } from "../../schemas/person.ts";
import { Unsound } from "../../src/errors.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { SignalPrior } from "../modality.ts";
import { canonicalVector, DIMENSION, POINTS } from "./canonical.ts";
import { type Analysis, analyse } from "./delineate.ts";
import type { LeadGains } from "./disturbance.ts";
import { assignmentFromDx } from "./dx.ts";
import { INDEPENDENT } from "./leads.ts";
import { renderEcg } from "./render.ts";
import type { EcgScene } from "./scene.ts";
import { simulateEcg } from "./simulator.ts";
import { truncated } from "./truncated.ts";

export { hasPr } from "../../schemas/ecg-shown.ts";
export type { DxLabel } from "../../schemas/ecg-vocabulary.ts";
export { labelsOf } from "../../schemas/ecg-vocabulary.ts";
export { assignmentFromDx } from "./dx.ts";
export type { EcgScene } from "./scene.ts";

/**
 * The public prior of the 12-lead ECG: a dynamical model of a heart vector, its rhythm and its recording, made from
 * literature and no patient's data. Strata are groups of rhythms; all else comes with the order.
 */
export const ecgPrior: SignalPrior<EcgOrder, EcgScene, EcgRecord> = {
  name: "ecg",
  version: "ecg-prior/8",
  dimension: DIMENSION,
  fields: { count: INDEPENDENT, shape: [1, POINTS] },
  strata: RHYTHM_GROUPS,
  stratum: order => RHYTHM_GROUP[order.rhythm],
  order: (stratum, rng) => typicalOrder(stratum, rng),
  simulate: (order, rng) => {
    // Nearly flat T waves may be too small to measure; such a scene is drawn again.
    for (let attempt = 0; attempt < 20; attempt++) {
      const phantom = simulateEcg(order, rng);
      if (phantom !== undefined) return phantom;
    }
    throw new Unsound("the ECG prior drew twenty scenes in a row that cannot be measured");
  },
  render: (scene, correction, rng) => renderEcg(scene, correction, rng),
  view: record => ecgView(record, analyse(record)),
};

/** A recording that was analysed, in the canonical space. */
export const ecgView = (record: EcgRecord, analysis: Analysis | undefined): ModalityView | undefined => {
  if (analysis === undefined) return undefined;
  const { rhythm } = assignmentFromDx(record.dx, analysis.measurements);
  if (rhythm === undefined) return undefined;
  return { vector: canonicalVector(analysis.beat, analysis.marks.centre, analysis), stratum: rhythm };
};

/** The prior with recordings as loud in each lead as a release says. */
export const recordedWith = (gains: readonly LeadGains[]): typeof ecgPrior => ({
  ...ecgPrior,
  render: (scene, correction, rng) =>
    renderEcg({ ...scene, disturbance: { ...scene.disturbance, gains } }, correction, rng),
});

/**
 * Adults of 18 to 95 around 60 years, half of them women; conduction, ectopy and morphology at frequencies of
 * unselected hospital recordings (a few per cent each, more with age), kinds within them as `ecg-kinds.ts` has them.
 */
const typicalOrder = (stratum: string, rng: Rng): EcgOrder => {
  const group: RhythmGroup = RHYTHM_GROUPS.find(name => name === stratum) ?? "sinus";
  const fibrillates = group === "atrial-fibrillation" || group === "atrial-flutter";
  const ageYears = Math.round(truncated(fibrillates ? 69 : 58, fibrillates ? 12 : 18, 18, 95, rng));
  const older = ageYears > 60 ? 1 : 0.5;
  const p = fibrillates ? 0 : 1;
  const conduction =
    CONDUCTION_GROUPS[
      rng.weighted([1 - 0.22 * older, 0.06 * older * p, 0.03 * older, 0.07 * older, 0.06 * older])
    ]!;
  const ectopy = ECTOPY_GROUPS[rng.weighted([1 - 0.14 * older, 0.07 * older * p, 0.07 * older])]!;
  const morphology =
    MORPHOLOGY_GROUPS[
      rng.weighted([1 - 0.32 * older, 0.08 * older, 0.11 * older, 0.11 * older, 0.02 * older])
    ]!;
  return {
    rhythm: kindOf(RHYTHM_KINDS[group], rng),
    conduction: kindOf(CONDUCTION_KINDS[conduction], rng),
    ectopy: kindOf(ECTOPY_KINDS[ectopy], rng),
    morphology: kindOf(MORPHOLOGY_KINDS[morphology], rng),
    ageYears,
    sex: rng.chance(0.5) ? "female" : "male",
  };
};

const kindOf = <K extends string>(shares: { readonly [k in K]?: number }, rng: Rng): K => {
  const kinds = Object.keys(shares) as K[];
  return kinds[rng.weighted(kinds.map(kind => shares[kind] ?? 0))]!;
};
