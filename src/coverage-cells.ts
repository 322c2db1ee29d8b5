import type { CoverageCell, Estimate } from "../schemas/report.ts";
import { normalQuantile } from "./math/special.ts";
import { benjaminiHochberg, binomialTest, goodman } from "./math/stats.ts";

export interface Axis {
  readonly name: string;
  readonly categories: readonly string[];
}

interface Placed {
  readonly place: Readonly<Record<string, string | undefined>>;
  readonly provenance?: string | undefined;
}

/** Shares within a fifth of the reference count as equal: the four-fifths convention, both ways. */
const BAND = { low: 0.8, high: 1.25 };
/** Below this many expected people no share can be told from another. */
const LEAST_EXPECTED = 5;
const FALSE_DISCOVERY_RATE = 0.05;

/**
 * Every cell of one table against its reference share, among the people whose place in the table is known.
 *
 * "under" and "over" need both a ratio outside 0.8 to 1.25 and an exact binomial p-value that survives
 * Benjamini–Hochberg over the table; "covered" needs a ratio inside and at least one person whose signals were measured in their own group
 * (present in number is not present in evidence). The rest cannot be judged.
 *
 * @param reference  counts of the cells, last axis fastest
 */
export const judgeCells = (
  axes: readonly Axis[],
  reference: readonly number[],
  people: readonly Placed[],
  level: number,
): readonly CoverageCell[] => {
  const groups = grouped(axes, reference.length, people);
  const known = groups.reduce((sum, group) => sum + group.length, 0);
  const all = reference.reduce((sum, count) => sum + count, 0);
  const shares = reference.map(count => count / all);
  const estimates = goodman(
    groups.map(group => group.length),
    level,
  );
  const judged = shares.map(share => known * share >= LEAST_EXPECTED);
  const adjusted = adjustedAmong(
    judged,
    groups.map((group, i) => binomialTest({ hits: group.length, trials: known }, shares[i]!)),
  );
  return groups.map((group, i) => {
    const ratio = shares[i] === 0 ? 0 : estimates[i]!.value / shares[i]!;
    const evidence = evidenceOf(group);
    return {
      cell: cellAt(axes, i),
      count: group.length,
      share: estimates[i]!,
      reference: shares[i]!,
      ratio,
      verdict: judged[i] ? verdictOf(ratio, adjusted[i]!, evidence.inEvidence !== false) : "cannot judge",
      logDisparity: logDisparity(group.length, known, shares[i]!, level),
      ...evidence,
    };
  });
};

const grouped = (
  axes: readonly Axis[],
  cells: number,
  people: readonly Placed[],
): readonly (readonly Placed[])[] => {
  const groups: Placed[][] = Array.from({ length: cells }, () => []);
  for (const person of people) {
    const digits = axes.map(({ name, categories }) => categories.indexOf(person.place[name] ?? ""));
    if (digits.includes(-1)) continue;
    groups[digits.reduce((index, digit, i) => index * axes[i]!.categories.length + digit, 0)]!.push(person);
  }
  return groups;
};

const cellAt = (axes: readonly Axis[], at: number): Readonly<Record<string, string>> => {
  const cell: Record<string, string> = {};
  let rest = at;
  for (const { name, categories } of [...axes].reverse()) {
    cell[name] = categories[rest % categories.length]!;
    rest = Math.floor(rest / categories.length);
  }
  return Object.fromEntries(axes.map(({ name }) => [name, cell[name]!]));
};

/** Adjusted p-values where a cell is judged, 1 elsewhere. */
const adjustedAmong = (judged: readonly boolean[], p: readonly number[]): readonly number[] => {
  const places = [...p.keys()].filter(i => judged[i]);
  const adjusted = benjaminiHochberg(places.map(i => p[i]!));
  const out = p.map(() => 1);
  for (const [order, i] of places.entries()) out[i] = adjusted[order]!;
  return out;
};

const verdictOf = (ratio: number, p: number, inEvidence: boolean): CoverageCell["verdict"] => {
  if (ratio >= BAND.low && ratio <= BAND.high) return inEvidence ? "covered" : "cannot judge";
  if (p >= FALSE_DISCOVERY_RATE) return "cannot judge";
  return ratio < BAND.low ? "under" : "over";
};

/** Half a person added on both sides keeps an empty cell finite (Haldane 1956, Anscombe 1956). */
const logDisparity = (count: number, known: number, reference: number, level: number): Estimate => {
  const value = Math.log((count + 0.5) / (known - count + 0.5)) - Math.log(reference / (1 - reference));
  const half = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(1 / (count + 0.5) + 1 / (known - count + 0.5));
  return { value, low: value - half, high: value + half, level, method: "Haldane–Anscombe", trials: known };
};

const evidenceOf = (group: readonly Placed[]): Pick<CoverageCell, "provenance" | "inEvidence"> => {
  const provenance: Record<string, number> = {};
  for (const person of group)
    if (person.provenance !== undefined)
      provenance[person.provenance] = (provenance[person.provenance] ?? 0) + 1;
  return Object.keys(provenance).length === 0
    ? {}
    : { provenance, inEvidence: (provenance.measured ?? 0) > 0 };
};
