import { describe, expect, it } from "vitest";
import { big, doubleUp } from "../../privacy/verify-arithmetic.ts";
import { gaussianTotal, squaredMu, totalOf, UNBOUNDED } from "../../privacy/verify-epsilon.ts";
import { canRecompute, runningTotals } from "../../privacy/verify-total.ts";
import { gaussianRho, selectionRho, zcdpTotal } from "../../privacy/verify-zcdp.ts";

/** Within a part in 10^digits, and not below. */
const above = (found: number, truth: string, digits: number) => {
  expect(found, truth).toBeGreaterThanOrEqual(Number(truth) * (1 - 2.3e-16));
  expect(Math.abs(big(found).div(truth).minus(1).toNumber()), truth).toBeLessThan(10 ** -digits);
};

describe("ε of Gaussians in 100 digits", () => {
  // mpmath 1.3, 60 digits: findroot of Φ(μ/2 − ε/μ) − e^ε Φ(−μ/2 − ε/μ) = δ.
  it.each([
    ["2", "1e-6", "2.254084650219741"],
    ["0.3", "1e-8", "23.67766972527999"],
  ])("is mpmath's for z = %s at δ = %s", (z, delta, truth) => {
    expect(Math.abs(totalOf([z]).epsilon(delta) / Number(truth) - 1)).toBeLessThan(4e-13);
  });

  it("holds at its own value, and not a part in 10¹² below", () => {
    for (const [z, delta] of [
      ["2", "1e-6"],
      ["0.05", "1e-10"],
      ["40", "1e-4"],
      ["0.7", "1e-40"],
    ] as const) {
      const total = totalOf([z]);
      const epsilon = total.epsilon(delta);
      expect(total.holds(String(epsilon), delta)).toBe(true);
      expect(total.holds(big(epsilon).times("0.9999999999994").toString(), delta)).toBe(false);
      expect(total.holds(big(epsilon).times(3).toString(), delta)).toBe(true);
      expect(total.holds("-1", delta)).toBe(false);
    }
  });

  it("adds 1/z² over charges, whatever their order", () => {
    const two = totalOf(["2", "3"]).epsilon("1e-6");
    expect(two).toBe(totalOf(["3", "2"]).epsilon("1e-6"));
    const z = big(1)
      .div(big("0.25").plus(big(1).div(9)).sqrt())
      .toString();
    expect(Math.abs(totalOf([z]).epsilon("1e-6") / two - 1)).toBeLessThan(1e-12);
    expect(squaredMu("4").toString()).toBe("0.0625");
    for (const none of ["0", "-2"]) expect(squaredMu(none).isFinite(), none).toBe(false);
  });

  it("costs nothing where nothing was spent, where δ allows all, or where noise drowns it", () => {
    expect(totalOf([]).epsilon("1e-6")).toBe(0);
    expect([totalOf([]).holds("0", "1e-6"), totalOf([]).holds("-0.1", "1e-6")]).toEqual([true, false]);
    expect(totalOf(["1e300"]).epsilon("1e-6")).toBe(0);
    // δ(0) = 2Φ(μ/2) − 1 = 0.3829… for z = 1.
    expect(totalOf(["1"]).epsilon("0.3830")).toBe(0);
    expect(totalOf(["1"]).epsilon("0.3829")).toBeGreaterThan(0);
    expect(totalOf(["1"]).epsilon("0.3829")).toBeLessThan(1e-3);
    expect(totalOf(["1"]).holds("0", "0.3830")).toBe(true);
    expect(totalOf(["1"]).holds("0", "0.3829")).toBe(false);
  });

  it("is no guarantee without noise, with next to none, or at δ = 0", () => {
    for (const z of ["0", "-1", "1e-300", "0.0024"]) {
      expect(totalOf([z]).epsilon("1e-6"), z).toBe(Number.POSITIVE_INFINITY);
      expect(totalOf([z]).holds("1e9", "1e-6"), z).toBe(false);
    }
    expect(totalOf(["0.0026"]).epsilon("1e-6")).toBeLessThan(1e5);
    expect(totalOf(["1"]).epsilon("0")).toBe(Number.POSITIVE_INFINITY);
    expect(totalOf(["1"]).epsilon("-1")).toBe(Number.POSITIVE_INFINITY);
    expect(totalOf(["1"]).holds("1e300", "1e-6")).toBe(true);
    expect(UNBOUNDED.holds("1e300", "1")).toBe(false);
    expect(UNBOUNDED.epsilon("1")).toBe(Number.POSITIVE_INFINITY);
    expect(gaussianTotal(big(Number.POSITIVE_INFINITY))).toBe(UNBOUNDED);
    expect(gaussianTotal(big(160_001))).toBe(UNBOUNDED);
    expect(gaussianTotal(big(160_000))).not.toBe(UNBOUNDED);
  });

  it("has tails in both series' reach, to fourteen digits: Φ(−12) from either side", () => {
    // At ε = μ²/2 the first tail is Φ(0) = ½, and the second, e^ε Φ(−μ), is Mills' ratio at μ over √2π.
    for (const mu of [1, 11, 11.9, 12.1, 13, 30]) {
      const total = gaussianTotal(big(mu).pow(2));
      const epsilon = big(mu).pow(2).div(2).toString();
      const delta = 0.5 - mills(mu) / Math.sqrt(2 * Math.PI);
      expect(total.holds(epsilon, String(delta + 1e-14)), `${mu}`).toBe(true);
      expect(total.holds(epsilon, String(delta - 1e-14)), `${mu}`).toBe(false);
    }
  });

  it("is never below the truth, and no guarantee where a hundred digits do not reach", () => {
    for (const [z, delta] of [
      ["1e20", "1e-25"],
      ["1e60", "1e-65"],
      ["1e97", "1e-101"],
      ["1e99", "1e-103"],
      ["5", "1e-300"],
    ] as const) {
      const epsilon = totalOf([z]).epsilon(delta);
      expect(epsilon, z).toBeGreaterThan(0);
      if (Number.isFinite(epsilon)) expect(totalOf([z]).holds(String(epsilon), delta), z).toBe(true);
    }
    for (const none of [Number.NaN, -1]) expect(gaussianTotal(big(none))).toBe(UNBOUNDED);
    for (const none of ["Infinity", "NaN"]) expect(squaredMu(none).isFinite(), none).toBe(false);
  });
});

