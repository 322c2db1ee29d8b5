import type { Conduction } from "../../schemas/ecg.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { BeatSequence, RhythmPlan } from "./rhythm-process.ts";

/** Times of the P waves, each where its QRS would begin at the shortest PR. */
type Atria = readonly number[];

/** Onsets of QRS, and for each by how much PR is longer than the shortest; NaN for an escape beat. */
interface Conducted {
  readonly onsetsMs: readonly number[];
  readonly shiftsMs: readonly number[];
}

/**
 * The ventricles' beats under a block that drops beats; undefined where every P wave is conducted.
 *
 * Mobitz I (Wenckebach): PR lengthens by ever smaller steps, so RR shortens, until one P wave in three to five is not
 * conducted. Mobitz II: the same without lengthening. Complete: P waves and an escape rhythm, each on its own clock.
 *
 * @source  Surawicz & Knilans, Chou's Electrocardiography in Clinical Practice
 */
export const conducted = (
  plan: RhythmPlan,
  atrial: Pick<BeatSequence, "intervalsMs" | "startMs">,
  rng: Rng,
): BeatSequence | undefined => {
  const conduct = BLOCKS[plan.order.conduction];
  if (conduct === undefined) return undefined;
  const timesMs: number[] = [];
  // From one interval early: the P wave before the first beat may be on the recording.
  let time = atrial.startMs - atrial.intervalsMs[0]!;
  for (const interval of atrial.intervalsMs) {
    timesMs.push(time);
    time += interval;
  }
  const { onsetsMs, shiftsMs } = conduct(timesMs, plan, rng);
  // The first beat starts at or before 0.
  const first = Math.max(
    0,
    onsetsMs.findLastIndex(onset => onset <= 0),
  );
  const kept = onsetsMs.slice(first);
  return {
    startMs: kept[0]!,
    intervalsMs: Float64Array.from(kept.slice(1), (onset, i) => onset - kept[i]!),
    kinds: kept.map(() => "dominant" as const),
    atria: { timesMs, shiftsMs: shiftsMs.filter(Number.isFinite) },
  };
};

type Conduct = (atria: Atria, plan: RhythmPlan, rng: Rng) => Conducted;

/** Groups of three to five P waves, the last of each dropped; `step(k)` is what beat k of a group adds to PR. */
const grouped = (atria: Atria, step: (k: number) => number, rng: Rng): Conducted => {
  const onsetsMs: number[] = [];
  const shiftsMs: number[] = [];
  const usual = 3 + rng.integer(3);
  let at = 0;
  while (at < atria.length) {
    const length = rng.chance(0.75) ? usual : 3 + rng.integer(3);
    let shift = 0;
    for (let k = 0; k + 1 < length && at + k < atria.length; k++) {
      shift += k === 0 ? 0 : step(k);
      onsetsMs.push(atria[at + k]! + shift);
      shiftsMs.push(shift);
    }
    at += length;
  }
  return { onsetsMs, shiftsMs };
};

const BLOCKS: { readonly [C in Conduction]?: Conduct } = {
  "second-degree-av-block-mobitz-1": (atria, { rrMs }, rng) => {
    const first = Math.min(65 + 35 * rng.uniform(), 0.13 * rrMs);
    return grouped(atria, k => first * 0.5 ** (k - 1), rng);
  },
  "second-degree-av-block-mobitz-2": (atria, _, rng) => grouped(atria, () => 0, rng),
  "third-degree-av-block": (atria, { escapeMs }, rng) => {
    const onsetsMs: number[] = [];
    const end = atria.at(-1) ?? 0;
    for (let time = -rng.uniform() * escapeMs; time < end; time += escapeMs * (1 + 0.012 * rng.normal()))
      onsetsMs.push(time);
    return { onsetsMs, shiftsMs: onsetsMs.map(() => Number.NaN) };
  },
};
