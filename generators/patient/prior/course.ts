import { MISSING } from "../../../schemas/domain.ts";
import { COUNT_RANGES, ENCOUNTER_COUNTS, SPAN_RANGES, SPANS, YEAR } from "../course.ts";
import { at } from "./prevalence.ts";
import type { Law } from "./signals.ts";

/**
 * An emergency or a stay within a year, by age and finding on the X-ray.
 *
 * @source  emergency visits: 14–25 % of Americans a year by age (NCHS Health, United States 2019, table 37); stays:
 *          5–17 % (table 40), most of whom come by the emergency department. Findings: rounded clinical expectation,
 *          pneumonia near half in acute care (Jain et al. 2015), pneumothorax nearly always
 */
export const acuteLaw = (age: number, finding: string): Law => {
  const base = at([0.17, 0.16, 0.21, 0.21, 0.2, 0.21, 0.24, 0.29, 0.37, 0.44], age);
  const p = Math.max(base, AFTER[finding] ?? 0) * (finding === "none" ? 0.9 : 1);
  return { yes: p, no: 1 - p, [MISSING]: 0 };
};

const AFTER: Readonly<Record<string, number>> = {
  consolidation: 0.6,
  effusion: 0.65,
  pneumothorax: 0.93,
  cardiomegaly: 0.4,
};

/**
 * Encounters in three years, by age and whether there was acute care: one, and a number more that is negative binomial
 * with the mean below and dispersion 1.2 (a few patients make most visits).
 *
 * @source  mean yearly visits to physicians 1.9 (15–24 years) to 6–7 (75 and over), NCHS NAMCS 2018 table 1; NHIS 2018:
 *          none 15 %, 1–3 half, 10 and more an eighth a year. About half are taken to be in one institution's record.
 */
export const encountersLaw = (age: number, acute: string): Law => {
  const more =
    at([4.5, 2.8, 2.6, 3.2, 4, 5, 6.5, 8, 8.5, 8], age) * (acute === "yes" ? 1.7 : acute === "no" ? 0.9 : 1);
  const none = acute === "yes" ? 0 : 0.02;
  const law: Record<string, number> = { [MISSING]: 0 };
  let left = 1 - none;
  for (const category of ENCOUNTER_COUNTS) {
    const [low, high] = COUNT_RANGES[category];
    if (category === "none") law[category] = none;
    else if (high === Number.POSITIVE_INFINITY) law[category] = Math.max(0, left);
    else {
      law[category] = (1 - none) * mass(low - 1, high - 1, more);
      left -= law[category];
    }
  }
  return law;
};

const DISPERSION = 1.2;

/** P(from ≤ N ≤ to) of the negative binomial of a mean. */
const mass = (from: number, to: number, mean: number): number => {
  const success = DISPERSION / (DISPERSION + mean);
  let p = success ** DISPERSION;
  let sum = 0;
  for (let n = 0; n <= to; n++) {
    if (n >= from) sum += p;
    p *= ((n + DISPERSION) / (n + 1)) * (1 - success);
  }
  return sum;
};

/**
 * Years since the first encounter, by age and number of encounters: not longer than the life, and one encounter in three
 * years has no other between one and three years before it. How long an institution knows its patients is its own: no
 * published table fits, these are rounded guesses for a release to overrule.
 */
export const spanLaw = (age: number, encounters: string): Law => {
  const law: Record<string, number> = { ...NO_SPAN };
  if (encounters === "none") return { ...law, none: 1 };
  const row = KNOWN_FOR[encounters] ?? [0.25, 0.3, 0.25, 0.2];
  const weights = SPANS.slice(1).map((name, i) =>
    SPAN_RANGES[name][0] <= age * YEAR ? row[i]! * (i === 0 && age === 0 ? 3 : 1) : 0,
  );
  const total = weights.reduce((a, b) => a + b, 0);
  for (const [i, name] of SPANS.slice(1).entries())
    law[name] = total > 0 ? weights[i]! / total : Number(i === 0);
  return law;
};

const NO_SPAN = Object.fromEntries([...SPANS, MISSING].map(name => [name, 0]));

/** Under one year, 1–3, 3–10, longer. */
const KNOWN_FOR: Readonly<Record<string, readonly number[]>> = {
  "1": [0.75, 0, 0.15, 0.1],
  "2-3": [0.3, 0.3, 0.25, 0.15],
  "4-7": [0.15, 0.32, 0.3, 0.23],
  "8-15": [0.1, 0.28, 0.34, 0.28],
  "16+": [0.08, 0.24, 0.36, 0.32],
};
