import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { dcmjs } from "../../../generators/image/dcmjs.ts";
import { ageOf } from "../../../generators/image/dicom-patient.ts";
import { decodeDicom } from "../../../generators/image/dicom-read.ts";
import { type DicomHeader, encodeDicom, uidsOf } from "../../../generators/image/dicom-write.ts";
import { readImage } from "../../../generators/image/read.ts";
import type { ImageRecord } from "../../../schemas/image.ts";
import { InvalidInput } from "../../../src/errors.ts";
import { rng } from "../../../src/math/rng.ts";

const HEADER: DicomHeader = {
  patientId: "synthetic-7",
  patientName: "Nobody^Ada",
  birthDate: "1980-03-04",
  sex: "female",
  ageYears: 45,
  studyDate: "2025-06-07",
  uidSeed: "person 7",
};
const ramp16 = Uint16Array.from({ length: 35 }, (_, i) => (i * 1871) % 65536);
const RECORD: ImageRecord = {
  width: 7,
  height: 5,
  bits: 16,
  pixels: ramp16,
  view: "AP",
  ageYears: 45,
  sex: "female",
};

/** A file with some elements replaced or taken away, in a transfer syntax. */
const variant = (
  changes: Readonly<Record<string, { vr: string; Value: unknown[] } | undefined>>,
  syntax?: string,
) => {
  const file = dcmjs.data.DicomMessage.readFile(encodeDicom(RECORD, HEADER).slice().buffer);
  const dict = { ...file.dict };
  for (const [tag, element] of Object.entries(changes)) {
    if (element === undefined) delete dict[tag];
    else dict[tag] = element;
  }
  const meta = syntax === undefined ? file.meta : { ...file.meta, "00020010": { vr: "UI", Value: [syntax] } };
  const out = new dcmjs.data.DicomDict(meta);
  out.dict = dict;
  return new Uint8Array(out.write());
};

const element = (vr: string, ...Value: unknown[]) => ({ vr, Value });
const read = (bytes: Uint8Array) => decodeDicom(bytes, "images/7.dcm");

describe("reading and writing DICOM", () => {
  it.each([
    { bits: 16 as const, pixels: ramp16 },
    { bits: 8 as const, pixels: Uint8Array.from(ramp16, v => v >> 8) },
  ])("read(write(x)) = x with age, sex and view, $bits bits, odd pixel count", ({ bits, pixels }) => {
    const record = { ...RECORD, bits, pixels };
    expect(read(encodeDicom(record, HEADER))).toEqual(record);
  });

  it("the same input gives the same bytes; another seed other UIDs", () => {
    expect(encodeDicom(RECORD, HEADER)).toEqual(encodeDicom(RECORD, HEADER));
    expect(uidsOf("a")).not.toEqual(uidsOf("b"));
    for (const uid of Object.values(uidsOf("a"))) expect(uid).toMatch(/^2\.25\.(0|[1-9]\d{0,38})$/);
  });

  it("every written file is marked synthetic where a machine looks", () => {
    const { dict } = dcmjs.data.DicomMessage.readFile(encodeDicom(RECORD, HEADER).slice().buffer);
    const value = (tag: string) => dict[tag]?.Value[0];
    expect(value("00120062")).toBe("YES"); // PatientIdentityRemoved
    expect(value("00120063")).toMatch(/^SYNTHETIC/); // DeidentificationMethod
    expect(value("00204000")).toMatch(/^SYNTHETIC/); // ImageComments
    expect(value("00280301")).toBe("NO"); // BurnedInAnnotation
  });

  it("a declared burned-in annotation is kept with the image, NO and silence are not", () => {
    const burnedIn = (value?: string) =>
      read(variant({ "00280301": value === undefined ? undefined : element("CS", value) })).burnedIn;
    expect([burnedIn("YES"), burnedIn("NO"), burnedIn()]).toEqual([true, undefined, undefined]);
  });

  it("MONOCHROME1 and a negative rescale slope each invert, both together do not", () => {
    const inverse = [...ramp16].map(v => 65535 - v);
    const mono1 = { "00280004": element("CS", "MONOCHROME1") };
    const falling = { "00281053": element("DS", "-1") };
    expect([...read(variant(mono1)).pixels]).toEqual(inverse);
    expect([...read(variant(falling)).pixels]).toEqual(inverse);
    expect([...read(variant({ ...mono1, ...falling })).pixels]).toEqual([...ramp16]);
  });

  it("the range of BitsStored, not of the image, becomes full scale", () => {
    const stored = Uint16Array.from({ length: 35 }, (_, i) => 100 + i);
    const twelve = {
      "00280101": element("US", 12),
      "00280102": element("US", 11),
      "7FE00010": element("OW", stored.buffer),
    };
    expect([...read(variant(twelve)).pixels]).toEqual([...stored].map(v => Math.round((v * 65535) / 4095)));
  });

  it("signed values keep their order around mid-scale", () => {
    const signed = Int16Array.from({ length: 35 }, (_, i) => 100 * (i - 17));
    const bytes = variant({ "00280103": element("US", 1), "7FE00010": element("OW", signed.buffer) });
    expect([...read(bytes).pixels]).toEqual([...signed].map(v => v + 32768));
  });

  it.each([
    ["045Y", 45],
    ["018M", 1],
    ["003D", 0],
    ["", undefined],
    [undefined, undefined],
  ])("age %s is %s years", (text, years) => expect(ageOf(text, "f")).toBe(years));

  it.each(["-03Y", "45", "NaN", "200Y", "Y"])("age %s is refused without being quoted", text => {
    expect(() => ageOf(text, "f.dcm")).toThrow(/^f\.dcm: PatientAge: must be up to three digits/);
    expect(() => ageOf(text, "f.dcm")).not.toThrow(new RegExp(`${text}$`));
  });
});

