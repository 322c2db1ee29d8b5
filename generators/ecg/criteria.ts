import type { Conduction, Lead, Morphology } from "../../schemas/ecg.ts";
import type { EcgOrder } from "../../schemas/person.ts";
import type { BeatShape, QrsShape } from "./qrs-shape.ts";

/**
 * Whether a beat shows what is said of its QRS and ST, by the published criterion and a little to spare for noise, and no
 * infarction or fascicular block of which nothing is said. What is said of voltage is scaled to (`voltage.ts`).
 *
 * @source  conduction: Surawicz 2009, AHA/ACCF/HRS part III, Circulation 119:e235; right ventricle: Hancock 2009, part V,
 *          119:e251; Q and ST: Thygesen 2018, Circulation 138:e618
 */
export const meetsCriteria = (order: EcgOrder, beat: BeatShape): boolean => {
  // From the right ventricle's apex: away from V1 and upwards.
  if (order.rhythm === "paced") return (["V1", "II"] as const).every(name => beat.lead(name).net < -0.03);
  const { conduction, morphology } = order;
  if (!(CONDUCTION[conduction]?.(beat, order) ?? true)) return false;
  if (!(MORPHOLOGY[morphology]?.(beat, order) ?? true)) return false;
  if (conduction === "left-bundle-branch-block" || conduction === "pre-excitation") return true;
  const isOld = morphology.startsWith("old-");
  if (!isOld && TERRITORIES.some(pairs => hasOldQ(beat, pairs, FAINT))) return false;
  const isUsual = conduction === "normal" || conduction.includes("av-block");
  if (!isUsual || isOld || morphology === "right-ventricular-hypertrophy") return true;
  return !(isAnterior(beat, 0) || isPosterior(beat, 0) || isRightHeart(beat));
};

type Criterion = (beat: BeatShape, order: EcgOrder) => boolean;

/** Axis −45° to −90°, qR in aVL, rS in II, III and aVF. */
const isAnterior = ({ lead, axisDegrees }: BeatShape, spare: number): boolean =>
  axisDegrees <= -45 - spare &&
  axisDegrees >= -90 + spare &&
  lead("aVL").q > 0.005 * spare &&
  lead("aVL").r > (1 + 0.05 * spare) * lead("aVL").s &&
  (["II", "III", "aVF"] as const)
    .map(lead)
    .every(({ r, s }) => r > 0.01 * spare && s > (1 + 0.04 * spare) * r);

/** Axis beyond 90°, rS in I and aVL, qR in III and aVF. */
const isPosterior = ({ lead, axisDegrees }: BeatShape, spare: number): boolean =>
  axisDegrees >= 90 + spare &&
  axisDegrees <= 180 - spare &&
  (["I", "aVL"] as const).map(lead).every(({ r, s }) => r > 0.01 * spare && s > (1 + 0.04 * spare) * r) &&
  (["III", "aVF"] as const)
    .map(lead)
    .every(({ q, r, s }) => q > 0.03 + 0.005 * spare && r > (3 + 0.2 * spare) * q && s < 0.35 * r);

/** V1 ends upwards; S of 40 ms in I or V6, which end downwards. */
const isRightBlock: Criterion = ({ lead }) => {
  const [one, first, sixth] = [lead("I"), lead("V1"), lead("V6")];
  const broad = ({ s, sMs, end }: QrsShape) => sMs >= 46 && s > 0.06 && end < -0.01;
  return first.end > 0.12 && (broad(one) || broad(sixth));
};

/** V1 QS or rS; R without q in I and V6, late or broad to the end. */
const isLeftBlock: Criterion = ({ lead }) => {
  const [one, first, fifth, sixth] = [lead("I"), lead("V1"), lead("V5"), lead("V6")];
  const lateral = [one, sixth].every(({ net, q }) => net > 0.02 && q < 0.035) && one.s < 0.2 * one.r;
  const late = Math.max(one.rAtMs, fifth.rAtMs, sixth.rAtMs) >= 60;
  const broad = [one, sixth].every(({ end, r }) => end > 0.25 * r);
  return (
    first.net < -0.15 &&
    first.end < -0.02 &&
    first.r < 0.22 * (first.r + first.s + first.q) &&
    lateral &&
    (late || broad)
  );
};

/** R of 0.7 mV or more in V1, taller than S is deep. */
const isTallFirst = ({ lead }: BeatShape, spare: number): boolean =>
  lead("V1").r >= 0.7 + spare && lead("V1").r > (1 + spare) * lead("V1").s;

/** Axis of 100° or more, and a tall R in V1 or deep S in V5 or V6. */
const isRightHeart = (beat: BeatShape): boolean => {
  const sum = beat.lead("V1").r + Math.max(beat.lead("V5").s, beat.lead("V6").s);
  return (beat.axisDegrees >= 97 || beat.axisDegrees < -90) && (isTallFirst(beat, -0.1) || sum > 0.95);
};

