import { unzipSync, Zip, ZipDeflate } from "fflate";
import { InvalidInput } from "../errors.ts";

/** One array of an .npz file: C order. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** NumPy's type without byte order: `u1`, `i8`, `f4`, … */
  readonly type: string;
  readonly bytes: Uint8Array;
}

const MAGIC = "\x93NUMPY";

/**
 * Arrays of an .npz file by name.
 *
 * @throws InvalidInput naming file and array: no zip, no .npy inside, Fortran order, big-endian or objects
 * @source NumPy, "NEP 1: a simple file format for NumPy arrays"
 */
export const readNpz = (bytes: Uint8Array, file: string): ReadonlyMap<string, NpyArray> => {
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes);
  } catch {
    throw new InvalidInput("must be an intact .npz (zip of .npy arrays)", { file });
  }
  return new Map(
    Object.entries(entries).map(([name, entry]) => {
      const array = name.replace(/\.npy$/, "");
      return [array, npy(entry, rule => new InvalidInput(rule, { file, field: array }))];
    }),
  );
};

const npy = (bytes: Uint8Array, broken: (rule: string) => InvalidInput): NpyArray => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (text.length < 12 || text.toString("latin1", 0, 6) !== MAGIC)
    throw broken("must begin as a .npy array does");
  const long = text[6]! >= 2;
  const length = long ? text.readUInt32LE(8) : text.readUInt16LE(8);
  const from = (long ? 12 : 10) + length;
  const header = text.toString("latin1", long ? 12 : 10, from);
  const type = /'descr':\s*'([<|>=])([a-zA-Z]\d+)'/.exec(header);
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  if (type === null || shape === undefined || type[2]!.startsWith("O"))
    throw broken("must be an array of numbers");
  if (type[1] === ">" || /'fortran_order':\s*True/.test(header))
    throw broken("must be little-endian and in C order");
  const sizes = shape
    .split(",")
    .filter(part => part.trim() !== "")
    .map(Number);
  const size = sizes.reduce((product, n) => product * n, 1) * Number(type[2]!.slice(1));
  if (bytes.length < from + size) throw broken("must hold all its values");
  return { shape: sizes, type: type[2]!, bytes: bytes.subarray(from, from + size) };
};

/** An .npz file; the same arrays give the same bytes. */
export const writeNpz = (arrays: Readonly<Record<string, NpyArray>>): Uint8Array => {
  const parts: Uint8Array[] = [];
  const writer = npzWriter(part => parts.push(part));
  for (const [name, { bytes, ...head }] of Object.entries(arrays)) writer.array(name, head, [bytes]);
  writer.end();
  return Buffer.concat(parts);
};

/** An .npz file that is written as its values come: only what is given at once is held. */
export interface NpzWriter {
  /** @param parts  the array's bytes in order, in all as many as its shape and type need */
  array(name: string, head: Omit<NpyArray, "bytes">, parts: Iterable<Uint8Array>): void;
  end(): void;
}

/** @param write  gets the file's bytes in order */
export const npzWriter = (write: (part: Uint8Array) => void): NpzWriter => {
  const zip = new Zip((error, part) => {
    if (error !== null) throw error;
    write(part);
  });
  return {
    array: (name, head, parts) => {
      const entry = new ZipDeflate(`${name}.npy`, { level: 6 });
      entry.mtime = new Date(1980, 0, 1);
      zip.add(entry);
      entry.push(npyHead(head));
      for (const part of parts) entry.push(part);
      entry.push(new Uint8Array(0), true);
    },
    end: () => zip.end(),
  };
};

/** Arrays start on a multiple of this. */
const ALIGNED = 64;

const npyHead = ({ shape, type }: Omit<NpyArray, "bytes">): Uint8Array => {
  const order = type.endsWith("1") ? "|" : "<";
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '${order}${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const padded = Math.ceil((10 + header.length + 1) / ALIGNED) * ALIGNED;
  const head = Buffer.alloc(padded, " ", "latin1");
  head.write(MAGIC, 0, "latin1");
  head[6] = 1;
  head[7] = 0;
  head.writeUInt16LE(padded - 10, 8);
  head.write(header, 10, "latin1");
  head.write("\n", padded - 1, "latin1");
  return head;
};
