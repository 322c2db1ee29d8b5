import type { BeatMarks, MarkedBeats } from "../beat-marks.ts";
import { CubicTap } from "../canonical.ts";
import type { Marks } from "../intervals.ts";
import { BEAT_LENGTH, BEFORE } from "../median-beat.ts";

/** P waves found on their own, wherever they lie. */
export interface AtrialEvents {
  /** Peaks, samples, ascending. */
  readonly at: readonly number[];
}

const HALF = 30;
const LEAST_LIKENESS = 0.8;
const LEAST_SHARE = 0.6;
const APART = 100;
const SEEDS = 4;

/**
 * The recording without its ventricles: QRS and T of every beat taken off by the median of its shape, T where this
 * beat has it; single shapes bridged; drift above 400 ms and noise below 20 ms smoothed away.
 */
export const atrialSignal = ({ flat, groups, beats }: MarkedBeats): Float64Array[] => {
  const rest = flat.map(lead => lead.slice());
  for (const beat of beats) {
    const group = groups[beat.shape]!;
    if (group.marks === undefined || group.places.length < 3) bridge(rest, beat);
    else takeOff(rest, beat, group.beat, group.marks);
  }
  return rest.map(lead => {
    const [quick, slow] = [movingMean(lead, 5), movingMean(lead, 100)];
    return quick.map((value, n) => value - slow[n]!);
  });
};

const takeOff = (
  leads: readonly Float64Array[],
  beat: BeatMarks,
  median: Float64Array,
  marks: Marks,
): void => {
  const start = Math.round(beat.centre) - BEFORE;
  const shift = beat.tEnd === undefined ? 0 : beat.tEnd - (start + marks.tEnd);
  const end = Math.min(BEAT_LENGTH - 1, Math.ceil(marks.tEnd + 25 + Math.max(0, shift)));
  const tap = new CubicTap(BEAT_LENGTH);
  for (let n = marks.qrsOn - 12; n < end; n++) {
    const i = start + n;
    if (i < 0 || i >= leads[0]!.length) continue;
    const late = Math.max(0, Math.min(1, (n - marks.qrsOff) / (0.4 * (marks.tEnd - marks.qrsOff))));
    const fade = Math.min(1, (n - marks.qrsOn + 13) / 10, (end - n) / 20);
    tap.at(n - late * shift);
    leads.forEach((lead, l) => {
      lead[i] = lead[i]! - fade * tap.read(median, l * BEAT_LENGTH);
    });
  }
};

const bridge = (leads: readonly Float64Array[], beat: BeatMarks): void => {
  const from = Math.max(0, Math.round(beat.qrsOn) - 10);
  const to = Math.min(leads[0]!.length - 1, Math.round(beat.tEnd ?? beat.qrsOff + 150) + 10);
  for (const lead of leads) {
    const [a, b] = [lead[from]!, lead[to]!];
    for (let n = from; n <= to; n++) lead[n] = a + ((b - a) * (n - from)) / Math.max(1, to - from);
  }
};

const movingMean = (lead: Float64Array, half: number): Float64Array => {
  const out = new Float64Array(lead.length);
  let [sum, count] = [0, 0];
  for (let n = -half; n < lead.length; n++) {
    if (n + half < lead.length) {
      sum += lead[n + half]!;
      count++;
    }
    if (n - half - 1 >= 0) {
      sum -= lead[n - half - 1]!;
      count--;
    }
    if (n >= 0) out[n] = sum / count;
  }
  return out;
};

/**
 * Places where the atrial signal looks like one wave that comes again and again: the averaged P where it recurs, else
 * of the largest bumps between T and QRS the one that comes most often; taken anew from what was found, once.
 */
export const atrialEvents = (signal: readonly Float64Array[], beats: readonly BeatMarks[]): AtrialEvents => {
  const free = freeOf(beats, signal[0]!.length, "QRS");
  const known = beats.flatMap(({ pOn, pOff }) => (pOn === undefined ? [] : [Math.round((pOn + pOff!) / 2)]));
  const seeds =
    known.length >= 3 ? [known] : largest(signal, freeOf(beats, signal[0]!.length, "T")).map(n => [n]);
  let best: number[] = [];
  for (const seed of seeds) {
    const found = placesLike(signal, medianAt(signal, seed), free);
    if (found.length > best.length) best = found;
  }
  return { at: best.length >= 3 ? placesLike(signal, medianAt(signal, best), free) : best };
};

/** 1 outside QRS, or outside QRS and T; 0 inside and near the recording's ends. */
const freeOf = (beats: readonly BeatMarks[], length: number, without: "QRS" | "T"): Uint8Array => {
  const free = new Uint8Array(length).fill(1);
  free.fill(0, 0, HALF + 1);
  free.fill(0, length - HALF - 1);
  for (const { qrsOn, qrsOff, tEnd } of beats) {
    const end = without === "T" ? (tEnd ?? qrsOff) + 20 : qrsOff + 14;
    free.fill(0, Math.max(0, Math.round(qrsOn) - 8), Math.round(end));
  }
  return free;
};

/** The largest few bumps, 200 ms apart or more. */
const largest = (signal: readonly Float64Array[], free: Uint8Array): readonly number[] => {
  const level = new Float64Array(free.length);
  for (let n = 0; n < free.length; n++)
    if (free[n]) level[n] = signal.reduce((sum, lead) => sum + lead[n]! ** 2, 0);
  const found: number[] = [];
  while (found.length < SEEDS) {
    let at = -1;
    for (let n = 0; n < level.length; n++)
      if (level[n]! > (at < 0 ? 0 : level[at]!) && found.every(k => Math.abs(k - n) >= APART)) at = n;
    if (at < 0) return found;
    found.push(at);
  }
  return found;
};

/** Median of the stretches around places, leads × (2 HALF + 1). */
const medianAt = (signal: readonly Float64Array[], places: readonly number[]): Float64Array => {
  const width = 2 * HALF + 1;
  const inside = places.filter(place => place > HALF && place < signal[0]!.length - HALF - 1);
  const out = new Float64Array(signal.length * width);
  signal.forEach((lead, l) => {
    for (let k = 0; k < width; k++) {
      const values = inside.map(place => lead[place - HALF + k]!).sort((a, b) => a - b);
      out[l * width + k] = values[values.length >> 1] ?? 0;
    }
  });
  return out;
};

const placesLike = (signal: readonly Float64Array[], template: Float64Array, free: Uint8Array): number[] => {
  const width = 2 * HALF + 1;
  let energy = 0;
  for (const value of template) energy += value * value;
  if (!(energy > 0)) return [];
  const shares = new Float64Array(free.length);
  for (let n = HALF; n < free.length - HALF; n++) {
    if (!free[n]) continue;
    let [product, own] = [0, 0];
    signal.forEach((lead, l) => {
      for (let k = 0; k < width; k++) {
        const x = lead[n - HALF + k]!;
        product += x * template[l * width + k]!;
        own += x * x;
      }
    });
    if (own > 0 && product / Math.sqrt(own * energy) >= LEAST_LIKENESS) shares[n] = product / energy;
  }
  const found: number[] = [];
  for (let n = 1; n + 1 < shares.length; n++) {
    if (shares[n]! < LEAST_SHARE || shares[n]! < shares[n - 1]! || shares[n]! < shares[n + 1]!) continue;
    const last = found.at(-1);
    if (last === undefined || n - last >= APART) found.push(n);
    else if (shares[n]! > shares[last]!) found[found.length - 1] = n;
  }
  return found;
};
