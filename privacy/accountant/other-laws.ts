import { UnsupportedEvent } from "../../src/errors.ts";
import type { Atom, Complex, Law, Piece } from "./law.ts";

const atom = (loss: number, mass: number): Atom => ({ loss, logMass: Math.log(mass) });

/** Nothing is learned. */
export const NO_LOSS: Law = {
  infinite: 0,
  atoms: [atom(0, 1)],
  pieces: [],
  lattice: { offset: 0, step: 1 },
};

/** Everything is learned with probability p; else the loss is `rest`. */
export const leak = (p: number, rest: number): Law =>
  p >= 1
    ? { infinite: 1, atoms: [], pieces: [] }
    : { infinite: p, atoms: [atom(rest, 1 - p)], pieces: [], lattice: { offset: rest, step: 1 } };

/**
 * Randomised response with an open door: dominates every (ε, δ) mechanism.
 *
 * @source Kairouz, Oh & Viswanath 2015, "The composition theorem for differential privacy", arXiv:1311.0776
 */
export const claimLaw = (epsilon: number, delta: number): Law => {
  if (epsilon === 0) return leak(delta, 0);
  const up = (1 - delta) / (1 + Math.exp(-epsilon));
  const logDown = Math.log(up) - epsilon;
  return {
    infinite: delta,
    atoms: [
      { loss: epsilon, logMass: Math.log(up) },
      { loss: -epsilon, logMass: logDown },
    ],
    pieces: [],
    lattice: { offset: -epsilon, step: 2 * epsilon },
  };
};

/** e^{(z+c)r} − e^{−(z+c)r} over z + c, for a density e^{cl} on [−r, r]. */
const wedge = (t: number, y: number, r: number): Complex => {
  if (t * t + y * y < 1e-20) return { re: 2 * r, im: 0 };
  const re = 2 * Math.sinh(t * r) * Math.cos(y * r);
  const im = 2 * Math.cosh(t * r) * Math.sin(y * r);
  const square = t * t + y * y;
  return { re: (re * t + im * y) / square, im: (im * t - re * y) / square };
};

/** Laplace noise with sensitivity over scale r. Atoms at ±r, density ¼ e^{−(r−l)/2} between. */
export const laplaceLaw = (r: number): Law => {
  const piece: Piece = {
    range: () => [-r, r],
    scale: 0.5,
    logDensity: l => -Math.log(4) - (r - l) / 2,
    logDensityAt: l => -Math.log(4) - (r - l) / 2,
    loss: l => l,
    at: l => l,
  };
  const transform = (t: number, y: number): Complex => {
    const up = Math.exp(t * r) / 2;
    const down = Math.exp(-(1 + t) * r) / 2;
    const middle = wedge(t + 0.5, y, r);
    const c = Math.exp(-r / 2) / 4;
    return {
      re: (up + down) * Math.cos(y * r) + c * middle.re - 1,
      im: (up - down) * Math.sin(y * r) + c * middle.im,
    };
  };
  return {
    infinite: 0,
    atoms: [atom(r, 0.5), { loss: -r, logMass: Math.log(0.5) - r }],
    pieces: [piece],
    lattice: { offset: -r, step: 2 * r },
    transform,
  };
};

/** A Poisson sample of a mechanism with symmetric loss `base`, P the mixture: a patient is removed. */
export const removedSampleOf = (base: Law, q: number): Law => sampleOf(base, q, 1);

/** The same with P and Q exchanged: a patient is added. */
export const addedSampleOf = (base: Law, q: number): Law => sampleOf(base, q, -1);

const sampleOf = (base: Law, q: number, sign: 1 | -1): Law => {
  const loss = (l: number) => sign * Math.log1p(q * Math.expm1(l));
  // Mass of the mixture is q + (1 − q)e^{−l} times that of the base; mass of the other side is e^{−l} times it.
  const gain = (l: number) => (sign === 1 ? Math.log(q + (1 - q) * Math.exp(-l)) : -l);
  const inverse = (l: number): number => {
    const w = Math.expm1(sign * l) / q;
    return w <= -1 ? Number.NEGATIVE_INFINITY : Math.log1p(w);
  };
  const atoms = base.atoms.map(({ loss: l, logMass }) => ({ loss: loss(l), logMass: logMass + gain(l) }));
  const ends = atoms.map(({ loss: l }) => l);
  return {
    infinite: 0,
    atoms,
    lattice: { offset: Math.min(...ends), step: Math.max(...ends) - Math.min(...ends) },
    pieces: base.pieces.map(piece => ({
      // Symmetric, as the loss is.
      range: piece.range,
      scale: piece.scale,
      logDensity: u => piece.logDensity(sign * u) + gain(sign * u),
      logDensityAt: u => piece.logDensity(sign * u) + gain(sign * u),
      loss: u => loss(sign * u),
      at: l => sign * inverse(l),
    })),
  };
};

