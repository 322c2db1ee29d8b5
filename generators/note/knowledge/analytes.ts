/**
 * A measured quantity the notes know: its LOINC codes, unit, printed precision and adult reference range.
 *
 * `low`/`high` bound the reference range (inclusive); for sex-specific ranges the second entry is the male one.
 * A range is applied only where the recorded unit matches `unit`.
 */
export interface Analyte {
  readonly slug: string;
  readonly codes: readonly string[];
  readonly group: "vital" | "lab";
  readonly unit: RegExp;
  /** Unit as it is printed. */
  readonly printed: string;
  readonly decimals: number;
  readonly low?: number | readonly [female: number, male: number];
  readonly high?: number | readonly [female: number, male: number];
}

const row = (
  slug: string,
  codes: string,
  [group, unit, printed, decimals]: readonly [Analyte["group"], RegExp, string, number],
  range: Pick<Analyte, "low" | "high"> = {},
): Analyte => ({ slug, codes: codes.split(" "), group, unit, printed, decimals, ...range });

const MG_DL = /^mg\/dl$/i;
const MMOL_L = /^m(mol|eq)\/l$/i;
const U_L = /^(u|iu|\[iu\])\/l$/i;

/**
 * @source  laboratory ranges: ABIM Laboratory Test Reference Ranges (January 2024); HbA1c: ADA Standards of Care 2024
 *          §2; lipids: NCEP ATP III (JAMA 2001;285:2486); blood pressure: ACC/AHA 2017 (doi:10.1161/HYP.0000000000000065);
 *          oxygen saturation: BTS guideline 2017 target 94–98 %; other vital signs: RCP NEWS2 2017, score 0 bands;
 *          eGFR: KDIGO 2012 (below 60 is reduced)
 */
