import { describe, expect, it } from "vitest";
import { type Composed, compose } from "../../../privacy/accountant/composed.ts";
import { gaussianLaw } from "../../../privacy/accountant/gaussian-laws.ts";
import * as other from "../../../privacy/accountant/other-laws.ts";
import {
  composeFor,
  lowerEnd,
  SMALLEST_TILT,
  saddleAt,
  saddleFor,
  soughtBy,
  tiltedUpperEnd,
  upperEnd,
} from "../../../privacy/accountant/saddle.ts";

const MU = 0.8;
const gaussian: Composed = compose(
  { name: "g", parts: [{ law: gaussianLaw(MU), count: 1, key: "g" }] },
  { t: 64, y: 1 },
);
const near = (a: number, b: number, room: number) =>
  expect(Math.abs(a - b), `${a} ≈ ${b}`).toBeLessThanOrEqual(room);

describe("the saddle point", () => {
  it("has the derivatives of K: of a Gaussian μ²(t + ½) and μ²", () => {
    for (const t of [0.02, 1, 20]) {
      const { k, mean, variance, ...rest } = saddleAt(gaussian, t);
      near(k, (MU ** 2 * t * (t + 1)) / 2, 1e-12);
      near(mean, MU ** 2 * (t + 0.5), 1e-9);
      near(variance, MU ** 2, 1e-5);
      expect(rest).toEqual({ t });
    }
    // K = t³: the middle difference is off by d² alone.
    const { mean, variance } = saddleAt({ at: t => t ** 3 }, 2);
    near(mean, 12, 1e-5);
    near(variance, 12, 1e-6);
    expect(saddleAt({ at: t => -t * t }, 2).variance).toBe(0);
  });

  it("for an ε lies where the tilted loss is centred on it, from below", () => {
    for (const epsilon of [1, 5, 20]) {
      const { t } = saddleFor(gaussian, { epsilon });
      const exact = epsilon / MU ** 2 - 0.5;
      expect(t).toBeLessThanOrEqual(exact);
      expect(t).toBeGreaterThan(exact * Math.exp(-0.031));
    }
    expect(saddleFor(gaussian, { epsilon: 0.1 }).t).toBe(SMALLEST_TILT);
    // An ε that no order at hand is centred on: the largest that moments are known for, less a step of the search.
    const last = saddleFor(gaussian, { epsilon: 1e6 }).t;
    expect(last).toBeLessThanOrEqual(32);
    expect(last).toBeGreaterThan(30);
  });

  it("for a δ lies where Daniels' approximation of it is about δ, from above", () => {
    const guess = (t: number) =>
      -0.5 * MU ** 2 * t * t - Math.log(t * (t + 1)) - 0.5 * Math.log(2 * Math.PI * MU ** 2);
    for (const logDelta of [-5, -14, -60]) {
      const { t } = saddleFor(gaussian, { logDelta });
      expect(guess(t)).toBeGreaterThan(logDelta);
      expect(guess(t * Math.exp(0.031))).toBeLessThan(logDelta);
    }
    expect(saddleFor(gaussian, { logDelta: 5 }).t).toBe(SMALLEST_TILT);
  });

  it("is sought with moments known well beyond it, up to orders that are of no use", () => {
    expect(soughtBy({ delta: 1e-6 })).toEqual({ logDelta: Math.log(1e-6) });
    expect(soughtBy({ epsilon: 2 })).toEqual({ epsilon: 2 });
    const faint = { name: "g", parts: [{ law: gaussianLaw(0.01), count: 1, key: "g" }] };
    const { composed, saddle } = composeFor(faint, { epsilon: 0.1 }, 3);
    near(saddle.t, 0.1 / 1e-4 - 0.5, 40);
    expect(composed.reach.y).toBe(3);
    expect(composed.reach.t).toBe(16384);
    expect(composeFor(faint, { epsilon: 0.001 }).composed.reach).toEqual({ t: 32, y: 1 });
    const fainter = { name: "g", parts: [{ law: gaussianLaw(1e-6), count: 1, key: "g" }] };
    const end = composeFor(fainter, { epsilon: 1e3 });
    expect(end.composed.reach.t).toBe(32 * 8 ** 6);
    expect(end.saddle.t).toBeGreaterThan(2 ** 20);
  });
});

describe("Chernoff's ends of a loss", () => {
  const deviations = (logMass: number) => MU * Math.sqrt(-2 * logMass);

  it("hold all but the stated mass, and are no wider than the bound needs to a hundredth", () => {
    for (const logMass of [-3, -25, -60]) {
      const plain = MU ** 2 / 2 + deviations(logMass);
      const up = upperEnd(gaussian, logMass);
      expect(up).toBeGreaterThanOrEqual(plain * (1 - 1e-12));
      expect(up).toBeLessThan(plain * 1.002);
      for (const t of [15, 20]) {
        const saddle = saddleAt(gaussian, t);
        const above = tiltedUpperEnd(gaussian, saddle, logMass);
        const below = lowerEnd(gaussian, saddle, logMass);
        const centre = MU ** 2 * (t + 0.5);
        expect(above).toBeGreaterThanOrEqual((centre + deviations(logMass)) * (1 - 1e-9));
        expect(above).toBeLessThan(centre + deviations(logMass) * 1.002);
        expect(below).toBeLessThanOrEqual((centre - deviations(logMass)) * (1 + 1e-9));
        expect(below).toBeGreaterThan(centre - deviations(logMass) * 1.002);
      }
    }
  });

  it("at a small tilt are sought among all orders that there are", () => {
    const faint = saddleAt(gaussian, 0.02);
    for (const logMass of [-1e-4, -1e-3]) {
      const centre = MU ** 2 * 0.52;
      expect(tiltedUpperEnd(gaussian, faint, logMass)).toBeLessThan(centre + deviations(logMass) * 1.002);
      expect(lowerEnd(gaussian, faint, logMass)).toBeGreaterThan(centre - deviations(logMass) * 1.002);
    }
    // From below no order under −1 is used, K(−1) = 0: where P′ is Q itself.
    expect(lowerEnd(gaussian, faint, -25)).toBeGreaterThan(-26.5);
    expect(lowerEnd(gaussian, faint, -25)).toBeLessThan(-23);
    // From above none beyond the reach of the moments.
    const blind = { ...gaussian, at: (t: number) => (t > 64 ? -1e9 : gaussian.at(t)) };
    const steep = saddleAt(gaussian, 60);
    expect(tiltedUpperEnd(blind, steep, -60)).toBeGreaterThan(MU ** 2 * 60.5 + deviations(-60));
  });

  it("of bounded losses are near their ends", () => {
    const pure = compose(
      { name: "p", parts: [{ law: other.claimLaw(0.2, 0), count: 5, key: "p" }] },
      { t: 4096, y: 1 },
    );
    near(upperEnd(pure, -60), 1 + 60 / 4096, 0.01);
    const tilted = { t: 100, k: pure.at(100) };
    near(tiltedUpperEnd(pure, tilted, -20), 1 + 20 / 3996, 0.01);
    expect(lowerEnd(pure, tilted, -1)).toBeGreaterThan(0.5);
    expect(lowerEnd(pure, tilted, -200)).toBeLessThan(-1);
    expect(lowerEnd(pure, tilted, -200)).toBeGreaterThan(-4);
  });
});
