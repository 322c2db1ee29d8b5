import { describe, expect, it } from "vitest";
import { measure } from "../../../generators/ecg/delineate.ts";
import { CONDUCTIONS, LEADS, MORPHOLOGIES, RHYTHMS } from "../../../schemas/ecg.ts";
import { hasPr } from "../../../schemas/ecg-shown.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import { type CleanRecording, meanBeat, several, share } from "./clean-beat.ts";

const COUNT = 40;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

describe("wanted and measured intervals", () => {
  const wishes: readonly Partial<EcgOrder>[] = [
    ...RHYTHMS.filter(rhythm => rhythm !== "atrial-flutter").map(rhythm => ({ rhythm })),
    ...CONDUCTIONS.map(conduction => ({ conduction })),
    ...MORPHOLOGIES.map(morphology => ({ morphology })),
  ];

  it.each(wishes)("%o: the median error is at most 10 ms of PR and QRS and 15 ms of QT", wish => {
    const seen = several(wish, 15).flatMap(({ scene, record }) => {
      const got = measure(record);
      return got === undefined ? [] : [{ wanted: scene.intervals, got, order: scene.order }];
    });
    expect(seen.length).toBeGreaterThanOrEqual(12);
    expect(median(seen.map(({ wanted, got }) => Math.abs(got.qrsMs - wanted.qrsMs)))).toBeLessThanOrEqual(10);
    expect(median(seen.map(({ wanted, got }) => Math.abs(got.qtMs - wanted.qtMs)))).toBeLessThanOrEqual(15);
    const pr = seen.flatMap(({ wanted, got, order }) =>
      hasPr(order) && got.prMs !== undefined ? [Math.abs(got.prMs - wanted.prMs!)] : [],
    );
    if (pr.length > 0) expect(median(pr)).toBeLessThanOrEqual(10);
  });

  it("long QT: QTc of 470 ms or more is measured in 95 %", () => {
    expect(
      share(several({ morphology: "long-qt" }, COUNT), ({ record }) => (measure(record)?.qtcMs ?? 0) >= 470),
    ).toBeGreaterThanOrEqual(0.95);
  });

  it("pre-excitation: PR under 120 ms and QRS over 110 ms are wanted", () => {
    for (const { scene } of several({ conduction: "pre-excitation" }, COUNT)) {
      expect(scene.intervals.prMs!).toBeLessThan(120);
      expect(scene.intervals.qrsMs).toBeGreaterThan(110);
    }
  });

  // Of 111 normal public recordings a quarter begin as slowly by this measure: the septum's force is small.
  it("pre-excitation: the first quarter of QRS is slow (0.36 of the steepest slope at most) in 90 %, else in 60 %", () => {
    const isSlow = (recording: CleanRecording) => {
      const { qrsMs } = recording.scene.intervals;
      const beats = LEADS.map(name => meanBeat(recording, name));
      const speed = (ms: number) => Math.hypot(...beats.map(beat => beat(ms + 4) - beat(ms - 4)));
      let [start, all] = [0, 0];
      for (let ms = 0; ms < qrsMs; ms += 2) {
        all = Math.max(all, speed(ms));
        if (ms < 0.25 * qrsMs) start = Math.max(start, speed(ms));
      }
      return start / all < 0.36;
    };
    expect(share(several({ conduction: "pre-excitation" }, COUNT), isSlow)).toBeGreaterThanOrEqual(0.9);
    expect(share(several({}, COUNT), isSlow)).toBeLessThanOrEqual(0.6);
  });
});
