import type { Lead, Morphology } from "../../schemas/ecg.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { LeadField } from "./lead-field.ts";
import { leadWeights, scaled } from "./wave-geometry.ts";
import type { Wave } from "./waves.ts";

/**
 * Waves with QRS scaled to what the morphology's voltage criterion asks for on this torso; ST and T follow with the
 * root of the scale. Left ventricular hypertrophy: S in V1 and R in V5 or V6 of 3.6 mV or more together. Low voltage:
 * every limb lead below 0.5 mV and every chest lead below 1 mV from top to bottom.
 *
 * @source  Sokolow & Lyon 1949, Am Heart J 37:161; low voltage: Surawicz & Knilans, Chou's Electrocardiography
 */
export const fittedVoltage = (
  waves: readonly Wave[],
  field: LeadField,
  morphology: Morphology,
  rng: Rng,
): Wave[] => {
  const scale = SCALES[morphology]?.(lead => extremes(waves, field, lead), rng) ?? 1;
  return scale === 1
    ? [...waves]
    : waves.map(wave => scaled(wave, wave.part === "QRS" ? scale : Math.sqrt(scale)));
};

type Extremes = (lead: Lead) => { readonly high: number; readonly low: number };

const LIMB = ["I", "II", "III", "aVR", "aVL", "aVF"] as const;
const CHEST = ["V1", "V2", "V3", "V4", "V5", "V6"] as const;

const SCALES: { readonly [M in Morphology]?: (seen: Extremes, rng: Rng) => number } = {
  "left-ventricular-hypertrophy": (seen, rng) => {
    const sum = -seen("V1").low + Math.max(seen("V5").high, seen("V6").high);
    return Math.max(1, (3.75 + 1.3 * rng.uniform()) / sum);
  },
  "right-ventricular-hypertrophy": (seen, rng) =>
    Math.max(1, (0.8 + 0.7 * rng.uniform()) / Math.max(0.2, seen("V1").high)),
  "low-voltage": (seen, rng) => {
    const height = (leads: readonly Lead[]) =>
      Math.max(...leads.map(lead => seen(lead).high - seen(lead).low));
    const share = 0.62 + 0.3 * rng.uniform();
    return share * Math.min(0.48 / height(LIMB), 0.96 / height(CHEST));
  },
};

/** Every this many milliseconds a lead is looked at. */
const STEP_MS = 3;

/** Highest and lowest value of QRS in a lead, millivolts; never on the other side of zero. */
const extremes = (waves: readonly Wave[], field: LeadField, lead: Lead) => {
  const weights = leadWeights(field, lead);
  const seen = waves
    .filter(({ part }) => part === "QRS")
    .map(({ vector, ...wave }) => ({
      ...wave,
      height: weights[0] * vector[0] + weights[1] * vector[1] + weights[2] * vector[2],
    }));
  const last = Math.max(...seen.map(({ centreMs, fallMs }) => centreMs + 2 * fallMs));
  let [high, low] = [0, 0];
  for (let ms = -10; ms <= last; ms += STEP_MS) {
    let value = 0;
    for (const { centreMs, riseMs, fallMs, height } of seen) {
      const u = (ms - centreMs) / (ms < centreMs ? riseMs : fallMs);
      value += height * Math.exp(-0.5 * u * u);
    }
    if (value > high) high = value;
    if (value < low) low = value;
  }
  return { high, low };
};
