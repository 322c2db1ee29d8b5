import { describe, expect, it } from "vitest";
import { measure } from "../../../generators/ecg/delineate.ts";
import { LEADS } from "../../../schemas/ecg.ts";
import { type CleanRecording, clean, meanBeat, several, share } from "./clean-beat.ts";

const COUNT = 40;

/** Times of the marked beats, milliseconds, with their symbols. */
const beatsOf = ({ record }: CleanRecording) =>
  record
    .annotations!.filter(({ symbol }) => symbol !== "+")
    .map(({ sample, symbol }) => ({ ms: (1000 * sample) / record.rateHz, symbol }));
const intervalsOf = (recording: CleanRecording): number[] => {
  const beats = beatsOf(recording);
  return beats.slice(1).map(({ ms }, i) => ms - beats[i]!.ms);
};
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map(value => (value - mean(values)) ** 2)));
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const lead = ({ record }: CleanRecording, name: (typeof LEADS)[number]) => record.leads[LEADS.indexOf(name)]!;

describe("supraventricular tachycardia", () => {
  const all = several({ rhythm: "supraventricular-tachycardia" }, COUNT);

  it("is regular at 150 to 220 a minute, and no P wave precedes QRS", () => {
    for (const recording of all) {
      const rate = 60_000 / mean(intervalsOf(recording));
      expect(rate).toBeGreaterThan(149);
      expect(rate).toBeLessThan(221);
      expect(deviation(intervalsOf(recording))).toBeLessThan(5);
      expect(recording.scene.waves.filter(({ part, centreMs }) => part === "P" && centreMs < 0)).toEqual([]);
    }
  });

  it("in half of them a retrograde P, negative in II, changes the end of QRS or ST", () => {
    const retrograde = all.flatMap(({ scene }) => scene.waves.filter(({ part }) => part === "P"));
    expect(retrograde.length / COUNT).toBeGreaterThan(0.35);
    expect(retrograde.every(({ vector }) => vector[1] < 0)).toBe(true);
  });
});

describe("atrial fibrillation", () => {
  it("is irregular wherever it is looked at: the median step is a tenth of the median interval, in 95 %", () => {
    const all = several({ rhythm: "atrial-fibrillation" }, COUNT);
    const steps = (intervals: readonly number[]) =>
      intervals.slice(1).map((interval, i) => Math.abs(interval - intervals[i]!));
    const isIrregular = (c: CleanRecording) => median(steps(intervalsOf(c))) >= 0.1 * median(intervalsOf(c));
    expect(share(all, isIrregular)).toBeGreaterThanOrEqual(0.95);
  });
});

describe("sinus arrhythmia", () => {
  const all = several({ rhythm: "sinus-arrhythmia" }, COUNT);

  it("the longest and the shortest interval differ by 160 ms or more, and by a fifth, every time", () => {
    for (const recording of all) {
      const intervals = intervalsOf(recording);
      const range = Math.max(...intervals) - Math.min(...intervals);
      expect(range).toBeGreaterThanOrEqual(160);
      expect(range / mean(intervals)).toBeGreaterThan(0.2);
    }
  });

  it("breathing explains more than half of the variance of the intervals of a minute, in 90 %", () => {
    const minutes = Array.from({ length: 20 }, (_, i) =>
      clean({ rhythm: "sinus-arrhythmia" }, `minute ${i}`, { durationMs: 60_000 }),
    );
    const explained = (c: CleanRecording) => {
      const intervals = intervalsOf(c);
      const centre = mean(intervals);
      const omega = (2 * Math.PI * c.scene.breathing.respirationHz) / 1000;
      let [re, im, total] = [0, 0, 0];
      beatsOf(c)
        .slice(0, -1)
        .forEach(({ ms }, i) => {
          re += (intervals[i]! - centre) * Math.cos(omega * ms);
          im += (intervals[i]! - centre) * Math.sin(omega * ms);
          total += (intervals[i]! - centre) ** 2;
        });
      return (2 * (re * re + im * im)) / intervals.length / total;
    };
    expect(share(minutes, c => explained(c) > 0.5)).toBeGreaterThanOrEqual(0.9);
  });
});

/** By how much later than its own P wave, beyond the shortest PR, each beat comes; and whether a P wave is dropped after it. */
const conductionOf = ({ scene }: CleanRecording) => {
  const { atria, intervalsMs, startMs } = scene.sequence;
  const times = atria!.timesMs;
  let time = startMs;
  const beats: { readonly late: number; readonly atrial: number }[] = [];
  for (const interval of intervalsMs) {
    const atrial = times.findLastIndex(p => p <= time + 1e-6);
    if (atrial >= 0) beats.push({ late: time - times[atrial]!, atrial });
    time += interval;
  }
  return beats;
};

