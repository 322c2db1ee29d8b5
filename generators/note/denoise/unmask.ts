import type { Rng } from "../../../src/math/rng.ts";
import { type Field, logProbability, type Position } from "./field.ts";

/** How a note is unmasked; each part of the self-correction can be switched off. */
export interface Unmasking {
  /** Steps from all masked to none, 8 to 16. */
  readonly steps: number;
  /** 1 draws from the network's probabilities; less is surer and less varied. */
  readonly temperature: number;
  /** Remasking of what was unmasked with little confidence. @source ReMDM-conf, arXiv:2503.00307 */
  readonly remask: boolean;
  /** Remasking of what the learnt quality head doubts. @source PRISM, arXiv:2510.01384 */
  readonly quality: boolean;
  /** Passes over the finished text that put right what the network finds far less likely than another. @source ProSeCo, arXiv:2602.11590 */
  readonly correction: boolean;
}

export const UNMASKING: Unmasking = {
  steps: 12,
  temperature: 0.7,
  remask: true,
  quality: true,
  correction: true,
};

/** How often each part of the self-correction took something back. */
export interface Corrections {
  readonly remasked: number;
  readonly doubted: number;
  readonly corrected: number;
}

/** Share of what stands that is remasked in a step, and the part of the steps in which it is. */
const REMASKED = 0.06;
const REMASK_FROM = 0.25;
const REMASK_TO = 0.85;

/** Unmasks everything, the most confident first. */
export const unmask = (field: Field, how: Unmasking, rng: Rng): Corrections => {
  let remasked = 0;
  for (let step = 1; step <= how.steps; step++) {
    reveal(field, 1 / (how.steps - step + 1), { temperature: how.temperature, rng });
    const at = step / how.steps;
    if (how.remask && at >= REMASK_FROM && at <= REMASK_TO) remasked += remaskUnsure(field, rng);
  }
  finish(field, how, rng);
  const doubted = how.quality ? remaskDoubted(field, how, rng) : 0;
  const corrected = how.correction ? correct(field) : 0;
  return { remasked, doubted, corrected };
};

/** Sites appear with their frames: what the last step uncovers is unmasked as well. */
export const finish = (field: Field, { temperature }: Pick<Unmasking, "temperature">, rng: Rng): void => {
  while (field.positions(true).length > 0) reveal(field, 1, { temperature, rng });
};

/** Draws a token for every masked position and keeps the share drawn with most confidence. */
const reveal = (
  field: Field,
  share: number,
  { temperature, rng }: { readonly temperature: number; readonly rng: Rng },
): void => {
  const drawn = field.positions(true).map(position => {
    const { scores } = field.scores(position);
    const option = rng.weighted(softmax(scores, temperature));
    return { position, option, confidence: Math.exp(logProbability(scores, option)) };
  });
  drawn.sort((a, b) => b.confidence - a.confidence);
  for (const { position, option, confidence } of drawn.slice(0, Math.ceil(share * drawn.length)))
    field.put(position, option, confidence);
};

/** Remasks a few positions, with weights softmax(−confidence at unmasking). */
const remaskUnsure = (field: Field, rng: Rng): number => {
  const standing = field.positions(false);
  const count = Math.round(REMASKED * standing.length);
  const weights = standing.map(position => Math.exp(-field.confidenceAt(position)));
  let remasked = 0;
  for (let i = 0; i < count; i++) {
    const chosen = rng.weighted(weights);
    weights[chosen] = 0;
    remasked += maskIfThere(field, standing[chosen]!);
  }
  return remasked;
};

/** A site is gone where its frame has been masked before it. */
const maskIfThere = (field: Field, position: Position): number => {
  const sites = field.units[position.unit]!.sites.length;
  if (position.site >= sites || field.at(position) < 0) return 0;
  field.mask(position);
  return 1;
};

const DOUBTED = 0.12;
const LEAST_QUALITY = 0.5;

/** Remasks the positions of least quality once, and draws them again in the light of the whole. */
const remaskDoubted = (field: Field, how: Unmasking, rng: Rng): number => {
  const standing = field
    .positions(false)
    .map(position => ({ position, quality: field.quality(position) }))
    .filter(({ quality }) => quality < LEAST_QUALITY)
    .sort((a, b) => a.quality - b.quality);
  const doubted = standing.slice(0, Math.ceil(DOUBTED * field.positions(false).length));
  const masked = doubted.reduce((sum, { position }) => sum + maskIfThere(field, position), 0);
  reveal(field, 0.5, { temperature: how.temperature, rng });
  finish(field, how, rng);
  return masked;
};

const PASSES = 3;
const CHANGED = 0.1;
/** log of how many times likelier another token must be. */
const GAIN = Math.log(6);

/** Puts the likeliest token where it is far likelier than what stands, the greatest gains first, up to a fixed point. */
const correct = (field: Field): number => {
  let corrected = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    const standing = field.positions(false);
    const better = standing
      .map(position => {
        const { scores } = field.scores(position);
        const best = scores.indexOf(Math.max(...scores));
        const gain = scores[best]! - scores[field.at(position)]!;
        return { position, best, gain, confidence: Math.exp(logProbability(scores, best)) };
      })
      .filter(({ gain }) => gain > GAIN)
      .sort((a, b) => b.gain - a.gain)
      .slice(0, Math.ceil(CHANGED * standing.length));
    if (better.length === 0) break;
    // Another frame has other sites: what was found for those of the old one no longer holds.
    const reframed = new Set<number>();
    for (const { position, best, confidence } of better) {
      if (reframed.has(position.unit)) continue;
      if (position.site < 0) reframed.add(position.unit);
      field.put(position, best, confidence);
      corrected++;
    }
    finishSurely(field);
  }
  return corrected;
};

/** Fills what a corrected frame has left open with the likeliest tokens. */
const finishSurely = (field: Field): void => {
  for (let open = field.positions(true); open.length > 0; open = field.positions(true))
    for (const position of open) {
      const { scores } = field.scores(position);
      const best = scores.indexOf(Math.max(...scores));
      field.put(position, best, Math.exp(logProbability(scores, best)));
    }
};

const softmax = (scores: Float64Array, temperature: number): Float64Array => {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) most = Math.max(most, score);
  return scores.map(score => Math.exp((score - most) / temperature));
};
