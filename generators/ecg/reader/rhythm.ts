import type { Conduction } from "./atrioventricular.ts";
import type { BeatKind } from "./beat-kinds.ts";
import { type CycleLikeness, cycleLikeness } from "./cycle-likeness.ts";
import type { ReaderLabel } from "./label.ts";
import type { Signs } from "./signs.ts";

/** Median step between intervals, as a share of their median, above which a rhythm without P is irregular. */
const IRREGULAR = 0.08;
const VERY_IRREGULAR = 0.12;
const SPIKE = 5;
/**
 * Bends of the beat one atrial cycle later: at most 0.32 in 99 % of the development half without flutter. P and T of a fast
 * sinus rhythm can lie one such cycle apart, so that more is asked where a P wave is seen.
 */
const LEAST_BENT_ALIKE = { withP: 0.7, without: 0.5 };
/** The same of levels; less is asked of two to one, which P and T do not imitate, or where the oscillation is seen too. */
const LEAST_ALIKE = { withP: 0.92, confirmed: 0.72, without: 0.5 };

/**
 * The rhythm's name. Fibrillation: irregular intervals and no recurring P. Flutter: an oscillation at 220 to 360 a
 * minute that goes on between T and QRS, or comes again within the cycle. Supraventricular tachycardia: regular,
 * narrow, 140 a minute or more, and no P before QRS that fits a sinus rhythm. Sinus rhythms by rate below 60, to
 * 100, above.
 *
 * @source  ESC 2020 guidelines on atrial fibrillation; Page et al. 2015, ACC/AHA/HRS on supraventricular tachycardia
 */
export const rhythm = (
  signs: Signs,
  kinds: readonly BeatKind[],
  conduction: Conduction,
): readonly ReaderLabel[] => {
  const { rrMs, spikes } = signs;
  const rate = 60_000 / mean(rrMs);
  if (spikes > SPIKE) return ["paced rhythm"];
  if (isFlutter(signs)) return ["atrial flutter"];
  if (conduction.atrialRate === undefined && isFibrillation(signs, kinds)) return ["atrial fibrillation"];
  if (rate >= 140 && isSupraventricular(signs, rate)) return ["supraventricular tachycardia"];
  const sinus = sinusByRate(conduction.labels.length > 0 ? (conduction.atrialRate ?? rate) : rate);
  return [sinus, ...(isArrhythmia(signs, kinds, conduction) ? (["sinus arrhythmia"] as const) : [])];
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const steps = (values: readonly number[], lag: number): number[] =>
  values.slice(lag).map((value, i) => Math.abs(value - values[i]!));

/** A P wave that only some beats show, in a very irregular rhythm, is what is left of f-waves. */
const isFibrillation = ({ rrMs: all, hasP, beats }: Signs, kinds: readonly BeatKind[]): boolean => {
  const [rrMs, usual] = withoutVentricular(all, beats, kinds);
  const step = median(steps(rrMs, 1)) / median(rrMs);
  const shown = usual.filter(({ pOn }) => pOn !== undefined).length / usual.length;
  const irregular = hasP ? step > VERY_IRREGULAR && shown < 0.8 : step > IRREGULAR;
  return irregular && !alternates(rrMs) && !sways(rrMs);
};

/** Intervals and beats that ventricular premature beats leave as they were, where enough are left; else all. */
const withoutVentricular = (
  rrMs: readonly number[],
  beats: Signs["beats"],
  kinds: readonly BeatKind[],
): readonly [readonly number[], Signs["beats"]] => {
  const left = rrMs.filter((_, i) => kinds[i] !== "ventricular" && kinds[i + 1] !== "ventricular");
  return left.length < 4 ? [rrMs, beats] : [left, beats.filter((_, i) => kinds[i] !== "ventricular")];
};

/** Long and short by turns, or in a longer pattern: premature beats, not fibrillation. */
const alternates = (rrMs: readonly number[]): boolean =>
  [2, 3, 4].some(lag => rrMs.length >= 2 * lag + 2 && mean(steps(rrMs, lag)) < 0.35 * mean(steps(rrMs, 1)));

/**
 * Longer and shorter by degrees, as with the breath: squared steps well below twice the variance, which is what
 * independent intervals have. The ratio of n such is 2 ± 2 √((n − 2)/(n² − 1)) (von Neumann 1941, Ann Math Stat 12:367);
 * below by 2.5 deviations in about 1 %.
 */
const sways = (rrMs: readonly number[]): boolean => {
  const n = rrMs.length;
  if (n < 6) return false;
  const centre = mean(rrMs);
  const variance = mean(rrMs.map(rr => (rr - centre) ** 2));
  const least = 2 - 5 * Math.sqrt((n - 2) / (n * n - 1));
  return mean(steps(rrMs, 1).map(step => step * step)) < least * variance;
};

const isFlutter = ({ flutter, hasP, rows, marks, rrMs }: Signs): boolean => {
  const isFlutterLike =
    flutter !== undefined &&
    flutter.hz >= 3.5 &&
    flutter.hz <= 6 &&
    flutter.rmsMv >= 0.03 &&
    areMultiples(rrMs, 1000 / flutter.hz, 0.2);
  const oscillation = isFlutterLike ? flutter.explained : 0;
  if (!hasP && oscillation >= 0.5) return true;
  const { levels, bends } = cycleLikeness(rows, marks, median(rrMs));
  const holds = ({ likeness, ratio }: CycleLikeness, least: number) =>
    likeness >= least && areMultiples(rrMs, median(rrMs) / ratio);
  const isConfirmed = levels.ratio === 2 || oscillation >= 0.75;
  const seen = hasP ? (isConfirmed ? "confirmed" : "withP") : "without";
  return (
    holds(levels, LEAST_ALIKE[seen]) || holds(bends, hasP ? LEAST_BENT_ALIKE.withP : LEAST_BENT_ALIKE.without)
  );
};

/** Every interval is near a whole number of atrial cycles, whatever the block; intervals of fibrillation are 0.25 off. */
const areMultiples = (rrMs: readonly number[], cycleMs: number, most = 0.1): boolean =>
  mean(rrMs.map(rr => Math.abs(rr / cycleMs - Math.round(rr / cycleMs)))) < most;

const isSupraventricular = ({ hasP, prMs, qrsMs, waves, rrMs }: Signs, rate: number): boolean => {
  if (qrsMs >= 120 || median(steps(rrMs, 1)) > 0.06 * median(rrMs)) return false;
  const fits = hasP && prMs !== undefined && prMs >= 100 && waves.II.pMv > 0;
  return !fits || rate > 170;
};

const sinusByRate = (rate: number): ReaderLabel => {
  if (rate < 60) return "sinus bradycardia";
  return rate > 100 ? "sinus tachycardia" : "sinus rhythm";
};

/** Intervals between usual beats that differ by more than 160 ms and more than a fifth. */
const isArrhythmia = ({ rrMs, hasP }: Signs, kinds: readonly BeatKind[], conduction: Conduction): boolean => {
  if (!hasP || conduction.labels.some(label => label.startsWith("second") || label.startsWith("third")))
    return false;
  const usual = rrMs.filter((_, i) => [i - 1, i, i + 1].every(k => (kinds[k] ?? "usual") === "usual"));
  if (usual.length < 4) return false;
  const range = Math.max(...usual) - Math.min(...usual);
  return range > 160 && range > 0.22 * median(usual);
};
