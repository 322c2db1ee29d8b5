import type { Block } from "../../schemas/statistic.ts";
import type { Projection } from "../../src/math/projection.ts";

/**
 * A block seen through a public projection. The mechanism clips what comes out of `contribute`, so the clip follows
 * the projection and the sensitivity is the clip norm whatever the projection does to lengths.
 *
 * @param block   size = projection.inputs
 * @returns       the block of size projection.outputs
 * @guarantee     clipping follows projecting
 */
export const projected = <R>(block: Block<R>, projection: Projection): Block<R> => ({
  name: block.name,
  size: projection.outputs,
  weight: block.weight,
  contribute: (patient, out) => {
    const x = new Float64Array(projection.inputs);
    block.contribute(patient, x);
    out.set(projection.apply(x));
  },
});
