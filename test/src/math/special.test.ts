import { describe, expect, it } from "vitest";
import {
  betaCdf,
  betaQuantile,
  erf,
  erfc,
  erfcx,
  gammaQ,
  logGamma,
  logNormalCdf,
  millsRatio,
  normalCdf,
  normalPdf,
  normalQuantile,
} from "../../../src/math/special.ts";

const relative = (value: number, truth: number): number => Math.abs(value - truth) / Math.abs(truth);

/** Rows of arguments and truth; every expected number is mpmath's at 30 digits. */
const agrees = (
  f: (...x: number[]) => number,
  rows: readonly (readonly number[])[],
  within: number,
): void => {
  for (const row of rows)
    expect(relative(f(...row.slice(0, -1)), row.at(-1)!), `at ${row}`).toBeLessThan(within);
};

describe("special functions", () => {
  it("erfc and erfcx are within 1e-15 of mpmath on both sides of every branch", () => {
    agrees(erfc, ERFC, 1e-15);
    agrees(erfcx, ERFCX, 1e-15);
  });

  it("the normal law is within 1e-14 of mpmath at eight standard deviations, its logarithm and quantile within 2e-15", () => {
    agrees(normalCdf, CDF, 1e-14);
    agrees(logNormalCdf, LOG_CDF, 2e-15);
    agrees(normalQuantile, QUANTILE, 2e-15);
  });

  it("gamma and beta integrals are within 1e-11 of mpmath", () => {
    agrees(logGamma, LOG_GAMMA, 1e-14);
    agrees(gammaQ, GAMMA_Q, 1e-11);
    agrees(betaCdf, BETA, 1e-11);
  });

  it("extremes stay where they belong", () => {
    expect([erfc(40), erfc(-40), erf(40), erfcx(-40)]).toEqual([0, 2, 1, Number.POSITIVE_INFINITY]);
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(-1)]).toEqual([
      -Infinity,
      Infinity,
      Number.NaN,
    ]);
    expect([normalQuantile(0.5), gammaQ(3, 0), betaCdf(0, 2, 2), betaCdf(1, 2, 2)]).toEqual([0, 1, 0, 1]);
    expect([erfc(Number.NaN), erfcx(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });

  it("inverses invert: quantile of cdf, beta quantile of beta cdf, Mills ratio times density is the tail", () => {
    for (const x of [-7, -2.5, -0.4, 0, 1.3, 4]) expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 10);
    for (const p of [1e-6, 0.02, 0.5, 0.999])
      expect(betaCdf(betaQuantile(p, 4, 17), 4, 17)).toBeCloseTo(p, 12);
    for (const x of [0, 0.7, 3, 9])
      expect(relative(millsRatio(x) * normalPdf(x), normalCdf(-x))).toBeLessThan(1e-14);
  });
});

const ERFC = [
  [-2, 1.9953222650189526],
  [-0.3, 1.3286267594591274],
  [0.2, 0.7772974107895215],
  [0.47, 0.5062549491139179],
  [1, 0.15729920705028513],
  [3, 0.00002209049699858544],
  [5, 1.537459794428035e-12],
  [10, 2.0884875837625446e-45],
];
const ERFCX = [
  [-3, 16205.988853999586],
  [0.1, 0.8964569799691267],
  [2, 0.25539567631050575],
  [20, 0.02817434874105132],
];
const CDF = [
  [-8, 6.220960574271784e-16],
  [-1, 0.15865525393145705],
  [0.5, 0.6914624612740131],
  [3, 0.9986501019683699],
];
const LOG_CDF = [
  [-30, -454.3212439563432],
  [-2, -3.783184333682032],
  [0, -Math.LN2],
  [4, -0.00003167174337748927],
];
const QUANTILE = [
  [1e-10, -6.361340902404056],
  [0.01, -2.326347874040841],
  [0.3, -0.5244005127080408],
  [0.975, 1.959963984540054],
];
const LOG_GAMMA = [
  [0.1, 2.252712651734206],
  [1.5, -0.12078223763524522],
  [10, 12.80182748008147],
  [1e5, 1051287.7089736569],
];
const GAMMA_Q = [
  [2.5, 1, 0.8491450360846096],
  [12, 15, 0.18475179902393143],
  [0.5, 30, 9.485737571073848e-15],
];
const BETA = [
  [0.1, 2, 3, 0.0523],
  [0.9, 20, 3, 0.6200409384119036],
  [0.34, 500, 1000, 0.7095000645901198],
];
