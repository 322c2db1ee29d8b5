import type { EcgAnnotation } from "../../schemas/ecg.ts";
import { Unsound } from "../../src/errors.ts";
import { parseAnnotations } from "./wfdb-annotations.ts";

/** Codes of the MIT format and their symbols. */
const CODES: Readonly<Record<string, number>> = {
  N: 1,
  L: 2,
  R: 3,
  a: 4,
  V: 5,
  F: 6,
  J: 7,
  A: 8,
  S: 9,
  E: 10,
  j: 11,
  "/": 12,
  Q: 13,
  "~": 14,
  "|": 16,
  s: 18,
  T: 19,
  "*": 20,
  D: 21,
  '"': 22,
  "=": 23,
  p: 24,
  B: 25,
  "^": 26,
  t: 27,
  "+": 28,
  u: 29,
  "?": 30,
  "!": 31,
  "[": 32,
  "]": 33,
  e: 34,
  n: 35,
  "@": 36,
  x: 37,
  f: 38,
  "(": 39,
  ")": 40,
  r: 41,
};
const SYMBOLS: ReadonlyMap<number, string> = new Map(
  Object.entries(CODES).map(([symbol, code]) => [code, symbol]),
);

const SKIP = 59;
const AUX = 63;
const LONGEST_STEP = 1023;

/**
 * Annotations as an MIT-format `.atr` file: 16-bit words of a code (6 bits) and the samples since the last annotation
 * (10 bits), longer steps and texts in words of their own.
 *
 * @param annotations  in order of time
 * @throws             Unsound for an unknown symbol, times that go back or a text of more than 255 bytes
 * @source             WFDB Applications Guide, annot(5): https://physionet.org/physiotools/wag/annot-5.htm
 */
export const encodeAtr = (annotations: readonly EcgAnnotation[]): Uint8Array => {
  const bytes: number[] = [];
  const word = (code: number, low: number) => bytes.push(low & 0xff, (code << 2) | (low >> 8));
  let last = 0;
  for (const { sample, symbol, text } of annotations) {
    const code = CODES[symbol];
    const step = sample - last;
    if (code === undefined || !Number.isInteger(step) || step < 0)
      throw new Unsound("an annotation must have a known symbol and a sample not before the last one's");
    if (step > LONGEST_STEP) {
      word(SKIP, 0);
      // The high half of the 32 bits comes first.
      bytes.push((step >>> 16) & 0xff, (step >>> 24) & 0xff, step & 0xff, (step >>> 8) & 0xff);
    }
    word(code, step > LONGEST_STEP ? 0 : step);
    if (text !== undefined && text !== "") {
      const aux = new TextEncoder().encode(text);
      if (aux.length > 255) throw new Unsound("an annotation's text must have at most 255 bytes");
      word(AUX, aux.length);
      bytes.push(...aux, ...(aux.length % 2 === 1 ? [0] : []));
    }
    last = sample;
  }
  word(0, 0);
  return Uint8Array.from(bytes);
};

/**
 * Annotations of an MIT-format file by their symbols; a code that has none is "?".
 *
 * @param file  name for messages
 * @throws      InvalidInput for a file that ends inside an annotation or holds a code that is none
 */
export const decodeAtr = (bytes: Uint8Array, file: string): readonly EcgAnnotation[] =>
  parseAnnotations(bytes, file).map(({ sample, code, text }) => ({
    sample,
    symbol: SYMBOLS.get(code) ?? "?",
    ...(text !== undefined && { text }),
  }));
