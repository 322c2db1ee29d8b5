import { InvalidInput } from "../../src/errors.ts";

/**
 * One WFDB storage format: how many bytes hold how many samples, the raw value that means "no sample", and the
 * decoder of sample i.
 */
interface Storage {
  /** Bytes needed for n samples. */
  bytes(n: number): number;
  readonly missing: number;
  at(view: DataView, offset: number, i: number): number;
}

const signExtend = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

/** @source WFDB Applications Guide, signal(5): https://physionet.org/physiotools/wag/signal-5.htm */
const STORAGES: Readonly<Record<string, Storage>> = {
  "16": {
    bytes: n => 2 * n,
    missing: -32768,
    at: (view, offset, i) => view.getInt16(offset + 2 * i, true),
  },
  "61": {
    bytes: n => 2 * n,
    missing: -32768,
    at: (view, offset, i) => view.getInt16(offset + 2 * i, false),
  },
  "80": { bytes: n => n, missing: -128, at: (view, offset, i) => view.getUint8(offset + i) - 128 },
  "24": {
    bytes: n => 3 * n,
    missing: -8388608,
    at: (view, offset, i) => view.getUint16(offset + 3 * i, true) + view.getInt8(offset + 3 * i + 2) * 65536,
  },
  "32": {
    bytes: n => 4 * n,
    missing: -2147483648,
    at: (view, offset, i) => view.getInt32(offset + 4 * i, true),
  },
  // Two 12-bit samples in three bytes: low byte, both high nibbles, low byte.
  "212": {
    bytes: n => Math.ceil(1.5 * n),
    missing: -2048,
    at: (view, offset, i) => {
      const start = offset + 3 * (i >> 1);
      const nibbles = view.getUint8(start + 1);
      return i % 2 === 0
        ? signExtend(view.getUint8(start) | ((nibbles & 0x0f) << 8), 12)
        : signExtend(view.getUint8(start + 2) | ((nibbles & 0xf0) << 4), 12);
    },
  },
};

/** Raw samples of all signals of one file. `values[s]` is signal s; `missing` marks an invalid sample. */
export interface RawSignals {
  readonly values: readonly Int32Array[];
  readonly missing: number;
}

/**
 * Raw samples of the interleaved signals of one WFDB signal file.
 *
 * @param bytes   whole file
 * @param layout  format number, byte offset of the first sample, signals in the file, samples a signal (or as many as there are)
 * @throws        InvalidInput for an unknown format, or a file shorter than the layout says
 */
export const decodeSamples = (
  bytes: Uint8Array,
  layout: {
    readonly format: string;
    readonly byteOffset: number;
    readonly signals: number;
    readonly samples?: number;
  },
  file: string,
): RawSignals => {
  const storage = STORAGES[layout.format];
  if (storage === undefined)
    throw new InvalidInput(`the signal format must be one of ${Object.keys(STORAGES).join(", ")}`, { file });
  const available = bytes.length - layout.byteOffset;
  const samples = layout.samples ?? Math.floor(available / storage.bytes(layout.signals * 2)) * 2;
  if (available < storage.bytes(layout.signals * samples))
    throw new InvalidInput("the signal file is truncated: it is shorter than its header says", { file });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = Array.from({ length: layout.signals }, () => new Int32Array(samples));
  for (let s = 0; s < layout.signals; s++) {
    const out = values[s]!;
    for (let n = 0; n < samples; n++) out[n] = storage.at(view, layout.byteOffset, n * layout.signals + s);
  }
  return { values, missing: storage.missing };
};

/** Sum of samples modulo 2¹⁶, as a signed 16-bit number: the checksum of a header's signal line. */
export const checksum = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum = (sum + values[i]!) | 0;
  return signExtend(sum & 0xffff, 16);
};
