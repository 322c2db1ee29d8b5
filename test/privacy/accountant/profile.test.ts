import { describe, expect, it } from "vitest";
import { deltaOf, epsilonOf, type Summed } from "../../../privacy/accountant/profile.ts";
import { Unsound } from "../../../src/errors.ts";

/** Masses on a grid, tilted by e^{tL} and scaled to a sum of one, as a convolution leaves them. */
const summedOf = (
  masses: readonly number[],
  {
    start = -1,
    step = 0.25,
    t = 1.3,
    ...rest
  }: Partial<Summed> & { start?: number; step?: number; t?: number; rounding?: number } = {},
): Summed => {
  const weights = masses.map((m, i) => m * Math.exp(t * (start + i * step)));
  const total = weights.reduce((a, b) => a + b, 0);
  return {
    sum: {
      t,
      step,
      start,
      mass: Float64Array.from(weights, w => w / total),
      logScale: Math.log(total),
      rounding: rest.rounding ?? 0,
    },
    top: rest.top ?? start + (masses.length - 1) * step,
    infinite: rest.infinite ?? 0,
    aboveWindow: rest.aboveWindow ?? 0,
    quadrature: rest.quadrature ?? 0,
  };
};
const MASSES = [0.05, 0.1, 0.15, 0.1, 0.2, 0.05, 0.15, 0, 0.1, 0.06, 0.04];
/** δ between grid points is the chord: there Σ over the losses above of P(1 − e^{ε − l}). */
const exact = (epsilon: number, masses = MASSES, start = -1, step = 0.25) =>
  masses.reduce((sum, m, i) => {
    const loss = start + i * step;
    return loss > epsilon ? sum - m * Math.expm1(epsilon - loss) : sum;
  }, 0);
const near = (a: number, b: number, relative = 1e-12) =>
  expect(Math.abs(a - b), `${a} ≈ ${b}`).toBeLessThanOrEqual(relative * Math.max(Math.abs(b), 1e-6));

describe("δ of a convolved loss", () => {
  it("is the hockey stick's own at grid points and between, and nothing above the top", () => {
    const summed = summedOf(MASSES);
    for (const epsilon of [0, 0.1, 0.25, 0.26, 0.5, 0.74, 1, 1.2, 1.49]) {
      const found = deltaOf(summed, epsilon);
      near(found.value, exact(epsilon), 1e-11);
      expect(found.value).toBeGreaterThanOrEqual(exact(epsilon));
      expect([found.step, found.size]).toEqual([0.25, 11]);
    }
    expect(deltaOf(summed, 1.5).value).toBeLessThan(1e-15);
    for (const epsilon of [1.51, 2, 40]) expect(deltaOf(summed, epsilon).value).toBe(0);
  });

  it("does not depend on the tilt", () => {
    for (const t of [0.1, 1, 5, 20]) near(deltaOf(summedOf(MASSES, { t }), 0.3).value, exact(0.3), 1e-11);
  });

  it("leaves out masses above the top, which are bounded elsewhere", () => {
    const cut = MASSES.map((m, i) => (i > 8 ? 0 : m));
    near(deltaOf(summedOf(MASSES, { top: 1 }), 0.3).value, exact(0.3, cut), 1e-11);
    // The top is rounded up to a grid point.
    near(deltaOf(summedOf(MASSES, { top: 0.9 }), 0.3).value, exact(0.3, cut), 1e-11);
    near(deltaOf(summedOf(MASSES, { top: 99 }), 0.3).value, exact(0.3), 1e-11);
  });

  it("has every error added to it, each told", () => {
    const found = deltaOf(
      summedOf(MASSES, { infinite: 0.01, aboveWindow: 0.002, quadrature: 0.1, rounding: 1e-6 }),
      0.3,
    );
    expect(found.errors).toMatchObject({ infinite: 0.01, aboveWindow: 0.002, quadrature: 0.1 });
    near(found.value, exact(0.3) * 1.1 + 0.012 + found.errors.rounding, 1e-11);
    // A rounding of one in every mass, and the cancellation of the two sums.
    const clean = deltaOf(summedOf(MASSES), 0.3).errors.rounding;
    const summed = summedOf(MASSES);
    const ones = MASSES.reduce((sum, _, i) => {
      const loss = -1 + i * 0.25;
      return loss > 0.3 ? sum - Math.expm1(0.3 - loss) * Math.exp(summed.sum.logScale - 1.3 * loss) : sum;
    }, 0);
    near(found.errors.rounding - clean, 1e-6 * ones, 1e-9);
    expect(clean).toBeGreaterThan(0);
    expect(clean).toBeLessThan(1e-13);
    expect(deltaOf(summedOf(MASSES, { infinite: 0.9, aboveWindow: 0.3 }), 0).value).toBe(1);
  });

  it("allows for cancellation in proportion to the length and the tilt of the walk", () => {
    const flat = (n: number, t: number) =>
      deltaOf(summedOf(new Array(n).fill(1 / n), { start: 0, step: 1e-3, t }), 0).errors.rounding /
      deltaOf(summedOf(new Array(n).fill(1 / n), { start: 0, step: 1e-3, t }), 0).value;
    const u = 2 ** -53;
    for (const [n, t] of [
      [100, 1],
      [3000, 1],
      [100, 300],
    ] as const) {
      const allowed = u * (8 + 4 * (t + 1) * n * 1e-3 + 4 * (n - 1));
      const lever = flat(n, t) / allowed;
      // Both sums over their difference: of losses up to w, about 4/w.
      expect(lever).toBeGreaterThan(1);
      expect(lever).toBeLessThan(5 / (n * 1e-3) + 3);
    }
  });

  it("allows for exactly the operations of a walk: e^{−t x} as far as the base, and a product a step", () => {
    for (const t of [0.3, 1, 40])
      for (const [start, step] of [
        [1, 0.25],
        [0.6, 0.01],
      ] as const) {
        const { errors } = deltaOf(summedOf([1], { start, step, t }), 0.5);
        const operations = 8 + 4 * (t + 1) * (start - 0.5 + step);
        near(errors.rounding / (2 ** -53 * operations * (1 + Math.exp(0.5 - start))), 1, 1e-9);
      }
  });

  it("below the grid's first point is all that stands on it", () => {
    for (const epsilon of [0, 0.3, 0.4, 0.49])
      near(deltaOf(summedOf(MASSES, { start: 0.5 }), epsilon).value, exact(epsilon, MASSES, 0.5), 1e-11);
  });

  it("of a window beyond double precision, or of masses that make it negative, is refused", () => {
    expect(() => deltaOf(summedOf(MASSES, { start: 800 }), 0)).toThrow(Unsound);
    expect(() => deltaOf(summedOf(MASSES, { start: 400, t: 2 }), 0)).toThrow("beyond double precision");
    // A ratio of masses beyond a double, though neither is.
    expect(() => deltaOf(summedOf([1], { start: 715, t: 0.02 }), 0)).toThrow("beyond double precision");
    const negative = summedOf([0.5, 0.5, -0.4], { start: 0, t: 0.5 });
    expect(() => deltaOf(negative, 0.3)).toThrow("a PLD bound came out as");
    expect(() => deltaOf(summedOf(MASSES, { infinite: Number.NaN }), 0.3)).toThrow(Unsound);
  });
});

