import { describe, expect, it } from "vitest";
import { ecgPrior } from "../../../generators/ecg/prior.ts";
import { SPACE_RANK, shippedEcg } from "../../../generators/ecg/space/shipped.ts";
import { phantomsOf } from "../../../generators/latent/phantoms.ts";
import { rng } from "../../../src/math/rng.ts";
import { ecgConditioning } from "../../../src/pipeline/signals.ts";

const { space: spaces } = shippedEcg(ecgConditioning);
const space = spaces(SPACE_RANK);
const { traits } = ecgConditioning;

/** Residuals of fresh draws: as many of every stratum, and of every trait where it is rare. */
const fresh = (() => {
  const random = rng("fresh people");
  const byTrait = new Map<string, Float64Array[]>();
  const typical: Float64Array[] = [];
  for (let i = 0; i < 20_000; i++) {
    const own = random.child(String(i));
    const order = ecgPrior.order(ecgPrior.strata[i % ecgPrior.strata.length]!, own.child("order"));
    const trait = traits!.fromOrder(order)!;
    const rows = byTrait.get(trait) ?? [];
    byTrait.set(trait, rows);
    if (rows.length >= 150 && i >= 1000) continue;
    const { vector } = ecgPrior.simulate(order, own.child("simulate"));
    const w = space.residual(vector, ecgPrior.stratum(order), ecgConditioning.fromOrder(order));
    rows.push(w);
    if (i < 1000) typical.push(w);
  }
  return { byTrait, typical };
})();

const meanOf = (rows: readonly Float64Array[], i: number): number =>
  rows.reduce((sum, w) => sum + w[i]!, 0) / rows.length;
const varianceOf = (rows: readonly Float64Array[], i: number): number =>
  rows.reduce((sum, w) => sum + (w[i]! - meanOf(rows, i)) ** 2, 0) / (rows.length - 1);
const over = (k: number, of: (i: number) => number): number =>
  Array.from({ length: k }, (_, i) => of(i)).reduce((sum, value) => sum + value, 0) / k;

describe("the shipped space of the ECG", () => {
  it("whitens fresh draws of the prior: variance 1 within a tenth on average, each coordinate within a half (n = 1000)", () => {
    expect(Math.abs(over(SPACE_RANK, i => varianceOf(fresh.typical, i)) - 1)).toBeLessThan(0.1);
    for (let i = 0; i < SPACE_RANK; i++)
      expect(Math.abs(varianceOf(fresh.typical, i) - 1), String(i)).toBeLessThan(0.5);
  });
  // Squared means times n over the variance average 1 by chance alone, ± √(2/192); a quarter is for the space's own error.
  it("knows the mean of every trait: fresh draws of it lie off by chance and little else (n ≥ 150, 192 coordinates)", () => {
    expect([...fresh.byTrait.keys()].sort()).toEqual([...traits!.names].sort());
    for (const [trait, rows] of fresh.byTrait) {
      expect(rows.length, trait).toBeGreaterThanOrEqual(150);
      const some = rows.slice(0, 150);
      const off = over(SPACE_RANK, i => (some.length * meanOf(some, i) ** 2) / varianceOf(some, i));
      expect(off, trait).toBeLessThan(1.6);
    }
  });
  it("has its coordinates by falling spread, and in its first ones is the same at every rank", () => {
    for (let i = 1; i < SPACE_RANK; i++) expect(space.spread[i]!).toBeLessThanOrEqual(space.spread[i - 1]!);
    const order = ecgPrior.order("sinus", rng("order"));
    const { vector } = ecgPrior.simulate(order, rng("someone"));
    const at = (rank: number) => spaces(rank).residual(vector, "sinus", ecgConditioning.fromOrder(order));
    expect(Array.from(at(24))).toEqual(Array.from(at(SPACE_RANK).subarray(0, 24)));
    expect(spaces(24).radius).toBe(space.radii[23]);
    expect(spaces(24).fingerprint).not.toBe(space.fingerprint);
  });
  it("has orthonormal directions: a correction moves the residual by as much as it says", () => {
    const delta = Float64Array.from({ length: SPACE_RANK }, (_, i) => Math.sin(i));
    const again = space.projection.apply(space.correction(delta)).map((value, i) => value / space.spread[i]!);
    again.forEach((value, i) => {
      expect(value).toBeCloseTo(delta[i]!, 3);
    });
  });
  it("is refused where it was learnt for other covariates or traits", () => {
    const { names } = ecgConditioning;
    expect(() => shippedEcg({ ...ecgConditioning, names: names.slice(1) })).toThrow("covariates");
    expect(() => shippedEcg({ ...ecgConditioning, traits: { ...traits!, names: ["none"] } })).toThrow(
      "traits",
    );
  });
});

describe("the draws a space is learnt from", () => {
  it("are as many of every stratum, and at least as many of every trait", () => {
    const draws = phantomsOf(ecgPrior, ecgConditioning, { phantoms: 6, publicSeed: "quota" });
    const typical = draws.filter(({ isTypical }) => isTypical);
    expect(typical.map(({ stratum }) => stratum)).toEqual(
      ecgPrior.strata.flatMap(name => Array(6).fill(name)),
    );
    for (const name of ecgConditioning.names.slice(4)) {
      const at = ecgConditioning.names.indexOf(name);
      expect(draws.filter(({ covariates }) => covariates[at] === 1).length, name).toBeGreaterThanOrEqual(6);
    }
  });
});
