import type { Digest } from "../../schemas/digest.ts";
import type { Block } from "../../schemas/statistic.ts";
import { packedSize, packSquare } from "../../src/math/svec.ts";
import type { Conditioning, LatentSpace, Traits } from "./space.ts";

/** Share of the means' squared norm that all strata write into together; the rest goes to each one's own slot. */
export const POOLED_SHARE = 0.6;

/** Public constants of the two statistics. Multiples of the prior's radius leave room for data unlike the prior. */
export const COUNT_SHARE = 0.25;
export const MEAN_CLIP = 2;
export const MOMENT_CLIP = 1.5;

type FromAssignment = Pick<Conditioning<never>, "fromAssignment">;

/**
 * Counts and residual sums: a patient writes √c into the count of its stratum, √((1−c)(1−p))·u into the sums of its
 * stratum and √((1−c)p)·u into those of all strata together, where u is the emphasised whitened residual over its clip
 * bound, clipped to norm 1; so the whole has norm ≤ 1. The sums of all together carry the noise of one slot, not that
 * of every stratum's added up.
 *
 * Layout: strata × (1 + k), then k pooled.
 */
export const meansBlock = (
  space: LatentSpace,
  conditioning: FromAssignment,
  weight: number,
): Block<Digest> => ({
  name: `${space.name}/means`,
  size: space.strata.length * (1 + space.k) + space.k,
  weight,
  contribute: (patient, out) => {
    const view = patient[space.name];
    const slot = view === undefined ? -1 : space.strata.indexOf(view.stratum);
    if (view === undefined || slot < 0) return;
    const covariates = conditioning.fromAssignment(patient.attributes);
    const u = emphasised(space, space.residual(view.vector, view.stratum, covariates), MEAN_CLIP);
    const at = slot * (1 + space.k);
    const pooled = space.strata.length * (1 + space.k);
    out[at] = Math.sqrt(COUNT_SHARE);
    for (let i = 0; i < space.k; i++) {
      out[at + 1 + i] = OWN * u[i]!;
      out[pooled + i] = POOLED * u[i]!;
    }
  },
});

/** What one patient's u is multiplied by in its own slot and in the pooled one. */
export const OWN = Math.sqrt((1 - COUNT_SHARE) * (1 - POOLED_SHARE));
export const POOLED = Math.sqrt((1 - COUNT_SHARE) * POOLED_SHARE);

/** Share of a trait's squared norm that counts; residuals are taken around released offsets, so their bound is tight. */
export const TRAIT_COUNT_SHARE = 0.1;
export const TRAIT_CLIP = 0.8;

/**
 * Counts and residual sums of traits around the released offset of the stratum: a patient writes √c and √(1−c)·v into
 * the slot of its trait, v the emphasised residual over its clip bound, clipped to norm 1.
 *
 * Layout: traits × (1 + k).
 *
 * @param offsets  whitened offset of each stratum, as the first release gave it
 */
export const traitsBlock = (
  space: LatentSpace,
  conditioning: FromAssignment & { readonly traits: Pick<Traits<never>, "names" | "fromAssignment"> },
  weight: number,
  offsets: Readonly<Record<string, Float64Array>>,
): Block<Digest> => ({
  name: `${space.name}/traits`,
  size: conditioning.traits.names.length * (1 + space.k),
  weight,
  contribute: (patient, out) => {
    const view = patient[space.name];
    const offset = view === undefined ? undefined : offsets[view.stratum];
    const trait = conditioning.traits.names.indexOf(
      conditioning.traits.fromAssignment(patient.attributes) ?? "",
    );
    if (view === undefined || offset === undefined || trait < 0) return;
    const w = space.residual(view.vector, view.stratum, conditioning.fromAssignment(patient.attributes));
    const v = emphasised(
      space,
      w.map((value, i) => value - offset[i]!),
      TRAIT_CLIP,
    );
    const at = trait * (1 + space.k);
    out[at] = Math.sqrt(TRAIT_COUNT_SHARE);
    for (let i = 0; i < space.k; i++) out[at + 1 + i] = Math.sqrt(1 - TRAIT_COUNT_SHARE) * v[i]!;
  },
});

/**
 * Pooled second moment of the first m coordinates around the released offsets: a patient writes svec(v vᵀ), off-diagonals
 * times √2, whose norm is ‖v‖² ≤ 1.
 *
 * Layout: m(m+1)/2, rows i, columns j ≤ i.
 *
 * @param rank     m, at most the space's k
 * @param offsets  whitened offset of each stratum, as the first release gave it
 */
export const momentsBlock = (
  space: LatentSpace,
  conditioning: FromAssignment,
  { weight, rank }: { readonly weight: number; readonly rank: number },
  offsets: Readonly<Record<string, Float64Array>>,
): Block<Digest> => ({
  name: `${space.name}/moments`,
  size: packedSize(rank),
  weight,
  contribute: (patient, out) => {
    const view = patient[space.name];
    const offset = view === undefined ? undefined : offsets[view.stratum];
    if (view === undefined || offset === undefined) return;
    const w = space.residual(view.vector, view.stratum, conditioning.fromAssignment(patient.attributes));
    const v = emphasised(
      space,
      w.subarray(0, rank).map((value, i) => value - offset[i]!),
      MOMENT_CLIP,
    );
    packSquare(v, out);
  },
});

/** The first numbers of a whitened residual times the emphasis, over multiple × their radius, clipped. */
const emphasised = (space: LatentSpace, w: Float64Array, multiple: number): Float64Array => {
  const bound = multiple * space.radii[w.length - 1]!;
  return clipped(w.map((value, i) => (space.emphasis[i]! * value) / bound));
};

/** Clipped to norm 1; non-finite becomes zero. */
export const clipped = (values: Float64Array): Float64Array => {
  const u = values.map(value => (Number.isFinite(value) ? value : 0));
  const norm = Math.sqrt(u.reduce((sum, value) => sum + value * value, 0));
  return norm > 1 ? u.map(value => value / norm) : u;
};
