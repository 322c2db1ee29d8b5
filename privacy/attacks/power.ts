import { binomialCdf, fisherGreater, hypergeometricCdf } from "../../src/math/stats.ts";
import type { Tally } from "./attack.ts";

const POWER = 0.8;

/**
 * The smallest number of given-away patients that a test would flag in four of five releases.
 *
 * Model: the given-away patients are named for certain; all others are named like the holdout.
 * @param alpha  false-alarm rate of the test, in (0, 1)
 * @returns      patients, or undefined if even all of them would not be flagged
 */
export const leastLeak = (tally: Tally, alpha: number): number | undefined => {
  const chance = tally.rule === "fixed" ? fixedPower(tally, alpha) : controlPower(tally, alpha);
  const all = tally.train.trials;
  if (all === 0 || chance(all) < POWER) return undefined;
  let [below, enough] = [0, all];
  while (enough - below > 1) {
    const middle = Math.floor((below + enough) / 2);
    if (chance(middle) >= POWER) enough = middle;
    else below = middle;
  }
  return enough;
};

/** Line at the r-th control: hits are `leaked` plus a negative hypergeometric number of the others. */
const controlPower = ({ train, holdout }: Tally, alpha: number): ((leaked: number) => number) => {
  const r = holdout.hits;
  const rejects = (hits: number) =>
    hypergeometricCdf(r - 1, holdout.trials, train.trials, hits + r - 1) <= alpha;
  const critical = leastTrue(train.trials, rejects);
  return leaked => {
    if (critical === undefined) return 0;
    const needed = critical - leaked;
    return needed <= 0 ? 1 : hypergeometricCdf(r - 1, holdout.trials, train.trials - leaked, needed + r - 1);
  };
};

/** Fixed line: binomial hits on both sides at the rate seen on all people not given away. */
const fixedPower = ({ train, holdout }: Tally, alpha: number): ((leaked: number) => number) => {
  const base = holdout.hits / holdout.trials;
  const controls = Array.from({ length: holdout.trials + 1 }, (_, hits) => hits)
    .map(hits => ({
      hits,
      mass: binomialCdf(hits, holdout.trials, base) - binomialCdf(hits - 1, holdout.trials, base),
    }))
    .filter(({ mass }) => mass > 1e-4)
    .map(({ hits, mass }) => ({
      mass,
      critical: leastTrue(
        train.trials,
        seen =>
          fisherGreater({ hits: seen, trials: train.trials }, { hits, trials: holdout.trials }) <= alpha,
      ),
    }));
  return leaked =>
    controls.reduce((sum, { mass, critical }) => {
      if (critical === undefined) return sum;
      return sum + mass * (1 - binomialCdf(critical - leaked - 1, train.trials - leaked, base));
    }, 0);
};

/** Smallest n in [0, most] for which a monotone condition holds. */
const leastTrue = (most: number, condition: (n: number) => boolean): number | undefined => {
  if (!condition(most)) return undefined;
  let [below, enough] = [-1, most];
  while (enough - below > 1) {
    const middle = Math.floor((below + enough) / 2);
    if (condition(middle)) enough = middle;
    else below = middle;
  }
  return enough;
};
