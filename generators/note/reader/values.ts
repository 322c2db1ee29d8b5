import type { Chart } from "./chart.ts";
import { matchesIn, type Reading } from "./clauses.ts";
import { type Sought, sought } from "./sought.ts";
import { faulty, holding, type Statement } from "./statement.ts";

/** Where a number is read: the name before it, and the fact it must equal. */
interface Measure {
  readonly pattern: Sought;
  readonly facts: readonly (readonly string[])[];
}

const LINK =
  "(?=[\\s:(])(?:\\s*(?:interval|duration|level|today|at this visit|at today's visit|on the latest labs))*(?:\\s*(?:is|was|of|at|to|:|measures|remains|elevated|prolonged|last|slightly|above range|low|reduced|normal|,|\\(|=|with a rate of|controlled at))*\\s*";
const NUMBER = "(-?\\d+(?:\\.\\d+)?)(?![\\d/]|\\.\\d)";

const measure = (names: string, ...facts: readonly string[]): Measure => ({
  pattern: sought(new RegExp(`(?<![\\w/-])(?:${names})${LINK}${NUMBER}`, "gi")),
  facts: [facts],
});

const RATE = ["ecg/rate", "observation/heart-rate"];

/** Number patterns with one group a fact; the first fact of each list that is on record is the one compared. */
const MEASURES: readonly Measure[] = [
  measure(
    "(?<!respiratory |resp )(?:heart rate|ventricular rate|ventricular response|vent rate|rate|pulse|HR)(?:-controlled)?(?!-)",
    ...RATE,
  ),
  { pattern: sought(/(?<![\d.])(\d{2,3})\s?(?:bpm|beats per minute|\/min)\b/gi), facts: [RATE] },
  {
    pattern: sought(
      /\b(?:sinus rhythm|NSR|SR|tachycardia|bradycardia|sinus tach|sinus brady|sinus arrhythmia|SVT|V-paced|paced rhythm|fibrillation|AF|Afib|flutter|AFL) (?:@ |at )?(\d{2,3})\b/gi,
    ),
    facts: [RATE],
  },
  measure("PR", "ecg/pr"),
  measure("QRS", "ecg/qrs"),
  measure("QT", "ecg/qt"),
  measure("QTc", "ecg/qtc"),
  {
    pattern: sought(/\bPR\/QRS\/QTc:?\s*(\d+)\/(\d+)\/(\d+)/gi),
    facts: [["ecg/pr"], ["ecg/qrs"], ["ecg/qtc"]],
  },
  { pattern: sought(/(?<!PR\/)\bQRS\/QTc:?\s*(\d+)\/(\d+)/gi), facts: [["ecg/qrs"], ["ecg/qtc"]] },
  { pattern: sought(/\bQT\/QTc:?\s*(\d+)\/(\d+)/gi), facts: [["ecg/qt"], ["ecg/qtc"]] },
  { pattern: sought(/\baxis(?: deviation)?[^\d\n.;-]{0,36}(-?\d+)\b/gi), facts: [["ecg/axis"]] },
  {
    pattern: sought(/\b(?:BP|blood pressure)[^\d\n.;]{0,24}(\d{2,3})\/(\d{2,3})\b/gi),
    facts: [["observation/systolic-blood-pressure"], ["observation/diastolic-blood-pressure"]],
  },
  measure("RR|respiratory rate", "observation/respiratory-rate"),
  measure("T|temp|temperature", "observation/temperature"),
  measure("SpO2|O2 sat|oxygen saturation", "observation/oxygen-saturation"),
  measure("BMI|body mass index", "observation/bmi"),
  measure("Wt|weight", "observation/weight"),
  measure("Ht|height", "observation/height"),
  measure("A1c|hemoglobin A1c", "observation/hba1c"),
  measure("Glu|glucose", "observation/glucose"),
  measure("Cr|creatinine", "observation/creatinine"),
  measure("eGFR|estimated GFR", "observation/egfr"),
  measure("BUN|blood urea nitrogen", "observation/urea-nitrogen"),
  measure("Na|sodium", "observation/sodium"),
  measure("K|potassium", "observation/potassium"),
  measure("Hgb|hemoglobin(?! A1c)", "observation/hemoglobin"),
  measure("Hct|hematocrit", "observation/hematocrit"),
  measure("WBC|white cell count", "observation/white-cell-count"),
  measure("Plt|platelet count", "observation/platelet-count"),
  measure("LDL cholesterol|LDL", "observation/ldl-cholesterol"),
  measure("HDL cholesterol|HDL", "observation/hdl-cholesterol"),
  measure("TC|total cholesterol", "observation/total-cholesterol"),
  measure("TG|triglycerides", "observation/triglycerides"),
  measure("TSH", "observation/tsh"),
  measure("NT-proBNP", "observation/nt-probnp"),
  measure("(?<!pro)BNP", "observation/bnp"),
  measure("CRP|C-reactive protein", "observation/c-reactive-protein"),
];

/** Units a number may be followed by, and what they are the same as. */
const UNITS: Readonly<Record<string, string>> = {
  "mg/dl": "mg/dl",
  "mmol/l": "mmol/l",
  "meq/l": "mmol/l",
  "mmol/mol": "mmol/mol",
  "µmol/l": "µmol/l",
  "umol/l": "µmol/l",
  "g/dl": "g/dl",
  "g/l": "g/l",
  "u/l": "u/l",
  "miu/l": "miu/l",
  "pg/ml": "pg/ml",
  "ng/ml": "ng/ml",
  "ng/l": "ng/l",
  "mg/l": "mg/l",
  "%": "%",
  mmhg: "mmhg",
  bpm: "bpm",
  "/min": "bpm",
  "°c": "°c",
  "°f": "°f",
  kg: "kg",
  lb: "lb",
  cm: "cm",
  ms: "ms",
  s: "s",
};
const UNIT = /^ ?(%|°[CF]|\/min|[A-Za-zµ]+(?:\/[A-Za-z]+)?)(?![\w/])/;

/** A unit that is written, known, and not the fact's; what is no unit ("and", "today") is passed over. */
const isOtherUnit = (after: string, unit: string | undefined): boolean => {
  const written = UNITS[UNIT.exec(after)?.[1]?.toLowerCase() ?? ""];
  const own = UNITS[unit?.toLowerCase() ?? ""];
  return written !== undefined && own !== undefined && written !== own;
};

/** Rates, intervals, vital signs and laboratory values, and their units. */
export const readValues = (reading: Reading, { byId }: Chart): readonly Statement[] =>
  MEASURES.flatMap(({ pattern, facts }) =>
    matchesIn(reading, pattern).flatMap(match =>
      facts.map((ids, group) => {
        const id = ids.find(candidate => byId.has(candidate)) ?? ids[0]!;
        const read = Number(match[group + 1]);
        const span = [match.index, match.index + match[0].length] as const;
        const found = byId.get(id);
        if (read !== found?.value) return faulty(span, id, "value differs");
        const isLast = group === facts.length - 1;
        return isLast && isOtherUnit(reading.text.slice(span[1], span[1] + 24), found.unit)
          ? faulty(span, id, "unit differs")
          : holding(span, id);
      }),
    ),
  );
