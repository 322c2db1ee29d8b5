import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { LATTICE } from "../../../privacy/clip.ts";
import { boundedSum } from "../../../privacy/mechanisms/bounded-sum.ts";
import { roundedGaussian } from "../../../src/math/exact-gaussian.ts";
import { type SecretNoise, systemNoise } from "../../../src/math/secret-noise.ts";
import { betaQuantile, gammaQ, normalCdf, normalQuantile } from "../../../src/math/special.ts";
import { cohortOf, planned, type Vector, vectorBlock } from "../../privacy/mechanisms/fixtures.ts";
import { replayBits, replayNoise } from "../../replay-noise.ts";

const ALARM = 1e-6;

/** Whether k of n is within the Clopper–Pearson interval of p at false-alarm rate `alpha`. */
const isPlausible = (k: number, n: number, p: number, alpha: number): boolean =>
  (k === 0 || betaQuantile(alpha / 2, k, n - k + 1) <= p) &&
  (k === n || p <= betaQuantile(1 - alpha / 2, k + 1, n - k));

const chiSquareP = (counts: readonly number[], expected: readonly number[], freedom: number): number =>
  gammaQ(
    freedom / 2,
    counts.reduce((sum, count, i) => sum + (count - expected[i]!) ** 2 / expected[i]!, 0) / 2,
  );

describe("rounded Gaussian, where mistakes hide", () => {
  it("has the normal's tails out to 4.9 σ (2e6 draws, fixed seed; 7 Clopper–Pearson intervals, false alarm 1e-6 in all)", () => {
    const noise = replayNoise("tails");
    const thresholds = [1, 2, 3, 3.5, 4, 4.5, 4.9];
    const beyond = thresholds.map(() => 0);
    const n = 2_000_000;
    for (let i = 0; i < n; i++) {
      const z = Math.abs(Number(noise.gaussian(1n << 40n))) / 2 ** 40;
      for (let t = 0; t < thresholds.length && z > thresholds[t]!; t++) beyond[t]!++;
    }
    thresholds.forEach((threshold, t) => {
      const p = 2 * normalCdf(-threshold);
      expect(isPlausible(beyond[t]!, n, p, ALARM / thresholds.length), `${threshold} σ: ${beyond[t]}`).toBe(
        true,
      );
    });
    // What the test can see: the tail of a sampler that stops at 4 σ, or has 5 % less beyond 2 σ, is refused.
    expect(isPlausible(0, n, 2 * normalCdf(-4), ALARM / 7)).toBe(false);
    expect(isPlausible(Math.round(0.95 * n * 2 * normalCdf(-2)), n, 2 * normalCdf(-2), ALARM / 7)).toBe(
      false,
    );
  }, 60_000);

  it("sign and size are independent, and sizes of neighbours in the stream too (χ² of 16 cells each, 4e5 draws, fixed seed, false alarm 1e-6)", () => {
    const noise = replayNoise("independence");
    const cuts = [0.25, 0.5, 0.75].map(q => normalQuantile(q));
    const n = 400_000;
    const z = Float64Array.from({ length: n }, () => Number(noise.gaussian(1n << 40n)) / 2 ** 40);
    const cell = (value: number) => cuts.filter(cut => value > cut).length;
    const pairs = new Array<number>(16).fill(0);
    const signs = new Array<number>(16).fill(0);
    for (let i = 0; i + 1 < n; i += 2) {
      pairs[4 * cell(z[i]!) + cell(z[i + 1]!)]!++;
      const size = Math.min(7, Math.floor(8 * (2 * normalCdf(Math.abs(z[i]!)) - 1)));
      signs[2 * size + (z[i]! < 0 ? 1 : 0)]!++;
    }
    const expected = new Array<number>(16).fill(n / 2 / 16);
    expect(chiSquareP(pairs, expected, 15)).toBeGreaterThan(ALARM);
    expect(chiSquareP(signs, expected, 15)).toBeGreaterThan(ALARM);
  }, 60_000);

  it("keeps its law on the coarsest lattices, cells out to 4 σ (χ², 4e5 draws, fixed seed, false alarm 1e-6 each)", () => {
    for (const sigma of [1, 2]) {
      const noise = replayNoise(`coarse ${sigma}`);
      const limit = 4 * sigma;
      const n = 400_000;
      const counts = new Array<number>(2 * limit + 1).fill(0);
      for (let i = 0; i < n; i++) {
        const k = Number(noise.gaussian(BigInt(sigma)));
        counts[Math.max(-limit, Math.min(limit, k)) + limit]!++;
      }
      const upTo = (k: number) => (k >= limit ? 1 : k < -limit ? 0 : normalCdf((k + 0.5) / sigma));
      const expected = counts.map((_, i) => n * (upTo(i - limit) - upTo(i - limit - 1)));
      expect(chiSquareP(counts, expected, counts.length - 1)).toBeGreaterThan(ALARM);
    }
  }, 60_000);

  it("uses each random word once: the words drawn are those of the stream, in order", () => {
    const bits = replayBits("once");
    const handed: number[] = [];
    const counting = {
      word: () => {
        const word = bits.word();
        handed.push(word);
        return word;
      },
    };
    for (let i = 0; i < 200; i++) roundedGaussian(counting, 1n << 20n);
    const again = replayBits("once");
    expect(handed.length).toBeGreaterThan(200 * 4);
    expect(handed.every(word => word === again.word())).toBe(true);
  });
});

