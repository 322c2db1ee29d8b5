import type { Coded } from "../../../schemas/record.ts";
import { LOINC, SNOMED } from "../fhir-codes.ts";

const loinc = (code: string, display: string): Coded => ({ system: LOINC, code, display });
const snomed = (code: string, display: string): Coded => ({ system: SNOMED, code, display });

/** What a social history is made of. @source LOINC 2.77 */
export const SOCIAL = {
  smoking: loinc("72166-2", "Tobacco smoking status NHIS"),
  alcohol: loinc("11331-6", "History of Alcohol use"),
  occupation: loinc("11341-5", "History of Occupation"),
} as const;

/** @source  US Core 5.0.1, value set us-core-smoking-status-observation-codes, as R4 displays them */
export const SMOKING = {
  never: snomed("266919005", "Never smoker"),
  former: snomed("8517006", "Former smoker"),
  daily: snomed("449868002", "Current every day smoker"),
  someDays: snomed("428041000124106", "Current some day smoker"),
} as const;

/** @source  SNOMED CT, descendants of 228273003 |Finding relating to alcohol drinking behavior| */
export const ALCOHOL = {
  none: snomed("105542008", "Current non-drinker of alcohol"),
  light: snomed("228277002", "Light drinker"),
  moderate: snomed("43783005", "Moderate drinker"),
  heavy: snomed("86933000", "Heavy drinker"),
} as const;

/** Occupations and the ages at which people begin them. No code: the text stands alone. */
export const OCCUPATIONS: readonly (readonly [name: string, from: number])[] = [
  ["accountant", 23],
  ["bus driver", 22],
  ["carpenter", 19],
  ["cashier", 17],
  ["construction worker", 18],
  ["cook", 18],
  ["dental assistant", 20],
  ["electrician", 20],
  ["engineer", 23],
  ["factory worker", 18],
  ["farmer", 18],
  ["firefighter", 20],
  ["hairdresser", 18],
  ["janitor", 18],
  ["lawyer", 26],
  ["librarian", 24],
  ["mechanic", 19],
  ["nurse", 22],
  ["office clerk", 18],
  ["painter", 18],
  ["pharmacist", 25],
  ["plumber", 20],
  ["police officer", 21],
  ["postal worker", 19],
  ["receptionist", 18],
  ["sales clerk", 18],
  ["social worker", 23],
  ["software developer", 22],
  ["teacher", 23],
  ["truck driver", 21],
  ["waiter", 17],
  ["warehouse worker", 18],
];
