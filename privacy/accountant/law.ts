/** A part of a privacy loss that has a density, by a parameter u along which the loss increases. */
export interface Piece {
  /** The u that matter when the law is tilted by e^{tL}: beyond them density · e^{tL} underflows beside its peak. */
  range(t: number): readonly [from: number, to: number];
  /** Over this much of u everything is smooth enough for eight Gauss points. */
  readonly scale: number;
  /** ln of the density of u under P. */
  logDensity(u: number): number;
  loss(u: number): number;
  /** ln of the density where the loss at u is known already. */
  logDensityAt(u: number, loss: number): number;
  /** u at which the loss is reached; ±Infinity outside its range. */
  at(loss: number): number;
}

export interface Atom {
  readonly loss: number;
  readonly logMass: number;
}

/**
 * Distribution of the privacy loss ln P/Q under P of a dominating pair (P, Q) in one direction. Atoms and pieces hold
 * mass 1 − `infinite` together.
 */
export interface Law {
  /** P-mass where Q has none. */
  readonly infinite: number;
  readonly atoms: readonly Atom[];
  readonly pieces: readonly Piece[];
  /** All atoms are at offset + integer · step. */
  readonly lattice?: { readonly offset: number; readonly step: number };
  /** μ of a Gaussian loss N(μ²/2, μ²). */
  readonly mu?: number;
  /** E[exp(zL)] − 1 over the finite losses at z = t + iy, where it has a closed form. */
  readonly transform?: (t: number, y: number) => Complex;
}

export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** Composed `count` times. `bound` is a Rényi curve t ↦ t·D_{t+1} tighter than (or without) the pair. */
export interface Part {
  readonly law?: Law;
  readonly bound?: (t: number) => number;
  readonly count: number;
  /** Equal keys are equal mechanisms. */
  readonly key: string;
}

/** One neighbour relation in one direction: what a patient goes through. */
export interface Direction {
  readonly name: string;
  readonly parts: readonly Part[];
}
