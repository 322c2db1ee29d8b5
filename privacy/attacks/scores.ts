import { auc } from "../../src/math/stats.ts";
import type { Tally } from "./attack.ts";
import { NEIGHBOURS, type Neighbourhood } from "./neighbourhood.ts";

/** Share of innocent people an attacker accepts to name. */
export const FALSE_POSITIVE_RATE = 0.01;

/**
 * How much nearer the synthetic data is to a person than other people are: the mean, over the first k neighbours, of
 * ln(distance to the synthetic neighbour / distance to the real neighbour). Low is suspicious.
 *
 * With k neighbours this is, up to the factor −dimension, a nearest-neighbour estimate of the log density ratio of
 * synthetic to real data at the person.
 * @source density ratio: van Breugel et al. 2023, arXiv:2302.12580 (the idea; this estimator is our own)
 */
export const nearness = (scene: Neighbourhood, target: number, k: number): number => {
  // A floor far below any real distance: two identical people must not divide by zero.
  const floor = 1e-12;
  let sum = 0;
  for (let i = 0; i < k; i++) {
    const at = target * NEIGHBOURS + i;
    sum += Math.log((scene.synthetic[at]! + floor) / (scene.real[at]! + floor)) / k;
  }
  return Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum;
};

/**
 * Counts the train targets that are more suspicious than the r-th most suspicious control, r being one control in a
 * hundred (at least one). Without a control, or without anyone fitted, among the targets there is no line to draw: nothing
 * is counted, and why is said.
 *
 * @param targets  indices into the neighbourhood
 */
export const beyondControls = (
  scene: Neighbourhood,
  targets: readonly number[],
  score: (target: number) => number,
): Pick<Tally, "train" | "holdout" | "rule" | "auc" | "why"> => {
  const side = (member: number) =>
    Float64Array.from(
      targets.filter(t => scene.member[t] === member),
      score,
    ).sort();
  const train = side(1);
  const holdout = side(0);
  if (holdout.length === 0 || train.length === 0) {
    const nobody = (trials: number) => ({ hits: 0, trials });
    return {
      train: nobody(train.length),
      holdout: nobody(holdout.length),
      rule: "control",
      why: holdout.length === 0 ? "no control is among them" : "nobody who was fitted is among them",
    };
  }
  const allowed = Math.max(1, Math.floor(FALSE_POSITIVE_RATE * holdout.length));
  const line = holdout[allowed - 1]!;
  return {
    train: { hits: train.filter(value => value < line).length, trials: train.length },
    holdout: { hits: allowed, trials: holdout.length },
    rule: "control",
    auc: auc(
      train.map(value => -value),
      holdout.map(value => -value),
    ),
  };
};
