import type { Observation } from "../../schemas/record.ts";
import type { MeasurementEntry } from "./vocabulary/measurement-entry.ts";

/** Value in the vocabulary's unit = `times` · value in the stated unit + `plus`. */
interface Linear {
  readonly times: number;
  readonly plus?: number;
}

const times = (factor: number): Linear => ({ times: factor });

/** Units that mean the same whatever was measured: the vocabulary's unit → what may be stated, by `plain`. */
const SAME_QUANTITY: Readonly<Record<string, Readonly<Record<string, Linear>>>> = {
  "%": { percent: times(1) },
  "mg/dL": { "mg/l": times(0.1), "g/l": times(100), "ug/ml": times(0.1), "mg/100ml": times(1) },
  "g/dL": { "g/l": times(0.1), "mg/dl": times(0.001), "g/100ml": times(1) },
  "pg/mL": { "ng/l": times(1), "ng/ml": times(1000), "ug/l": times(1000) },
  "m[IU]/L": Object.fromEntries(
    ["miu/l", "mu/l", "u[iu]/ml", "uiu/ml", "uu/ml"].map(unit => [unit, times(1)]),
  ),
  "mL/min/{1.73_m2}": {
    "ml/min/1.73m2": times(1),
    "ml/min/1.73m^2": times(1),
    "ml/s": times(60),
    "ml/s/1.73m2": times(60),
  },
  "mm[Hg]": { mmhg: times(1), kpa: times(7.500_617), "cm[hg]": times(10) },
  "kg/m2": { "kg/m^2": times(1), "kg/m**2": times(1), "kg.m-2": times(1) },
  "/min": { "1/min": times(1), "beats/min": times(1), "beats/minute": times(1), bpm: times(1) },
  Cel: {
    c: times(1),
    "°c": times(1),
    degc: times(1),
    k: { times: 1, plus: -273.15 },
    "[degf]": { times: 5 / 9, plus: -160 / 9 },
    degf: { times: 5 / 9, plus: -160 / 9 },
    "°f": { times: 5 / 9, plus: -160 / 9 },
    f: { times: 5 / 9, plus: -160 / 9 },
  },
  cm: {
    m: times(100),
    mm: times(0.1),
    "[in_i]": times(2.54),
    in: times(2.54),
    inches: times(2.54),
    "[ft_i]": times(30.48),
  },
  kg: {
    g: times(0.001),
    "[lb_av]": times(0.453_592_37),
    lb: times(0.453_592_37),
    lbs: times(0.453_592_37),
    "[oz_av]": times(0.028_349_523_125),
  },
};

/**
 * Amounts of substance, which need the substance: by slug.
 *
 * @source  molar masses in g/mol: glucose 180.156, cholesterol 386.65, creatinine 113.12, haemoglobin monomer 16114,
 *          NT-proBNP 8457; HbA1c by the IFCC–NGSP master equation, NGSP = 0.09148 · IFCC + 2.152
 */
const SUBSTANCE: Readonly<Record<string, Readonly<Record<string, Linear>>>> = {
  glucose: { "mmol/l": times(18.0156) },
  "ldl-cholesterol": { "mmol/l": times(38.665) },
  creatinine: { "umol/l": times(0.011_312), "mmol/l": times(11.312) },
  hemoglobin: { "mmol/l": times(1.6114) },
  "hemoglobin-a1c": { "mmol/mol": { times: 0.091_48, plus: 2.152 } },
  "nt-probnp": { "pmol/l": times(8.457) },
};

/**
 * Vocabulary units that a value without a unit is taken in: in every other unit in use its value would lie outside
 * the plausible range (16 kPa, a saturation of 0.97, 53 mmol/mol).
 */
const UNDERSTOOD = new Set(["mm[Hg]", "/min", "%"]);

/**
 * The value of a measurement in the vocabulary's unit, from UCUM in either case, with or without annotations, and the
 * spellings that hospitals export. The record keeps what was written.
 *
 * @returns  undefined where the unit is not one that this measurement is known in: a number of unknown meaning must
 *           not count
 */
export const valueIn = (
  entry: MeasurementEntry,
  { value, unit }: Pick<Observation, "value" | "unit">,
): number | undefined => {
  const stated = plain(unit);
  if (stated === plain(entry.unit) || (stated === UNSTATED && UNDERSTOOD.has(entry.unit))) return value;
  const own = SUBSTANCE[entry.slug] ?? {};
  const same = SAME_QUANTITY[entry.unit] ?? {};
  const found = [own, same].find(units => Object.hasOwn(units, stated))?.[stated];
  return found === undefined ? undefined : found.times * value + (found.plus ?? 0);
};

/** As the reader writes a number without a unit. */
const UNSTATED = "1";

/** A unit without case, spaces and UCUM annotations: `{Beats}/min` and `/min` are one. */
const plain = (unit: string): string =>
  unit
    .replace(/\{[^}]*\}/g, "")
    .replace(/[µμ]/g, "u")
    .replace(/\s+/g, "")
    .replace(/\/$/, "")
    .toLowerCase() || UNSTATED;
