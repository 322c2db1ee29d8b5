import { InvalidRequest } from "../errors.ts";

/**
 * Spectrum X₀ … X_{n/2} of n real numbers: X at the bit-reversed place of its index, X_{n/2} (real) in `im[0]`.
 * Places do not matter to whoever multiplies spectra of one size point by point.
 */
export interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Fourier transforms of `size` real numbers with their tables ready. */
export interface RealFft {
  readonly size: number;
  forward(x: Float64Array): Spectrum;
  inverse(spectrum: Spectrum): Float64Array;
}

/**
 * Fourier transform of real input through a complex one of half the size: radix 2, iterative, decimation in
 * frequency forward and in time backward, so that no reordering pass is needed.
 *
 * @param size power of two, at least 4
 */
export const realFft = (size: number): RealFft => {
  if (size < 4 || !Number.isInteger(Math.log2(size)))
    throw new InvalidRequest(`an FFT size must be a power of two from 4; got ${size}`);
  const half = size / 2;
  const stages = stageTwiddles(half);
  const places = bitReversed(half);
  const last = lastTwiddles(size);
  return {
    size,
    forward: x => {
      const re = new Float64Array(half);
      const im = new Float64Array(half);
      for (let j = 0; j < half; j++) {
        re[j] = x[2 * j]!;
        im[j] = x[2 * j + 1]!;
      }
      decimateFrequency(re, im, stages);
      unpack(re, im, { places, last });
      return { re, im };
    },
    inverse: spectrum => {
      const re = spectrum.re.slice();
      const im = spectrum.im.slice();
      pack(re, im, { places, last });
      decimateTime(re, im, stages);
      const x = new Float64Array(size);
      for (let j = 0; j < half; j++) {
        x[2 * j] = re[j]! / half;
        x[2 * j + 1] = im[j]! / half;
      }
      return x;
    },
  };
};

interface Twiddles {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

interface Packing {
  readonly places: Int32Array;
  readonly last: Twiddles;
}

/** exp(−2πij/m), j < m/2, of the stage of size m at m/2 + j. */
const stageTwiddles = (n: number): Twiddles => {
  const cos = new Float64Array(Math.max(2, n));
  const sin = new Float64Array(Math.max(2, n));
  const top = n / 2;
  for (let j = 0; j < top; j++) {
    cos[top + j] = Math.cos((-2 * Math.PI * j) / n);
    sin[top + j] = Math.sin((-2 * Math.PI * j) / n);
  }
  for (let m = top / 2; m >= 1; m /= 2)
    for (let j = 0; j < m; j++) {
      cos[m + j] = cos[2 * m + 2 * j]!;
      sin[m + j] = sin[2 * m + 2 * j]!;
    }
  return { cos, sin };
};

/** exp(−2πik/n), k ≤ n/4. */
const lastTwiddles = (n: number): Twiddles => {
  const cos = new Float64Array(n / 4 + 1);
  const sin = new Float64Array(n / 4 + 1);
  for (let k = 0; k <= n / 4; k++) {
    cos[k] = Math.cos((-2 * Math.PI * k) / n);
    sin[k] = Math.sin((-2 * Math.PI * k) / n);
  }
  return { cos, sin };
};

/** Place of each of n numbers in bit-reversed order, n a power of two: of frequency k in a spectrum, n = size / 2. */
export const bitReversed = (n: number): Int32Array => {
  const places = new Int32Array(n);
  for (let i = 1; i < n; i++) places[i] = (places[i >> 1]! >> 1) | (i & 1 ? n >> 1 : 0);
  return places;
};

const decimateFrequency = (re: Float64Array, im: Float64Array, { cos, sin }: Twiddles): void => {
  const n = re.length;
  for (let m = n / 2; m >= 1; m >>= 1) {
    for (let block = 0; block < n; block += 2 * m) {
      for (let j = 0; j < m; j++) {
        const a = block + j;
        const b = a + m;
        const c = cos[m + j]!;
        const s = sin[m + j]!;
        const dr = re[a]! - re[b]!;
        const di = im[a]! - im[b]!;
        re[a] = re[a]! + re[b]!;
        im[a] = im[a]! + im[b]!;
        re[b] = dr * c - di * s;
        im[b] = dr * s + di * c;
      }
    }
  }
};

const decimateTime = (re: Float64Array, im: Float64Array, { cos, sin }: Twiddles): void => {
  const n = re.length;
  for (let m = 1; m < n; m <<= 1) {
    for (let block = 0; block < n; block += 2 * m) {
      for (let j = 0; j < m; j++) {
        const a = block + j;
        const b = a + m;
        const c = cos[m + j]!;
        const s = sin[m + j]!;
        // The conjugate twiddle: this is the inverse.
        const br = re[b]! * c + im[b]! * s;
        const bi = im[b]! * c - re[b]! * s;
        re[b] = re[a]! - br;
        im[b] = im[a]! - bi;
        re[a] = re[a]! + br;
        im[a] = im[a]! + bi;
      }
    }
  }
};

/** Z of the packed numbers → X of the real ones: X_k = E_k + e^{−2πik/n} O_k with E, O the even and odd halves. */
const unpack = (re: Float64Array, im: Float64Array, { places, last }: Packing): void => {
  const n = re.length;
  const first = re[0]!;
  re[0] = first + im[0]!;
  im[0] = first - im[0]!;
  for (let k = 1; k <= n / 2; k++) {
    const p = places[k]!;
    const q = places[n - k]!;
    const er = (re[p]! + re[q]!) / 2;
    const ei = (im[p]! - im[q]!) / 2;
    const or = (im[p]! + im[q]!) / 2;
    const oi = (re[q]! - re[p]!) / 2;
    const tr = or * last.cos[k]! - oi * last.sin[k]!;
    const ti = or * last.sin[k]! + oi * last.cos[k]!;
    re[p] = er + tr;
    im[p] = ei + ti;
    re[q] = er - tr;
    im[q] = ti - ei;
  }
};

const pack = (re: Float64Array, im: Float64Array, { places, last }: Packing): void => {
  const n = re.length;
  const first = re[0]!;
  re[0] = (first + im[0]!) / 2;
  im[0] = (first - im[0]!) / 2;
  for (let k = 1; k <= n / 2; k++) {
    const p = places[k]!;
    const q = places[n - k]!;
    const er = (re[p]! + re[q]!) / 2;
    const ei = (im[p]! - im[q]!) / 2;
    const tr = (re[p]! - re[q]!) / 2;
    const ti = (im[p]! + im[q]!) / 2;
    const or = tr * last.cos[k]! + ti * last.sin[k]!;
    const oi = ti * last.cos[k]! - tr * last.sin[k]!;
    re[p] = er - oi;
    im[p] = ei + or;
    re[q] = er + oi;
    im[q] = or - ei;
  }
};
