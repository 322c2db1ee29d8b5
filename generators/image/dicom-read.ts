import type { ImageRecord } from "../../schemas/image.ts";
import { InvalidInput } from "../../src/errors.ts";
import { type DicomElements, dcmjs } from "./dcmjs.ts";
import { ageOf, sexOf, viewOf } from "./dicom-patient.ts";

/**
 * Grey image of a DICOM file: the first frame, uncompressed, MONOCHROME1 turned to MONOCHROME2, the range that
 * BitsStored can represent stretched over 8 or 16 bits (never the range seen in this image). A negative rescale slope
 * inverts. Age, sex, view and burned-in text come from PatientAge, PatientSex, ViewPosition and BurnedInAnnotation.
 *
 * @param file  name for messages, relative to the cohort
 * @throws      InvalidInput naming file, field and rule
 */
export const decodeDicom = (bytes: Uint8Array, file: string): ImageRecord => {
  const { meta, dict } = parsed(bytes, file);
  const littleEndian = isLittleEndian(text(meta, "00020010"), file);
  const layout = layoutOf(dict, file);
  checkWhole(bytes, pixelBytes(dict, file).byteLength, littleEndian, file);
  const samples = samplesOf(dict, layout, littleEndian, file);
  const ageYears = ageOf(text(dict, "00101010"), file);
  const sex = sexOf(text(dict, "00100040"));
  const view = viewOf(text(dict, "00185101"));
  return {
    width: layout.columns,
    height: layout.rows,
    ...greyOf(samples, layout),
    ...(ageYears === undefined ? {} : { ageYears }),
    ...(sex === undefined ? {} : { sex }),
    ...(view === undefined ? {} : { view }),
    ...(text(dict, "00280301")?.toUpperCase() === "YES" ? { burnedIn: true } : {}),
  };
};

/** A DICOM Part 10 file: "DICM" after a preamble of 128 bytes. */
export const isDicom = (bytes: Uint8Array): boolean =>
  [0x44, 0x49, 0x43, 0x4d].every((byte, i) => bytes[128 + i] === byte);

const parsed = (
  bytes: Uint8Array,
  file: string,
): { readonly meta: DicomElements; readonly dict: DicomElements } => {
  if (!isDicom(bytes))
    throw new InvalidInput('must be a DICOM Part 10 file ("DICM" after 128 bytes)', { file });
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  try {
    return dcmjs.data.DicomMessage.readFile(copy.buffer);
  } catch {
    // The library's message may quote an element's value, so it is not passed on.
    throw new InvalidInput("must be an intact DICOM file (meta header and all elements readable)", { file });
  }
};

const UNCOMPRESSED: Readonly<Record<string, { readonly littleEndian: boolean }>> = {
  "1.2.840.10008.1.2": { littleEndian: true },
  "1.2.840.10008.1.2.1": { littleEndian: true },
  "1.2.840.10008.1.2.2": { littleEndian: false },
};

const isLittleEndian = (syntax: string | undefined, file: string): boolean => {
  const known = syntax === undefined ? undefined : UNCOMPRESSED[syntax];
  if (known === undefined) {
    const rule =
      "transfer syntax must be uncompressed (implicit or explicit little endian, or explicit big endian)";
    throw new InvalidInput(rule, { file, field: "TransferSyntaxUID" });
  }
  return known.littleEndian;
};

interface Layout {
  readonly rows: number;
  readonly columns: number;
  readonly allocated: 8 | 16;
  readonly stored: number;
  /** Right shift that brings the stored bits to the bottom. */
  readonly shift: number;
  readonly signed: boolean;
  /** Low values are white. */
  readonly inverted: boolean;
}

