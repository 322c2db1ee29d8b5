import { describe, expect, it } from "vitest";
import { rng, scattered } from "../../../src/math/rng.ts";

const N = 100_000;
/** Of a mean of N uniform numbers. */
const ERROR = Math.sqrt(1 / 12 / N);

// Fixed seeds: a pass is a pass for ever. With other seeds each bound would be missed once in 15,000 (4 sd).
describe("numbers that belong to a place", () => {
  const numbers = Float64Array.from({ length: N }, (_, place) => scattered(2026, place));

  it("are the same whatever else is read", () => {
    expect(scattered(2026, 77)).toBe(numbers[77]);
  });

  it("are uniform in [0, 1): mean, and each of 20 parts", () => {
    expect(numbers.every(value => value >= 0 && value < 1)).toBe(true);
    const mean = numbers.reduce((sum, value) => sum + value, 0) / N;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * ERROR);
    for (let part = 0; part < 20; part++) {
      const share = numbers.filter(value => Math.floor(20 * value) === part).length / N;
      expect(Math.abs(share - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / N));
    }
  });

  it.each([1, 2, 8, 16])("are uncorrelated with those %i places on, and with the next seed's", lag => {
    const about = (other: (place: number) => number) =>
      numbers.reduce((sum, value, place) => sum + (value - 0.5) * (other(place) - 0.5), 0) / N;
    const bound = 4 * (1 / 12 / Math.sqrt(N));
    expect(Math.abs(about(place => scattered(2026, place + lag)))).toBeLessThan(bound);
    expect(Math.abs(about(place => scattered(2026 + lag, place)))).toBeLessThan(bound);
  });
});

describe("splittable randomness", () => {
  it("a child depends on seed and label alone, not on what its parent drew", () => {
    const [fresh, used] = [rng("a"), rng("a")];
    used.normal();
    used.child("other").uniform();
    expect(used.child("ecg/17").uniform()).toBe(fresh.child("ecg/17").uniform());
  });
});
