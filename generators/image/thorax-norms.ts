import type { View } from "../../schemas/image.ts";

/** Ascending (age in years, share of the adult size) knots. */
export type Growth = readonly (readonly [number, number])[];

/**
 * Lung width, lung length and heart diameter against the adult's.
 * @source age 6: Simon, Reid, Tanner et al. 1972, Arch Dis Child 47:373 (width 66–67 %, length 62–63 %, heart
 * 78–81 %); newborn set so that the cardiothoracic ratio stays below 0.6; in between interpolated.
 */
export const WIDTH_GROWTH: Growth = [
  [0, 0.36],
  [1, 0.46],
  [6, 0.665],
  [12, 0.84],
  [15, 0.94],
  [19, 1],
];
export const LENGTH_GROWTH: Growth = [
  [0, 0.3],
  [1, 0.41],
  [6, 0.625],
  [12, 0.81],
  [15, 0.92],
  [19, 1],
];
export const HEART_GROWTH: Growth = [
  [0, 0.46],
  [1, 0.57],
  [6, 0.795],
  [12, 0.9],
  [15, 0.96],
  [19, 1],
];

export const interpolate = (growth: Growth, ageYears: number): number => {
  for (let k = 1; k < growth.length; k++) {
    const [left, low] = growth[k - 1]!;
    const [right, high] = growth[k]!;
    if (ageYears < right) return low + ((high - low) * Math.max(0, ageYears - left)) / (right - left);
  }
  return growth[growth.length - 1]![1];
};

/**
 * Cardiothoracic ratio of normal hearts on a PA film: adults 0.39 to 0.50 with mean 0.45 (Danzer 1919, Am J Med Sci
 * 157:513), drifting up by about 0.03 from 40 to 80 years; children by the growth of heart against chest above.
 */
export const normalRatio = (
  ageYears: number,
  sex: "female" | "male",
): { readonly mean: number; readonly sd: number } => {
  const young = interpolate(HEART_GROWTH, ageYears) / interpolate(WIDTH_GROWTH, ageYears);
  const old = 0.03 * Math.min(1, Math.max(0, (ageYears - 40) / 40));
  return { mean: (sex === "female" ? 0.442 : 0.435) * young + old, sd: 0.025 };
};

/**
 * How far the thymus widens the upper mediastinum on either side, share of half of the chest's width.
 * @source seen in infants and hardly after three years: Nasseri & Eftekhari 2010, RadioGraphics 30:413; its reach is
 * set so that the upper mediastinum of a newborn is about as wide as the heart.
 */
export const THYMUS: Growth = [
  [0, 0.16],
  [1, 0.14],
  [2, 0.08],
  [3, 0.03],
  [4, 0],
];

/**
 * 1 in the first months, 0 from four years on: ribs lie level and the chest is as deep as wide, until standing and
 * walking tilt the ribs and flatten the chest.
 * @source Openshaw, Edwards & Helms 1984, Thorax 39:624: both change within the first two to three years
 */
export const ROUNDNESS: Growth = [
  [0, 1],
  [1, 0.75],
  [2, 0.4],
  [4, 0],
];

/**
 * Enlargement of the heart shadow: at 100 cm (bedside AP) against 183 cm (PA), whose heart lies near the detector.
 * @source Chon et al. 2011, J Korean Med Sci 26:1446: diameter PA / diameter AP = 0.00099 × distance in cm + 0.79.
 */
export const magnification = (view: View): number => (view === "PA" ? 1 : 1 / (0.00099 * 100 + 0.79));
