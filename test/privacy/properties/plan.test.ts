import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussianAccountant } from "../../../privacy/accountant/gaussian.ts";
import { canonicalHash, canonicalJson } from "../../../privacy/canonical-json.ts";
import { makePlan, type PlanRequest, planHash } from "../../../privacy/plan.ts";
import { plannedSpend } from "../../../privacy/planned-event.ts";
import type { Plan } from "../../../schemas/plan.ts";
import { request } from "../fixtures.ts";

const RUNS = { seed: 41, numRuns: 1000 };

/** Shares that sum to at most 1, and a budget in decimals. */
const requests = fc
  .record({
    parts: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }),
    epsilon: fc.integer({ min: 10, max: 10_000 }).map(n => String(n / 1000)),
    delta: fc.integer({ min: 4, max: 15 }).map(digits => `1e-${digits}`),
  })
  .map(({ parts, epsilon, delta }): PlanRequest => {
    const total = parts.reduce((sum, part) => sum + part, 0);
    return {
      ...request,
      budget: { epsilon, delta },
      releases: parts.map((part, i) => ({
        ...request.releases[0]!,
        purpose: `release ${i}`,
        share: part / total,
      })),
    };
  });

describe("for any plan that fits its rules (1e3 cases, fixed seed)", () => {
  it("its releases stay within its budget, and use it to a millionth", () => {
    fc.assert(
      fc.property(requests, asked => {
        const plan = makePlan(asked);
        const epsilon = gaussianAccountant.epsilon(
          plan.releases.map(plannedSpend),
          Number(asked.budget.delta),
        );
        expect(epsilon).toBeLessThanOrEqual(Number(asked.budget.epsilon));
        expect(epsilon).toBeGreaterThan(Number(asked.budget.epsilon) * (1 - 1e-6));
      }),
      { ...RUNS, numRuns: 300 },
    );
  });

  it("a release of twice the share has noise smaller by √2", () => {
    const [first, second] = makePlan({
      ...request,
      releases: [0.2, 0.4].map((share, i) => ({ ...request.releases[0]!, purpose: `${i}`, share })),
    }).releases;
    expect(Number(first!.noiseMultiplier) / Number(second!.noiseMultiplier)).toBeCloseTo(Math.SQRT2, 10);
  });

  it("P13: written and read again it is the same plan with the same hash", () => {
    fc.assert(
      fc.property(requests, asked => {
        const plan = makePlan(asked);
        const again = JSON.parse(canonicalJson(plan)) as Plan;
        expect(again).toEqual(plan);
        expect(planHash(again)).toBe(planHash(plan));
        expect(canonicalJson(again)).toBe(canonicalJson(plan));
      }),
      { ...RUNS, numRuns: 200 },
    );
  });
});

/** JSON values with numbers as doubles and keys of any characters. */
const values = fc.jsonValue({ maxDepth: 4 });

describe("canonical JSON of any value (1e3 cases, fixed seed)", () => {
  it("reads back as the value, and printing again changes nothing", () => {
    fc.assert(
      fc.property(values, value => {
        const text = canonicalJson(value);
        // JSON has no −0: it prints as 0.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      RUNS,
    );
  });

  it("does not depend on the order in which keys were put in", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), values), entries => {
        const turned = Object.fromEntries(Object.entries(entries).reverse());
        expect(canonicalHash(turned)).toBe(canonicalHash(entries));
      }),
      RUNS,
    );
  });

  it("differs for values that differ", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const isSame = canonicalJson(a) === canonicalJson(b);
        expect(isSame).toBe(canonicalHash(a) === canonicalHash(b));
        if (isSame) expect(JSON.parse(JSON.stringify(a))).toEqual(JSON.parse(JSON.stringify(b)));
      }),
      RUNS,
    );
  });
});
