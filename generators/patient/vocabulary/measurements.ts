/** Mean and spread of a measurement in one group of people, on `scale`. */
export interface Spread {
  /** At ages 5, 15, … 95. */
  readonly mean: readonly number[];
  readonly sd: number;
}

/**
 * One laboratory test or vital sign: LOINC code, UCUM unit, public bins and reference values.
 */
export interface MeasurementEntry {
  readonly slug: string;
  readonly loinc: string;
  readonly display: string;
  readonly unit: string;
  /** Further LOINC codes of the same quantity. */
  readonly also: readonly string[];
  /** Inner bin edges, ascending, in `unit`. */
  readonly edges: readonly number[];
  /** Values outside are read as missing and never drawn. */
  readonly hard: readonly [number, number];
  /** Usual adult reference range. */
  readonly normal: readonly [number, number];
  readonly decimals: number;
  readonly scale: "linear" | "log";
  /** Condition that the value goes with. */
  readonly condition?: string;
  readonly without: Spread;
  readonly with?: Spread;
  /** Added to the mean for women. */
  readonly female: number;
  /** Chance that it is on record, without and with the condition. */
  readonly recorded: readonly [number, number];
}

const flat = (mean: number): readonly number[] => Array.from({ length: 10 }, () => mean);

/**
 * Bins are guideline cut-points; means and spreads are rounded from survey summaries and are a prior only.
 *
 * @source  LOINC codes as published. Bins: ACC/AHA 2017 (blood pressure), WHO 2000 (BMI), ADA 2024 (HbA1c, glucose),
 *          KDIGO 2012 (eGFR), NCEP ATP III (LDL, total cholesterol), WHO 2011 (haemoglobin). Means by age: NHANES
 *          2015–2018 summaries (CDC/NCHS: Fryar 2021 anthropometry; blood-pressure and cholesterol data briefs), rounded.
 */
