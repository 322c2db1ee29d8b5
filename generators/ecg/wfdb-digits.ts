import { endianness } from "node:os";
import { Unsound } from "../../src/errors.ts";

/** Raw units a millivolt: one unit is 0.5 µV. */
export const GAIN_PER_MV = 2000;
/** −32768 means "no sample" in format 16. */
const HIGHEST = 32767;
/** Half the range, and even, for I and II, whose difference must be written too. */
const HIGHEST_EVEN = (HIGHEST >> 1) & ~1;
const LEADS = 12;
const LIMB = 6;

/** Twelve leads as format 16 has them. */
export interface Digits {
  /** Interleaved samples, 16 bits, little endian. */
  readonly bytes: Uint8Array;
  readonly samples: number;
  /** By lead: the first sample, and the sum of all modulo 2¹⁶ as a signed number. */
  readonly first: readonly number[];
  readonly checksums: readonly number[];
}

/**
 * Twelve leads in raw units. I and II are rounded to even ones and the other limb leads computed from them, so Einthoven
 * and Goldberger hold exactly between the integers of the file, and writing what was read gives the same file.
 *
 * @param leads  in the order of LEADS, millivolts, equal lengths
 * @throws       Unsound if a sample is not finite
 */
export const digitised = (leads: readonly Float32Array[]): Digits => {
  const samples = leads[0]!.length;
  const raw = new Int16Array(samples * LEADS);
  const [a, b] = [0, 1].map(s => putRounded(raw, s, leads[s]!, LIMB_STEP)) as [number, number];
  for (let at = 0; at < raw.length; at += LEADS) {
    const [one, two] = [raw[at]!, raw[at + 1]!];
    raw[at + 2] = two - one;
    raw[at + 3] = -(one + two) / 2;
    raw[at + 4] = one - two / 2;
    raw[at + 5] = two - one / 2;
  }
  const chest = leads.slice(LIMB).map((lead, l) => putRounded(raw, LIMB + l, lead, CHEST_STEP));
  const sums = [a, b, b - a, -(a + b) / 2, a - b / 2, b - a / 2, ...chest];
  const bytes = Buffer.from(raw.buffer);
  return {
    bytes: endianness() === "LE" ? bytes : bytes.swap16(),
    samples,
    first: Array.from({ length: LEADS }, (_, s) => (samples > 0 ? raw[s]! : 0)),
    checksums: sums.map(sum => (sum << 16) >> 16),
  };
};

/** Samples come in multiples of `units` raw units, at most `most` of them. */
interface Step {
  readonly units: number;
  readonly most: number;
}
const LIMB_STEP: Step = { units: 2, most: HIGHEST_EVEN / 2 };
const CHEST_STEP: Step = { units: 1, most: HIGHEST };

/** Writes a lead, rounded, as signal s of the interleaved samples; returns the sum of what was written. */
const putRounded = (raw: Int16Array, s: number, lead: Float32Array, { units, most }: Step): number => {
  const gain = GAIN_PER_MV / units;
  let sum = 0;
  for (let n = 0, at = s; n < lead.length; n++, at += LEADS) {
    const value = lead[n]! * gain;
    // Infinity and NaN less themselves are NaN.
    if (value - value !== 0) throw new Unsound("an ECG sample to write must be finite");
    const whole = Math.floor(value + 0.5);
    const digit = (units * (whole > most ? most : whole < -most ? -most : whole)) | 0;
    raw[at] = digit;
    sum += digit;
  }
  return sum;
};
