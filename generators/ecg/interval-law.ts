import { hasPr } from "../../schemas/ecg-shown.ts";
import type { EcgOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { Activation } from "./activation.ts";
import { type Normals, SPREAD } from "./normals.ts";
import { truncated } from "./truncated.ts";

/** Wanted intervals of the dominant beat, milliseconds. */
export interface Intervals {
  readonly prMs?: number;
  readonly qrsMs: number;
  readonly qtMs: number;
}

/** Draws the intervals of a (shown) order at a ventricular rate. */
export const drawIntervals = (
  order: EcgOrder,
  heart: { readonly normals: Normals; readonly activation: Activation; readonly rrMs: number },
  rng: Rng,
): Intervals => {
  const { normals, rrMs } = heart;
  const qrsMs = drawQrs(order, heart, rng);
  // Bogossian 2014 (Heart Rhythm 11:2273): half of a broad QRS comes on top of QT.
  const broad = qrsMs > 120 ? 0.485 * (qrsMs - 90) : 0;
  const qtMs = (drawQtc(order, normals, rng) + broad) * Math.cbrt(rrMs / 1000);
  return hasPr(order) ? { prMs: drawPr(order, { normals, rrMs, qtMs }, rng), qrsMs, qtMs } : { qrsMs, qtMs };
};

const drawQrs = (
  { morphology }: EcgOrder,
  { normals, activation }: { readonly normals: Normals; readonly activation: Activation },
  rng: Rng,
): number => {
  const usual = normals.qrsMs;
  if (activation.qrs !== undefined) {
    const [centre, spread, low, high] = activation.qrs;
    return truncated(centre, spread, low, high, rng) * Math.min(1, Math.max(0.8, usual / ADULT_QRS_MS));
  }
  // A thick or scarred ventricle takes a little longer.
  const longer = morphology.endsWith("hypertrophy") || morphology.startsWith("old-") ? 9 : 0;
  return truncated(
    usual + longer,
    SPREAD.qrsMs,
    0.75 * usual + longer,
    Math.min(116, 1.3 * usual + longer),
    rng,
  );
};

/** Long QT: from 490 ms on, beyond any doubt of the tangent. @source Rautaharju 2009, AHA/ACCF/HRS part IV */
const drawQtc = ({ morphology }: EcgOrder, normals: Normals, rng: Rng): number =>
  morphology === "long-qt"
    ? truncated(520, 22, 490, 585, rng)
    : truncated(normals.qtcMs, SPREAD.qtcMs, 350, 450, rng);

/** From these on nobody's intervals are a child's: a block is as broad, and the shortest PR as long, as in any adult. */
const [ADULT_QRS_MS, ADULT_PR_MS] = [79, 150];

/** A shorter PR of an adult would be a short one. */
const SHORTEST_PR_MS = 122;

const drawPr = (
  { conduction }: EcgOrder,
  { normals, rrMs, qtMs }: { readonly normals: Normals; readonly rrMs: number; readonly qtMs: number },
  rng: Rng,
): number => {
  // AV conduction quickens with rate: 0.25 ms a beat a minute.
  const quicker = 0.25 * (60_000 / rrMs - 70);
  const usual = truncated(normals.prMs, SPREAD.prMs, 0.72 * normals.prMs, 198, rng) - Math.max(0, quicker);
  const room = rrMs - qtMs;
  if (conduction === "first-degree-av-block")
    return Math.min(212 + Math.abs(28 * rng.normal()), 320, Math.max(212, room + 60));
  if (conduction === "pre-excitation")
    return truncated(107, 6, 94, 116, rng) * Math.min(1, normals.prMs / ADULT_PR_MS);
  // A bundle branch block with a short PR would be taken for pre-excitation.
  const shortest = conduction.includes("bundle") ? SHORTEST_PR_MS + 14 : SHORTEST_PR_MS;
  const own = Math.max(shortest * Math.min(1, normals.prMs / ADULT_PR_MS), usual);
  // At fast rates P follows T closely, however short PR gets.
  return Math.max(105, Math.min(own, room + 12));
};

/** PR of the P waves that are conducted soonest, where no single PR is wanted. */
export const shortestPr = ({ conduction }: EcgOrder, normals: Normals, rng: Rng): number =>
  normals.prMs * (conduction === "second-degree-av-block-mobitz-1" ? 1.1 + 0.2 * rng.uniform() : 1);
