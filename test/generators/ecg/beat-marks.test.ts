import { describe, expect, it } from "vitest";
import { type BeatMarks, beatMarks } from "../../../generators/ecg/beat-marks.ts";
import { NOISES } from "../../../scripts/bench/ecg/law/noise.ts";
import { type MarkedRecording, markedRecording } from "../../../scripts/bench/ecg/law/recording.ts";
import { RHYTHM_KINDS, type RhythmKind } from "../../../scripts/bench/ecg/law/rhythm.ts";
import { Detection } from "../../../scripts/bench/ecg/scoring.ts";
import { rng } from "../../../src/math/rng.ts";

const recording = (kind: RhythmKind, noise: (typeof NOISES)[number], i: number, seconds = 10) =>
  markedRecording(rng(`marks ${kind} ${noise} ${i}`), { kind, noise, seconds, rateHz: 500 });

const centreOf = ({ qrsOn, qrsOff }: { readonly qrsOn: number; readonly qrsOff: number }) =>
  (qrsOn + qrsOff) / 2;

/** Beats of the truth that lie inside, with the mark found for each. */
const pairs = ({ beats, leads }: MarkedRecording, found: readonly BeatMarks[], into = new Detection()) => {
  const end = 2 * leads[0]!.length - 100;
  const inside = beats.filter(beat => beat.qrsOn > 100 && beat.qrsOff < end);
  const [from, to] = [inside[0]!.qrsOn - 150, inside.at(-1)!.qrsOff + 150];
  const near = found.filter(({ centre }) => 2 * centre > from && 2 * centre < to);
  return into
    .add(
      inside.map(centreOf),
      near.map(({ centre }) => 2 * centre),
      150,
    )
    .map(([i, j]) => [inside[i]!, near[j]!] as const);
};

const moments = (errors: readonly number[]) => {
  const mean = errors.reduce((sum, x) => sum + x, 0) / errors.length;
  const sd = Math.sqrt(errors.reduce((sum, x) => sum + (x - mean) ** 2, 0) / errors.length);
  return { mean, sd };
};

describe("on recordings of another law (8 rhythms × 3 noises × 4, fixed seeds)", () => {
  const beats = new Detection();
  const errors = { qrsOn: [], qrsOff: [], tOff: [], pOn: [], pOff: [] } as Record<string, number[]>;
  const p = { true: 0, found: 0, both: 0 };
  for (const kind of RHYTHM_KINDS)
    for (const noise of NOISES)
      for (let i = 0; i < 4; i++) {
        const drawn = recording(kind, noise, i);
        for (const [truth, found] of pairs(drawn, beatMarks(drawn.leads), beats)) {
          errors.qrsOn!.push(2 * found.qrsOn - truth.qrsOn);
          errors.qrsOff!.push(2 * found.qrsOff - truth.qrsOff);
          if (found.tEnd !== undefined && truth.tOff < 10_000 && truth.kind !== "ventricular")
            errors.tOff!.push(2 * found.tEnd - truth.tOff);
          if (truth.pOn !== undefined) p.true++;
          if (found.pOn !== undefined) p.found++;
          if (truth.pOn === undefined || found.pOn === undefined) continue;
          p.both++;
          if (kind === "fast") continue;
          errors.pOn!.push(2 * found.pOn - truth.pOn);
          errors.pOff!.push(2 * found.pOff! - truth.pOff!);
        }
      }

  it("R peaks are found and right within 150 ms in 99.5 %", () => {
    expect(beats.beats).toBeGreaterThan(1000);
    expect(beats.sensitivity).toBeGreaterThan(0.995);
    expect(beats.precision).toBeGreaterThan(0.995);
  });

  it("P waves are found in 85 % and right in 97 %, fibrillation and ventricular beats among the beats", () => {
    expect(p.both / p.true).toBeGreaterThan(0.85);
    expect(p.both / p.found).toBeGreaterThan(0.97);
  });

  it.each([
    ["qrsOn", 7, 8],
    ["qrsOff", 6, 10],
    ["tOff", 12, 12],
    ["pOn", 9, 8],
    ["pOff", 9, 8],
  ])(
    "%s lies within %i ± %i ms of the truth (mean, SD); P at fast rates and T of ventricular beats apart",
    (mark, most, spread) => {
      const { mean, sd } = moments(errors[mark]!);
      expect(Math.abs(mean)).toBeLessThan(most);
      expect(sd).toBeLessThan(spread);
    },
  );
});

describe("marks", () => {
  const quiet = recording("sinus", "quiet", 1);

  it("do not depend on the order of the leads", () => {
    expect(beatMarks([...quiet.leads].reverse()).map(({ qrsOn }) => qrsOn)).toEqual(
      beatMarks(quiet.leads).map(({ qrsOn }) => qrsOn),
    );
  });

  it("of any one lead with a QRS find every beat", () => {
    for (const lead of quiet.leads) {
      if (Math.max(...lead) - Math.min(...lead) < 0.5) continue;
      const beats = new Detection();
      pairs(quiet, beatMarks([lead]), beats);
      expect(beats.sensitivity).toBe(1);
      expect(beats.precision).toBe(1);
    }
  });

  it("move with the recording: 200 ms cut off at the start are 200 ms less", () => {
    const cut = beatMarks(quiet.leads.map(lead => lead.slice(100)));
    const whole = beatMarks(quiet.leads);
    const last = cut.at(-1)!;
    const same = whole.reduce((a, b) =>
      Math.abs(b.centre - 100 - last.centre) < Math.abs(a.centre - 100 - last.centre) ? b : a,
    );
    expect(Math.abs(same.qrsOn - 100 - last.qrsOn)).toBeLessThanOrEqual(2);
    expect(Math.abs(same.tEnd! - 100 - last.tEnd!)).toBeLessThanOrEqual(4);
  });

  it("are found over 5 and 30 s alike", () => {
    for (const seconds of [5, 30]) {
      const drawn = recording("sinus", "usual", 2, seconds);
      const beats = new Detection();
      pairs(drawn, beatMarks(drawn.leads), beats);
      expect(beats.sensitivity).toBe(1);
      expect(beats.precision).toBe(1);
    }
  });

  it("of noise alone, of zeros and of one beat are none", () => {
    const random = rng("noise");
    const noise = Array.from({ length: 8 }, () =>
      Float64Array.from({ length: 5000 }, () => 0.3 * random.normal()),
    );
    expect(beatMarks(noise)).toEqual([]);
    expect(beatMarks(noise.map(lead => lead.map(() => 0)))).toEqual([]);
    expect(beatMarks(quiet.leads.map(lead => lead.slice(0, 450)))).toEqual([]);
  });
});
