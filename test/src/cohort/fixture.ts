import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { encode } from "fast-png";
import { onTestFinished } from "vitest";
import type { Patient } from "../../../schemas/cohort.ts";
import type { CohortConfig } from "../../../schemas/config.ts";
import { LEADS } from "../../../schemas/ecg.ts";
import { DEFAULT_CONFIG } from "../../../src/cohort/config.ts";
import { type CohortReading, type ReadOptions, readCohort } from "../../../src/cohort/read.ts";
import { rng } from "../../../src/math/rng.ts";

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A cohort folder of these files, gone after the test. */
export const folder = (files: Files): string => {
  const dir = mkdtempSync(join(tmpdir(), "semblance-cohort-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return dir;
};

interface EcgOptions {
  readonly rateHz?: number;
  readonly seconds?: number;
  readonly comments?: readonly string[];
  readonly without?: string;
  readonly flat?: string;
  /** This lead alone: at the converter's rail for a tenth of the time, or without valid samples for half a second. */
  readonly saturated?: string;
  readonly invalid?: string;
  /** The leads there are. */
  readonly only?: readonly string[];
  readonly gain?: string;
}

/** A noisy 12-lead recording as WFDB format "16+24" (.hea and .mat), the form of the PhysioNet Challenge. */
export const ecg = (path: string, seed: number, options: EcgOptions = {}): Files => {
  const { rateHz = 500, seconds = 10, comments = [], without, flat, gain = "1000/mV" } = options;
  const leads = (options.only ?? LEADS).filter(lead => lead !== without);
  const samples = rateHz * seconds;
  const random = rng(seed);
  const values = new Int16Array(leads.length * samples); // samples × leads, lead fastest
  for (let t = 0; t < samples; t++)
    for (let i = 0; i < leads.length; i++)
      values[t * leads.length + i] = leads[i] === flat ? 5 : Math.round(300 * random.normal());
  const held = (lead: string | undefined, value: number, length: number) => {
    const i = lead === undefined ? -1 : (leads as readonly string[]).indexOf(lead);
    for (let t = rateHz; i >= 0 && t < rateHz + length * rateHz; t++) values[t * leads.length + i] = value;
  };
  held(options.saturated, 2047, 1);
  held(options.invalid, -32768, 0.5);
  const name = path.split("/").at(-1)!;
  const lines = leads.map(
    (lead, i) => `${name}.mat 16+24 ${gain} 16 0 ${values[i]} ${checksum(values, i, leads.length)} 0 ${lead}`,
  );
  const head = Buffer.alloc(24);
  for (const [index, value] of [30, leads.length, samples, 0, 4].entries())
    head.writeInt32LE(value, 4 * index);
  head.write("val\0", 20, "latin1");
  return {
    [`${path}.hea`]: [
      `${name} ${leads.length} ${rateHz} ${samples}`,
      ...lines,
      ...comments.map(text => `#${text}`),
      "",
    ].join("\n"),
    [`${path}.mat`]: Buffer.concat([head, Buffer.from(values.buffer)]),
  };
};

const checksum = (values: Int16Array, lead: number, leads: number): number => {
  let sum = 0;
  for (let at = lead; at < values.length; at += leads) sum = (sum + values[at]!) | 0;
  return (sum << 16) >> 16;
};

/** A grey PNG of 16 × 16 pixels. */
export const png = (seed: number): Uint8Array => {
  const random = rng(seed);
  const data = Uint8Array.from({ length: 256 }, () => random.integer(256));
  return encode({ width: 16, height: 16, data, channels: 1, depth: 8 });
};

export const fhirPatient = (id: string, more: object = {}): object => ({
  resourceType: "Patient",
  id,
  gender: "female",
  birthDate: "1960-05-01",
  ...more,
});

export const condition = (patient: string, code: string, id = `${patient}-${code}`): object => ({
  resourceType: "Condition",
  id,
  subject: { reference: `Patient/${patient}` },
  code: { coding: [{ system: "http://snomed.info/sct", code, display: "…" }] },
});

export const ndjson = (...resources: readonly object[]): string =>
  resources.map(resource => `${JSON.stringify(resource)}\n`).join("");

export const bundle = (...resources: readonly object[]): string =>
  JSON.stringify({
    resourceType: "Bundle",
    type: "collection",
    entry: resources.map(resource => ({ resource })),
  });

/** Reads a folder and keeps the patients whole. */
export const read = (
  dir: string,
  options: Partial<ReadOptions<Patient>> = {},
  config: CohortConfig = DEFAULT_CONFIG,
): Promise<CohortReading<Patient>> =>
  readCohort(dir, config, { asOf: "2024-06-30", onInvalid: "stop", digest: patient => patient, ...options });

/** What a promise was refused with. */
export const refusal = async (promise: Promise<unknown>): Promise<Error> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("was not refused");
};
