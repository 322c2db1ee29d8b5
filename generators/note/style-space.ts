import { NOTE_TYPES, SECTIONS, type Section } from "./section.ts";

/** Pairs of sections whose order varies between institutions: the feature says which comes first. */
export const ORDER_PAIRS: readonly (readonly [Section, Section])[] = [
  ["medications", "past-history"],
  ["allergies", "medications"],
  ["assessment", "present-illness"],
];

/** Upper word counts of the length bins; the sixth bin is open. */
export const LENGTH_EDGES = [50, 100, 200, 400, 800] as const;

export const SWITCHES = ["abbreviated", "listed", "telegraphic"] as const;
export type Switch = (typeof SWITCHES)[number];

/** A group of features: where it lies in the vector and how it is scaled into the block. */
export interface FeatureGroup {
  readonly name: "types" | "sections" | "order" | "length" | "switches";
  readonly start: number;
  readonly size: number;
  /** Share of the block's squared norm. */
  readonly share: number;
  /** Centred features in [−1, 1] are 2x − 1: twice the signal for the same norm. */
  readonly centred: boolean;
  /** Factor from features to block units: share^½ over the largest ℓ₂ norm the group can have. */
  readonly scale: number;
  /** Prior standard deviation of the group's probabilities between institutions (a public choice). */
  readonly spread: number;
}

/** Share of the squared norm that the patient count gets; the groups share the rest. */
export const COUNT_SHARE = 0.15;
export const COUNT_SCALE = Math.sqrt(COUNT_SHARE);

const LAYOUT = [
  // A mean of one-hot vectors has norm at most 1; a centred vector of size k at most √k; k independent pairs √k.
  { name: "types", size: NOTE_TYPES.length, share: 0.1, centred: false, largest: 1, spread: 0.2 },
  {
    name: "sections",
    size: SECTIONS.length,
    share: 0.35,
    centred: true,
    largest: Math.sqrt(SECTIONS.length),
    spread: 0.25,
  },
  {
    name: "order",
    size: 2 * ORDER_PAIRS.length,
    share: 0.1,
    centred: false,
    largest: Math.sqrt(ORDER_PAIRS.length),
    spread: 0.25,
  },
  { name: "length", size: LENGTH_EDGES.length + 1, share: 0.15, centred: false, largest: 1, spread: 0.15 },
  {
    name: "switches",
    size: SWITCHES.length,
    share: 0.15,
    centred: true,
    largest: Math.sqrt(SWITCHES.length),
    spread: 0.25,
  },
] as const;

/** The groups in order; the view's vector is their concatenation, all features in [0, 1]. */
export const GROUPS: readonly FeatureGroup[] = LAYOUT.map(({ largest, ...group }, index) => ({
  ...group,
  start: LAYOUT.slice(0, index).reduce((sum, { size }) => sum + size, 0),
  scale: Math.sqrt(group.share) / largest,
}));

/** Length of a note view's vector. */
export const STYLE_DIMENSION = GROUPS.reduce((sum, { size }) => sum + size, 0);
