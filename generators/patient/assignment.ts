import type { Patient } from "../../schemas/cohort.ts";
import type { AttributeSource, CohortConfig } from "../../schemas/config.ts";
import { type Assignment, type Attribute, type Domain, MISSING } from "../../schemas/domain.ts";
import type { Condition, Observation, PatientRecord } from "../../schemas/record.ts";
import { ageOn } from "./age.ts";
import { ageRange } from "./age-range.ts";
import { addDays } from "./calendar.ts";
import { courseOf } from "./course.ts";
import { valueIn } from "./units.ts";
import { binRange, conditionOf, measurementOf, medicationOf } from "./vocabulary.ts";

/** What the modalities' own readers found in this patient's signals, as categories of the built-in attributes. */
export interface Signals {
  readonly rhythm?: string;
  readonly conduction?: string;
  readonly ectopy?: string;
  readonly morphology?: string;
  readonly finding?: string;
  readonly view?: string;
}

/**
 * One patient's category of every attribute, from that patient's own data alone.
 *
 * @param asOf  reference date (YYYY-MM-DD) for ages and episodes, and the last day that counts; a death before it takes its
 *              place
 * @returns     always a category of the attribute: what is absent, implausible or outside the domain is `missing`;
 *              never throws because of a value
 */
export const assign = (
  patient: Patient,
  config: CohortConfig,
  domain: Domain,
  asOf: string,
  signals: Signals,
): Assignment => {
  const sources = new Map(config.attributes.map(source => [source.attribute.name, source]));
  const facts = factsOf(patient, asOf, signals);
  return Object.fromEntries(
    domain.map(attribute => {
      const source = sources.get(attribute.name);
      const value = source === undefined ? facts(attribute) : declared(source, patient.labels);
      return [attribute.name, value !== undefined && attribute.categories.includes(value) ? value : MISSING];
    }),
  );
};

const declared = (source: AttributeSource, labels: Patient["labels"]): string | undefined => {
  const raw = Object.hasOwn(labels, source.column) ? labels[source.column]!.trim() : "";
  if (raw === "") return undefined;
  if (Object.hasOwn(source.mapping, raw)) return source.mapping[raw];
  if (source.edges === undefined) return raw;
  const value = Number(raw);
  const { edges } = source;
  const bin = edges.findIndex((edge, i) => i + 1 < edges.length && edge <= value && value < edges[i + 1]!);
  return source.attribute.categories[bin];
};

type Reader = (attribute: Attribute, slug: string) => string | undefined;

/** Readers of the built-in attributes by the part of the name before "/". */
const factsOf = (
  patient: Patient,
  asOf: string,
  signals: Signals,
): ((attribute: Attribute) => string | undefined) => {
  const { record } = patient;
  const until = record.deceased !== undefined && day(record.deceased) < asOf ? day(record.deceased) : asOf;
  const conditions = slugsOf(
    record.conditions.filter(condition => counts(condition, until)),
    each => conditionOf(each.code),
  );
  const medications = slugsOf(
    record.medications.filter(({ authored }) => isBy(authored, until)),
    each => medicationOf(each.code),
  );
  const history = hasHistory(record);
  const course = history ? courseOf(record, until) : undefined;
  const present = {
    fhir: history,
    ecg: patient.ecgs.length > 0,
    image: patient.images.length > 0,
    note: patient.notes.length > 0,
  };
  const yes = (set: ReadonlySet<string>, slug: string) =>
    history ? (set.has(slug) ? "yes" : "no") : undefined;
  // An ECG without a readable rhythm has no readable conduction, ectopy or morphology either: one gate for all four.
  const beat = (value: string | undefined) =>
    present.ecg && signals.rhythm !== undefined ? value : undefined;
  const seen = (value: string | undefined) => (present.image ? value : undefined);
  const readers: Readonly<Record<string, Reader>> = {
    age: attribute => ageCategory(attribute, ageOf(patient, until)),
    sex: () => record.sex ?? patient.ecgs[0]?.sex ?? patient.images[0]?.sex,
    race: () => record.race,
    ethnicity: () => record.ethnicity,
    has: (_, slug) => (present[slug as keyof typeof present] === true ? "yes" : "no"),
    rhythm: () => beat(signals.rhythm),
    conduction: () => beat(signals.conduction),
    ectopy: () => beat(signals.ectopy),
    morphology: () => beat(signals.morphology),
    finding: () => seen(signals.finding),
    view: () => seen(signals.view),
    condition: (_, slug) => yes(conditions, slug),
    medication: (_, slug) => yes(medications, slug),
    history: (_, slug) => course?.[slug as keyof typeof course],
    lab: (attribute, slug) => binOf(attribute, latest(record.observations, slug, until)),
  };
  return attribute => {
    const [kind, slug = ""] = attribute.name.split("/", 2) as [string, string?];
    return Object.hasOwn(readers, kind) ? readers[kind]!(attribute, slug) : undefined;
  };
};

