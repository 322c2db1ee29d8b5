import type { Digest } from "../../schemas/digest.ts";
import type { Block, NoisyBlock } from "../../schemas/statistic.ts";
import { sectionPrior, TYPE_PRIOR } from "./outline.ts";
import { NOTE_TYPES, type NoteType, SECTIONS, type Section } from "./section.ts";
import {
  COUNT_SCALE,
  type FeatureGroup,
  GROUPS,
  ORDER_PAIRS,
  STYLE_DIMENSION,
  SWITCHES,
  type Switch,
} from "./style-space.ts";

/** How notes are written at one place: probabilities, all in [0, 1]; plain JSON. */
export interface NoteStyle {
  readonly version: 1;
  /** Sums to 1. */
  readonly types: Readonly<Record<NoteType, number>>;
  readonly sections: Readonly<Record<Section, number>>;
  /** P(the first of each pair in ORDER_PAIRS comes first | both are there). */
  readonly order: readonly number[];
  /** Over the length bins; sums to 1. */
  readonly length: readonly number[];
  readonly switches: Readonly<Record<Switch, number>>;
  /** Weight of the released statistics against the prior, by feature group: 0 = prior only, 1 = released only. */
  readonly released: Readonly<Record<FeatureGroup["name"], number>>;
}

/** The public prior: written by us without any private note. */
export const PRIOR_STYLE: NoteStyle = {
  version: 1,
  types: TYPE_PRIOR,
  sections: sectionPrior(),
  order: [0.2, 0.5, 0.05],
  length: [0.14, 0.22, 0.34, 0.24, 0.05, 0.01],
  switches: { abbreviated: 0.55, listed: 0.45, telegraphic: 0.45 },
  released: { types: 0, sections: 0, order: 0, length: 0, switches: 0 },
};

/**
 * The notes' part of a patient's contribution: [a·1 ; scaled features], a² = COUNT_SHARE, centred groups as 2x − 1.
 *
 * @guarantee  every contribution has ℓ₂ norm at most 1, whatever the notes hold
 * @source     the scales are fixed in `style-space.ts`: the groups' squared shares and a² sum to 1
 */
export const noteBlock = (weight: number): Block<Digest> => ({
  name: "note/style",
  size: 1 + STYLE_DIMENSION,
  weight,
  contribute: ({ note }, out) => {
    if (note === undefined || note.vector.length !== STYLE_DIMENSION) return;
    out[0] = COUNT_SCALE;
    for (const { start, size, scale, centred } of GROUPS)
      for (let i = start; i < start + size; i++) {
        const x = unit(note.vector[i]!);
        out[1 + i] = scale * (centred ? 2 * x - 1 : x);
      }
  },
});

/** Into [0, 1]; what is no number counts as 0. */
const unit = (x: number): number => (x >= 0 ? Math.min(1, x) : 0);

/**
 * Style from the released noisy sum, shrunk to the prior with the known noise.
 *
 * Each probability is p̂ = p₀ + w (m̂ − p₀) with w = τ² / (τ² + s²): τ the group's prior spread, s the standard
 * deviation of the noise on the mean m̂, taken at a cautious count (three standard deviations below the released
 * one, so that a count made of noise alone gets no weight).
 *
 * @param block  `note/style` as the ledger released it, block units
 * @returns      the exact mean at zero noise, `PRIOR_STYLE` at infinite noise
 */
export const fitStyle = (block: NoisyBlock): NoteStyle => {
  const count = block.values[0]! / COUNT_SCALE;
  const cautious = count - (3 * block.noise) / COUNT_SCALE;
  if (block.values.length !== 1 + STYLE_DIMENSION || !(cautious > 0) || !Number.isFinite(count))
    return PRIOR_STYLE;
  const fitted = new Map(GROUPS.map(group => [group.name, fitGroup(block, group, { count, cautious })]));
  const of = (name: FeatureGroup["name"]) => fitted.get(name)!;
  const types = histogram(
    of("types").values,
    NOTE_TYPES.map(type => PRIOR_STYLE.types[type]),
  );
  return {
    version: 1,
    types: record(NOTE_TYPES, types),
    sections: record(SECTIONS, of("sections").values.map(unit)),
    order: ORDER_PAIRS.map((_, pair) => orderProbability(of("order"), pair)),
    length: histogram(of("length").values, PRIOR_STYLE.length),
    switches: record(SWITCHES, of("switches").values.map(unit)),
    released: record(
      GROUPS.map(({ name }) => name),
      GROUPS.map(({ name }) => of(name).weight),
    ),
  };
};

interface FittedGroup {
  readonly values: readonly number[];
  readonly weight: number;
}

const fitGroup = (
  { values, noise }: NoisyBlock,
  { name, start, size, scale, centred, spread }: FeatureGroup,
  { count, cautious }: { readonly count: number; readonly cautious: number },
): FittedGroup => {
  const unitNoise = noise / (centred ? 2 * scale : scale) / cautious;
  const countNoise = noise / COUNT_SCALE / cautious;
  // A ratio of noisy numbers: noise of the sum, and noise of the count times a mean of at most 1.
  const weight = spread ** 2 / (spread ** 2 + unitNoise ** 2 + countNoise ** 2);
  const prior = priorOf(name);
  const fitted = Array.from({ length: size }, (_, i) => {
    const mean = values[1 + start + i]! / scale / count;
    const observed = centred ? (mean + 1) / 2 : mean;
    return prior[i]! + weight * (observed - prior[i]!);
  });
  return { values: fitted, weight };
};

const priorOf = (name: FeatureGroup["name"]): readonly number[] => {
  const priors: Readonly<Record<FeatureGroup["name"], readonly number[]>> = {
    types: NOTE_TYPES.map(type => PRIOR_STYLE.types[type]),
    sections: SECTIONS.map(section => PRIOR_STYLE.sections[section]),
    order: ORDER_PAIRS.flatMap((_, pair) => [
      0.25 * PRIOR_STYLE.order[pair]!,
      0.25 * (1 - PRIOR_STYLE.order[pair]!),
    ]),
    length: PRIOR_STYLE.length,
    switches: SWITCHES.map(name => PRIOR_STYLE.switches[name]),
  };
  return priors[name];
};

/** P(first before second) from the shares of notes in each order; the prior where neither was seen. */
const orderProbability = ({ values }: FittedGroup, pair: number): number => {
  const first = unit(values[2 * pair]!);
  const second = unit(values[2 * pair + 1]!);
  return first + second > 0 ? first / (first + second) : PRIOR_STYLE.order[pair]!;
};

/** Non-negative and summing to 1; what is missing to 1 (notes whose type is not told) is as the prior has it. */
const histogram = (values: readonly number[], prior: readonly number[]): readonly number[] => {
  const positive = values.map(unit);
  const missing = Math.max(0, 1 - positive.reduce((sum, value) => sum + value, 0));
  const filled = positive.map((value, i) => value + missing * prior[i]!);
  const total = filled.reduce((sum, value) => sum + value, 0);
  return filled.map(value => value / total);
};

const record = <K extends string>(
  keys: readonly K[],
  values: readonly number[],
): Readonly<Record<K, number>> =>
  Object.fromEntries(keys.map((key, i) => [key, values[i]!])) as Record<K, number>;
