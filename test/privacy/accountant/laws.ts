import {
  addedSample,
  gaussianLaw,
  removedSample,
  replacedSample,
  type Sampled,
} from "../../../privacy/accountant/gaussian-laws.ts";
import type { Law } from "../../../privacy/accountant/law.ts";
import * as other from "../../../privacy/accountant/other-laws.ts";
import { gaussLegendre } from "../../../src/math/quadrature.ts";

const RULE = gaussLegendre(8);

/** E_P[g(L)] over the finite losses, with the density tilted to order t: by panels of a quarter of a piece's scale. */
export const mean = (law: Law, g: (loss: number) => number, t = 0): number => {
  let sum = 0;
  for (const { loss, logMass } of law.atoms) sum += Math.exp(logMass) * g(loss);
  for (const piece of law.pieces) {
    const [from, to] = piece.range(t);
    const panels = Math.ceil((4 * (to - from)) / piece.scale);
    const half = (to - from) / panels / 2;
    for (let panel = 0; panel < panels; panel++)
      for (const [n, node] of RULE.nodes.entries()) {
        const u = from + half * (2 * panel + 1 + node);
        const mass = half * RULE.weights[n]! * Math.exp(piece.logDensity(u));
        if (mass > 0) sum += mass * g(piece.loss(u));
      }
  }
  return sum;
};

/** Chances 1 − q and q that a sum moves by 0 or by the clip norm. */
export const pair = (q: number, s: number): Sampled => ({ shifts: [0, 1], probabilities: [1 - q, q], s });
export const three: Sampled = { shifts: [0, 0.5, 1], probabilities: [0.7, 0.2, 0.1], s: 1.3 };

/** Name → law, and the Q-mass where P has none. */
export const LAWS: Readonly<Record<string, readonly [law: Law, missing: number]>> = {
  gaussian: [gaussianLaw(0.7), 0],
  "wide gaussian": [gaussianLaw(3), 0],
  "a sample removed": [removedSample(pair(0.2, 0.9)), 0],
  "a sample added": [addedSample(pair(0.2, 0.9)), 0],
  "a rare sample removed": [removedSample(pair(0.001, 0.5)), 0],
  "a mixture removed": [removedSample(three), 0],
  "a mixture added": [addedSample(three), 0],
  "a sample replaced": [replacedSample(0.3, 1.1), 0],
  laplace: [other.laplaceLaw(0.8), 0],
  "strong laplace": [other.laplaceLaw(4), 0],
  "a laplace sample removed": [other.removedSampleOf(other.laplaceLaw(1.2), 0.25), 0],
  "a laplace sample added": [other.addedSampleOf(other.laplaceLaw(1.2), 0.25), 0],
  "discrete gaussian": [other.discreteGaussianLaw(1.7, 1), 0],
  "discrete gaussian moved by 3": [other.discreteGaussianLaw(2.5, 3), 0],
  "discrete laplace": [other.discreteLaplaceLaw(0.6, 1), 0],
  "discrete laplace moved by 4": [other.discreteLaplaceLaw(0.3, 4), 0],
  "bounded range": [other.boundedRangeLaw(1.1), 0],
  "a pure claim": [other.claimLaw(0.9, 0), 0],
  "a claim": [other.claimLaw(0.9, 0.01), 0.01],
  "a claim of δ alone": [other.claimLaw(0, 0.02), 0.02],
  "no loss": [other.NO_LOSS, 0],
  "a leak": [other.leak(0.3, Math.log1p(-0.3)), 0],
};
