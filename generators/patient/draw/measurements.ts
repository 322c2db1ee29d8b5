import { type Assignment, MISSING } from "../../../schemas/domain.ts";
import type { Observation } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { daysBetween } from "../calendar.ts";
import { valueLaw } from "../prior/history.ts";
import type { MeasurementEntry } from "../vocabulary/measurement-entry.ts";
import { binRange, codedMeasurement, measurementEntry } from "../vocabulary.ts";
import type { Body } from "./body.ts";
import { medianHeightCm } from "./growth.ts";

/**
 * Vital signs and laboratory values of the index visit. What the assignment names lies in its bin, drawn from the
 * public law of its group cut to the bin; what follows from it by arithmetic (height and weight from BMI, creatinine
 * from eGFR) is added, as are diastolic pressure and a heart rate that fits the rhythm.
 */
export const drawMeasurements = (
  assignment: Assignment,
  body: Body,
  { date, birthDate, rng }: Day,
): readonly Observation[] => {
  const values = new Map<string, number>();
  for (const [name, category] of Object.entries(assignment)) {
    if (!name.startsWith("lab/") || category === MISSING) continue;
    const entry = measurementEntry(name.slice("lab/".length));
    const range = binRange(category);
    if (entry === undefined || range === undefined) continue;
    const withCondition = assignment[`condition/${entry.condition}`] === "yes";
    values.set(entry.slug, drawInside(entry, range, { body, withCondition, rng: rng.child(entry.slug) }));
  }
  addDerived(values, body, { age: daysBetween(birthDate, date) / 365.25, rng });
  if (!values.has("heart-rate"))
    values.set("heart-rate", heartRate(assignment, body, rng.child("heart-rate")));
  return observed(values, date);
};

/** The day of the visit in a life. */
export interface Day {
  readonly date: string;
  readonly birthDate: string;
  readonly rng: Rng;
}

/** Values by slug as observations of one day, rounded. */
export const observed = (values: ReadonlyMap<string, number>, date: string): readonly Observation[] =>
  inOrder(values).flatMap(([slug, value]) => {
    const entry = measurementEntry(slug);
    return entry === undefined
      ? []
      : [{ code: codedMeasurement(entry), value: rounded(value, entry), unit: entry.unit, date }];
  });

/** As drawn, but the two blood pressures, which are taken together, side by side. */
const inOrder = (
  values: ReadonlyMap<string, number>,
): readonly (readonly [slug: string, value: number])[] => {
  const rank = ([slug]: readonly [string, number]) => PRESSURES.indexOf(slug);
  const pressures = [...values].filter(entry => rank(entry) >= 0).sort((a, b) => rank(a) - rank(b));
  return [...pressures, ...[...values].filter(entry => rank(entry) < 0)];
};

const PRESSURES = ["systolic-blood-pressure", "diastolic-blood-pressure"];

interface Circumstances {
  readonly body: Body;
  readonly withCondition: boolean;
  readonly rng: Rng;
}

const ATTEMPTS = 10_000;

/** A value from the group's law cut to [low, high) and the plausible range, by rejection from the uniform. */
const drawInside = (
  entry: MeasurementEntry,
  [low, high]: readonly [number, number],
  { body, withCondition, rng }: Circumstances,
): number => {
  const [mean, sd] = valueLaw(entry, body.ageYears, body.sex, withCondition);
  const scale = (value: number) => (entry.scale === "log" ? Math.log(value) : value);
  const half = 0.5 * 10 ** -entry.decimals;
  // Half a last digit inside the bin, so that rounding does not leave it.
  const from = scale(Math.max(entry.hard[0], low + half));
  const to = scale(Math.min(entry.hard[1], high - half * 1.001));
  if (!(to > from)) return Math.min(entry.hard[1], Math.max(entry.hard[0], low));
  const mode = Math.min(to, Math.max(from, mean));
  const height = (value: number) => Math.exp(((mode - mean) ** 2 - (value - mean) ** 2) / (2 * sd * sd));
  let value = mode;
  for (let i = 0; i < ATTEMPTS; i++) {
    value = from + (to - from) * rng.uniform();
    if (rng.uniform() < height(value)) break;
  }
  return entry.scale === "log" ? Math.exp(value) : value;
};

/** @param age  years, with their fraction: infants grow by the week */
const addDerived = (
  values: Map<string, number>,
  body: Body,
  { age, rng }: { readonly age: number; readonly rng: Rng },
): void => {
  const pressure = values.get("systolic-blood-pressure");
  if (pressure !== undefined && !values.has("diastolic-blood-pressure"))
    values.set("diastolic-blood-pressure", diastolic(pressure, rng.child("diastolic")));
  const bmi = values.get("body-mass-index");
  if (bmi !== undefined && !values.has("body-height") && !values.has("body-weight")) {
    const height = heightCm(age, body, rng.child("height"));
    const weight = Math.round(bmi * (height / 100) ** 2 * 10) / 10;
    values.set("body-height", height);
    values.set("body-weight", weight);
  }
  const egfr = values.get("egfr");
  if (egfr !== undefined && body.ageYears >= 18 && !values.has("creatinine"))
    values.set("creatinine", creatinineFrom(Math.round(egfr), body));
};

/** About 0.4 of the systolic plus 26, ± 7, at least 15 below it. @source regression through NHANES 2017–2018, rounded */
const diastolic = (systolic: number, rng: Rng): number =>
  Math.max(30, Math.min(systolic - 15, 26 + 0.4 * systolic + 7 * rng.normal()));

/** Standing height: the median at the age, ± 4 %. */
const heightCm = (age: number, { sex }: Body, rng: Rng): number =>
  Math.round(medianHeightCm(age, sex) * (1 + 0.04 * rng.normal()) * 10) / 10;

/**
 * Serum creatinine that gives an eGFR under CKD-EPI 2021.
 *
 * @source  Inker et al. 2021, NEJM 385:1737: eGFR = 142 · min(c/κ, 1)^α · max(c/κ, 1)^−1.2 · 0.9938^age · 1.012 [female]
 */
export const creatinineFrom = (egfr: number, { ageYears, sex }: Body): number => {
  const [kappa, alpha, factor] = sex === "female" ? [0.7, -0.241, 1.012] : [0.9, -0.302, 1];
  const relative = egfr / (142 * 0.9938 ** ageYears * factor);
  return kappa * relative ** (relative > 1 ? 1 / alpha : 1 / -1.2);
};

/** Pulse of the visit within the limits of the rhythm on the ECG, or the public law by age where there is none. */
const heartRate = (assignment: Assignment, body: Body, rng: Rng): number => {
  const entry = measurementEntry("heart-rate")!;
  const range = PULSE[assignment.rhythm ?? ""] ?? [45, 140];
  return drawInside(entry, range, { body, withCondition: false, rng });
};

const PULSE: Readonly<Record<string, readonly [number, number]>> = {
  sinus: [60, 100],
  bradycardia: [38, 60],
  tachycardia: [101, 150],
  "atrial-fibrillation": [55, 140],
  "atrial-flutter": [65, 150],
};

/** Rounded to the measurement's digits and kept in its plausible range. */
const rounded = (value: number, entry: MeasurementEntry): number => {
  const factor = 10 ** entry.decimals;
  return Math.round(Math.min(entry.hard[1], Math.max(entry.hard[0], value)) * factor) / factor;
};