/**
 * Mills' ratio Φ(−x)/φ(x): 1/x − 1/x³ + 3/x⁵ − 15/x⁷ + …, whose error is below its first term left out, 1e-17 for x ≥ 11.
 * Abramowitz & Stegun 26.2.12; its value at 1 from their table 26.1.
 */
const mills = (x: number): number => {
  if (x === 1) return 0.158655253931457 / 0.241970724519143;
  let [term, sum] = [1 / x, 0];
  for (let k = 1; k <= 25; k++) {
    sum += term;
    term *= -(2 * k - 1) / x ** 2;
  }
  return sum;
};

describe("ε of zCDP in 100 digits", () => {
  it("is IBM's for known ρ", () => {
    above(zcdpTotal(big("0.005")).epsilon("1e-6"), "0.4299414688369493", 12);
    above(zcdpTotal(big("10")).epsilon("1e-5"), "30.110857303795726", 13);
  });

  it("is the least over orders, to its last digits, however large or small ρ is", () => {
    for (const [rho, delta] of [
      [1e-8, 1e-6],
      [1e-4, 1e-10],
      [0.3, 1e-5],
      [50, 1e-30],
      [2e4, 1e-3],
    ] as const) {
      let least = Number.POSITIVE_INFINITY;
      for (let x = -15; x < 15; x += 1e-3) {
        const t = Math.exp(x);
        least = Math.min(least, (1 + t) * rho - Math.log1p(1 / t) - (Math.log1p(t) + Math.log(delta)) / t);
      }
      const found = zcdpTotal(big(rho)).epsilon(String(delta));
      expect(found).toBeLessThan(least * (1 + 1e-10) + 1e-300);
      expect(found).toBeGreaterThan(Math.max(0, least * (1 - 1e-5)) * (1 - 1e-10));
      const total = zcdpTotal(big(rho));
      expect(total.holds(String(found), String(delta))).toBe(true);
      if (found > 0) expect(total.holds(String(found * (1 - 1e-13)), String(delta))).toBe(false);
    }
  });

  it("costs nothing where nothing was spent or δ allows all, and is no guarantee at δ = 0 or beyond measure", () => {
    expect(zcdpTotal(big(0)).epsilon("1e-6")).toBe(0);
    expect([zcdpTotal(big(0)).holds("0", "1e-6"), zcdpTotal(big(0)).holds("-1", "1e-6")]).toEqual([
      true,
      false,
    ]);
    const one = zcdpTotal(big(1));
    expect([one.epsilon("1"), one.epsilon("2")]).toEqual([0, 0]);
    expect([one.epsilon("0"), one.epsilon("-1")]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect(zcdpTotal(big("1e-9")).epsilon("0.99")).toBe(0);
    expect(zcdpTotal(big(Number.POSITIVE_INFINITY))).toBe(UNBOUNDED);
    expect(zcdpTotal(big("100001"))).toBe(UNBOUNDED);
    expect(zcdpTotal(big("100000"))).not.toBe(UNBOUNDED);
  });

  it("of a Gaussian release is 1/2z², of a selection ε²/8, of what is neither infinite", () => {
    expect(gaussianRho(squaredMu("2")).toString()).toBe("0.125");
    expect(selectionRho("2").toString()).toBe("0.5");
    expect(selectionRho("0").toString()).toBe("0");
    expect(selectionRho("-2").isFinite()).toBe(false);
    expect(selectionRho("NaN").isFinite()).toBe(false);
  });
});

describe("running totals", () => {
  const gaussian = (noiseMultiplier: string) => ({ kind: "gaussian" as const, noiseMultiplier });
  const selection = (epsilon: string) => ({ kind: "exponential" as const, epsilon });

  it("are one more than the charges, each of all before it", () => {
    const exact = runningTotals("exact-gaussian", [gaussian("3"), gaussian("4")]);
    expect(exact.map(total => total.epsilon("1e-6"))).toEqual([
      0,
      totalOf(["3"]).epsilon("1e-6"),
      totalOf(["3", "4"]).epsilon("1e-6"),
    ]);
    const zcdp = runningTotals("zcdp", [gaussian("3"), selection("0.5")]);
    expect(zcdp.map(total => total.epsilon("1e-6"))).toEqual(
      [big(0), big(1).div(18), big(1).div(18).plus(big("0.25").div(8))].map(rho =>
        zcdpTotal(rho).epsilon("1e-6"),
      ),
    );
    expect(runningTotals("zcdp", [])).toHaveLength(1);
  });

  it("have no guarantee for a selection in exact books, nor by an unknown accountant", () => {
    const mixed = runningTotals("exact-gaussian", [gaussian("3"), selection("0.5"), gaussian("3")]);
    expect(mixed.map(total => total.epsilon("1e-6") === Number.POSITIVE_INFINITY)).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(runningTotals("me", [gaussian("3")])).toEqual([UNBOUNDED, UNBOUNDED]);
    expect(["zcdp", "exact-gaussian", "me", "toString"].map(canRecompute)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(doubleUp(big("0.1"))).toBeGreaterThanOrEqual(0.1);
  });
});
