import { describe, expect, it } from "vitest";
import { wiener, wienerError } from "../../../../generators/image/neural/wiener.ts";
import { rng } from "../../../../src/math/rng.ts";

const random = rng("wiener");
const normals = () => Float64Array.from({ length: 4096 }, () => random.normal());
const mean = normals();
/** A cosine of vertical frequency u and horizontal frequency v, of norm one. */
const cosine = (u: number, v: number): Float64Array =>
  Float64Array.from({ length: 4096 }, (_, at) => {
    const wave = (k: number, n: number) =>
      Math.sqrt((k === 0 ? 1 : 2) / 64) * Math.cos((Math.PI * (2 * n + 1) * k) / 128);
    return wave(u, Math.floor(at / 64)) * wave(v, at % 64);
  });
const variance = Float64Array.from({ length: 4096 }, (_, i) => 50 / (1 + i));

describe("the Wiener filter of films", () => {
  it("the closed-form denoiser of a Gaussian whose covariance is diagonal in the cosine basis", () => {
    const denoise = wiener({ mean, variance });
    for (const [u, v] of [
      [0, 0],
      [3, 1],
      [10, 40],
      [63, 63],
    ] as const) {
      const wave = cosine(u, v);
      const x = mean.map((value, i) => value + 2 * wave[i]!);
      const share = variance[u * 64 + v]! / (variance[u * 64 + v]! + 0.49);
      denoise(x, 0.7).forEach((value, i) => {
        expect(value).toBeCloseTo(mean[i]! + 2 * share * wave[i]!, 10);
      });
    }
  });
  it("gives the mean where a coefficient does not vary, and its input where there is no noise", () => {
    const x = normals();
    expect(
      Math.max(...wiener({ mean, variance: new Float64Array(4096) })(x, 1).map((v, i) => v - mean[i]!)),
    ).toBeLessThan(1e-12);
    wiener({ mean, variance: new Float64Array(4096) })(x, 0).forEach((value, i) => {
      expect(value).toBeCloseTo(x[i]!, 10);
    });
  });
  it("is off by what `wienerError` says (20 draws of 4096 pixels, within 2 %)", () => {
    const flat = new Float64Array(4096).fill(0.5);
    const law = { mean, variance: flat };
    let squares = 0;
    for (let draw = 0; draw < 20; draw++) {
      const x0 = normals().map((value, i) => mean[i]! + Math.sqrt(0.5) * value);
      const noise = normals();
      const found = wiener(law)(
        x0.map((value, i) => value + 0.8 * noise[i]!),
        0.8,
      );
      squares += found.reduce((sum, value, i) => sum + (value - x0[i]!) ** 2, 0) / 4096 / 20;
    }
    expect(Math.abs(Math.sqrt(squares) / wienerError(law, 0.8) - 1)).toBeLessThan(0.02);
    expect(wienerError(law, 0)).toBe(0);
  });
});
