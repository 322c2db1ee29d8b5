import { InvalidInput } from "../../../src/errors.ts";
import { readSafetensors, type StoredTensor } from "../../tensor/safetensors.ts";
import { BUCKETS, contextToken, type Token } from "./tokens.ts";

/** Length of an embedding, and of the hidden layer. */
export const WIDTH = 24;
export const HIDDEN = 48;

/** What is said around a place, summed embeddings, each WIDTH long. `own`: the rest of its own sentence. */
export const AROUND = ["note", "section", "previous", "next", "own", "context", "site"] as const;
export type Around = (typeof AROUND)[number];

/** Sums over a note and a section grow with their length; these keep them in the range of one sentence. */
export const NOTE_SCALE = 0.2;
export const SECTION_SCALE = 0.3;

const SHAPES: Readonly<Record<string, readonly number[]>> = {
  "embed.in": [BUCKETS, WIDTH],
  "embed.out": [BUCKETS, WIDTH],
  "embed.bias": [BUCKETS],
  ...Object.fromEntries(AROUND.map(name => [`hidden.${name}`, [HIDDEN, WIDTH]])),
  "hidden.bias": [HIDDEN],
  "out.hidden": [WIDTH, HIDDEN],
  "out.note": [WIDTH, WIDTH],
  "out.section": [WIDTH, WIDTH],
  "out.own": [WIDTH, WIDTH],
  echo: [3],
  "quality.hidden": [HIDDEN],
  "quality.pair": [HIDDEN, WIDTH],
  "quality.scalar": [2],
};

/**
 * A token's rows, added up: what it brings to its surroundings, what is asked of them, and how common it is. The first
 * layer is linear in what stands around a place, so a token carries its products with the first matrices: a pass adds
 * them up and multiplies by one small matrix.
 */
export interface Embedded {
  readonly in: Float32Array;
  readonly out: Float32Array;
  readonly bias: number;
  readonly echoes: readonly number[];
  /** Products for each of SPREAD, one after another. */
  readonly spread: Float32Array;
}

/** Matrices a standing token is multiplied with, their scales, and where their products lie in `spread`. */
const FIRST = [
  ["hidden.note", HIDDEN, NOTE_SCALE],
  ["out.note", WIDTH, NOTE_SCALE],
  ["hidden.section", HIDDEN, SECTION_SCALE],
  ["out.section", WIDTH, SECTION_SCALE],
  ["hidden.own", HIDDEN, 1],
  ["out.own", WIDTH, 1],
  ["hidden.previous", HIDDEN, 1],
  ["hidden.next", HIDDEN, 1],
] as const;
const ROOM = HIDDEN + WIDTH;
export const SPREAD = { note: 0, section: ROOM, own: 2 * ROOM, previous: 3 * ROOM, next: 3 * ROOM + HIDDEN };
export const SPREAD_LENGTH = 3 * ROOM + 2 * HIDDEN;
/** Length of the products for a note, a section, or the rest of a sentence: hidden layer, then output. */
export const BOTH_LAYERS = ROOM;

/** The trained network: embeddings of tokens, and matrices in row-major order. */
export interface Network {
  embed(token: Token): Embedded;
  /** Product of what is known of a place before anything is said ("context"), or of what kind of choice it is ("site"). */
  known(name: "context" | "site", features: readonly string[]): Float32Array;
  readonly weights: ReadonlyMap<string, Float32Array>;
}

/**
 * The network of a safetensors file.
 *
 * @throws  InvalidInput where a tensor is missing, of another shape, or holds no number
 */
export const readNetwork = (bytes: Uint8Array, file: string): Network => {
  const stored = readSafetensors(bytes, file);
  const weights = new Map(
    Object.entries(SHAPES).map(([name, shape]) => [name, checked(stored.get(name), { name, shape, file })]),
  );
  const tokens = new Map<string, Embedded>();
  const places = new Map<string, Float32Array>();
  const remembered = <T>(memory: Map<string, T>, name: string, make: () => T): T => {
    const found = memory.get(name) ?? make();
    memory.set(name, found);
    return found;
  };
  return {
    weights,
    embed: token => remembered(tokens, token.name, () => embedded(token, weights)),
    known: (name, features) => {
      const sum = new Float32Array(HIDDEN);
      for (const feature of features) {
        const one = remembered(places, `${name} ${feature}`, () =>
          product(
            weights.get(`hidden.${name}`)!,
            rowsOf(contextToken([feature]), weights.get("embed.in")!, WIDTH),
          ),
        );
        for (let k = 0; k < HIDDEN; k++) sum[k]! += one[k]!;
      }
      const scale = 1 / Math.sqrt(Math.max(1, features.length));
      return sum.map(value => scale * value);
    },
  };
};

const checked = (
  tensor: StoredTensor | undefined,
  { name, shape, file }: { readonly name: string; readonly shape: readonly number[]; readonly file: string },
): Float32Array => {
  if (tensor === undefined || tensor.shape.join() !== shape.join())
    throw new InvalidInput(`must have a tensor of shape ${shape.join(" × ")}`, { file, field: name });
  if (!tensor.values.every(Number.isFinite))
    throw new InvalidInput("must hold finite numbers", { file, field: name });
  return tensor.values;
};

const embedded = (token: Token, weights: ReadonlyMap<string, Float32Array>): Embedded => {
  const incoming = rowsOf(token, weights.get("embed.in")!, WIDTH);
  const spread = FIRST.flatMap(([name, , scale]) =>
    Array.from(product(weights.get(name)!, incoming), value => scale * value),
  );
  return {
    in: incoming,
    out: rowsOf(token, weights.get("embed.out")!, WIDTH),
    bias: rowsOf(token, weights.get("embed.bias")!, 1)[0]!,
    echoes: token.echoes(),
    spread: Float32Array.from(spread),
  };
};

/** Sums of rows over the square root of their number, so that long wordings are not louder than short ones. */
const rowsOf = (token: Token, table: Float32Array, width: number): Float32Array => {
  const features = token.features();
  const scale = 1 / Math.sqrt(Math.max(1, features.length));
  const sum = new Float32Array(width);
  for (const row of features) for (let k = 0; k < width; k++) sum[k]! += scale * table[row * width + k]!;
  return sum;
};

/** W x, W row-major. */
const product = (matrix: Float32Array, x: Float32Array): Float32Array => {
  const y = new Float32Array(matrix.length / x.length);
  for (let row = 0; row < y.length; row++)
    for (let column = 0; column < x.length; column++)
      y[row]! += matrix[row * x.length + column]! * x[column]!;
  return y;
};
