/**
 * Rhythms for the reader, drawn by the other law: P, QRS and spikes are placed as the textbook defines each, so that
 * the label is known by construction and nothing of the product's generator is in it.
 */

import { twelveLeads } from "../../../../generators/ecg/leads.ts";
import type { ReaderLabel } from "../../../../generators/ecg/reader/label.ts";
import type { EcgRecord } from "../../../../schemas/ecg.ts";
import type { Rng } from "../../../../src/math/rng.ts";
import { addBeat, DRAWN, drawShapes, ectopicShapes, type Shapes } from "./beat.ts";
import { addNoise, type Noise } from "./noise.ts";

interface Plan {
  /** Onsets of P waves of their own, milliseconds. */
  readonly p: readonly number[];
  readonly qrs: readonly { readonly at: number; readonly kind?: "ventricular" }[];
  readonly shapes?: (rng: Rng) => Shapes;
  readonly qrsMs?: number;
  readonly flutterMs?: number;
  readonly spikes?: boolean;
}

const LENGTH_MS = 10_000;
const between = (rng: Rng, low: number, high: number) => low + (high - low) * rng.uniform();

/** Times from a random start, with steps from a function, until the recording is over. */
const times = (rng: Rng, step: () => number): number[] => {
  const out: number[] = [];
  for (let time = -400 * rng.uniform(); time < LENGTH_MS; time += step()) out.push(time);
  return out;
};

const jitter = (rng: Rng, value: number, share: number) => value * (1 + share * rng.normal());

/** P waves of which each is conducted, or not, after a PR of its own. */
const conducted = (rng: Rng, pp: number, prOf: (i: number) => number | undefined): Plan => {
  const p = times(rng, () => jitter(rng, pp, 0.012));
  return { p, qrs: p.flatMap((time, i) => (prOf(i) === undefined ? [] : [{ at: time + prOf(i)! }])) };
};

/** One plan a label; those of sinus rhythm have a rate between 62 and 95 unless they say otherwise. */
export const RHYTHM_CASES: Readonly<Partial<Record<ReaderLabel, (rng: Rng) => Plan>>> = {
  "sinus rhythm": rng => conducted(rng, between(rng, 640, 960), () => 150),
  "sinus bradycardia": rng => conducted(rng, between(rng, 1060, 1400), () => 160),
  "sinus tachycardia": rng => conducted(rng, between(rng, 440, 570), () => 125),
  "first degree AV block": rng => {
    const pr = between(rng, 225, 290);
    return conducted(rng, between(rng, 700, 1050), () => pr);
  },
  "second degree AV block, Mobitz I": rng => {
    const [cycle, pr, grow] = [3 + rng.integer(3), between(rng, 150, 190), between(rng, 45, 80)];
    return conducted(rng, between(rng, 720, 950), i =>
      i % cycle === cycle - 1 ? undefined : pr + grow * Math.sqrt(i % cycle),
    );
  },
  "second degree AV block, Mobitz II": rng => {
    const [cycle, pr] = [3 + rng.integer(2), between(rng, 150, 190)];
    return conducted(rng, between(rng, 680, 900), i => (i % cycle === cycle - 1 ? undefined : pr));
  },
  "third degree AV block": rng => {
    const pp = between(rng, 640, 850);
    const rr = between(rng, 1250, 1700);
    return {
      p: times(rng, () => jitter(rng, pp, 0.015)),
      qrs: times(rng, () => jitter(rng, rr, 0.008)).map(at => ({ at })),
    };
  },
  "atrial fibrillation": rng => ({
    p: [],
    qrs: times(rng, () => between(rng, 380, 620) + 350 * rng.uniform() ** 2).map(at => ({ at })),
  }),
  "atrial flutter": rng => {
    const [cycle, ratio] = [between(rng, 190, 250), 2 + rng.integer(3)];
    return { p: [], flutterMs: cycle, qrs: times(rng, () => cycle * ratio).map(at => ({ at })) };
  },
  "supraventricular tachycardia": rng => {
    const rr = between(rng, 310, 400);
    return { p: [], qrs: times(rng, () => jitter(rng, rr, 0.005)).map(at => ({ at })) };
  },
  "paced rhythm": rng => {
    const rr = between(rng, 800, 1000);
    return {
      p: [],
      qrs: times(rng, () => rr).map(at => ({ at })),
      shapes: own => drawShapes(own, "broad"),
      qrsMs: 160,
      spikes: true,
    };
  },
  "atrial premature beat": rng => {
    const pp = between(rng, 700, 950);
    const early = new Set([2 + rng.integer(3), 7]);
    let i = 0;
    const p = times(rng, () => pp * (early.has(++i) ? between(rng, 0.6, 0.75) : 1));
    return { p, qrs: p.map(time => ({ at: time + 150 })) };
  },
  "ventricular premature beat": rng => withEctopics(rng, i => i === 2 || i === 6),
  "ventricular bigeminy": rng => withEctopics(rng, i => i % 2 === 0),
  "ventricular couplet": rng => withEctopics(rng, i => i === 3, 2),
};

