import { InvalidInput } from "../../src/errors.ts";

export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const BYTES = { F16: 2, F32: 4 } as const;
/** A header beyond this is no header of a small network. */
const LONGEST_HEADER = 1 << 20;

/**
 * The tensors of a safetensors file: half and single precision, little-endian.
 *
 * @param file  name for messages
 * @throws      InvalidInput where header, shapes and data do not fit each other
 * @source      https://github.com/huggingface/safetensors, "Format"
 */
export const readSafetensors = (bytes: Uint8Array, file: string): ReadonlyMap<string, StoredTensor> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? 0 : Number(view.getBigUint64(0, true));
  if (length < 2 || length > LONGEST_HEADER || 8 + length > bytes.length)
    throw new InvalidInput("must start with the length of its header", { file });
  const header = parsed(bytes.subarray(8, 8 + length), file);
  const data = new DataView(bytes.buffer, bytes.byteOffset + 8 + length, bytes.length - 8 - length);
  const entries = Object.entries(header).filter(([name]) => name !== "__metadata__");
  return new Map(entries.map(([name, entry]) => [name, tensor(entry, data, { file, field: name })]));
};

const parsed = (bytes: Uint8Array, file: string): Readonly<Record<string, unknown>> => {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new InvalidInput("must have a JSON header", { file }, { cause });
  }
  if (typeof header !== "object" || header === null || Array.isArray(header))
    throw new InvalidInput("must have a JSON object for a header", { file });
  return header as Record<string, unknown>;
};

const tensor = (
  entry: unknown,
  data: DataView,
  place: { readonly file: string; readonly field: string },
): StoredTensor => {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (dtype !== "F16" && dtype !== "F32") throw new InvalidInput("must be of type F16 or F32", place);
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2)
    throw new InvalidInput("must have a shape and two data offsets", place);
  const count = shape.reduce((a, b) => a * b, 1);
  const [from, to] = offsets as [number, number];
  if (to - from !== count * BYTES[dtype] || to > data.byteLength)
    throw new InvalidInput("must have data of the size of its shape inside the file", place);
  const read = dtype === "F16" ? half : (view: DataView, at: number) => view.getFloat32(at, true);
  return {
    shape,
    values: Float32Array.from({ length: count }, (_, i) => read(data, from + i * BYTES[dtype])),
  };
};

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every(item => Number.isSafeInteger(item) && item >= 0);

/** IEEE 754 binary16, little-endian. */
const half = (view: DataView, at: number): number => {
  const bits = view.getUint16(at, true);
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};
