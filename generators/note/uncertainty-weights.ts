/** Weights of the signs in `uncertainty.ts`, written by `scripts/train-notes/uncertainty.ts`. */
export const UNCERTAINTY_WEIGHTS: { readonly bias: number; readonly signs: readonly number[] } = {
  bias: -4.94,
  signs: [2.68, 4.51, 1.33, 1.69, 4, 3.99, 4, 4, 0.18, 0.63, 3.78],
};
