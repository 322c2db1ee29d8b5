import { describe, expect, it } from "vitest";
import { type Gaussian, gaussianDenoiser, mixtureDenoiser } from "../../generators/denoiser.ts";
import { gaussianFlow } from "../../generators/gaussian-flow.ts";
import { steer, toward, within } from "../../generators/guidance.ts";
import { decode, draw, encode } from "../../generators/sampler.ts";
import { karras } from "../../generators/schedule.ts";
import { ancestral, ddim, heun, type Solver } from "../../generators/solver.ts";
import { eigenSymmetric } from "../../src/math/eigen.ts";
import { jl } from "../../src/math/projection.ts";
import { rng } from "../../src/math/rng.ts";
import { normalCdf } from "../../src/math/special.ts";

const COVARIANCE = Float64Array.of(2, 0.6, 0, 0.6, 1, -0.3, 0, -0.3, 0.5);
const target: Gaussian = { mean: Float64Array.of(1, -2, 0.5), covariance: eigenSymmetric(COVARIANCE, 3) };
const range = { max: 40, min: 0.02 };

const moments = (rows: readonly Float64Array[]) => {
  const k = rows[0]!.length;
  const mean = Float64Array.from({ length: k }, (_, i) => rows.reduce((a, x) => a + x[i]!, 0) / rows.length);
  const covariance = Array.from({ length: k * k }, (_, at) => {
    const i = Math.floor(at / k);
    const j = at % k;
    return rows.reduce((a, x) => a + (x[i]! - mean[i]!) * (x[j]! - mean[j]!), 0) / rows.length;
  });
  return { mean, covariance };
};

describe.each([
  ["heun", heun, 24],
  ["ddim", ddim, 160],
  ["ancestral", ancestral, 160],
] as const)("the %s sampler on a known Gaussian", (name, solver, steps) => {
  it("has the right mean and covariance (n = 8000, every entry within 6 standard errors, false alarm < 1e-7)", () => {
    const n = 8000;
    const random = rng(`gauss|${name}`);
    const sampler = { schedule: karras(steps, range), solver, denoise: gaussianDenoiser(target) };
    const { mean, covariance } = moments(Array.from({ length: n }, () => draw(sampler, 3, random)));
    const sd = [0, 4, 8].map(i => Math.sqrt(COVARIANCE[i]!));
    for (let i = 0; i < 3; i++) {
      expect(Math.abs(mean[i]! - target.mean[i]!)).toBeLessThan((6 * sd[i]!) / Math.sqrt(n) + 0.01);
      for (let j = 0; j < 3; j++) {
        const scale = sd[i]! * sd[j]!;
        expect(Math.abs(covariance[i * 3 + j]! - COVARIANCE[i * 3 + j]!)).toBeLessThan(
          (6 * Math.SQRT2 * scale) / Math.sqrt(n) + 0.02 * scale,
        );
      }
    }
  });
});

describe("a sampler on a known mixture", () => {
  const narrow = eigenSymmetric(Float64Array.of(0.09, 0, 0, 0.09), 2);
  const components = [
    { weight: 0.7, mean: Float64Array.of(-2, 0), covariance: narrow },
    { weight: 0.2, mean: Float64Array.of(2, 1), covariance: narrow },
    { weight: 0.1, mean: Float64Array.of(0, -3), covariance: narrow },
  ];
  it.each([
    ["heun", heun as Solver, 40],
    ["ancestral", ancestral as Solver, 120],
  ])(
    "has the right mode weights with %s (n = 6000, each within 5 standard errors, false alarm < 2e-6)",
    (name, solver, steps) => {
      const n = 6000;
      const random = rng(`mix|${name}`);
      const sampler = { schedule: karras(steps, range), solver, denoise: mixtureDenoiser(components) };
      const counts = [0, 0, 0];
      for (let s = 0; s < n; s++) {
        const x = draw(sampler, 2, random);
        const distances = components.map(({ mean }) => Math.hypot(x[0]! - mean[0]!, x[1]! - mean[1]!));
        const nearest = distances.indexOf(Math.min(...distances));
        counts[nearest] = counts[nearest]! + 1;
        expect(distances[nearest]!).toBeLessThan(6 * 0.3 + 0.2);
      }
      components.forEach(({ weight }, m) => {
        expect(Math.abs(counts[m]! / n - weight)).toBeLessThan(
          5 * Math.sqrt((weight * (1 - weight)) / n) + 0.005,
        );
      });
    },
  );
});

