import { rng } from "../../../src/math/rng.ts";
import type { Bench } from "../../bench.ts";
import { chanceDistances, type Distance, distances, type Rows } from "./distances.ts";
import type { Kind } from "./drawn-kinds.ts";
import type { SeenRecord } from "./seen-record.ts";
import { spread } from "./spread.ts";
import { TRAITS, traitValues } from "./traits.ts";

const CHANCE_ROUNDS = 200;

/**
 * A row a family of traits: Wasserstein-1 in its unit and Kolmogorov–Smirnov of every kind against the judging half;
 * means over leads with the worst lead of the first draw, or the median where there is one number a recording.
 */
export const distanceRows = (judged: readonly SeenRecord[], kinds: readonly Kind[]): Bench["rows"] => {
  const own = judged.map(traitValues);
  const sets = kinds.map(({ draws }) => draws.map(set => set.map(traitValues)));
  const found = sets.map(draws => draws.map(set => distances(own, set)));
  const chance = chanceDistances(own, sets[0]![0]!, CHANCE_ROUNDS, rng("fidelity/chance"));
  return [...new Set(TRAITS.map(({ family }) => family))].map(family => {
    const at = TRAITS.flatMap((trait, t) => (trait.family === family ? [t] : []));
    const mean = (all: readonly Distance[], of: keyof Distance) =>
      at.reduce((sum, t) => sum + all[t]![of], 0) / at.length;
    const byChance = chance.map(all => mean(all, "moved")).sort((a, b) => a - b);
    const cell = (k: number): string => {
      const gap = found[k]!.reduce((sum, all) => sum + mean(all, "gap"), 0) / found[k]!.length;
      const moved = found[k]!.map(all => mean(all, "moved"));
      const more = at.length === 1 ? `; ${median(sets[k]!.flat(), at[0]!)}` : worst(at, found[k]![0]!);
      return `${spread(moved, 2)}; ${gap.toFixed(2)}${more}`;
    };
    return {
      task: at.length === 1 ? "distance: W1; KS; median" : "distance: mean W1; KS (worst W1)",
      of: at.length === 1 ? family : `${family}, mean of ${at.length}`,
      unit: TRAITS[at[0]!]!.unit,
      "judging half": at.length === 1 ? median(own, at[0]!) : "",
      "by chance, 95 %": byChance[Math.floor(0.95 * CHANCE_ROUNDS)]!.toPrecision(2),
      ...Object.fromEntries(kinds.map(({ name }, k) => [name, cell(k)])),
    };
  });
};

const median = (rows: Rows, t: number): string => {
  const sorted = rows.map(row => row[t]!).filter(value => !Number.isNaN(value));
  return String(Number(sorted.sort((a, b) => a - b)[sorted.length >> 1]!.toPrecision(3)));
};

const worst = (at: readonly number[], all: readonly Distance[]): string => {
  const t = at.reduce((best, each) => (all[each]!.moved > all[best]!.moved ? each : best));
  return ` (${TRAITS[t]!.of} ${all[t]!.moved.toPrecision(2)})`;
};
