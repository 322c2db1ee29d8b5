import { describe, expect, it } from "vitest";
import type { Tally } from "../../../privacy/attacks/attack.ts";
import { leastLeak } from "../../../privacy/attacks/power.ts";

const choose = (n: number, k: number): number => {
  if (k < 0 || k > n) return 0;
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return value;
};
const sum = (from: number, to: number, term: (i: number) => number): number => {
  let total = 0;
  for (let i = from; i <= to; i++) total += term(i);
  return total;
};
const binomial = (k: number, n: number, p: number): number => choose(n, k) * p ** k * (1 - p) ** (n - k);

interface Shape {
  readonly train: number;
  readonly holdout: number;
  readonly hits: number;
  readonly alpha: number;
}

/** P[at least `seen` of all hits on the train side], all hits being drawn at random: Fisher, one-sided. */
const fisher = (seen: number, other: number, { train, holdout }: Shape): number =>
  sum(seen, Math.min(train, seen + other), k => choose(train, k) * choose(holdout, seen + other - k)) /
  choose(train + holdout, seen + other);

/** Power of a fixed line, by all outcomes of both sides. */
const fixed = (leaked: number, shape: Shape): number => {
  const base = shape.hits / shape.holdout;
  return sum(0, shape.holdout, other => {
    const others = shape.train - leaked;
    const caught = sum(0, others, k =>
      fisher(leaked + k, other, shape) <= shape.alpha ? binomial(k, others, base) : 0,
    );
    return binomial(other, shape.holdout, base) * caught;
  });
};

/** P[exactly t of n people lie before the r-th of m controls], all orders being equally likely. */
const before = (t: number, n: number, r: number, m: number): number =>
  (choose(t + r - 1, r - 1) * choose(n - t + m - r, m - r)) / choose(n + m, m);

/** Power of a line at the r-th control, by all outcomes. */
const control = (leaked: number, { train, holdout, hits: r, alpha }: Shape): number => {
  const p = (seen: number) => sum(seen, train, t => before(t, train, r, holdout));
  const others = train - leaked;
  return sum(0, others, t => (p(leaked + t) <= alpha ? before(t, others, r, holdout) : 0));
};

const SHAPES: readonly Shape[] = [
  { train: 12, holdout: 10, hits: 1, alpha: 0.05 },
  { train: 12, holdout: 10, hits: 3, alpha: 0.1 },
  { train: 20, holdout: 8, hits: 2, alpha: 0.01 },
  { train: 20, holdout: 30, hits: 1, alpha: 0.2 },
  { train: 9, holdout: 40, hits: 5, alpha: 0.02 },
  { train: 40, holdout: 40, hits: 2, alpha: 0.003 },
  { train: 5, holdout: 5, hits: 1, alpha: 0.01 },
  { train: 4, holdout: 4, hits: 1, alpha: 0.001 },
  { train: 3, holdout: 50, hits: 1, alpha: 0.05 },
  { train: 1, holdout: 30, hits: 1, alpha: 0.05 },
];

describe("the least leak that a test flags in four of five releases, against all outcomes counted one by one", () => {
  it.each([
    ["fixed", fixed],
    ["control", control],
  ] as const)("%s line", (rule, power) => {
    for (const shape of SHAPES) {
      const { train, holdout, hits, alpha } = shape;
      const tally: Tally = {
        attack: "x",
        meaning: "x",
        group: "x",
        rule,
        train: { hits: 0, trials: train },
        holdout: { hits, trials: holdout },
      };
      const enough = Array.from({ length: train + 1 }, (_, leaked) => leaked).find(
        leaked => leaked > 0 && power(leaked, shape) >= 0.8,
      );
      expect(leastLeak(tally, alpha), JSON.stringify(shape)).toBe(enough);
    }
  });
  it("is nothing where nobody was used", () => {
    const none = { hits: 0, trials: 0 };
    for (const rule of ["fixed", "control"] as const)
      expect(
        leastLeak(
          { attack: "x", meaning: "x", group: "x", rule, train: none, holdout: { hits: 1, trials: 5 } },
          0.5,
        ),
      ).toBeUndefined();
  });
});
