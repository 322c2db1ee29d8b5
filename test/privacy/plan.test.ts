import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussianAccountant } from "../../privacy/accountant/gaussian.ts";
import { makePlan, planHash } from "../../privacy/plan.ts";
import { plannedSpend } from "../../privacy/planned-event.ts";
import { totalOf } from "../../privacy/verify-epsilon.ts";
import { RELATION, UNIT } from "../../schemas/plan.ts";
import { InvalidRequest } from "../../src/errors.ts";
import { blocks, plan, request } from "./fixtures.ts";

const withBudget = (epsilon: string, delta: string, publicSize?: number) =>
  makePlan({ ...request, budget: { epsilon, delta }, ...(publicSize === undefined ? {} : { publicSize }) });
const withShares = (...shares: number[]) =>
  makePlan({ ...request, releases: shares.map((share, i) => ({ purpose: `release ${i}`, share, blocks })) });

describe("plan", () => {
  it("the releases of a made plan together stay within its budget, and use it to 1e-9 (100 random plans)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 4, max: 12 }),
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 }),
        (hundredths, digits, parts) => {
          const total = parts.reduce((a, b) => a + b, 0);
          const [epsilon, delta] = [String(hundredths / 100), `1e-${digits}`];
          const made = makePlan({
            ...request,
            budget: { epsilon, delta },
            releases: parts.map((part, i) => ({ purpose: `${i}`, share: part / total, blocks })),
          });
          const spent = gaussianAccountant.epsilon(made.releases.map(plannedSpend), Number(delta));
          expect(spent).toBeLessThanOrEqual(Number(epsilon));
          expect(spent / Number(epsilon)).toBeGreaterThan(1 - 1e-9);
          expect(totalOf(made.releases.map(r => r.noiseMultiplier)).holds(epsilon, delta)).toBe(true);
        },
      ),
      { seed: 10, numRuns: 100 },
    );
  });

  it("a share buys its part of μ²: 1/z² is proportional to it", () => {
    const [first, second] = plan.releases.map(({ noiseMultiplier }) => Number(noiseMultiplier) ** -2);
    expect(first! / second!).toBeCloseTo(0.65 / 0.35, 9);
  });

  it("says relation and unit, and names every public choice", () => {
    expect([plan.format, plan.relation, plan.unit]).toEqual(["semblance-plan/1", RELATION, UNIT]);
    expect(withBudget("1", "1e-6", 5000).choices).toEqual({ ...request.choices, publicSize: 5000 });
  });

  it("its hash depends on every field and not on the order of keys", () => {
    const { releases, ...rest } = plan;
    expect(planHash({ releases, ...rest })).toBe(planHash(plan));
    expect(planHash({ ...plan, budget: { ...plan.budget, delta: "1e-7" } })).not.toBe(planHash(plan));
    expect(planHash(JSON.parse(JSON.stringify(plan)))).toBe(planHash(plan));
  });

  it.each([
    ["0", "1e-6", "epsilon must be above 0 and finite; got 0"],
    ["-1", "1e-6", "epsilon must be above 0 and finite; got -1"],
    ["1e400", "1e-6", "epsilon must be above 0 and finite; got 1e400"],
    ["NaN", "1e-6", "epsilon must be a decimal number"],
    ["3", "0", "delta must be above 0; got 0"],
    ["3", "-1e-6", "delta must be above 0; got -1e-6"],
    ["3", "0.001", "delta must be below 0.001; got 0.001"],
    ["3", "1", "delta must be below 0.001; got 1"],
    ["3", "ten", "delta must be a decimal number"],
  ])("ε = %s at δ = %s is refused in words", (epsilon, delta, words) => {
    expect(() => withBudget(epsilon, delta)).toThrow(InvalidRequest);
    expect(() => withBudget(epsilon, delta)).toThrow(words);
  });

  it("δ above 1/(10·N) of a declared size is refused, at it allowed", () => {
    expect(() => withBudget("3", "1e-6", 100_001)).toThrow("delta must be at most 1/(10·N)");
    expect(withBudget("3", "1e-6", 100_000).budget.delta).toBe("1e-6");
    for (const size of [0, -1, 1.5, Number.NaN])
      expect(() => withBudget("3", "1e-6", size), `${size}`).toThrow(InvalidRequest);
  });

  it("shares and weights that promise more than there is are refused", () => {
    for (const shares of [[0.7, 0.4], [0], [-0.1, 0.5], [Number.NaN], [1.1], []])
      expect(() => withShares(...shares), `${shares}`).toThrow(InvalidRequest);
    expect(withShares(0.1, 0.2, 0.7).releases).toHaveLength(3);
    // One on paper: 5e-10 too much is spread over the releases, not refused.
    expect(withShares(0.5 + 2.5e-10, 0.5 + 2.5e-10).releases).toHaveLength(2);
    const weighted = (...weights: number[]) =>
      makePlan({
        ...request,
        releases: [
          { purpose: "x", share: 1, blocks: weights.map((weight, i) => ({ name: `${i}`, size: 2, weight })) },
        ],
      });
    for (const weights of [[0.8, 0.7], [0], [-0.5], [Number.NaN], []])
      expect(() => weighted(...weights), `${weights}`).toThrow(InvalidRequest);
    expect(weighted(0.6, 0.8).releases).toHaveLength(1);
  });

  it("shares and squared weights may add up to 1 + 1e-9, to the last bit", () => {
    const most = 1 + 1e-9;
    const [share, weight] = [most - 0.5, Math.sqrt(most - 0.25)];
    expect([0.5 + share, 0.25 + weight * weight]).toEqual([most, most]);
    const weighted = (second: number) => {
      const pair = [0.5, second].map((weight, i) => ({ name: `${i}`, size: 2, weight }));
      return makePlan({ ...request, releases: [{ purpose: "x", share: 1, blocks: pair }] });
    };
    expect(withShares(0.5, share).releases).toHaveLength(2);
    expect(weighted(weight).releases).toHaveLength(1);
    expect(() => withShares(0.5, share + 2 ** -52)).toThrow("must sum to at most 1");
    expect(() => weighted(weight + 2 ** -51)).toThrow("must sum to at most 1");
  });

  it("two releases of one purpose, or a block without size, are refused", () => {
    const twice = { purpose: "same", share: 0.5, blocks };
    expect(() => makePlan({ ...request, releases: [twice, twice] })).toThrow("purposes");
    for (const size of [0, 1.5, -2])
      expect(() =>
        makePlan({
          ...request,
          releases: [{ purpose: "x", share: 1, blocks: [{ name: "b", size, weight: 1 }] }],
        }),
      ).toThrow(InvalidRequest);
  });
});
