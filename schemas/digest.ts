import type { Assignment } from "./domain.ts";

/**
 * One patient in one modality, as the mechanisms see it before projection and clipping: a vector in the modality's
 * canonical space and the public stratum it belongs to.
 */
export interface ModalityView {
  readonly vector: Float64Array;
  readonly stratum: string;
}

/** How one patient's notes are worded. */
export interface NoteWording {
  /** Shares of sentences by cluster of public frames, those near none last: non-negative, summing to 1. */
  readonly frames: Float64Array;
  /** Phrases that no public frame holds, those to be counted first first. */
  readonly phrases: readonly string[];
}

/** One patient after digestion: all that `fit` may look at. Depends on that patient's own data alone. */
export interface Digest {
  readonly attributes: Assignment;
  readonly ecg?: ModalityView;
  /** What the ECGs hold besides their beats: levels by lead and band, decibels. */
  readonly residual?: Float64Array;
  readonly image?: ModalityView;
  readonly note?: ModalityView;
  readonly wording?: NoteWording;
}
