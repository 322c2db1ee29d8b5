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
  const sums = new Int32Array(LEADS);
  const put = (at: number, s: number, value: number): void => {
    raw[at + s] = value;
    sums[s] = sums[s]! + value;
  };
  const [one, two] = leads as readonly [Float32Array, Float32Array];
  for (let n = 0, at = 0; n < samples; n++, at += LEADS) {
    const a = 2 * rounded(one[n]! * (GAIN_PER_MV / 2), HIGHEST_EVEN / 2);
    const b = 2 * rounded(two[n]! * (GAIN_PER_MV / 2), HIGHEST_EVEN / 2);
    put(at, 0, a);
    put(at, 1, b);
    put(at, 2, b - a);
    put(at, 3, -(a + b) / 2);
    put(at, 4, a - b / 2);
    put(at, 5, b - a / 2);
    for (let s = LIMB; s < LEADS; s++) put(at, s, rounded(leads[s]![n]! * GAIN_PER_MV, HIGHEST));
  }
  const bytes = Buffer.from(raw.buffer);
  return {
    bytes: endianness() === "LE" ? bytes : bytes.swap16(),
    samples,
    first: Array.from({ length: LEADS }, (_, s) => (samples > 0 ? raw[s]! : 0)),
    checksums: Array.from(sums, sum => (sum << 16) >> 16),
  };
};

const rounded = (value: number, highest: number): number => {
  if (!Number.isFinite(value)) throw new Unsound("an ECG sample to write must be finite");
  const whole = Math.floor(value + 0.5);
  return whole > highest ? highest : whole < -highest ? -highest : whole;
};
