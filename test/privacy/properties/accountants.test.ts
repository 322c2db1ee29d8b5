import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Accountant } from "../../../privacy/accountant/accountant.ts";
import { calibrateGaussian, gaussianAccountant } from "../../../privacy/accountant/gaussian.ts";
import { zcdpAccountant } from "../../../privacy/accountant/zcdp.ts";
import type { EventKind, PrivacyEvent, Spend } from "../../../privacy/event.ts";

const RUNS = { seed: 31, numRuns: 1000 };

const thousandths = (min: number, max: number) =>
  fc.integer({ min: min * 1000, max: max * 1000 }).map(n => String(n / 1000));
const deltas = fc.integer({ min: 3, max: 40 }).map(n => 10 ** (-n / 2));

/** One arbitrary event a kind: a kind without one does not compile. */
const EVENTS: { readonly [K in EventKind]: fc.Arbitrary<PrivacyEvent<K>> } = {
  gaussian: thousandths(0.3, 60).map(noiseMultiplier => ({ kind: "gaussian" as const, noiseMultiplier })),
  exponential: thousandths(0.01, 3).map(epsilon => ({ kind: "exponential" as const, epsilon })),
  thresholded: thousandths(0.3, 60).map(noiseMultiplier => ({
    kind: "thresholded" as const,
    noiseMultiplier,
    delta: "1e-24",
  })),
};

const spendOf = (event: PrivacyEvent, count: number): Spend => ({ purpose: "property", event, count });
const spends = (kinds: readonly EventKind[]) =>
  fc
    .array(
      fc.tuple(
        fc.oneof(...kinds.map(kind => EVENTS[kind] as fc.Arbitrary<PrivacyEvent>)),
        fc.integer({ min: 1, max: 40 }),
      ),
      { minLength: 1, maxLength: 5 },
    )
    .map(list => list.map(([event, count]) => spendOf(event, count)));

const CASES: readonly (readonly [Accountant, readonly EventKind[]])[] = [
  [gaussianAccountant, ["gaussian", "thresholded"]],
  [zcdpAccountant, ["gaussian", "exponential", "thresholded"]],
];