/** Discrete Gaussian on the integers, σ² = variance parameter, moved by `shift`: largest for log-concave noise. */
export const discreteGaussianLaw = (sigma: number, shift: number): Law => {
  if (!(sigma <= 20_000 && shift <= 1e6))
    throw new UnsupportedEvent("a discrete Gaussian this wide is not tabulated; claim it as zCDP");
  const reach = Math.ceil(Math.min(38 * sigma + 2, 1e6)) + shift;
  let total = 0;
  for (let x = reach; x > 0; x--) total += 2 * Math.exp((-x * x) / (2 * sigma * sigma));
  const logTotal = Math.log1p(total);
  const atoms: Atom[] = [];
  for (let x = -reach; x <= reach; x++)
    atoms.push({
      loss: (shift * (shift - 2 * x)) / (2 * sigma * sigma),
      logMass: (-x * x) / (2 * sigma * sigma) - logTotal,
    });
  const step = shift / (sigma * sigma);
  return { infinite: 0, atoms, pieces: [], lattice: { offset: atoms[0]!.loss, step } };
};

/** Discrete Laplace P(x) ∝ e^{−a|x|} moved by `shift` ≥ 1. */
export const discreteLaplaceLaw = (a: number, shift: number): Law => {
  if (!(shift <= 1e6))
    throw new UnsupportedEvent("a discrete Laplace sensitivity above 1e6 is not tabulated");
  // P(X ≤ 0) = 1/(1 + e^{−a}); P(x) = tanh(a/2) e^{−a|x|}
  const atoms: Atom[] = [{ loss: a * shift, logMass: -Math.log1p(Math.exp(-a)) }];
  for (let x = 1; x < shift; x++)
    atoms.push({ loss: a * (shift - 2 * x), logMass: Math.log(Math.tanh(a / 2)) - a * x });
  atoms.push({ loss: -a * shift, logMass: -a * shift - Math.log1p(Math.exp(-a)) });
  return {
    infinite: 0,
    atoms,
    pieces: [],
    lattice: { offset: -a * shift, step: 2 * a },
  };
};

/**
 * Envelope of all ε-bounded-range pairs: H(α) = (√A − √α)² / (A − 1) on [1/A, A], A = e^ε, which is the supremum over τ
 * of randomised response on {τ, τ − ε}. Its loss has density e^{l/2} / (4 sinh(ε/2)) on [−ε, ε].
 *
 * @source Dong, Durfee & Rogers 2020, "Optimal differential privacy composition for exponential mechanisms", ICML
 */
export const boundedRangeLaw = (epsilon: number): Law => {
  const logDensity = (l: number) => l / 2 - Math.log(4 * Math.sinh(epsilon / 2));
  const piece: Piece = {
    range: () => [-epsilon, epsilon],
    scale: 0.5,
    logDensity,
    logDensityAt: logDensity,
    loss: l => l,
    at: l => l,
  };
  const transform = (t: number, y: number): Complex => {
    const { re, im } = wedge(t + 0.5, y, epsilon);
    const c = 1 / (4 * Math.sinh(epsilon / 2));
    return { re: c * re - 1, im: c * im };
  };
  return { infinite: 0, atoms: [], pieces: [piece], transform };
};

/** Largest K(t) of an ε-bounded-range mechanism, same source: attained at a = e^τ = t/(t+1) · (A − c)/(1 − c). */
export const boundedRangeCurve =
  (epsilon: number) =>
  (t: number): number => {
    const a1 = Math.expm1(epsilon);
    const rest = -Math.expm1(-t * epsilon);
    const a = Math.min(a1 + 1, Math.max(1, ((t / (t + 1)) * (a1 + rest)) / rest));
    return t * Math.log(a) + Math.log((a1 + rest - a * rest) / a1);
  };
