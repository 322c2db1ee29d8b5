import { Unsound } from "../../src/errors.ts";
import type { Composed } from "./composed.ts";
import { convolve, type Term, tilt } from "./convolve.ts";
import { type Discrete, discretise } from "./discretise.ts";
import type { Direction } from "./law.ts";
import { deltaOf, epsilonOf, type PldBound, type Summed } from "./profile.ts";
import { composeFor, type Question, type Saddle, saddleFor, soughtBy } from "./saddle.ts";
import { type Aim, gridsFor, LOG_LOSS, windowFor } from "./window.ts";

/** Up to this many of a kind the answer itself is put on the grid, where discretising adds least. */
const FEW = 3;
/** Relative error of one mass: Gauss points and two dozen rounded operations. */
const MASS_ERROR = 1e-13;

/**
 * Upper bound by a privacy loss distribution: each mechanism's loss on a grid that dominates it, all convolved.
 *
 * @param direction  with at least one part, and a law for each
 * @guarantee the PLD bound is never below the true value: all that is cut, folded or rounded is added to δ
 * @source Doroshenko et al. 2022, arXiv:2207.04380
 */
export const pldBound = (direction: Direction, question: Question): PldBound => {
  const { composed, saddle } = composeFor(direction, soughtBy(question));
  if ("epsilon" in question) {
    const { epsilon } = question;
    const aim = { logDelta: saddle.k - saddle.t * epsilon, at: epsilon, below: 0 };
    return deltaOf(summed(composed, saddle, aim), epsilon);
  }
  const logDelta = Math.log(question.delta);
  // ε is known but roughly before it is found: where it lies below the window, the window moves down.
  let at = saddle.mean;
  for (let below = 4 / saddle.t, round = 0; ; below *= 8, round++) {
    const tried = summed(composed, saddle, { logDelta, at, below });
    const found = epsilonOf(tried, question.delta, at);
    const isInside = found.value === 0 || found.value > tried.sum.start + 2 * tried.sum.step;
    const isOnGrid =
      Math.abs(found.value - at) < 1e-9 * at || composed.parts.some(({ part }) => part.count > FEW);
    if (isInside && (isOnGrid || round > 3 || found.value === Number.POSITIVE_INFINITY)) return found;
    at = found.value;
    if (isInside) below /= 8;
  }
};

const summed = (composed: Composed, saddle: Saddle, aim: Aim): Summed => {
  const grids = gridsFor(composed, saddle, aim.at);
  const total = composed.parts.reduce((sum, { part }) => sum + part.count, 0);
  const tail = Math.exp(Math.max(-690, aim.logDelta + LOG_LOSS - Math.log(total)));
  const terms = composed.parts.map(({ part, moments }, i): Term => {
    const discrete = discretise(moments.law, grids[i]!, { t: saddle.t, k: moments.at(saddle.t), tail });
    checkMass(discrete);
    return { grid: grids[i]!, discrete, count: part.count };
  });
  const { step } = grids[0]!;
  const window = windowFor(composed, saddle, { ...aim, most: totalMost(terms), step });
  const sum = convolve(terms, window);
  return {
    sum,
    infinite: -Math.expm1(
      terms.reduce((s, { discrete, count }) => s + count * Math.log1p(-Math.min(1, discrete.infinite)), 0),
    ),
    top: window.top,
    aboveWindow: massAbove(terms, window.top, composed, aim.logDelta),
    quadrature: total * MASS_ERROR,
  };
};

const checkMass = ({ mass, infinite }: Discrete): void => {
  const whole = mass.reduce((a, b) => a + b, infinite);
  if (!(Math.abs(whole - 1) < 1e-9)) throw new Unsound(`a discretised privacy loss has mass ${whole}`);
};

const loss = ({ grid, discrete }: Term, i: number): number => grid.offset + (discrete.first + i) * grid.step;
const totalMost = (terms: readonly Term[]): number =>
  terms.reduce((sum, term) => sum + term.count * loss(term, term.discrete.mass.length - 1), 0);

/** Chernoff bound of P[loss > b] for the discretised sum itself. */
const massAbove = (terms: readonly Term[], b: number, composed: Composed, logDelta: number): number => {
  if (totalMost(terms) <= b + 1e-9 * Math.abs(b)) return 0;
  const { t } = saddleFor(composed, { logDelta: logDelta + LOG_LOSS });
  const log =
    terms.reduce((s, { grid, discrete, count }) => s + count * tilt(grid, discrete, t).logScale, 0) - t * b;
  return Math.exp(Math.min(0, log));
};