describe("discrete Gaussian, where mistakes hide", () => {
  it("has its own law's tails, not the rounded normal's, at variance 1/3 (χ², 1e6 draws, fixed seed, false alarm 1e-6)", () => {
    const noise = replayNoise("small variance");
    const n = 1_000_000;
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) counts[Math.min(3, Math.abs(Number(noise.discreteGaussian(1n, 3n))))]!++;
    const mass = (k: number) => Math.exp(-1.5 * k * k);
    let total = mass(0);
    for (let k = 1; k < 30; k++) total += 2 * mass(k);
    const law = [mass(0), 2 * mass(1), 2 * mass(2)].map(m => (n * m) / total);
    const expected = [...law, n - law.reduce((a, b) => a + b, 0)];
    expect(chiSquareP(counts, expected, 3)).toBeGreaterThan(ALARM);
    const rounded = [0.5, 1.5, 2.5].map(x => 2 * normalCdf(x * Math.sqrt(3)) - 1);
    const normal = [rounded[0]!, rounded[1]! - rounded[0]!, rounded[2]! - rounded[1]!, 1 - rounded[2]!];
    expect(
      chiSquareP(
        counts,
        normal.map(p => p * n),
        3,
      ),
    ).toBeLessThan(1e-100);
  }, 60_000);

  it("has the normal's tails where the lattice is fine, σ = 2²⁰ (3e5 draws, fixed seed; 4 Clopper–Pearson intervals, false alarm 1e-6 in all)", () => {
    const noise = replayNoise("fine discrete");
    const n = 300_000;
    const thresholds = [1, 2, 3, 4];
    const beyond = thresholds.map(() => 0);
    for (let i = 0; i < n; i++) {
      const z = Math.abs(Number(noise.discreteGaussian(1n << 40n, 1n))) / 2 ** 20;
      for (let t = 0; t < thresholds.length && z > thresholds[t]!; t++) beyond[t]!++;
    }
    thresholds.forEach((threshold, t) => {
      const p = 2 * normalCdf(-threshold);
      expect(isPlausible(beyond[t]!, n, p, ALARM / thresholds.length), `${threshold} σ: ${beyond[t]}`).toBe(
        true,
      );
    });
  }, 60_000);
});

describe("outputs that can be reached", () => {
  /** Outputs of a one-number release with σ = 2 lattice steps, for a patient whose value is `steps` lattice steps. */
  const reached = (steps: number, weight: number, noise: SecretNoise): ReadonlySet<number> => {
    const blocks = [vectorBlock(1, weight)];
    const mechanism = boundedSum(planned(String(2 / LATTICE), blocks), blocks);
    const cohort = cohortOf<Vector>(steps === 0 ? [] : [[steps / LATTICE / weight]]);
    const found = new Set<number>();
    for (let i = 0; i < 20_000; i++) found.add(mechanism.run(cohort, noise).blocks[0]!.values[0]!);
    return found;
  };

  it.each([1, 0.5, 0.6, 1 / 3])(
    "are the same for a true value of 0 and of 1 step, bit for bit, at weight %f (2e4 draws each, fixed seed)",
    weight => {
      const unit = weight * LATTICE;
      const near = (set: ReadonlySet<number>) =>
        [...set].filter(value => Math.abs(value * unit) < 5.5).sort((a, b) => a - b);
      const zero = near(reached(0, weight, replayNoise("zero")));
      const one = near(reached(1, weight, replayNoise("one")));
      // Within 5 steps of 0 every output has probability above 1e-3 from both: all 11 are seen.
      expect(zero).toHaveLength(11);
      expect(one).toEqual(zero);
    },
    60_000,
  );
});

describe("the system's noise", () => {
  it("is normal (Kolmogorov–Smirnov, 1e5 draws of the system's bits, false alarm 1e-9)", () => {
    const noise = systemNoise();
    const uniform = Float64Array.from({ length: 100_000 }, () =>
      normalCdf(Number(noise.gaussian(1n << 40n)) / 2 ** 40),
    ).sort();
    let distance = 0;
    uniform.forEach((u, i) => {
      distance = Math.max(distance, u - i / 100_000, (i + 1) / 100_000 - u);
    });
    // Massart's bound: P[√n·D > x] ≤ 2 exp(−2x²).
    expect(2 * Math.exp(-2 * 100_000 * distance ** 2)).toBeGreaterThan(1e-9);
  });

  it("differs between two processes and two worker threads that start alike", async () => {
    const noise = `${process.cwd()}/src/math/secret-noise.ts`;
    const draw = `import { systemNoise } from "${noise}"; const n = systemNoise(); const drawn = [1, 2, 3, 4].map(() => n.gaussian(1n << 60n)).join();`;
    const worker = `
      import { parentPort } from "node:worker_threads";
      import { tsImport } from "tsx/esm/api";
      const { systemNoise } = await tsImport("${noise}", "file://${process.cwd()}/");
      const n = systemNoise();
      parentPort.postMessage([1, 2, 3, 4].map(() => n.gaussian(1n << 60n)).join());`;
    const code = `${draw}
      import { Worker } from "node:worker_threads";
      const inWorker = () => new Promise((done, failed) =>
        new Worker(${JSON.stringify(worker)}, { eval: true }).on("message", done).on("error", failed));
      console.log([drawn, await inWorker(), await inWorker()].join("\\n"));`;
    const runs = await Promise.all(
      [1, 2].map(() =>
        promisify(execFile)(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code]),
      ),
    );
    const draws = runs.flatMap(({ stdout }) => stdout.trim().split("\n"));
    expect(draws).toHaveLength(6);
    for (const text of draws) expect(text.split(",")).toHaveLength(4);
    expect(new Set(draws.flatMap(text => text.split(","))).size).toBe(24);
  }, 60_000);
});
