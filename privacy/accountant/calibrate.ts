import { InvalidRequest, Unsound } from "../../src/errors.ts";
import { decimalUp, exactly } from "../../src/math/rational.ts";
import { gaussianDeltaUp } from "./analytic-gaussian.ts";
import type { AccountPlan } from "./case.ts";
import { contourValue } from "./contour.ts";
import { crossing } from "./crossing.ts";
import { directionsOf } from "./directions.ts";
import { pldBound } from "./pld.ts";
import { renyiBounds } from "./rdp.ts";

export interface Target {
  readonly epsilon: number;
  readonly delta: number;
}

/**
 * Smallest noise with which a plan meets a target: a decimal string, rounded up and accounted again.
 *
 * @param plan  the plan for a given σ
 * @returns     σ to 15 digits where the plan is Gaussian alone, to about 1e-7 elsewhere
 * @guarantee   noise calibrated for a plan meets its target when accounted again
 */
export const calibrate = (plan: (sigma: string) => AccountPlan, target: Target): string => {
  if (!(target.epsilon > 0 && Number.isFinite(target.epsilon)))
    throw new InvalidRequest(`epsilon must be above 0 and finite; got ${target.epsilon}`);
  if (!(target.delta > 0 && target.delta < 1))
    throw new InvalidRequest(`delta must be inside (0, 1); got ${target.delta}`);
  const delta = (sigma: number, certified: boolean) =>
    deltaOf(plan(decimal(sigma)), target.epsilon, certified);
  const guess = root(sigma => delta(sigma, false), target.delta, 1e-13);
  const isGaussian = directionsOf(plan(decimal(guess))).every(({ parts }) =>
    parts.every(({ law }) => law?.mu !== undefined),
  );
  const width = isGaussian ? 1e-14 : 2e-7;
  let [low, high] = [guess, guess * (1 + width)];
  for (let i = 0; !(delta(high, true) <= target.delta); i++) {
    if (i > 60) throw new Unsound(`no certified noise found for ε = ${target.epsilon}, δ = ${target.delta}`);
    [low, high] = [high, high * (1 + width * 2 ** (i + 1))];
  }
  while (high / low - 1 > 2 * width) {
    const middle = (low + high) / 2;
    if (delta(middle, true) <= target.delta) high = middle;
    else low = middle;
  }
  return decimal(high);
};

const decimal = (sigma: number): string => decimalUp(exactly(sigma), 15);

/** δ of the worst direction: the closed form where there is one, else a certified bound or the value itself. */
const deltaOf = (plan: AccountPlan, epsilon: number, certified: boolean): number =>
  directionsOf(plan).reduce((most, direction) => {
    const { parts } = direction;
    if (parts.length === 0) return most;
    if (parts.some(({ law }) => law === undefined))
      return Math.max(most, renyiBounds(direction, { epsilon }).tightest);
    if (parts.length === 1 && parts[0]!.law!.mu !== undefined)
      return Math.max(most, gaussianDeltaUp(parts[0]!.law!.mu, epsilon));
    if (!certified) return Math.max(most, contourValue(direction, { epsilon }).value);
    return Math.max(
      most,
      Math.min(pldBound(direction, { epsilon }).value, renyiBounds(direction, { epsilon }).tightest),
    );
  }, 0);

/** σ at which δ falls to the target: on logarithms, where it is nearly a parabola; secant inside a bracket. */
const root = (delta: (sigma: number) => number, target: number, tolerance: number): number => {
  const over = (x: number) => Math.log(Math.max(delta(Math.exp(x)), 1e-320)) - Math.log(target);
  let [low, high] = [0, 0];
  for (let i = 0; over(high) > 0; i++) {
    if (i > 60)
      throw new InvalidRequest("no noise meets this target: the plan's other steps exceed it alone");
    [low, high] = [high, high + Math.log(2)];
  }
  while (low === high || over(low) <= 0) {
    if (low < -40) throw new InvalidRequest("this target is met without noise");
    [low, high] = [low - Math.log(2), low];
  }
  const [, end] = crossing(
    x => -over(x),
    [low, high],
    (a, b) => b - a <= tolerance,
  );
  return Math.exp(end);
};
