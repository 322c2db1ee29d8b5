import type { Rng } from "../../../../src/math/rng.ts";

/** Times of one beat's waves, milliseconds from the onset of QRS. T and P are absent where the beat has none. */
export interface BeatTimes {
  readonly p?: { readonly on: number; readonly off: number };
  readonly qrsOff: number;
  readonly t: { readonly on: number; readonly peak: number; readonly off: number };
}

/** Leads drawn: I, II, V1 … V6. */
export const DRAWN = 8;

/** A wave with compact support: zero before `from` and after `to`, its extremum at `peak`; one amplitude a lead, mV. */
interface Kernel {
  readonly from: number;
  readonly peak: number;
  readonly to: number;
  readonly amplitudes: readonly number[];
  /** Exponent of the sine flanks: 1 leaves the line at an angle, 2 smoothly. */
  readonly power: number;
}

/** Typical deflections in I, II, V1 … V6, millivolts, after Wagner, Marriott's Practical Electrocardiography, ch. 3. */
const P_MV = [0.08, 0.13, 0.05, 0.06, 0.06, 0.06, 0.06, 0.06];
const Q_MV = [-0.04, -0.06, 0, 0, 0, -0.04, -0.07, -0.08];
const R_MV = [0.6, 0.9, 0.2, 0.5, 0.8, 1.4, 1.3, 1];
const S_MV = [-0.15, -0.15, -0.9, -1.3, -0.8, -0.5, -0.2, -0.1];
const T_MV = [0.2, 0.3, 0.02, 0.4, 0.45, 0.45, 0.35, 0.25];

const around = (typical: readonly number[], rng: Rng, share: number, floor: number): number[] =>
  typical.map(value => value * (1 + share * rng.normal()) + floor * rng.normal());

/** One person's shapes: fixed amplitudes per lead, drawn lead by lead, and where within QRS its deflections lie. */
export interface Shapes {
  readonly p: readonly number[];
  readonly pPeak: number;
  /** Deflections of QRS in order: end as a share of its duration, amplitudes. */
  readonly qrs: readonly {
    readonly from: number;
    readonly to: number;
    readonly amplitudes: readonly number[];
  }[];
  readonly st: readonly number[];
  readonly t: readonly number[];
  readonly u: readonly number[];
  readonly powers: { readonly p: number; readonly qrs: number; readonly t: number };
}

export const drawShapes = (rng: Rng, kind: "narrow" | "broad"): Shapes => {
  const cut = [0.24 + 0.06 * rng.uniform(), 0.58 + 0.08 * rng.uniform()] as const;
  const [q, r, s] = [Q_MV, R_MV, S_MV].map(row => around(row, rng, 0.35, 0.05)) as [
    number[],
    number[],
    number[],
  ];
  const late = around([-0.3, 0.1, 0.6, 0.3, 0.1, -0.2, -0.3, -0.3], rng, 0.5, 0.1);
  return {
    p: around(P_MV, rng, 0.3, 0.015),
    pPeak: 0.4 + 0.2 * rng.uniform(),
    qrs: [
      { from: 0, to: cut[0] + 0.06, amplitudes: q },
      { from: cut[0] - 0.08, to: cut[1] + 0.08, amplitudes: r },
      { from: cut[1] - 0.08, to: kind === "broad" ? 0.8 : 1, amplitudes: s },
      ...(kind === "broad" ? [{ from: 0.62, to: 1, amplitudes: late }] : []),
    ],
    st: around([0, 0, 0.03, 0.06, 0.04, 0.02, 0, 0], rng, 0.5, 0.03),
    t: around(kind === "broad" ? T_MV.map(value => 0.5 * value) : T_MV, rng, 0.4, 0.06),
    u: rng.chance(0.25) ? around(T_MV, rng, 0.3, 0.01).map(value => 0.12 * value) : Array(DRAWN).fill(0),
    powers: { p: 1.2 + 0.6 * rng.uniform(), qrs: 1.1 + 0.4 * rng.uniform(), t: 1.3 + 0.5 * rng.uniform() },
  };
};

/** An ectopic beat's shapes: few broad deflections with their own signs, T against the last one. */
export const ectopicShapes = (rng: Rng): Shapes => {
  const first = around([0.3, -0.3, -0.3, -0.6, -0.4, 0.4, 0.7, 0.7], rng, 0.6, 0.3);
  const main = around([-0.9, 1.2, 1, 1.5, 1.3, 0.8, -0.6, -0.8], rng, 0.6, 0.4);
  return {
    ...drawShapes(rng, "broad"),
    qrs: [
      { from: 0, to: 0.45, amplitudes: first },
      { from: 0.25, to: 1, amplitudes: main },
    ],
    st: main.map(value => -0.08 * value),
    t: main.map(value => -0.35 * value),
  };
};

/** Adds one beat to the eight drawn leads; `onset` is QRS onset in milliseconds from the start of the recording. */
export const addBeat = (
  leads: readonly Float64Array[],
  onset: number,
  shapes: Shapes,
  times: BeatTimes,
  stepMs: number,
): void => {
  const { p, qrsOff, t } = times;
  const kernels: Kernel[] = shapes.qrs.map(({ from, to, amplitudes }) => ({
    from: from * qrsOff,
    peak: 0.5 * (from + to) * qrsOff,
    to: to * qrsOff,
    amplitudes,
    power: shapes.powers.qrs,
  }));
  if (p)
    kernels.push({
      from: p.on,
      peak: p.on + shapes.pPeak * (p.off - p.on),
      to: p.off,
      amplitudes: shapes.p,
      power: shapes.powers.p,
    });
  kernels.push({ from: t.on, peak: t.peak, to: t.off, amplitudes: shapes.t, power: shapes.powers.t });
  kernels.push({ from: 0.8 * qrsOff, peak: 1.2 * qrsOff, to: t.peak, amplitudes: shapes.st, power: 1.5 });
  const u = { from: t.off + 10, peak: t.off + 70, to: t.off + 150 };
  kernels.push({ ...u, amplitudes: shapes.u, power: 2 });
  for (const kernel of kernels) addKernel(leads, onset, kernel, stepMs);
};

const addKernel = (leads: readonly Float64Array[], onset: number, kernel: Kernel, stepMs: number): void => {
  const { from, peak, to, power, amplitudes } = kernel;
  const length = leads[0]!.length;
  const first = Math.max(0, Math.ceil((onset + from) / stepMs));
  const last = Math.min(length - 1, Math.floor((onset + to) / stepMs));
  for (let n = first; n <= last; n++) {
    const time = n * stepMs - onset;
    const rise = time <= peak ? (time - from) / (peak - from) : (to - time) / (to - peak);
    const height = Math.sin((Math.PI / 2) * rise) ** power;
    for (let l = 0; l < DRAWN; l++) leads[l]![n] = leads[l]![n]! + amplitudes[l]! * height;
  }
};
