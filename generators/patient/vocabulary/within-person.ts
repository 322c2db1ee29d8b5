/** How one measurement varies within a person, and when it is taken again. */
export interface WithinPerson {
  /** Coefficient of variation between visits, biological and analytical together, without and with the condition. */
  readonly cv: readonly [without: number, withIt: number];
  /** Years after which a deviation has fallen to 1/e. */
  readonly memory: number;
  /** "vital": at nearly every encounter; "body": at most. */
  readonly taken: "vital" | "body" | Interval;
}

/** Shortest days between two measurements, without and with the condition; undefined: not taken before it is found. */
export interface Interval {
  readonly days: readonly [without: number | undefined, withIt: number];
  /** Whether it is part of what emergencies and stays take in any case. */
  readonly acute: boolean;
}

const every = (without: number | undefined, withIt: number, acute = false): Interval => ({
  days: [without, withIt],
  acute,
});

/**
 * Variation within a person and customary intervals.
 *
 * @source  laboratory: EFLM Biological Variation Database (biologicalvariation.eu, Aarsand et al.): HbA1c 1.6 %,
 *          creatinine 4.5, LDL cholesterol 8.3, haemoglobin 2.7, glucose 5, TSH 17.7; in disease Ricós et al. 2007, Ann
 *          Clin Biochem 44:343, and for HbA1c in diabetes, whose treatment moves, Gorst et al. 2015, Diabetes Care
 *          38:2354; blood pressure: Muntner et al. 2011, J Hypertens 29:2332 (NHANES III: SD 7.7 mmHg between visits);
 *          the others rounded by hand. Intervals: ADA 2024 (HbA1c 3 to 6 months, screening every 3 years), KDIGO 2012,
 *          ACC/AHA 2018 (lipids), rounded.
 */
const WITHIN: Readonly<Record<string, WithinPerson>> = {
  "systolic-blood-pressure": { cv: [0.06, 0.065], memory: 0.3, taken: "vital" },
  "diastolic-blood-pressure": { cv: [0.06, 0.06], memory: 0.3, taken: "vital" },
  "heart-rate": { cv: [0.11, 0.11], memory: 0.2, taken: "vital" },
  "oxygen-saturation": { cv: [0.01, 0.01], memory: 0.1, taken: "vital" },
  "respiratory-rate": { cv: [0.08, 0.08], memory: 0.1, taken: "vital" },
  "body-temperature": { cv: [0.008, 0.008], memory: 0.05, taken: "vital" },
  "body-mass-index": { cv: [0.025, 0.03], memory: 3, taken: "body" },
  "hemoglobin-a1c": { cv: [0.02, 0.07], memory: 0.6, taken: every(1000, 85) },
  egfr: { cv: [0.055, 0.08], memory: 0.4, taken: every(340, 110, true) },
  creatinine: { cv: [0.045, 0.07], memory: 0.4, taken: every(340, 110, true) },
  "ldl-cholesterol": { cv: [0.083, 0.1], memory: 0.5, taken: every(1400, 330) },
  hemoglobin: { cv: [0.03, 0.045], memory: 0.4, taken: every(340, 80, true) },
  glucose: { cv: [0.06, 0.2], memory: 0.1, taken: every(700, 85, true) },
  thyrotropin: { cv: [0.18, 0.2], memory: 0.4, taken: every(undefined, 170) },
  "nt-probnp": { cv: [0.2, 0.3], memory: 0.3, taken: every(undefined, 170) },
};

/** A measurement that the table does not know varies by a tenth and is taken once a year. */
const OTHER: WithinPerson = { cv: [0.1, 0.1], memory: 0.4, taken: every(340, 340) };

export const withinPerson = (slug: string): WithinPerson => WITHIN[slug] ?? OTHER;

/**
 * What a class of medication, or knowing of a condition (diet, weight, exercise), does to a measurement: added to it, on
 * the scale of the measurement's law.
 */
export interface Effect {
  readonly of: `medication/${string}` | `condition/${string}`;
  readonly measurement: string;
  readonly shift: number;
}

/**
 * Effects of treatment at usual doses.
 *
 * @source  blood pressure 9 mmHg a class at 154 before, less below: Law et al. 2009, BMJ 338:b1665; LDL −35 %: Law et al.
 *          2003, BMJ 326:1423; HbA1c −1.1 points: Hirst et al. 2012, Diabetes Care 35:446 (−14 % of 8); heart rate under
 *          β-blockers −10/min; haemoglobin under iron +1 to 2 g/dL;
 *          salt, weight and exercise −4 mmHg: Appel et al. 2003 (PREMIER), JAMA 289:2083; diet after diagnosis of diabetes:
 *          UKPDS 7 (1990), rounded down; all rounded
 */
export const EFFECTS: readonly Effect[] = [
  ...["ace-inhibitor-or-arb", "thiazide", "calcium-channel-blocker", "beta-blocker"].map(
    (slug): Effect => ({ of: `medication/${slug}`, measurement: "systolic-blood-pressure", shift: -8 }),
  ),
  { of: "condition/hypertension", measurement: "systolic-blood-pressure", shift: -4 },
  { of: "condition/type-2-diabetes", measurement: "hemoglobin-a1c", shift: Math.log(0.9) },
  { of: "medication/beta-blocker", measurement: "heart-rate", shift: -9 },
  { of: "medication/statin", measurement: "ldl-cholesterol", shift: -42 },
  { of: "medication/metformin", measurement: "hemoglobin-a1c", shift: Math.log(0.86) },
  { of: "medication/insulin", measurement: "hemoglobin-a1c", shift: Math.log(0.86) },
  { of: "medication/metformin", measurement: "glucose", shift: Math.log(0.8) },
  { of: "medication/levothyroxine", measurement: "thyrotropin", shift: Math.log(0.4) },
  { of: "medication/iron", measurement: "hemoglobin", shift: 1.2 },
];

/** Years before a disease is found over which a measurement moves from healthy to where it is found. */
export const ONSET_YEARS: Readonly<Record<string, number>> = {
  "systolic-blood-pressure": 6,
  "body-mass-index": 8,
  hemoglobin: 0.7,
  egfr: 12,
  creatinine: 12,
  "nt-probnp": 1,
};

/**
 * What a measurement is at least (or at most) on the day that its disease is found by it.
 *
 * @source  ACC/AHA 2017, ADA 2024, WHO 2000 (BMI), KDIGO 2012; haemoglobin: WHO 2011, women and men rounded together
 */
export const FOUND_AT: Readonly<Record<string, { readonly atLeast: number } | { readonly atMost: number }>> =
  {
    "systolic-blood-pressure": { atLeast: 132 },
    "hemoglobin-a1c": { atLeast: 6.5 },
    "body-mass-index": { atLeast: 30 },
    "ldl-cholesterol": { atLeast: 130 },
    egfr: { atMost: 59 },
    hemoglobin: { atMost: 11.9 },
  };
