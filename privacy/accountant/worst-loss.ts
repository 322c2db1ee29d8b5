import type { Law, Part } from "./law.ts";

/** Σ of the largest finite losses; Infinity where they have no bound, or none is known. */
export const worstLoss = (parts: readonly Part[]): number =>
  parts.reduce(
    (sum, { law, count }) => sum + count * (law === undefined ? Number.POSITIVE_INFINITY : largest(law)),
    0,
  );

/** Room for the rounding of a loss at the end of its range. */
const ROUNDING = 1e-13;

const largest = ({ atoms, pieces }: Law): number => {
  const ends = pieces.map(piece => {
    const [near, far] = [piece.loss(piece.range(0)[1]), piece.loss(piece.range(2 ** 20)[1])];
    // A loss that still grows where its density has long underflowed has no bound.
    return far > near * (1 + 1e-9) + 1e-12 ? Number.POSITIVE_INFINITY : far * (1 + ROUNDING);
  });
  return Math.max(0, ...atoms.map(({ loss }) => loss), ...ends);
};
