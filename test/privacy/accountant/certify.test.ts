import { describe, expect, it } from "vitest";
import { gaussianDeltaUp, gaussianEpsilonUp } from "../../../privacy/accountant/analytic-gaussian.ts";
import type { Relation } from "../../../privacy/accountant/case.ts";
import { certify, checkAgreement, type Engines, roundUp } from "../../../privacy/accountant/certify.ts";
import { InvalidRequest, Unsound } from "../../../src/errors.ts";
import { KINDS, plan, step } from "./plans.ts";

const certified = (
  fields: Readonly<Record<string, unknown>>,
  count: number,
  question: Parameters<typeof certify>[1],
  relation?: Relation,
) => certify(plan([step(fields, count)], relation), question);

describe("a certificate", () => {
  it("of one Gaussian has all four engines, in order, and the closed form as its headline", () => {
    const found = certified({ type: "gaussian", sigma: "4" }, 1, { delta: 1e-6 });
    const exact = gaussianEpsilonUp(0.25, 1e-6);
    expect(found.upper).toBeGreaterThanOrEqual(exact);
    expect(found.upper / exact).toBeLessThan(1 + 2e-11);
    expect(found.lower!).toBeLessThanOrEqual(exact);
    expect(found.lower! / exact).toBeGreaterThan(1 - 1e-9);
    expect(found).toMatchObject({ relation: "add_remove", question: { delta: 1e-6 } });
    expect(found.directions.map(({ name }) => name)).toEqual(["remove", "add"]);
    const { closed, pld, contour, rdp } = found.directions[0]!.engines;
    expect(contour!.low).toBeLessThanOrEqual(closed!);
    expect(closed!).toBeLessThanOrEqual(pld!);
    expect(pld!).toBeLessThan(rdp!.pairs);
    expect(found.directions[0]!.errors).toBeDefined();
    expect(found.assumptions.length).toBeGreaterThan(2);
    const delta = certified({ type: "gaussian", sigma: "4" }, 1, { epsilon: 0.5 });
    expect(delta.upper / gaussianDeltaUp(0.25, 0.5)).toBeCloseTo(1, 10);
  });

  it("takes the least of its engines' upper bounds: Rényi where the pair is only an envelope", () => {
    const found = certified({ type: "exponential_mechanism", epsilon: "0.8" }, 30, { delta: 1e-30 });
    const { engines, upper } = found.directions[0]!;
    expect(upper).toBe(Math.min(engines.pld!, engines.rdp!.tightest));
    expect(engines.rdp!.tightest).toBeLessThan(engines.pld!);
    expect(found).not.toHaveProperty("lower");
    expect(found.directions[0]).not.toHaveProperty("lower");
  });

  it("has a lower edge only where every mechanism in every direction has a dominating pair that is its own", () => {
    const envelope = step({ type: "exponential_mechanism", epsilon: "0.3" });
    const laplace = step(KINDS.laplace!);
    expect(certify(plan([envelope, laplace]), { epsilon: 0.2 })).not.toHaveProperty("lower");
    const branches = { relation: "add_remove" as const, parts: [{ branches: [[envelope], [laplace]] }] };
    const found = certify(branches, { epsilon: 0.1 });
    expect(found).not.toHaveProperty("lower");
    expect(found.directions.map(({ lower }) => lower !== undefined)).toEqual([false, true, false, true]);
  });

  it("of a curve alone is its Rényi bound, and has no lower edge", () => {
    const found = certified({ type: "zcdp", rho: "0.02" }, 3, { delta: 1e-6 });
    const [{ engines, upper, ...rest }] = found.directions as unknown as [(typeof found.directions)[0]];
    expect(Object.keys(engines)).toEqual(["rdp"]);
    expect(upper).toBe(engines.rdp!.tightest);
    expect(rest).toEqual({ name: "remove" });
    expect(found).not.toHaveProperty("lower");
    const mixed = certify(plan([step({ type: "zcdp", rho: "0.02" }), step(KINDS.laplace!)]), { delta: 1e-6 });
    expect(Object.keys(mixed.directions[0]!.engines)).toEqual(["rdp"]);
  });

  it("of one run of other noise is held against the definition, of several against the contour", () => {
    const one = certified(KINDS.laplace!, 1, { epsilon: 0.1 }).directions[0]!.engines;
    expect(one.contour!.points).toBe(1);
    expect(one.closed).toBeUndefined();
    expect(
      certified(KINDS.discreteLaplace!, 2, { epsilon: 0.1 }).directions[0]!.engines.contour!.points,
    ).toBeGreaterThan(1);
    const both = certify(plan([step(KINDS.discreteLaplace!), step({ type: "pure_dp", epsilon: "0.2" })]), {
      epsilon: 0.1,
    });
    expect(both.directions[0]!.engines.contour!.points).toBeGreaterThan(1);
    const gaussian = certified(KINDS.gaussian!, 1, { epsilon: 0.1 }).directions[0]!.engines;
    expect(gaussian.contour!.points).toBeGreaterThan(1);
    expect(gaussian.closed).toBeDefined();
    const pair = certify(plan([step(KINDS.gaussian!), step(KINDS.discreteLaplace!)]), { epsilon: 0.5 });
    expect(pair.directions[0]!.engines.closed).toBeUndefined();
  });

  it("needs no engine where nothing is learned, everything may be, or no failure is allowed", () => {
    const plain = (
      fields: Readonly<Record<string, unknown>>,
      question: Parameters<typeof certify>[1],
      count = 2,
    ) => {
      const found = certified(fields, count, question);
      for (const { engines } of found.directions) expect(Object.keys(engines)).toEqual(["closed"]);
      return [found.upper, found.lower];
    };
    expect(plain({ type: "no_op" }, { delta: 1e-6 })).toEqual([0, 0]);
    expect(plain({ type: "no_op" }, { epsilon: 0 })).toEqual([0, 0]);
    expect(plain({ type: "gaussian", sigma: "1" }, { delta: 1 })).toEqual([0, 0]);
    expect(plain({ type: "gaussian", sigma: "1" }, { delta: 0 })).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect(plain({ type: "pure_dp", epsilon: "0.5" }, { delta: 0 })).toEqual([1, 1]);
    expect(plain({ type: "pure_dp", epsilon: "0.5" }, { epsilon: 1 })).toEqual([0, 0]);
    expect(plain({ type: "pure_dp", epsilon: "0.5" }, { epsilon: 2 })).toEqual([0, 0]);
    expect(plain({ type: "gaussian", sigma: "0" }, { epsilon: 3 })).toEqual([1, 1]);
    expect(plain({ type: "gaussian", sigma: "0" }, { delta: 0.5 })).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect(plain({ type: "approx_dp", epsilon: "0.5", delta: "0.01" }, { delta: 0 })[0]).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(plain({ type: "approx_dp", epsilon: "0.5", delta: "0.01" }, { delta: 0.0198 })[0]).toBe(
      Number.POSITIVE_INFINITY,
    );
    const [leak] = plain({ type: "approx_dp", epsilon: "0.5", delta: "0.01" }, { epsilon: 1 });
    expect(leak! / 0.0199).toBeCloseTo(1, 10);
    expect(
      certified({ type: "approx_dp", epsilon: "0.5", delta: "0.01" }, 2, { delta: 0.02 }).upper,
    ).toBeLessThan(1);
    expect(certified({ type: "pure_dp", epsilon: "0.5" }, 2, { epsilon: 0.99 }).upper).toBeGreaterThan(0);
  });

  it("is the worst direction's, with the worst lower edge", () => {
    const found = certified(KINDS.poissonGaussian!, 40, { delta: 1e-6 });
    const [removed, added] = found.directions as unknown as [
      (typeof found.directions)[0],
      (typeof found.directions)[0],
    ];
    expect(removed.upper).toBeGreaterThan(added.upper);
    expect(found.upper).toBe(roundUp(removed.upper));
    expect(found.lower).toBe(removed.lower);
  });

  it.each([
    [{ delta: -1e-9 }, /delta must be 0, or between 1e-280 and 1; got -1e-9/],
    [{ delta: 1.0000001 }, /delta must be 0, or between 1e-280 and 1/],
    [{ delta: 1e-281 }, /delta must be 0/],
    [{ delta: Number.NaN }, /between 1e-280 and 1; got NaN/],
    [{ epsilon: -1e-9 }, /epsilon must not be negative; got -1e-9/],
    [{ epsilon: Number.NaN }, /epsilon must not be negative/],
  ])("is not asked %j", (question, words) => {
    expect(() => certified(KINDS.gaussian!, 1, question)).toThrow(InvalidRequest);
    expect(() => certified(KINDS.gaussian!, 1, question)).toThrow(words);
  });

  it("is asked up to the ends of its range", () => {
    expect(certified({ type: "no_op" }, 1, { delta: 1e-280 }).upper).toBe(0);
    expect(certified(KINDS.discreteLaplace!, 2, { epsilon: 0 }).upper).toBeGreaterThan(0.05);
  });

  it("rounds its headline up in the twelfth digit, and leaves 0 and infinity", () => {
    expect(roundUp(1.2345678901234)).toBe(1.23456789013);
    expect(roundUp(0.1)).toBeGreaterThanOrEqual(0.1);
    expect([roundUp(0), roundUp(Number.POSITIVE_INFINITY), roundUp(3)]).toEqual([
      0,
      Number.POSITIVE_INFINITY,
      3,
    ]);
  });
});

