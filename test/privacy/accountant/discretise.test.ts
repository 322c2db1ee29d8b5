import { describe, expect, it } from "vitest";
import { type Discrete, discretise, type Grid } from "../../../privacy/accountant/discretise.ts";
import { gaussianLaw } from "../../../privacy/accountant/gaussian-laws.ts";
import type { Law } from "../../../privacy/accountant/law.ts";
import { active, momentsOf } from "../../../privacy/accountant/moments.ts";
import { boundedRangeLaw, claimLaw, laplaceLaw } from "../../../privacy/accountant/other-laws.ts";
import { singleValue } from "../../../privacy/accountant/single.ts";
import { erfc } from "../../../src/math/special.ts";
import { LAWS, mean } from "./laws.ts";

/** On a grid that meets the law's lattice; how often its density was asked for. */
const discretised = (law: Law, step: number, { t = 2, tail = 1e-30, offset = 0.0003 } = {}) => {
  let asked = 0;
  const counted = {
    ...law,
    pieces: law.pieces.map(piece => ({
      ...piece,
      logDensityAt: (u: number, loss: number) => {
        asked++;
        return piece.logDensityAt(u, loss);
      },
    })),
  };
  const lattice = law.pieces.length === 0 ? law.lattice : undefined;
  const grid: Grid =
    lattice === undefined
      ? { step, offset: law.lattice?.offset ?? offset }
      : { step: lattice.step / Math.ceil(lattice.step / step), offset: lattice.offset };
  const k = momentsOf(law, { t: 12, y: 1 }).at(t);
  const found = discretise(counted, grid, { t, k, tail });
  return { found, grid, k, asked };
};
const lossAt = ({ step, offset }: Grid, { first }: Discrete, i: number) => offset + (first + i) * step;
/** E[g(loss)] over the masses. */
const total = (grid: Grid, found: Discrete, g: (loss: number) => number) =>
  found.mass.reduce((sum, m, i) => sum + m * g(lossAt(grid, found, i)), 0);
const profile = (grid: Grid, found: Discrete, epsilon: number) =>
  found.infinite + total(grid, found, l => (l > epsilon ? -Math.expm1(epsilon - l) : 0));

describe.each(Object.entries(LAWS))("%s on a grid", (name, [law]) => {
  it.each([0.05, 0.002])("keeps P- and Q-mass, and dominates (step %d)", step => {
    // A law that is on its lattice already gains nothing by a finer one.
    const { found, grid, k } = discretised(law, law.pieces.length === 0 ? 0.05 : step);
    expect(found.infinite + total(grid, found, () => 1)).toBeCloseTo(1, 12);
    expect(total(grid, found, l => Math.exp(-l))).toBeCloseTo(
      mean(law, l => Math.exp(-l)),
      10,
    );
    expect(found.infinite - law.infinite).toBeGreaterThanOrEqual(0);
    expect(found.infinite - law.infinite).toBeLessThanOrEqual(1e-30);
    expect(found.mass.every(m => m >= 0)).toBe(true);
    const { length } = found.mass;
    for (let j = 0; j < length; j += Math.ceil(length / 8))
      for (const share of [0, 0.37]) {
        const epsilon = lossAt(grid, found, j) + share * grid.step;
        if (epsilon < 0) continue;
        const exact = singleValue(law, { epsilon }).value;
        expect(profile(grid, found, epsilon)).toBeGreaterThanOrEqual(exact * (1 - 1e-12) - 1e-15);
      }
    // Splitting a mass over two points h apart adds h²/6 to the variance, t (t + 1)/2 times that to K: and a tenth of
    // it where cells are wide.
    const rise = Math.log(total(grid, found, l => Math.exp(2 * l - k))) / (grid.step ** 2 / 2);
    const isLattice = law.pieces.length === 0;
    expect(rise).toBeGreaterThan(isLattice ? -1e-6 : -0.001);
    expect(rise).toBeLessThan(isLattice ? 1e-6 : 1.45);
    if (/gaussian|mixture|bounded range/.test(name) && !isLattice) expect(rise).toBeGreaterThan(0.9);
  });

  it("is exact at grid points where its tilted mass lies", () => {
    const { found, grid } = discretised(law, law.pieces.length === 0 ? 0.05 : 0.002);
    const moments = momentsOf(law, { t: 12, y: 1 });
    const centre = (moments.at(2.01) - moments.at(1.99)) / 0.02;
    const j = Math.round((centre - grid.offset) / grid.step) - found.first;
    for (const at of [j - 20, j, j + 20]) {
      const epsilon = lossAt(grid, found, at);
      if (epsilon < 0 || at < 0 || at >= found.mass.length) continue;
      const exact = singleValue(law, { epsilon }).value;
      expect(profile(grid, found, epsilon)).toBeLessThanOrEqual(exact * (1 + 2e-6) + 1e-14);
    }
  });
});