export const MEASUREMENTS: readonly MeasurementEntry[] = [
  {
    slug: "systolic-blood-pressure",
    loinc: "8480-6",
    display: "Systolic blood pressure",
    unit: "mm[Hg]",
    also: [],
    edges: [120, 130, 140, 160],
    hard: [60, 260],
    normal: [90, 120],
    decimals: 0,
    scale: "linear",
    condition: "hypertension",
    without: { mean: [97, 111, 116, 117, 118, 120, 122, 124, 126, 126], sd: 11 },
    with: { mean: [118, 128, 132, 133, 134, 135, 136, 138, 140, 140], sd: 17 },
    female: -3,
    recorded: [0.95, 0.98],
  },
  {
    slug: "body-mass-index",
    loinc: "39156-5",
    display: "Body mass index (BMI) [Ratio]",
    unit: "kg/m2",
    also: [],
    edges: [18.5, 25, 30, 35],
    hard: [9, 80],
    normal: [18.5, 25],
    decimals: 1,
    scale: "log",
    condition: "obesity",
    without: { mean: [15.9, 20.8, 24, 25, 25.3, 25.5, 25.5, 25.2, 24.4, 23], sd: 0.13 },
    with: { mean: [22, 31, 35, 35.5, 35.5, 35, 34.5, 34, 33.5, 33], sd: 0.12 },
    female: 0,
    recorded: [0.92, 0.98],
  },
  {
    slug: "hemoglobin-a1c",
    loinc: "4548-4",
    display: "Hemoglobin A1c/Hemoglobin.total in Blood",
    unit: "%",
    also: ["17856-6", "59261-8"],
    edges: [5.7, 6.5, 8],
    hard: [3, 18],
    normal: [4, 5.7],
    decimals: 1,
    scale: "log",
    condition: "type-2-diabetes",
    without: { mean: [5.2, 5.2, 5.2, 5.3, 5.4, 5.5, 5.6, 5.6, 5.7, 5.7], sd: 0.06 },
    with: { mean: flat(7.2), sd: 0.19 },
    female: 0,
    recorded: [0.35, 0.92],
  },
  {
    slug: "egfr",
    loinc: "98979-8",
    display:
      "Glomerular filtration rate/1.73 sq M.predicted [Volume Rate/Area] in Serum, Plasma or Blood by Creatinine-based formula (CKD-EPI 2021)",
    unit: "mL/min/{1.73_m2}",
    also: ["33914-3", "62238-1", "48642-3", "88294-4", "77147-7"],
    edges: [30, 45, 60, 90],
    hard: [3, 180],
    normal: [90, 180],
    decimals: 0,
    scale: "linear",
    condition: "chronic-kidney-disease",
    without: { mean: [125, 122, 115, 108, 101, 94, 86, 78, 70, 64], sd: 14 },
    with: { mean: [60, 60, 58, 56, 54, 51, 48, 44, 41, 38], sd: 15 },
    female: 0,
    recorded: [0.6, 0.97],
  },
  {
    slug: "ldl-cholesterol",
    loinc: "18262-6",
    display: "Cholesterol in LDL [Mass/volume] in Serum or Plasma by Direct assay",
    unit: "mg/dL",
    also: ["13457-7", "2089-1"],
    edges: [100, 130, 160, 190],
    hard: [10, 400],
    normal: [10, 100],
    decimals: 0,
    scale: "linear",
    condition: "hyperlipidemia",
    without: { mean: [88, 86, 98, 108, 113, 115, 111, 103, 98, 95], sd: 26 },
    with: { mean: [140, 140, 145, 145, 138, 128, 118, 108, 104, 102], sd: 37 },
    female: 0,
    recorded: [0.45, 0.92],
  },
  {
    slug: "hemoglobin",
    loinc: "718-7",
    display: "Hemoglobin [Mass/volume] in Blood",
    unit: "g/dL",
    also: ["20509-6", "30313-1", "30350-3"],
    edges: [8, 11, 12, 13, 15],
    hard: [3, 22],
    normal: [12, 17],
    decimals: 1,
    scale: "linear",
    condition: "anemia",
    without: { mean: [12.8, 14.6, 15.2, 15.1, 15, 14.9, 14.7, 14.4, 14, 13.8], sd: 0.9 },
    with: { mean: [10.6, 11.3, 11.4, 11.4, 11.4, 11.3, 11.1, 10.9, 10.8, 10.7], sd: 1.1 },
    female: -0.9,
    recorded: [0.6, 0.97],
  },
  {
    slug: "diastolic-blood-pressure",
    loinc: "8462-4",
    display: "Diastolic blood pressure",
    unit: "mm[Hg]",
    also: [],
    edges: [80, 90, 100],
    hard: [30, 150],
    normal: [60, 80],
    decimals: 0,
    scale: "linear",
    without: { mean: [58, 64, 69, 72, 74, 74, 72, 69, 67, 66], sd: 8 },
    female: -2,
    recorded: [0.95, 0.95],
  },
  {
    slug: "heart-rate",
    loinc: "8867-4",
    display: "Heart rate",
    unit: "/min",
    also: [],
    edges: [60, 100],
    hard: [25, 250],
    normal: [60, 100],
    decimals: 0,
    scale: "linear",
    without: { mean: [95, 78, 75, 74, 73, 72, 71, 71, 71, 72], sd: 11 },
    female: 2,
    recorded: [0.95, 0.95],
  },
  {
    slug: "oxygen-saturation",
    loinc: "59408-5",
    display: "Oxygen saturation in Arterial blood by Pulse oximetry",
    unit: "%",
    also: ["2708-6"],
    edges: [90, 94],
    hard: [60, 100],
    normal: [95, 100],
    decimals: 0,
    scale: "linear",
    condition: "copd",
    without: { mean: [98.2, 98.2, 98.1, 98, 97.8, 97.6, 97.3, 97, 96.7, 96.5], sd: 1 },
    with: { mean: flat(94.5), sd: 2.2 },
    female: 0,
    recorded: [0.8, 0.9],
  },
  {
    slug: "body-temperature",
    loinc: "8310-5",
    display: "Body temperature",
    unit: "Cel",
    also: ["8331-1"],
    edges: [36, 37.5, 38.5],
    hard: [33, 42],
    normal: [36.1, 37.2],
    decimals: 1,
    scale: "linear",
    condition: "pneumonia",
    without: { mean: flat(36.7), sd: 0.3 },
    with: { mean: flat(38.2), sd: 0.7 },
    female: 0,
    recorded: [0.8, 0.95],
  },
  {
    slug: "body-height",
    loinc: "8302-2",
    display: "Body height",
    unit: "cm",
    also: [],
    edges: [150, 160, 170, 180],
    hard: [40, 220],
    normal: [150, 195],
    decimals: 1,
    scale: "linear",
    without: { mean: [110, 170, 176.5, 176.5, 176, 175.5, 175, 174, 172, 170], sd: 7 },
    female: -13,
    recorded: [0.9, 0.9],
  },
  {
    slug: "body-weight",
    loinc: "29463-7",
    display: "Body weight",
    unit: "kg",
    also: [],
    edges: [50, 70, 90],
    hard: [2, 300],
    normal: [45, 100],
    decimals: 1,
    scale: "log",
    without: { mean: [19, 60, 78, 81, 82, 82, 80, 77, 71, 66], sd: 0.2 },
    female: -8,
    recorded: [0.95, 0.95],
  },
  {
    slug: "creatinine",
    loinc: "2160-0",
    display: "Creatinine [Mass/volume] in Serum or Plasma",
    unit: "mg/dL",
    also: ["38483-4"],
    edges: [0.7, 1.2, 2],
    hard: [0.1, 20],
    normal: [0.6, 1.2],
    decimals: 2,
    scale: "log",
    condition: "chronic-kidney-disease",
    without: { mean: [0.4, 0.75, 0.95, 0.97, 0.98, 0.99, 1, 1.02, 1.05, 1.05], sd: 0.17 },
    with: { mean: flat(1.6), sd: 0.4 },
    female: -0.18,
    recorded: [0.6, 0.97],
  },
  {
    slug: "glucose",
    loinc: "2345-7",
    display: "Glucose [Mass/volume] in Serum or Plasma",
    unit: "mg/dL",
    also: ["2339-0"],
    edges: [70, 100, 126, 200],
    hard: [20, 800],
    normal: [70, 100],
    decimals: 0,
    scale: "log",
    condition: "type-2-diabetes",
    without: { mean: [90, 91, 92, 94, 96, 98, 100, 101, 102, 102], sd: 0.11 },
    with: { mean: flat(148), sd: 0.3 },
    female: 0,
    recorded: [0.6, 0.95],
  },
  {
    slug: "thyrotropin",
    loinc: "3016-3",
    display: "Thyrotropin [Units/volume] in Serum or Plasma",
    unit: "m[IU]/L",
    also: ["11580-8"],
    edges: [0.4, 4, 10],
    hard: [0.01, 150],
    normal: [0.4, 4],
    decimals: 2,
    scale: "log",
    condition: "hypothyroidism",
    without: { mean: [2.2, 1.8, 1.6, 1.6, 1.6, 1.7, 1.8, 1.9, 2, 2.1], sd: 0.5 },
    with: { mean: flat(4), sd: 0.9 },
    female: 0,
    recorded: [0.25, 0.9],
  },
  {
    slug: "nt-probnp",
    loinc: "33762-6",
    display: "Natriuretic peptide.B prohormone N-Terminal [Mass/volume] in Serum or Plasma",
    unit: "pg/mL",
    also: [],
    edges: [125, 300, 900, 1800],
    hard: [5, 70000],
    normal: [5, 125],
    decimals: 0,
    scale: "log",
    condition: "heart-failure",
    without: { mean: [50, 40, 35, 35, 45, 60, 90, 150, 260, 350], sd: 0.8 },
    with: { mean: flat(1400), sd: 0.9 },
    female: 0,
    recorded: [0.05, 0.7],
  },
];
