import { describe, expect, it } from "vitest";
import { InvalidRequest } from "../../../src/errors.ts";
import { isSystemNoise, systemNoise } from "../../../src/math/secret-noise.ts";
import { gammaQ, normalCdf } from "../../../src/math/special.ts";
import { replayNoise } from "../../replay-noise.ts";

/** p-value of χ² of counts against cell probabilities. */
const chiSquareP = (counts: readonly number[], probabilities: readonly number[], total: number): number => {
  const statistic = counts.reduce(
    (sum, count, i) => sum + (count - total * probabilities[i]!) ** 2 / (total * probabilities[i]!),
    0,
  );
  return gammaQ((counts.length - 1) / 2, statistic / 2);
};

/** p-value of the Kolmogorov–Smirnov statistic of sorted values of U(0, 1). */
const kolmogorovP = (uniform: Float64Array): number => {
  const n = uniform.length;
  let distance = 0;
  uniform.forEach((u, i) => {
    distance = Math.max(distance, u - i / n, (i + 1) / n - u);
  });
  const x = distance * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n));
  let p = 0;
  for (let k = 1; k < 100; k++) p += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, p);
};

/** Counts of integers in −limit … limit, the ends holding the tails. */
const tally = (draw: () => bigint, limit: number, total: number): number[] => {
  const counts = new Array<number>(2 * limit + 1).fill(0);
  for (let i = 0; i < total; i++) counts[Math.max(-limit, Math.min(limit, Number(draw()))) + limit]!++;
  return counts;
};

const cells = (limit: number, cdf: (k: number) => number): number[] =>
  Array.from({ length: 2 * limit + 1 }, (_, i) => {
    const k = i - limit;
    return (k === limit ? 1 : cdf(k)) - (k === -limit ? 0 : cdf(k - 1));
  });

const TOTAL = 200_000;

describe("rounded Gaussian", () => {
  it.each([1, 3, 7])(
    "the exact law of round(sigma·Z), sigma = %i (χ², fixed seed, false alarm 1e-6)",
    sigma => {
      const noise = replayNoise(`chi ${sigma}`);
      const counts = tally(() => noise.gaussian(BigInt(sigma)), 3 * sigma, TOTAL);
      expect(
        chiSquareP(
          counts,
          cells(3 * sigma, k => normalCdf((k + 0.5) / sigma)),
          TOTAL,
        ),
      ).toBeGreaterThan(1e-6);
    },
  );

  it("is normal on a fine lattice (Kolmogorov–Smirnov, 1e5 draws, fixed seed, false alarm 1e-6)", () => {
    const noise = replayNoise("ks");
    const sigma = 2n ** 21n + 12345n;
    const uniform = Float64Array.from({ length: 100_000 }, () =>
      normalCdf(Number(noise.gaussian(sigma)) / Number(sigma)),
    ).sort();
    expect(kolmogorovP(uniform)).toBeGreaterThan(1e-6);
  });

  it("has sigma's variance within 1 % (4e5 draws, fixed seed, false alarm 1e-5)", () => {
    const noise = replayNoise("variance");
    let squares = 0;
    for (let i = 0; i < 400_000; i++) squares += (Number(noise.gaussian(1_000_000n)) / 1e6) ** 2;
    expect(Math.abs(squares / 400_000 - 1)).toBeLessThan(0.01);
  });

  it("fills the lowest bits of a lattice finer than two words (200 draws, fixed seed)", () => {
    const noise = replayNoise("fine");
    const low = Array.from({ length: 200 }, () => BigInt.asUintN(8, noise.gaussian(2n ** 120n)));
    expect(new Set(low).size).toBeGreaterThan(100);
  });

  it("sigma 0 is no noise", () => {
    expect(replayNoise("zero").gaussian(0n)).toBe(0n);
  });
});

describe("discrete Gaussian", () => {
  it.each([
    [1n, 1n],
    [5n, 2n],
    [40n, 3n],
  ])(
    "the exact law of the discrete Gaussian, variance %s/%s (χ², fixed seed, false alarm 1e-6)",
    (num, den) => {
      const noise = replayNoise(`discrete ${num}/${den}`);
      const variance = Number(num) / Number(den);
      const mass = (k: number) => Math.exp((-k * k) / (2 * variance));
      let total = 0;
      for (let k = -200; k <= 200; k++) total += mass(k);
      const limit = Math.ceil(3 * Math.sqrt(variance));
      const cdf = (k: number) => {
        let sum = 0;
        for (let i = -200; i <= k; i++) sum += mass(i);
        return sum / total;
      };
      const counts = tally(() => noise.discreteGaussian(num, den), limit, 100_000);
      expect(chiSquareP(counts, cells(limit, cdf), 100_000)).toBeGreaterThan(1e-6);
    },
  );
});

describe("system noise", () => {
  it("takes no seed and never repeats itself", () => {
    expect(systemNoise.length).toBe(0);
    const draw = () => {
      const noise = systemNoise();
      return Array.from({ length: 4 }, () => noise.gaussian(2n ** 60n)).join();
    };
    expect(draw()).not.toBe(draw());
  });

  it("has mean 0 and variance 1 (1e5 draws of the system's bits, 7 standard errors, false alarm 1e-11)", () => {
    const noise = systemNoise();
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < 100_000; i++) {
      const z = Number(noise.gaussian(2n ** 30n)) / 2 ** 30;
      sum += z;
      squares += z * z;
    }
    expect(Math.abs(sum) / 100_000).toBeLessThan(7 * Math.sqrt(1 / 100_000));
    expect(Math.abs(squares / 100_000 - 1)).toBeLessThan(7 * Math.sqrt(2 / 100_000));
  });

  it("is told apart from any double, also one dressed up as it", () => {
    const real = systemNoise();
    expect(isSystemNoise(real)).toBe(true);
    expect(isSystemNoise(replayNoise("x"))).toBe(false);
    expect(isSystemNoise(Object.create(real))).toBe(false);
    expect(isSystemNoise(Object.create(Object.getPrototypeOf(real)))).toBe(false);
    expect(() => Object.defineProperty(real, "gaussian", { value: () => 0n })).toThrow(TypeError);
    expect(() => Object.assign(real, { gaussian: () => 0n })).toThrow(TypeError);
    expect(() => Object.assign(Object.getPrototypeOf(real), { gaussian: () => 0n })).toThrow(TypeError);
  });

  it("refuses a negative sigma and a variance that is not positive", () => {
    expect(() => systemNoise().gaussian(-1n)).toThrow(InvalidRequest);
    expect(() => systemNoise().discreteGaussian(0n, 1n)).toThrow(InvalidRequest);
    expect(() => systemNoise().discreteGaussian(1n, 0n)).toThrow(InvalidRequest);
  });
});
