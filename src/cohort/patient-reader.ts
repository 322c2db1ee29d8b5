import { join } from "node:path";
import { hasBurnedInText } from "../../generators/image/burned-in.ts";
import type { FhirFile, FhirPatient, FhirReading } from "../../generators/patient/fhir-read.ts";
import { valueIn } from "../../generators/patient/units.ts";
import { measurementOf } from "../../generators/patient/vocabulary.ts";
import type { ModalityName, Patient, PatientId } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import type { NoteRecord } from "../../schemas/note.ts";
import type { Observation } from "../../schemas/record.ts";
import { InvalidInput, type Place } from "../errors.ts";
import type { PatientFile, PatientFiles } from "./assemble.ts";
import { Duplicates, ecgFingerprint, imageFingerprint, type OnDuplicate } from "./duplicates.ts";
import { asInvalid, type OnInvalid } from "./invalid.ts";
import { ecgOf, imageOf, isSexInConflict, mergePatient, type Parts } from "./merge.ts";
import { DEFAULT_READERS, type Readers } from "./readers.ts";
import { type CohortRow, TABLE_FILE } from "./table.ts";

export interface ReaderContext {
  /** Real path of the cohort folder. */
  readonly root: string;
  readonly config: CohortConfig;
  /** Reference date of ages, YYYY-MM-DD. */
  readonly asOf: string;
  readonly onInvalid: "stop" | "skip";
  readonly onDuplicate?: OnDuplicate;
  /** What was seen in other folders too; none by default. */
  readonly duplicates?: Duplicates;
  readonly readers?: Readers;
  /** Takes every broken rule of a part that can be left out. */
  readonly invalid: OnInvalid;
}

/** What was read so far. */
export interface Tally {
  /** Files read, by modality. */
  readonly files: Readonly<Record<ModalityName, number>>;
  /** Files, and FHIR notes, beyond `recordsPerPatient`. */
  readonly beyondLimit: Readonly<Record<"ecg" | "image" | "note", number>>;
  readonly missingAge: number;
  readonly missingSex: number;
  /** Patients whose sources name different sexes. */
  readonly sexInConflict: number;
  /** Numbers of known measurements in a unit that they are not known in. */
  readonly unitUnknown: number;
  /** Images that declare burned-in annotation, and images whose pixels seem to hold text near a border. */
  readonly textDeclared: number;
  readonly textSeen: number;
}

type Open<T> = { -readonly [K in keyof T]: T[K] extends number ? number : Open<T[K]> };

