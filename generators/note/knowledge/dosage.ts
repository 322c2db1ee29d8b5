import type { Medication } from "../../../schemas/record.ts";

/** A medication as a note states it: ingredient, and dose, route and frequency where the record gives them. */
export interface Prescription {
  readonly drug: string;
  readonly dose?: number;
  readonly unit?: string;
  readonly route?: Route;
  readonly frequency?: Frequency;
  readonly asNeeded: boolean;
}

export const ROUTES = [
  "oral",
  "inhaled",
  "subcutaneous",
  "intravenous",
  "topical",
  "sublingual",
  "ophthalmic",
  "nasal",
] as const;
export type Route = (typeof ROUTES)[number];

export const FREQUENCIES = [
  "once-daily",
  "twice-daily",
  "three-times-daily",
  "four-times-daily",
  "every-4-hours",
  "every-4-to-6-hours",
  "every-6-hours",
  "every-8-hours",
  "every-12-hours",
  "every-other-day",
  "once-weekly",
  "twice-weekly",
  "once-monthly",
  "at-bedtime",
] as const;
export type Frequency = (typeof FREQUENCIES)[number];

const ROUTE_WORDS: readonly (readonly [RegExp, Route])[] = [
  [/sublingual/, "sublingual"],
  [/\boral|by mouth|\bpo\b|tablet|capsule/, "oral"],
  [/inhal|\bpuffs?\b|nebuli/, "inhaled"],
  [/subcut|\bsc\b|\bsq\b|pen injector/, "subcutaneous"],
  [/intraven|\biv\b/, "intravenous"],
  [/topical|cream|ointment/, "topical"],
  [/ophthalm|eye/, "ophthalmic"],
  [/nasal/, "nasal"],
];

const FREQUENCY_WORDS: readonly (readonly [RegExp, Frequency])[] = [
  [/every other day|alternate days?/, "every-other-day"],
  [/twice (a |per )?week(ly)?/, "twice-weekly"],
  [/weekly|once a week|every week|every 7 days/, "once-weekly"],
  [/monthly|once a month/, "once-monthly"],
  [/four times|\bqid\b/, "four-times-daily"],
  [/three times|\btid\b|thrice/, "three-times-daily"],
  [/twice|two times|\bbid\b|2 times/, "twice-daily"],
  [/every 4 (hours?|h)|q4h/, "every-4-hours"],
  [/every 4(-| to )6 (hours?|h)|q4-6h/, "every-4-to-6-hours"],
  [/every 6 (hours?|h)|q6h/, "every-6-hours"],
  [/every 8 (hours?|h)|q8h/, "every-8-hours"],
  [/every 12 (hours?|h)|q12h/, "every-12-hours"],
  [/bedtime|at night|nightly|\bqhs\b/, "at-bedtime"],
  [/daily|once a day|every day|per day|\bqd\b|every 24 hours|each morning|every morning/, "once-daily"],
];

/** Salts and release forms that clinicians leave out; those that tell two products apart stay (metoprolol succinate). */
const DROPPED =
  /\b(hydrochloride|hcl|calcium|potassium|sodium|maleate|besylate|besilate|mesylate|bisulfate|hyclate|fumarate|dihydrate|trihydrate|anhydrous|extended release|delayed release|oral|tablets?|capsules?|24 hr|12 hr|injectable|injection|solution|suspension|human|recombinant|product|metered dose inhaler|inhaler|inhalation|disintegrating|powder|chewable|film coated)\b/g;
const KEPT_WHOLE =
  /^(potassium chloride|calcium carbonate|ferrous sulfate|sodium bicarbonate|calcium acetate)/;

/**
 * Reads a coded medication and its free dosage line; what cannot be read is absent, never guessed. The dose comes
 * from the dosage line, else from the product's strength (single-ingredient products only).
 */
export const prescription = (medication: Medication): Prescription | undefined => {
  const display = medication.code.display.toLowerCase();
  const drug = ingredient(display);
  if (drug === undefined) return undefined;
  const line = (medication.dosage ?? "").toLowerCase();
  const combined = drug.includes("/");
  const strength = amount(line) ?? (combined ? undefined : amount(display));
  const route = first(ROUTE_WORDS, line) ?? first(ROUTE_WORDS, display);
  const frequency = first(FREQUENCY_WORDS, line);
  return {
    drug,
    ...(strength === undefined ? {} : strength),
    ...(route === undefined ? {} : { route }),
    ...(frequency === undefined ? {} : { frequency }),
    asNeeded: /as needed|\bprn\b|when required/.test(line),
  };
};

const ingredient = (display: string): string | undefined => {
  const names = display
    .replace(/\[[^\]]*\]|\([^)]*\)/g, " ")
    .replace(/\/(actuat|ml|hr)\b/g, " ")
    .replace(/^\s*\d+(\.\d+)?\s*(hr|ml|actuat)\b/g, " ")
    .split(/\s\/\s|\s*\/\s*(?=[a-z]{4})/)
    .map(ingredientName)
    .filter(name => name !== "");
  const unique = [...new Set(names)];
  return unique.length === 0 ? undefined : unique.slice(0, 2).join("/");
};

const ingredientName = (part: string): string => {
  const name = part
    .replace(/^\s*\d+(\.\d+)?\s*(hr|ml|actuat)\b/, " ")
    .replace(/\d.*$/, " ")
    .replace(/[^a-z -]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const whole = KEPT_WHOLE.exec(name);
  if (whole !== null) return whole[0];
  return name.replace(DROPPED, " ").replace(/\s+/g, " ").trim();
};

const amount = (text: string): { readonly dose: number; readonly unit: string } | undefined => {
  const found = /(\d+(?:[.,]\d+)?)\s*(mg|mcg|µg|ug|g|units?|iu|meq|puffs?)\b(?!\/)/.exec(text);
  if (found === null) return undefined;
  const dose = Number(found[1]!.replace(",", "."));
  const unit = found[2]!
    .replace(/^(µg|ug)$/, "mcg")
    .replace(/^(unit|iu)$/, "units")
    .replace(/^puff$/, "puffs");
  if (!(Number.isFinite(dose) && dose > 0)) return undefined;
  // Below 0.1 mg prescriptions are written in micrograms (levothyroxine 50 mcg).
  return unit === "mg" && dose < 0.1
    ? { dose: Number((dose * 1000).toFixed(3)), unit: "mcg" }
    : { dose, unit };
};

const first = <T>(rows: readonly (readonly [RegExp, T])[], text: string): T | undefined =>
  rows.find(([pattern]) => pattern.test(text))?.[1];
