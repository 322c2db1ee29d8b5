import { rng } from "../../../src/math/rng.ts";
import { quantile } from "../../../src/math/stats.ts";
import type { Bench } from "../../bench.ts";
import { PRIOR_ONLY } from "../in-memory.ts";
import { chanceDistances, distances } from "./distances.ts";
import { drawnLike } from "./drawn-like.ts";
import type { RealHalves } from "./real-halves.ts";
import { recordReleases } from "./record-release.ts";
import { TRAITS, traitValues } from "./traits.ts";

const SHOWN = 25;
/** Phantoms for every real recording: their own scatter is to be small beside the real one's. */
const PHANTOMS = 3;
const CHANCE_ROUNDS = 100;

/**
 * Where the prior alone is furthest from all real recordings, in standard deviations of the real ones. By chance: the
 * same distance where real and synthetic are dealt anew, so that more than this is a difference of the laws.
 */
export const furthest = async ({ fitted, judged }: RealHalves): Promise<Bench["rows"]> => {
  const real = [...fitted, ...judged];
  const [prior] = await recordReleases(
    real.map(({ record }) => record),
    PRIOR_ONLY,
    1,
  );
  const phantoms = Array.from({ length: PHANTOMS }, (_, i) => drawnLike(real, prior!, `furthest ${i}`));
  const [a, b] = [real.map(traitValues), phantoms.flat().map(traitValues)];
  const found = distances(a, b);
  const chance = chanceDistances(a, b, CHANCE_ROUNDS, rng("furthest/chance"));
  const rows = TRAITS.map((trait, t) => {
    const [ours, theirs] = [b, a].map(values =>
      values.map(row => row[t]!).filter(value => !Number.isNaN(value)),
    );
    const sd = deviation(theirs!);
    const byChance = chance.map(all => all[t]!.moved).sort((x, y) => x - y);
    return {
      off: found[t]!.moved / sd,
      row: {
        task: "prior, furthest off",
        of: [trait.family, trait.of].filter(Boolean).join(" "),
        unit: trait.unit,
        "off, SD of real": (found[t]!.moved / sd).toFixed(2),
        "by chance, 95 %": (byChance[Math.floor(0.95 * CHANCE_ROUNDS)]! / sd).toFixed(2),
        "real, 10, 50, 90 %": quantiles(theirs!),
        "prior, 10, 50, 90 %": quantiles(ours!),
      },
    };
  });
  return rows
    .sort((x, y) => y.off - x.off)
    .slice(0, SHOWN)
    .map(({ row }) => row);
};

const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
};

const quantiles = (values: readonly number[]): string =>
  [0.1, 0.5, 0.9].map(share => quantile(values, share).toPrecision(3)).join(", ");
