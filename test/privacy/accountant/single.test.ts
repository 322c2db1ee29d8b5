import { describe, expect, it } from "vitest";
import { gaussianDeltaUp } from "../../../privacy/accountant/analytic-gaussian.ts";
import { gaussianLaw } from "../../../privacy/accountant/gaussian-laws.ts";
import type { Law } from "../../../privacy/accountant/law.ts";
import * as other from "../../../privacy/accountant/other-laws.ts";
import { singleValue } from "../../../privacy/accountant/single.ts";
import { LAWS, mean } from "./laws.ts";

const within = (found: ReturnType<typeof singleValue>, truth: number, relative: number) => {
  expect(found.low, `${truth}`).toBeLessThanOrEqual(truth * (1 + 1e-15));
  expect(found.high, `${truth}`).toBeGreaterThanOrEqual(truth * (1 - 1e-15));
  expect(Math.abs(found.value / truth - 1)).toBeLessThanOrEqual(relative);
  expect(found.high - found.low).toBeLessThanOrEqual(2 * relative * truth);
};

describe("the profile of one run", () => {
  it("is the closed form of Laplace noise, both ways", () => {
    for (const r of [0.3, 0.8, 4])
      for (const share of [0, 0.2, 0.5, 0.9, 0.99]) {
        const epsilon = share * r;
        const delta = -Math.expm1((epsilon - r) / 2);
        within(singleValue(other.laplaceLaw(r), { epsilon }), delta, 1.1e-12);
        if (share > 0) within(singleValue(other.laplaceLaw(r), { delta }), epsilon, 1e-10);
      }
  });

  it("is the closed form of Gaussian noise, far into its tail", () => {
    for (const mu of [0.3, 1, 3])
      for (const epsilon of [0, 0.5, 2, 8]) {
        const truth = gaussianDeltaUp(mu, epsilon);
        const found = singleValue(gaussianLaw(mu), { epsilon });
        if (truth > 1e-60) expect(Math.abs(found.value / truth - 1)).toBeLessThan(1e-9);
      }
  });

  it("knows ε only as well as δ's slope allows: a δ near 1 leaves much of it open", () => {
    const open = singleValue(other.laplaceLaw(40), { delta: -Math.expm1((1 - 40) / 2) });
    expect([open.low < 1, open.high > 1, open.low > 0.9, open.high < 1.1]).toEqual([true, true, true, true]);
    expect(open.high - open.low).toBeGreaterThan(1e-4);
    expect(open.high - open.low).toBeLessThan(0.1);
  });

  it("takes no more looks at a density than its panels and a search to the last digit need", () => {
    const counted = (law: Law) => {
      const seen = { density: 0, at: 0 };
      const pieces = law.pieces.map(piece => ({
        ...piece,
        logDensityAt: (u: number, loss: number) => {
          seen.density++;
          return piece.logDensityAt(u, loss);
        },
        at: (loss: number) => {
          seen.at++;
          return piece.at(loss);
        },
      }));
      return { law: { ...law, pieces }, seen };
    };
    const one = counted(gaussianLaw(1));
    singleValue(one.law, { epsilon: 0 });
    // Twenty deviations, four panels a scale of 0.8.
    expect(one.seen.density).toBeLessThan(900);
    for (const law of [other.laplaceLaw(0.8), gaussianLaw(1)]) {
      const { law: searched, seen } = counted(law);
      singleValue(searched, { delta: 0.1 });
      expect(seen.at).toBeLessThan(90);
    }
  });

  it("is that of the definition for every law", () => {
    for (const [name, [law]] of Object.entries(LAWS))
      for (const epsilon of [0, 0.21, 0.6]) {
        const truth = law.infinite + mean(law, l => Math.max(0, -Math.expm1(epsilon - l)));
        const { value, low, high, points } = singleValue(law, { epsilon });
        expect(Math.abs(value - truth), name).toBeLessThan(1e-3 * truth + 1e-6);
        expect([low <= value, value <= high, points]).toEqual([true, true, 1]);
        if (value > 0.01 && value < 0.5 && law.infinite === 0) {
          const back = singleValue(law, { delta: value });
          expect(Math.abs(back.value - epsilon), name).toBeLessThan(1e-8);
          expect([back.low <= epsilon + 1e-12, back.high >= epsilon - 1e-12, back.points]).toEqual([
            true,
            true,
            1,
          ]);
        }
      }
  });

  it("has no ε below its leak, and ε = 0 where δ allows all", () => {
    const infinite = {
      value: Number.POSITIVE_INFINITY,
      low: Number.POSITIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      points: 1,
    };
    expect(singleValue(other.claimLaw(0.5, 0.01), { delta: 0.009 })).toEqual(infinite);
    within(singleValue(other.claimLaw(0.5, 0.01), { delta: 0.01 }), 0.5, 1e-6);
    const none = { value: 0, low: 0, high: 0, points: 1 };
    expect(singleValue(other.laplaceLaw(0.2), { delta: 0.5 })).toEqual(none);
    expect(singleValue(other.NO_LOSS, { delta: 1e-9 })).toEqual(none);
    const atZero = singleValue(other.laplaceLaw(0.2), { epsilon: 0 }).value;
    expect(singleValue(other.laplaceLaw(0.2), { delta: atZero })).toEqual(none);
    const half = Math.log(0.5);
    const huge: Law = {
      infinite: 0,
      atoms: [
        { loss: 3e9, logMass: half },
        { loss: -1, logMass: half },
      ],
      pieces: [],
    };
    expect(singleValue(huge, { delta: 0.1 })).toEqual(infinite);
    const large: Law = {
      infinite: 0,
      atoms: [
        { loss: 1e6, logMass: half },
        { loss: -1, logMass: half },
      ],
      pieces: [],
    };
    within(singleValue(large, { delta: 0.25 }), 1e6 + Math.log(0.5), 1e-6);
    expect(singleValue(other.leak(1, 0), { epsilon: 3 })).toMatchObject({ value: 1, high: 1 });
    expect(singleValue(other.laplaceLaw(0.2), { epsilon: 0.2 })).toEqual({
      value: 0,
      low: 0,
      high: 0,
      points: 1,
    });
  });
});
