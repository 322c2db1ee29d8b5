import { describe, expect, it } from "vitest";
import { resample } from "../../../generators/ecg/resample.ts";

const sine = (rateHz: number, hz: number, seconds = 4): Float64Array =>
  Float64Array.from({ length: rateHz * seconds }, (_, n) => Math.sin((2 * Math.PI * hz * n) / rateHz));

/** Largest value away from the ends, where the held edge is not the sine. */
const most = (signal: Float64Array, expected: (n: number) => number): number => {
  let worst = 0;
  for (let n = 200; n < signal.length - 200; n++) worst = Math.max(worst, Math.abs(signal[n]! - expected(n)));
  return worst;
};

describe("resample", () => {
  it.each([250, 360, 400, 1000, 257])("a 40 Hz sine at %i Hz keeps amplitude and phase to 0.1 %%", rate => {
    const out = resample(sine(rate, 40), rate, 500);
    expect(most(out, n => Math.sin((2 * Math.PI * 40 * n) / 500))).toBeLessThan(1e-3);
  });

  it("what the new rate cannot hold is removed: 400 Hz from 1000 to 500 Hz falls below 0.1 %", () => {
    expect(most(resample(sine(1000, 400), 1000, 500), () => 0)).toBeLessThan(1e-3);
  });

  it("a constant stays exactly constant", () => {
    const out = resample(new Float64Array(1000).fill(0.7), 360, 500);
    expect(Math.max(...out.map(value => Math.abs(value - 0.7)))).toBeLessThan(1e-12);
  });

  it("is linear and keeps duration", () => {
    const [a, b] = [sine(360, 7), sine(360, 31)];
    const sum = resample(
      a.map((value, n) => 2 * value - b[n]!),
      360,
      500,
    );
    const [ra, rb] = [resample(a, 360, 500), resample(b, 360, 500)];
    expect(sum.length).toBe(2000);
    expect(most(sum, n => 2 * ra[n]! - rb[n]!)).toBeLessThan(1e-12);
  });
});
