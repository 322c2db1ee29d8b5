import { createHash } from "node:crypto";
import type { NoteRecord } from "../../schemas/note.ts";
import type {
  Allergy,
  Coded,
  Condition,
  Encounter,
  Medication,
  Observation,
  PatientRecord,
  Procedure,
  SocialFinding,
} from "../../schemas/record.ts";
import { InvalidInput, InvalidRequest, type Place } from "../../src/errors.ts";
import { readAllergy, readProcedure, readSocial } from "./fhir-background.ts";
import { codedFrom, RXNORM } from "./fhir-codes.ts";
import { type Demographics, readDemographics, withDeathDay } from "./fhir-demographics.ts";
import { child, isFhirDate, text, within } from "./fhir-fields.ts";
import { attempt, entriesOf, type FhirEntry, type FhirFile, type OnInvalid } from "./fhir-files.ts";
import {
  type MedicationRequest,
  readCondition,
  readEncounter,
  readMedication,
  readObservation,
} from "./fhir-history.ts";
import { readDocument, readReport } from "./fhir-text.ts";

export type { FhirFile } from "./fhir-files.ts";
export { isFhirFile } from "./fhir-files.ts";

export interface FhirPatient {
  readonly record: PatientRecord;
  readonly notes: readonly NoteRecord[];
}

export interface FhirReadOptions {
  /** Reference date of ages, YYYY-MM-DD. */
  readonly asOf: string;
  /** "stop" (default): the first broken rule is thrown. "skip": the line, entry or resource is left out. */
  readonly onInvalid?: "stop" | "skip";
  /** Told of everything left out under "skip". */
  readonly skipped?: (place: Place, rule: string) => void;
}

export interface FhirReading {
  /** FHIR patient id → what was read of that patient, in order of first appearance. */
  readonly patients: ReadonlyMap<string, FhirPatient>;
  /** Resources taken into the records, by type. */
  readonly read: Readonly<Record<string, number>>;
  /** Resources of other types, or without anything that a record models, by type. */
  readonly ignored: Readonly<Record<string, number>>;
}

/**
 * Patients of FHIR R4 files: Bulk Data NDJSON line by line, Bundles and single resources as JSON, `.gz` of both.
 * Resources join their patient through `subject`, in any order and over all files. The same resource twice counts
 * once; a note given both as document and report counts once.
 *
 * @throws  InvalidInput naming file, line or entry, field and rule, never a value: unreadable file, not JSON, not
 *          FHIR, patient without id, one id with two contents, a value outside its type, a subject that is no patient
 *          of these files. Under "skip" it is counted instead and that resource is left out; of a file that breaks off
 *          (gzip), what came before is kept.
 */
export const readFhir = async (
  files: readonly FhirFile[],
  options: FhirReadOptions,
): Promise<FhirReading> => {
  if (!/^\d{4}-\d\d-\d\d$/.test(options.asOf) || !isFhirDate(options.asOf))
    throw new InvalidRequest(`the reference date must be YYYY-MM-DD; got ${options.asOf}`);
  const gathering: Gathering = { asOf: options.asOf, drafts: new Map(), medications: new Map() };
  const [read, ignored]: [Record<string, number>, Record<string, number>] = [{}, {}];
  const onInvalid: OnInvalid = error => {
    if (!(error instanceof InvalidInput) || options.onInvalid !== "skip") throw error;
    options.skipped?.(error.place, error.rule);
  };
  for (const file of files) {
    for await (const entry of entriesOf(file, onInvalid)) {
      const taken = attempt(onInvalid, () => take(entry, gathering));
      if (taken === undefined) continue;
      const counts = taken ? read : ignored;
      counts[entry.type] = (counts[entry.type] ?? 0) + 1;
    }
  }
  const patients = new Map<string, FhirPatient>();
  for (const [id, draft] of gathering.drafts) {
    const patient = finish(draft, gathering, onInvalid);
    if (patient !== undefined) patients.set(id, patient);
  }
  return { patients, read, ignored };
};