/** A coded history is there if anything at all is coded: a bare Patient resource says nothing about conditions. */
const hasHistory = (record: PatientRecord): boolean =>
  record.encounters.length +
    record.conditions.length +
    record.medications.length +
    record.observations.length >
  0;

const slugsOf = <T>(
  items: readonly T[],
  entry: (item: T) => { readonly slug: string } | undefined,
): ReadonlySet<string> => new Set(items.map(item => entry(item)?.slug).filter(slug => slug !== undefined));

/** Chronic conditions count for good; an episode counts if it was there in the year before the reference date. */
const counts = (condition: Condition, until: string): boolean => {
  const onset = condition.onset === undefined ? undefined : day(condition.onset);
  if (onset !== undefined && onset > until) return false;
  const entry = conditionOf(condition.code);
  if (entry?.course !== "episode") return true;
  const last =
    condition.abatement === undefined ? onset && addDays(onset, entry.span) : day(condition.abatement);
  return last === undefined || last >= addDays(until, -365);
};

const ageOf = (patient: Patient, until: string): number | undefined => {
  const { birthDate, ageYears, deceased } = patient.record;
  const fromBirth = birthDate === undefined ? undefined : ageOn(birthDate, until);
  const stated = deceased === undefined ? (ageYears ?? fromBirth) : (fromBirth ?? ageYears);
  return stated ?? patient.ecgs[0]?.ageYears ?? patient.images[0]?.ageYears;
};

const ageCategory = (attribute: Attribute, age: number | undefined): string | undefined =>
  age === undefined || !(age >= 0 && age <= 130)
    ? undefined
    : attribute.categories.find(category => {
        const range = ageRange(category);
        return range !== undefined && range[0] <= age && age < range[1] + 1;
      });

/** The latest plausible value of a measurement up to a day, in the vocabulary's unit. */
const latest = (observations: readonly Observation[], slug: string, until: string): number | undefined => {
  let found: { readonly value: number; readonly date: string } | undefined;
  for (const { code, date = "", ...stated } of observations) {
    const entry = measurementOf(code);
    const value = entry?.slug === slug ? valueIn(entry, stated) : undefined;
    if (entry === undefined || value === undefined || !(value >= entry.hard[0] && value <= entry.hard[1]))
      continue;
    if (isBy(date, until) && (found === undefined || date >= found.date)) found = { value, date };
  }
  return found?.value;
};

const binOf = (attribute: Attribute, value: number | undefined): string | undefined =>
  value === undefined
    ? undefined
    : attribute.categories.find(category => {
        const range = binRange(category);
        return range !== undefined && range[0] <= value && value < range[1];
      });

/** Not dated after a day; what has no date is not. */
const isBy = (date: string | undefined, until: string): boolean => date === undefined || day(date) <= until;

const day = (date: string): string => date.slice(0, 10);
