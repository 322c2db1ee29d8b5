import { describe, expect, it } from "vitest";
import { gaussianDeltaUp, gaussianEpsilonUp } from "../../../privacy/accountant/analytic-gaussian.ts";
import { contourValue } from "../../../privacy/accountant/contour.ts";
import { directionsOf } from "../../../privacy/accountant/directions.ts";
import { gaussianLaw, removedSample } from "../../../privacy/accountant/gaussian-laws.ts";
import type { Direction, Law } from "../../../privacy/accountant/law.ts";
import * as other from "../../../privacy/accountant/other-laws.ts";
import { KINDS, plan, step } from "./plans.ts";

const of = (...parts: readonly (readonly [law: Law, count: number])[]): Direction => ({
  name: "x",
  parts: parts.map(([law, count], i) => ({ law, count, key: `${i}` })),
});
const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
/** δ of n pure claims by their binomial sum. */
const claims = (n: number, e: number, epsilon: number, leak = 0): number => {
  const p = 1 / (1 + Math.exp(-e));
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    const loss = e * (2 * i - n);
    if (loss > epsilon) sum -= choose(n, i) * p ** i * (1 - p) ** (n - i) * Math.expm1(epsilon - loss);
  }
  return 1 - (1 - leak) ** n + (1 - leak) ** n * sum;
};
/** δ of a Gaussian loss at any ε, below 0 too: 1 − e^ε (1 − δ(−ε)) there. */
const shiftedDelta = (mu: number, epsilon: number): number =>
  epsilon >= 0 ? gaussianDeltaUp(mu, epsilon) : 1 - Math.exp(epsilon) * (1 - gaussianDeltaUp(mu, -epsilon));
const holds = ({ value, low, high }: ReturnType<typeof contourValue>, truth: number, room: number) => {
  expect(low, `${value} ≈ ${truth}`).toBeLessThanOrEqual(truth);
  expect(high, `${value} ≈ ${truth}`).toBeGreaterThanOrEqual(truth);
  expect(low).toBeLessThanOrEqual(value);
  expect(high).toBeGreaterThanOrEqual(value);
  expect(Math.abs(value / truth - 1)).toBeLessThan(room);
  expect((high - low) / truth).toBeLessThan(4 * room + 3e-9);
};

