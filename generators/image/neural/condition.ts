import { FINDINGS, type Finding, type View } from "../../../schemas/image.ts";

/** What a film must show, and whether the denoiser should think of a real film or of a phantom. */
export interface FilmCondition {
  readonly finding: Finding;
  readonly view: View;
  readonly sex: "female" | "male";
  readonly ageYears: number;
  readonly domain: "film" | "phantom";
}

/** Frequencies of the noise level's Fourier features. */
const OCTAVES = 4;

/** Length of `conditionVector`. */
export const CONDITION_LENGTH = 1 + 2 * OCTAVES + FINDINGS.length + 4;

/**
 * Input of the denoiser's conditioning, numbers of order one: c = ln(σ)/4, sin and cos of 2ʲc for j = 0 … 3, one-hot
 * finding, AP, male, age in half centuries less one, film. `scripts/train-prior/model.py` builds the same.
 */
export const conditionVector = (condition: FilmCondition, sigma: number): Float32Array => {
  const out = new Float32Array(CONDITION_LENGTH);
  const level = Math.log(sigma) / 4;
  out[0] = level;
  for (let j = 0; j < OCTAVES; j++) {
    out[1 + 2 * j] = Math.sin(2 ** j * level);
    out[2 + 2 * j] = Math.cos(2 ** j * level);
  }
  const from = 1 + 2 * OCTAVES;
  out[from + FINDINGS.indexOf(condition.finding)] = 1;
  out.set(
    [
      condition.view === "AP" ? 1 : 0,
      condition.sex === "male" ? 1 : 0,
      condition.ageYears / 50 - 1,
      condition.domain === "film" ? 1 : 0,
    ],
    from + FINDINGS.length,
  );
  return out;
};
