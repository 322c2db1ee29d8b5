import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readEcg } from "../../../generators/ecg/wfdb.ts";
import { writeEcg } from "../../../generators/ecg/wfdb-write.ts";
import { LEADS } from "../../../schemas/ecg.ts";
import { InvalidInput } from "../../../src/errors.ts";
import {
  distance,
  drawn,
  ENCODERS,
  FIXTURE,
  type Fixture,
  temporaryFolder,
  writeFixture,
} from "./fixtures.ts";

describe("writing and reading", () => {
  it("read(write(r)) = r within one unit (1 µV), with age, sex and diagnoses", async () => {
    const folder = await temporaryFolder();
    const { record } = drawn({ ageYears: 63, ectopy: "ventricular-premature" }, "round trip");
    const names = await writeEcg(folder, "p_1", record, { comments: ["Patient 1 of 2"] });
    const read = await readEcg(join(folder, "p_1.hea"), "ecg/p_1.hea");
    expect(names).toEqual(["p_1.hea", "p_1.dat", "p_1.atr"]);
    expect(distance(read, record)).toBeLessThanOrEqual(0.001);
    expect(read.leads.map(lead => lead.length)).toEqual(LEADS.map(() => 5000));
    expect([read.ageYears, read.sex, read.dx]).toEqual([63, "female", record.dx]);
  });

  it("every written header says that the patient is not real", async () => {
    const folder = await temporaryFolder();
    await writeEcg(folder, "p", drawn({}, "mark").record, { comments: [] });
    expect(await readFile(join(folder, "p.hea"), "utf8")).toContain("# SYNTHETIC: not a real patient");
  });

  it("writing what was read gives the same bytes", async () => {
    const folder = await temporaryFolder();
    await writeEcg(folder, "a", drawn({}, "bytes").record, { comments: [] });
    await writeEcg(folder, "b", await readEcg(join(folder, "a.hea"), "a.hea"), { comments: [] });
    const [a, b] = await Promise.all(["a.dat", "b.dat"].map(name => readFile(join(folder, name))));
    expect(a!.equals(b!)).toBe(true);
  });

  it("Einthoven and Goldberger are exact between the integers of the file, in clipped samples too", async () => {
    const folder = await temporaryFolder();
    const { record } = drawn({}, "integers");
    const loud = { ...record, leads: record.leads.map((lead, l) => lead.map(mv => (l % 2 ? 40 : -30) * mv)) };
    for (const [name, written] of [
      ["plain", record],
      ["loud", loud],
    ] as const) {
      await writeEcg(folder, name, written, { comments: [] });
      const bytes = await readFile(join(folder, `${name}.dat`));
      const at = (n: number, l: number) => bytes.readInt16LE(2 * (12 * n + l));
      for (let n = 0; n < 5000; n++) {
        const [one, two, three, right, left, foot] = [0, 1, 2, 3, 4, 5].map(l => at(n, l)) as [
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        expect([three, 2 * right, 2 * left, 2 * foot]).toEqual([
          two - one,
          0 - (one + two),
          2 * one - two,
          2 * two - one,
        ]);
      }
    }
  });

  it("a record name cannot leave the folder", async () => {
    const { record } = drawn({}, "name");
    await expect(writeEcg("/nowhere", "../x", record, { comments: [] })).rejects.toThrow("record name");
  });
});

describe("formats", () => {
  it.each(Object.keys(ENCODERS))("format %s is read exactly", async format => {
    const path = await writeFixture({ ...FIXTURE, format });
    const record = await readEcg(path, "x.hea");
    const at = LEADS.indexOf("V4");
    for (const n of [0, 1, 2, 777, 4999])
      expect(record.leads[at]![n]).toBeCloseTo(FIXTURE.raw(at, n) / 1000, 6);
  });

  it("baseline and unit of the gain field are used", async () => {
    const path = await writeFixture({ ...FIXTURE, gain: "2(50)/uV" });
    const record = await readEcg(path, "x.hea");
    // (raw − 50) / (2 per µV) µV
    expect(record.leads[6]![1]).toBeCloseTo((FIXTURE.raw(6, 1) - 50) / 2000, 7);
  });

  it("leads are found by name in any case and any order, and limb leads derived from I and II", async () => {
    const names = ["v6", "V5", "v4", "v3", "v2", "v1", "ii", "i"];
    const record = await readEcg(await writeFixture({ ...FIXTURE, names }), "x.hea");
    expect(record.leads[11]![100]).toBeCloseTo(FIXTURE.raw(0, 100) / 1000, 6);
    const [one, two] = [FIXTURE.raw(7, 100) / 1000, FIXTURE.raw(6, 100) / 1000];
    expect(record.leads[2]![100]).toBeCloseTo(two - one, 6);
    expect(record.leads[3]![100]).toBeCloseTo(-(one + two) / 2, 6);
    expect(record.leads[4]![100]).toBeCloseTo(one - two / 2, 6);
    expect(record.leads[5]![100]).toBeCloseTo(two - one / 2, 6);
  });

  it.each([360, 1000, 257])(
    "a recording at %i Hz becomes 5000 samples at 500 Hz, within 1 µV of the sine it was",
    async rateHz => {
      const raw = (s: number, n: number) => 10_000 * Math.sin((2 * Math.PI * (3 + s) * n) / rateHz);
      const path = await writeFixture({
        ...FIXTURE,
        rateHz,
        format: "32",
        gain: "10000/mV",
        seconds: 11,
        raw: (s, n) => Math.round(raw(s, n)),
      });
      const record = await readEcg(path, "x.hea");
      expect(record.leads[8]!.length).toBe(5000);
      for (const n of [200, 2500, 4800])
        expect(Math.abs(record.leads[8]![n]! - Math.sin((2 * Math.PI * 11 * n) / 500))).toBeLessThan(0.001);
    },
  );

  it("the first 10 s of a longer recording are kept, and 6 s stay 6 s", async () => {
    expect((await readEcg(await writeFixture({ ...FIXTURE, seconds: 14 }), "x")).leads[0]!.length).toBe(5000);
    expect((await readEcg(await writeFixture({ ...FIXTURE, seconds: 6 }), "x")).leads[0]!.length).toBe(3000);
  });

  it("up to 0.1 s of invalid samples is bridged by a line", async () => {
    const raw = (s: number, n: number) => (s === 7 && n >= 100 && n < 140 ? -32768 : FIXTURE.raw(s, n));
    const record = await readEcg(await writeFixture({ ...FIXTURE, raw }), "x.hea");
    const middle = (FIXTURE.raw(7, 99) + FIXTURE.raw(7, 140)) / 2000;
    expect(record.leads[7]![119]! / 2 + record.leads[7]![120]! / 2).toBeCloseTo(middle, 5);
  });
});

describe("lead names", () => {
  /** Twelve leads that obey the limb identities, 10,000 units a millivolt. */
  const wave = (s: number, n: number) => Math.round(4000 * Math.sin((2 * Math.PI * (2 + s) * n) / 500));
  const limb = (s: number, n: number) => {
    const [one, two] = [wave(0, n), wave(1, n)];
    return [one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2][s]!;
  };
  const whole: Fixture = {
    ...FIXTURE,
    format: "32",
    gain: "10000/mV",
    raw: (s, n) => (s < 6 ? Math.round(limb(s, n)) : wave(s, n)),
  };
  const differences = async (fixture: Fixture) => {
    const [a, b] = [
      await readEcg(await writeFixture(whole), "x.hea"),
      await readEcg(await writeFixture(fixture), "x.hea"),
    ];
    return Math.max(
      ...a.leads.map((lead, i) => Math.max(...lead.map((v, n) => Math.abs(v - b.leads[i]![n]!)))),
    );
  };

  it("of other devices mean the same leads", async () => {
    const names = ["Lead I", "MLII", "D3", "avr", "VL", "a VF", "v1", "C2", "V-3", "ECG V4", "V5", "V6"];
    expect(await differences({ ...whole, names })).toBeLessThan(1e-6);
  });

  it("with a minus mean the lead turned: -aVR for aVR, and −II instead of II", async () => {
    const names = LEADS.map(lead => (lead === "II" ? "-II" : lead));
    const turned = { ...whole, names, raw: (s: number, n: number) => (s === 1 ? -1 : 1) * whole.raw(s, n) };
    expect(await differences(turned)).toBeLessThan(1e-6);
  });

  it.each([
    ["II", ["II"]],
    ["I", ["I"]],
    ["I and II", ["I", "II"]],
    ["I, II, III and aVR", ["I", "II", "III", "aVR"]],
  ])("%s may be missing: what is left gives them to 0.2 µV of rounding", async (_, missing) => {
    const names = LEADS.map(lead => (missing.includes(lead) ? "X" : lead));
    expect(await differences({ ...whole, names })).toBeLessThan(2e-4);
  });

  it("but not five of the six limb leads", async () => {
    const names = LEADS.map(lead => (/^(I|II|III|aVR|aVL)$/.test(lead) ? "X" : lead));
    await expect(readEcg(await writeFixture({ ...whole, names }), "x.hea")).rejects.toThrow(
      "x.hea: lead I: the lead is missing",
    );
  });

  it("that break Einthoven's law are told", async () => {
    const read = async (fixture: Fixture) => readEcg(await writeFixture(fixture), "x.hea");
    expect((await read(whole)).brokenLimbLeads).toBeUndefined();
    const wrong = LEADS.map(lead => (lead === "III" ? "aVL" : lead === "aVL" ? "III" : lead));
    expect((await read({ ...whole, names: wrong })).brokenLimbLeads).toEqual(["III", "aVL"]);
  });
});

describe("what comments say", () => {
  it.each([
    [["#Age: 64", "#Sex: Female", "#Dx: 164889003,59118001"], 64, "female", ["164889003", "59118001"]],
    [["# age: 81", "# sex: male"], 81, "male", []],
    [["# 69 M 1085 1629 x1", "# Aldomet, Inderal"], 69, "male", []],
    [["#Age: NaN", "#Sex: Unknown", "#Dx: Unknown"], undefined, undefined, []],
    [[], undefined, undefined, []],
  ])("%j", async (comments, age, sex, dx) => {
    const record = await readEcg(await writeFixture({ ...FIXTURE, comments }), "x.hea");
    expect([record.ageYears, record.sex, record.dx]).toEqual([age, sex, dx]);
  });
});

const without = (lead: string): Fixture => ({
  ...FIXTURE,
  names: LEADS.map(name => (name === lead ? "X1" : name)),
});
const flat = (at: number): Fixture => ({ ...FIXTURE, raw: (s, n) => (s === at ? 17 : FIXTURE.raw(s, n)) });
const gap: Fixture = {
  ...FIXTURE,
  raw: (s, n) => (s === 7 && n >= 100 && n < 200 ? -32768 : FIXTURE.raw(s, n)),
};

const clipped: Fixture = {
  ...FIXTURE,
  raw: (s, n) =>
    s === 7 ? Math.max(-60, Math.min(60, FIXTURE.raw(s, n) * (n % 50 < 25 ? 1 : -1))) : FIXTURE.raw(s, n),
};

describe("a broken recording is refused with file and rule, never a value", () => {
  it.each<[string, Fixture, Parameters<typeof writeFixture>[1], RegExp]>([
    ["truncated data", FIXTURE, { data: bytes => bytes.slice(0, 100_001) }, /truncated/],
    [
      "changed sample",
      FIXTURE,
      { data: bytes => bytes.map((b, i) => (i === 2 * (12 * 200 + 2) ? b ^ 1 : b)) },
      /signal 3: .*checksum/s,
    ],
    ["missing lead", without("V3"), {}, /lead V3: the lead is missing/],
    [
      "a lead twice",
      { ...FIXTURE, names: LEADS.map(name => (name === "V3" ? "V2" : name)) },
      {},
      /lead V2: .*once/,
    ],
    ["flat lead", flat(9), {}, /lead V4: the lead is flat/],
    ["long gap", gap, {}, /lead V2: .*invalid samples/],
    ["saturated lead", clipped, {}, /lead V2: the lead is saturated/],
    ["one second", { ...FIXTURE, seconds: 1 }, {}, /at least 5 s/],
    ["two leads", { ...FIXTURE, names: ["MLII", "V5"] }, {}, /lead I: the lead is missing/],
    ["gain 0", { ...FIXTURE, gain: "0/mV" }, {}, /line 2: gain/],
    ["unknown unit", { ...FIXTURE, gain: "1000/mmHg" }, {}, /unit/],
    ["too short", { ...FIXTURE, seconds: 4 }, {}, /at least 5 s/],
    ["age −3", { ...FIXTURE, comments: ["#Age: -3"] }, {}, /line 14: Age/],
    ["age in words", { ...FIXTURE, comments: ["#Age: sixty-one"] }, {}, /Age/],
    ["diagnosis in words", { ...FIXTURE, comments: ["#Dx: sixty-one"] }, {}, /SNOMED/],
    ["unknown format", FIXTURE, { header: text => text.replaceAll(" 16 1000", " 311 1000") }, /format/],
    ["path in a file name", FIXTURE, { header: text => text.replaceAll("x.dat", "../x.dat") }, /plain name/],
    [
      "signal lines missing",
      FIXTURE,
      { header: text => text.split("\n").slice(0, 6).join("\n") },
      /one line for every signal/,
    ],
    ["multi-segment", FIXTURE, { header: text => text.replace("x 12", "x/3 12") }, /multi-segment/],
    ["rate of 50 Hz", { ...FIXTURE, rateHz: 50, seconds: 20 }, {}, /sampling rate/],
    ["empty header", FIXTURE, { header: () => "" }, /record line/],
    [
      "text instead of numbers",
      FIXTURE,
      { header: text => text.replace("x 12 500", "x twelve 500") },
      /number of signals/,
    ],
  ])("%s", async (_, fixture, edit, rule) => {
    const failure = await readEcg(await writeFixture(fixture, edit), "ecg/x.hea").catch(error => error);
    expect(failure).toBeInstanceOf(InvalidInput);
    expect(failure.message).toMatch(rule);
    expect(failure.message).toMatch(/^ecg\/x\.(hea|dat): /);
    expect(failure.message).not.toMatch(/-3\b|sixty|mmHg|twelve|tmp/);
  });

  it("a signal file that is not there", async () => {
    const path = await writeFixture(FIXTURE, { header: text => text.replaceAll("x.dat", "y.dat") });
    await expect(readEcg(path, "ecg/x.hea")).rejects.toThrow(
      "ecg/y.dat: the file must be there and readable",
    );
  });
});

/** A MATLAB v4 header in front of format-16 samples. */
const asMat = async (edit: (header: DataView) => void = () => {}): Promise<string> => {
  const path = await writeFixture(FIXTURE, {
    header: text => text.replaceAll("x.dat 16", "x.mat 16+24"),
  });
  const data = await readFile(path.replace(".hea", ".dat"));
  const head = new DataView(new ArrayBuffer(24));
  [30, 12, 5000, 0, 4].forEach((value, i) => {
    head.setInt32(4 * i, value, true);
  });
  new Uint8Array(head.buffer).set(Buffer.from("val\0"), 20);
  edit(head);
  await writeFile(path.replace(".hea", ".mat"), Buffer.concat([Buffer.from(head.buffer), data]));
  return path;
};

describe("MATLAB v4 files (16+24)", () => {
  it("are read like format 16", async () => {
    const record = await readEcg(await asMat(), "x.hea");
    expect(record.leads[7]![1234]).toBeCloseTo(FIXTURE.raw(7, 1234) / 1000, 6);
  });

  it("are refused where truncated, or where the matrix is of another type or shape", async () => {
    const short = await asMat();
    await truncate(short.replace(".hea", ".mat"), 60_000);
    await expect(readEcg(short, "x.hea")).rejects.toThrow(/x\.mat: .*truncated/);
    const stub = await asMat();
    await truncate(stub.replace(".hea", ".mat"), 10);
    await expect(readEcg(stub, "x.hea")).rejects.toThrow(/x\.mat: .*truncated/);
    await expect(readEcg(await asMat(head => head.setInt32(0, 0, true)), "x.hea")).rejects.toThrow(/int16/);
    await expect(readEcg(await asMat(head => head.setInt32(4, 11, true)), "x.hea")).rejects.toThrow(
      /signals × samples/,
    );
  });
});
