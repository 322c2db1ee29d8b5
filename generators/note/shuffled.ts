import type { Rng } from "../../src/math/rng.ts";

/** A list in an order drawn at random. */
export const shuffled = <T>(items: readonly T[], rng: Rng): readonly T[] => {
  const left = [...items];
  for (let i = left.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    [left[i], left[j]] = [left[j]!, left[i]!];
  }
  return left;
};
