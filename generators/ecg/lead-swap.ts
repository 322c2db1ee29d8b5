import type { EcgRecord } from "../../schemas/ecg.ts";
import { markedBeats } from "./beat-marks.ts";
import { INDEPENDENT, INDEPENDENT_AT, INDEPENDENT_LEADS } from "./leads.ts";
import { BEAT_LENGTH } from "./median-beat.ts";

/**
 * The electrodes that may be exchanged: cables of the arms and the leg, and neighbours on the chest. LA–LL is left
 * out: it leaves no trace that health does not have as well.
 */
export const SWAPS = ["RA–LA", "RA–LL", "V1–V2", "V2–V3", "V3–V4", "V4–V5", "V5–V6"] as const;
export type Swap = (typeof SWAPS)[number];

/**
 * A swap makes the leads fit a heart vector better when it is undone: the misfit falls below these shares of what it
 * was. Of a limb swap a P wave turned upside down must speak as well, or without P a clearer fall. Chosen on the
 * development half of the Challenge's recordings (one false alarm in 25 there, all of chest leads).
 */
const CHEST_SHARE = 0.7;
const LIMB_SHARE = { invertedP: 1, noP: 0.6, uprightP: 0.3 };

/**
 * Which electrodes of a recording look exchanged; undefined where none do, or where beats cannot be told. A doubt to
 * look into, no proof: sensitivities by swap are in `npm run bench -- ecg`.
 *
 * @param record  12 leads at 500 Hz
 */
export const suspectedSwap = (record: EcgRecord): Swap | undefined => {
  const leads = INDEPENDENT_AT.map(i => Float64Array.from(record.leads[i] ?? []));
  if (record.rateHz !== 500 || leads.some(lead => lead.length < 1000 || !lead.every(Number.isFinite)))
    return undefined;
  const group = markedBeats(leads)?.groups[0];
  if (group?.marks === undefined) return undefined;
  const { pOn, pOff, qrsOn, tEnd } = group.marks;
  const hasP = group.hasP && pOn !== undefined && pOff !== undefined;
  const from = Math.max(0, Math.round(hasP ? pOn : qrsOn) - 5);
  const beat = cut(group.beat, from, Math.min(BEAT_LENGTH, Math.round(tEnd) + 5));
  const pLength = hasP ? Math.round(pOff - pOn) : 0;
  return likeliest(beat, pLength);
};

/** The swap whose undoing helps most; P is the first `pLength` samples of the beat, if any. */
const likeliest = (beat: Float64Array, pLength: number): Swap | undefined => {
  const before = misfit(beat);
  let best: { readonly swap: Swap; readonly score: number } | undefined;
  for (const swap of SWAPS) {
    const limit = limitOf(swap, beat, pLength);
    const score = misfit(swapped(beat, swap)) / before / limit;
    if (score < (best?.score ?? 1)) best = { swap, score };
  }
  return best?.swap;
};

const limitOf = (swap: Swap, beat: Float64Array, pLength: number): number => {
  if (LIMBS[swap] === undefined) return CHEST_SHARE;
  if (pLength === 0) return LIMB_SHARE.noP;
  const start = swap === "RA–LA" ? 0 : beat.length / INDEPENDENT;
  let area = 0;
  for (let n = start; n < start + pLength; n++) area += beat[n]!;
  return area < 0 ? LIMB_SHARE.invertedP : LIMB_SHARE.uprightP;
};

const cut = (beat: Float64Array, from: number, to: number): Float64Array => {
  const out = new Float64Array(INDEPENDENT * (to - from));
  for (let l = 0; l < INDEPENDENT; l++)
    out.set(beat.subarray(l * BEAT_LENGTH + from, l * BEAT_LENGTH + to), l * (to - from));
  return out;
};

type Row = readonly number[];

/** I and II as they would have been, from those recorded: each swap undoes itself. */
const LIMBS: Readonly<Partial<Record<Swap, readonly [Row, Row]>>> = {
  // I' = −I, II' = III = II − I.
  "RA–LA": [
    [-1, 0],
    [-1, 1],
  ],
  // I' = −III = I − II, II' = −II.
  "RA–LL": [
    [1, -1],
    [0, -1],
  ],
};

/** Lead vectors (x to the left, y down, z to the back) of I, II, V1 … V6. @source Dower, Machado & Osborne 1980, Clin Cardiol 3:87 */
const DOWER: readonly Row[] = [
  [0.632, -0.235, 0.059],
  [0.235, 1.066, -0.132],
  [-0.515, 0.157, -0.917],
  [0.044, 0.164, -1.387],
  [0.882, 0.098, -1.277],
  [1.213, 0.127, -0.601],
  [1.125, 0.127, -0.086],
  [0.831, 0.076, 0.23],
];

/** The eight leads of an averaged beat with two electrodes exchanged. */
export const swapped = (beat: Float64Array, swap: Swap): Float64Array => {
  const out = beat.slice();
  const length = beat.length / INDEPENDENT;
  const limb = LIMBS[swap];
  if (limb !== undefined) {
    for (let n = 0; n < length; n++) {
      const [one, two] = [beat[n]!, beat[length + n]!];
      out[n] = limb[0][0]! * one + limb[0][1]! * two;
      out[length + n] = limb[1][0]! * one + limb[1][1]! * two;
    }
    return out;
  }
  const [a, b] = swap.split("–").map(name => (INDEPENDENT_LEADS as readonly string[]).indexOf(name));
  out.set(beat.subarray(a! * length, (a! + 1) * length), b! * length);
  out.set(beat.subarray(b! * length, (b! + 1) * length), a! * length);
  return out;
};

/** Share of a beat's energy that no heart vector makes through the usual lead vectors. */
export const misfit = (beat: Float64Array): number => {
  let [rest, all] = [0, 0];
  const length = beat.length / INDEPENDENT;
  for (let l = 0; l < INDEPENDENT; l++)
    for (let n = 0; n < length; n++) {
      let made = 0;
      for (let k = 0; k < INDEPENDENT; k++) made += PROJECTION[l]![k]! * beat[k * length + n]!;
      rest += (beat[l * length + n]! - made) ** 2;
      all += beat[l * length + n]! ** 2;
    }
  return all > 0 ? rest / all : 0;
};

/** D(DᵀD)⁻¹Dᵀ: what of eight leads a heart vector can make. */
const PROJECTION: readonly Row[] = (() => {
  const gram = [0, 1, 2].map(i => [0, 1, 2].map(j => DOWER.reduce((sum, row) => sum + row[i]! * row[j]!, 0)));
  const at = (i: number, j: number) => gram[i]![j]!;
  const [a, b, c, e, f, k] = [at(0, 0), at(0, 1), at(0, 2), at(1, 1), at(1, 2), at(2, 2)];
  const [A, B, C] = [e * k - f * f, c * f - b * k, b * f - c * e];
  const [E, F, K] = [a * k - c * c, b * c - a * f, a * e - b * b];
  const det = a * A + b * B + c * C;
  const inverse = [
    [A, B, C],
    [B, E, F],
    [C, F, K],
  ];
  const pseudo = inverse.map(row =>
    DOWER.map(lead => row.reduce((sum, w, d) => sum + (w / det) * lead[d]!, 0)),
  );
  return DOWER.map(lead => DOWER.map((_, k) => lead.reduce((sum, w, d) => sum + w * pseudo[d]![k]!, 0)));
})();
