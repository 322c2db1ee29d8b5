import { describe, expect, it } from "vitest";
import { addedSample, gaussianLaw, removedSample } from "../../../privacy/accountant/gaussian-laws.ts";
import type { Law } from "../../../privacy/accountant/law.ts";
import * as other from "../../../privacy/accountant/other-laws.ts";
import { composeFor, type Saddle, type Sought, upperEnd } from "../../../privacy/accountant/saddle.ts";
import { gridsFor, windowFor } from "../../../privacy/accountant/window.ts";
import { Unsound } from "../../../src/errors.ts";
import { pair } from "./laws.ts";

const composedOf = (sought: Sought, ...parts: readonly (readonly [law: Law, count: number])[]) =>
  composeFor({ name: "x", parts: parts.map(([law, count], i) => ({ law, count, key: `${i}` })) }, sought);
const near = (a: number, b: number, room: number) =>
  expect(Math.abs(a - b), `${a} ≈ ${b}`).toBeLessThanOrEqual(room);
/** How far a number is from a multiple of another. */
const off = (a: number, step: number) => Math.abs(a / step - Math.round(a / step));

describe("grids", () => {
  const saddle = (change: Partial<Saddle> = {}): Saddle => ({ t: 4, k: 1, mean: 1, variance: 1, ...change });
  const grids = (at: number, by: Saddle, ...parts: readonly (readonly [law: Law, count: number])[]) =>
    gridsFor(composedOf({ epsilon: 1 }, ...parts).composed, by, at);

  it("have one step, and put the loss in question on the grid of their sum, moving each by little", () => {
    for (const parts of [
      [[gaussianLaw(1), 1]],
      [
        [gaussianLaw(1), 2],
        [removedSample(pair(0.2, 1)), 5],
      ],
      [
        [gaussianLaw(1), 3],
        [other.claimLaw(0.3, 0), 7],
      ],
      [
        [other.laplaceLaw(0.7), 2],
        [addedSample(pair(0.2, 1)), 1],
      ],
    ] as const)
      for (const at of [0.123456, 1, 7.7]) {
        const found = grids(at, saddle(), ...parts);
        const [{ step }] = found as unknown as [{ step: number }];
        for (const grid of found) expect(grid.step).toBe(step);
        const sum = found.reduce((total, { offset }, i) => total + parts[i]![1] * offset, 0);
        expect(off(at - sum, step)).toBeLessThan(1e-6);
        for (const [i, { offset }] of found.entries()) {
          const { lattice } = parts[i]![0] as Law;
          if (lattice === undefined) expect(Math.abs(offset)).toBeLessThanOrEqual(step / 2);
          else expect(offset).toBe(lattice.offset);
        }
      }
  });

  it("of atoms on one lattice are that lattice, of two or with densities a whole part of the finer", () => {
    const exact = grids(0.3, saddle(), [other.claimLaw(0.3, 0), 3], [other.discreteLaplaceLaw(0.3, 1), 2]);
    for (const { step, offset } of exact) expect([step, offset]).toEqual([0.6, -0.3]);
    const [two] = grids(0.3, saddle(), [other.claimLaw(0.3, 0), 3], [other.claimLaw(0.3141592, 0), 2]);
    expect(off(0.6, two!.step)).toBeLessThan(1e-9);
    expect(off(0.6283184, two!.step)).toBeGreaterThan(1e-3);
    near(two!.step, 1e-4, 1e-6);
    const [mixed] = grids(0.3, saddle(), [gaussianLaw(1), 1], [other.claimLaw(0.3, 0), 2]);
    expect(off(0.6, mixed!.step)).toBeLessThan(1e-9);
  });

  it("have the step that adds 2.5e-5 of ε by all that is split, between 1e-4 and 5e-6 of a large ε", () => {
    const stepOf = (by: Partial<Saddle>, ...parts: readonly (readonly [law: Law, count: number])[]) =>
      grids(1, saddle(by), ...parts)[0]!.step;
    expect(stepOf({}, [gaussianLaw(1), 1])).toBe(1e-4);
    expect(stepOf({ mean: 60 }, [gaussianLaw(1), 1])).toBeCloseTo(3e-4, 12);
    // k (t + 1) h² / 12 = 2.5e-5 ε
    const wanted = (count: number, t: number, mean: number) =>
      Math.sqrt((12 * 2.5e-5 * mean) / (count * (t + 1)));
    expect(stepOf({ t: 99, mean: 0.5 }, [gaussianLaw(1), 1e6]) / wanted(1e6, 99, 0.5)).toBeCloseTo(1, 9);
    expect(stepOf({ t: 99, mean: 1e-5 }, [gaussianLaw(1), 1e6]) / wanted(1e6, 99, 0.01)).toBeCloseTo(1, 9);
    expect(stepOf({ t: 99, mean: -0.5 }, [gaussianLaw(1), 1e6]) / wanted(1e6, 99, 0.5)).toBeCloseTo(1, 9);
    // Atoms on the one lattice there is are not split: they do not count.
    const beside = stepOf({ t: 99, mean: 0.5 }, [gaussianLaw(1), 1000], [other.claimLaw(0.3, 0), 1e6]);
    const alone = wanted(1000, 99, 0.5);
    expect(beside).toBeLessThanOrEqual(Math.min(alone, 1e-4));
    expect(beside).toBeGreaterThan(Math.min(alone, 1e-4) * 0.99);
    // On two lattices all are.
    const two = stepOf({ t: 99, mean: 0.5 }, [other.claimLaw(0.3, 0), 1e6], [other.claimLaw(0.5, 0), 1e6]);
    expect(two / wanted(2e6, 99, 0.5)).toBeGreaterThan(0.99);
    expect(two / wanted(2e6, 99, 0.5)).toBeLessThanOrEqual(1);
  });
});