describe("second-degree AV block", () => {
  it("Mobitz I: PR lengthens by ever smaller steps until one P wave is not conducted", () => {
    for (const recording of several({ conduction: "second-degree-av-block-mobitz-1" }, COUNT)) {
      const beats = conductionOf(recording);
      let dropped = 0;
      let step = Number.POSITIVE_INFINITY;
      for (let i = 1; i < beats.length; i++) {
        const [before, here] = [beats[i - 1]!, beats[i]!];
        if (here.atrial - before.atrial === 2) {
          dropped++;
          expect(here.late).toBeLessThan(before.late);
          expect(here.late).toBeCloseTo(0, 6);
          step = Number.POSITIVE_INFINITY;
        } else {
          expect(here.atrial - before.atrial).toBe(1);
          expect(here.late - before.late).toBeGreaterThan(5);
          expect(here.late - before.late).toBeLessThan(step);
          step = here.late - before.late;
        }
      }
      expect(dropped).toBeGreaterThan(3);
    }
  });

  it("Mobitz II: PR stays, and the pause is two P–P intervals", () => {
    for (const recording of several({ conduction: "second-degree-av-block-mobitz-2" }, COUNT)) {
      const beats = conductionOf(recording);
      expect(beats.every(({ late }) => late < 1e-6)).toBe(true);
      const steps = new Set(beats.slice(1).map(({ atrial }, i) => atrial - beats[i]!.atrial));
      expect([...steps].sort()).toEqual([1, 2]);
    }
  });

  it("a dropped P wave is there to be seen: lead II rises by 0.03 mV or more at its time, in 90 %", () => {
    const all = several({ conduction: "second-degree-av-block-mobitz-2" }, COUNT);
    const isSeen = (recording: CleanRecording) => {
      const { scene } = recording;
      const beats = conductionOf(recording);
      const at = beats.findIndex(
        ({ atrial }, i) =>
          i > 0 && atrial - beats[i - 1]!.atrial === 2 && scene.sequence.atria!.timesMs[atrial - 1]! > 300,
      );
      const onset = scene.sequence.atria!.timesMs[beats[at]!.atrial - 1]!;
      const centres = scene.atrialWaves.map(({ centreMs }) => centreMs);
      const two = lead(recording, "II");
      const value = (ms: number) => two[Math.round(ms / 2)]!;
      const peak = Math.max(...centres.map(centre => value(onset + centre)));
      return peak - Math.min(value(onset), value(onset - 250)) > 0.03;
    };
    expect(share(all, isSeen)).toBeGreaterThanOrEqual(0.9);
  });
});

describe("complete AV block", () => {
  const all = several({ conduction: "third-degree-av-block" }, COUNT);

  it("the ventricles beat regularly at 29 to 54 a minute, the atria faster on a clock of their own", () => {
    for (const recording of all) {
      const intervals = intervalsOf(recording);
      expect(60_000 / mean(intervals)).toBeGreaterThan(28);
      expect(60_000 / mean(intervals)).toBeLessThan(54);
      expect(deviation(intervals) / mean(intervals)).toBeLessThan(0.04);
      const { timesMs } = recording.scene.sequence.atria!;
      expect((60_000 * (timesMs.length - 1)) / (timesMs.at(-1)! - timesMs[0]!)).toBeGreaterThan(58);
    }
  });

  it("P waves fall anywhere in the cycle: over all recordings the phase is uniform (Rayleigh, p < 1e-6)", () => {
    let [x, y, count] = [0, 0, 0];
    for (const recording of all)
      for (const { late, atrial } of conductionOf(recording)) {
        const { timesMs } = recording.scene.sequence.atria!;
        const cycle = (timesMs[atrial + 1] ?? timesMs[atrial]! + 800) - timesMs[atrial]!;
        x += Math.cos((2 * Math.PI * late) / cycle);
        y += Math.sin((2 * Math.PI * late) / cycle);
        count++;
      }
    expect((x * x + y * y) / count).toBeLessThan(14);
  });

  it("no PR is measured in 90 %", () => {
    expect(share(all, ({ record }) => measure(record)?.prMs === undefined)).toBeGreaterThanOrEqual(0.9);
  });
});

describe("pacing", () => {
  const all = Array.from({ length: 20 }, (_, i) => clean({ rhythm: "paced" }, `pace ${i}`, { rateHz: 1000 }));

  it("a spike of at most 3 ms stands before every QRS: the steepest edge of the beat, up and down again", () => {
    for (const recording of all) {
      const onset = -6;
      let [sharp, elsewhere] = [0, 0];
      for (const name of LEADS) {
        const beat = meanBeat(recording, name);
        const bend = (ms: number) => Math.abs(beat(ms + 2) - 2 * beat(ms) + beat(ms - 2));
        sharp = Math.max(sharp, bend(onset), bend(onset - 1), bend(onset + 1));
        for (let ms = 4; ms < 300; ms++) elsewhere = Math.max(elsewhere, bend(ms));
      }
      expect(sharp).toBeGreaterThan(0.15);
      expect(sharp).toBeGreaterThan(5 * elsewhere);
    }
  });

  it("QRS is broad, and negative in II (superior axis) and V1", () => {
    for (const recording of several({ rhythm: "paced" }, COUNT)) {
      expect(recording.scene.intervals.qrsMs).toBeGreaterThan(135);
      for (const name of ["II", "V1"] as const) {
        const beat = meanBeat(recording, name);
        let net = 0;
        for (let ms = 0; ms < recording.scene.intervals.qrsMs; ms += 2) net += beat(ms);
        expect([name, net < 0]).toEqual([name, true]);
      }
    }
  });
});

