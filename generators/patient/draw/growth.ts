import type { Sex } from "../../../schemas/record.ts";

/** Age from which height stays. */
export const GROWN = 20;

/**
 * Median height, cm, at an age in years and their fraction, linear between the points of the table.
 *
 * @source  CDC growth charts 2000 (children, rounded medians); Fryar 2021 (adults)
 */
export const medianHeightCm = (age: number, sex: Sex): number => {
  const at = Math.max(
    1,
    BOYS.findIndex(([years]) => years > age),
  );
  const [[from, low], [to, high]] = [BOYS[at - 1]!, BOYS[at]!];
  const boy = age >= GROWN ? MAN : low + ((high - low) * (age - from)) / (to - from);
  const shrunk = 0.1 * Math.max(0, age - 45);
  const later = sex === "male" || age < 12 ? 0 : Math.min(13, 3.25 * (age - 12));
  return boy - shrunk - later;
};

const MAN = 176;

/** Years and cm; after infancy the middle of each year of life. */
const BOYS: readonly (readonly [years: number, cm: number])[] = [
  [0, 50],
  [0.25, 61],
  [0.5, 67],
  [1, 75.5],
  ...[83, 92, 100, 107, 114, 120, 127, 132, 138, 143, 149, 156, 163, 169].map(
    (cm, i) => [i + 1.5, cm] as const,
  ),
  [16, 173],
  [GROWN, MAN],
];
