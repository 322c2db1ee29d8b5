import { createCipheriv, createHash } from "node:crypto";
import { discreteGaussian } from "../src/math/discrete-gaussian.ts";
import { type Bits, roundedGaussian } from "../src/math/exact-gaussian.ts";
import { exponentialChoice } from "../src/math/exponential-choice.ts";
import type { SecretNoise } from "../src/math/secret-noise.ts";

const BLOCK = new Uint8Array(1 << 16);

/** NOT PRIVATE: a replayable stream of words (AES-128-CTR keyed by the seed), for tests only. */
export const replayBits = (seed: string): Bits => {
  const key = createHash("sha256").update(seed).digest();
  const cipher = createCipheriv("aes-128-ctr", key.subarray(0, 16), key.subarray(16));
  let words = new Uint32Array(0);
  let next = 0;
  return {
    word: () => {
      if (next === words.length) {
        const bytes = new Uint8Array(cipher.update(BLOCK));
        words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
        next = 0;
      }
      return words[next++]!;
    },
  };
};

/** NOT PRIVATE: the product's samplers over a replayable stream, for tests only. */
export const replayNoise = (seed: string): SecretNoise => {
  const bits = replayBits(seed);
  return {
    gaussian: sigma => roundedGaussian(bits, sigma),
    discreteGaussian: (num, den) => discreteGaussian(bits, { num, den }),
    exponentialChoice: (gaps, den) => exponentialChoice(bits, gaps, den),
  };
};
