import { describe, expect, it } from "vitest";
import { big, doubleUp, ONE } from "../../privacy/verify-arithmetic.ts";
import { nextUp } from "../../src/math/rational.ts";

describe("the arithmetic of verify", () => {
  it("has a hundred digits", () => {
    expect(ONE.div(3).toString()).toBe(`0.${"3".repeat(100)}`);
    expect(ONE.plus("1e-98").minus(1).toString()).toBe("1e-98");
  });

  it("rounds to a double that is no less, and within two of the next ones", () => {
    for (const text of [
      "0.1",
      "1",
      "2.999999999999999999",
      "1e-300",
      "123456789.123456789",
      "0.3333333333333333333",
    ]) {
      const up = doubleUp(big(text));
      expect(big(up).gte(text), text).toBe(true);
      expect(up, text).toBeLessThanOrEqual(nextUp(nextUp(Number(text))));
    }
    expect(doubleUp(big("0.5"))).toBe(0.5);
    expect(doubleUp(big(1).plus("1e-40"))).toBe(1 + Number.EPSILON);
  });
});
