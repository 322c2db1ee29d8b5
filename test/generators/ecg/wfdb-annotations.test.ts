import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isQrs, parseAnnotations } from "../../../generators/ecg/wfdb-annotations.ts";
import { InvalidInput } from "../../../src/errors.ts";

const bytesOf = (words: readonly number[]) => new Uint8Array(Uint16Array.from(words).buffer);
const word = (code: number, low: number) => (code << 10) | low;

describe("an annotation file", () => {
  it("adds intervals up; SKIP carries a long one, high word first; AUX gives text to the one before", () => {
    const text = [..."(N\0"].map(letter => letter.charCodeAt(0));
    const aux = [word(63, 3), text[0]! | (text[1]! << 8), text[2]!];
    const bytes = bytesOf([word(28, 18), ...aux, word(1, 59), word(59, 0), 1, 2, word(5, 3), word(61, 4), 0]);
    expect(parseAnnotations(bytes, "x.atr")).toEqual([
      { sample: 18, code: 28, text: "(N" },
      { sample: 77, code: 1 },
      { sample: 77 + 65536 + 2 + 3, code: 5 },
    ]);
  });

  it.each([
    ["no end mark", bytesOf([word(1, 5)])],
    ["a text that is cut off", bytesOf([word(1, 5), word(63, 40), 0])],
    ["an interval that is cut off", bytesOf([word(59, 0), 1])],
    ["a code that is none", bytesOf([word(55, 1), 0])],
  ])("with %s is refused, naming the file", (_, bytes) => {
    expect(() => parseAnnotations(bytes, "x.atr")).toThrow(InvalidInput);
    expect(() => parseAnnotations(bytes, "x.atr")).toThrow(/^x\.atr: /);
  });

  const RECORD = fileURLToPath(
    new URL("../../../../shared/data/ecg/wfdb_format_samples/100.atr", import.meta.url),
  );
  it.skipIf(!existsSync(RECORD))(
    "of record 100 holds 2273 beats: 2239 normal, 33 atrial and 1 ventricular premature (skipped: not here)",
    () => {
      const all = parseAnnotations(readFileSync(RECORD), "100.atr");
      const beats = all.filter(isQrs);
      const of = (code: number) => beats.filter(beat => beat.code === code).length;
      // Moody & Mark, MIT-BIH Arrhythmia Database directory, record 100.
      expect([beats.length, of(1), of(8), of(5)]).toEqual([2273, 2239, 33, 1]);
      expect(all[0]).toEqual({ sample: 18, code: 28, text: "(N" });
    },
  );
});
