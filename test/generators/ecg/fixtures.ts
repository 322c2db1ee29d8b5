import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DIMENSION } from "../../../generators/ecg/canonical.ts";
import { ecgPrior } from "../../../generators/ecg/prior.ts";
import { checksum } from "../../../generators/ecg/wfdb-samples.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";
import { LEADS } from "../../../schemas/ecg.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";

export const NO_CORRECTION: Float64Array = new Float64Array(DIMENSION);

export const ORDER: EcgOrder = {
  rhythm: "sinus",
  conduction: "normal",
  ectopy: "none",
  morphology: "normal",
  ageYears: 55,
  sex: "female",
};

/** A drawn person and the rendered recording. */
export const drawn = (wish: Partial<EcgOrder>, seed: string, correction = NO_CORRECTION) => {
  const stream = rng(seed);
  const phantom = ecgPrior.simulate({ ...ORDER, ...wish }, stream.child("simulate"));
  return { ...phantom, record: ecgPrior.render(phantom.scene, correction, stream.child("render")) };
};

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "semblance-ecg-"));

type Encode = (values: readonly number[]) => Uint8Array;

const wordsOf =
  (bytes: number, bigEndian = false): Encode =>
  values => {
    const out = new Uint8Array(values.length * bytes);
    values.forEach((value, i) => {
      for (let k = 0; k < bytes; k++)
        out[i * bytes + (bigEndian ? bytes - 1 - k : k)] = (value >> (8 * k)) & 0xff;
    });
    return out;
  };

/** Encoders of WFDB formats, written from signal(5) and independent of the reader. */
export const ENCODERS: Readonly<Record<string, Encode>> = {
  "16": wordsOf(2),
  "61": wordsOf(2, true),
  "24": wordsOf(3),
  "32": wordsOf(4),
  "80": values => Uint8Array.from(values, value => value + 128),
  "212": values => {
    const out: number[] = [];
    for (let i = 0; i < values.length; i += 2) {
      const [a, b] = [values[i]! & 0xfff, (values[i + 1] ?? 0) & 0xfff];
      out.push(a & 0xff, (a >> 8) | ((b >> 8) << 4), b & 0xff);
    }
    return Uint8Array.from(out);
  },
};

export interface Fixture {
  readonly rateHz: number;
  readonly seconds: number;
  readonly format: string;
  readonly gain: string;
  readonly names: readonly string[];
  readonly comments: readonly string[];
  /** Raw value of sample n of signal s. */
  raw(s: number, n: number): number;
}

export const FIXTURE: Fixture = {
  rateHz: 500,
  seconds: 10,
  format: "16",
  gain: "1000/mV",
  names: LEADS,
  comments: ["#Age: 64", "#Sex: Male", "#Dx: 426783006"],
  raw: (s, n) => Math.round(100 * Math.sin((2 * Math.PI * (1 + s / 10) * n) / 500)),
};

/** Writes a fixture by hand (not with the project's writer) and returns the path of its header. */
export const writeFixture = async (
  fixture: Fixture,
  edit: { header?: (text: string) => string; data?: (bytes: Uint8Array) => Uint8Array } = {},
): Promise<string> => {
  const folder = await temporaryFolder();
  const samples = Math.round(fixture.rateHz * fixture.seconds);
  const signals = fixture.names.map((_, s) => Array.from({ length: samples }, (_, n) => fixture.raw(s, n)));
  const interleaved: number[] = [];
  for (let n = 0; n < samples; n++) for (const signal of signals) interleaved.push(signal[n]!);
  const bytes = ENCODERS[fixture.format]!(interleaved);
  const lines = [
    `x ${signals.length} ${fixture.rateHz} ${samples}`,
    ...signals.map(
      (signal, s) =>
        `x.dat ${fixture.format} ${fixture.gain} 16 0 ${signal[0]} ${checksum(signal)} 0 ${fixture.names[s]}`,
    ),
    ...fixture.comments,
  ];
  const header = `${lines.join("\n")}\n`;
  await writeFile(join(folder, "x.dat"), edit.data?.(bytes) ?? bytes);
  await writeFile(join(folder, "x.hea"), edit.header?.(header) ?? header);
  return join(folder, "x.hea");
};

/** Largest absolute difference over all leads, millivolts. */
export const distance = (a: EcgRecord, b: EcgRecord): number => {
  let most = 0;
  a.leads.forEach((lead, l) => {
    lead.forEach((value, n) => {
      most = Math.max(most, Math.abs(value - b.leads[l]![n]!));
    });
  });
  return most;
};
