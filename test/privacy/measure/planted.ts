import type { Assignment, Domain } from "../../../schemas/domain.ts";
import type { Group } from "../../../schemas/report.ts";
import { type Rng, rng } from "../../../src/math/rng.ts";

const YES_NO_MISSING = ["yes", "no", "missing"];

/** Two signs, two outcomes, and a group that few are of. */
export const DOMAIN: Domain = [
  { name: "race", categories: ["many", "few", "missing"] },
  ...["sign/a", "sign/b", "condition/x", "medication/y"].map(name => ({ name, categories: YES_NO_MISSING })),
];

export const FEW: Group = { name: "race few", allowed: new Map([["race", new Set(["few"])]]) };

const said = (value: boolean): string => (value ? "yes" : "no");

/** Outcomes follow their signs weakly among the many; among the few strongly, and the other's sign, if the law knows them. */
export interface Law {
  /** Share of the few. */
  readonly few: number;
  readonly knowsFew: boolean;
  readonly isShuffled?: boolean;
}

/** Chance of an outcome without its sign and with it. */
const AMONG_MANY = [0.4, 0.6] as const;
const AMONG_FEW = [0.1, 0.9] as const;

export const person = ({ few, knowsFew, isShuffled }: Law, random: Rng): Assignment => {
  const [isFew, a, b] = [random.chance(few), random.chance(0.5), random.chance(0.5)];
  const isOwn = isFew && knowsFew;
  const outcome = (sign: boolean) =>
    said(random.chance(isShuffled ? 0.5 : (isOwn ? AMONG_FEW : AMONG_MANY)[sign ? 1 : 0]));
  return {
    race: isFew ? "few" : "many",
    "sign/a": said(a),
    "sign/b": said(b),
    "condition/x": outcome(isOwn ? b : a),
    "medication/y": outcome(isOwn ? a : b),
  };
};

export const crowd = (law: Law, count: number, seed: string): readonly Assignment[] => {
  const random = rng(seed);
  return Array.from({ length: count }, () => person(law, random));
};

/** Training sets of one law. */
export const draws = (law: Law, count: number, seed: string): readonly (readonly Assignment[])[] =>
  ["i", "ii", "iii", "iv"].map(draw => crowd(law, count, `${seed} ${draw}`));
