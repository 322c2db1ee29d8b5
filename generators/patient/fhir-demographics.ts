import {
  ETHNICITIES,
  type Ethnicity,
  type PatientRecord,
  RACES,
  type Race,
  type Sex,
} from "../../schemas/record.ts";
import { InvalidInput } from "../../src/errors.ts";
import { ageOn } from "./age.ts";
import { CDC_RACE, ETHNICITY_CODES, RACE_CODES, US_CORE } from "./fhir-codes.ts";
import { child, children, date, type FhirNode, flag, text, within } from "./fhir-fields.ts";

export type Demographics = Pick<
  PatientRecord,
  "sex" | "birthDate" | "ageYears" | "deceased" | "race" | "ethnicity"
> & {
  /** Dead, on a day that the Patient resource does not give. */
  readonly isDead?: true;
};

/**
 * Demographics of a Patient resource. Gender other or unknown is a missing sex; several race categories, and any
 * outside the five of OMB 1997, are "other"; null flavours (unknown, asked but unknown) are missing. A death
 * without a date is `isDead`: its day is for the rest of the record to tell.
 *
 * @param asOf  day on which ages are taken; the age of a dead patient is that at death
 * @throws      InvalidInput naming the field: gender outside its value set; a birth date that is no date, lies
 *              before 1900 or after `asOf`; a death that is no date, or neither true nor false
 */
export const readDemographics = (patient: FhirNode, asOf: string): Demographics => {
  const sex = readSex(patient);
  const birthDate = readBirthDate(patient, asOf);
  const deceased = date(patient, "deceasedDateTime");
  const isDead = flag(patient, "deceasedBoolean") === true && deceased === undefined;
  const race = readRace(patient);
  const ethnicity = readEthnicity(patient);
  return {
    ...(sex === undefined ? {} : { sex }),
    ...(birthDate === undefined ? {} : { birthDate, ageYears: ageAt(birthDate, deceased, asOf) }),
    ...(isDead ? { isDead } : {}),
    ...(deceased === undefined ? {} : { deceased }),
    ...(race === undefined ? {} : { race }),
    ...(ethnicity === undefined ? {} : { ethnicity }),
  };
};

/** Age on `asOf`, or at a death before it. */
const ageAt = (birthDate: string, deceased: string | undefined, asOf: string): number =>
  ageOn(birthDate, deceased !== undefined && deceased < asOf ? deceased : asOf);

/**
 * Demographics with a death of unknown day taken to be on the last day that the record tells of: people do not go on
 * ageing, nor fall ill, after it. Where nothing in the record has a date the death stays missing.
 *
 * @param days  FHIR dates of what was recorded; those after `asOf` or before birth do not count
 */
export const withDeathDay = (
  { isDead, ...known }: Demographics,
  days: readonly (string | undefined)[],
  asOf: string,
): Omit<Demographics, "isDead"> => {
  const { birthDate } = known;
  if (isDead !== true) return known;
  const told = days
    .map(each => each?.slice(0, 10) ?? "")
    .filter(day => day !== "" && day >= (birthDate ?? day) && day <= asOf);
  const deceased = told.reduce((last, day) => (day > last ? day : last), "");
  if (deceased === "") return known;
  const age = birthDate === undefined ? {} : { ageYears: ageAt(birthDate, deceased, asOf) };
  return { ...known, ...age, deceased };
};

const readSex = (patient: FhirNode): Sex | undefined => {
  const gender = text(patient, "gender");
  if (gender === "female" || gender === "male") return gender;
  if (gender === undefined || gender === "other" || gender === "unknown") return undefined;
  throw new InvalidInput("must be male, female, other or unknown", within(patient.place, "gender"));
};

const EARLIEST = "1900";

const readBirthDate = (patient: FhirNode, asOf: string): string | undefined => {
  const birthDate = date(patient, "birthDate");
  if (birthDate === undefined) return undefined;
  const place = within(patient.place, "birthDate");
  if (birthDate.includes("T")) throw new InvalidInput("must be a date without a time", place);
  if (birthDate < EARLIEST || birthDate > asOf)
    throw new InvalidInput("must lie between 1900-01-01 and the reference date", place);
  return birthDate;
};

const NULL_FLAVOURS = new Set(["UNK", "ASKU", "NI", "NASK", "MSK", "NA"]);

const extensionCodes = (patient: FhirNode, name: string, part: string): readonly string[] =>
  children(patient, "extension")
    .filter(extension => text(extension, "url") === `${US_CORE}/${name}`)
    .flatMap(extension => children(extension, "extension"))
    .filter(extension => text(extension, "url") === part)
    .map(extension => child(extension, "valueCoding"))
    .filter(coding => coding !== undefined)
    .map(coding => text(coding, "code") ?? "UNK")
    .filter(code => !NULL_FLAVOURS.has(code));

const readRace = (patient: FhirNode): Race | undefined => {
  const categories = new Set(extensionCodes(patient, "us-core-race", "ombCategory"));
  if (categories.size > 1) return "other";
  const [only] = categories;
  if (only !== undefined) return RACES.find(race => RACE_CODES[race].code === only) ?? "other";
  const detailed = extensionCodes(patient, "us-core-race", "detailed");
  return detailed.includes(RACE_CODES.other.code) ? "other" : undefined;
};

const readEthnicity = (patient: FhirNode): Ethnicity | undefined => {
  const [category] = extensionCodes(patient, "us-core-ethnicity", "ombCategory");
  return ETHNICITIES.find(ethnicity => ETHNICITY_CODES[ethnicity].code === category);
};

/**
 * US Core race, ethnicity and birth sex extensions that `readDemographics` reads back; those that are known only.
 *
 * @source  US Core 5.0.1: us-core-race and us-core-ethnicity need `text`; "Other Race" is a detailed code
 */
export const demographicExtensions = (record: PatientRecord) => [
  ...(record.race === undefined
    ? []
    : [
        raceExtension(
          "us-core-race",
          record.race === "other" ? "detailed" : "ombCategory",
          RACE_CODES[record.race],
        ),
      ]),
  ...(record.ethnicity === undefined
    ? []
    : [raceExtension("us-core-ethnicity", "ombCategory", ETHNICITY_CODES[record.ethnicity])]),
  ...(record.sex === undefined
    ? []
    : [{ url: `${US_CORE}/us-core-birthsex`, valueCode: record.sex === "female" ? "F" : "M" }]),
];

const raceExtension = (
  name: string,
  part: string,
  coding: { readonly code: string; readonly display: string },
) => ({
  url: `${US_CORE}/${name}`,
  extension: [
    { url: part, valueCoding: { system: CDC_RACE, ...coding } },
    { url: "text", valueString: coding.display },
  ],
});
