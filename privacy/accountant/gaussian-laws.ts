import { crossing } from "./crossing.ts";
import type { Law, Piece } from "./law.ts";

/** Beyond this many standard deviations a normal density underflows. */
const RANGE = 38;

const logNormal = (x: number, s: number): number =>
  (-x * x) / (2 * s * s) - Math.log(s) - 0.5 * Math.log(2 * Math.PI);

/** Loss of a Gaussian mechanism with sensitivity over standard deviation μ: N(μ²/2, μ²). */
export const gaussianLaw = (mu: number): Law => ({
  infinite: 0,
  atoms: [],
  mu,
  pieces: [
    {
      // Tilting a normal law by e^{tl} moves it by tμ².
      range: t => [(mu * mu) / 2 - RANGE * mu, (t + 0.5) * mu * mu + RANGE * mu],
      scale: mu * 0.8,
      logDensity: l => logNormal(l - (mu * mu) / 2, mu),
      logDensityAt: l => logNormal(l - (mu * mu) / 2, mu),
      loss: l => l,
      at: l => l,
    },
  ],
});

/** Sampled Gaussian: the sum moves by cᵢ with probability pᵢ, in units of the clip norm; s is the noise in them. */
export interface Sampled {
  readonly shifts: readonly number[];
  readonly probabilities: readonly number[];
  readonly s: number;
}

/** ln of Σ pᵢ N(cᵢ, s²) over N(0, s²) at x, without loss where it is near 0. */
const logRatio = ({ shifts, probabilities, s }: Sampled, x: number): number => {
  let excess = 0;
  let top = 0;
  for (let i = 0; i < shifts.length; i++) {
    const c = shifts[i]!;
    const w = (c * (2 * x - c)) / (2 * s * s);
    if (w > top) top = w;
    excess += probabilities[i]! * Math.expm1(w);
  }
  if (top < 600) return Math.log1p(excess);
  let sum = 0;
  for (let i = 0; i < shifts.length; i++) {
    const c = shifts[i]!;
    sum += probabilities[i]! * Math.exp((c * (2 * x - c)) / (2 * s * s) - top);
  }
  return top + Math.log(sum);
};

const isPair = ({ shifts }: Sampled): boolean => shifts.length === 2 && shifts[0] === 0 && shifts[1] === 1;

const lossOf = (sampled: Sampled): ((x: number) => number) => {
  if (!isPair(sampled)) return x => logRatio(sampled, x);
  const q = sampled.probabilities[1]!;
  const slope = 1 / (sampled.s * sampled.s);
  return x => {
    const w = (x - 0.5) * slope;
    return w < 600 ? Math.log1p(q * Math.expm1(w)) : w + Math.log(q);
  };
};

const scaleOf = ({ shifts, s }: Sampled): number => Math.min(0.8 * s, (0.8 * s * s) / Math.max(...shifts));

/** x of a loss for the two-point mixture 1 − q, q at 0, 1. */
const inverseOfPair =
  (q: number, s: number) =>
  (l: number): number => {
    if (l > 600) return 0.5 + s * s * (l - Math.log(q));
    const w = Math.expm1(l) / q;
    return w <= -1 ? Number.NEGATIVE_INFINITY : 0.5 + s * s * Math.log1p(w);
  };

/** x of any increasing loss. */
const inverseBySearch =
  (loss: (x: number) => number, from: number, to: number) =>
  (l: number): number => {
    if (loss(from) >= l) return Number.NEGATIVE_INFINITY;
    if (loss(to) <= l) return Number.POSITIVE_INFINITY;
    const isNarrow = (a: number, b: number) => b - a <= 1e-15 * (Math.abs(a) + Math.abs(b));
    const [a, b] = crossing(x => loss(x) - l, [from, to], isNarrow);
    return (a + b) / 2;
  };

/** Where a mixture's loss lies that has not underflowed. */
const spanOf = ({ shifts, s }: Sampled, t: number): readonly [number, number] => [
  -RANGE * s,
  (1 + t) * Math.max(...shifts) + RANGE * s,
];

/** Wide enough for any tilt an order may have: the search for a loss starts here. */
const WIDEST_TILT = 2 ** 21;

const inverseOf = (sampled: Sampled): ((l: number) => number) =>
  isPair(sampled)
    ? inverseOfPair(sampled.probabilities[1]!, sampled.s)
    : inverseBySearch(x => logRatio(sampled, x), spanOf(sampled, 0)[0], spanOf(sampled, WIDEST_TILT)[1]);

/** P the mixture, Q = N(0, s²): a patient is removed. */
export const removedSample = (sampled: Sampled): Law => {
  const loss = lossOf(sampled);
  const piece: Piece = {
    range: t => spanOf(sampled, t),
    scale: scaleOf(sampled),
    logDensity: x => logNormal(x, sampled.s) + loss(x),
    logDensityAt: (x, l) => logNormal(x, sampled.s) + l,
    loss,
    at: inverseOf(sampled),
  };
  return { infinite: 0, atoms: [], pieces: [piece] };
};

/** P = N(0, s²), Q the mixture: a patient is added. The parameter is −x. */
export const addedSample = (sampled: Sampled): Law => {
  const at = inverseOf(sampled);
  const loss = lossOf(sampled);
  const top = Math.max(...sampled.shifts);
  const piece: Piece = {
    // The loss has slope at most top/s² in u: tilting by t moves the law by at most t · top.
    range: t => [-top - RANGE * sampled.s, t * top + RANGE * sampled.s],
    scale: scaleOf(sampled),
    logDensity: u => logNormal(u, sampled.s),
    logDensityAt: u => logNormal(u, sampled.s),
    loss: u => -loss(-u),
    at: l => -at(-l),
  };
  return { infinite: 0, atoms: [], pieces: [piece] };
};

/**
 * P = (1−q)N(0) + qN(1), Q = (1−q)N(0) + qN(−1): a patient is replaced; symmetric.
 *
 * @source Lebeda, Regehr, Kamath & Steinke 2024, "Avoiding pitfalls for privacy accounting of subsampled mechanisms
 *         under composition", arXiv:2405.20769
 */
export const replacedSample = (q: number, s: number): Law => {
  const sampled: Sampled = { shifts: [0, 1], probabilities: [1 - q, q], s };
  const span = (t: number) => 1 + t + RANGE * s;
  const ratio = lossOf(sampled);
  const loss = (x: number) => ratio(x) - ratio(-x);
  const piece: Piece = {
    range: t => [-span(0), span(2 * t)],
    scale: scaleOf(sampled),
    logDensity: x => logNormal(x, s) + ratio(x),
    logDensityAt: x => logNormal(x, s) + ratio(x),
    loss,
    at: inverseBySearch(loss, -span(2 * WIDEST_TILT), span(2 * WIDEST_TILT)),
  };
  return { infinite: 0, atoms: [], pieces: [piece] };
};
