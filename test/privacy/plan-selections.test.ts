import { describe, expect, it, vi } from "vitest";
import { gaussianAccountant } from "../../privacy/accountant/gaussian.ts";
import { zcdpAccountant, zcdpRhoDown } from "../../privacy/accountant/zcdp.ts";
import {
  budgetDown,
  makeAdaptivePlan,
  makePlan,
  type PlanRequest,
  type RequestedRelease,
} from "../../privacy/plan.ts";
import { plannedAccountant, plannedEvent, plannedSpend } from "../../privacy/planned-event.ts";
import type { Plan } from "../../schemas/plan.ts";
import { InvalidRequest, Unsound } from "../../src/errors.ts";
import { blocks, request } from "./fixtures.ts";

const asked: PlanRequest<RequestedRelease> = {
  ...request,
  releases: [
    { kind: "tables", purpose: "tables", share: 0.5 },
    { kind: "selection", purpose: "choose", share: 0.2 },
    { purpose: "means", share: 0.3, blocks },
  ],
};

describe("a plan of several kinds", () => {
  const plan = makePlan(asked);

  it("gives each release what its kind needs, and each its share of ρ", () => {
    const [tables, choose, means] = plan.releases;
    expect(Object.keys(tables!).sort()).toEqual(["kind", "noiseMultiplier", "purpose", "share"]);
    expect(Object.keys(choose!).sort()).toEqual(["epsilon", "kind", "purpose", "share"]);
    expect(Object.keys(means!).sort()).toEqual(["blocks", "noiseMultiplier", "purpose", "share"]);
    expect((means as { blocks: unknown }).blocks).toEqual(
      blocks.map(({ name, size, weight }) => ({ name, size, weight })),
    );
    const rho = (i: number) => {
      const event = plannedEvent(plan.releases[i]!);
      return event.kind === "exponential"
        ? Number(event.epsilon) ** 2 / 8
        : 0.5 / Number(event.noiseMultiplier) ** 2;
    };
    const total = rho(0) + rho(1) + rho(2);
    for (const [i, { share }] of plan.releases.entries()) expect(rho(i) / total / share).toBeCloseTo(1, 9);
  });

  it("stays within its budget by zCDP, and uses it to 1e-9", () => {
    const spent = zcdpAccountant.epsilon(plan.releases.map(plannedSpend), 1e-6);
    expect(spent).toBeLessThanOrEqual(3);
    expect(spent).toBeGreaterThan(3 - 3e-9);
  });

  it("is kept by zCDP once something is selected, and exactly otherwise", () => {
    expect(plannedAccountant(plan.releases)).toBe("zcdp");
    expect(plannedAccountant([plan.releases[0]!, plan.releases[2]!])).toBe("exact-gaussian");
    expect(plannedAccountant([plan.releases[1]!])).toBe("zcdp");
    expect(plannedAccountant([])).toBe("exact-gaussian");
    expect(plan.releases.map(release => plannedEvent(release).kind)).toEqual([
      "gaussian",
      "exponential",
      "gaussian",
    ]);
    expect(plannedSpend(plan.releases[1]!)).toEqual({
      purpose: "choose",
      event: { kind: "exponential", epsilon: (plan.releases[1] as { epsilon: string }).epsilon },
      count: 1,
    });
  });

  it("copies domain and choices, so that the caller's later changes do not reach it", () => {
    const domain = [{ name: "sex", categories: ["female", "male"] }];
    const made = makePlan({ ...request, domain });
    expect(made.domain).toEqual(domain);
    domain[0]!.categories.push("other");
    expect(made.domain).toEqual([{ name: "sex", categories: ["female", "male"] }]);
  });

  it("takes the least budget above 0 and refuses 0 or what no double holds", () => {
    const withEpsilon = (epsilon: string) => () =>
      makePlan({ ...request, budget: { epsilon, delta: "1e-6" } });
    for (const epsilon of ["0", "0.0", "1e309", "1e400"])
      expect(withEpsilon(epsilon), epsilon).toThrow("epsilon must be above 0 and finite");
    expect(withEpsilon("1e-3")().releases).toHaveLength(2);
    for (const epsilon of ["0", "1e309"])
      expect(() => budgetDown({ epsilon, delta: "1e-6" }), epsilon).toThrow("above 0 and finite");
  });

  it("says which share, weight or δ breaks a rule, and by which limit", () => {
    const shares =
      (...found: number[]) =>
      () =>
        makePlan({ ...request, releases: found.map((share, i) => ({ purpose: `${i}`, share, blocks })) });
    for (const share of [0, -0.5, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(shares(share), `${share}`).toThrow(/its share must be in \(0, 1\]; got/);
    expect(shares(1)().releases).toHaveLength(1);
    const weighted = (weight: number) => () =>
      makePlan({
        ...request,
        releases: [{ purpose: "x", share: 1, blocks: [{ name: "b", size: 1, weight }] }],
      });
    for (const weight of [0, -1, 1.5, Number.NaN])
      expect(weighted(weight), `${weight}`).toThrow(/its weight must be in \(0, 1\]; got/);
    expect(() => makePlan({ ...request, publicSize: 400_000 })).toThrow(
      "at most 1/(10·N) = 2.5e-7 for the declared N = 400000",
    );
    expect(() => makePlan({ ...asked, releases: [{ kind: "tables", purpose: "t", share: 2 }] })).toThrow(
      InvalidRequest,
    );
  });

  it("of an adaptive run has budget and choices, and no releases", () => {
    const { releases: _releases, ...rest } = request;
    expect(makeAdaptivePlan({ ...rest, publicSize: 5000 })).toEqual({
      ...makePlan({ ...request, publicSize: 5000 }),
      releases: [],
    });
    expect(() => makeAdaptivePlan({ ...rest, budget: { epsilon: "1", delta: "0.1" } })).toThrow(
      "must be below 0.001",
    );
  });
});

/** What `work` gives while the exact accountant gives what `told` says. */
const told = <T>(epsilons: (noiseMultiplier: number) => number, work: () => T): T => {
  const spy = vi
    .spyOn(gaussianAccountant, "epsilon")
    .mockImplementation(([spend]) =>
      epsilons(Number((spend!.event as { noiseMultiplier: string }).noiseMultiplier)),
    );
  try {
    return work();
  } finally {
    spy.mockRestore();
  }
};

describe("the last word on a plan", () => {
  // z = 9.4: the twelfth digit is a part in 10¹², about 2⁻⁴⁰.
  const epsilon = 0.4609375;
  const one: PlanRequest = {
    ...request,
    budget: { epsilon: String(epsilon), delta: "1e-6" },
    releases: [{ purpose: "all", share: 1, blocks }],
  };
  const noiseOf = (plan: Plan) => Number(plan.releases[0]!.noiseMultiplier);
  const least = noiseOf(makePlan(one));

  it("is the accountant's: a plan that it never certifies is not made, after twenty tries with ever more noise", () => {
    const tried: number[] = [];
    const never = (noise: number) => {
      tried.push(noise);
      return tried.length > 30 ? 0 : Number.POSITIVE_INFINITY;
    };
    expect(() => told(never, () => makePlan(one))).toThrow(Unsound);
    expect(tried).toHaveLength(20);
    for (const [i, noise] of tried.entries()) {
      const steps = (noise / least - 1) * 2 ** 40;
      expect(Math.abs(steps - i), `try ${i}`).toBeLessThan(1.5);
    }
  });

  it("is that ε is at most the budget's: the least noise that comes to exactly it is taken", () => {
    let calls = 0;
    const overFirst = (excess: number) => () => {
      calls++;
      return calls === 1 ? epsilon + excess : epsilon;
    };
    expect(noiseOf(told(overFirst(0), () => makePlan(one)))).toBe(least);
    expect(calls).toBe(1);
    calls = 0;
    expect(noiseOf(told(overFirst(1e-16), () => makePlan(one)))).toBeGreaterThan(least);
    expect(calls).toBe(2);
  });

  it("is not needed for a selection, whose ε lies below its part of ρ by one to four parts in 10¹¹", () => {
    for (const epsilon of ["0.1", "1", "7.3"]) {
      const { releases } = makePlan({
        ...request,
        budget: { epsilon, delta: "1e-6" },
        releases: [{ kind: "selection", purpose: "choose", share: 1 }],
      } as PlanRequest<RequestedRelease>);
      const most = Math.sqrt(8 * zcdpRhoDown(Number(epsilon), 1e-6));
      const below = 1 - Number((releases[0] as { epsilon: string }).epsilon) / most;
      expect(below).toBeGreaterThan(0.9e-11);
      expect(below).toBeLessThan(4e-11);
    }
  });
});