export const ANALYTES: readonly Analyte[] = [
  row("systolic-blood-pressure", "8480-6", ["vital", /^mm\[?hg\]?$/i, "mmHg", 0], { low: 90, high: 129 }),
  row("diastolic-blood-pressure", "8462-4", ["vital", /^mm\[?hg\]?$/i, "mmHg", 0], { low: 50, high: 79 }),
  row("heart-rate", "8867-4", ["vital", /min/i, "bpm", 0], { low: 51, high: 100 }),
  row("respiratory-rate", "9279-1", ["vital", /min/i, "/min", 0], { low: 12, high: 20 }),
  row("temperature", "8310-5 8331-1", ["vital", /^(cel|°?c)$/i, "°C", 1], { low: 35.5, high: 37.9 }),
  row("oxygen-saturation", "2708-6 59408-5", ["vital", /%/, "%", 0], { low: 94 }),
  row("weight", "29463-7 3141-9", ["vital", /^kg$/i, "kg", 1]),
  row("height", "8302-2", ["vital", /^cm$/i, "cm", 0]),
  row("bmi", "39156-5", ["vital", /kg\/m/i, "kg/m²", 1], { low: 18.5, high: 29.9 }),
  row("hba1c", "4548-4 17856-6", ["lab", /^%/, "%", 1], { high: 5.6 }),
  row("glucose", "2339-0 2345-7 1558-6", ["lab", MG_DL, "mg/dL", 0], { low: 70, high: 99 }),
  row("creatinine", "2160-0 38483-4", ["lab", MG_DL, "mg/dL", 2], { low: [0.5, 0.7], high: [1.1, 1.3] }),
  row("egfr", "33914-3 62238-1 98979-8 48642-3 88293-6", ["lab", /ml\/min/i, "mL/min/1.73 m²", 0], {
    low: 60,
  }),
  row("urea-nitrogen", "3094-0 6299-2", ["lab", MG_DL, "mg/dL", 0], { low: 8, high: 20 }),
  row("sodium", "2951-2 2947-0", ["lab", MMOL_L, "mmol/L", 0], { low: 136, high: 145 }),
  row("potassium", "2823-3 6298-4", ["lab", MMOL_L, "mmol/L", 1], { low: 3.5, high: 5 }),
  row("chloride", "2075-0 2069-3", ["lab", MMOL_L, "mmol/L", 0], { low: 98, high: 106 }),
  row("bicarbonate", "2028-9 1963-8", ["lab", MMOL_L, "mmol/L", 0], { low: 23, high: 28 }),
  row("calcium", "17861-6 49765-1", ["lab", MG_DL, "mg/dL", 1], { low: 8.6, high: 10.2 }),
  row("albumin", "1751-7", ["lab", /^g\/dl$/i, "g/dL", 1], { low: 3.5, high: 5.5 }),
  row("hemoglobin", "718-7", ["lab", /^g\/dl$/i, "g/dL", 1], { low: [12, 14], high: [16, 18] }),
  row("hematocrit", "4544-3 20570-8", ["lab", /%/, "%", 0], { low: [37, 42], high: [47, 50] }),
  row("white-cell-count", "6690-2 26464-8", ["lab", /10\*3\/u?l|10\^3|k\/u?l|10\*9\/l/i, "×10⁹/L", 1], {
    low: 4,
    high: 11,
  }),
  row("platelet-count", "777-3 26515-7", ["lab", /10\*3\/u?l|10\^3|k\/u?l|10\*9\/l/i, "×10⁹/L", 0], {
    low: 150,
    high: 450,
  }),
  row("total-cholesterol", "2093-3", ["lab", MG_DL, "mg/dL", 0], { high: 199 }),
  row("ldl-cholesterol", "2089-1 18262-6 13457-7", ["lab", MG_DL, "mg/dL", 0], { high: 129 }),
  row("hdl-cholesterol", "2085-9", ["lab", MG_DL, "mg/dL", 0], { low: 40 }),
  row("triglycerides", "2571-8", ["lab", MG_DL, "mg/dL", 0], { high: 149 }),
  row("tsh", "3016-3 11580-8", ["lab", /u/i, "mIU/L", 2], { low: 0.5, high: 4 }),
  row("nt-probnp", "33762-6", ["lab", /^pg\/ml$/i, "pg/mL", 0]),
  row("bnp", "30934-9 42637-9", ["lab", /^pg\/ml$/i, "pg/mL", 0], { high: 100 }),
  row("troponin", "89579-7 10839-9 6598-7 67151-1", ["lab", /^[np]g\/m?l$/i, "ng/L", 0]),
  row("c-reactive-protein", "1988-5 30522-7", ["lab", /^mg\/l$/i, "mg/L", 0], { high: 8 }),
  row("alt", "1742-6", ["lab", U_L, "U/L", 0], { low: 10, high: 40 }),
  row("ast", "1920-8", ["lab", U_L, "U/L", 0], { low: 10, high: 40 }),
  row("total-bilirubin", "1975-2", ["lab", MG_DL, "mg/dL", 1], { low: 0.3, high: 1 }),
  row("inr", "6301-6 34714-6", ["lab", /^(1|\{inr\}|)$/i, "", 1]),
  row("ferritin", "2276-4", ["lab", /^ng\/ml$/i, "ng/mL", 0], { low: 24, high: [307, 336] }),
  row("uric-acid", "3084-1", ["lab", MG_DL, "mg/dL", 1], { high: [6, 7] }),
];

const BY_CODE = new Map(ANALYTES.flatMap(analyte => analyte.codes.map(code => [code, analyte])));
const BY_SLUG = new Map(ANALYTES.map(analyte => [analyte.slug, analyte]));

export const analyteOf = (code: string): Analyte | undefined => BY_CODE.get(code);
export const analyteNamed = (slug: string): Analyte | undefined => BY_SLUG.get(slug);

/** LOINC codes of what the ECG measures: the note takes those from the recording, not from the table. */
export const ECG_CODES: ReadonlySet<string> = new Set([
  "8867-4",
  "8601-7",
  "8625-6",
  "8633-0",
  "8634-8",
  "8636-3",
  "8632-2",
]);

export type Flag = "low" | "normal" | "high";

/** Where a value lies against the reference range; undefined without one. */
export const flagOf = (
  analyte: Analyte,
  value: number,
  sex: "female" | "male" | undefined,
): Flag | undefined => {
  const low = bound(analyte.low, sex, Math.min);
  const high = bound(analyte.high, sex, Math.max);
  if (low === undefined && high === undefined) return undefined;
  if (low !== undefined && value < low) return "low";
  return high !== undefined && value > high ? "high" : "normal";
};

/** With an unknown sex the wider bound is used, so that nothing is flagged that might be normal. */
const bound = (
  range: number | readonly [number, number] | undefined,
  sex: "female" | "male" | undefined,
  wider: (...values: number[]) => number,
): number | undefined => {
  if (range === undefined || typeof range === "number") return range;
  if (sex === undefined) return wider(...range);
  return range[sex === "female" ? 0 : 1];
};
