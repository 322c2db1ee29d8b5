import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { imagePrior } from "../../../generators/image/prior.ts";
import type { PatientId } from "../../../schemas/cohort.ts";
import { InvalidInput } from "../../../src/errors.ts";
import {
  bundle,
  condition,
  ecg,
  type Files,
  fhirPatient,
  folder,
  ndjson,
  png,
  read,
  refusal,
} from "./fixture.ts";

const cut = (files: Files, path: string, bytes: number): Files => ({
  ...files,
  [path]: Buffer.from(files[path] as Uint8Array).subarray(0, bytes),
});
const flipped = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, at) => (at > 45 && at < 60 ? byte ^ 0xff : byte));
const DICOM = Buffer.concat([
  Buffer.alloc(128),
  Buffer.from("DICM"),
  createHash("sha512").update("not a DICOM file").digest(),
]);

const flat = (grey: number): Uint8Array =>
  encode({ width: 40, height: 40, data: new Uint8Array(1600).fill(grey), channels: 1, depth: 8 });

/** What is broken, the files of it, and the message it stops with. The good patient beside it is `good`. */
const TABLE: readonly (readonly [string, Files, string | RegExp])[] = [
  ["a truncated .mat", cut(ecg("e", 1), "e.mat", 1000), /^e\.mat: /],
  ["a .mat cut inside its header", cut(ecg("e", 1), "e.mat", 10), /^e\.mat: .*truncated/],
  ["a .mat that is not there", { "e.hea": ecg("e", 1)["e.hea"]! }, /^e\.mat: .*there/],
  ["an empty .hea", { "e.hea": "" }, /^e\.hea: .*record line/],
  ["a missing lead", ecg("e", 1, { without: "V3" }), "e.hea: lead V3: the lead is missing"],
  ["a flat lead", ecg("e", 1, { flat: "V3" }), "e.hea: lead V3: the lead is flat"],
  ["a saturated lead", ecg("e", 1, { saturated: "V3" }), "e.hea: lead V3: the lead is saturated"],
  [
    "half a second without valid samples",
    ecg("e", 1, { invalid: "V3" }),
    "e.hea: lead V3: the lead has more than 0.1 s of invalid samples in a row",
  ],
  ["a recording of two leads", ecg("e", 1, { only: ["II", "V5"] }), /^e\.hea: lead I: the lead is missing/],
  ["a recording of one second", ecg("e", 1, { seconds: 1 }), /^e\.hea: lead I: .*at least 5 s/],
  ["a gain of 0", ecg("e", 1, { gain: "0/mV" }), /^e\.hea: line 2: gain: .*different from 0/],
  ["a recording of four seconds", ecg("e", 1, { seconds: 4 }), /^e\.(hea|mat): /],
  [
    "a sample that does not fit its checksum",
    {
      ...ecg("e", 1),
      "e.mat": (ecg("e", 1)["e.mat"] as Uint8Array).map((byte, at) => (at === 500 ? byte ^ 1 : byte)),
    },
    /^e\.(hea|mat): .*checksum/,
  ],
  [
    "an age of −3 in an ECG header",
    ecg("e", 1, { comments: ["Age: -3"] }),
    /^e\.hea: line 14: Age: .*from 0 to 130/,
  ],
  ["a diagnosis that is no code", ecg("e", 1, { comments: ["Dx: sick"] }), /^e\.hea: line 14: Dx: /],
  ["a PNG cut short", { "x.png": png(1).subarray(0, 60) }, /^x\.png: /],
  ["a corrupt PNG", { "x.png": flipped(png(1)) }, /^x\.png: /],
  ["a PNG that is none", { "x.png": "GIF89a" }, /^x\.png: /],
  ["a corrupt DICOM", { "x.dcm": DICOM }, /^x\.dcm: /],
  ["an empty DICOM", { "x.dcm": "" }, /^x\.dcm: /],
  [
    "an all-black PNG",
    { "x.png": flat(0) },
    "x.png: must show something: its centre square is all of one shade",
  ],
  ["an all-white PNG", { "x.png": flat(255) }, /^x\.png: must show something/],
  [
    "a colour PNG in a palette that lacks the colour",
    { "x.png": flat(0).map((byte, at) => (at === 25 ? 3 : byte)) },
    /^x\.png: must be an intact PNG/,
  ],
  [
    "JSON broken in line 3 of an NDJSON",
    { "Patient.ndjson": `${ndjson(fhirPatient("a"), fhirPatient("b"))}{"resourceType":\n` },
    "Patient.ndjson: line 3: is not valid JSON",
  ],
  ["a JSON file that is not FHIR", { "a.json": '{"name":"x"}' }, /^a\.json: must be a FHIR resource/],
  [
    "a broken gzip",
    { "a.json.gz": gzipSync(bundle(fhirPatient("a"))).subarray(0, 30) },
    /^a\.json\.gz: .*gzip/,
  ],
  [
    "a gender outside its value set",
    { "a.json": bundle(fhirPatient("a", { gender: "femal" })) },
    /^a\.json: entry\[0\]\.resource\.gender: must be male/,
  ],
  [
    "a birth date after the reference date",
    { "a.json": bundle(fhirPatient("a", { birthDate: "2031-01-01" })) },
    /^a\.json: .*birthDate: must lie between/,
  ],
  [
    "a condition of a patient who is not there",
    { "a.ndjson": ndjson(condition("nobody", "38341003")) },
    /^a\.ndjson: line 1: subject\.reference: refers to a patient/,
  ],
  ["a note that is not UTF-8", { "n.txt": Uint8Array.of(0x47, 0xfc, 0x74) }, "n.txt: is not valid UTF-8"],
  ["an empty note", { "n.txt": " \n" }, "n.txt: must not be empty"],
];

