import { describe, expect, it } from "vitest";
import { gaussianDeltaUp, gaussianEpsilonUp } from "../../../privacy/accountant/analytic-gaussian.ts";
import type { Relation } from "../../../privacy/accountant/case.ts";
import { contourValue } from "../../../privacy/accountant/contour.ts";
import { directionsOf } from "../../../privacy/accountant/directions.ts";
import { pldBound } from "../../../privacy/accountant/pld.ts";
import type { Question } from "../../../privacy/accountant/saddle.ts";
import { singleValue } from "../../../privacy/accountant/single.ts";
import { KINDS, plan, step } from "./plans.ts";

const directionOf = (fields: Readonly<Record<string, unknown>>, count: number, relation?: Relation) =>
  directionsOf(plan([step(fields, count)], relation))[0]!;

/**
 * Kind, runs and question; how far above the value the bound may lie, and the largest grid that it may need. Both are
 * what is had, a little wider: a coarser grid, a lost tail or a folded one would show in the first, waste in the second.
 */
const TIGHT: readonly (readonly [
  kind: string,
  count: number,
  question: Question,
  over: number,
  size: number,
])[] = [
  ["gaussian", 1, { delta: 1e-6 }, 1e-10, 2 ** 15],
  ["gaussian", 1, { epsilon: 0.3 }, 1.2e-7, 2 ** 16],
  ["gaussian", 3, { delta: 1e-6 }, 1e-10, 2 ** 16],
  ["poissonGaussian", 1, { epsilon: 0.3 }, 3e-8, 2 ** 16],
  ["poissonGaussian", 40, { delta: 1e-6 }, 4e-7, 2 ** 16],
  ["poissonGaussian", 40, { epsilon: 0.3 }, 2e-6, 2 ** 16],
  ["laplace", 1, { delta: 1e-6 }, 1e-9, 128],
  ["poissonLaplace", 1, { delta: 1e-6 }, 1e-8, 64],
  ["poissonLaplace", 40, { delta: 1e-6 }, 2e-7, 2 ** 15],
  ["discreteGaussian", 1, { delta: 1e-6 }, 2e-12, 64],
  ["discreteGaussian", 1, { epsilon: 0.3 }, 2e-6, 128],
  ["discreteGaussian", 3, { delta: 1e-6 }, 2e-10, 128],
  ["discreteGaussian", 3, { epsilon: 0.3 }, 4e-9, 256],
  ["discreteGaussian", 40, { delta: 1e-6 }, 2e-10, 256],
  ["discreteLaplace", 3, { delta: 1e-6 }, 1e-12, 16],
  ["discreteLaplace", 3, { epsilon: 0.3 }, 1.2e-6, 32],
  ["discreteLaplace", 40, { delta: 1e-6 }, 1e-10, 32],
  ["discreteLaplace", 40, { epsilon: 0.3 }, 4e-9, 128],
  ["exponential", 1, { delta: 1e-6 }, 3e-11, 256],
  ["exponential", 3, { epsilon: 0.3 }, 1e-7, 2 ** 16],
  ["exponential", 40, { delta: 1e-6 }, 1e-7, 2 ** 17],
  ["approximate", 3, { delta: 1e-6 }, 1e-12, 16],
  ["approximate", 40, { epsilon: 0.3 }, 4e-9, 128],
];