/** A patient as gathered so far; `demographics` come with the Patient resource, maybe last. */
interface Draft {
  demographics?: Demographics;
  /** Subjects of resources that came before their Patient. */
  orphans: Place[];
  /** Digests of what was read, by resource key: one resource counts once. */
  readonly seen: Map<string, string>;
  readonly encounters: Encounter[];
  readonly conditions: Condition[];
  readonly observations: Observation[];
  readonly medications: { readonly request: MedicationRequest; readonly place: Place }[];
  readonly notes: NoteRecord[];
  readonly allergies: Allergy[];
  readonly procedures: Procedure[];
  readonly social: SocialFinding[];
}

interface Gathering {
  readonly asOf: string;
  readonly drafts: Map<string, Draft>;
  readonly medications: Map<string, Coded>;
}

/** One type's reader: parses without side effect, then says what to add; undefined = nothing that a record models. */
type Reader = (entry: FhirEntry) => { readonly content: unknown; add(draft: Draft): void } | undefined;

const one = <T>(content: T | undefined, add: (draft: Draft, content: T) => void): ReturnType<Reader> =>
  content === undefined ? undefined : { content, add: draft => add(draft, content) };
const many = <T>(content: readonly T[], list: (draft: Draft) => T[]): ReturnType<Reader> =>
  content.length === 0 ? undefined : { content, add: draft => void list(draft).push(...content) };

const READERS: Readonly<Record<string, Reader>> = {
  Encounter: ({ resource }) => one(readEncounter(resource), (draft, found) => draft.encounters.push(found)),
  Condition: ({ resource }) => one(readCondition(resource), (draft, found) => draft.conditions.push(found)),
  Observation: ({ resource }) =>
    one(readSocial(resource), (draft, found) => draft.social.push(found)) ??
    many(readObservation(resource), draft => draft.observations),
  AllergyIntolerance: ({ resource }) =>
    one(readAllergy(resource), (draft, found) => draft.allergies.push(found)),
  Procedure: ({ resource }) => one(readProcedure(resource), (draft, found) => draft.procedures.push(found)),
  DocumentReference: ({ resource }) => many(readDocument(resource), draft => draft.notes),
  DiagnosticReport: ({ resource }) => many(readReport(resource), draft => draft.notes),
  MedicationRequest: entry =>
    one(readMedication(entry), (draft, request) =>
      draft.medications.push({ request, place: entry.resource.place }),
    ),
};

/** Whether the entry went into a record. */
const take = (entry: FhirEntry, gathering: Gathering): boolean => {
  if (entry.type === "Patient") return takePatient(entry, gathering);
  if (entry.type === "Medication") return takeMedication(entry, gathering);
  const reader = Object.hasOwn(READERS, entry.type) ? READERS[entry.type] : undefined;
  const subject = reader && subjectOf(entry);
  const found = subject?.startsWith("Patient/") ? reader?.(entry) : undefined;
  if (subject === undefined || found === undefined) return false;
  const draft = draftOf(gathering, subject);
  if (isNew(draft, entry, found.content)) found.add(draft);
  if (draft.demographics === undefined) draft.orphans.push(within(entry.resource.place, "subject.reference"));
  return true;
};

const takePatient = (entry: FhirEntry, gathering: Gathering): boolean => {
  if (entry.key === undefined) throw new InvalidInput("must have an id", entry.resource.place);
  if (!/^Patient\/[A-Za-z0-9\-.]{1,64}$/.test(entry.key))
    throw new InvalidInput(
      "must be 1 to 64 letters, digits, hyphens or dots",
      within(entry.resource.place, "id"),
    );
  const demographics = readDemographics(entry.resource, gathering.asOf);
  const draft = draftOf(gathering, entry.key);
  if (!isNew(draft, entry, demographics)) return true;
  draft.demographics = demographics;
  draft.orphans = [];
  return true;
};

