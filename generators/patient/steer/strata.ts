import { InvalidRequest } from "../../../src/errors.ts";
import { type Rng, rng } from "../../../src/math/rng.ts";
import type { RecordLaw } from "../law.ts";
import { ANYONE, both, shareIn, type Where, without } from "./where.ts";

/** People of one box, so many of them. */
export interface Stratum {
  readonly where: Where;
  readonly count: number;
  /** Whether there are so many because somebody asked for it. */
  readonly isReweighted: boolean;
  /** False for a quota whose group the release does not support. */
  readonly isSupported: boolean;
}

/** A group that must have exactly so many people. */
export interface Quota {
  /** As it was asked for. */
  readonly text: string;
  readonly where: Where;
  readonly count: number;
  readonly isSupported: boolean;
}

/** A part of a target population: a box and its share, > 0; shares need not sum to 1. */
export interface TargetCell {
  readonly where: Where;
  readonly share: number;
}

export interface Wanted {
  readonly patients: number;
  readonly quotas: readonly Quota[];
  /** The population to match; the law's own where empty. */
  readonly target: readonly TargetCell[];
}

/**
 * How many people to draw from which boxes: every quota exactly, everyone else outside all of them. With a target, each
 * cell gets its share rounded up or down, within a quota too; so nobody is drawn and thrown away.
 *
 * @throws InvalidRequest if quotas overlap, ask for more people than are drawn, or for people that cannot be
 */
export const strataFor = (law: RecordLaw, wanted: Wanted, seed: string): readonly Stratum[] => {
  const { patients, quotas } = wanted;
  checkQuotas(quotas, patients);
  const target = wanted.target.length > 0 ? wanted.target : [{ where: ANYONE, share: 1 }];
  const random = rng(`strata|${seed}`);
  const isReweighted = quotas.length + wanted.target.length > 0;
  const needsShares = quotas.length > 0;
  const within = (boxes: readonly Where[], { count, what, isSupported }: Share): readonly Stratum[] => {
    if (count === 0) return [];
    const parts = target.flatMap(cell => partsOf(law, cell, boxes, needsShares));
    if (parts.length === 0) throw new InvalidRequest(`the release's law holds nobody in ${what}`);
    const counts = dealt(
      parts.map(({ share }) => share),
      count,
      random,
    );
    return parts
      .map(({ where }, i): Stratum => ({ where, count: counts[i]!, isReweighted, isSupported }))
      .filter(stratum => stratum.count > 0);
  };
  const asked = quotas.reduce((sum, { count }) => sum + count, 0);
  const others = quotas.reduce<readonly Where[]>(
    (pieces, quota) => pieces.flatMap(piece => without(piece, quota.where, law.domain)),
    [ANYONE],
  );
  return [
    ...quotas.flatMap(({ where, text, ...quota }) => within([where], { ...quota, what: `"${text}"` })),
    ...within(others, { count: patients - asked, what: "the rest", isSupported: true }),
  ];
};

interface Share {
  readonly count: number;
  /** For an error. */
  readonly what: string;
  readonly isSupported: boolean;
}

const checkQuotas = (quotas: readonly Quota[], patients: number): void => {
  for (const [i, a] of quotas.entries())
    for (const b of quotas.slice(i + 1))
      if (both(a.where, b.where) !== undefined)
        throw new InvalidRequest(
          `quotas must not overlap: one person could count for both "${a.text}" and "${b.text}"`,
        );
  const asked = quotas.reduce((sum, { count }) => sum + count, 0);
  if (asked > patients)
    throw new InvalidRequest(`the quotas ask for ${asked} people, and ${patients} are drawn`);
};

/** A target cell inside boxes that do not overlap, each with its part of the cell's share. */
const partsOf = (
  law: RecordLaw,
  cell: TargetCell,
  boxes: readonly Where[],
  needsShares: boolean,
): readonly TargetCell[] => {
  const inside = boxes.flatMap(box => both(cell.where, box) ?? []);
  if (!needsShares) return inside.map(where => ({ where, share: cell.share }));
  const whole = shareIn(law, cell.where);
  if (!(whole > 0)) return [];
  return inside
    .map(where => ({ where, share: (cell.share * shareIn(law, where)) / whole }))
    .filter(({ share }) => share > 0);
};

/** `count` people over cells in proportion to their shares, each expected number rounded up or down. */
const dealt = (shares: readonly number[], count: number, random: Rng): readonly number[] => {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const offset = random.uniform();
  let mass = 0;
  let before = 0;
  return shares.map((share, i) => {
    mass += (share / total) * count;
    // Rounding of the sum must not lose the last person.
    const until = i === shares.length - 1 ? count : Math.min(count, Math.floor(mass + offset));
    const own = until - before;
    before = until;
    return own;
  });
};

/** Which stratum every person is of, in an order that tells nothing. */
export const shuffled = (strata: readonly Stratum[], seed: string): Int32Array => {
  const slots = Int32Array.from(strata.flatMap(({ count }, s) => Array<number>(count).fill(s)));
  const random = rng(`order|${seed}`);
  for (let i = slots.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [slots[i], slots[j]] = [slots[j]!, slots[i]!];
  }
  return slots;
};