describe("bad DICOM", () => {
  it.each([
    [
      "JPEG",
      variant({}, "1.2.840.10008.1.2.4.50"),
      "TransferSyntaxUID: transfer syntax must be uncompressed",
    ],
    ["RGB", variant({ "00280004": element("CS", "RGB") }), "PhotometricInterpretation: must be MONOCHROME1"],
    ["no pixels", variant({ "7FE00010": undefined }), "PixelData: must be present"],
    [
      "few pixels",
      variant({ "7FE00010": element("OW", new ArrayBuffer(10)) }),
      "PixelData: must hold all rows",
    ],
    ["no rows", variant({ "00280010": element("US", 0) }), "Rows: must be a whole number"],
    ["32 bits", variant({ "00280100": element("US", 32) }), "BitsAllocated: must be a whole number"],
    ["flat rescale", variant({ "00281053": element("DS", "0") }), "RescaleSlope: must not be zero"],
  ])("%s is refused, naming file, field and rule", (_, bytes, rule) => {
    expect(() => read(bytes)).toThrow(InvalidInput);
    expect(() => read(bytes)).toThrow(`images/7.dcm: ${rule}`);
  });

  it("a file cut at any byte is refused", () => {
    const whole = encodeDicom(RECORD, HEADER);
    for (let end = 0; end < whole.length; end += 3) {
      expect(() => read(whole.subarray(0, end)), `cut at ${end}`).toThrow(InvalidInput);
    }
  });

  it("400 files with random bytes changed each read or are refused with InvalidInput", () => {
    const whole = encodeDicom(RECORD, HEADER);
    const random = rng("dicom bytes");
    for (let k = 0; k < 400; k++) {
      const changed = Uint8Array.from(whole);
      for (let n = 0; n < 3; n++) changed[132 + random.integer(whole.length - 132)] = random.integer(256);
      try {
        expect(read(changed).pixels.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error, `file ${k}`).toBeInstanceOf(InvalidInput);
      }
    }
  });

  it("neither PNG nor DICOM, or not there: refused", async () => {
    const folder = await mkdtemp(join(tmpdir(), "image-"));
    await writeFile(join(folder, "a.png"), "plain text");
    await expect(readImage(join(folder, "a.png"), "a.png")).rejects.toThrow(/^a\.png: must start as a PNG/);
    await expect(readImage(join(folder, "b.png"), "b.png")).rejects.toThrow(
      "b.png: must exist and be readable",
    );
    await rm(folder, { recursive: true });
  });
});

const pydicom = fileURLToPath(new URL("../../../../shared/data/dicom/pydicom_test_files", import.meta.url));

describe.skipIf(!existsSync(pydicom))(
  "pydicom's test files (skipped where the shared data is absent)",
  () => {
    it("each reads or is refused with InvalidInput, and the known grey ones read", async () => {
      const readable: string[] = [];
      const names = existsSync(pydicom) ? readdirSync(pydicom, { recursive: true, encoding: "utf8" }) : [];
      const files = names.filter(name => name.endsWith(".dcm"));
      for (const name of files) {
        try {
          const { pixels, width, height } = await readImage(join(pydicom, name), name);
          expect(pixels.length).toBe(width * height);
          readable.push(name);
        } catch (error) {
          expect(error, name).toBeInstanceOf(InvalidInput);
        }
      }
      expect(files.length).toBeGreaterThan(70);
      expect(readable).toEqual(
        expect.arrayContaining([
          "CT_small.dcm",
          "MR_small.dcm",
          "MR_small_bigendian.dcm",
          "MR_small_implicit.dcm",
        ]),
      );
      expect(readable).not.toContain("MR_truncated.dcm");
    });

    it("byte order and explicitness do not change the image", async () => {
      const plain = await readImage(join(pydicom, "MR_small.dcm"), "a");
      for (const twin of ["MR_small_bigendian.dcm", "MR_small_implicit.dcm", "MR_small_expb.dcm"]) {
        expect((await readImage(join(pydicom, twin), twin)).pixels).toEqual(plain.pixels);
      }
    });
  },
);
