import { imagePriorAt } from "../../../generators/image/prior.ts";
import { drawSignal } from "../../../generators/latent/draw.ts";
import { movesOf } from "../../../generators/latent/moves.ts";
import { latentSpace } from "../../../generators/latent/space.ts";
import { eigenSymmetric } from "../../../src/math/eigen.ts";
import { rng } from "../../../src/math/rng.ts";
import { imageConditioning } from "../../../src/pipeline/signals.ts";
import type { Bench } from "../../bench.ts";

/** Films of a release that moves every coordinate, from the analytic prior: a core's rate, and whether memory grows. */
export const drawRows = (): Bench["rows"] =>
  ([64, 128, 256] as const).map(side => {
    const prior = imagePriorAt({ width: side, height: side, bits: 8 });
    const options = { projection: "public-basis", rank: 96, phantoms: 20, publicSeed: "bench" } as const;
    const space = latentSpace(prior, imageConditioning, options);
    const unit = Float64Array.from({ length: space.k ** 2 }, (_, i) => (i % (space.k + 1) === 0 ? 1.2 : 0));
    const stratum = (name: string) => ({
      name,
      noisyCount: 100,
      countNoise: 1,
      offset: Float64Array.from({ length: space.k }, (_, i) => 0.3 * Math.cos(i)),
      ownWeight: 1,
      pooledWeight: 1,
      provenance: "measured" as const,
    });
    const model = {
      strata: Object.fromEntries(space.strata.map(name => [name, stratum(name)])),
      traits: {},
      covariance: eigenSymmetric(unit, space.k),
      covarianceWeight: 1,
    };
    const source = {
      prior,
      conditioning: imageConditioning,
      model,
      moves: movesOf(space, model),
    };
    const film = (i: number) => {
      const random = rng(`film ${i}`);
      return drawSignal(source, prior.order(prior.strata[i % 7]!, random), random);
    };
    const round = side === 64 ? 300 : 80;
    const draw = (from: number, count: number) => {
      for (let i = from; i < from + count; i++) film(i);
    };
    draw(0, round);
    const before = process.cpuUsage();
    draw(round, round);
    const rate = round / (process.cpuUsage(before).user / 1e6);
    const held = heldMiB();
    draw(2 * round, 4 * round);
    return {
      what: `film of ${side} px drawn of a release (simulated, moved, rendered)`,
      "ms a draw": (1000 / rate).toPrecision(3),
      "speed-up": "",
      result: `${rate.toPrecision(3)} a second; ${4 * round} more leave ${(heldMiB() - held).toFixed(1)} MiB`,
    };
  });

/** Memory in use once garbage is gone; the collector is there when Node runs with --expose-gc. */
const heldMiB = (): number => {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
};
