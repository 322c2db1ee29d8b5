/** One round of the record model: choose a table, measure it. Decimal strings, read exactly. */
export interface RecordRound {
  /** ε of the exponential mechanism that chooses. */
  readonly selectEpsilon: string;
  /** Noise over one person's ℓ₂ norm, of the release that measures. */
  readonly noiseMultiplier: string;
}

/** All that a record model will ask of its table, fixed before the table is read. */
export interface RecordPlan {
  /** Noise of the first release: every attribute's own counts. */
  readonly firstNoise: string;
  readonly rounds: readonly RecordRound[];
  /** Most cells that the junction tree may have, all its tables together. */
  readonly cellLimit: number;
}