describe("engines that disagree", () => {
  const bounds = (value: number) => ({ value, low: value * (1 - 1e-9), high: value * (1 + 1e-9), points: 9 });
  const agreeing: Engines = { closed: 1, pld: 1.001, contour: bounds(1), rdp: { tightest: 1.2, pairs: 1.2 } };
  const check = (engines: Engines, others: readonly { upper: number; engines: Engines }[] = []) =>
    checkAgreement(
      [{ engines, upper: 1 }, ...others].map((each, i) => ({ name: `direction ${i}`, ...each })),
    );

  it("in nothing give a certificate; what an engine does not say is no disagreement", () => {
    check(agreeing);
    check({ ...agreeing, closed: undefined } as never);
    check({ closed: 1 });
    check({ rdp: { tightest: 1, pairs: 1 } });
    check({ pld: 9, rdp: { tightest: 1, pairs: 1 } });
    check({ contour: bounds(9), rdp: { tightest: 1, pairs: 1 } });
    check({ pld: 9, contour: bounds(1) });
    // Room for rounding, and for the grid.
    check({ ...agreeing, pld: 1 - 5e-9, closed: 1 });
    check({ ...agreeing, pld: 1.0099 });
    check({ ...agreeing, rdp: { tightest: 0.9, pairs: 1.001 / 1.0099 } });
  });

  it.each([
    [
      "the contour",
      { pld: 1 - 2e-8, closed: undefined },
      "the contour 0.999999999 is above the PLD bound 0.99999998",
    ],
    ["1 % of the contour", { pld: 1.0101 }, "the PLD bound 1.0101 is not within 1 % of 1.000000001"],
    [
      "the Rényi bound",
      { rdp: { tightest: 9, pairs: 0.99 } },
      "the PLD bound 1.001 is above the Rényi bound 0.99",
    ],
    [
      "the closed form below the contour",
      { closed: 0.99999997 },
      "the closed form 0.99999997 is not between 0.999999999 and 1.001",
    ],
    [
      "the closed form above the PLD",
      { closed: 1.002 },
      "the closed form 1.002 is not between 0.999999999 and 1.001",
    ],
  ])("in %s give none", (_name, change, words) => {
    const broken = { ...agreeing, ...change } as Engines;
    expect(() => check(broken)).toThrow(Unsound);
    expect(() => check(broken)).toThrow(`no certificate (direction 0): ${words}`);
  });

  it("in a direction that decides nothing are let be, in any other not", () => {
    const broken = { ...agreeing, pld: 2 };
    check(agreeing, [{ upper: 0.9e-9, engines: broken }]);
    expect(() => check(agreeing, [{ upper: 1.1e-9, engines: broken }])).toThrow(
      "no certificate (direction 1)",
    );
    const large = { name: "large", engines: agreeing, upper: 100 };
    checkAgreement([large, { name: "small", upper: 0.9e-7, engines: broken }]);
    expect(() => checkAgreement([large, { name: "small", upper: 1.1e-7, engines: broken }])).toThrow(
      "(small)",
    );
    expect(() => check(agreeing, [{ upper: 0.5, engines: broken }])).toThrow("no certificate (direction 1)");
  });

  it("in several things are told them all", () => {
    expect(() => check({ ...agreeing, pld: 2, rdp: { tightest: 1, pairs: 1 } })).toThrow(
      /within 1 %.*; the PLD bound 2 is above/,
    );
  });
});
