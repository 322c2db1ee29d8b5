import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidRequest } from "../../../src/errors.ts";
import {
  ceilDivide,
  decimalUp,
  exactly,
  nextDown,
  nextUp,
  numberDown,
  numberUp,
  parseDecimal,
} from "../../../src/math/rational.ts";

const isAtMost = (a: { num: bigint; den: bigint }, b: { num: bigint; den: bigint }) =>
  a.num * b.den <= b.num * a.den;

describe("exact fractions", () => {
  it("decimal strings are read exactly", () => {
    expect(parseDecimal("0.1")).toEqual({ num: 1n, den: 10n });
    expect(parseDecimal("-2.50")).toEqual({ num: -250n, den: 100n });
    expect(parseDecimal("1e-6")).toEqual({ num: 1n, den: 1_000_000n });
    expect(parseDecimal("1.5e3")).toEqual({ num: 1500n, den: 1n });
  });

  it("what is no decimal number is refused", () => {
    for (const text of [
      "",
      "NaN",
      "Infinity",
      "0x10",
      "1,5",
      ".5",
      "5.",
      "1e",
      "1e9999",
      " 1",
      "1 ",
      "--1",
      "1_000",
    ])
      expect(() => parseDecimal(text, "epsilon"), text).toThrow(InvalidRequest);
  });

  it("numberDown ≤ decimal ≤ numberUp, and they are neighbours or equal (1e3 cases)", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 40n), fc.integer({ min: -60, max: 60 }), (digits, power) => {
        const q = parseDecimal(`${digits}e${power}`);
        const [low, high] = [numberDown(q), numberUp(q)];
        expect(isAtMost(exactly(low), q) && isAtMost(q, exactly(high))).toBe(true);
        expect(high === low || high === nextUp(low)).toBe(true);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it("decimalUp is at least its number and at most one unit of its last digit above (1e3 cases)", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-30, max: 1e30, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        (x, digits) => {
          const q = exactly(x);
          const up = parseDecimal(decimalUp(q, digits));
          expect(isAtMost(q, up)).toBe(true);
          expect(
            isAtMost(up, {
              num: q.num * (10n ** BigInt(digits - 1) + 1n),
              den: q.den * 10n ** BigInt(digits - 1),
            }),
          ).toBe(true);
        },
      ),
      { seed: 2, numRuns: 1000 },
    );
    expect([
      decimalUp(exactly(0.999999), 3),
      decimalUp(exactly(1234.5), 2),
      decimalUp(exactly(2), 12),
    ]).toEqual(["1", "1300", "2"]);
  });

  it("neighbours of doubles", () => {
    expect([nextUp(1), nextDown(1), nextUp(0), nextDown(0)]).toEqual([
      1 + 2 ** -52,
      1 - 2 ** -53,
      Number.MIN_VALUE,
      -Number.MIN_VALUE,
    ]);
    expect(nextUp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(numberUp(parseDecimal("1e400"))).toBe(Number.POSITIVE_INFINITY);
    expect(numberDown(parseDecimal("1e400"))).toBe(Number.MAX_VALUE);
    expect(numberUp(parseDecimal("0"))).toBe(0);
  });

  it("ceiling division rounds towards plus infinity for every sign", () => {
    expect([ceilDivide(7n, 2n), ceilDivide(-7n, 2n), ceilDivide(6n, 2n), ceilDivide(0n, 5n)]).toEqual([
      4n,
      -3n,
      3n,
      0n,
    ]);
  });
});
