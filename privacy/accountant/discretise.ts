import { gaussLegendre } from "../../src/math/quadrature.ts";
import type { Law, Piece } from "./law.ts";
import { active } from "./moments.ts";

/** Losses offset + j · step, j an integer. */
export interface Grid {
  readonly step: number;
  readonly offset: number;
}

/** A loss on grid points first, first + 1, …: P-masses; what is not among them has infinite loss. */
export interface Discrete {
  readonly first: number;
  readonly mass: Float64Array;
  readonly infinite: number;
}

/** How a law meets its grid: below it losses are raised to its end, above it they become infinite. */
export interface Fit {
  /** Tilt under which cells must be fine where mass lies, and K(t) there. */
  readonly t: number;
  readonly k: number;
  /** P-mass that may become infinite. */
  readonly tail: number;
}

const FINEST = gaussLegendre(2);
const FINE = gaussLegendre(3);
const COARSE = gaussLegendre(8);
/** ln of the density, beside its peak, that the lower end may have. */
const NEGLIGIBLE = -50;

/**
 * A law on a grid that dominates it: each mass goes to the two grid points around its loss so that P- and Q-mass both
 * stay, which leaves the privacy profile as it is at grid points and makes it the chord between them.
 *
 * @source Doroshenko, Ghazi, Kamath, Kumar & Manurangsi 2022, "Connect the Dots", arXiv:2207.04380
 */
export const discretise = (law: Law, grid: Grid, fit: Fit): Discrete => {
  const spans = law.pieces.map(piece => spanOf(piece, fit));
  const losses = [...law.atoms.map(({ loss }) => loss), ...spans.flatMap(({ low, high }) => [low, high])];
  const index = (loss: number) => Math.floor((loss - grid.offset) / grid.step + 1e-9);
  const first = losses.reduce((least, loss) => Math.min(least, index(loss)), Number.POSITIVE_INFINITY);
  const last = losses.reduce((most, loss) => Math.max(most, index(loss)), Number.NEGATIVE_INFINITY) + 1;
  const into: Target = { first, grid, mass: new Float64Array(Math.max(0, last - first) + 1) };
  for (const { loss, logMass } of law.atoms) place(into, index(loss), loss, Math.exp(logMass));
  let infinite = law.infinite;
  law.pieces.forEach((piece, i) => {
    infinite += fill(into, piece, spans[i]!, fit);
  });
  return { first, mass: into.mass, infinite };
};

interface Target {
  readonly first: number;
  readonly grid: Grid;
  readonly mass: Float64Array;
}

/** Puts mass of a loss in [lⱼ, lⱼ₊₁] on its ends. */
const place = ({ first, grid, mass }: Target, j: number, loss: number, p: number): void => {
  const above = loss - (grid.offset + j * grid.step);
  const share = Math.min(1, Math.max(0, Math.expm1(-above) / Math.expm1(-grid.step)));
  const at = j - first;
  mass[at] = mass[at]! + p * (1 - share);
  mass[at + 1] = mass[at + 1]! + p * share;
};

interface Span {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

const spanOf = (piece: Piece, { tail }: Fit): Span => {
  const [from] = active(piece, 0, NEGLIGIBLE);
  const [, to] = active(piece, 0, Math.min(NEGLIGIBLE, Math.log(tail) - 5));
  return { from, to, low: piece.loss(from), high: piece.loss(to) };
};

/** Cells may be this wide in loss where next to nothing of the tilted law lies. */
const WIDEST = 0.05;

/**
 * Integrates a piece into the grid; returns the mass above its cut. Cells are one step where the tilted law lies, and
 * several where it does not: any cells whose ends are grid points dominate, and the wide ones hold too little to matter.
 */
const fill = (into: Target, piece: Piece, { from, to, low }: Span, { t, k }: Fit): number => {
  const { step, offset } = into.grid;
  const [start, end] = piece.range(0);
  const lowest = Math.floor((low - offset) / step + 1e-9);
  // Below the cut: raised to the first grid point above it.
  if (start < from) {
    const at = lowest + 1 - into.first;
    into.mass[at] = into.mass[at]! + integral(piece, start, from);
  }
  const widest = Math.max(1, Math.floor(WIDEST / step));
  const last = Math.floor((piece.loss(to) - offset) / step) + 1;
  // Σ over cells of tilted mass · width² may exceed that of one-step cells by a tenth, if spread over all steps.
  const price = 10 * (last - lowest);
  let u = from;
  let steps = 1;
  for (let j = lowest; j < last; ) {
    const upper = offset + (j + steps) * step;
    const next = j + steps >= last ? to : Math.min(to, Math.max(u, piece.at(upper)));
    const masses = cell(piece, offset + j * step, { width: steps * step, from: u, to: next });
    const most = Math.max(
      1,
      Math.floor(Math.sqrt(steps / (masses.p * Math.exp(t * upper - k) * price + 1e-300))),
    );
    if (steps > 2 * most) {
      steps = Math.max(1, Math.floor(steps / 4));
      continue;
    }
    const at = j - into.first;
    into.mass[at] = into.mass[at]! + (masses.p - masses.up);
    into.mass[at + steps] = into.mass[at + steps]! + masses.up;
    j += steps;
    u = next;
    steps = Math.max(1, Math.min(most, 2 * steps, widest, last - j));
  }
  return to < end ? integral(piece, to, end) : 0;
};

interface Cell {
  /** In loss. */
  readonly width: number;
  readonly from: number;
  readonly to: number;
}

/** P-mass of a cell, and how much of it goes to the upper end so that Q-mass stays too, by Gauss points. */
const cell = (
  piece: Piece,
  base: number,
  { width, from, to }: Cell,
): { readonly p: number; readonly up: number } => {
  const span = to - from;
  const rule = span < piece.scale / 500 ? FINEST : span < piece.scale / 20 ? FINE : COARSE;
  const panels = Math.max(1, Math.ceil(span / piece.scale));
  const half = span / panels / 2;
  let p = 0;
  let raised = 0;
  for (let panel = 0; panel < panels; panel++)
    for (let n = 0; n < rule.nodes.length; n++) {
      const u = from + half * (2 * panel + 1 + rule.nodes[n]!);
      const loss = piece.loss(u);
      const weight = half * rule.weights[n]! * Math.exp(piece.logDensityAt(u, loss));
      p += weight;
      raised += weight * Math.expm1(base - loss);
    }
  return { p, up: Math.min(p, Math.max(0, raised / Math.expm1(-width))) };
};

const integral = (piece: Piece, from: number, to: number): number => {
  const panels = Math.max(1, Math.ceil((to - from) / piece.scale));
  const half = (to - from) / panels / 2;
  let sum = 0;
  for (let panel = 0; panel < panels; panel++)
    for (let n = 0; n < COARSE.nodes.length; n++)
      sum +=
        half *
        COARSE.weights[n]! *
        Math.exp(piece.logDensity(from + half * (2 * panel + 1 + COARSE.nodes[n]!)));
  return sum;
};
