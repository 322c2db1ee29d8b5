import { describe, expect, it } from "vitest";
import { gaussianDenoiser, mixtureDenoiser } from "../../generators/denoiser.ts";
import { particles } from "../../generators/particles.ts";
import { karras } from "../../generators/schedule.ts";
import { eigenSymmetric } from "../../src/math/eigen.ts";
import { rng } from "../../src/math/rng.ts";

const one = (variance: number) => eigenSymmetric(Float64Array.of(variance), 1);
const schedule = karras(24, { max: 20, min: 0.05 });
const prior = gaussianDenoiser({ mean: Float64Array.of(0), covariance: one(1) });

/** Variance of what ancestral steps draw of a standard Gaussian on this schedule: each step is linear, so it is exact. */
const drawnVariance = (): number => {
  let variance = schedule[0]! ** 2;
  for (let i = 0; i + 1 < schedule.length; i++) {
    const [from, to] = [schedule[i]!, schedule[i + 1]!];
    const ratio = (to / from) ** 2;
    const shrink = 1 / (1 + from * from);
    variance = (shrink + ratio * (1 - shrink)) ** 2 * variance + to * to * (1 - ratio);
  }
  return variance;
};

/** Log density of having measured y = x + noise of variance s2, up to a constant. */
const measured = (y: number, s2: number) => (x0: Float64Array) => (-0.5 * (x0[0]! - y) ** 2) / s2;

describe("particle steering on a known posterior", () => {
  // x ~ N(0, V), y = x + N(0, 0.25): posterior mean V y/(V + 0.25), variance 0.25 V/(V + 0.25),
  // evidence √(0.25/(V + 0.25)) exp(−y²/(2(V + 0.25))).
  const V = drawnVariance();
  const y = 1.6;
  const s2 = 0.25;
  const truth = {
    mean: (V * y) / (V + s2),
    variance: (s2 * V) / (V + s2),
    evidence: Math.sqrt(s2 / (V + s2)) * Math.exp((-0.5 * y * y) / (V + s2)),
  };
  const run = (count: number, seed: string) =>
    particles({ schedule, denoise: prior }, { count, dimension: 1, reward: measured(y, s2) }, rng(seed));

  it.each([2, 4, 8])(
    "weighted sums over the draws, times the evidence, are unbiased for the sampler's law times exp(reward): %i particles, 3000 runs, 5 standard errors, false alarm < 2e-6",
    count => {
      const tests: readonly (readonly [(x: number) => number, number])[] = [
        [() => 1, truth.evidence],
        [x => x, truth.evidence * truth.mean],
        [x => x * x, truth.evidence * (truth.variance + truth.mean ** 2)],
      ];
      const sums = tests.map(() => ({ sum: 0, squares: 0 }));
      const runs = 3000;
      for (let i = 0; i < runs; i++) {
        const { draws, weights, logEvidence } = run(count, `unbiased ${count} ${i}`);
        tests.forEach(([f], t) => {
          const value =
            Math.exp(logEvidence) * draws.reduce((total, x, j) => total + weights[j]! * f(x[0]!), 0);
          sums[t]!.sum += value;
          sums[t]!.squares += value * value;
        });
      }
      tests.forEach(([, want], t) => {
        const mean = sums[t]!.sum / runs;
        const error = Math.sqrt((sums[t]!.squares / runs - mean ** 2) / runs);
        expect(Math.abs(mean - want)).toBeLessThan(5 * error);
      });
    },
  );

  it("with many particles the draws are the posterior's (400 particles, mean and variance within 0.1)", () => {
    const { draws, weights } = run(400, "many");
    const mean = draws.reduce((sum, x, j) => sum + weights[j]! * x[0]!, 0);
    const variance = draws.reduce((sum, x, j) => sum + weights[j]! * (x[0]! - mean) ** 2, 0);
    expect(Math.abs(mean - truth.mean)).toBeLessThan(0.1);
    expect(Math.abs(variance - truth.variance)).toBeLessThan(0.1);
  });

  it("eight particles are nearer the posterior than eight draws of the prior weighted once (2000 runs)", () => {
    // A far measurement: of eight prior draws hardly one lies near it, so weighting them once collapses on the nearest.
    const far = (x0: Float64Array) => (-0.5 * (x0[0]! - 3) ** 2) / 0.04;
    const target = (V * 3) / (V + 0.04);
    const errors = { steered: 0, weighted: 0 };
    for (let i = 0; i < 2000; i++) {
      const swarm = particles(
        { schedule, denoise: prior },
        { count: 8, dimension: 1, reward: far },
        rng(`far ${i}`),
      );
      errors.steered += (expectation(swarm) - target) ** 2 / 2000;
      const random = rng(`once ${i}`);
      const xs = Array.from({ length: 8 }, () => Float64Array.of(Math.sqrt(V) * random.normal()));
      const weights = xs.map(far);
      const top = Math.max(...weights);
      const total = weights.reduce((a, w) => a + Math.exp(w - top), 0);
      errors.weighted +=
        (xs.reduce((a, x, j) => a + (Math.exp(weights[j]! - top) / total) * x[0]!, 0) - target) ** 2 / 2000;
    }
    expect(errors.steered).toBeLessThan(0.5 * errors.weighted);
  });
});

const expectation = ({ draws, weights }: ReturnType<typeof particles>): number =>
  draws.reduce((sum, x, j) => sum + weights[j]! * x[0]!, 0);

describe("a reward without a gradient", () => {
  it("a hard choice among modes moves their shares as Bayes says (1500 runs of 8, 5 standard errors)", () => {
    const modes = mixtureDenoiser([
      { weight: 0.8, mean: Float64Array.of(-2), covariance: one(0.05) },
      { weight: 0.2, mean: Float64Array.of(2), covariance: one(0.05) },
    ]);
    // Ten times as welcome above 0: posterior share 0.2·10/(0.8 + 0.2·10).
    const want = 2 / 2.8;
    const reward = (x0: Float64Array) => (x0[0]! > 0 ? Math.log(10) : 0);
    const fine = karras(60, { max: 20, min: 0.02 });
    let upper = 0;
    let all = 0;
    const parts: { readonly up: number; readonly z: number }[] = [];
    for (let i = 0; i < 1500; i++) {
      const { draws, weights, logEvidence } = particles(
        { schedule: fine, denoise: modes },
        { count: 8, dimension: 1, reward },
        rng(`hard ${i}`),
      );
      const z = Math.exp(logEvidence);
      const up = z * draws.reduce((sum, x, j) => sum + (x[0]! > 0 ? weights[j]! : 0), 0);
      upper += up;
      all += z;
      parts.push({ up, z });
    }
    const share = upper / all;
    const error = Math.sqrt(parts.reduce((sum, { up, z }) => sum + (up - share * z) ** 2, 0)) / all;
    expect(Math.abs(share - want)).toBeLessThan(5 * error + 0.01);
  });

  it("of nought changes nothing: the draws are the ancestral sampler's and the evidence is 1", () => {
    const { weights, logEvidence } = particles(
      { schedule, denoise: prior },
      { count: 4, dimension: 1, reward: () => 0 },
      rng("nought"),
    );
    expect(Array.from(weights)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(logEvidence).toBeCloseTo(0, 12);
  });

  it("one particle is refused", () => {
    expect(() =>
      particles({ schedule, denoise: prior }, { count: 1, dimension: 1, reward: () => 0 }, rng("x")),
    ).toThrow("particles must be a whole number ≥ 2; got 1");
  });
});