describe("a grid", () => {
  it("spends few looks on a law: many where its tilted mass lies, few elsewhere", () => {
    const looks = (law: Law, step: number, t = 6) => discretised(law, step, { t, tail: 1e-14 }).asked;
    const of = (name: string) => LAWS[name]![0];
    // Beside what splitting a mass costs anyway, wide cells add at most a few hundredths to the variance under the tilt.
    for (const [name, most, fine] of [
      ["gaussian", 1.013, 55_000],
      ["a sample added", 1.01, 11_100],
      ["a mixture removed", 1.018, 39_500],
      ["a mixture added", 1.011, 11_000],
      ["bounded range", 1.042, 12_000],
    ] as const) {
      const { found, grid, k } = discretised(of(name), 0.002, { t: 6 });
      const rise = Math.log(total(grid, found, l => Math.exp(6 * l - k))) / ((42 * 0.002 ** 2) / 12);
      expect(rise, name).toBeLessThan(most);
      expect(rise, name).toBeGreaterThan(0.998);
      expect(discretised(of(name), 2e-4, { t: 6 }).asked, name).toBeLessThan(fine);
    }
    for (const [name, coarse, fine] of [
      ["gaussian", 2300, 9200],
      ["a sample added", 1600, 2850],
      ["a mixture removed", 1050, 6000],
      ["a mixture added", 1010, 2350],
      ["laplace", 265, 1140],
      ["strong laplace", 1310, 2530],
      ["bounded range", 365, 1860],
    ] as const) {
      expect(looks(of(name), 0.05), name).toBeLessThan(coarse);
      expect(looks(of(name), 0.002), name).toBeLessThan(fine);
    }
  });

  it("reaches from the lowest loss that matters to the highest that the tail allows", () => {
    const law = gaussianLaw(0.7);
    const edges = (tail: number) => {
      const { found, grid } = discretised(law, 0.01, { tail });
      return {
        infinite: found.infinite,
        low: lossAt(grid, found, 0),
        high: lossAt(grid, found, found.mass.length - 1),
      };
    };
    for (const tail of [1e-3, 1e-8, 1e-15]) {
      const { infinite, low, high } = edges(tail);
      expect(infinite).toBeLessThanOrEqual(tail);
      // 50 below the peak in ln: ten deviations.
      expect(low).toBeLessThan(0.245 - 7 + 0.01);
      expect(low).toBeGreaterThan(0.245 - 7.4);
      expect(high).toBeGreaterThan(0.245 + 7);
      expect(high).toBeLessThan(0.245 + 7.4);
    }
    const far = edges(1e-60);
    const reach = 0.7 * Math.sqrt(2 * (60 * Math.LN10 + 5));
    expect(far.high).toBeGreaterThan(0.245 + reach);
    expect(far.high).toBeLessThan(0.245 + reach + 0.4);
    expect(far.infinite).toBeGreaterThan(0);
    expect(far.infinite).toBeLessThan(1e-60);
  });

  it("counts what it cuts: below on the first point above, above as infinite", () => {
    const law = gaussianLaw(0.7);
    const [piece] = law.pieces;
    const tailOf = (x: number) => 0.5 * erfc(Math.abs(x - 0.245) / 0.7 / Math.SQRT2);
    for (const tail of [1e-3, 1e-30]) {
      const { found, grid } = discretised(law, 5e-4, { tail });
      const [from] = active(piece!, 0, -50);
      const [, to] = active(piece!, 0, Math.min(-50, Math.log(tail) - 5));
      expect(found.infinite / tailOf(to)).toBeCloseTo(1, 7);
      const first = found.mass.slice(0, 4).reduce((a, b) => a + b, 0);
      expect(first / tailOf(from)).toBeGreaterThan(1);
      expect(first / tailOf(from)).toBeLessThan(1.1);
      expect(found.mass[1]! / tailOf(from)).toBeGreaterThan(0.95);
      expect(lossAt(grid, found, 0)).toBeLessThanOrEqual(from);
      expect(lossAt(grid, found, 1)).toBeGreaterThan(from);
    }
  });

  it("puts an atom on its point, or shares it between two by Q-mass", () => {
    const on = discretise(claimLaw(0.5, 0.1), { step: 0.25, offset: 0 }, { t: 1, k: 0, tail: 1e-12 });
    expect([on.first, on.mass.length, on.infinite]).toEqual([-2, 6, 0.1]);
    expect(on.mass[4]! + on.mass[0]!).toBeCloseTo(0.9, 14);
    expect(on.mass[5]).toBe(0);
    const off = discretise(claimLaw(0.5, 0), { step: 0.4, offset: 0 }, { t: 1, k: 0, tail: 1e-12 });
    expect([off.first, off.mass.length]).toEqual([-2, 5]);
    const up = 1 / (1 + Math.exp(-0.5));
    const share = Math.expm1(-0.1) / Math.expm1(-0.4);
    expect(off.mass[3]).toBeCloseTo(up * (1 - share), 14);
    expect(off.mass[4]).toBeCloseTo(up * share, 14);
    expect(off.mass[0]! + off.mass[1]!).toBeCloseTo(1 - up, 14);
    // Rounding a hair below a point counts as on it.
    const hair = discretise(claimLaw(0.5 - 1e-12, 0), { step: 0.25, offset: 0 }, { t: 1, k: 0, tail: 1e-12 });
    expect(hair.mass[4]!).toBeCloseTo(up, 9);
  });

  it("holds atoms and densities of one law together", () => {
    for (const law of [laplaceLaw(0.8), boundedRangeLaw(0.8)]) {
      const { found, grid } = discretised(law, 0.1, { offset: -0.8 });
      expect(lossAt(grid, found, 0)).toBeCloseTo(-0.8, 12);
      expect(lossAt(grid, found, found.mass.length - 1)).toBeLessThan(0.8 + 0.15);
      for (const epsilon of [0, 0.2, 0.6])
        expect(profile(grid, found, epsilon)).toBeCloseTo(singleValue(law, { epsilon }).value, 9);
    }
  });
});