/** Reads patients one by one, and keeps count. */
export class PatientReader {
  readonly duplicates: Duplicates;
  readonly #tally: Open<Tally> = {
    files: { fhir: 0, ecg: 0, image: 0, note: 0 },
    beyondLimit: { ecg: 0, image: 0, note: 0 },
    missingAge: 0,
    missingSex: 0,
    sexInConflict: 0,
    unitUnknown: 0,
    textDeclared: 0,
    textSeen: 0,
  };
  readonly #context: ReaderContext;
  readonly #readers: Readers;

  constructor(context: ReaderContext) {
    this.#context = context;
    this.#readers = context.readers ?? DEFAULT_READERS;
    this.duplicates = context.duplicates ?? new Duplicates(context.onDuplicate ?? "stop");
  }

  get tally(): Tally {
    return this.#tally;
  }

  /** Patients of the FHIR files that are joined by their references alone, by FHIR id. */
  async sharedFhir(paths: readonly string[]): Promise<ReadonlyMap<PatientId, FhirPatient>> {
    const { patients } = await this.#fhir(paths);
    const shared = new Map<PatientId, FhirPatient>();
    for (const [id, patient] of patients) {
      shared.set(id as PatientId, patient);
      this.duplicates.watch("FHIR patient", id, {
        patient: id as PatientId,
        file: `a FHIR file outside ${TABLE_FILE}`,
      });
    }
    return shared;
  }

  /** One patient of all their files; undefined where nothing could be read of them. */
  async patient(
    id: PatientId,
    owned: PatientFiles,
    shared: FhirPatient | undefined,
  ): Promise<Patient | undefined> {
    const readers = this.#readers;
    const own = await this.#ownFhir(id, owned.files.fhir);
    const ecgs = await this.#first("ecg", owned.files.ecg, readers.ecg);
    const images = await this.#first("image", owned.files.image, readers.image);
    const notes = await this.#first("note", owned.files.note, readers.note);
    for (const { record, file } of ecgs.read)
      this.duplicates.watch("recording", ecgFingerprint(record), { patient: id, file: file.path });
    for (const { record, file } of images.read)
      this.duplicates.watch("image", imageFingerprint(record), { patient: id, file: file.path });
    const broken = new Set([...own.broken, ...ecgs.broken, ...images.broken, ...notes.broken]);
    const fhir = joined(own.patient, shared);
    const parts: Parts = {
      ...(fhir === undefined ? {} : { record: fhir.record }),
      ecgs: ecgs.read.map(({ record, file }) => ecgOf(record, file.row)),
      images: images.read.map(({ record, file }) => imageOf(record, file.row)),
      notes: this.#allNotes(notes, fhir),
      rows: owned.rows.filter(row => !broken.has(row)),
    };
    const patient = mergePatient(id, parts, this.#context.config);
    if (isEmpty(parts, patient)) return undefined;
    this.#count(parts, patient);
    return patient;
  }

  /** The first files, by path, that can be read, up to the limit; broken ones are told and passed over. */
  async #first<T>(
    name: "ecg" | "image" | "note",
    files: readonly PatientFile[],
    open: (path: string, file: string) => Promise<T>,
  ): Promise<Opened<T>> {
    const { root, config, invalid } = this.#context;
    const read: { record: T; file: PatientFile }[] = [];
    const broken: (CohortRow | undefined)[] = [];
    for (const file of files) {
      if (read.length === config.recordsPerPatient[name]) break;
      try {
        read.push({ record: await open(join(root, file.path), file.path), file });
      } catch (error) {
        invalid(asInvalid(error, file.path));
        broken.push(file.row);
      }
    }
    this.#tally.files[name] += read.length;
    this.#tally.beyondLimit[name] += files.length - read.length - broken.length;
    return { read, broken };
  }

  async #fhir(paths: readonly string[]): Promise<FhirReading> {
    const { root, asOf, invalid, onInvalid } = this.#context;
    const files = paths.map((path): FhirFile => ({ path: join(root, path), name: path }));
    const skipped = (place: Place, rule: string) => invalid(new InvalidInput(rule, place));
    const reading = await this.#readers.fhir(files, { asOf, onInvalid, skipped });
    this.#tally.files.fhir += paths.length;
    return reading;
  }

  /** The one FHIR patient of the files that cohort.csv gives to a patient. */
  async #ownFhir(id: PatientId, files: readonly PatientFile[]): Promise<OwnFhir> {
    const [first] = files;
    if (first === undefined) return { broken: [] };
    const { patients } = await this.#fhir(files.map(file => file.path));
    const [found, another] = patients;
    if (found !== undefined && another === undefined) {
      this.duplicates.watch("FHIR patient", found[0], { patient: id, file: first.path });
      return { patient: found[1], broken: [] };
    }
    this.#context.invalid(new InvalidInput(found === undefined ? NO_PATIENT : SEVERAL, { file: first.path }));
    return { broken: files.map(file => file.row) };
  }

  /** Files before FHIR notes, up to the limit over both. */
  #allNotes(files: Opened<NoteRecord>, fhir: FhirPatient | undefined): readonly NoteRecord[] {
    const { config } = this.#context;
    if (!config.modalities.includes("note")) return [];
    const all = [...files.read.map(({ record }) => record), ...(fhir?.notes ?? [])];
    const kept = all.slice(0, config.recordsPerPatient.note);
    this.#tally.beyondLimit.note += all.length - kept.length;
    return kept;
  }

  #count(parts: Parts, { record }: Patient): void {
    const tally = this.#tally;
    if (record.ageYears === undefined) tally.missingAge++;
    if (record.sex === undefined) tally.missingSex++;
    if (isSexInConflict(parts)) tally.sexInConflict++;
    tally.unitUnknown += record.observations.filter(isOfUnknownUnit).length;
    tally.textDeclared += parts.images.filter(({ burnedIn }) => burnedIn === true).length;
    tally.textSeen += parts.images.filter(hasBurnedInText).length;
  }
}

const isOfUnknownUnit = (observation: Observation): boolean => {
  const entry = measurementOf(observation.code);
  return entry !== undefined && valueIn(entry, observation) === undefined;
};

interface Opened<T> {
  readonly read: readonly { readonly record: T; readonly file: PatientFile }[];
  /** Lines of cohort.csv whose file could not be read. */
  readonly broken: readonly (CohortRow | undefined)[];
}

interface OwnFhir {
  readonly patient?: FhirPatient;
  readonly broken: readonly (CohortRow | undefined)[];
}

const NO_PATIENT = "holds no FHIR Patient that could be read";
const SEVERAL = `holds several FHIR patients, but ${TABLE_FILE} names it for one; files of several patients are joined by their references and stay out of ${TABLE_FILE}`;

/** One patient whom cohort.csv and FHIR references both know: demographics of the first, both histories. */
const joined = (own: FhirPatient | undefined, shared: FhirPatient | undefined): FhirPatient | undefined => {
  if (own === undefined || shared === undefined) return own ?? shared;
  const [a, b] = [own.record, shared.record];
  const histories = {
    encounters: [...a.encounters, ...b.encounters],
    conditions: [...a.conditions, ...b.conditions],
    medications: [...a.medications, ...b.medications],
    observations: [...a.observations, ...b.observations],
  };
  return { record: { ...b, ...a, ...histories }, notes: [...own.notes, ...shared.notes] };
};

/** Nothing was read, and cohort.csv says nothing that counts. */
const isEmpty = (parts: Parts, { record, labels }: Patient): boolean =>
  parts.record === undefined &&
  parts.ecgs.length + parts.images.length + parts.notes.length === 0 &&
  record.ageYears === undefined &&
  record.sex === undefined &&
  Object.keys(labels).length === 0;
