import { LEADS, type Lead } from "../../schemas/ecg.ts";
import { allLeadsOf, blankCanvas } from "./canvas.ts";
import { addWaves, type SeenWave, TYPICAL_BEAT } from "./waves.ts";

/** QRS of one lead as its waves have it, without noise; depths are positive, millivolts and milliseconds. */
export interface QrsShape {
  /** The negative deflection before the first R; all of QRS where there is no R (`isQs`). */
  readonly q: number;
  readonly qMs: number;
  readonly isQs: boolean;
  readonly r: number;
  /** Of the highest R, from QRS onset. */
  readonly rAtMs: number;
  /** The deepest negative deflection after the first R. */
  readonly s: number;
  readonly sMs: number;
  readonly net: number;
  /** Mean over the last 40 ms. */
  readonly end: number;
  /** At the end of QRS and 60 ms later. */
  readonly j: number;
  readonly st: number;
}

/** Shapes of the leads, and the frontal axis of the net area. */
export interface BeatShape {
  readonly lead: (lead: Lead) => QrsShape;
  readonly axisDegrees: number;
}

const STEP_MS = 2;
const BEFORE_MS = 20;
const AFTER_MS = 64;
/** A smaller deflection is none. */
const LEAST_MV = 0.03;

/** Shapes of QRS and ST of a beat's waves, onset at 0. */
export const beatShape = (waves: readonly SeenWave[], qrsMs: number): BeatShape => {
  const canvas = blankCanvas(Math.ceil((BEFORE_MS + qrsMs + AFTER_MS) / STEP_MS) + 1);
  addWaves(canvas, waves, BEFORE_MS / STEP_MS, STEP_MS, TYPICAL_BEAT);
  const shapes = new Map<Lead, QrsShape>();
  const twelve = allLeadsOf(canvas);
  const lead = (name: Lead): QrsShape => {
    const known = shapes.get(name) ?? shapeOf(twelve[LEADS.indexOf(name)]!, qrsMs);
    shapes.set(name, known);
    return known;
  };
  const axis = Math.atan2(lead("aVF").net * (2 / Math.sqrt(3)), lead("I").net);
  return { lead, axisDegrees: (axis * 180) / Math.PI };
};

const shapeOf = (row: Float32Array, qrsMs: number): QrsShape => {
  const on = BEFORE_MS / STEP_MS;
  const off = on + Math.round(qrsMs / STEP_MS);
  const lobes = lobesOf(row, on, off);
  const firstR = lobes.findIndex(({ mv }) => mv > 0);
  const deepest = (some: readonly Lobe[]) =>
    some.reduce((best, lobe) => (lobe.mv < best.mv ? lobe : best), FLAT);
  const q = deepest(firstR < 0 ? lobes : lobes.slice(0, firstR));
  const s = deepest(firstR < 0 ? [] : lobes.slice(firstR + 1));
  const r = lobes.reduce((best, lobe) => (lobe.mv > best.mv ? lobe : best), FLAT);
  return {
    q: -q.mv,
    qMs: q.samples * STEP_MS,
    isQs: firstR < 0 && q !== FLAT,
    r: r.mv,
    rAtMs: (r.at - on) * STEP_MS,
    s: -s.mv,
    sMs: s.samples * STEP_MS,
    net: mean(row, on, off),
    end: mean(row, off - 20, off),
    j: row[off]!,
    st: mean(row, off + 28, off + 32),
  };
};

interface Lobe {
  readonly mv: number;
  readonly at: number;
  readonly samples: number;
}
const FLAT: Lobe = { mv: 0, at: 0, samples: 0 };

/** Stretches of one sign that are more than nothing. */
const lobesOf = (row: Float32Array, on: number, off: number): readonly Lobe[] => {
  const lobes: Lobe[] = [];
  let [from, at] = [on, on];
  for (let n = on + 1; n <= off + 1; n++) {
    if (n <= off && row[n]! > 0 === row[from]! > 0) {
      if (Math.abs(row[n]!) > Math.abs(row[at]!)) at = n;
      continue;
    }
    if (Math.abs(row[at]!) >= LEAST_MV) lobes.push({ mv: row[at]!, at, samples: n - from });
    [from, at] = [n, n];
  }
  return lobes;
};

const mean = (row: Float32Array, from: number, to: number): number => {
  let sum = 0;
  for (let n = from; n <= to; n++) sum += row[n]!;
  return sum / (to - from + 1);
};
