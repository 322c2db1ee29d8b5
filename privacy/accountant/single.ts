import { gaussLegendre } from "../../src/math/quadrature.ts";
import type { ContourValue } from "./contour.ts";
import { crossing } from "./crossing.ts";
import type { Law, Piece } from "./law.ts";
import { active } from "./moments.ts";
import type { Question } from "./saddle.ts";

const RULE = gaussLegendre(8);
/** Relative error of the sum below: positive terms, each to about 1e-14. */
const ERROR = 1e-12;

/** δ(ε) = ∞-mass + Σ or ∫ over losses l > ε of P (1 − e^{ε − l}), for one run of one mechanism: no composition. */
const delta = (law: Law, epsilon: number): number => {
  let sum = law.infinite;
  for (const { loss, logMass } of law.atoms)
    if (loss > epsilon) sum -= Math.exp(logMass) * Math.expm1(epsilon - loss);
  for (const piece of law.pieces) sum += above(piece, epsilon);
  return sum;
};

const above = (piece: Piece, epsilon: number): number => {
  const [, to] = active(piece, 0, -200);
  const [start] = piece.range(0);
  const from = Math.max(start, piece.at(epsilon));
  // Two panels more where the density falls fastest: at the far end of a tail most of the integral is near ε.
  const width = piece.scale / 4;
  const panels = Math.ceil((to - from) / width);
  let sum = 0;
  for (let panel = 0; panel < panels; panel++) {
    const half = Math.min(width, to - from - panel * width) / 2;
    for (let n = 0; n < RULE.nodes.length; n++) {
      const u = from + panel * width + half * (1 + RULE.nodes[n]!);
      const loss = piece.loss(u);
      sum -= half * RULE.weights[n]! * Math.exp(piece.logDensityAt(u, loss)) * Math.expm1(epsilon - loss);
    }
  }
  return sum;
};

/** The privacy profile of a single run, by quadrature of its definition. */
export const singleValue = (law: Law, question: Question): ContourValue => {
  if ("epsilon" in question) {
    const value = delta(law, question.epsilon);
    return { value, low: value * (1 - ERROR), high: Math.min(1, value * (1 + ERROR)), points: 1 };
  }
  return epsilonOf(law, question.delta);
};

const epsilonOf = (law: Law, target: number): ContourValue => {
  const all = (value: number): ContourValue => ({ value, low: value, high: value, points: 1 });
  if (delta(law, 0) <= target) return all(0);
  let [low, high] = [0, 1];
  while (delta(law, high) > target) {
    [low, high] = [high, 2 * high];
    if (high > 1e9) return all(Number.POSITIVE_INFINITY);
  }
  const isNarrow = (a: number, b: number) => b - a <= 1e-14 * b;
  [low, high] = crossing(epsilon => target - delta(law, epsilon), [low, high], isNarrow);
  // δ falls with slope of about a δ a step of 1/a: twice the error of δ over the slope.
  const nudge = 1e-6 * high;
  const slope = (delta(law, high - nudge) - delta(law, high + nudge)) / (2 * nudge);
  const error = (2 * ERROR * target) / Math.max(slope, 1e-300) + 1e-13 * high;
  return { value: high, low: Math.max(0, high - error), high: high + error, points: 1 };
};
