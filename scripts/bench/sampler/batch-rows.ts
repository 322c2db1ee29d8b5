import { drawBatch } from "../../../generators/batch.ts";
import { towardMean } from "../../../generators/feature-mean.ts";
import type { Sampler } from "../../../generators/sampler.ts";
import { rng } from "../../../src/math/rng.ts";
import type { Bench } from "../../bench.ts";
import { meanOf, spreadOf } from "./measure.ts";
import { spectrum } from "./spectrum.ts";

const COUNT = 16;
const SIDE = 64;

/**
 * A batch of films led to a released texture (log energy in six bands: 0.25 more in the finest two, 0.25 less in the
 * middle two than the prior's own mean), with noise of 0.05 on each number; the same, film by film.
 */
export const batchRows = (sampler: Sampler): Bench["rows"] => {
  const feature = spectrum(SIDE);
  const shape = { count: COUNT, dimension: SIDE * SIDE };
  const free = drawBatch(sampler, shape, x0 => x0, rng("batch"));
  const shift = [0, 0, -0.25, -0.25, 0.25, 0.25];
  const own = meanFeature(free.map(feature.value));
  const released = { mean: own.map((value, i) => value + shift[i]!), noise: 0.05 };
  const tolerance = Math.sqrt(feature.outputs) * released.noise;
  const guide = towardMean(feature, released);
  const row = (what: string, draw: () => readonly Float64Array[]) => {
    const before = process.cpuUsage();
    const rows = draw();
    const spent = process.cpuUsage(before).user / 1000 / rows.length;
    const features = rows.map(feature.value);
    const residual = Math.hypot(...meanFeature(features).map((value, i) => value - released.mean[i]!));
    const spreads = own.map((_, i) => spreadOf(features.map(each => each[i]!)));
    const natural = own.map((_, i) => spreadOf(free.map(x => feature.value(x)[i]!)));
    const kept = meanOf(Array.from(spreads, (value, i) => value / natural[i]!));
    return {
      what,
      "ms a draw": spent.toPrecision(3),
      "speed-up": "",
      result: `mean off by ${(residual / tolerance).toPrecision(2)} tolerances, spread within the batch ${kept.toPrecision(2)} of the prior's`,
    };
  };
  return [
    row(`batch of ${COUNT}, not led`, () => drawBatch(sampler, shape, x0 => x0, rng("batch"))),
    row(`batch of ${COUNT} led to a mean texture`, () => drawBatch(sampler, shape, guide, rng("batch"))),
    row(`${COUNT} films led one by one`, () =>
      Array.from(
        { length: COUNT },
        (_, b) => drawBatch(sampler, { ...shape, count: 1 }, guide, rng(`alone ${b}`))[0]!,
      ),
    ),
  ];
};

const meanFeature = (rows: readonly Float64Array[]): Float64Array =>
  rows[0]!.map((_, i) => meanOf(rows.map(row => row[i]!)));
