import { rng } from "../../src/math/rng.ts";
import type { SignalPrior } from "../modality.ts";
import type { Conditioning } from "./space.ts";

/** A draw of the public prior, and what the prior's mean given its order depends on. */
export interface PhantomView {
  readonly stratum: string;
  readonly covariates: Float64Array;
  readonly vector: Float64Array;
}

/** So many draws of every stratum, one stratum after another. Each depends on the seed, its stratum and its number alone. */
export const phantomsOf = <O, S, R>(
  prior: SignalPrior<O, S, R>,
  conditioning: Conditioning<O>,
  { phantoms, publicSeed }: { readonly phantoms: number; readonly publicSeed: string },
): readonly PhantomView[] => {
  const random = rng(`space|${prior.name}|${publicSeed}`);
  return prior.strata.flatMap(stratum =>
    Array.from({ length: phantoms }, (_, i) => {
      const own = random.child(`${stratum}|${i}`);
      const order = prior.order(stratum, own.child("order"));
      return {
        stratum,
        covariates: conditioning.fromOrder(order),
        vector: prior.simulate(order, own.child("simulate")).vector,
      };
    }),
  );
};
