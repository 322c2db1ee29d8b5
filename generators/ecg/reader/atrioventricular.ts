import type { ReaderLabel } from "./label.ts";
import type { Signs } from "./signs.ts";

/** What the P waves do that were found on their own. */
export interface Conduction {
  readonly labels: readonly ReaderLabel[];
  /** Atrial rate, a minute, where some P waves are not conducted. */
  readonly atrialRate?: number;
}

const FIRST_DEGREE_MS = 200;
/** A P wave this long before a QRS, onset to onset, may conduct to it. */
const SHORTEST_PR_MS = 90;
const LONGEST_PR_MS = 450;
/** P waves are regular where a gap differs less than this from a whole multiple of their step, as a share of it. */
const REGULAR = 0.13;
const DISSOCIATED_MS = 60;
/** PR is longer before a blocked P than after it by this, in Mobitz I. */
const GROWTH_MS = 25;

/**
 * First, second and third degree AV block from the times of P waves and QRS. Second degree: regular P waves of which
 * some have no QRS; Mobitz I where PR grows before and is shorter after the pause, Mobitz II where it stays. Third
 * degree: more P waves than QRS, both regular, PR of every length.
 *
 * @source  Surawicz, Childers, Deal & Gettes 2009, AHA/ACCF/HRS recommendations part III; Barold & Hayes 2001
 */
export const atrioventricular = (signs: Signs): Conduction => {
  const { prMs, hasP, beats } = signs;
  const first: Conduction = {
    labels: hasP && prMs !== undefined && prMs > FIRST_DEGREE_MS ? ["first degree AV block"] : [],
  };
  const onsets = beats.map(({ qrsOn }) => 2 * qrsOn);
  const waves = regular(signs, onsets);
  if (waves === undefined) return first;
  const { times, stepMs } = waves;
  const atrialRate = 60_000 / stepMs;
  const pr = onsets.map(on => on - (times.filter(time => time < on - SHORTEST_PR_MS).at(-1) ?? Number.NaN));
  const blocked = times.filter(time => isBlocked(time, times, onsets, stepMs));
  // A blocked P wave may lie in QRS or T: dissociation is told by PR alone.
  if (isDissociated(signs, pr.filter(Number.isFinite), stepMs))
    return { labels: ["third degree AV block"], atrialRate };
  if (blocked.length === 0) return first;
  const growth = blocked.flatMap(time => {
    const next = onsets.findIndex(on => on > time);
    const change = next > 0 ? pr[next - 1]! - pr[next]! : Number.NaN;
    return Number.isFinite(change) ? [change] : [];
  });
  if (growth.length === 0) return first;
  const grows = growth.toSorted((a, b) => a - b)[growth.length >> 1]! > GROWTH_MS;
  return {
    labels: [grows ? "second degree AV block, Mobitz I" : "second degree AV block, Mobitz II"],
    atrialRate,
  };
};

/** P onsets and the step they keep; undefined where those found keep none, or are no more than the beats. */
const regular = (
  { atrial, beats }: Signs,
  onsets: readonly number[],
): { readonly times: readonly number[]; readonly stepMs: number } | undefined => {
  // Peaks lie some 50 ms after onsets.
  const widths = beats
    .flatMap(({ pOn, pOff }) => (pOn === undefined ? [] : [pOff! - pOn]))
    .sort((a, b) => a - b);
  const half = widths[widths.length >> 1] ?? 50;
  const times = atrial.at.map(n => 2 * n - half);
  if (times.length < 5) return undefined;
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  const stepMs = stepOf(gaps);
  if (stepMs === undefined || stepMs < 400) return undefined;
  const meanRr = (onsets.at(-1)! - onsets[0]!) / (onsets.length - 1);
  return stepMs > 0.94 * meanRr ? undefined : { times, stepMs };
};

/** The step of which nearly all gaps are one, two or three. */
const stepOf = (gaps: readonly number[]): number | undefined => {
  const sorted = gaps.toSorted((a, b) => a - b);
  const candidates = [
    sorted[sorted.length >> 2]!,
    sorted[sorted.length >> 1]!,
    sorted[sorted.length >> 1]! / 2,
  ];
  for (const candidate of candidates) {
    const units = gaps.flatMap(gap => {
      const count = Math.round(gap / candidate);
      return count >= 1 && count <= 3 && Math.abs(gap / count - candidate) < REGULAR * candidate
        ? [gap / count]
        : [];
    });
    const whole = gaps.filter(gap => Math.round(gap / candidate) === 1).length;
    if (units.length >= 0.85 * gaps.length && whole >= 2)
      return units.sort((a, b) => a - b)[units.length >> 1];
  }
  return undefined;
};

/** On time after the P wave before it, and with no QRS of its own before the next is due. */
const isBlocked = (
  time: number,
  times: readonly number[],
  onsets: readonly number[],
  stepMs: number,
): boolean => {
  if (time < onsets[0]! || time > onsets.at(-1)! - LONGEST_PR_MS) return false;
  const onTime = times.some(other => Math.abs(time - other - stepMs) < REGULAR * stepMs);
  const next = onsets.find(on => on - time > SHORTEST_PR_MS);
  const nextP = times.find(other => other > time + 0.5 * stepMs) ?? time + stepMs;
  return onTime && next !== undefined && next - nextP > SHORTEST_PR_MS - 20;
};

/** QRS regular while PR takes every length. */
const isDissociated = ({ rrMs }: Signs, pr: readonly number[], stepMs: number): boolean => {
  const meanRr = rrMs.reduce((a, b) => a + b, 0) / rrMs.length;
  if (rrMs.length < 3 || deviation(rrMs) > 0.1 * meanRr || deviation(pr) < DISSOCIATED_MS) return false;
  return meanRr > 1.1 * stepMs;
};

const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
};