describe("solver error", () => {
  const exact = (x: Float64Array, sigma: number): Float64Array => {
    // The probability-flow ODE of a Gaussian has the closed solution μ + √(λ/(λ+σ²)) (x − μ) per eigenvector.
    const { values, vectors } = target.covariance;
    const c = [0, 1, 2].map(i =>
      [0, 1, 2].reduce((a, j) => a + vectors[i * 3 + j]! * (x[j]! - target.mean[j]!), 0),
    );
    return Float64Array.from(
      { length: 3 },
      (_, j) =>
        target.mean[j]! +
        c.reduce(
          (a, value, i) =>
            a + vectors[i * 3 + j]! * value * Math.sqrt(values[i]! / (values[i]! + sigma * sigma)),
          0,
        ),
    );
  };
  const error = (solver: Solver, steps: number): number => {
    const random = rng("error");
    const start = Float64Array.from({ length: 3 }, () => range.max * random.normal());
    const got = decode(
      { schedule: karras(steps, range), solver, denoise: gaussianDenoiser(target) },
      start,
      random,
    );
    return Math.hypot(...exact(start, range.max).map((value, i) => value - got[i]!));
  };
  it("falls with steps: first order for ddim, second for heun", () => {
    const orders = ([ddim, heun] as const).map(solver => Math.log2(error(solver, 64) / error(solver, 128)));
    expect(orders[0]).toBeGreaterThan(0.8);
    expect(orders[1]).toBeGreaterThan(1.7);
    expect(error(heun, 32)).toBeLessThan(error(ddim, 64));
  });
  it("falls as on a Gaussian where the law is a mixture: first order for ddim, second for heun", () => {
    // In one dimension the probability flow keeps quantiles: the exact end of a path is F₀⁻¹(F_σ(x)).
    const parts = [
      { weight: 0.6, mean: -1.5, variance: 0.3 },
      { weight: 0.4, mean: 1.5, variance: 0.2 },
    ];
    const denoise = mixtureDenoiser(
      parts.map(({ weight, mean, variance }) => ({
        weight,
        mean: Float64Array.of(mean),
        covariance: eigenSymmetric(Float64Array.of(variance), 1),
      })),
    );
    const quantileAt = (x: number, sigma: number): number =>
      parts.reduce(
        (sum, { weight, mean, variance }) =>
          sum + weight * normalCdf((x - mean) / Math.hypot(sigma, Math.sqrt(variance))),
        0,
      );
    const exactEnd = (x: number, sigma: number): number => {
      const want = quantileAt(x, sigma);
      let [low, high] = [-8, 8];
      for (let i = 0; i < 60; i++) {
        const middle = (low + high) / 2;
        if (quantileAt(middle, 0) < want) low = middle;
        else high = middle;
      }
      return low;
    };
    const starts = Array.from({ length: 21 }, (_, i) => ((i - 10) / 4) * range.max);
    const far = (solver: Solver, steps: number): number => {
      const schedule = karras(steps, { max: range.max, min: 1e-3 });
      const gaps = starts.map(
        x => decode({ schedule, solver, denoise }, Float64Array.of(x), rng("m"))[0]! - exactEnd(x, range.max),
      );
      return Math.sqrt(gaps.reduce((sum, gap) => sum + gap * gap, 0) / gaps.length);
    };
    expect(Math.log2(far(ddim, 128) / far(ddim, 256))).toBeGreaterThan(0.8);
    expect(Math.log2(far(heun, 128) / far(heun, 256))).toBeGreaterThan(1.7);
    expect(far(heun, 128)).toBeLessThan(0.2 * far(ddim, 256));
  });
  it("returns to where it started when a point is encoded and decoded", () => {
    const sampler = { schedule: karras(48, range), solver: heun, denoise: gaussianDenoiser(target) };
    const x = Float64Array.of(0.3, -1.1, 1.4);
    const back = decode(sampler, encode(sampler, x, rng("e")), rng("d"));
    back.forEach((value, i) => {
      expect(value).toBeCloseTo(x[i]!, 2);
    });
  });
});

describe("the closed-form flow from a standard Gaussian", () => {
  const unit = eigenSymmetric(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), 3);
  const standard: Gaussian = { mean: new Float64Array(3), covariance: unit };
  const points = Array.from({ length: 40 }, (_, i) => {
    const random = rng(`flow ${i}`);
    return Float64Array.from({ length: 3 }, () => 1.5 * random.normal());
  });
  const gap = (steps: number, max: number): number => {
    const schedule = karras(steps, { max, min: 0.02 });
    const before = { schedule, solver: heun, denoise: gaussianDenoiser(standard) };
    const after = { schedule, solver: heun, denoise: gaussianDenoiser(target) };
    const flow = gaussianFlow(target);
    return Math.max(
      ...points.map(x => {
        const solved = decode(after, encode(before, x, rng("e")), rng("d"));
        return Math.hypot(...flow(x).map((value, i) => value - solved[i]!));
      }),
    );
  };
  it("is where encoding under one and decoding under the other arrive: the gap falls as 1/σmax and steps², to 1e-3", () => {
    expect(gap(400, 100) / gap(400, 1000)).toBeGreaterThan(8);
    expect(gap(50, 1e5) / gap(100, 1e5)).toBeGreaterThan(3.5);
    expect(gap(800, 1e4)).toBeLessThan(1e-3);
  });
  it("exact ancestral sampling: a standard Gaussian draw becomes a draw of the Gaussian", () => {
    // Exact, not by sampling: the map is affine, so Σ = A Aᵀ with the columns A eᵢ = flow(eᵢ) − flow(0).
    const flow = gaussianFlow(target);
    const origin = flow(new Float64Array(3));
    expect(Array.from(origin)).toEqual(Array.from(target.mean));
    const columns = [0, 1, 2].map(i => {
      const unitVector = new Float64Array(3);
      unitVector[i] = 1;
      return flow(unitVector).map((value, j) => value - origin[j]!);
    });
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++)
        expect(columns.reduce((sum, column) => sum + column[i]! * column[j]!, 0)).toBeCloseTo(
          COVARIANCE[i * 3 + j]!,
          12,
        );
  });
});

