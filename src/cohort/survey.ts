import { readFile } from "node:fs/promises";
import { measure } from "../../generators/ecg/delineate.ts";
import { suspectedSwap } from "../../generators/ecg/lead-swap.ts";
import type { EcgReading } from "../../generators/ecg/wfdb.ts";
import { parseHeader } from "../../generators/ecg/wfdb-header.ts";
import { conditionOf, measurementOf, medicationOf } from "../../generators/patient/vocabulary.ts";
import type { Patient } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import type { ImageRecord } from "../../schemas/image.ts";
import type { Coded, Sex } from "../../schemas/record.ts";
import { rootOf } from "./inside.ts";
import { type CohortReading, readCohort } from "./read.ts";
import { DEFAULT_READERS, type Readers } from "./readers.ts";
import { type CohortTable, readTable } from "./table.ts";

/** What `inspect` remembers of one patient. Private. */
export interface PatientSurvey {
  readonly modalities: string;
  readonly ageYears?: number;
  readonly sex?: Sex;
  readonly dx: readonly string[];
  readonly images: readonly string[];
  readonly views: readonly string[];
  readonly findings: readonly string[];
  readonly noteLengths: readonly number[];
  /** Distinct codes, those of the built-in vocabulary and others. */
  readonly known: Readonly<Record<CodeKind, readonly string[]>>;
  readonly unknown: Readonly<Record<CodeKind, readonly string[]>>;
}

export const CODE_KINDS = ["conditions", "medications", "observations"] as const;
export type CodeKind = (typeof CODE_KINDS)[number];

/** What a folder holds, as understood: for the owner's eyes only. */
export interface Survey {
  readonly asOf: string;
  readonly reading: CohortReading<PatientSurvey>;
  readonly table: CohortTable | undefined;
  /** Recordings by what their headers say, before they are brought to one rate and length. */
  readonly ecgSources: ReadonlyMap<string, number>;
  /** Recordings that were read but that someone should look at, by what is odd about them. */
  readonly ecgDoubts: ReadonlyMap<string, number>;
}

export interface SurveyOptions {
  /** Reference date of ages, YYYY-MM-DD. */
  readonly asOf: string;
  readonly progress?: (done: number, total: number, what: string) => void;
  readonly readers?: Readers;
}

/** Reads a whole cohort, passing over what is broken and keeping duplicates, to say what is there. */
export const survey = async (
  folder: string,
  config: CohortConfig,
  options: SurveyOptions,
): Promise<Survey> => {
  const ecgSources = new Map<string, number>();
  const ecgDoubts = new Map<string, number>();
  const readers = watching(options.readers ?? DEFAULT_READERS, ecgSources, ecgDoubts);
  const table = await readTable(await rootOf(folder), () => undefined);
  const reading = await readCohort(folder, config, {
    ...options,
    readers,
    onInvalid: "skip",
    onDuplicate: "keep",
    digest: surveyOf,
  });
  return { asOf: options.asOf, reading, table, ecgSources, ecgDoubts };
};

const watching = (readers: Readers, sources: Map<string, number>, doubts: Map<string, number>): Readers => ({
  ...readers,
  ecg: async (path, file) => {
    const record = await readers.ecg(path, file);
    const { rateHz, samples } = parseHeader(await readFile(path, "utf8"), file);
    const length = samples === undefined ? "length not stated" : `${(samples / rateHz).toFixed(1)} s`;
    count(sources, `${rateHz} Hz, ${length}`);
    for (const doubt of doubtsOf(record)) count(doubts, doubt);
    return record;
  },
});

const count = (counts: Map<string, number>, what: string): void => {
  counts.set(what, (counts.get(what) ?? 0) + 1);
};

const doubtsOf = (record: EcgReading): readonly string[] => {
  const { brokenLimbLeads } = record;
  if (measure(record) === undefined) return ["no three beats alike, or no QRS and T: will not be used"];
  const swap = suspectedSwap(record);
  return [
    ...(brokenLimbLeads === undefined ? [] : ["limb leads that break III = II − I"]),
    ...(swap === undefined ? [] : [`electrodes ${swap} look exchanged`]),
  ];
};

const surveyOf = ({ record, ecgs, images, notes }: Patient): PatientSurvey => {
  const coded: Readonly<Record<CodeKind, readonly (readonly [Coded, boolean])[]>> = {
    conditions: record.conditions.map(({ code }) => [code, conditionOf(code) !== undefined]),
    medications: record.medications.map(({ code }) => [code, medicationOf(code) !== undefined]),
    observations: record.observations.map(({ code }) => [code, measurementOf(code) !== undefined]),
  };
  const codes = (kind: CodeKind, isKnown: boolean): readonly string[] => [
    ...new Set(coded[kind].filter(([, known]) => known === isKnown).map(([code]) => nameOf(code))),
  ];
  const all = (isKnown: boolean) => ({
    conditions: codes("conditions", isKnown),
    medications: codes("medications", isKnown),
    observations: codes("observations", isKnown),
  });
  const isCoded = CODE_KINDS.some(kind => coded[kind].length > 0) || record.encounters.length > 0;
  const present = [
    isCoded && "history",
    ecgs.length && "ecg",
    images.length && "image",
    notes.length && "note",
  ];
  return {
    modalities: present.filter(Boolean).join(" + ") || "labels only",
    ...(record.ageYears === undefined ? {} : { ageYears: record.ageYears }),
    ...(record.sex === undefined ? {} : { sex: record.sex }),
    dx: ecgs.flatMap(({ dx }) => dx),
    images: images.map(sizeOf),
    views: images.map(({ view }) => view ?? "view missing"),
    findings: images.flatMap(({ findings }) => findings ?? []),
    noteLengths: notes.map(({ text }) => text.length),
    known: all(true),
    unknown: all(false),
  };
};

const sizeOf = ({ width, height, bits }: ImageRecord): string => `${width}×${height}, ${bits} bit`;

const nameOf = ({ code, display }: Coded): string => [code, display].filter(part => part !== "").join(" ");
