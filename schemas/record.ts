export type Sex = "female" | "male";

/** OMB 1997 race categories as US Core 5 writes them, plus what FHIR records beside them. */
export const RACES = ["white", "black", "asian", "american-indian", "pacific-islander", "other"] as const;
export type Race = (typeof RACES)[number];
export const ETHNICITIES = ["hispanic", "not-hispanic"] as const;
export type Ethnicity = (typeof ETHNICITIES)[number];

export interface Coded {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

/** Dates are ISO 8601 (`YYYY-MM-DD`, or with time and offset). */
export interface Encounter {
  readonly start: string;
  readonly end?: string;
  /** v3-ActCode: AMB, EMER, IMP … */
  readonly class: string;
  readonly type?: Coded;
}

export interface Condition {
  readonly code: Coded;
  readonly onset?: string;
  readonly abatement?: string;
  /** Day it was written down, on or after the onset. */
  readonly recorded?: string;
}

export interface Medication {
  readonly code: Coded;
  readonly authored?: string;
  /** Last day of the order, where it has ended. */
  readonly ended?: string;
  readonly status?: string;
  readonly dosage?: string;
}

export interface Observation {
  readonly code: Coded;
  readonly value: number;
  /** UCUM. */
  readonly unit: string;
  readonly date?: string;
}

/** What a person does not tolerate, or that nothing of the kind is known (SNOMED CT 716186003). */
export interface Allergy {
  readonly code: Coded;
  readonly category?: AllergyCategory;
  readonly recorded?: string;
  readonly reaction?: Coded;
}
export const ALLERGY_CATEGORIES = ["medication", "food", "environment", "biologic"] as const;
export type AllergyCategory = (typeof ALLERGY_CATEGORIES)[number];

export interface Procedure {
  readonly code: Coded;
  /** Day, or only the year, in which it was done. */
  readonly performed?: string;
}

/** Smoking, alcohol or occupation, as of a day. */
export interface SocialFinding {
  readonly code: Coded;
  readonly value: Coded;
  readonly date?: string;
}

/**
 * The coded history of one person, real or synthetic: a FHIR R4 subset in plain data. A missing value is absent.
 * `ageYears` is the age on the cohort's reference date, 0 to 130.
 */
export interface PatientRecord {
  readonly sex?: Sex;
  readonly birthDate?: string;
  readonly ageYears?: number;
  readonly deceased?: string;
  readonly race?: Race;
  readonly ethnicity?: Ethnicity;
  readonly encounters: readonly Encounter[];
  readonly conditions: readonly Condition[];
  readonly medications: readonly Medication[];
  readonly observations: readonly Observation[];
  /** These three are absent where a record says nothing of the kind; no release measures them. */
  readonly allergies?: readonly Allergy[];
  readonly procedures?: readonly Procedure[];
  readonly social?: readonly SocialFinding[];
}

export const EMPTY_RECORD: PatientRecord = {
  encounters: [],
  conditions: [],
  medications: [],
  observations: [],
};
