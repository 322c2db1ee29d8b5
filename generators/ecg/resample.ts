/** Zero crossings of the sinc on each side, and the Kaiser window's shape (about 70 dB of stop-band attenuation). */
const CROSSINGS = 16;
const KAISER_BETA = 7;
/** The pass band ends at this share of the lower Nyquist frequency. */
const ROLL_OFF = 0.92;

/**
 * The same signal on another sampling grid: band-limited interpolation with a Kaiser-windowed sinc, one filter a
 * phase. Sample 0 stays at time 0; both ends are held. A constant stays exactly constant (filters sum to 1).
 *
 * @param signal  n samples at `fromHz`
 * @returns       floor(n · toHz / fromHz) samples at `toHz`
 * @source        Smith, Digital Audio Resampling, https://ccrma.stanford.edu/~jos/resample/; Kaiser 1974
 */
export const resample = (signal: Float64Array, fromHz: number, toHz: number): Float64Array => {
  if (fromHz === toHz) return signal.slice();
  const out = new Float64Array(Math.floor((signal.length * toHz) / fromHz + 1e-9));
  const cutoff = ROLL_OFF * Math.min(1, toHz / fromHz);
  const half = Math.ceil(CROSSINGS / cutoff);
  const filters = new Map<number, Float64Array>();
  for (let n = 0; n < out.length; n++) {
    const position = (n * fromHz) / toHz;
    const centre = Math.floor(position + 1e-9);
    // Rational rates repeat their phases: a filter per phase, to a billionth of a sample.
    const phase = Math.round((position - centre) * 1e9) / 1e9;
    let filter = filters.get(phase);
    if (filter === undefined) {
      filter = phaseFilter(phase, half, cutoff);
      if (filters.size < 2048) filters.set(phase, filter);
    }
    out[n] = apply(signal, filter, centre - half + 1);
  }
  return out;
};

const apply = (signal: Float64Array, filter: Float64Array, start: number): number => {
  const last = signal.length - 1;
  let sum = 0;
  for (let k = 0; k < filter.length; k++) {
    const i = start + k;
    sum += filter[k]! * signal[i < 0 ? 0 : i > last ? last : i]!;
  }
  return sum;
};

const phaseFilter = (phase: number, half: number, cutoff: number): Float64Array => {
  const filter = new Float64Array(2 * half);
  let sum = 0;
  for (let k = 0; k < filter.length; k++) {
    const distance = k - half + 1 - phase;
    const ratio = distance / half;
    const window = ratio * ratio >= 1 ? 0 : bessel0(KAISER_BETA * Math.sqrt(1 - ratio * ratio));
    filter[k] = sinc(cutoff * distance) * window;
    sum += filter[k]!;
  }
  for (let k = 0; k < filter.length; k++) filter[k] = filter[k]! / sum;
  return filter;
};

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Modified Bessel function I₀, by its power series. */
const bessel0 = (x: number): number => {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
};
