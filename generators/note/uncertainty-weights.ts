/** Weights of the signs in `uncertainty.ts`, written by `scripts/train-notes/uncertainty.ts`. */
export const UNCERTAINTY_WEIGHTS: { readonly bias: number; readonly signs: readonly number[] } = {
  bias: -4.93,
  signs: [2.72, 4.59, 1.42, 1.45, 4, 3.98, 4, 4, 0.07, 0.6, 3.72],
};
