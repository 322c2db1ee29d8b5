import type { Ectopy } from "../../schemas/ecg.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { BeatKind, RhythmPlan } from "./rhythm-process.ts";

/** A regular sequence into which premature beats are set, in place. */
interface Drafted {
  readonly intervalsMs: Float64Array;
  readonly kinds: BeatKind[];
  readonly startMs: number;
}

/** Sets the order's premature beats into the sequence, away from both ends of the recording. */
export const insertEctopics = (plan: RhythmPlan, draft: Drafted, rng: Rng): void =>
  PATTERNS[plan.order.ectopy](plan, draft, rng);

type Pattern = (plan: RhythmPlan, draft: Drafted, rng: Rng) => void;

const EDGE_MS = 1200;

/** Beats that may be premature: not the first, and inside the recording. */
const openPlaces = ({ durationMs }: RhythmPlan, { intervalsMs, startMs }: Drafted): number[] => {
  const open: number[] = [];
  let time = startMs;
  for (let i = 0; i < intervalsMs.length; i++) {
    if (i > 1 && time > EDGE_MS && time < durationMs - EDGE_MS) open.push(i);
    time += intervalsMs[i]!;
  }
  return open;
};

/** `wanted` events each ten seconds at random places, none nearer than three beats to another. */
const scattered =
  (
    wanted: (rng: Rng) => number,
    place: (plan: RhythmPlan, draft: Drafted, at: number, rng: Rng) => void,
  ): Pattern =>
  (plan, draft, rng) => {
    const open = openPlaces(plan, draft);
    const count = Math.max(1, Math.round((wanted(rng) * plan.durationMs) / 10_000));
    for (let k = 0; k < count && open.length > 0; k++) {
      const at = rng.pick(open);
      place(plan, draft, at, rng);
      for (let i = open.length - 1; i >= 0; i--) if (Math.abs(open[i]! - at) <= 3) open.splice(i, 1);
    }
  };

/** The early P resets the sinus node: the pause is a normal interval and a little more. */
const atrial = ({ rrMs }: RhythmPlan, { intervalsMs, kinds }: Drafted, at: number, rng: Rng): void => {
  // Early against the rhythm, also where the sinus node slows down just then.
  intervalsMs[at - 1] = Math.min(rrMs, intervalsMs[at - 1]!) * (0.62 + 0.16 * rng.uniform());
  intervalsMs[at] = rrMs * (1.05 + 0.1 * rng.uniform());
  kinds[at] = "atrial-premature";
};

/** The sinus node is not reset: both intervals together make two (full compensatory pause). */
const ventricular = ({ order }: RhythmPlan, { intervalsMs, kinds }: Drafted, at: number, rng: Rng): void => {
  const before = intervalsMs[at - 1]!;
  const early = Math.max(360, before * (0.55 + 0.15 * rng.uniform()));
  if (order.rhythm !== "atrial-fibrillation")
    intervalsMs[at] = Math.max(400, before + intervalsMs[at]! - early);
  intervalsMs[at - 1] = early;
  kinds[at] = "ventricular-premature";
};

const couplet = ({ rrMs }: RhythmPlan, { intervalsMs, kinds }: Drafted, at: number, rng: Rng): void => {
  intervalsMs[at - 1] = Math.max(360, intervalsMs[at - 1]! * (0.58 + 0.12 * rng.uniform()));
  intervalsMs[at] = Math.max(340, Math.min(560, rrMs * (0.55 + 0.12 * rng.uniform())));
  intervalsMs[at + 1] = rrMs * (1.2 + 0.3 * rng.uniform());
  kinds[at] = "ventricular-premature";
  kinds[at + 1] = "ventricular-premature";
};

/** A beat that begins earlier is not seen whole. */
const EDGE_OF_SIGHT_MS = 200;

/** Every second beat, after three of the basic rhythm by which a reader knows it. */
const bigeminy: Pattern = (plan, draft, rng) => {
  const { intervalsMs, startMs } = draft;
  let first = 0;
  for (let time = startMs; time < EDGE_OF_SIGHT_MS; first++) time += intervalsMs[first]!;
  for (let at = first + 3; at < intervalsMs.length; at += 2) ventricular(plan, draft, at, rng);
};

const PATTERNS: { readonly [E in Ectopy]: Pattern } = {
  none: () => undefined,
  "atrial-premature": scattered(rng => 1 + rng.weighted([0.5, 0.3, 0.2]), atrial),
  "ventricular-premature": scattered(rng => 1 + rng.weighted([0.5, 0.3, 0.2]), ventricular),
  "ventricular-couplets": scattered(rng => 1 + rng.weighted([0.7, 0.3]), couplet),
  "ventricular-bigeminy": bigeminy,
};