describe("the PLD bound", () => {
  it.each(TIGHT)(
    "of %s, %d runs, at %j is never below the value, within %d of it, on a grid of at most %d",
    (kind, count, question, over, size) => {
      const direction = directionOf(KINDS[kind]!, count);
      const found = pldBound(direction, question);
      const [{ law }] = direction.parts as unknown as [{ law: Parameters<typeof singleValue>[0] }];
      const value =
        count === 1 && law.mu === undefined ? singleValue(law, question) : contourValue(direction, question);
      expect(found.value).toBeGreaterThanOrEqual(value.low * (1 - 1e-12));
      expect(found.value / value.value - 1).toBeLessThan(over);
      expect(found.size).toBeLessThanOrEqual(size);
      const { infinite, aboveWindow, rounding } = found.errors;
      const delta = "delta" in question ? question.delta : found.value;
      const own = 1 - (1 - law.infinite) ** count;
      const runs = direction.parts.reduce((sum, part) => sum + part.count, 0);
      expect(infinite - own).toBeLessThan(1e-9 * delta);
      expect(aboveWindow).toBeLessThan(2e-6 * delta);
      expect(rounding).toBeLessThan(1e-7 * delta);
      expect(Math.min(infinite, aboveWindow, rounding)).toBeGreaterThanOrEqual(0);
      expect(found.errors.quadrature).toBeCloseTo(runs * 1e-13, 18);
    },
  );

  it("of several kinds together, of one lattice or of two, lies just above their contour", () => {
    for (const [steps, over] of [
      [[step(KINDS.discreteLaplace!, 3), step({ type: "pure_dp", epsilon: "0.2" }, 2)], 1e-9],
      [[step(KINDS.gaussian!, 2), step(KINDS.exponential!, 5)], 1e-6],
      [[step(KINDS.gaussian!, 2), step(KINDS.discreteLaplace!, 5)], 1e-5],
    ] as const) {
      const direction = directionsOf(plan(steps))[0]!;
      const { value } = pldBound(direction, { delta: 1e-6 });
      const contour = contourValue(direction, { delta: 1e-6 });
      expect(value).toBeGreaterThanOrEqual(contour.low);
      expect(value / contour.low - 1).toBeLessThan(over + (contour.high - contour.low) / contour.low);
    }
  });

  it("of claims on two lattices is their binomial sum's, to what a common grid adds", () => {
    const direction = directionsOf(
      plan([step({ type: "pure_dp", epsilon: "0.2" }, 3), step({ type: "pure_dp", epsilon: "0.5" }, 2)]),
    )[0]!;
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    const exact = (epsilon: number) => {
      let sum = 0;
      for (let i = 0; i <= 3; i++)
        for (let j = 0; j <= 2; j++) {
          const loss = 0.2 * (2 * i - 3) + 0.5 * (2 * j - 2);
          const [p, q] = [1 / (1 + Math.exp(-0.2)), 1 / (1 + Math.exp(-0.5))];
          const mass =
            choose(3, i) * p ** i * (1 - p) ** (3 - i) * choose(2, j) * q ** j * (1 - q) ** (2 - j);
          if (loss > epsilon) sum -= mass * Math.expm1(epsilon - loss);
        }
      return sum;
    };
    for (const epsilon of [0.1, 0.7, 1.3, 1.55]) {
      const { value } = pldBound(direction, { epsilon });
      expect(value).toBeGreaterThanOrEqual(exact(epsilon) * (1 - 1e-12));
      expect(value).toBeLessThan(exact(epsilon) * (1 + 1e-3));
    }
  });

  it("of Gaussians holds from δ near 1 to δ beyond what a plain transform can tell", () => {
    for (const epsilon of [0, 0.01, 5, 9]) {
      const { value } = pldBound(directionOf(KINDS.gaussian!, 4), { epsilon });
      const exact = gaussianDeltaUp(0.5, epsilon);
      expect(value).toBeGreaterThanOrEqual(exact * (1 - 1e-12));
      expect(value).toBeLessThan(exact * (1 + 1e-5));
    }
  });

  it("finds an ε far below where its tilt is centred, as of a large δ, by moving its window down", () => {
    for (const [sigma, delta] of [
      ["4", 0.05],
      ["0.5", 0.2],
    ] as const) {
      const direction = directionOf({ type: "gaussian", sigma }, 1);
      const exact = gaussianEpsilonUp(direction.parts[0]!.law!.mu!, delta);
      const { value } = pldBound(direction, { delta });
      expect(value).toBeGreaterThanOrEqual(exact * (1 - 1e-12));
      expect(value).toBeLessThan(exact * (1 + 1e-7) + 1e-9);
    }
  });

  it("cuts off no more than a hundred-billionth of δ, however small that is", () => {
    const { errors, value } = pldBound(directionOf(KINDS.poissonGaussian!, 40), { delta: 1e-20 });
    expect(errors.infinite).toBeGreaterThan(0);
    expect(errors.infinite).toBeLessThan(1e-31);
    expect(value).toBeLessThan(10);
  });

  it("counts what lies above its window by Chernoff's bound of the law on its grid", () => {
    for (const [count, question, above] of [
      [1, { delta: 1e-6 }, 1.4e-17],
      [1, { epsilon: 0.3 }, 1.3e-9],
      [3, { delta: 1e-6 }, 9e-17],
    ] as const) {
      const { aboveWindow } = pldBound(directionOf(KINDS.gaussian!, count), question).errors;
      expect(aboveWindow / above).toBeGreaterThan(0.9);
      expect(aboveWindow / above).toBeLessThan(1.1);
    }
    // Where the window reaches the largest loss nothing lies above.
    expect(pldBound(directionOf(KINDS.laplace!, 1), { delta: 1e-6 }).errors.aboveWindow).toBe(0);
  });

  it("has no ε below a leak, and ε = 0 where δ allows all", () => {
    const leaky = directionOf(KINDS.approximate!, 3);
    expect(pldBound(leaky, { delta: 2e-9 }).value).toBe(Number.POSITIVE_INFINITY);
    expect(pldBound(directionOf(KINDS.discreteLaplace!, 1), { delta: 0.5 }).value).toBe(0);
    expect(pldBound(directionOf(KINDS.gaussian!, 1), { delta: 0.3 }).value).toBe(0);
  });

  it("finds its grid's step from what discretising may add, finer for more runs and never idle", () => {
    const stepOf = (kind: string, count: number, question: Question) =>
      pldBound(directionOf(KINDS[kind]!, count), question).step;
    expect(stepOf("poissonGaussian", 40, { delta: 1e-6 })).toBe(1e-4);
    expect(stepOf("discreteGaussian", 3, { delta: 1e-6 })).toBeCloseTo(0.04, 12);
    expect(stepOf("discreteLaplace", 3, { delta: 1e-6 })).toBeCloseTo(0.4, 12);
    // On an atom's lattice a step divides it.
    const sampled = stepOf("poissonLaplace", 1, { delta: 1e-6 });
    const lattice = directionOf(KINDS.poissonLaplace!, 1).parts[0]!.law!.lattice!.step;
    expect(Math.abs(lattice / sampled - Math.round(lattice / sampled))).toBeLessThan(1e-6);
    // ε = 60 needs no step of 1e-4.
    const wide = pldBound(directionOf({ type: "gaussian", sigma: "0.12" }, 1), { delta: 1e-6 });
    expect(wide.step).toBeGreaterThan(2e-4);
    expect(wide.step).toBeLessThan(5e-4);
    expect(wide.size).toBeLessThanOrEqual(2 ** 18);
    // A hundred thousand sampled runs at a small tilt need a finer one: 12 · 2.5e-5 ε / (k (t + 1)) is its square.
    const many = pldBound(
      directionOf({ type: "poisson_subsampled_gaussian", q: "0.001", sigma: "2" }, 100_000),
      { delta: 1e-6 },
    );
    expect(many.step).toBeLessThan(5e-5);
    expect(many.step).toBeGreaterThan(5e-6);
  });
});
