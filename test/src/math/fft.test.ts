import { describe, expect, it } from "vitest";
import { realFft } from "../../../src/math/fft.ts";
import { rng } from "../../../src/math/rng.ts";

const noise = (size: number): Float64Array => {
  const source = rng("fft").child(String(size));
  return Float64Array.from({ length: size }, () => source.uniform() - 0.5);
};

describe("real FFT", () => {
  it.each([4, 8, 64, 4096])("inverse(forward(x)) = x at %i numbers", size => {
    const x = noise(size);
    const fft = realFft(size);
    const back = fft.inverse(fft.forward(x));
    for (let i = 0; i < size; i++) expect(Math.abs(back[i]! - x[i]!)).toBeLessThan(1e-14);
  });
  it("a product of spectra is the circular convolution", () => {
    const size = 32;
    const fft = realFft(size);
    const a = noise(size);
    const b = a.map((value, i) => value * Math.cos(i));
    const [x, y] = [fft.forward(a), fft.forward(b)];
    const re = x.re.map((value, i) => value * y.re[i]! - x.im[i]! * y.im[i]!);
    const im = x.re.map((value, i) => value * y.im[i]! + x.im[i]! * y.re[i]!);
    re[0] = x.re[0]! * y.re[0]!;
    im[0] = x.im[0]! * y.im[0]!;
    const product = fft.inverse({ re, im });
    for (let k = 0; k < size; k++) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += a[i]! * b[(k - i + size) % size]!;
      expect(product[k]!).toBeCloseTo(sum, 13);
    }
  });
  it("refuses a size that is no power of two", () => {
    expect(() => realFft(12)).toThrow(/power of two/);
  });
});
