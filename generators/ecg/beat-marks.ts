import { type BeatGroup, beatGroups } from "./beat-groups.ts";
import { flatLeads } from "./flat-leads.ts";
import { type Marks, marksOf, qrsBoundsOf, qrsOnsetOf } from "./intervals.ts";
import { BEAT_LENGTH, BEFORE, medianOf } from "./median-beat.ts";
import { pRecurs, pScatter, pShares } from "./p-shares.ts";
import { qrsPlaces, SAMPLE_MS } from "./qrs.ts";

/** Marks of one beat, samples from the start of the recording (fractions allowed). */
export interface BeatMarks {
  readonly centre: number;
  /** Index of the shape of its QRS; 0 is the dominant one. */
  readonly shape: number;
  readonly qrsOn: number;
  readonly qrsOff: number;
  readonly tEnd?: number;
  readonly pOn?: number;
  readonly pOff?: number;
}

/** How far T and P of one beat may lie from where the averaged beat has them, samples. */
const T_SHIFT = 45;
const P_SHIFT = 20;
/** Below this correlation with the averaged wave the beat's own place of it is not believed. */
const T_LIKENESS = 0.7;
/** A beat has a P wave where it shows at least this share of the averaged one, in groups of at least so many beats. */
const LEAST_P_SHARE = 0.4;
const LEAST_GROUP = 3;
/** Single beats are smoothed over this before their P and T are compared, samples. */
const SMOOTHED = 11;

/** Beats of one shape, their median (leads × BEAT_LENGTH, zero before QRS) and its marks. */
export interface MarkedGroup {
  readonly places: readonly number[];
  readonly beat: Float64Array;
  readonly marks?: Marks;
  /** Whether the averaged P wave recurs beat by beat. */
  readonly hasP: boolean;
  /** How far single beats' P waves are from it: `pScatter`. */
  readonly pScatter: number;
}

/** A recording taken apart into beats. */
export interface MarkedBeats {
  /** The leads with the isoelectric line at zero. */
  readonly flat: readonly Float64Array[];
  /** By shape, the dominant one first. */
  readonly groups: readonly MarkedGroup[];
  /** By time. */
  readonly beats: readonly BeatMarks[];
  readonly rrMs: number;
}

/**
 * Waves of every beat: marks are found on the median of the beats of one shape and carried to each of them by the
 * lag at which its T, and its P, resemble the median's most. P is left out where the averaged one does not recur beat
 * by beat (fibrillation) and where a beat shows too little of it.
 *
 * @param leads  one or more leads at 500 Hz, millivolts, finite, equal lengths
 * @returns      undefined where no three beats share a shape
 */
export const markedBeats = (leads: readonly Float64Array[]): MarkedBeats | undefined => {
  const places = qrsPlaces(leads);
  const shapes = beatGroups(leads, places);
  const [dominant] = shapes;
  const onset = dominant && qrsOnsetOf(dominant.beat);
  if (dominant === undefined || onset === undefined) return undefined;
  const knots = shapes
    .flatMap(group => {
      const own = qrsOnsetOf(group.beat) ?? onset;
      return group.places.map(place => place + own - onset);
    })
    .sort((a, b) => a - b);
  const level = flatLeads(leads, { knots, places: dominant.places, beat: dominant.beat });
  if (level === undefined) return undefined;
  const { flat } = level;
  const rrMs = ((places.at(-1)! - places[0]!) / (places.length - 1)) * SAMPLE_MS;
  const usualMs = Math.min(rrMs, medianInterval(places));
  const smooth = flat.map(smoothed);
  const marked = shapes.map(group => markedGroup({ flat, smooth }, group, { rrMs, usualMs }));
  const beats = marked
    .flatMap(({ group, shares }, shape) => marksOfBeats(smooth, group, shares, { shape, rrMs }))
    .sort((a, b) => a.centre - b.centre);
  return { flat, groups: marked.map(({ group }) => group), beats, rrMs };
};

/** Pauses do not move it, so that the T wave before is not taken for P. */
const medianInterval = (places: readonly number[]): number => {
  const intervals = places.slice(1).map((place, i) => place - places[i]!);
  return intervals.sort((a, b) => a - b)[intervals.length >> 1]! * SAMPLE_MS;
};

/** The marks alone; empty where no three beats share a shape. */
export const beatMarks = (leads: readonly Float64Array[]): readonly BeatMarks[] =>
  markedBeats(leads)?.beats ?? [];