describe("atrial flutter", () => {
  it("falls slowly and rises fast in the inferior leads: aVF falls in 60 % of the time between T and QRS", () => {
    const falling: number[] = [];
    for (let i = 0; i < 40; i++) {
      const recording = clean({ rhythm: "atrial-flutter" }, `flutter ${i}`);
      const { atrium, intervals } = recording.scene;
      if (atrium.kind !== "flutter" || atrium.ratios.some(ratio => ratio < 4)) continue;
      const values = lead(recording, "aVF");
      const beats = beatsOf(recording);
      for (let b = 0; b + 1 < beats.length; b++) {
        const from = Math.ceil((beats[b]!.ms + 1.15 * intervals.qtMs) / 2);
        // Whole atrial cycles, so that each slope counts by its length.
        const cycle = Math.round(atrium.cycleMs / 2);
        if (from + cycle > (beats[b + 1]!.ms - intervals.qrsMs) / 2) continue;
        let down = 0;
        for (let n = from; n < from + cycle; n++) if (values[n + 1]! < values[n]!) down++;
        falling.push(down / cycle);
      }
    }
    expect(falling.length).toBeGreaterThan(20);
    expect(median(falling)).toBeGreaterThan(0.6);
  });
});

describe("ventricular ectopy", () => {
  it("bigeminy: after three beats of the basic rhythm every second one is premature, and each pair takes about two cycles", () => {
    for (const recording of several({ ectopy: "ventricular-bigeminy" }, COUNT)) {
      const beats = beatsOf(recording);
      const first = beats.findIndex(({ symbol }) => symbol === "V");
      expect(first).toBeGreaterThanOrEqual(3);
      expect(beats.slice(first).every(({ symbol }, i) => symbol === (i % 2 === 0 ? "V" : "N"))).toBe(true);
      expect(beats.filter(({ symbol }) => symbol === "V").length).toBeGreaterThanOrEqual(2);
      const usual = beats[1]!.ms - beats[0]!.ms;
      const pair =
        beats[first + 1]?.ms === undefined ? 2 * usual : beats[first + 1]!.ms - beats[first - 1]!.ms;
      expect(pair / usual).toBeGreaterThan(1.5);
      expect(pair / usual).toBeLessThan(2.5);
    }
  });

  it("couplets: premature beats come in pairs, and alone never", () => {
    for (const recording of several({ ectopy: "ventricular-couplets" }, COUNT)) {
      const runs = beatsOf(recording)
        .map(({ symbol }) => symbol)
        .join("")
        .match(/V+/g);
      expect(runs?.every(run => run === "VV")).toBe(true);
    }
  });
});

describe("a ventricular premature beat", () => {
  const all = several({ ectopy: "ventricular-premature" }, COUNT);

  it("has a QRS of its own: over all leads it correlates with the dominant one's by less than 0.7, in 95 %", () => {
    const alike = (recording: CleanRecording) => {
      const beats = beatsOf(recording);
      const place = (symbol: string) =>
        Math.round(beats.find(beat => beat.symbol === symbol && beat.ms > 200 && beat.ms < 9700)!.ms / 2);
      const [own, usual] = [place("V"), place("N")];
      let [xy, xx, yy] = [0, 0, 0];
      for (const values of recording.record.leads)
        for (let k = -40; k <= 40; k++) {
          const [x, y] = [values[own + k]!, values[usual + k]!];
          xy += x * y;
          xx += x * x;
          yy += y * y;
        }
      return xy / Math.sqrt(xx * yy);
    };
    expect(share(all, recording => alike(recording) < 0.7)).toBeGreaterThanOrEqual(0.95);
  });

  it("is broader than the dominant beat and than 118 ms, and no P wave of its own precedes it", () => {
    for (const { scene } of all) {
      const width = (waves: typeof scene.waves) => {
        const qrs = waves.filter(({ part }) => part === "QRS");
        return (
          Math.max(...qrs.map(({ centreMs, fallMs }) => centreMs + 2 * fallMs)) -
          Math.min(...qrs.map(({ centreMs, riseMs }) => centreMs - 2 * riseMs))
        );
      };
      expect(width(scene.prematureVentricular)).toBeGreaterThan(118);
      expect(width(scene.prematureVentricular)).toBeGreaterThan(width(scene.waves));
      expect(scene.prematureVentricular.some(({ part }) => part === "P")).toBe(false);
    }
  });
});
