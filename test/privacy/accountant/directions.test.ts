import { describe, expect, it } from "vitest";
import type { AccountPlan, Relation, Step } from "../../../privacy/accountant/case.ts";
import { directionsOf } from "../../../privacy/accountant/directions.ts";
import type { Law, Part } from "../../../privacy/accountant/law.ts";
import { InvalidRequest, UnsupportedEvent } from "../../../src/errors.ts";
import { mean } from "./laws.ts";
import { plan, step } from "./plans.ts";

const profile = (law: Law, epsilon: number) =>
  law.infinite + mean(law, l => Math.max(0, -Math.expm1(epsilon - l)));
const parts = (fields: Readonly<Record<string, unknown>>, relation: Relation = "add_remove", count = 1) =>
  directionsOf(plan([step(fields, count)], relation)).map(direction => direction.parts);
/** The one part of the first direction, or of another. */
const part = (fields: Readonly<Record<string, unknown>>, relation?: Relation, at = 0): Part => {
  const found = parts(fields, relation)[at]!;
  expect(found).toHaveLength(1);
  return found[0]!;
};
const near = (a: number, b: number, relative = 1e-12) =>
  expect(Math.abs(a / b - 1), `${a} ≈ ${b}`).toBeLessThanOrEqual(relative);

describe("directions", () => {
  it("are removing and adding, or replacing, a patient", () => {
    const names = (relation: Relation) =>
      directionsOf(plan([step({ type: "pure_dp", epsilon: "1" })], relation)).map(({ name }) => name);
    expect(names("add_remove")).toEqual(["remove", "add"]);
    expect(names("replace_one")).toEqual(["replace"]);
  });

  it("hold nothing where nothing is done, moved or sampled", () => {
    for (const fields of [
      { type: "no_op" },
      { type: "gaussian", sigma: "0", sensitivity: "0" },
      { type: "poisson_subsampled_gaussian", q: "0", sigma: "0" },
      { type: "poisson_subsampled_gaussian", q: "0.5", sigma: "1", sensitivity: "0" },
      { type: "mixture_of_gaussians", sigma: "1", sensitivities: ["0", "0"], sampling_probs: ["0.5", "0.5"] },
      { type: "laplace", scale: "0", sensitivity: "0" },
      { type: "poisson_subsampled_laplace", q: "0", scale: "1" },
      { type: "poisson_subsampled_laplace", q: "0.5", scale: "1", sensitivity: "0" },
      { type: "discrete_gaussian", sigma: "1", sensitivity: "0" },
      { type: "discrete_gaussian", sigma: "1", sensitivity: "0", dimension: "3" },
      { type: "discrete_laplace", noise_parameter: "1", sensitivity: "0" },
      { type: "exponential_mechanism", epsilon: "0" },
      { type: "approx_dp", epsilon: "0", delta: "0" },
      { type: "zcdp", rho: "0", xi: "0" },
    ])
      expect(parts(fields), JSON.stringify(fields)).toEqual([[], []]);
  });

  it("are an open door without noise, and a chance of one where patients are sampled", () => {
    expect(part({ type: "gaussian", sigma: "0" }).law).toMatchObject({ infinite: 1 });
    expect(part({ type: "laplace", scale: "0" }).law).toMatchObject({ infinite: 1 });
    expect(part({ type: "poisson_subsampled_gaussian", q: "1", sigma: "0" }).law).toMatchObject({
      infinite: 1,
    });
    expect(part({ type: "poisson_subsampled_laplace", q: "1", scale: "0" }).law).toMatchObject({
      infinite: 1,
    });
    for (const fields of [
      { type: "poisson_subsampled_gaussian", q: "0.25", sigma: "0" },
      { type: "poisson_subsampled_laplace", q: "0.25", scale: "0" },
    ]) {
      const removed = part(fields, "add_remove", 0).law!;
      expect([removed.infinite, removed.atoms[0]!.loss]).toEqual([0.25, Math.log1p(-0.25)]);
      const added = part(fields, "add_remove", 1).law!;
      expect([added.infinite, added.atoms[0]!.loss]).toEqual([0, -Math.log1p(-0.25)]);
    }
    const replaced = part({ type: "poisson_subsampled_gaussian", q: "0.25", sigma: "0" }, "replace_one").law!;
    expect([replaced.infinite, replaced.atoms[0]!.loss]).toEqual([0.25, 0]);
  });

  it("take Gaussians together: μ² is the sum of all (sensitivity / σ)², rounded up", () => {
    const steps: readonly Step[] = [
      step({ type: "gaussian", sigma: "2", sensitivity: "3" }, 4),
      step({ type: "gaussian", sigma: "5" }, 2),
      step({ type: "poisson_subsampled_gaussian", q: "1", sigma: "4" }, 3),
    ];
    const square = 4 * (9 / 4) + 2 / 25 + 3 / 16;
    for (const [relation, factor] of [
      ["add_remove", 1],
      ["replace_one", 2],
    ] as const)
      for (const direction of directionsOf(plan(steps, relation))) {
        expect(direction.parts).toHaveLength(1);
        const [{ law, count }] = direction.parts as unknown as [Required<Part>];
        expect(count).toBe(1);
        near(law.mu!, factor * Math.sqrt(square), 1e-14);
        expect(law.mu!).toBeGreaterThan(factor * Math.sqrt(square));
      }
  });

  it("move by twice the sensitivity where a patient is replaced", () => {
    const twice = (fields: Readonly<Record<string, unknown>>, doubled: object) => {
      const [replaced, added] = [part(fields, "replace_one").law!, part({ ...fields, ...doubled }).law!];
      expect(replaced.atoms).toEqual(added.atoms);
      expect(replaced.infinite).toBe(added.infinite);
    };
    twice({ type: "laplace", scale: "3" }, { sensitivity: "2" });
    twice({ type: "discrete_gaussian", sigma: "3" }, { sensitivity: "2" });
    twice({ type: "discrete_laplace", noise_parameter: "0.5" }, { sensitivity: "2" });
    twice({ type: "pure_dp", epsilon: "0.5" }, {});
    const curve = (relation: Relation) =>
      part({ type: "discrete_gaussian", sigma: "3", dimension: "2" }, relation).bound!(1.5);
    near(curve("replace_one"), 4 * curve("add_remove"));
  });

  it("are the laws of their kinds", () => {
    near(part({ type: "laplace", scale: "4", sensitivity: "2" }).law!.atoms[0]!.loss, 0.5);
    near(
      part({ type: "discrete_laplace", noise_parameter: "0.25", sensitivity: "3" }).law!.atoms[0]!.loss,
      0.75,
    );
    const dense = part({ type: "discrete_gaussian", sigma: "2", sensitivity: "3" }).law!;
    near(dense.lattice!.step, 3 / 4);
    near(part({ type: "discrete_gaussian", sigma: "2", sensitivity: "3.0" }).law!.lattice!.step, 3 / 4);
    near(
      part({ type: "discrete_laplace", noise_parameter: "0.25", sensitivity: "3.00" }).law!.atoms[0]!.loss,
      0.75,
    );
    const claim = part({ type: "approx_dp", epsilon: "0.5", delta: "0.01" }).law!;
    expect([claim.infinite, claim.atoms[0]!.loss]).toEqual([0.01, 0.5]);
    expect(part({ type: "approx_dp", epsilon: "0", delta: "0.01" }).law!.infinite).toBe(0.01);
    expect(part({ type: "approx_dp", epsilon: "0.5", delta: "0" }).law!.infinite).toBe(0);
    near(part({ type: "zcdp", rho: "0.5", xi: "0.25" }).bound!(2), 2 * (0.25 + 0.5 * 3));
    near(part({ type: "zcdp", rho: "0", xi: "0.25" }).bound!(2), 0.5);
    near(part({ type: "zcdp", rho: "0.5" }).bound!(2), 3);
    expect(part({ type: "zcdp", rho: "0.5" }).law).toBeUndefined();
    near(
      part({ type: "discrete_gaussian", sigma: "2", sensitivity: "3", dimension: "2" }).bound!(2),
      (9 / 4 / 2) * 6,
    );
    const range = part({ type: "exponential_mechanism", epsilon: "0.8" });
    expect(range.law!.pieces[0]!.range(0)).toEqual([-0.8, 0.8]);
    expect(range.bound!(3)).toBeLessThan(2.4);
    expect(range.bound!(3)).toBeGreaterThan(0.1);
    expect(part({ type: "exponential_mechanism", epsilon: "300" }).law).toBeDefined();
    expect(() => part({ type: "exponential_mechanism", epsilon: "301" })).toThrow(UnsupportedEvent);
  });

  it("of sampled noise are those of the pair (1 − q, q), by sense", () => {
    const fields = { type: "poisson_subsampled_gaussian", q: "0.25", sigma: "3", sensitivity: "2" };
    const [removed, added] = [part(fields, "add_remove", 0).law!, part(fields, "add_remove", 1).law!];
    const replaced = part(fields, "replace_one").law!;
    const loss = (x: number) => Math.log(0.75 + 0.25 * Math.exp((x - 0.5) / 2.25));
    near(removed.pieces[0]!.loss(2), loss(2), 1e-11);
    near(added.pieces[0]!.loss(-2), -loss(2), 1e-11);
    near(replaced.pieces[0]!.loss(2), loss(2) - loss(-2), 1e-11);
    const noise = { type: "poisson_subsampled_laplace", q: "0.25", scale: "3", sensitivity: "2" };
    const sampled = (l: number) => Math.log(0.75 + 0.25 * Math.exp(l));
    near(part(noise, "add_remove", 0).law!.atoms[0]!.loss, sampled(2 / 3), 1e-11);
    near(part(noise, "add_remove", 1).law!.atoms[0]!.loss, -sampled(2 / 3), 1e-11);
    expect(part({ ...noise, q: "1" }).law!.atoms[0]!.loss).toBeCloseTo(2 / 3, 12);
    expect(() => parts(noise, "replace_one")).toThrow(UnsupportedEvent);
    expect(part({ ...noise, q: "1" }, "replace_one").law!.atoms[0]!.loss).toBeCloseTo(4 / 3, 12);
  });

  it("of a mixture have the largest move as unit, and what rounding leaves is the smallest move's", () => {
    const fields = {
      type: "mixture_of_gaussians",
      sigma: "3",
      sensitivities: ["1", "0", "4"],
      sampling_probs: ["0.2", "0.7", "0.1"],
    };
    const [removed, added] = [part(fields, "add_remove", 0).law!, part(fields, "add_remove", 1).law!];
    const normal = (x: number, c: number) => Math.exp(-((x - c) ** 2) / 18);
    const loss = (x: number) =>
      Math.log((0.2 * normal(x, 1) + 0.7 * normal(x, 0) + 0.1 * normal(x, 4)) / normal(x, 0));
    for (const x of [-3, 0, 2, 7]) {
      near(removed.pieces[0]!.loss(x / 4), loss(x), 1e-10);
      near(added.pieces[0]!.loss(-x / 4), -loss(x), 1e-10);
    }
    expect(() => parts(fields, "replace_one")).toThrow(UnsupportedEvent);
    // A hair above one in all, as decimals may be: the larger moves keep their chances, the smallest has the rest.
    const hair = part({ ...fields, sensitivities: ["1", "2"], sampling_probs: ["0.3", "0.7000000000009"] })
      .law!;
    near(
      mean(hair, () => 1),
      1,
      2e-13,
    );
    const [q, s] = [0.7000000000009, 1.5];
    const ratio = (x: number) =>
      (1 - q) * Math.exp((0.5 * (2 * x - 0.5)) / (2 * s * s)) + q * Math.exp((2 * x - 1) / (2 * s * s));
    for (const x of [-3, 4]) near(hair.pieces[0]!.loss(x), Math.log(ratio(x)), 2e-13);
    // Ten tenths rounded up pass one: the smallest move is left with what there is, never below 0.
    const full = part({ ...fields, sensitivities: ["0", "1", "2"], sampling_probs: ["0", "0.9", "0.1"] })
      .law!;
    expect(profile(full, 0.5)).toBeGreaterThan(0);
    near(
      mean(full, () => 1),
      1,
      1e-9,
    );
  });

  it("count equal mechanisms together, in the order of their keys", () => {
    const laplace = step({ type: "laplace", scale: "2" }, 3);
    const claim = step({ type: "pure_dp", epsilon: "0.1" });
    const found = directionsOf(
      plan([
        laplace,
        claim,
        step({ type: "laplace", scale: "2" }, 2),
        step({ type: "laplace", scale: "2.5" }),
      ]),
    );
    const [first] = found;
    expect(first!.parts.map(({ count }) => count).sort()).toEqual([1, 1, 5]);
    const keys = first!.parts.map(({ key }) => key);
    expect([...keys].sort()).toEqual(keys);
    expect(new Set(keys).size).toBe(3);
    const turned = directionsOf(
      plan([step({ type: "laplace", scale: "2.5" }), claim, step({ type: "laplace", scale: "2" }, 5)]),
    );
    expect(turned[0]!.parts.map(({ key, count }) => [key, count])).toEqual(
      first!.parts.map(({ key, count }) => [key, count]),
    );
    // Gaussians stand first, whatever their key.
    const mixed = directionsOf(plan([laplace, step({ type: "gaussian", sigma: "2" })]));
    expect(mixed[0]!.parts.map(({ law }) => law?.mu !== undefined)).toEqual([true, false]);
  });
});