const takeMedication = (entry: FhirEntry, gathering: Gathering): boolean => {
  const code = codedFrom(child(entry.resource, "code"), RXNORM);
  if (entry.key === undefined || code === undefined) return false;
  gathering.medications.set(entry.key, code);
  return true;
};

const subjectOf = (entry: FhirEntry): string => {
  // AllergyIntolerance has its patient under another name.
  const field = entry.type === "AllergyIntolerance" ? "patient" : "subject";
  const place = within(entry.resource.place, field);
  const subject = child(entry.resource, field);
  const reference = subject && text(subject, "reference");
  if (reference === undefined) throw new InvalidInput("must be a reference to a patient", place);
  const key = entry.resolve(reference);
  if (key === undefined) throw new InvalidInput(DANGLING, within(place, "reference"));
  return key;
};

const DANGLING = "refers to a patient that is not in the cohort";

const draftOf = (gathering: Gathering, key: string): Draft => {
  const id = key.slice("Patient/".length);
  const known = gathering.drafts.get(id);
  if (known !== undefined) return known;
  const lists = { encounters: [], conditions: [], observations: [], medications: [], notes: [] };
  const background = { allergies: [], procedures: [], social: [] };
  const draft: Draft = { orphans: [], seen: new Map(), ...lists, ...background };
  gathering.drafts.set(id, draft);
  return draft;
};

const isNew = (draft: Draft, entry: FhirEntry, content: unknown): boolean => {
  if (entry.key === undefined) return true;
  const digest = createHash("sha256").update(JSON.stringify(content)).digest("base64").slice(0, 22);
  const known = draft.seen.get(entry.key);
  if (known !== undefined && known !== digest)
    throw new InvalidInput(
      `has the id of another ${entry.type} with different content`,
      within(entry.resource.place, "id"),
    );
  draft.seen.set(entry.key, digest);
  return known === undefined;
};

const finish = (
  draft: Draft,
  { asOf, medications: known }: Gathering,
  onInvalid: OnInvalid,
): FhirPatient | undefined => {
  for (const place of draft.orphans) attempt(onInvalid, () => refuse(DANGLING, place));
  if (draft.demographics === undefined) return undefined;
  const medications = draft.medications.flatMap(({ request, place }) => {
    const code = typeof request.code === "string" ? known.get(request.code) : request.code;
    if (code !== undefined) return [{ ...request, code } satisfies Medication];
    attempt(onInvalid, () =>
      refuse("refers to a medication that is not in the cohort", within(place, "medicationReference")),
    );
    return [];
  });
  const { encounters, conditions, observations, allergies, procedures, social } = draft;
  const days = [
    ...encounters.flatMap(({ start, end }) => [start, end]),
    ...conditions.flatMap(({ onset, abatement }) => [onset, abatement]),
    ...medications.map(({ authored }) => authored),
    ...[...observations, ...draft.notes].map(({ date }) => date),
  ];
  return {
    record: {
      ...withDeathDay(draft.demographics, days, asOf),
      encounters,
      conditions,
      medications,
      observations,
      ...(allergies.length === 0 ? {} : { allergies }),
      ...(procedures.length === 0 ? {} : { procedures }),
      ...(social.length === 0 ? {} : { social }),
    },
    notes: once(draft.notes),
  };
};

const refuse = (rule: string, place: Place): never => {
  throw new InvalidInput(rule, place);
};

/** Servers give one note as DocumentReference and as DiagnosticReport: the first of two equal texts of a day stays. */
const once = (notes: readonly NoteRecord[]): readonly NoteRecord[] => {
  const first = new Map<string, NoteRecord>();
  for (const note of notes) {
    const key = `${note.date?.slice(0, 10) ?? ""}|${note.text}`;
    if (!first.has(key)) first.set(key, note);
  }
  return [...first.values()];
};
