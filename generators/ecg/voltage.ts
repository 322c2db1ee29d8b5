import { LEADS, type Lead, type Morphology } from "../../schemas/ecg.ts";
import type { EcgOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { Activation } from "./activation.ts";
import { allLeadsOf, blankCanvas } from "./canvas.ts";
import { type LeadField, seenWaves } from "./lead-field.ts";
import { scaled } from "./wave-geometry.ts";
import { addWaves, TYPICAL_BEAT, type Wave } from "./waves.ts";

/**
 * Waves with QRS scaled to what is said of its voltage, on this torso; ST and T follow with the root of the scale, or
 * with all of it where they are QRS's (secondary). Left
 * ventricular hypertrophy: S in V1 and R in V5 or V6 of 3.75 mV or more together; below 35 years, where that alone is
 * no sign of it, R in aVL and S in V3 as well, above 2.8 mV (men) or 2 mV (women). Low voltage: every limb lead below
 * 0.5 mV and every chest lead below 1 mV from top to bottom. Of none of these: within these limits.
 *
 * @source  Sokolow & Lyon 1949, Am Heart J 37:161; Casale 1987, Circulation 75:565 (Cornell); Hancock 2009,
 *          AHA/ACCF/HRS part V, Circulation 119:e251 (age); low voltage: Surawicz & Knilans, Chou's
 *          Electrocardiography
 */
export const fittedVoltage = (
  waves: readonly Wave[],
  {
    field,
    order,
    activation,
  }: { readonly field: LeadField; readonly order: EcgOrder; readonly activation: Activation },
  rng: Rng,
): Wave[] => {
  const seen = extremesOf(waves, field);
  const scale = (SCALES[order.morphology] ?? withinLimits)(seen, order, rng);
  return scale === 1
    ? [...waves]
    : waves.map(wave => scaled(wave, wave.part === "QRS" || activation.secondary ? scale : Math.sqrt(scale)));
};

type Extremes = (lead: Lead) => { readonly high: number; readonly low: number };
type Scale = (seen: Extremes, order: EcgOrder, rng: Rng) => number;

const LIMB = ["I", "II", "III", "aVR", "aVL", "aVF"] as const;
const CHEST = ["V1", "V2", "V3", "V4", "V5", "V6"] as const;

const sokolow = (seen: Extremes): number => -seen("V1").low + Math.max(seen("V5").high, seen("V6").high);
const cornell = (seen: Extremes): number => seen("aVL").high - seen("V3").low;
const height = (seen: Extremes, leads: readonly Lead[]): number =>
  Math.max(...leads.map(seen).map(({ high, low }) => high - low));

/** Below this age S in V1 and R in V5 are tall in health; with ST and T as of strain they are hypertrophy at any age. */
const ADULT_VOLTAGE_YEARS = 35;
const HAS_STRAIN: ReadonlySet<Morphology> = new Set(["ischaemic-st-t-change", "t-wave-change"]);
const sokolowLimit = ({ ageYears, morphology }: EcgOrder): number =>
  ageYears < ADULT_VOLTAGE_YEARS && !HAS_STRAIN.has(morphology) ? 4.5 : 3.5;
const cornellLimit = ({ sex }: EcgOrder): number => (sex === "female" ? 2 : 2.8);

const TALLEST_MV = 6.5;

const SCALES: { readonly [M in Morphology]?: Scale } = {
  "left-ventricular-hypertrophy": (seen, order, rng) => {
    const tall = (3.75 + 1.3 * rng.uniform()) / sokolow(seen);
    if (order.ageYears >= ADULT_VOLTAGE_YEARS) return Math.max(1, tall);
    const wide = ((1.08 + 0.1 * rng.uniform()) * cornellLimit(order)) / cornell(seen);
    return Math.max(1, tall, Math.min(wide, TALLEST_MV / sokolow(seen)));
  },
  "right-ventricular-hypertrophy": (seen, _, rng) =>
    Math.max(1, (0.8 + 0.7 * rng.uniform()) / Math.max(0.2, seen("V1").high)),
  "low-voltage": (seen, _, rng) => {
    const share = 0.62 + 0.3 * rng.uniform();
    return share * Math.min(0.48 / height(seen, LIMB), 0.96 / height(seen, CHEST));
  },
};

/** A recording that is said to be neither tall nor low is neither; abnormal activation has no upper limit. */
const withinLimits: Scale = (seen, order, rng) => {
  const room = 0.04 + 0.16 * rng.uniform();
  const least = Math.max(0.5 / height(seen, LIMB), 1 / height(seen, CHEST)) * (1 + 1.5 * room);
  const usual = order.rhythm !== "paced" && !/bundle|pre-excitation/.test(order.conduction);
  const most =
    Math.min(sokolowLimit(order) / sokolow(seen), cornellLimit(order) / cornell(seen)) * (1 - room);
  return Math.max(least, usual ? Math.min(1, most) : 1);
};

const STEP_MS = 3;
const BEFORE_MS = 12;

/** Highest and lowest value of QRS in a lead, millivolts; never on the other side of zero. */
const extremesOf = (waves: readonly Wave[], field: LeadField): Extremes => {
  const qrs = waves.filter(({ part }) => part === "QRS");
  const lastMs = Math.max(...qrs.map(({ centreMs, fallMs }) => centreMs + 2 * fallMs));
  const canvas = blankCanvas(Math.ceil((BEFORE_MS + lastMs) / STEP_MS) + 1);
  addWaves(canvas, seenWaves(field, qrs), BEFORE_MS / STEP_MS, STEP_MS, TYPICAL_BEAT);
  const twelve = allLeadsOf(canvas);
  return lead => {
    let [high, low] = [0, 0];
    for (const value of twelve[LEADS.indexOf(lead)]!) {
      if (value > high) high = value;
      if (value < low) low = value;
    }
    return { high, low };
  };
};
