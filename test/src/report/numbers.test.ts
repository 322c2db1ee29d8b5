import { describe, expect, it } from "vitest";
import { rng } from "../../../src/math/rng.ts";
import { epsilonUp, grouped, oddsUp, percent, power } from "../../../src/report/numbers.ts";

describe("a printed ε", () => {
  it.each([
    [3, "3.00"],
    [2.99941, "3.00"],
    [3.0000001, "3.01"],
    [0.12341, "0.124"],
    [9.9999, "10.00"],
    [12.34, "12.4"],
    [123.4, "124"],
    [0, "0"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NaN, "unknown"],
    [-1, "unknown"],
  ])("%d is printed %s", (epsilon, printed) => expect(epsilonUp(epsilon)).toBe(printed));
  it("is never below the certified one, nor above by more than 1.1 % (2000 seeded values)", () => {
    const random = rng("epsilon");
    for (let i = 0; i < 2000; i++) {
      const epsilon = 10 ** (4 * random.uniform() - 2);
      const printed = Number(epsilonUp(epsilon));
      expect(printed).toBeGreaterThanOrEqual(epsilon);
      expect(printed / epsilon).toBeLessThan(1.011);
      expect(Number(oddsUp(Math.min(epsilon, 10)).replaceAll(",", ""))).toBeGreaterThanOrEqual(
        Math.exp(Math.min(epsilon, 10)) * (1 - 1e-9),
      );
    }
  });
});

describe("other numbers", () => {
  it("are grouped by thousands, with a true minus sign and no minus zero", () => {
    expect([grouped(1234567), grouped(-1.82, 1), grouped(-0.001), grouped(999.96, 1)]).toEqual([
      "1,234,567",
      "−1.8",
      "0",
      "1,000.0",
    ]);
  });
  it("keep every digit of a small δ", () => {
    expect([power(1e-6), power(2.5e-7), power(1.234e-12), power(0.05)]).toEqual([
      "10⁻⁶",
      "2.5 × 10⁻⁷",
      "1.234 × 10⁻¹²",
      "0.05",
    ]);
  });
  it("write shares as percentages", () => expect(percent(0.125, 1)).toBe("12.5\u202f%"));
});
