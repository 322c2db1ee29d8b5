import type { Rhythm } from "../../schemas/ecg.ts";
import type { EcgOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import { conducted } from "./av-conduction.ts";
import { insertEctopics } from "./ectopics.ts";

export type BeatKind = "dominant" | "atrial-premature" | "ventricular-premature";

/** A sequence of beats that covers the recording at any rate a correction may ask for. */
export interface BeatSequence {
  /** Interval from beat i to beat i + 1, milliseconds. */
  readonly intervalsMs: Float64Array;
  readonly kinds: readonly BeatKind[];
  /** Time of the first QRS onset, at or before 0. */
  readonly startMs: number;
  /** P waves that do not come at one distance before every QRS (AV block II and III). */
  readonly atria?: {
    /** Where the QRS of each P wave would begin at the shortest PR. */
    readonly timesMs: readonly number[];
    /** By how much PR is longer, of every conducted beat; none in complete block. */
    readonly shiftsMs: readonly number[];
  };
}

/** Frequencies of short-term variability: Mayer waves and breathing (Task Force 1996, Circulation 93:1043). */
export interface Breathing {
  readonly respirationHz: number;
  readonly mayerHz: number;
}

/** What the sequence is drawn from. */
export interface RhythmPlan {
  /** As shown. */
  readonly order: EcgOrder;
  /** Mean interval of what drives the rhythm: of the P waves in AV block, of the QRS complexes otherwise. */
  readonly rrMs: number;
  /** Wanted standard deviation; ignored by flutter. */
  readonly sdnnMs: number;
  readonly breathing: Breathing;
  /** Atrial cycles between two QRS complexes. */
  readonly flutterRatios: readonly number[];
  /** Shortest PR, and the interval of the escape rhythm in complete block. */
  readonly prMs: number;
  readonly escapeMs: number;
  readonly durationMs: number;
}

/** Beats that cover ten seconds at 220 a minute, with some to spare. */
const BEATS_A_SECOND = 4.8;

/**
 * RR intervals of a rhythm around a mean. Sinus: two oscillations (low frequency near 0.1 Hz, breathing) and a small
 * random walk, scaled to the wanted SDNN. Fibrillation: independent skewed intervals. Flutter: whole multiples of the
 * atrial cycle. Re-entry and pacing: a clock. Premature beats are set into it; blocked conduction thins it out.
 */
export const drawBeats = (plan: RhythmPlan, rng: Rng): BeatSequence => {
  const count = Math.ceil((BEATS_A_SECOND * plan.durationMs) / 1000);
  const intervalsMs = INTERVALS[plan.order.rhythm](plan, count, rng);
  const startMs = -rng.uniform() * intervalsMs[0]!;
  const blocked = conducted(plan, { intervalsMs, startMs }, rng);
  if (blocked !== undefined) return blocked;
  const kinds: BeatKind[] = Array.from({ length: count + 1 }, () => "dominant");
  insertEctopics(plan, { intervalsMs, kinds, startMs }, rng);
  return { intervalsMs, kinds, startMs };
};

type Intervals = (plan: RhythmPlan, count: number, rng: Rng) => Float64Array;

/** How a sinus rhythm sways: share of the slow oscillation in it, and what is irregular beside both, in SDNN. */
interface Sway {
  readonly slowShare: (rng: Rng) => number;
  readonly walk: number;
  readonly white: number;
}

const sinus =
  ({ slowShare, ...rough }: Sway): Intervals =>
  ({ rrMs, sdnnMs, breathing }, count, rng) => {
    const [low, high] = [2 * Math.PI * rng.uniform(), 2 * Math.PI * rng.uniform()];
    const balance = slowShare(rng);
    const out = new Float64Array(count);
    let seconds = 0;
    let walk = 0;
    for (let i = 0; i < count; i++) {
      walk = 0.9 * walk + 0.43 * rng.normal();
      const swing =
        Math.sqrt(2 * balance) * Math.sin(2 * Math.PI * breathing.mayerHz * seconds + low) +
        Math.sqrt(2 * (1 - balance)) * Math.sin(2 * Math.PI * breathing.respirationHz * seconds + high);
      out[i] = Math.max(
        0.6 * rrMs,
        rrMs + sdnnMs * (0.9 * swing + rough.walk * walk + rough.white * rng.normal()),
      );
      seconds += out[i]! / 1000;
    }
    return out;
  };

const balanced = sinus({ slowShare: rng => 0.25 + 0.5 * rng.uniform(), walk: 0.35, white: 0.2 });

/** Intervals that differ by more than this, and by a fifth, are sinus arrhythmia. */
const ARRHYTHMIA_MS = 150;
const ARRHYTHMIA_SHARE = 0.2;

/** A sinus rhythm that is no sinus arrhythmia: its deviations are scaled until the longest and the shortest say so. */
const steady: Intervals = (plan, count, rng) => {
  const out = balanced(plan, count, rng);
  const shown = out.subarray(0, 2 + Math.ceil(plan.durationMs / plan.rrMs));
  const range = Math.max(...shown) - Math.min(...shown);
  const most = Math.max(ARRHYTHMIA_MS, ARRHYTHMIA_SHARE * plan.rrMs);
  return range <= most ? out : out.map(value => plan.rrMs + ((value - plan.rrMs) * most) / range);
};

/** Whole intervals that a recording shows wherever in the first it begins. */
const shownOf = (intervalsMs: Float64Array, durationMs: number): Float64Array => {
  let count = 1;
  for (let time = intervalsMs[0]!; count < intervalsMs.length; count++) {
    time += intervalsMs[count]!;
    if (time > durationMs) break;
  }
  return intervalsMs.subarray(1, count);
};

/**
 * Longest and shortest interval of a sinus arrhythmia differ by this, milliseconds and share of the mean, and a little to
 * spare. @source 160 ms: Surawicz & Knilans, Chou's Electrocardiography
 */
const CLEAR_ARRHYTHMIA_MS = 170;
const CLEAR_ARRHYTHMIA_SHARE = 0.25;

/** Breathing nearly alone, by degrees; deviations are scaled until what the recording shows of them is an arrhythmia. */
const swaying: Intervals = (plan, count, rng) => {
  const out = sinus({ slowShare: () => 0.06, walk: 0.15, white: 0.06 })(plan, count, rng);
  const shown = shownOf(out, plan.durationMs);
  const range = Math.max(...shown) - Math.min(...shown);
  const least = Math.max(CLEAR_ARRHYTHMIA_MS, CLEAR_ARRHYTHMIA_SHARE * plan.rrMs);
  return range >= least ? out : out.map(value => plan.rrMs + ((value - plan.rrMs) * least) / range);
};

const IRREGULAR_DRAWS = 20;
/** Serial correlation above which ten seconds look like a pattern; independent intervals pass it in one lag of ten. */
const MOST_SERIAL = 0.5;
/** Median step from one interval to the next, over their median. */
const LEAST_STEP = 0.12;

/**
 * Log-normal: short intervals bounded by AV refractoriness, a tail of long ones. Drawn again while what a recording shows
 * of them is, by chance, not irregularly irregular: steps are small, or intervals change by degrees or by turns.
 *
 * @source  serial correlation of intervals in fibrillation is zero: Bootsma 1970, Circulation 41:783
 */
const fibrillating: Intervals = ({ rrMs, sdnnMs, durationMs }, count, rng) => {
  const sigma = Math.sqrt(Math.log(1 + (sdnnMs / rrMs) ** 2));
  const out = new Float64Array(count);
  for (let draw = 0; draw < IRREGULAR_DRAWS; draw++) {
    for (let i = 0; i < count; i++)
      out[i] = Math.max(320, rrMs * Math.exp(sigma * rng.normal() - (sigma * sigma) / 2));
    if (isIrregular(shownOf(out, durationMs))) break;
  }
  return out;
};

const isIrregular = (intervalsMs: Float64Array): boolean => {
  const steps = intervalsMs.slice(1).map((value, i) => Math.abs(value - intervalsMs[i]!));
  if (median(steps) < LEAST_STEP * median(intervalsMs)) return false;
  return [1, 2, 3].every(lag => serialCorrelation(intervalsMs, lag) < MOST_SERIAL);
};

const median = (values: Float64Array): number => values.toSorted()[values.length >> 1]!;

/** Of values a lag apart, each around the mean of all; 0 where too few are. */
const serialCorrelation = (values: Float64Array, lag: number): number => {
  if (values.length < lag + 4) return 0;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  let [product, square] = [0, 0];
  values.forEach((value, i) => {
    square += (value - mean) ** 2;
    if (i >= lag) product += (value - mean) * (values[i - lag]! - mean);
  });
  return square > 0 ? product / square : 0;
};

const fluttering: Intervals = ({ rrMs, flutterRatios }, count, rng) => {
  const mean = flutterRatios.reduce((a, b) => a + b, 0) / flutterRatios.length;
  return Float64Array.from(
    { length: count },
    () => (rrMs / mean) * rng.pick(flutterRatios) * (1 + 0.004 * rng.normal()),
  );
};

const clock: Intervals = ({ rrMs, sdnnMs }, count, rng) =>
  Float64Array.from({ length: count }, () => rrMs + sdnnMs * rng.normal());

const INTERVALS: { readonly [R in Rhythm]: Intervals } = {
  sinus: steady,
  bradycardia: steady,
  tachycardia: steady,
  "sinus-arrhythmia": swaying,
  "atrial-fibrillation": fibrillating,
  "atrial-flutter": fluttering,
  "supraventricular-tachycardia": clock,
  paced: clock,
};
