import type { Coded, PatientRecord, Sex } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";

const SNOMED = "http://snomed.info/sct";
const LOINC = "http://loinc.org";
const coded = (system: string, display: string, code = "1"): Coded => ({ system, code, display });

/** Allergies that no drug of the test people goes against, and their reactions. */
const ALLERGIES: readonly (readonly [string, string])[] = [
  ["Allergy to penicillin", "Eruption of skin"],
  ["Allergy to penicillin", "Anaphylaxis"],
  ["Allergy to sulfonamide", "Urticaria"],
  ["Allergy to codeine", "Nausea"],
  ["Allergy to peanuts", "Allergic angioedema"],
  ["Shellfish allergy", "Urticaria"],
  ["Latex allergy", "Itching"],
  ["House dust mite allergy", "Nose running"],
  ["Allergy to bee venom", "Anaphylaxis"],
];

/** Operations with the age from which they are done, and who has them. */
const OPERATIONS: readonly (readonly [string, number, Sex?])[] = [
  ["Tonsillectomy", 5],
  ["Appendectomy", 10],
  ["Cholecystectomy", 30],
  ["Repair of inguinal hernia", 25, "male"],
  ["Cesarean section", 20, "female"],
  ["Hysterectomy", 40, "female"],
  ["Cataract surgery", 60],
  ["Percutaneous coronary intervention", 50],
  ["Total knee replacement", 55],
  ["Total hip replacement", 55],
];

const SMOKING = ["Never smoker", "Former smoker", "Current every day smoker", "Current some day smoker"];
const ALCOHOL = ["Current non-drinker of alcohol", "Light drinker", "Moderate drinker", "Heavy drinker"];
const TRADES = ["teacher", "truck driver", "nurse", "electrician", "accountant", "office clerk", "farmer"];

/** Allergies, operations and social history of a test person, commoner than in life. */
export const backgroundOf = (
  { age, sex, visit }: { readonly age: number; readonly sex: Sex; readonly visit: string },
  random: Rng,
): Pick<PatientRecord, "allergies" | "procedures" | "social"> => {
  const own = random.child("background");
  const allergies = ALLERGIES.filter(() => own.chance(0.08)).map(([display, reaction]) => ({
    code: coded(SNOMED, display),
    ...(own.chance(0.8) ? { reaction: coded(SNOMED, reaction) } : {}),
  }));
  const none = own.chance(0.7) ? [{ code: coded(SNOMED, "No known allergy") }] : [];
  const procedures = OPERATIONS.filter(
    ([, from, only]) => age > from && (only ?? sex) === sex && own.chance(0.15),
  ).map(([display, from]) => ({
    code: coded(SNOMED, display),
    ...(own.chance(0.85)
      ? { performed: String(Number(visit.slice(0, 4)) - 1 - own.integer(Math.max(1, age - from))) }
      : {}),
  }));
  const finding = (code: string, value: Coded, from: number) =>
    age >= from && own.chance(0.8) ? [{ code: coded(LOINC, code, code), value, date: visit }] : [];
  const trade = own.pick(TRADES);
  const work = age < 20 ? "student" : age > 66 ? `retired ${trade}` : trade;
  const social = [
    ...finding("72166-2", coded(SNOMED, SMOKING[own.weighted([6, 3, 1.2, 0.6])]!), 14),
    ...finding("11331-6", coded(SNOMED, ALCOHOL[own.weighted([3, 4, 1.5, 0.5])]!), 18),
    ...finding("11341-5", { system: "", code: "", display: work }, 6),
  ];
  return {
    allergies: allergies.length > 0 ? allergies : none,
    procedures,
    social,
  };
};
