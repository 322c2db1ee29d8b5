import { randomFillSync } from "node:crypto";
import { InvalidRequest } from "../errors.ts";
import { discreteGaussian } from "./discrete-gaussian.ts";
import { type Bits, roundedGaussian } from "./exact-gaussian.ts";
import { exponentialChoice } from "./exponential-choice.ts";

/** Noise that nobody may replay. Only mechanisms draw it, and only the ledger hands it to them. */
export interface SecretNoise {
  /** round(sigma·Z), Z standard normal; lattice units, sigma ≥ 0. */
  gaussian(sigma: bigint): bigint;
  /** Discrete Gaussian with variance num / den > 0, lattice units². */
  discreteGaussian(num: bigint, den: bigint): bigint;
  /** Index i with probability proportional to exp(−gaps[i] / den); gaps ≥ 0, the least of them 0, den > 0. */
  exponentialChoice(gaps: readonly bigint[], den: bigint): number;
}

const WORDS = 1024;

/** Words of the operating system's generator; each is erased from the buffer when it is handed out. */
class SystemBits implements Bits {
  readonly #buffer = new Uint32Array(WORDS);
  #next = WORDS;

  word(): number {
    if (this.#next === WORDS) {
      randomFillSync(this.#buffer);
      this.#next = 0;
    }
    const word = this.#buffer[this.#next]!;
    this.#buffer[this.#next++] = 0;
    return word;
  }
}

class SystemNoise implements SecretNoise {
  readonly #bits = new SystemBits();

  constructor() {
    Object.freeze(this);
  }

  gaussian(sigma: bigint): bigint {
    if (sigma < 0n) throw new InvalidRequest("noise sigma must not be negative");
    return roundedGaussian(this.#bits, sigma);
  }

  discreteGaussian(num: bigint, den: bigint): bigint {
    if (num <= 0n || den <= 0n) throw new InvalidRequest("noise variance must be positive");
    return discreteGaussian(this.#bits, { num, den });
  }

  exponentialChoice(gaps: readonly bigint[], den: bigint): number {
    return exponentialChoice(this.#bits, gaps, den);
  }

  static isGenuine(noise: SecretNoise): boolean {
    return #bits in noise && Object.getPrototypeOf(noise) === SystemNoise.prototype;
  }
}
Object.freeze(SystemNoise.prototype);

/** Noise from the operating system's cryptographic generator. There is no seed: nothing can repeat it. */
export const systemNoise = (): SecretNoise => new SystemNoise();

/** True only for what `systemNoise` made; a run with anything else is stamped not private. */
export const isSystemNoise = (noise: SecretNoise): boolean => SystemNoise.isGenuine(noise);
