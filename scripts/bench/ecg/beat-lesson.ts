import { BEAT_SIZE, DIMENSION } from "../../../generators/ecg/canonical.ts";

/** Samples of the canonical beat that are averaged: 25 Hz. */
const STEP = 10;

/** What a student of a canonical vector sees: every lead's beat at 25 Hz, and the rhythm features. */
export const beatLesson = (vector: Float64Array): Float64Array => {
  const out = new Float64Array(BEAT_SIZE / STEP + DIMENSION - BEAT_SIZE);
  for (let i = 0; i < BEAT_SIZE; i++) {
    const at = Math.floor(i / STEP);
    out[at] = out[at]! + vector[i]! / STEP;
  }
  out.set(vector.subarray(BEAT_SIZE), BEAT_SIZE / STEP);
  return out;
};
