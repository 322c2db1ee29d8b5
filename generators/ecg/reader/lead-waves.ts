/** Deflections of QRS and the levels after it in one lead of the averaged beat, millivolts and milliseconds; depths are positive. */
export interface LeadWaves {
  /** Negative deflection before the first R; a QRS without R has only this (`isQs`). */
  readonly qMv: number;
  readonly qMs: number;
  readonly isQs: boolean;
  readonly rMv: number;
  /** From QRS onset to the highest R. */
  readonly rPeakMs: number;
  readonly sMv: number;
  readonly sMs: number;
  /** A second R after S. */
  readonly secondRMv: number;
  /** Mean over the last 40 ms of QRS. */
  readonly terminalMv: number;
  /** Mean over QRS. */
  readonly netMv: number;
  readonly spanMv: number;
  /** At the end of QRS, and 60 ms (40 ms above 100 a minute) later. */
  readonly jMv: number;
  readonly stMv: number;
  /** The larger excursion of T from the level before QRS, signed. */
  readonly tMv: number;
  /** The larger excursion of P, signed; 0 where there is none. */
  readonly pMv: number;
}

export interface WaveBounds {
  readonly qrsOn: number;
  readonly qrsOff: number;
  readonly tEnd: number;
  readonly pOn?: number;
  readonly pOff?: number;
  readonly rrMs: number;
}

const SAMPLE_MS = 2;
/** A deflection smaller than this is none. */
const LEAST_MV = 0.03;

/** Samples before the end of QRS, and height, of what belongs to ST. */
const EDGE = 3;
const OUTSET_MV = 0.08;

/** Reads one row of an averaged beat at 500 Hz that is zero before QRS. */
export const leadWaves = (row: Float64Array, bounds: WaveBounds): LeadWaves => {
  const [on, off] = [Math.round(bounds.qrsOn), Math.round(bounds.qrsOff)];
  const lobes = lobesOf(row, on, off);
  const firstR = lobes.findIndex(({ mv }) => mv > 0);
  const before = firstR < 0 ? lobes : lobes.slice(0, firstR);
  const q = deepest(before);
  const after = firstR < 0 ? [] : lobes.slice(firstR + 1);
  const s = deepest(after.filter(({ mv }) => mv < 0));
  const rest = after.slice(after.indexOf(s as Lobe) + 1);
  const ups = lobes.filter(({ mv }) => mv > 0);
  const highest = ups.toSorted((a, b) => b.mv - a.mv)[0];
  const stAt = off + (bounds.rrMs < 600 ? 20 : 30);
  let [low, high] = [0, 0];
  for (let n = on; n <= off; n++) [low, high] = [Math.min(low, row[n]!), Math.max(high, row[n]!)];
  return {
    qMv: q ? -q.mv : 0,
    qMs: q ? (q.to - q.from) * SAMPLE_MS : 0,
    isQs: firstR < 0 && q !== undefined,
    rMv: highest?.mv ?? 0,
    rPeakMs: highest ? (highest.at - on) * SAMPLE_MS : 0,
    sMv: s ? -s.mv : 0,
    sMs: s ? (s.to - s.from) * SAMPLE_MS : 0,
    secondRMv: Math.max(0, ...rest.map(({ mv }) => mv)),
    terminalMv: mean(row, off - 20, off),
    netMv: mean(row, on, off),
    spanMv: high - low,
    jMv: mean(row, off - 1, off + 3),
    stMv: mean(row, stAt - 2, stAt + 2),
    tMv: excursion(row, off + 35, Math.round(bounds.tEnd)),
    pMv: pExcursion(row, bounds),
  };
};

interface Lobe {
  readonly mv: number;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Stretches of one sign whose extremum is large enough, in order. */
const lobesOf = (row: Float64Array, on: number, off: number): readonly Lobe[] => {
  const lobes: Lobe[] = [];
  let from = on;
  for (let n = on + 1; n <= off + 1; n++) {
    if (n <= off && row[n]! > 0 === row[from]! > 0) continue;
    let at = from;
    for (let k = from; k < n; k++) if (Math.abs(row[k]!) > Math.abs(row[at]!)) at = k;
    // What is largest where QRS ends, and small, is ST setting out.
    const isOutset = at > off - EDGE && Math.abs(row[at]!) < OUTSET_MV;
    if (Math.abs(row[at]!) >= LEAST_MV && !isOutset) lobes.push({ mv: row[at]!, at, from, to: n });
    from = n;
  }
  return lobes;
};

const deepest = (lobes: readonly Lobe[]): Lobe | undefined => lobes.toSorted((a, b) => a.mv - b.mv)[0];

const mean = (row: Float64Array, from: number, to: number): number => {
  let sum = 0;
  for (let n = from; n <= to; n++) sum += row[n] ?? 0;
  return sum / (to - from + 1);
};

const excursion = (row: Float64Array, from: number, to: number): number => {
  let best = 0;
  for (let n = from; n <= to; n++) if (Math.abs(row[n] ?? 0) > Math.abs(best)) best = row[n]!;
  return best;
};

/** Against the straight line between the P wave's ends. */
const pExcursion = (row: Float64Array, { pOn, pOff }: WaveBounds): number => {
  if (pOn === undefined || pOff === undefined || pOff <= pOn) return 0;
  const [from, to] = [Math.round(pOn), Math.round(pOff)];
  const [a, b] = [mean(row, from - 3, from + 1), mean(row, to - 1, to + 3)];
  let best = 0;
  for (let n = from; n <= to; n++) {
    const value = row[n]! - a - ((b - a) * (n - from)) / Math.max(1, to - from);
    if (Math.abs(value) > Math.abs(best)) best = value;
  }
  return best;
};