describe("bad input", () => {
  it.each(TABLE)(
    "%s stops the reading with one error that names file and rule",
    async (_, files, message) => {
      const refused = await refusal(read(folder({ ...ecg("good", 9), ...files })));
      expect(refused).toBeInstanceOf(InvalidInput);
      expect((refused as InvalidInput).exitCode).toBe(65);
      if (typeof message === "string") expect(refused.message).toBe(message);
      else expect(refused.message).toMatch(message);
    },
  );

  it.each(TABLE)(
    "%s costs only itself under skip, and is listed for the owner",
    async (_, files, message) => {
      const dir = folder({
        ...ecg("good", 9),
        "good.json": bundle(fhirPatient("good"), condition("good", "38341003")),
        ...files,
      });
      const reading = await read(dir, { onInvalid: "skip" });
      const good = reading.patients.get("good" as PatientId)!;
      expect(good).toMatchObject({ ecgs: [{ rateHz: 500 }], record: { sex: "female", conditions: [{}] } });
      expect(reading.skipped.length).toBeGreaterThan(0);
      const [{ place, rule }] = reading.skipped as [(typeof reading.skipped)[0]];
      const shown = new InvalidInput(rule, place).message;
      if (typeof message === "string") expect(shown).toBe(message);
      else expect(shown).toMatch(message);
      expect(reading.notices).toContain(`${reading.skipped.length} parts broke a rule and were left out`);
    },
  );

  it.each([
    ["nothing", {}],
    ["other files", { "a.csv": "1", "README.txt": "Hello", LICENSE: "MIT", "manifest.json": "{}" }],
  ])("a folder with %s holds no cohort", async (_, files) => {
    expect((await refusal(read(folder(files)))).message).toBe(
      "cohort: holds no FHIR, ECG, image or note file",
    );
  });

  it("a folder that is not there, or is a file, is no cohort", async () => {
    const dir = folder({ "x.txt": "x" });
    for (const path of [`${dir}/none`, `${dir}/x.txt`])
      expect((await refusal(read(path))).message).toBe("cohort: must be a folder that is there");
  });

  it("of which nothing can be read is no cohort, also under skip", async () => {
    const dir = folder({ "a.png": "", "b.png": "" });
    expect((await refusal(read(dir, { onInvalid: "skip" }))).message).toBe(
      "cohort: holds no patient that could be read",
    );
  });

  it("of one file among ten thousand rows costs one row", async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => `p${i},,,${i === 77 ? "-3" : "50"}`);
    const dir = folder({ "cohort.csv": ["patient,modality,path,age", ...rows].join("\n") });
    const reading = await read(dir, { onInvalid: "skip" });
    expect(reading.patients.size).toBe(9_999);
    expect(reading.skipped).toEqual([
      { place: { file: "cohort.csv", line: 79, field: "age" }, rule: expect.any(String) },
    ]);
  });

  it("of one recording leaves the next of the same patient in its place", async () => {
    const files = { ...ecg("a", 1, { flat: "V3" }), ...ecg("b", 2) };
    const dir = folder({
      ...files,
      "cohort.csv": "patient,modality,path,age\np,ecg,a.hea,40\np,ecg,b.hea,41\n",
    });
    const reading = await read(dir, { onInvalid: "skip" });
    expect(reading.patients.get("p" as PatientId)).toMatchObject({
      ecgs: [{ ageYears: 41 }],
      record: { ageYears: 41 },
    });
    expect(reading.skipped).toHaveLength(1);
  });
});

