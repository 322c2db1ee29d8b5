import { describe, expect, it } from "vitest";
import { crossing } from "../../../privacy/accountant/crossing.ts";

/** Where f crosses 0, to a width, and how often it was asked. */
const search = (f: (x: number) => number, range: readonly [number, number], width: number) => {
  let asked = 0;
  const [low, high] = crossing(
    x => {
      asked++;
      return f(x);
    },
    range,
    (a, b) => b - a <= width,
  );
  return { low, high, asked };
};

describe("a crossing", () => {
  it.each<[string, (x: number) => number, readonly [number, number], number, number]>([
    ["a line", x => 3 * x - 1, [-5, 7], 1 / 3, 9],
    ["an exponential", x => Math.exp(x) - 2, [-10, 10], Math.LN2, 35],
    ["a logarithm", x => Math.log(x) + 3, [1e-3, 1e3], Math.exp(-3), 66],
    ["a high power", x => x ** 15 - 0.5, [0, 3], 0.5 ** (1 / 15), 62],
    ["a root of the third order", x => (x - 0.3) ** 3, [-1, 2], 0.3, 97],
  ])("of %s is held by a narrow interval, found in few steps", (_name, f, range, truth, most) => {
    const { low, high, asked } = search(f, range, 1e-12);
    expect(low).toBeLessThanOrEqual(truth + 1e-14);
    expect(high).toBeGreaterThanOrEqual(truth - 1e-14);
    expect(high - low).toBeLessThanOrEqual(1e-12);
    expect(high).toBeGreaterThanOrEqual(low);
    expect(asked).toBeLessThan(most);
    expect(f(low)).toBeLessThanOrEqual(0);
    expect(f(high)).toBeGreaterThanOrEqual(0);
  });

  it("of a jump is halved down to, whichever side the jump is nearest", () => {
    for (const at of [-0.9, 0.1, 0.95]) {
      const { low, high, asked } = search(x => (x < at ? -1e-9 : 1e9), [-1, 1], 1e-9);
      expect([low < at, high >= at, high - low <= 1e-9]).toEqual([true, true, true]);
      expect(asked).toBeLessThan(36);
    }
  });

  it("is not looked for where the interval is narrow already, nor for ever", () => {
    expect(search(x => x, [-1, 1], 2)).toEqual({ low: -1, high: 1, asked: 2 });
    expect(search(x => x - 0.3, [0, 1], -1).asked).toBe(202);
  });
});