/** Ventricular beats after some sinus beats, full compensatory pause. */
const withEctopics = (rng: Rng, after: (i: number) => boolean, run = 1): Plan => {
  const pp = between(rng, 760, 950);
  const p = times(rng, () => jitter(rng, pp, 0.012));
  const qrs: { at: number; kind?: "ventricular" }[] = [];
  let free = Number.NEGATIVE_INFINITY;
  p.forEach((time, i) => {
    if (time + 100 < free) return;
    qrs.push({ at: time + 150 });
    if (!after(i)) return;
    for (let k = 1; k <= run; k++) qrs.push({ at: time + 150 + k * 0.6 * pp, kind: "ventricular" });
    free = time + 150 + run * 0.6 * pp + 0.55 * pp;
  });
  return { p, qrs };
};

export const rhythmCase = (rng: Rng, plan: Plan, noise: Noise): EcgRecord => {
  const leads = Array.from({ length: DRAWN }, () => new Float64Array(LENGTH_MS / 2));
  const shapes = (plan.shapes ?? (own => drawShapes(own, "narrow")))(rng.child("shapes"));
  const strange = ectopicShapes(rng.child("ectopic"));
  const alone = { ...shapes, qrs: [], st: ZERO, t: ZERO, u: ZERO };
  const noT = { qrsOff: 1, t: { on: 10, peak: 20, off: 30 } };
  for (const time of plan.p) addBeat(leads, time, alone, { ...noT, p: { on: 0, off: 100 } }, 2);
  let before = plan.qrs[0]?.at ?? 0;
  for (const { at, kind } of plan.qrs) {
    const qrsOff = kind ? 150 : (plan.qrsMs ?? 88);
    const off = Math.min(1.02, Math.cbrt(Math.max(330, at - before || 800) / 1000)) * 390 + (qrsOff - 88);
    const on = Math.max(qrsOff + 10, off - 180);
    const times = { qrsOff, t: { on, peak: on + 0.58 * (off - on), off } };
    addBeat(leads, at, kind ? strange : shapes, times, 2);
    if (plan.spikes) addSpike(leads, at - 4);
    before = at;
  }
  if (plan.flutterMs !== undefined) addFlutterWaves(leads, rng, plan.flutterMs);
  leads.forEach((lead, l) => {
    addNoise(lead, rng.child(`noise ${l}`), noise, 500);
  });
  return { rateHz: 500, leads: twelveLeads(leads), dx: [], ageYears: 60, sex: "male" };
};

const ZERO: readonly number[] = Array<number>(DRAWN).fill(0);

const addSpike = (leads: readonly Float64Array[], at: number): void => {
  const n = Math.round(at / 2);
  if (n < 0 || n + 1 >= leads[0]!.length) return;
  leads.forEach((lead, l) => {
    const size = l % 2 === 0 ? 1.2 : -0.9;
    lead[n] = lead[n]! + size;
    lead[n + 1] = lead[n + 1]! + 0.4 * size;
  });
};

/** The sawtooth of the inferior leads, upright in V1. */
const addFlutterWaves = (leads: readonly Float64Array[], rng: Rng, cycleMs: number): void => {
  const sizes = [0.02, -0.13, 0.1, 0.04, 0.02, 0, -0.02, -0.02].map(size => size * between(rng, 0.8, 1.3));
  const phase = rng.uniform();
  for (let n = 0; n < leads[0]!.length; n++) {
    const u = ((2 * n) / cycleMs + phase) % 1;
    const saw = u < 0.7 ? 1 - (2 * u) / 0.7 : -1 + (2 * (u - 0.7)) / 0.3;
    for (let l = 0; l < DRAWN; l++) leads[l]![n] = leads[l]![n]! + sizes[l]! * saw;
  }
};
