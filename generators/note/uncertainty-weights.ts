/** Weights of the signs in `uncertainty.ts`, written by `scripts/train-notes/uncertainty.ts`. */
export const UNCERTAINTY_WEIGHTS: { readonly bias: number; readonly signs: readonly number[] } = {
  bias: -0.99,
  signs: [2.62, 4.54, 1.56, 1.4, 4, 3.99, 4.01, 4, 0, 0.55, 3.61],
};
