import { gaussLegendre } from "../../src/math/quadrature.ts";
import type { Complex, Law, Piece } from "./law.ts";

const RULE = gaussLegendre(8);
/** Panels whose share of every tilted law wanted is below this (ln) are left out. */
const NEGLIGIBLE = -90;

/** A loss as weighted points: exact for atoms, to about 1e-14 for densities. */
export interface Nodes {
  readonly loss: Float64Array;
  readonly mass: Float64Array;
  readonly logMass: Float64Array;
}

/** Log-moment generating function K(z) = ln E_P[exp(zL)] of the finite losses. */
export interface Moments {
  readonly law: Law;
  readonly nodes: Nodes;
  at(t: number): number;
  /** K(t + iy). */
  along(t: number, y: number): Complex;
}

/**
 * K by quadrature at real and complex arguments.
 *
 * @param reach.t  largest real part wanted
 * @param reach.y  largest imaginary part wanted
 */
export const momentsOf = (law: Law, reach: { readonly t: number; readonly y: number }): Moments => {
  const nodes = nodesOf(law, reach);
  if (law.mu !== undefined) return gaussianMoments(law, nodes, law.mu ** 2);
  const { transform } = law;
  const at = (t: number) => Math.log1p(realExcess(nodes, t) - law.infinite);
  const along = (t: number, y: number): Complex => {
    const { re, im } = transform === undefined ? excess(nodes, t, y) : transform(t, y);
    const a = re - law.infinite;
    // Near 1 the difference from it keeps its digits; elsewhere it would lose those of a value near 0, or overflow.
    const isFar = Math.abs(a) + Math.abs(im) > 0.5;
    const log = isFar ? Math.log(Math.hypot(1 + a, im)) : 0.5 * Math.log1p(2 * a + a * a + im * im);
    return { re: log, im: Math.atan2(im, 1 + a) };
  };
  return { law, nodes, at: transform === undefined ? at : t => along(t, 0).re, along };
};

const gaussianMoments = (law: Law, nodes: Nodes, square: number): Moments => ({
  law,
  nodes,
  at: t => (square * t * (t + 1)) / 2,
  along: (t, y) => ({ re: (square * (t * (t + 1) - y * y)) / 2, im: (square * y * (2 * t + 1)) / 2 }),
});

/** Σ m (e^{tl} − 1). */
const realExcess = ({ loss, mass, logMass }: Nodes, t: number): number => {
  let sum = 0;
  for (let i = 0; i < loss.length; i++) {
    const x = t * loss[i]!;
    sum += x > 1 ? Math.exp(logMass[i]! + x) - mass[i]! : mass[i]! * Math.expm1(x);
  }
  return sum;
};

/** Σ m (e^{zl} − 1). */
const excess = ({ loss, mass, logMass }: Nodes, t: number, y: number): Complex => {
  let re = 0;
  let im = 0;
  for (let i = 0; i < loss.length; i++) {
    const x = t * loss[i]!;
    const grown = x > 1 ? Math.exp(logMass[i]! + x) : mass[i]! * Math.exp(x);
    const half = Math.sin((y * loss[i]!) / 2);
    // e^{x}cos θ − 1 = (e^x − 1) − 2 e^x sin²(θ/2)
    re += (x > 1 ? grown - mass[i]! : mass[i]! * Math.expm1(x)) - 2 * grown * half * half;
    im += grown * Math.sin(y * loss[i]!);
  }
  return { re, im };
};

const nodesOf = (law: Law, reach: { readonly t: number; readonly y: number }): Nodes => {
  const loss: number[] = law.atoms.map(atom => atom.loss);
  const logMass: number[] = law.atoms.map(atom => atom.logMass);
  for (const piece of law.pieces) panels(piece, reach, { loss, logMass });
  return {
    loss: Float64Array.from(loss),
    logMass: Float64Array.from(logMass),
    mass: Float64Array.from(logMass, Math.exp),
  };
};

/** Gauss points on the panels that matter at t = 0, at t = reach.t or between. */
const panels = (
  piece: Piece,
  reach: { readonly t: number; readonly y: number },
  into: { readonly loss: number[]; readonly logMass: number[] },
): void => {
  const [from, to] = active(piece, reach.t);
  const count = Math.max(1, Math.ceil((to - from) / piece.scale));
  for (let i = 0; i < count; i++) {
    const a = from + ((to - from) * i) / count;
    const b = from + ((to - from) * (i + 1)) / count;
    // Eight points follow a rotation of about four radians.
    const turns = reach.y * (piece.loss(b) - piece.loss(a));
    const split = Math.min(64, Math.max(1, Math.ceil(turns / 4)));
    const half = (b - a) / split / 2;
    for (let j = 0; j < split; j++)
      for (let n = 0; n < RULE.nodes.length; n++) {
        const u = a + half * (2 * j + 1 + RULE.nodes[n]!);
        into.loss.push(piece.loss(u));
        into.logMass.push(piece.logDensity(u) + Math.log(half * RULE.weights[n]!));
      }
  }
};

/** The u between the first and the last that matter plainly or tilted by t. */
export const active = (piece: Piece, t: number, negligible = NEGLIGIBLE): readonly [number, number] => {
  const [from, to] = piece.range(t);
  const count = Math.max(400, Math.min(1 << 16, Math.ceil((to - from) / piece.scale)));
  const at = (i: number) => from + ((to - from) * i) / count;
  const plain = Float64Array.from({ length: count + 1 }, (_, i) => piece.logDensity(at(i)));
  const tilted = plain.map((value, i) => value + t * piece.loss(at(i)));
  const highest = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const [top, peak] = [highest(plain), highest(tilted)];
  const matters = (i: number) => plain[i]! > top + negligible || tilted[i]! > peak + negligible;
  let first = 0;
  let last = count;
  while (first < count && !matters(first)) first++;
  while (last > first && !matters(last)) last--;
  return [at(Math.max(0, first - 1)), at(Math.min(count, last + 1))];
};
