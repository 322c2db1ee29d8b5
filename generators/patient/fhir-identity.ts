import { createHash } from "node:crypto";
import type { Person, Provenance, RecordProvenance } from "../../schemas/person.ts";
import { hl7 } from "./fhir-codes.ts";

/** Our own FHIR namespace. */
export const SEMBLANCE = "https://semblance.dev/fhir";
export const PROVENANCE = `${SEMBLANCE}/CodeSystem/provenance`;

/** Where a person's files stand, relative to the FHIR folder. */
export interface PersonFiles {
  readonly ecg?: string;
  readonly png?: string;
  readonly dicom?: string;
  /** File that also holds the note, beside its DocumentReference. */
  readonly note?: string;
}

/** DICOM UIDs of a person's image: the same as in the DICOM file. */
export interface ImageUids {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
}

export interface FhirWriteOptions {
  /** Reference date of the run, YYYY-MM-DD: the transaction time of the manifest, never the clock. */
  readonly asOf: string;
  readonly imageUids: (person: Person) => ImageUids;
  /** Paths of the files written beside the FHIR folder; `defaultFiles` where not given. */
  readonly files?: (person: Person) => PersonFiles;
  /** What was asked for: the manifest's `request`. */
  readonly request?: string;
  /** Resources a file; the next goes to `Type.001.ndjson`. */
  readonly resourcesPerFile?: number;
}

export const defaultFiles = (person: Person): PersonFiles => ({
  ecg: `../ecg/${person.id}.hea`,
  png: `../images/${person.id}.png`,
  dicom: `../dicom/${person.id}.dcm`,
  note: "../notes.ndjson",
});

/**
 * Deterministic id of one of a person's resources: the first 128 bits of SHA-256 over person and label as a UUID.
 *
 * @source  RFC 9562 §5.8 (version 8: custom)
 */
export const resourceId = (person: Pick<Person, "id">, label: string): string => {
  const bytes = createHash("sha256").update(`${person.id}|${label}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

const BACKED: Readonly<Record<Provenance | RecordProvenance, string>> = {
  measured: "Backed by the statistics of its own group",
  pooled: "Backed by the statistics of a pooled group",
  "prior-only": "Backed by public knowledge only",
  reweighted: "Backed by the statistics of its own group, in a number that was asked for",
  unsupported: "Backed by public knowledge only",
};

/** Every resource says that it is synthetic (HTEST: test health data), and where known how it is backed. */
export const syntheticMeta = (provenance?: Provenance | RecordProvenance) => ({
  tag: [
    { system: hl7("v3-ActReason"), code: "HTEST", display: "test health data" },
    ...(provenance === undefined
      ? []
      : [{ system: PROVENANCE, code: provenance, display: BACKED[provenance] }]),
  ],
});

export const subjectOf = (person: Person) => ({ subject: { reference: `Patient/${person.id}` } });

/** The encounter on the visit's day, if the record has one. */
export const encounterOf = (person: Person) => encounterOn(person, person.visitDate);

/** The encounter that began on a day, else the last that it falls into; none where the record has none. */
export const encounterOn = ({ id, record }: Person, moment: string | undefined) => {
  if (moment === undefined) return {};
  const [day, all] = [moment.slice(0, 10), record.encounters];
  const began = all.findIndex(({ start }) => isOn(start, day));
  const index =
    began >= 0
      ? began
      : all.findLastIndex(({ start, end = start }) => start.slice(0, 10) <= day && day <= end.slice(0, 10));
  return index < 0
    ? {}
    : { encounter: { reference: `Encounter/${resourceId({ id }, `Encounter/${index}`)}` } };
};

/** Whether a date or dateTime falls on a day. */
export const isOn = (moment: string | undefined, day: string): boolean =>
  moment?.slice(0, 10) === day.slice(0, 10);