describe.each(CASES)("$name: for any releases (1e3 cases, fixed seed)", (accountant, kinds) => {
  it("P1: ε falls with δ; one more release or run never makes it smaller", () => {
    fc.assert(
      fc.property(spends(kinds), spends(kinds), deltas, (some, more, delta) => {
        const base = accountant.epsilon(some, delta);
        expect(accountant.epsilon(some, delta * 1.5)).toBeLessThanOrEqual(base);
        expect(accountant.epsilon([...some, ...more], delta)).toBeGreaterThanOrEqual(base);
        const [first, ...rest] = some;
        expect(
          accountant.epsilon([spendOf(first!.event, first!.count + 1), ...rest], delta),
        ).toBeGreaterThanOrEqual(base);
      }),
      RUNS,
    );
  });

  it("P2: δ(ε(δ)) is at most δ, and at least (1 − 1e-6) δ where ε is not 0", () => {
    fc.assert(
      fc.property(spends(kinds), deltas, (some, delta) => {
        const epsilon = accountant.epsilon(some, delta);
        const back = accountant.delta(some, epsilon);
        expect(back).toBeLessThanOrEqual(delta * (1 + 1e-9));
        if (epsilon > 0) expect(back).toBeGreaterThanOrEqual(delta * (1 - 1e-6));
      }),
      RUNS,
    );
  });

  it("P3: order and grouping change no bit, and count k is a loop of k", () => {
    fc.assert(
      fc.property(spends(kinds), fc.nat(), deltas, (some, turn, delta) => {
        const loop = some.flatMap(({ event, count }) =>
          Array.from({ length: count }, () => spendOf(event, 1)),
        );
        const at = turn % loop.length;
        const turned = [...loop.slice(at), ...loop.slice(0, at)].reverse();
        expect(accountant.epsilon(turned, delta)).toBe(accountant.epsilon(some, delta));
        expect(accountant.delta(turned, 1.5)).toBe(accountant.delta(some, 1.5));
      }),
      { ...RUNS, numRuns: 300 },
    );
  });

  it("P8: nothing costs nothing, and answers stay in their ranges", () => {
    expect(accountant.epsilon([], 1e-9)).toBe(0);
    expect(accountant.delta([], 0)).toBe(0);
    fc.assert(
      fc.property(
        spends(kinds),
        deltas,
        fc.double({ min: 0, max: 50, noNaN: true }),
        (some, delta, epsilon) => {
          expect(accountant.epsilon(some, delta)).toBeGreaterThanOrEqual(0);
          const found = accountant.delta(some, epsilon);
          expect(found >= 0 && found <= 1).toBe(true);
        },
      ),
      RUNS,
    );
  });

  it("P9: noise of infinite tails never gives a pure ε: at δ = 0 it is infinite, at δ = 1 nothing", () => {
    fc.assert(
      fc.property(spends(["gaussian"]), some => {
        expect(accountant.epsilon(some, 0)).toBe(Number.POSITIVE_INFINITY);
        expect(accountant.epsilon(some, 1)).toBe(0);
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  it("P11: nonsense is refused, never accounted for", () => {
    const good = { kind: "gaussian", noiseMultiplier: "1" } as const;
    for (const count of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(() => accountant.epsilon([spendOf(good, count)], 1e-6), `count ${count}`).toThrow();
    for (const noiseMultiplier of ["", "NaN", "-1", "1e400x", "Infinity", "0x10", " ", "--1"])
      expect(
        () => accountant.epsilon([spendOf({ kind: "gaussian", noiseMultiplier }, 1)], 1e-6),
        noiseMultiplier,
      ).toThrow();
    for (const delta of [Number.NaN, -1e-9, 1.1, Number.POSITIVE_INFINITY])
      expect(() => accountant.epsilon([spendOf(good, 1)], delta), `delta ${delta}`).toThrow();
    for (const kind of ["laplace", "toString", "__proto__", "constructor", ""])
      expect(() => accountant.epsilon([spendOf({ ...good, kind } as never, 1)], 1e-6), kind).toThrow();
    expect(accountant.epsilon([spendOf({ kind: "gaussian", noiseMultiplier: "0" }, 1)], 1e-6)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});

describe("between accountants (1e3 cases, fixed seed)", () => {
  it("P4: exact accounting is never above zCDP", () => {
    fc.assert(
      fc.property(spends(["gaussian"]), deltas, (some, delta) => {
        expect(gaussianAccountant.epsilon(some, delta)).toBeLessThanOrEqual(
          zcdpAccountant.epsilon(some, delta),
        );
      }),
      RUNS,
    );
  });

  it("P5: m² releases of noise m·z cost what one of z does, to 1e-12", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 20_000 }),
        fc.integer({ min: 2, max: 30 }),
        deltas,
        (n, m, delta) => {
          const many = spendOf({ kind: "gaussian", noiseMultiplier: String((n * m) / 1000) }, m * m);
          const one = spendOf({ kind: "gaussian", noiseMultiplier: String(n / 1000) }, 1);
          for (const accountant of [gaussianAccountant, zcdpAccountant]) {
            const [a, b] = [accountant.epsilon([many], delta), accountant.epsilon([one], delta)];
            expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * (1 + b));
          }
        },
      ),
      RUNS,
    );
  });

  it("P10: calibrated noise meets its target, and a millionth less does not", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        deltas,
        fc.integer({ min: 1, max: 100 }),
        (epsilon, delta, count) => {
          const noiseMultiplier = calibrateGaussian({ epsilon, delta, count });
          const at = (z: string) =>
            gaussianAccountant.epsilon([spendOf({ kind: "gaussian", noiseMultiplier: z }, count)], delta);
          expect(at(noiseMultiplier)).toBeLessThanOrEqual(epsilon);
          expect(at((Number(noiseMultiplier) * (1 - 1e-6)).toFixed(17))).toBeGreaterThan(epsilon);
        },
      ),
      { ...RUNS, numRuns: 300 },
    );
  });
});
