import { MISSING } from "../../../schemas/domain.ts";
import type { Sex } from "../../../schemas/record.ts";
import { normalCdf } from "../../../src/math/special.ts";
import type { MeasurementEntry } from "../vocabulary/measurement-entry.ts";
import { binRange, conditionEntry, medicationEntry } from "../vocabulary.ts";
import { at, prevalence } from "./prevalence.ts";

/** What the probability of a child may depend on besides age and sex: its parent in the tree and the parent's category. */
export interface Given {
  readonly parent: string;
  readonly category: string;
}

/**
 * Probability that a condition is on record. Rules of the tree that are certain: none outside its ages or sex; atrial
 * fibrillation with that rhythm on the ECG, pneumonia with a consolidation, effusion with an effusion.
 */
export const conditionProbability = (
  slug: string,
  age: number,
  sex: Sex,
  given: Given | undefined,
): number => {
  const change = given && SIGNALS[`${slug}|${given.parent}`]?.[given.category];
  // Before the limits of age: a band or an unknown age averages over years in which the rhythm itself cannot be.
  if (change === certain) return 1;
  const entry = conditionEntry(slug);
  if (entry !== undefined && (age < entry.minAge || age > entry.maxAge)) return 0;
  if (entry?.sex !== undefined && entry.sex !== sex) return 0;
  const marginal = prevalence(slug, age, sex);
  if (given === undefined || given.category === MISSING) return marginal;
  if (change !== undefined) return Math.min(1, change(marginal));
  const odds = ODDS_RATIOS[`${slug}|${given.parent}`];
  const parent = given.parent.startsWith("condition/") ? given.parent.slice("condition/".length) : undefined;
  if (odds === undefined || parent === undefined) return marginal;
  const [without, withIt] = splitByOdds(marginal, prevalence(parent, age, sex), odds);
  return given.category === "yes" ? withIt : without;
};

type Change = (probability: number) => number;
const certain: Change = () => 1;

/**
 * Conditions given what ECG and X-ray show. A history of atrial fibrillation in sinus rhythm (paroxysmal) has half its
 * prevalence; cardiomegaly and effusion raise heart failure.
 *
 * @source  Wang et al. 1998 (cardiomegaly and heart failure, JAMA 2005;294:1944, likelihood ratio 3.3); Light 2002
 *          (effusions); rounded
 */
const SIGNALS: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  "atrial-fibrillation|rhythm": {
    "atrial-fibrillation": certain,
    "atrial-flutter": certain,
    sinus: p => 0.5 * p,
    bradycardia: p => 0.5 * p,
    tachycardia: p => 0.5 * p,
  },
  "pneumonia|finding": { consolidation: certain, effusion: p => 0.1 + 0.9 * p, other: p => 2 * p },
  "pleural-effusion|finding": {
    effusion: certain,
    consolidation: p => 0.08 + p,
    cardiomegaly: p => 0.1 + p,
    none: p => 0.5 * p,
  },
  "heart-failure|finding": {
    cardiomegaly: p => 0.15 + 3.3 * p,
    effusion: p => 0.08 + 2.5 * p,
    none: p => 0.8 * p,
  },
  "lung-nodule|finding": { nodule: certain },
};

/**
 * Comorbidity odds ratios, adjusted for age, of the child on its parent.
 *
 * @source  diabetes on obesity: Mokdad et al. 2003; coronary disease on hyperlipidaemia, stroke on hypertension:
 *          INTERHEART 2004, INTERSTROKE 2010; kidney disease on diabetes: USRDS 2022; heart failure on coronary disease:
 *          He et al. 2001 (NHANES I); anaemia on kidney disease: Stauffer & Fan 2014. Rounded.
 */
