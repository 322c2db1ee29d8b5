import type { Coded, SocialFinding } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { ALCOHOL, OCCUPATIONS, SMOKING, SOCIAL } from "../vocabulary/social.ts";
import type { Dated } from "./history.ts";

/** Chance that somebody asked. */
const ASKED = 0.85;
/** Ages in years: asked about smoking from, about alcohol and work from, at school from, retired by. */
const AGES = { smoking: 12, adult: 18, school: 6, retired: 67 } as const;

export interface Life {
  readonly ageYears: number;
  readonly conditions: readonly Dated[];
  /** Day on which it was asked, an encounter's. */
  readonly date: string;
  readonly rng: Rng;
}

/** Smoking, alcohol and occupation, each where somebody asked and the age makes it a question. */
export const drawSocial = ({ ageYears, conditions, date, rng }: Life): readonly SocialFinding[] => {
  const has = (slug: string) => conditions.some(each => each.slug === slug);
  const asked = (name: keyof typeof SOCIAL, from: number, value: (own: Rng) => Coded | undefined) => {
    const own = rng.child(name);
    if (ageYears < from || !own.chance(ASKED)) return [];
    const found = value(own);
    return found === undefined ? [] : [{ code: SOCIAL[name], value: found, date }];
  };
  return [
    ...asked("smoking", AGES.smoking, own => SMOKING[smokingOf(ageYears, has("copd"), own)]),
    ...asked("alcohol", AGES.adult, own => ALCOHOL[alcoholOf(has("pregnancy"), own)]),
    ...asked("occupation", AGES.school, own => occupationOf(ageYears, own)),
  ];
};

/**
 * Shares of current and former smokers by the age they begin at.
 *
 * @source  current: Cornelius et al. 2023, MMWR 72:475 (NHIS 2021); former: NHIS 2021, rounded
 */
const SMOKERS: readonly (readonly [from: number, current: number, former: number])[] = [
  [65, 0.083, 0.38],
  [45, 0.149, 0.23],
  [25, 0.126, 0.15],
  [18, 0.053, 0.03],
  [12, 0.01, 0],
];

/** @source  of people with COPD 38 % smoke and 40 % did: Wheaton et al. 2019, MMWR 68:533, rounded */
const smokingOf = (age: number, hasCopd: boolean, rng: Rng): keyof typeof SMOKING => {
  const [, now, before] = SMOKERS.find(([from]) => age >= from)!;
  const [current, former] = hasCopd && age >= AGES.adult ? [0.38, 0.4] : [now, before];
  const drawn = rng.uniform();
  if (drawn < current) return rng.chance(0.75) ? "daily" : "someDays";
  return drawn < current + former ? "former" : "never";
};

/** @source  NHIS 2018, adults: 34 % do not drink, 46 % little, 15 % moderately, 5 % more */
const alcoholOf = (isPregnant: boolean, rng: Rng): keyof typeof ALCOHOL =>
  isPregnant ? "none" : (["none", "light", "moderate", "heavy"] as const)[rng.weighted([34, 46, 15, 5])]!;

const occupationOf = (age: number, rng: Rng): Coded | undefined => {
  const named = (display: string): Coded => ({ system: "", code: "", display });
  if (age < AGES.adult || (age < 23 && rng.chance(0.5))) return named("student");
  const possible = OCCUPATIONS.filter(([, from]) => from <= age).map(([name]) => name);
  const name = rng.pick(possible);
  return named(age >= AGES.retired ? `retired ${name}` : name);
};
