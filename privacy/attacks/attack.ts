import type { Interval, Rate } from "../../src/math/stats.ts";
import type { Private } from "../private.ts";

/** Replayable randomness for choosing targets and predicates; never for noise. */
export interface Draws {
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
}

/**
 * What an attack is played on. One entry a patient on the real side; any number on the synthetic side.
 *
 * Train and holdout must be exchangeable (split by patient, by a keyed hash or at random): every test here is exact
 * only then. Without a holdout no attack can tell learning about people from learning about a population.
 */
export interface Evidence<T> {
  /** What the entries are: "ecg", "image", "record". */
  readonly group: string;
  readonly train: Private<readonly T[]>;
  readonly holdout?: Private<readonly T[]>;
  readonly synthetic: readonly T[];
}

/**
 * What an attack counted: real people it names, among those whose data was used and among those whose was not.
 *
 * `rule` says how the line between named and not named was drawn. "fixed": without looking at who is who. "control":
 * at the holdout's own `holdout.hits`-th most suspicious person, so that the false-positive rate is set.
 */
export interface Tally {
  readonly attack: string;
  readonly meaning: string;
  readonly group: string;
  readonly train: Rate;
  readonly holdout: Rate;
  readonly rule: "fixed" | "control";
  /** How well the score orders train before holdout, where it is a score. */
  readonly auc?: Interval;
  /** Why nothing could be counted. */
  readonly why?: string;
}

/** An attack counts, never judges: `finding` judges. E is what it looks at, prepared once for all attacks. */
export interface Attack<E> {
  readonly name: string;
  /** One plain sentence: what a hit is. */
  readonly meaning: string;
  play(scene: E, draws: Draws): Tally;
}

/** At most `limit` items, drawn without replacement; all of them, in order, where they are few enough. */
export const drawn = <T>(items: readonly T[], limit: number, draws: Draws): readonly T[] => {
  if (items.length <= limit) return items;
  const order = Array.from(items.keys());
  for (let i = 0; i < limit; i++) {
    const j = i + draws.integer(order.length - i);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order.slice(0, limit).map(i => items[i]!);
};
