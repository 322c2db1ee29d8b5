import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAtr, encodeAtr } from "../../../generators/ecg/atr.ts";
import { writeEcg } from "../../../generators/ecg/wfdb-write.ts";
import type { EcgAnnotation } from "../../../schemas/ecg.ts";
import { clean } from "./clean-beat.ts";
import { temporaryFolder } from "./fixtures.ts";

const REAL = join(import.meta.dirname, "../../../../shared/data/ecg/wfdb_format_samples/100.atr");

describe("annotations", () => {
  it("read(write(a)) = a for any times, symbols and texts", () => {
    const steps = fc.array(
      fc.record({
        step: fc.oneof(fc.integer({ min: 0, max: 1100 }), fc.integer({ min: 0, max: 200_000_000 })),
        symbol: fc.constantFrom("N", "L", "R", "V", "A", "/", "E", "j", "+", "~"),
        text: fc.option(fc.stringMatching(/^\([A-Z]{1,6}$/), { nil: undefined }),
      }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(steps, drawn => {
        let sample = 0;
        const annotations = drawn.map(({ step, symbol, text }): EcgAnnotation => {
          sample += step;
          return { sample, symbol, ...(text !== undefined && { text }) };
        });
        expect(decodeAtr(encodeAtr(annotations), "x.atr")).toEqual(annotations);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it.skipIf(!existsSync(REAL))("of MIT-BIH record 100 are read as the wfdb package reads them", () => {
    // wfdb 4.3.1: rdann("100", "atr")
    const found = decodeAtr(new Uint8Array(readFileSync(REAL)), "100.atr");
    expect(found).toHaveLength(2274);
    expect(found[0]).toEqual({ sample: 18, symbol: "+", text: "(N" });
    expect(found.slice(1, 4).map(({ sample }) => sample)).toEqual([77, 370, 662]);
    expect(found.at(-1)).toEqual({ sample: 649_991, symbol: "N" });
    expect(decodeAtr(encodeAtr(found), "again")).toEqual(found);
  });

  it("that end before their end mark are refused, wherever they are cut", () => {
    const bytes = encodeAtr([{ sample: 5000, symbol: "+", text: "(AFIB" }]);
    for (let length = 0; length < bytes.length - 1; length++)
      expect(() => decodeAtr(bytes.subarray(0, length), "x.atr")).toThrow("annotation file");
  });

  it("that go back in time or have an unknown symbol are our bug", () => {
    const at = (sample: number, symbol: string) => ({ sample, symbol });
    expect(() => encodeAtr([at(9, "N"), at(8, "N")])).toThrow("not before");
    expect(() => encodeAtr([at(9, "§")])).toThrow("known symbol");
  });

  it("are written beside the record and read back from the file", async () => {
    const folder = await temporaryFolder();
    const { record } = clean({ ectopy: "ventricular-premature" }, "beside");
    await writeEcg(folder, "p", record, { comments: [] });
    expect(decodeAtr(new Uint8Array(await readFile(join(folder, "p.atr"))), "p.atr")).toEqual(
      record.annotations,
    );
  });
});

describe("the marks of a drawn recording", () => {
  it("stand at the steepest part of QRS: the slope energy within 60 ms of a mark is 20 times that elsewhere", () => {
    for (const wish of [
      {},
      { rhythm: "atrial-fibrillation" },
      { conduction: "left-bundle-branch-block" },
    ] as const)
      for (let i = 0; i < 5; i++) {
        const { record } = clean(wish, `mark ${i}`);
        const energy = new Float64Array(5000);
        for (const lead of record.leads)
          for (let n = 1; n < 5000; n++) energy[n] = energy[n]! + (lead[n]! - lead[n - 1]!) ** 2;
        let [near, far, nearCount, farCount] = [0, 0, 0, 0];
        const marks = record.annotations!.filter(({ symbol }) => symbol !== "+");
        for (let n = 200; n < 4800; n++)
          if (marks.some(({ sample }) => Math.abs(sample - n) <= 30)) {
            near += energy[n]!;
            nearCount++;
          } else {
            far += energy[n]!;
            farCount++;
          }
        expect(near / nearCount).toBeGreaterThan((20 * far) / farCount);
      }
  });

  it.each([
    [{}, "(N", ["N"]],
    [{ rhythm: "atrial-fibrillation" }, "(AFIB", ["N"]],
    [{ rhythm: "atrial-flutter" }, "(AFL", ["N"]],
    [{ rhythm: "supraventricular-tachycardia" }, "(SVTA", ["N"]],
    [{ rhythm: "paced" }, "(P", ["/"]],
    [{ conduction: "right-bundle-branch-block" }, "(N", ["R"]],
    [{ conduction: "left-bundle-branch-block" }, "(N", ["L"]],
    [{ conduction: "second-degree-av-block-mobitz-1" }, "(BII", ["N"]],
    [{ ectopy: "ventricular-premature" }, "(N", ["N", "V"]],
    [{ ectopy: "atrial-premature" }, "(N", ["A", "N"]],
    [{ ectopy: "ventricular-bigeminy" }, "(B", ["N", "V"]],
  ] as const)("of %o say %s and %o", (wish, rhythm, symbols) => {
    const { record } = clean(wish, "code");
    const [first, ...beats] = record.annotations!;
    expect(first).toEqual({ sample: 0, symbol: "+", text: rhythm });
    expect([...new Set(beats.map(({ symbol }) => symbol))].sort()).toEqual([...symbols]);
  });

  it("name an escape rhythm by where it comes from: narrow j, broad E", () => {
    for (let i = 0; i < 12; i++) {
      const { record, scene } = clean({ conduction: "third-degree-av-block" }, `escape ${i}`);
      const symbols = new Set(record.annotations!.slice(1).map(({ symbol }) => symbol));
      expect([...symbols]).toEqual([scene.intervals.qrsMs > 125 ? "E" : "j"]);
    }
  });
});