const layoutOf = (dict: DicomElements, file: string): Layout => {
  const whole = (tag: string, field: string, low: number, high: number, absent?: number): number => {
    const value = number(dict, tag) ?? absent;
    if (value !== undefined && Number.isInteger(value) && value >= low && value <= high) return value;
    throw new InvalidInput(`must be a whole number from ${low} to ${high}`, { file, field });
  };
  const photometric = text(dict, "00280004");
  if (photometric !== "MONOCHROME1" && photometric !== "MONOCHROME2") {
    throw new InvalidInput("must be MONOCHROME1 or MONOCHROME2", {
      file,
      field: "PhotometricInterpretation",
    });
  }
  whole("00280002", "SamplesPerPixel", 1, 1);
  if (dict["00283000"] !== undefined) {
    throw new InvalidInput("must be absent: only linear rescaling is read", {
      file,
      field: "ModalityLUTSequence",
    });
  }
  const allocated = whole("00280100", "BitsAllocated", 8, 16);
  if (allocated !== 8 && allocated !== 16)
    throw new InvalidInput("must be 8 or 16", { file, field: "BitsAllocated" });
  const stored = whole("00280101", "BitsStored", 1, allocated, allocated);
  const slope = number(dict, "00281053") ?? 1;
  if (!Number.isFinite(slope) || slope === 0)
    throw new InvalidInput("must not be zero", { file, field: "RescaleSlope" });
  return {
    rows: whole("00280010", "Rows", 1, LARGEST_SIDE),
    columns: whole("00280011", "Columns", 1, LARGEST_SIDE),
    allocated,
    stored,
    shift: whole("00280102", "HighBit", stored - 1, allocated - 1, stored - 1) - (stored - 1),
    signed: whole("00280103", "PixelRepresentation", 0, 1, 0) === 1,
    inverted: (photometric === "MONOCHROME1") !== slope < 0,
  };
};

const LARGEST_SIDE = 16_384;

/** Stored values of the first frame, moved to start at zero. */
const samplesOf = (dict: DicomElements, layout: Layout, littleEndian: boolean, file: string): Uint16Array => {
  const bytes = pixelBytes(dict, file);
  const count = layout.rows * layout.columns;
  if (bytes.byteLength < (count * layout.allocated) / 8) {
    throw new InvalidInput("must hold all rows and columns of a frame", { file, field: "PixelData" });
  }
  const wide = layout.allocated === 16;
  // Bytes of a big-endian OW element are swapped in pairs, eight-bit samples too (PS3.5 annex A.3).
  const swap =
    !wide && !littleEndian && dict["7FE00010"]!.vr === "OW" && bytes.byteLength >= count + (count & 1)
      ? 1
      : 0;
  const mask = 2 ** layout.stored - 1;
  const flip = layout.signed ? 2 ** (layout.stored - 1) : 0;
  const out = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const raw = wide ? bytes.getUint16(2 * i, littleEndian) : bytes.getUint8(i ^ swap);
    out[i] = ((raw >> layout.shift) & mask) ^ flip;
  }
  return out;
};

const pixelBytes = (dict: DicomElements, file: string): DataView => {
  const value = dict["7FE00010"]?.Value?.[0];
  if (value instanceof ArrayBuffer) return new DataView(value);
  if (ArrayBuffer.isView(value)) return new DataView(value.buffer, value.byteOffset, value.byteLength);
  throw new InvalidInput("must be present", { file, field: "PixelData" });
};

/**
 * The library fills missing pixels of a cut file with zeros, so the element is looked up once more: some PixelData
 * header of the length read must be followed by as many bytes.
 */
const checkWhole = (bytes: Uint8Array, length: number, littleEndian: boolean, file: string): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = bytes.length - 8; at >= 132; at--) {
    if (view.getUint16(at, littleEndian) !== 0x7fe0 || view.getUint16(at + 2, littleEndian) !== 0x0010)
      continue;
    const explicit = bytes[at + 4] === 0x4f && (bytes[at + 5] === 0x42 || bytes[at + 5] === 0x57);
    const header = explicit ? 12 : 8;
    if (at + header > bytes.length) continue;
    if (view.getUint32(at + header - 4, littleEndian) === length && at + header + length <= bytes.length)
      return;
  }
  throw new InvalidInput("must not be cut short", { file, field: "PixelData" });
};

const greyOf = (samples: Uint16Array, layout: Layout): Pick<ImageRecord, "bits" | "pixels"> => {
  const bits = layout.stored <= 8 ? 8 : 16;
  const top = 2 ** bits - 1;
  const highest = 2 ** layout.stored - 1;
  const pixels = bits === 8 ? new Uint8Array(samples.length) : new Uint16Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const sample = layout.inverted ? highest - samples[i]! : samples[i]!;
    pixels[i] = Math.round((sample * top) / highest);
  }
  return { bits, pixels };
};

const first = (dict: DicomElements, tag: string): unknown => dict[tag]?.Value?.[0];

const number = (dict: DicomElements, tag: string): number | undefined => {
  const value = first(dict, tag);
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : undefined;
};

const text = (dict: DicomElements, tag: string): string | undefined => {
  const value = first(dict, tag);
  return typeof value === "string" ? value.replaceAll("\0", "").trim() : undefined;
};