describe("ε of a convolved loss", () => {
  it("is where δ meets the question, from above, wherever it is looked for from", () => {
    const summed = summedOf(MASSES);
    for (const epsilon of [0.05, 0.25, 0.6, 0.75, 1.1, 1.45])
      for (const base of [0, 0.5, epsilon, 2]) {
        const delta = exact(epsilon);
        const found = epsilonOf(summed, delta, base);
        near(found.value, epsilon, 1e-9);
        expect(exact(found.value)).toBeLessThanOrEqual(delta);
        expect(deltaOf(summed, found.value).value).toBeLessThanOrEqual(delta * (1 + 1e-12));
        expect([found.step, found.size]).toEqual([0.25, 11]);
      }
  });

  it("is 0 where δ allows all, and infinite where errors alone pass it", () => {
    const summed = summedOf(MASSES, { infinite: 0.01, aboveWindow: 0.01 });
    expect(epsilonOf(summed, 0.7, 0.3).value).toBe(0);
    expect(epsilonOf(summed, exact(0) + 0.02 + 1e-9, 0.3).value).toBe(0);
    expect(epsilonOf(summed, exact(0) + 0.02 - 1e-4, 0.3).value).toBeGreaterThan(0);
    for (const delta of [0.02, 0.015, 0.001]) {
      const found = epsilonOf(summed, delta, 0.3);
      expect(found.value).toBe(Number.POSITIVE_INFINITY);
      expect(found.errors.infinite).toBe(0.01);
    }
    near(epsilonOf(summed, exact(0.6) + 0.02, 0.3).value, 0.6, 1e-9);
  });

  it("has what rounding and quadrature may take added before the question is met", () => {
    for (const rest of [{ rounding: 1e-5 }, { quadrature: 1e-3 }]) {
      const summed = summedOf(MASSES, rest);
      const delta = exact(0.6);
      const { value } = epsilonOf(summed, delta, 0.5);
      expect(value).toBeGreaterThan(0.6);
      expect(value).toBeLessThan(0.62);
      near(deltaOf(summed, value).value, delta, 1e-9);
    }
    // Less than cancellation may take at the very top: no ε of the window meets it.
    expect(epsilonOf(summedOf(MASSES), 1e-20, 0.5).value).toBe(Number.POSITIVE_INFINITY);
  });

  it("is the least that meets the question with every error in it, in whatever step it lies", () => {
    for (const rest of [
      {},
      { rounding: 3e-3 },
      { quadrature: 0.2 },
      { rounding: 1e-3, quadrature: 0.05, infinite: 1e-3 },
    ])
      for (let delta = 0.02; delta < 0.5; delta += 0.013) {
        const summed = summedOf(MASSES, rest);
        const { value } = epsilonOf(summed, delta, 0.4);
        expect(deltaOf(summed, value).value).toBeLessThanOrEqual(delta * (1 + 1e-12));
        if (value > 0) expect(deltaOf(summed, value - 1e-9).value).toBeGreaterThan(delta * (1 - 1e-9));
      }
  });

  it("below the grid's first point is not looked for: the walk ends there", () => {
    const summed = summedOf(MASSES, { start: 0.5 });
    const found = epsilonOf(summed, 0.9, 0.6);
    expect(found.value).toBeGreaterThanOrEqual(0);
    expect(found.value).toBeLessThanOrEqual(0.5);
  });
});