const ODDS_RATIOS: Readonly<Record<string, number>> = {
  "type-2-diabetes|condition/obesity": 3,
  "hyperlipidemia|condition/hypertension": 2.2,
  "coronary-artery-disease|condition/hyperlipidemia": 2.5,
  "stroke|condition/hypertension": 2.6,
  "chronic-kidney-disease|condition/type-2-diabetes": 2.7,
  "heart-failure|condition/coronary-artery-disease": 4,
  "anemia|condition/chronic-kidney-disease": 2.5,
};

/** Splits P(child) into P(child | no parent) and P(child | parent) with a given odds ratio, keeping the total. */
export const splitByOdds = (marginal: number, parent: number, ratio: number): readonly [number, number] => {
  if (marginal <= 0 || marginal >= 1) return [marginal, marginal];
  const withParent = (p: number) => (ratio * p) / (1 - p + ratio * p);
  let low = 0;
  let high = marginal;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if ((1 - parent) * middle + parent * withParent(middle) > marginal) high = middle;
    else low = middle;
  }
  return [low, withParent(low)];
};

/** Share treated, [without, with] the main indication on record; the first covers further indications. */
const TREATED: Readonly<Record<string, readonly [number, number]>> = {
  "ace-inhibitor-or-arb": [0.03, 0.55],
  thiazide: [0.01, 0.25],
  "calcium-channel-blocker": [0.015, 0.28],
  "beta-blocker": [0.08, 0.65],
  statin: [0.05, 0.62],
  metformin: [0.005, 0.62],
  levothyroxine: [0.003, 0.82],
  albuterol: [0.03, 0.65],
  "loop-diuretic": [0.02, 0.65],
  anticoagulant: [0.02, 0.62],
  ssri: [0.05, 0.4],
};

/**
 * Probability that a class of medication is on record given its main indication.
 *
 * @source  Gu et al. 2012 (antihypertensives, NHANES), Salami et al. 2017 (statins), Le et al. 2023 (metformin, NHANES),
 *          Marzec et al. 2017 (anticoagulation), Hollowell et al. 2002; rounded
 */
export const medicationProbability = (slug: string, age: number, given: Given | undefined): number => {
  const entry = medicationEntry(slug);
  if (entry !== undefined && age < entry.minAge) return 0;
  const [without, withIt] = TREATED[slug] ?? [0.02, 0.5];
  if (given?.category === "yes") return withIt;
  // Other indications are diseases of later life.
  return without * at([0.3, 0.4, 0.4, 0.6, 0.9, 1.2, 1.6, 1.8, 1.8, 1.8], age);
};

/** Law of a measurement's value on its scale: mean and standard deviation. */
export const valueLaw = (
  entry: MeasurementEntry,
  age: number,
  sex: Sex,
  withCondition: boolean,
): readonly [number, number] => {
  const spread = withCondition && entry.with !== undefined ? entry.with : entry.without;
  const mean = at(spread.mean, age) + (sex === "female" && age >= 12 ? entry.female : 0);
  return [entry.scale === "log" ? Math.log(mean) : mean, spread.sd];
};

/** Probability of each category of a measurement: its bins under `valueLaw`, and not being on record. */
export const measurementLaw = (
  entry: MeasurementEntry,
  categories: readonly string[],
  [age, sex, withCondition]: readonly [number, Sex, boolean],
): readonly number[] => {
  const [mean, sd] = valueLaw(entry, age, sex, withCondition);
  const [low, high] = entry.hard;
  const below = (value: number) => {
    const inside = Math.min(high, Math.max(low, value));
    return normalCdf(((entry.scale === "log" ? Math.log(inside) : inside) - mean) / sd);
  };
  const recorded = entry.recorded[withCondition ? 1 : 0];
  const weights = categories.map(category => {
    const range = binRange(category);
    return range === undefined ? 0 : Math.max(1e-6, below(range[1]) - below(range[0]));
  });
  const total = weights.reduce((a, b) => a + b, 0);
  return categories.map((category, i) =>
    category === MISSING ? 1 - recorded : total > 0 ? (recorded * weights[i]!) / total : 0,
  );
};