describe("steering", () => {
  const released: Gaussian = {
    mean: Float64Array.of(0, 3, -1),
    covariance: eigenSymmetric(Float64Array.of(1, 0.2, 0, 0.2, 2, 0, 0, 0, 0.3), 3),
  };
  it("where the prior is the reference, the steered denoiser is exactly the target's", () => {
    const prior = gaussianDenoiser(target);
    const steered = steer(prior, toward(gaussianDenoiser(released), prior));
    const x = Float64Array.of(0.2, -4, 9);
    for (const sigma of [0.1, 1, 20]) {
      const want = gaussianDenoiser(released)(x, sigma);
      steered(x, sigma).forEach((value, i) => {
        expect(value).toBeCloseTo(want[i]!, 12);
      });
    }
  });
  it("the complement of the projected space is left as the prior's denoiser put it", () => {
    const projection = jl(12, 4, "test");
    const prior = (x: Float64Array) => x.map((value, i) => 0.5 * value + i);
    const steered = steer(
      prior,
      within(projection, () => new Float64Array(4)),
    );
    const x = Float64Array.from({ length: 12 }, (_, i) => Math.cos(i));
    const before = prior(x);
    const after = steered(x, 1);
    expect(Math.max(...projection.apply(after).map(Math.abs))).toBeLessThan(1e-12);
    const lifted = projection.lift(projection.apply(before));
    after.forEach((value, i) => {
      expect(value).toBeCloseTo(before[i]! - lifted[i]!, 12);
    });
  });
  it("a group steered inside a JL space has the released mean there (n = 4000, 6 standard errors)", () => {
    const d = 40;
    const projection = jl(d, 5, "group");
    const unit = (n: number) =>
      eigenSymmetric(
        Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
        n,
      );
    const prior = gaussianDenoiser({ mean: new Float64Array(d), covariance: unit(d) });
    const mean = Float64Array.of(1, -1, 2, 0, 0.5);
    const guide = toward(
      gaussianDenoiser({ mean, covariance: unit(5) }),
      gaussianDenoiser({ mean: new Float64Array(5), covariance: unit(5) }),
    );
    const sampler = {
      schedule: karras(16, range),
      solver: heun,
      denoise: steer(prior, within(projection, guide)),
    };
    const random = rng("group");
    const rows = Array.from({ length: 4000 }, () => projection.apply(draw(sampler, d, random)));
    moments(rows).mean.forEach((value, i) => {
      expect(Math.abs(value - mean[i]!)).toBeLessThan(6 / Math.sqrt(4000) + 0.02);
    });
  });
});

describe("closed-form denoisers, against numerical integration in one dimension", () => {
  const one = (variance: number) => eigenSymmetric(Float64Array.of(variance), 1);
  const posteriorMean = (density: (x0: number) => number, x: number, sigma: number): number => {
    let mass = 0;
    let moment = 0;
    for (let x0 = -30; x0 <= 30; x0 += 0.002) {
      const weight = density(x0) * Math.exp((-0.5 * (x - x0) ** 2) / sigma ** 2);
      mass += weight;
      moment += weight * x0;
    }
    return moment / mass;
  };
  const normal = (mean: number, variance: number) => (x0: number) =>
    Math.exp((-0.5 * (x0 - mean) ** 2) / variance) / Math.sqrt(variance);
  const points = [-4, -0.3, 1, 2.5].flatMap(x => [0.3, 1, 4].map(sigma => [x, sigma] as const));
  it("the exact posterior mean E[x₀ | x] when x₀ is the Gaussian", () => {
    const denoise = gaussianDenoiser({ mean: Float64Array.of(1.2), covariance: one(0.7) });
    for (const [x, sigma] of points)
      expect(denoise(Float64Array.of(x), sigma)[0]).toBeCloseTo(posteriorMean(normal(1.2, 0.7), x, sigma), 6);
  });
  it("the exact posterior mean E[x₀ | x] when x₀ is the mixture", () => {
    const parts = [
      { weight: 3, mean: Float64Array.of(-2), covariance: one(0.5) },
      { weight: 1, mean: Float64Array.of(2), covariance: one(0.2) },
    ];
    const density = (x0: number) => 3 * normal(-2, 0.5)(x0) + normal(2, 0.2)(x0);
    const denoise = mixtureDenoiser(parts);
    for (const [x, sigma] of points)
      expect(denoise(Float64Array.of(x), sigma)[0]).toBeCloseTo(posteriorMean(density, x, sigma), 6);
  });
});