const smoothed = (lead: Float64Array): Float64Array => {
  const out = new Float64Array(lead.length);
  const half = SMOOTHED >> 1;
  let sum = 0;
  for (let n = -half; n < lead.length; n++) {
    sum += lead[n + half] ?? 0;
    sum -= lead[n - half - 1] ?? 0;
    if (n >= 0) out[n] = sum / SMOOTHED;
  }
  return out;
};

interface Signal {
  readonly flat: readonly Float64Array[];
  readonly smooth: readonly Float64Array[];
}

const markedGroup = (
  { flat, smooth }: Signal,
  { places }: BeatGroup,
  { rrMs, usualMs }: { readonly rrMs: number; readonly usualMs: number },
): { readonly group: MarkedGroup; readonly shares: readonly number[] } => {
  const beat = medianOf(flat, places);
  const marks = marksOf(beat, rrMs, usualMs);
  const shares = marks?.pOn === undefined ? [] : pShares(smooth, places, beat, marks);
  const hasP = places.length >= LEAST_GROUP && pRecurs(shares);
  return { group: { places, beat, hasP, pScatter: pScatter(shares), ...(marks && { marks }) }, shares };
};

const marksOfBeats = (
  smooth: readonly Float64Array[],
  { places, beat, marks, hasP }: MarkedGroup,
  shares: readonly number[],
  { shape, rrMs }: { readonly shape: number; readonly rrMs: number },
): readonly BeatMarks[] => {
  const qrs = marks === undefined ? qrsBoundsOf(beat, rrMs) : { on: marks.qrsOn, off: marks.qrsOff };
  if (qrs === undefined) return [];
  return places.map((place, i) => {
    const start = place - BEFORE;
    return {
      centre: place,
      shape,
      qrsOn: start + qrs.on,
      qrsOff: start + qrs.off,
      ...(marks && repolarised(smooth, beat, marks, start)),
      ...(marks && hasP && !(shares[i]! < LEAST_P_SHARE) && atrial(smooth, beat, marks, start)),
    };
  });
};

const repolarised = (
  leads: readonly Float64Array[],
  beat: Float64Array,
  { qrsOff, tEnd }: Marks,
  start: number,
): { tEnd: number } => {
  const from = Math.round(qrsOff + 0.35 * (tEnd - qrsOff));
  const { shift, likeness } = bestShift(leads, beat, { from, to: Math.round(tEnd) + 15 }, start, T_SHIFT);
  return { tEnd: start + tEnd + (likeness >= T_LIKENESS ? shift : 0) };
};

const atrial = (
  leads: readonly Float64Array[],
  beat: Float64Array,
  { pOn, pOff, qrsOn }: Marks,
  start: number,
): { pOn?: number; pOff?: number } => {
  if (pOn === undefined || pOff === undefined) return {};
  const stretch = { from: Math.round(pOn) - 8, to: Math.min(Math.round(pOff) + 8, qrsOn - 4) };
  const { shift } = bestShift(leads, beat, stretch, start, P_SHIFT);
  return { pOn: start + pOn + shift, pOff: start + pOff + shift };
};

/** The lag of highest correlation of a stretch of the averaged beat with the recording, each lead's mean removed. */
const bestShift = (
  leads: readonly Float64Array[],
  beat: Float64Array,
  { from, to }: { readonly from: number; readonly to: number },
  start: number,
  reach: number,
): { readonly shift: number; readonly likeness: number } => {
  let best = { shift: 0, likeness: -1 };
  const first = Math.max(4, from);
  const last = Math.min(BEAT_LENGTH - 1, to);
  for (let shift = -reach; shift <= reach; shift++) {
    if (start + first + shift < 0 || start + last + shift >= leads[0]!.length) continue;
    const likeness = correlation(leads, beat, [first, last], start + shift);
    if (likeness > best.likeness) best = { shift, likeness };
  }
  return best;
};

const correlation = (
  leads: readonly Float64Array[],
  beat: Float64Array,
  [first, last]: readonly [number, number],
  start: number,
): number => {
  const count = last - first + 1;
  let [xy, xx, yy] = [0, 0, 0];
  for (let l = 0; l < leads.length; l++) {
    let [sx, sy, sxy, sxx, syy] = [0, 0, 0, 0, 0];
    for (let n = first; n <= last; n++) {
      const x = leads[l]![start + n]!;
      const y = beat[l * BEAT_LENGTH + n]!;
      sx += x;
      sy += y;
      sxy += x * y;
      sxx += x * x;
      syy += y * y;
    }
    xy += sxy - (sx * sy) / count;
    xx += sxx - (sx * sx) / count;
    yy += syy - (sy * sy) / count;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : -1;
};
