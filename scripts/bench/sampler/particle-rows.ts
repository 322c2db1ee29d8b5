import { particles } from "../../../generators/particles.ts";
import { draw, type Sampler } from "../../../generators/sampler.ts";
import { ancestral } from "../../../generators/solver.ts";
import { rng } from "../../../src/math/rng.ts";
import type { Bench } from "../../bench.ts";
import { meanOf } from "./measure.ts";

const SIDE = 64;
const WANTED = 0.55;
const TOLERATED = 0.02;
const RUNS = 8;

/** Films asked for a heart of given width, which is read off by counting and has no gradient. */
export const particleRows = (sampler: Sampler): Bench["rows"] => {
  const reward = (x0: Float64Array) => -0.5 * ((heartShare(x0) - WANTED) / TOLERATED) ** 2;
  const dimension = SIDE * SIDE;
  const row = (what: string, film: (run: number) => Float64Array) => {
    const before = process.cpuUsage();
    const gaps = Array.from({ length: RUNS }, (_, run) => Math.abs(heartShare(film(run)) - WANTED));
    return {
      what,
      "ms a draw": (process.cpuUsage(before).user / 1000 / RUNS).toPrecision(3),
      "speed-up": "",
      result: `heart's share ${meanOf(gaps).toPrecision(2)} from the ${WANTED} asked for`,
    };
  };
  const one = { ...sampler, solver: ancestral };
  const best = (count: number) => (run: number) =>
    Array.from({ length: count }, (_, i) => draw(one, dimension, rng(`best ${run} ${i}`))).reduce((a, b) =>
      reward(b) > reward(a) ? b : a,
    );
  const steered = (count: number) => (run: number) => {
    const { draws, weights } = particles(sampler, { count, dimension, reward }, rng(`particles ${run}`));
    return draws[rng(`chosen ${run}`).weighted(weights)]!;
  };
  return [
    row("one film, not steered", best(1)),
    ...[4, 8].flatMap(count => [
      row(`one of ${count} steered particles`, steered(count)),
      row(`the best of ${count} films`, best(count)),
    ]),
  ];
};

/** Columns from the midline outwards, both ways, brighter than half-way between lung and spine, of all; rows of the heart. */
const heartShare = (x: Float64Array): number => {
  let widest = 0;
  for (let y = 34; y < 44; y++) {
    const row = x.subarray(y * SIDE, (y + 1) * SIDE);
    const level = (Math.min(...row.subarray(12, 52)) + Math.max(...row.subarray(28, 36))) / 2;
    let [left, right] = [32, 32];
    while (left > 0 && row[left - 1]! > level) left--;
    while (right < SIDE - 1 && row[right + 1]! > level) right++;
    widest = Math.max(widest, right - left);
  }
  return widest / (0.75 * SIDE);
};
