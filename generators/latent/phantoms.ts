import { type Rng, rng } from "../../src/math/rng.ts";
import type { SignalPrior } from "../modality.ts";
import type { Conditioning } from "./space.ts";

/** A draw of the public prior, and what the prior's mean given its order depends on. */
export interface PhantomView {
  readonly stratum: string;
  readonly covariates: Float64Array;
  readonly vector: Float64Array;
  /** Drawn as the prior draws people of its stratum; not so where it was drawn because its trait is rare. */
  readonly isTypical: boolean;
}

/** Orders looked at for each draw that is wanted of a trait: one that the prior draws more rarely gets fewer draws. */
const PATIENCE = 400;

/**
 * So many draws of every stratum, one stratum after another, then of every trait as many as it lacks, from all strata
 * alike, so that it is known as well what a trait does to the mean. Each depends on the seed and its number alone.
 */
export const phantomsOf = <O, S, R>(
  prior: SignalPrior<O, S, R>,
  conditioning: Conditioning<O>,
  { phantoms, publicSeed }: { readonly phantoms: number; readonly publicSeed: string },
): readonly PhantomView[] => {
  const random = rng(`space|${prior.name}|${publicSeed}`);
  const { traits } = conditioning;
  const lacking = new Map(traits?.names.map(name => [name, phantoms]));
  const isLacking = (trait: string | undefined) => trait !== undefined && (lacking.get(trait) ?? 0) > 0;
  const drawn = (order: O, stratum: string, own: Rng, isTypical: boolean): PhantomView => {
    const trait = traits?.fromOrder(order);
    if (trait !== undefined) lacking.set(trait, (lacking.get(trait) ?? 0) - 1);
    const { vector } = prior.simulate(order, own.child("simulate"));
    return { stratum, covariates: conditioning.fromOrder(order), vector, isTypical };
  };
  const draws = prior.strata.flatMap(stratum =>
    Array.from({ length: phantoms }, (_, i) => {
      const own = random.child(`${stratum}|${i}`);
      return drawn(prior.order(stratum, own.child("order")), stratum, own, true);
    }),
  );
  for (let i = 0; i < PATIENCE * phantoms && [...lacking.values()].some(count => count > 0); i++) {
    const own = random.child(`trait|${i}`);
    const stratum = prior.strata[i % prior.strata.length]!;
    const order = prior.order(stratum, own.child("order"));
    if (isLacking(traits?.fromOrder(order))) draws.push(drawn(order, stratum, own, false));
  }
  return draws;
};