describe("a window", () => {
  const windowOf = (
    sought: Sought,
    [law, count]: readonly [Law, number],
    { step = 1e-4, most = 1e9 } = {},
  ) => {
    const { composed, saddle } = composedOf(sought, [law, count]);
    const at = "epsilon" in sought ? sought.epsilon : saddle.mean;
    const logDelta = "epsilon" in sought ? saddle.k - saddle.t * at : sought.logDelta;
    const below = 4 / saddle.t;
    const found = windowFor(composed, saddle, { logDelta, at, below, most, step });
    return { ...found, composed, saddle, at, logDelta, below };
  };
  const rare: readonly [Law, number] = [removedSample(pair(1e-3, 0.5)), 10];
  const rarest: readonly [Law, number] = [removedSample(pair(1e-6, 0.3)), 100];

  it("begins below the loss in question and ends above all but 1e-11 of δ, or at the largest loss", () => {
    for (const [sought, part] of [
      [{ logDelta: -14 }, [gaussianLaw(1), 1]],
      [{ epsilon: 0.5 }, rare],
    ] as const) {
      const { start, top, width, composed, at, below, logDelta } = windowOf(sought, part);
      near(start, at - below - 8e-4, 1e-12);
      near(top, upperEnd(composed, logDelta + Math.log(1e-11)) + 5e-5, 1e-9);
      expect(width).toBeGreaterThanOrEqual(top - start);
    }
    const bounded = windowOf({ epsilon: 0.5 }, rare, { most: 0.7 });
    near(bounded.top, 0.7 + 5e-5, 1e-12);
    const past = windowOf({ epsilon: 0.5 }, rare, { most: 0.3 });
    near(past.start, 0.3 - past.below - 8e-4, 1e-12);
    near(past.top, 0.3 + 5e-5, 1e-12);
  });

  it("has a smaller tilt than the saddle's where that makes it smaller by a fifth, and loses at most three digits", () => {
    const share = (...args: Parameters<typeof windowOf>) => {
      const { t, saddle } = windowOf(...args);
      return Math.round((100 * t) / saddle.t) / 100;
    };
    expect(share({ logDelta: -14 }, [gaussianLaw(1), 1])).toBe(1);
    expect(share({ logDelta: Math.log(1e-6) }, rare)).toBe(0.75);
    expect(share({ epsilon: 2 }, rare)).toBe(0.75);
    expect(share({ epsilon: 0.1 }, rarest)).toBe(0.5);
    expect(share({ epsilon: 2 }, rarest)).toBe(0.5);
    // Here it would lose more: the window is the wide one.
    const wide = windowOf({ logDelta: Math.log(1e-20) }, rare);
    expect(wide.t).toBe(wide.saddle.t);
    near(wide.width, 84.9, 0.5);
    const narrow = windowOf({ logDelta: Math.log(1e-6) }, rare);
    near(narrow.width, 21.4, 0.3);
  });

  it("is wide enough that what folds in adds little: from below by its tilt, or as it reaches the lowest loss", () => {
    for (const [sought, part] of [
      [{ logDelta: -14 }, [gaussianLaw(1), 1]],
      [{ epsilon: 2 }, [gaussianLaw(0.8), 5]],
      [{ epsilon: 0.1 }, [other.laplaceLaw(0.2), 40]],
    ] as const) {
      const { t, width, top, logDelta, composed } = windowOf(sought, part);
      const weight = Math.exp(-t * width - logDelta);
      const lowest = part[1] * (part[0].atoms.length > 0 ? -0.2 : Number.NEGATIVE_INFINITY);
      expect(
        weight < 1.0001e-9 || top - width < lowest + 1e-3 || tiltedMassBelow(composed, t, top - width) < 1e-8,
      ).toBe(true);
    }
  });

  it("has a step that its tilt allows, and is refused where it would be too long", () => {
    const steep = windowOf({ epsilon: 0.1999 }, [other.claimLaw(0.2, 0), 1], { step: 0.4 });
    expect(steep.t).toBeLessThanOrEqual(20 / 0.4);
    const { composed, saddle } = composedOf({ epsilon: 2 }, [gaussianLaw(1), 1]);
    const aim = { logDelta: -3, at: 2, below: 1, most: 1e9 };
    expect(() => windowFor(composed, saddle, { ...aim, step: 1e-7 })).toThrow(Unsound);
    expect(() => windowFor(composed, saddle, { ...aim, step: 1e-7 })).toThrow("too wide for its grid");
    expect(windowFor(composed, saddle, { ...aim, step: 1e-5 }).width).toBeLessThan(100);
  });
});

/** Chernoff bound of the mass below a loss under the law tilted by t, by an order of a few. */
const tiltedMassBelow = (composed: { at(t: number): number }, t: number, loss: number): number => {
  let least = 0;
  for (let s = 0.05; s < t + 1; s += 0.05)
    least = Math.min(least, composed.at(t - s) - composed.at(t) + s * loss);
  return Math.exp(least);
};
