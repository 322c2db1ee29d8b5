import { describe, expect, it } from "vitest";
import { saturatedShare } from "../../../generators/ecg/saturation.ts";
import { rng } from "../../../src/math/rng.ts";

const random = rng("saturation");
/** Narrow peaks of 1 mV each second on noise, in steps of 5 µV. */
const lead = (seconds: number) =>
  Float64Array.from({ length: 500 * seconds }, (_, n) => {
    const peak = Math.exp(-(((n % 500) - 250) ** 2) / 200);
    return Math.round((peak + 0.02 * random.normal()) / 0.005) * 0.005;
  });

describe("the share of a lead at its rail", () => {
  it("is 0 for waves with tops of their own, however coarse the levels of a slow one", () => {
    expect(saturatedShare(lead(10), 500)).toBe(0);
    const slow = Float64Array.from({ length: 5000 }, (_, n) =>
      Math.round(40 * Math.sin((2 * Math.PI * n) / 400)),
    );
    expect(saturatedShare(slow, 500)).toBe(0);
  });

  it("is what is clipped, where peaks are cut or the line drifts away", () => {
    const cut = lead(10).map(value => Math.min(0.3, value));
    expect(saturatedShare(cut, 500)).toBeGreaterThan(0.02);
    const gone = lead(10).map((value, n) => Math.min(3, value + n / 1000));
    expect(saturatedShare(gone, 500)).toBeGreaterThan(0.3);
  });
});
