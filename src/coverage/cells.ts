import type { CoverageCell, CoverageVerdict, Estimate } from "../../schemas/report.ts";
import { normalQuantile } from "../math/special.ts";
import { benjaminiHochberg, binomialTest, goodman, wilson } from "../math/stats.ts";
import { type Axis, digitsOf } from "../reference/population.ts";
import { evidenceOf } from "./evidence.ts";
import type { Place } from "./tally.ts";

/** Shares within a fifth of the reference count as equal: the four-fifths convention, both ways. */
export const BAND = { low: 0.8, high: 1.25 };
/** Below this many expected people no share can be told from another. */
export const LEAST_EXPECTED = 5;
export const FALSE_DISCOVERY_RATE = 0.05;

/** A cell with all but its verdict, and the chance of a count as far from the reference where it can be judged. */
export type Measured = Omit<CoverageCell, "verdict"> & { readonly p?: number };

/**
 * Every cell of one table against its reference share, among the people whose place in the table is known. Cells where
 * neither the reference nor the cohort has anyone are left out.
 *
 * @param groups     people of the cells, last axis fastest
 * @param reference  counts of the same cells
 * @source           representation ratio with the interval of Wilson 1927; shares with Goodman 1965; log disparity: Qi et
 *                   al. 2021, JAMIA Open 4(3):ooab077, and Bhanot et al. 2021, Entropy 23(9):1165
 */
export const measuredCells = (
  axes: readonly Axis[],
  reference: readonly number[],
  groups: readonly Pick<Place, "count" | "provenance">[],
  level: number,
): readonly Measured[] => {
  const known = groups.reduce((sum, { count }) => sum + count, 0);
  const all = reference.reduce((sum, count) => sum + count, 0);
  const shares = goodman(
    groups.map(({ count }) => count),
    level,
  );
  return groups.flatMap(({ count, provenance }, i) => {
    const expected = reference[i]! / all;
    if (count === 0 && expected === 0) return [];
    return [
      {
        cell: cellAt(axes, i),
        count,
        share: shares[i]!,
        reference: expected,
        ...(expected === 0 ? {} : { ratio: ratioOf(count, known, expected, level) }),
        ...(expected === 0 || expected === 1
          ? {}
          : { logDisparity: logDisparity(count, known, expected, level) }),
        ...evidenceOf(provenance),
        ...(known * expected >= LEAST_EXPECTED
          ? { p: binomialTest({ hits: count, trials: known }, expected) }
          : {}),
      },
    ];
  });
};

const cellAt = (axes: readonly Axis[], at: number): Readonly<Record<string, string>> => {
  const digits = digitsOf(
    at,
    axes.map(({ categories }) => categories.length),
  );
  return Object.fromEntries(axes.map(({ name, categories }, i) => [name, categories[digits[i]!]!]));
};

/** The share's interval in units of the reference, which is taken as exact. */
const ratioOf = (count: number, known: number, reference: number, level: number): Estimate => {
  const share = wilson({ hits: count, trials: known }, level);
  const [value, low, high] = [share.value / reference, share.low / reference, share.high / reference];
  return { ...share, value, low, high };
};

/** Half a person added on both sides keeps an empty cell finite (Haldane 1956, Anscombe 1956). */
const logDisparity = (count: number, known: number, reference: number, level: number): Estimate => {
  const value = Math.log((count + 0.5) / (known - count + 0.5)) - Math.log(reference / (1 - reference));
  const half = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(1 / (count + 0.5) + 1 / (known - count + 0.5));
  return { value, low: value - half, high: value + half, level, method: "Haldane–Anscombe", trials: known };
};

/**
 * Verdicts of all cells of all tables together: "under" and "over" need both a ratio outside 0.8 to 1.25 and an exact
 * binomial p-value that survives Benjamini–Hochberg over every judged cell. So, in a cohort drawn at random from the
 * reference, any group at all is called under or over in about 5 % of cohorts or fewer.
 */
export const judged = (tables: readonly (readonly Measured[])[]): readonly (readonly CoverageCell[])[] => {
  const tested = tables.flat().filter(({ p }) => p !== undefined);
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p!));
  const chance = new Map(tested.map((cell, i) => [cell, adjusted[i]!]));
  return tables.map(cells =>
    cells.map(cell => {
      const { p: _, ...rest } = cell;
      return { ...rest, verdict: verdictOf(cell, chance.get(cell)) };
    }),
  );
};

/** @param p  adjusted; undefined where too few people are expected */
const verdictOf = ({ ratio, inEvidence }: Measured, p: number | undefined): CoverageVerdict => {
  if (p === undefined) return "too small";
  const value = ratio!.value;
  if (value < BAND.low) return p < FALSE_DISCOVERY_RATE ? "under" : "unclear";
  if (value > BAND.high && p >= FALSE_DISCOVERY_RATE) return "unclear";
  if (inEvidence === false) return "not in evidence";
  return value > BAND.high ? "over" : "covered";
};