const CONDUCTION: { readonly [C in Conduction]?: Criterion } = {
  "left-bundle-branch-block": isLeftBlock,
  "right-bundle-branch-block": (beat, order) => isRightBlock(beat, order) && !isAnterior(beat, 0),
  "left-anterior-fascicular-block": beat => isAnterior(beat, 4),
  // A diagnosis of exclusion: nothing speaks for the right ventricle.
  "left-posterior-fascicular-block": beat => {
    const { lead } = beat;
    const sum = lead("V1").r + Math.max(lead("V5").s, lead("V6").s);
    return isPosterior(beat, 5) && !isTallFirst(beat, -0.1) && lead("V1").r < 0.45 && sum < 1;
  },
  "right-bundle-branch-and-left-anterior-fascicular-block": (beat, order) =>
    isRightBlock(beat, order) && isAnterior(beat, 4),
};

/** How much of a Q wave is one: milliseconds, millivolts, share of R; and of QS, millivolts. */
interface Limit {
  readonly ms: number;
  readonly mv: number;
  readonly share: number;
  readonly qs: number;
}
const CLEAR: Limit = { ms: 34, mv: 0.13, share: 0.3, qs: 0.18 };
const FAINT: Limit = { ms: 26, mv: 0.08, share: 0.2, qs: 0.12 };

type Pairs = readonly (readonly [Lead, Lead])[];
const SEPTAL: Pairs = [["V1", "V2"]];
const ANTERIOR: Pairs = [
  ["V2", "V3"],
  ["V3", "V4"],
];
const INFERIOR: Pairs = [
  ["II", "aVF"],
  ["aVF", "III"],
];
const LATERAL: Pairs = [
  ["I", "aVL"],
  ["V5", "V6"],
];
const TERRITORIES = [SEPTAL, ANTERIOR, INFERIOR, LATERAL];

/** V2 and V3 have no Q wave in health; V1 may have QS. */
const hasOldQ = ({ lead }: BeatShape, pairs: Pairs, { ms, mv, share, qs }: Limit): boolean => {
  const isOld = (name: Lead): boolean => {
    const { q, qMs, r, isQs } = lead(name);
    if (isQs) return q >= qs;
    if (name === "V1") return false;
    if (name === "V2" || name === "V3") return qMs >= ms - 12 && q >= 0.7 * mv;
    return qMs >= ms && q >= mv && q >= share * r;
  };
  return pairs.some(([a, b]) => isOld(a) && isOld(b));
};

/** Elevation at J in two neighbours: 0.1 mV; in V2 and V3 0.15 mV in women, 0.2 in men, 0.25 below 40 years. */
const isRaised = ({ lead }: BeatShape, pairs: Pairs, { sex, ageYears }: EcgOrder): boolean => {
  const chest = sex === "female" ? 0.15 : ageYears < 40 ? 0.25 : 0.2;
  const isHigh = (name: Lead): boolean => {
    const limit = (name === "V2" || name === "V3" ? chest : 0.1) + 0.03;
    return lead(name).j >= limit && lead(name).st >= 0.8 * limit;
  };
  return pairs.some(([a, b]) => isHigh(a) && isHigh(b));
};

const CHAINS: Pairs = [
  ["aVL", "I"],
  ["II", "aVF"],
  ["V3", "V4"],
  ["V4", "V5"],
  ["V5", "V6"],
];

/** Where R is to outweigh S. */
const UPRIGHT = CHAINS.filter(([first]) => first !== "V3");

/** ST that rises by more than this in 60 ms is no longer level. */
const LEVEL_MV = 0.01;

const MORPHOLOGY: { readonly [M in Morphology]?: Criterion } = {
  "right-ventricular-hypertrophy": beat => beat.axisDegrees >= 103 && isTallFirst(beat, 0.07),
  // R lost over the septum, or over the front, and kept beyond.
  "old-septal-infarction": beat =>
    hasOldQ(beat, SEPTAL, CLEAR) &&
    beat.lead("V1").r < 0.09 &&
    beat.lead("V2").r < 0.18 &&
    beat.lead("V4").r > 0.42,
  "old-anterior-infarction": beat =>
    hasOldQ(beat, [["V2", "V3"]], CLEAR) && beat.lead("V3").r < 0.28 && beat.lead("V6").r > 0.33,
  "old-inferior-infarction": beat => hasOldQ(beat, INFERIOR, CLEAR),
  "old-lateral-infarction": beat => hasOldQ(beat, LATERAL, CLEAR),
  // Each with what mirrors it on the other side.
  "acute-anterior-infarction": (beat, order) =>
    isRaised(beat, ANTERIOR, order) &&
    (["V2", "V3", "V4"] as const).filter(name => beat.lead(name).st >= 0.22).length >= 2 &&
    beat.lead("III").st < 0,
  "acute-inferior-infarction": (beat, order) =>
    isRaised(beat, INFERIOR, order) &&
    beat.lead("III").st > beat.lead("II").st &&
    beat.lead("aVL").st < -0.06,
  "acute-lateral-infarction": (beat, order) => isRaised(beat, LATERAL, order) && beat.lead("III").st < -0.06,
  // ST level or falling, and lowered by 0.05 mV.
  "ischaemic-st-t-change": ({ lead }) =>
    CHAINS.some(pair => pair.map(lead).every(({ j, st }) => j <= -0.07 && st <= -0.07 && st <= j + LEVEL_MV)),
  // There must be an R in neighbours for T to be small beside it.
  "t-wave-change": ({ lead }) =>
    UPRIGHT.some(pair => pair.map(lead).every(({ r, s }) => r >= 0.4 && r > 1.15 * s)),
};
