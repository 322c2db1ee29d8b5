import type { Sex } from "../../../schemas/record.ts";

/** Age from which height stays. */
export const GROWN = 20;

/**
 * Median height, cm, at an age in years and their fraction, linear between the points of the table.
 *
 * @source  CDC growth charts 2000 (children, rounded medians); Fryar 2021 (adults)
 */
export const medianHeightCm = (age: number, sex: Sex): number => {
  const boy = age >= GROWN ? MAN : between(BOYS, age);
  const shrunk = 0.1 * Math.max(0, age - 45);
  return boy - shrunk - (sex === "male" ? 0 : between(GIRLS_LESS, age));
};

type Points = readonly (readonly [years: number, cm: number])[];

/** Linear between the points, held beyond the last. */
const between = (points: Points, age: number): number => {
  const next = points.findIndex(([years]) => years > age);
  if (next < 0) return points.at(-1)![1];
  const [[from, low], [to, high]] = [points[Math.max(1, next) - 1]!, points[Math.max(1, next)]!];
  return low + ((high - low) * (age - from)) / (to - from);
};

const MAN = 176;

/** Years and cm; after infancy the middle of each year of life. */
const BOYS: Points = [
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

/** What a girl is smaller by: never growing faster than a boy grows, so that nobody shrinks. */
const GIRLS_LESS: Points = [
  [0, 0],
  [12, 0],
  [14.5, 8.1],
  [16, 11.7],
  [18, 13],
];
