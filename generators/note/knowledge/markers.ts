/** What a problem is judged by: an observation (fact slug) and the treatment goal, in the analyte's printed unit. */
export interface Marker {
  readonly analyte: string;
  /** At goal when within [from, to]. */
  readonly from?: number;
  readonly to?: number;
  /** "goal": a treatment target ("above goal"); "range": a reference range ("elevated", "low"); "plain": only stated. */
  readonly scale: "goal" | "range" | "plain";
}

const goal = (analyte: string, to: number): Marker => ({ analyte, to, scale: "goal" });
const range = (analyte: string, from?: number, to?: number): Marker => ({
  analyte,
  scale: "range",
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

/**
 * Markers by condition, in order of preference. Blood pressure is judged by both values and stands apart
 * (`BLOOD_PRESSURE`).
 *
 * @source  HbA1c < 7 %: ADA Standards of Care 2024 §6; LDL < 100 mg/dL: NCEP ATP III; ranges as in `analytes.ts`
 */
export const MARKERS: Readonly<Record<string, readonly Marker[]>> = {
  "type-2-diabetes": [goal("hba1c", 6.9), range("glucose", 70, 180)],
  "type-1-diabetes": [goal("hba1c", 6.9), range("glucose", 70, 180)],
  diabetes: [goal("hba1c", 6.9), range("glucose", 70, 180)],
  prediabetes: [range("hba1c", undefined, 5.6), range("glucose", 70, 99)],
  hyperlipidemia: [goal("ldl-cholesterol", 99), range("total-cholesterol", undefined, 199)],
  "chronic-kidney-disease": [range("egfr", 60), range("creatinine", 0.5, 1.3)],
  hypothyroidism: [range("tsh", 0.5, 4)],
  hyperthyroidism: [range("tsh", 0.5, 4)],
  anemia: [range("hemoglobin", 12, 18)],
  "iron-deficiency-anemia": [range("hemoglobin", 12, 18), range("ferritin", 24, 336)],
  obesity: [{ analyte: "bmi", scale: "plain" }],
  gout: [range("uric-acid", undefined, 6)],
  copd: [range("oxygen-saturation", 94)],
  asthma: [range("oxygen-saturation", 94)],
  pneumonia: [range("oxygen-saturation", 94), range("white-cell-count", 4, 11)],
  "heart-failure": [range("bnp", undefined, 100)],
};

/** Treated hypertension is at goal below 130/80 mmHg. @source ACC/AHA 2017, doi:10.1161/HYP.0000000000000065 */
export const BLOOD_PRESSURE = { systolic: 130, diastolic: 80 } as const;
