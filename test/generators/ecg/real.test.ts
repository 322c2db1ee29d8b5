import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { measure } from "../../../generators/ecg/delineate.ts";
import { ecgPrior } from "../../../generators/ecg/prior.ts";
import { readEcg } from "../../../generators/ecg/wfdb.ts";
import type { EcgMeasurements, EcgRecord } from "../../../schemas/ecg.ts";
import { InvalidInput } from "../../../src/errors.ts";

const DATA = fileURLToPath(new URL("../../../../shared/data/ecg/", import.meta.url));
const FOLDER = join(DATA, "cinc2021", "records10s");
const present = existsSync(FOLDER);
const reason = present ? "" : " (skipped: the real recordings are not here)";

interface Seen {
  readonly name: string;
  readonly record: EcgRecord;
  readonly measurements: EcgMeasurements | undefined;
}
const seen: Seen[] = [];
const refused: { readonly name: string; readonly error: unknown }[] = [];

describe.skipIf(!present)(`201 real recordings of the 2021 Challenge${reason}`, () => {
  beforeAll(async () => {
    for (const file of readdirSync(FOLDER).filter(name => name.endsWith(".hea"))) {
      const name = basename(file, ".hea");
      try {
        const record = await readEcg(join(FOLDER, file), file);
        seen.push({ name, record, measurements: measure(record) });
      } catch (error) {
        refused.push({ name, error });
      }
    }
  });

  it("195 are read as 12 × 5000; the other 6 hold chest leads that are zero throughout and are refused as flat", () => {
    expect(seen.every(({ record }) => record.leads.every(lead => lead.length === 5000))).toBe(true);
    expect(seen.length).toBe(195);
    expect(refused.length).toBe(6);
    for (const { error } of refused) {
      expect(error).toBeInstanceOf(InvalidInput);
      expect(String(error)).toMatch(/lead V\d: the lead is flat/);
    }
  });

  it("at least 98 % can be seen in the canonical space, all coordinates finite", () => {
    const views = seen.map(({ record }) => ecgPrior.view(record)).filter(view => view !== undefined);
    console.log(`view defined for ${views.length} of ${seen.length} real recordings`);
    expect(views.length / seen.length).toBeGreaterThanOrEqual(0.98);
    expect(views.every(({ vector }) => vector.every(Number.isFinite))).toBe(true);
  });

  const labelled = (code: string): number[] =>
    seen.flatMap(({ record, measurements }) =>
      measurements !== undefined && record.dx.includes(code) ? [measurements.heartRate] : [],
    );
  const share = (rates: readonly number[], holds: (rate: number) => boolean): number =>
    rates.filter(holds).length / rates.length;

  it("measured rates agree with labels: bradycardia below 62 and tachycardia above 95 in 90 %", () => {
    expect(share(labelled("426177001"), rate => rate < 62)).toBeGreaterThanOrEqual(0.9);
    expect(share(labelled("427084000"), rate => rate > 95)).toBeGreaterThanOrEqual(0.9);
    expect(share(labelled("426783006"), rate => rate > 45 && rate < 105)).toBeGreaterThanOrEqual(0.9);
  });

  it("intervals of recordings labelled sinus rhythm have the medians of the literature: PR 140–175, QRS 78–98, QTc 375–420 ms", () => {
    const sinus = seen.flatMap(({ record, measurements }) =>
      measurements !== undefined && record.dx.includes("426783006") ? [measurements] : [],
    );
    const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
    const between = (value: number, low: number, high: number) => value >= low && value <= high;
    expect(between(median(sinus.flatMap(m => m.prMs ?? [])), 140, 175)).toBe(true);
    expect(between(median(sinus.map(m => m.qrsMs)), 78, 98)).toBe(true);
    expect(between(median(sinus.map(m => m.qtcMs)), 375, 420)).toBe(true);
  });

  it("most recordings labelled fibrillation have no P and irregular intervals; most labelled sinus rhythm have P", () => {
    const of = (code: string) =>
      seen.flatMap(({ record, measurements }) =>
        measurements && record.dx.includes(code) ? [measurements] : [],
      );
    const [fibrillation, sinus] = [of("164889003"), of("426783006")];
    expect(fibrillation.filter(m => m.prMs === undefined).length / fibrillation.length).toBeGreaterThan(0.75);
    expect(fibrillation.filter(m => m.sdnnMs > 50).length / fibrillation.length).toBeGreaterThan(0.75);
    expect(sinus.filter(m => m.prMs !== undefined).length / sinus.length).toBeGreaterThan(0.9);
  });
});

const OTHER = join(DATA, "cinc2021", "records_other_length");
describe.skipIf(!existsSync(OTHER))(`recordings of other lengths and rates${reason}`, () => {
  it("all become at most 10 s at 500 Hz; 1000 Hz (S0001) and its original 15-signal form read alike", async () => {
    const records = new Map<string, EcgRecord>();
    for (const file of readdirSync(OTHER).filter(name => name.endsWith(".hea")))
      records.set(file, await readEcg(join(OTHER, file), file));
    expect([...records.values()].every(({ leads }) => leads[0]!.length === 5000)).toBe(true);
    const original = await readEcg(join(DATA, "wfdb_format_samples", "s0010_re.hea"), "s0010_re.hea");
    const challenge = records.get("S0001.hea")!;
    for (const n of [100, 2000, 4900])
      expect(Math.abs(original.leads[7]![n]! - challenge.leads[7]![n]!)).toBeLessThan(0.01);
    expect(original.sex).toBe("female");
  });

  it("a two-lead recording is refused for its missing leads", async () => {
    await expect(readEcg(join(DATA, "wfdb_format_samples", "100.hea"), "100.hea")).rejects.toThrow(
      "lead I: the lead is missing",
    );
  });
});