describe("parallel branches", () => {
  const branch = (scale: string): readonly Step[] => [step({ type: "laplace", scale })];
  const three: AccountPlan = {
    relation: "add_remove",
    parts: [{ branches: [branch("1"), branch("2"), branch("4")] }],
  };
  const losses = (of: AccountPlan) =>
    directionsOf(of).map(({ parts: found }) => found.map(({ law, count }) => [law!.atoms[0]!.loss, count]));

  it("are one way each to be in, by either sense", () => {
    const found = directionsOf(three);
    expect(found.map(({ name }) => name)).toEqual(
      ["remove", "add"].flatMap(s => [1, 2, 3].map(i => `${s}, way ${i}`)),
    );
    expect(losses(three)).toEqual([1, 0.5, 0.25, 1, 0.5, 0.25].map(loss => [[loss, 1]]));
  });

  it("are left and joined where a patient is replaced: in one, or from any to any other", () => {
    const found = directionsOf({ ...three, relation: "replace_one" });
    expect(found).toHaveLength(3 + 6);
    expect(found.slice(0, 3).map(({ parts: p }) => p[0]!.law!.atoms[0]!.loss)).toEqual([2, 1, 0.5]);
    for (const { parts: p } of found.slice(3)) expect(p).toHaveLength(2);
    expect(found.slice(3).map(({ parts: p }) => p.map(({ key }) => JSON.parse(key)[1]).sort())).toEqual(
      new Array(6).fill(["add", "remove"]),
    );
  });

  it("multiply with others, and with plain steps beside them, up to 256 ways", () => {
    const two = { branches: [branch("1"), branch("2")] };
    const plans = (n: number): AccountPlan => ({ relation: "add_remove", parts: new Array(n).fill(two) });
    expect(directionsOf(plans(8))).toHaveLength(512);
    expect(() => directionsOf(plans(9))).toThrow(InvalidRequest);
    const beside = directionsOf({
      relation: "add_remove",
      parts: [two, step({ type: "pure_dp", epsilon: "0.1" }, 2)],
    });
    expect(beside).toHaveLength(4);
    for (const { parts: p } of beside) expect(p.map(({ count }) => count).sort()).toEqual([1, 2]);
  });
});
