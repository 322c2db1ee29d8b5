import { Unsound } from "../../src/errors.ts";
import { type RealFft, realFft, type Spectrum } from "../../src/math/fft.ts";
import type { Discrete, Grid } from "./discretise.ts";

/** A discretised loss, `count` times. The grids of all terms of a sum have one step. */
export interface Term {
  readonly grid: Grid;
  readonly discrete: Discrete;
  readonly count: number;
}

/**
 * Finite part of a sum of independent losses: mass of loss start + i · step is mass[i] · e^{logScale − t · loss}.
 * Folded: what lies beyond the window is added to it one window away, so no mass in it is too small.
 */
export interface Sum {
  readonly t: number;
  readonly step: number;
  readonly start: number;
  readonly mass: Float64Array;
  readonly logScale: number;
  /** Most that rounding can have taken from one mass. */
  readonly rounding: number;
}

const U = 2 ** -53;
/** Rounding of a radix-2 transform is below this many units per level, in the 2-norm (Higham 2002, §24.1: about 3). */
const PER_LEVEL = 5;
/** ln of a spectral value that is taken to be 0. */
const VANISHED = -60;

/**
 * Convolution by Fourier transform of masses tilted by e^{tL}, so that the tail a question is about becomes the peak
 * and is not lost in rounding.
 *
 * @param window.t      tilt
 * @param window.start  loss at its lower end, about
 * @param window.width  in loss; the window has at least this width
 */
export const convolve = (
  terms: readonly Term[],
  { t, ...window }: { readonly t: number; readonly start: number; readonly width: number },
): Sum => {
  const { step } = terms[0]!.grid;
  const size = 2 ** Math.max(4, Math.ceil(Math.log2(window.width / step + 2)));
  const fft = realFft(size);
  const product = new Product(size);
  let origin = 0;
  let logScale = 0;
  for (const { grid, discrete, count } of terms) {
    const tilted = tilt(grid, discrete, t);
    product.multiply(fft.forward(folded(tilted, size)), count);
    origin += count * (grid.offset + (discrete.first + tilted.centre) * step);
    logScale += count * tilted.logScale;
  }
  const first = Math.floor((window.start - origin) / step);
  const { mass, rounding } = product.inverse(fft);
  return { t, step, start: origin + first * step, mass: rotated(mass, first), logScale, rounding };
};

interface Tilted {
  /** Sums to one. */
  readonly mass: Float64Array;
  readonly logScale: number;
  /** Index of the mean. */
  readonly centre: number;
}

export const tilt = ({ step, offset }: Grid, { first, mass }: Discrete, t: number): Tilted => {
  const tilted = new Float64Array(mass.length);
  // Relative to the heaviest of a few, so that nothing overflows: tilted masses vary slowly along the grid.
  let top = Number.NEGATIVE_INFINITY;
  const stride = Math.max(1, Math.floor(mass.length / 4096));
  for (let i = 0; i < mass.length; i += stride)
    if (mass[i]! > 0) top = Math.max(top, Math.log(mass[i]!) + t * (offset + (first + i) * step));
  let sum = 0;
  let mean = 0;
  for (let i = 0; i < mass.length; i++) {
    const m = mass[i]!;
    if (m === 0) continue;
    const value = m * Math.exp(t * (offset + (first + i) * step) - top);
    tilted[i] = value;
    sum += value;
    mean += i * value;
  }
  if (!(sum > 0 && sum < Number.MAX_VALUE))
    throw new Unsound("a privacy loss cannot be tilted in double precision");
  for (let i = 0; i < mass.length; i++) tilted[i] = tilted[i]! / sum;
  return { mass: tilted, logScale: top + Math.log(sum), centre: Math.round(mean / sum) };
};

const folded = ({ mass, centre }: Tilted, size: number): Float64Array => {
  const circle = new Float64Array(size);
  for (let i = 0; i < mass.length; i++) {
    const at = modulo(i - centre, size);
    circle[at] = circle[at]! + mass[i]!;
  }
  return circle;
};

const rotated = (circle: Float64Array, first: number): Float64Array => {
  const cut = modulo(first, circle.length);
  const out = new Float64Array(circle.length);
  out.set(circle.subarray(cut));
  out.set(circle.subarray(0, cut), circle.length - cut);
  return out;
};

const modulo = (a: number, n: number): number => ((a % n) + n) % n;

/** A product of powers of spectra, with what rounding may have done to each of its values. */
class Product {
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  /** Absolute error bound by frequency, in rounding units. */
  readonly #error: Float64Array;
  readonly #levels: number;
  #nyquistError = 0;

  constructor(readonly size: number) {
    this.#re = new Float64Array(size / 2).fill(1);
    this.#im = new Float64Array(size / 2);
    // Place 0 holds two real values: of frequency 0 and of the highest.
    this.#im[0] = 1;
    this.#error = new Float64Array(size / 2);
    this.#levels = Math.log2(size);
  }

  multiply({ re, im }: Spectrum, count: number): void {
    const own = PER_LEVEL * this.#levels + 4;
    [this.#re[0], this.#error[0]!] = this.#real([this.#re[0]!, this.#error[0]!], re[0]!, count, own);
    [this.#im[0], this.#nyquistError] = this.#real([this.#im[0]!, this.#nyquistError], im[0]!, count, own);
    for (let i = 1; i < re.length; i++) {
      const x = re[i]!;
      const y = im[i]!;
      const square = x * x + y * y;
      const logRadius = (count / 2) * Math.log(square);
      if (logRadius < VANISHED) {
        this.#re[i] = 0;
        this.#im[i] = 0;
        // e^{−60} of a value of at most 1, and as much again for its own error: less than a rounding unit.
        this.#error[i] = 1e-9;
        continue;
      }
      const radius = Math.exp(logRadius);
      const angle = count * Math.atan2(y, x);
      const [c, s] = [radius * Math.cos(angle), radius * Math.sin(angle)];
      const a = this.#re[i]!;
      const b = this.#im[i]!;
      const before = Math.abs(a) + Math.abs(b);
      // |Xᵏ⁻¹| k |δX|, and k rounding units in the power itself.
      const slope = radius / Math.sqrt(square);
      this.#error[i] = this.#error[i]! * radius + before * count * own * slope;
      this.#re[i] = a * c - b * s;
      this.#im[i] = a * s + b * c;
    }
  }

  #real([value, error]: readonly [number, number], x: number, count: number, own: number): [number, number] {
    const size = Math.abs(x);
    const power = size ** count * (x < 0 && count % 2 === 1 ? -1 : 1);
    return [value * power, error * Math.abs(power) + Math.abs(value) * count * own * size ** (count - 1)];
  }

  /** Back to masses; no mass is off by more than `rounding`. */
  inverse(fft: RealFft): { readonly mass: Float64Array; readonly rounding: number } {
    let spread = this.#error[0]! + this.#nyquistError;
    let square = this.#re[0]! ** 2 + this.#im[0]! ** 2;
    for (let i = 1; i < this.#re.length; i++) {
      spread += 2 * this.#error[i]!;
      square += 2 * (this.#re[i]! ** 2 + this.#im[i]! ** 2);
    }
    const norm = Math.sqrt(square / this.size);
    return {
      mass: fft.inverse({ re: this.#re, im: this.#im }),
      rounding: 2 * U * (spread / this.size + PER_LEVEL * this.#levels * norm),
    };
  }
}