describe("the contour", () => {
  it("of Gaussians holds the closed form, both ways, with few points", () => {
    for (const [sigma, count] of [
      ["4", 3],
      ["1", 1],
      ["10", 200],
    ] as const) {
      const direction = directionsOf(plan([step({ type: "gaussian", sigma }, count)]))[0]!;
      const mu = direction.parts[0]!.law!.mu!;
      for (const delta of [1e-2, 1e-6, 1e-15]) {
        const found = contourValue(direction, { delta });
        holds(found, gaussianEpsilonUp(mu, delta), 1e-9);
        expect(found.points).toBeLessThan(60);
      }
      for (const epsilon of [0, 0.3, 1, 5]) {
        const truth = gaussianDeltaUp(mu, epsilon);
        if (truth > 1e-100) holds(contourValue(direction, { epsilon }), truth, 1e-9);
      }
    }
  });

  it("of losses on a lattice is their binomial sum, both ways, whatever ε lies between them", () => {
    for (const [n, e] of [
      [1, 0.2],
      [3, 0.2],
      [12, 0.5],
      [40, 0.2],
    ] as const)
      for (const share of [0, 0.11, 0.32, 0.61, 0.93]) {
        const epsilon = share * n * e;
        const truth = claims(n, e, epsilon);
        if (truth < 1e-30) continue;
        const direction = of([other.claimLaw(e, 0), n]);
        holds(contourValue(direction, { epsilon }), truth, 1e-8);
        if (epsilon > 0) {
          const back = contourValue(direction, { delta: truth });
          expect(back.low).toBeLessThanOrEqual(epsilon * (1 + 1e-12));
          expect(back.high).toBeGreaterThanOrEqual(epsilon * (1 - 1e-12));
          expect(Math.abs(back.value / epsilon - 1)).toBeLessThan(1e-7);
        }
      }
  });

  it("counts a leak once for every run, and has no ε below it", () => {
    const leaky = of([other.claimLaw(0.2, 1e-4), 5]);
    for (const epsilon of [0, 0.3, 0.7])
      holds(contourValue(leaky, { epsilon }), claims(5, 0.2, epsilon, 1e-4), 1e-8);
    expect(contourValue(of([other.claimLaw(0.2, 0), 3]), { delta: 0.5 }).value).toBe(0);
  });

  it("of one lattice for all parts is one period of it, of two a path that ends where nothing is left", () => {
    const same = of([other.claimLaw(0.2, 0), 2], [other.discreteLaplaceLaw(0.2, 1), 3]);
    holds(contourValue(same, { epsilon: 0.3 }), claims(5, 0.2, 0.3), 1e-8);
    // Atoms beside a density are on no lattice.
    const beside = of([other.claimLaw(0.2, 0), 3], [gaussianLaw(0.5), 1]);
    const mixed = contourValue(beside, { epsilon: 0.3 });
    const direct = [0, 1, 2, 3].reduce((sum, i) => {
      const p = 1 / (1 + Math.exp(-0.2));
      return sum + choose(3, i) * p ** i * (1 - p) ** (3 - i) * shiftedDelta(0.5, 0.3 - 0.2 * (2 * i - 3));
    }, 0);
    holds(mixed, direct, 1e-7);
    // Steps of 0.4 and 1: atoms meet in phase again and again, and what that may hide is in the bounds.
    const two = of([other.claimLaw(0.2, 0), 3], [other.claimLaw(0.5, 0), 2]);
    const exact = (epsilon: number) => {
      let sum = 0;
      for (let i = 0; i <= 3; i++)
        for (let j = 0; j <= 2; j++) {
          const [p, q] = [1 / (1 + Math.exp(-0.2)), 1 / (1 + Math.exp(-0.5))];
          const mass =
            choose(3, i) * p ** i * (1 - p) ** (3 - i) * choose(2, j) * q ** j * (1 - q) ** (2 - j);
          sum += mass * Math.max(0, -Math.expm1(epsilon - (0.2 * (2 * i - 3) + 0.5 * (2 * j - 2))));
        }
      return sum;
    };
    for (const epsilon of [0.1, 0.5]) {
      const { low, high } = contourValue(two, { epsilon });
      expect([low <= exact(epsilon), high >= exact(epsilon), high - low < 0.05]).toEqual([true, true, true]);
    }
  });

  it("of atoms and densities together bounds what its end leaves out", () => {
    const laplace = of([other.laplaceLaw(0.2), 40]);
    const { value, low, high } = contourValue(laplace, { epsilon: 0.3 });
    // Sum of 40 losses, by a PLD on a grid of 1e-4 (this accountant's other engine): 0.38026908.
    expect(Math.abs(value / 0.38027 - 1)).toBeLessThan(1e-4);
    expect([low < 0.380267, high > 0.380269, (high - low) / value < 2e-3]).toEqual([true, true, true]);
  });

  it("of many discrete Gaussians at a small ε has points enough for its window, and says where it has not", () => {
    const direction = directionsOf(plan([step(KINDS.discreteGaussian!, 40)]))[0]!;
    const found = contourValue(direction, { epsilon: 0.3 });
    // Noise of 40 runs added up: chances of Σ x, its loss (40 − 2 Σ x) / 2σ².
    let sums = new Map([[0, 1]]);
    const weights = Array.from({ length: 101 }, (_, i) => Math.exp(-((i - 50) ** 2) / 50));
    const whole = weights.reduce((a, b) => a + b);
    for (let run = 0; run < 40; run++) {
      const next = new Map<number, number>();
      for (const [at, mass] of sums)
        if (mass > 1e-18)
          for (const [i, weight] of weights.entries())
            next.set(at + i - 50, (next.get(at + i - 50) ?? 0) + (mass * weight) / whole);
      sums = next;
    }
    const truth = [...sums].reduce(
      (sum, [x, mass]) => sum + mass * Math.max(0, -Math.expm1(0.3 - (40 - 2 * x) / 50)),
      0,
    );
    holds(found, truth, 1e-9);
    expect(found.high - found.low).toBeLessThan(1e-8);
    expect(found.points).toBeGreaterThan(8192);
    expect(found.points).toBeLessThan(2 ** 15);
    // Half a million steps of 2e-4 would need more points than are summed, so that nothing is claimed.
    const fine = contourValue(of([other.claimLaw(1e-4, 0), 500_000]), { epsilon: 0.001 });
    expect([fine.low, fine.high]).toEqual([0, 1]);
    expect(fine.points).toBe(2 ** 15 + 1);
  });

  it("of sampled noise agrees with its own moved tilt: an independent path", () => {
    const law = removedSample({ shifts: [0, 1], probabilities: [0.95, 0.05], s: 1.5 });
    const direction = of([law, 40]);
    const { value, low, high, points } = contourValue(direction, { delta: 1e-6 });
    const back = contourValue(direction, { epsilon: value });
    expect(Math.abs(back.value / 1e-6 - 1)).toBeLessThan(1e-7);
    expect([low <= value, value <= high, (high - low) / value < 1e-8]).toEqual([true, true, true]);
    expect(points).toBeLessThan(200);
    // Reference: this accountant's PLD on a grid of 1e-4 lies 3e-7 above it.
    expect(Math.abs(value / 1.3146467 - 1)).toBeLessThan(1e-6);
  });

  it("where δ is near 1 claims no more than that, and stops at a thousand points of quadrature", () => {
    const direction = directionsOf(plan([step({ type: "gaussian", sigma: "0.05" })]))[0]!;
    const { value, high } = contourValue(direction, { epsilon: 1 });
    expect(value).toBeGreaterThan(0.999);
    expect(high).toBeLessThanOrEqual(1);
    const rough = of([removedSample({ shifts: [0, 1], probabilities: [0.95, 0.05], s: 1.5 }), 3]);
    expect(contourValue(rough, { delta: 1e-6 }).points).toBe(1025);
  });
});