describe("input that is not bad", () => {
  it("is an age NaN or none, in table and header: missing, and counted", async () => {
    const files = {
      ...ecg("a", 1, { comments: ["Age: NaN", "Sex: Unknown"] }),
      ...ecg("b", 2),
      ...ecg("c", 3),
    };
    const dir = folder({
      ...files,
      "cohort.csv": "patient,modality,path,age\na,ecg,a.hea,NaN\nb,ecg,b.hea,\nc,ecg,c.hea,0\n",
    });
    const reading = await read(dir);
    expect([...reading.patients.values()].map(({ record }) => record.ageYears)).toEqual([
      undefined,
      undefined,
      0,
    ]);
    expect(reading.counts).toMatchObject({ missingAge: 2, missingSex: 3 });
  });

  it.each([100, 250, 1000])("is a recording at %d Hz: brought to 500 Hz", async rateHz => {
    const reading = await read(folder(ecg("e", 1, { rateHz })));
    const [record] = reading.patients.get("e" as PatientId)!.ecgs;
    expect(record!.rateHz).toBe(500);
    expect(record!.leads.every(lead => lead.length === 5000)).toBe(true);
  });

  it("is a code that nobody knows: kept as it stands", async () => {
    const reading = await read(folder({ "a.json": bundle(fhirPatient("a"), condition("a", "999999999")) }));
    expect(reading.patients.get("a" as PatientId)!.record.conditions[0]!.code.code).toBe("999999999");
  });

  it("is a measurement in a unit not known for its test: kept in the record, counted, and said", async () => {
    const glucose = (id: string, unit: string) => ({
      resourceType: "Observation",
      id,
      status: "final",
      subject: { reference: "Patient/a" },
      code: { coding: [{ system: "http://loinc.org", code: "2345-7" }] },
      valueQuantity: { value: 5.5, system: "http://unitsofmeasure.org", code: unit },
    });
    const reading = await read(
      folder({ "a.json": bundle(fhirPatient("a"), glucose("1", "mmol/L"), glucose("2", "[in_i]")) }),
    );
    expect(reading.patients.get("a" as PatientId)!.record.observations).toHaveLength(2);
    expect(reading.counts.unitUnknown).toBe(1);
    expect(reading.notices).toContain(
      "1 measurements are in a unit that is not known for their test and do not count",
    );
  });

  it("is a folder of images of all sizes, depths and channels: each compared in the same 64 × 64 pixels", async () => {
    const picture = (width: number, height: number, channels: number, depth: 8 | 16) => {
      const values = Array.from({ length: width * height * channels }, (_, i) => (i * 37) % 251);
      const data = depth === 16 ? Uint16Array.from(values, value => value * 257) : Uint8Array.from(values);
      return encode({ width, height, data, channels, depth });
    };
    const oneBit = encode({
      width: 16,
      height: 16,
      data: Uint8Array.from({ length: 32 }, (_, i) => (i % 3 === 0 ? 0xf0 : 0x3c)),
      channels: 1,
      depth: 1,
    });
    const reading = await read(
      folder({
        "grey.png": picture(28, 28, 1, 8),
        "oblong.png": picture(90, 40, 1, 8),
        "deep.png": picture(64, 64, 1, 16),
        "colour.png": picture(50, 50, 3, 8),
        "alpha.png": picture(33, 35, 4, 8),
        "grey-alpha.png": picture(20, 20, 2, 16),
        "one-bit.png": oneBit,
      }),
    );
    expect(reading.patients.size).toBe(7);
    expect(reading.counts).toMatchObject({ files: { image: 7 }, textSeen: 0, duplicates: 0 });
    for (const { images } of reading.patients.values()) {
      const vector = imagePrior.view(images[0]!)!.vector;
      expect(vector.length).toBe(4096);
      expect(vector.every(Number.isFinite)).toBe(true);
    }
  });

  it("is burned-in text: told and counted, with no word of it", async () => {
    const side = 256;
    const dark = (marked: boolean) => {
      const data = Uint8Array.from({ length: side * side }, (_, i) => 20 + 60 * ((i % side) / side));
      // Five bars of two pixels with a cross bar each: a row of capital I's.
      for (let letter = 0; marked && letter < 5; letter++)
        for (let y = 20; y < 34; y++)
          for (let x = 0; x < 7; x++)
            if ((x > 2 && x < 5) || y < 22 || y > 31) data[y * side + 20 + 9 * letter + x] = 255;
      return encode({ width: side, height: side, data, channels: 1, depth: 8 });
    };
    const reading = await read(folder({ "a.png": dark(true), "b.png": dark(false) }));
    expect(reading.counts).toMatchObject({ textSeen: 1, textDeclared: 0 });
    expect(reading.notices.slice(1)).toEqual([
      "1 images seem to hold burned-in text near a border; look whether it names a patient",
    ]);
  });
});
