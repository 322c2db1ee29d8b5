import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meansBlock, momentsBlock } from "../../../generators/latent/blocks.ts";
import { drawSignal } from "../../../generators/latent/draw.ts";
import { signalModel, strataOf } from "../../../generators/latent/model.ts";
import { movesOf } from "../../../generators/latent/moves.ts";
import { asFarAsSeen, wiener } from "../../../generators/latent/shrink.ts";
import type { LatentSpace } from "../../../generators/latent/space.ts";
import { eigenSymmetric } from "../../../src/math/eigen.ts";
import { rng } from "../../../src/math/rng.ts";
import { D, summed, toyConditioning, toyPatients, toyPrior, toySpace, toyVector } from "./toy.ts";

const space = toySpace({ phantoms: 3000 });

const fitted = (of: LatentSpace, n: number, noise: number, shift: number, stretch: number) => {
  const patients = toyPatients(n, rng(`patients|${n}`), shift, stretch);
  const means = summed(meansBlock(of, toyConditioning, 1), patients, noise, rng("noise1"));
  const strata = strataOf(of, means);
  const offsets = Object.fromEntries(Object.entries(strata).map(([name, stratum]) => [name, stratum.offset]));
  const moments = summed(
    momentsBlock(of, toyConditioning, { weight: 1, rank: of.k }, offsets),
    patients,
    noise,
    rng("noise2"),
  );
  return signalModel(of, { strata, traits: {} }, moments);
};

const drawn = (of: LatentSpace, model: ReturnType<typeof fitted>, n: number) => {
  const random = rng("draw");
  return Array.from({ length: n }, (_, i) => {
    const order = { stratum: "a", age: random.normal() };
    const { record } = drawSignal(
      { prior: toyPrior, conditioning: toyConditioning, model, moves: movesOf(of, model) },
      order,
      random.child(String(i)),
    );
    return { order, record, w: of.residual(record, "a", toyConditioning.fromOrder(order)) };
  });
};

describe("the latent space of a prior", () => {
  it("whitens fresh prior residuals (n = 4000, mean within 0.12 and variance within 25 % on the leading six)", () => {
    const random = rng("fresh");
    const rows = Array.from({ length: 4000 }, () => {
      const order = { stratum: "b", age: random.normal() };
      return space.residual(toyVector(order, random), "b", toyConditioning.fromOrder(order));
    });
    for (let i = 0; i < 6; i++) {
      const mean = rows.reduce((sum, w) => sum + w[i]!, 0) / rows.length;
      const variance = rows.reduce((sum, w) => sum + w[i]! ** 2, 0) / rows.length;
      expect(Math.abs(mean)).toBeLessThan(0.12);
      expect(variance).toBeGreaterThan(0.75);
      expect(variance).toBeLessThan(1.25);
    }
  });
  it("is the same for the same public seed and another for another prior option", () => {
    const fingerprint = toySpace().fingerprint;
    expect(toySpace().fingerprint).toBe(fingerprint);
    expect(toySpace({ rank: 7 }).fingerprint).not.toBe(fingerprint);
  });
});

describe("one patient's blocks", () => {
  it("have norm at most 1 whatever the record holds", () => {
    const zero = Object.fromEntries(space.strata.map(name => [name, new Float64Array(space.k)]));
    const number = fc.oneof(
      fc.double(),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1e308, 5e-324),
    );
    fc.assert(
      fc.property(
        fc.array(number, { minLength: D, maxLength: D }),
        fc.constantFrom("a", "b", "unknown"),
        (values, stratum) => {
          for (const block of [
            meansBlock(space, toyConditioning, 1),
            momentsBlock(space, toyConditioning, { weight: 1, rank: space.k }, zero),
          ]) {
            const out = new Float64Array(block.size);
            block.contribute(
              { attributes: { age: "0" }, ecg: { vector: Float64Array.from(values), stratum } },
              out,
            );
            expect(Math.sqrt(out.reduce((sum, value) => sum + value * value, 0))).toBeLessThanOrEqual(
              1 + 1e-12,
            );
          }
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe("the signal model", () => {
  it("without noise, draws have the patients' mean and covariance in the projected space", () => {
    const model = fitted(space, 6000, 0, 1.2, 1.6);
    const draws = drawn(space, model, 3000);
    const random = rng("truth");
    const truth = Array.from({ length: 3000 }, () => {
      const order = { stratum: "a", age: random.normal() };
      return space.residual(toyVector(order, random, 1.2, 1.6), "a", toyConditioning.fromOrder(order));
    });
    for (let i = 0; i < 6; i++) {
      const mean = (rows: readonly Float64Array[]) => rows.reduce((sum, w) => sum + w[i]!, 0) / rows.length;
      const variance = (rows: readonly Float64Array[]) =>
        rows.reduce((sum, w) => sum + (w[i]! - mean(rows)) ** 2, 0) / rows.length;
      const got = draws.map(({ w }) => w);
      expect(Math.abs(mean(got) - mean(truth))).toBeLessThan(0.15);
      expect(variance(got) / variance(truth)).toBeGreaterThan(0.8);
      expect(variance(got) / variance(truth)).toBeLessThan(1.25);
    }
  });
  it("keeps the prior's covariance beyond the coordinates of which moments are released", () => {
    const patients = toyPatients(3000, rng("some moments"), 1.2, 1.6);
    const means = summed(meansBlock(space, toyConditioning, 1), patients, 0, rng("noise1"));
    const strata = strataOf(space, means);
    const offsets = Object.fromEntries(Object.entries(strata).map(([name, { offset }]) => [name, offset]));
    const block = momentsBlock(space, toyConditioning, { weight: 1, rank: 3 }, offsets);
    expect(block.size).toBe(6);
    const groups = { strata, traits: {} };
    const { covariance } = signalModel(space, groups, summed(block, patients, 0, rng("noise2")));
    const entry = (i: number, j: number) =>
      covariance.values.reduce(
        (sum, value, r) =>
          sum + value * covariance.vectors[r * space.k + i]! * covariance.vectors[r * space.k + j]!,
        0,
      );
    expect([0, 1, 2].some(i => entry(i, i) > 1.3)).toBe(true);
    for (let i = 3; i < space.k; i++)
      for (let j = 0; j <= i; j++) expect(entry(i, j)).toBeCloseTo(i === j ? 1 : 0, 12);
  });
  it("under noise that drowns the cohort the gate closes and draws are the prior's, untouched", () => {
    const model = { ...fitted(space, 50, 1000, 3, 2), covarianceWeight: 0 };
    expect(Object.values(model.strata).every(stratum => stratum.provenance === "prior-only")).toBe(true);
    const order = { stratum: "a", age: 0.3 };
    const source = {
      prior: toyPrior,
      conditioning: toyConditioning,
      model,
      moves: movesOf(space, model),
    };
    const phantom = toyPrior.simulate(order, rng("x").child("simulate")).vector;
    const { record, provenance } = drawSignal(source, order, rng("x"));
    expect(provenance).toBe("prior-only");
    expect(Array.from(record)).toEqual(Array.from(phantom));
  });
  it("draws detail anew on the steered vector, for the order, and renders what came out", () => {
    const model = fitted(space, 3000, 0, 1.2, 1);
    const order = { stratum: "a", age: 0.3 };
    const source = {
      prior: toyPrior,
      conditioning: toyConditioning,
      model,
      moves: movesOf(space, model),
    };
    const plain = drawSignal(source, order, rng("detail")).record;
    const seen: unknown[] = [];
    const detail = (steered: Float64Array, of: typeof order) => {
      seen.push(
        of,
        Array.from(steered, value => value.toFixed(9)),
      );
      return steered.map((value, i) => value + i);
    };
    const { record } = drawSignal({ ...source, detail }, order, rng("detail"));
    expect(seen).toEqual([order, Array.from(plain, value => value.toFixed(9))]);
    record.forEach((value, i) => {
      expect(value).toBeCloseTo(plain[i]! + i, 9);
    });
  });
  it("with noise, is nearer the patients' law than the prior is (ten noise draws)", () => {
    const gap = (offset: Float64Array, want: Float64Array) =>
      Math.hypot(...offset.map((value, i) => value - want[i]!));
    const clean = fitted(space, 2000, 0, 1.2, 1).strata.a!.offset;
    const patients = toyPatients(2000, rng("p"), 1.2, 1);
    for (let s = 0; s < 10; s++) {
      const noisy = strataOf(space, summed(meansBlock(space, toyConditioning, 1), patients, 8, rng(`n${s}`)))
        .a!.offset;
      expect(gap(noisy, clean)).toBeLessThan(0.7 * gap(new Float64Array(space.k), clean));
    }
  });
  it("steers in a JL space as in the public basis", () => {
    const of = toySpace({ projection: "jl", rank: 12, phantoms: 3000 });
    const model = fitted(of, 6000, 0, 1.2, 1);
    const got = drawn(of, model, 1500).map(({ w }) => w);
    const want = model.strata.a!.offset;
    for (let i = 0; i < 6; i++)
      expect(Math.abs(got.reduce((sum, w) => sum + w[i]!, 0) / got.length - want[i]!)).toBeLessThan(0.15);
  });
  it("works on the identity without a basis", () => {
    const of = toySpace({ projection: "identity" });
    expect(of.k).toBe(D);
    expect(fitted(of, 3000, 0, 1, 1).strata.a!.provenance).toBe("measured");
  });
});

describe("the prior gate", () => {
  /** Released of a cohort with so many patients of either stratum, under noise as of one patient's norm times eight. */
  const released = (counts: { readonly a: number; readonly b: number }, seed: string) => {
    const many = toyPatients(3 * Math.max(counts.a, counts.b) + 3, rng(seed), 1.2, 1);
    const first = (stratum: "a" | "b") =>
      many.filter(({ ecg }) => ecg!.stratum === stratum).slice(0, counts[stratum]);
    const block = meansBlock(space, toyConditioning, 1);
    return strataOf(space, summed(block, [...first("a"), ...first("b")], 8, rng(`noise ${seed}`)));
  };
  // A count of 3 under noise of 16 passes three standard deviations with probability 2e-3; of 60 noise draws more than
  // two do once in 4000 times.
  it("never steers a stratum of 3 patients beside 1500 by its own sums, only by those of all together (60 noise draws, at most 2 fail, false alarm < 3e-4)", () => {
    const passed = Array.from({ length: 60 }, (_, i) => {
      const { a, b } = released({ a: 1500, b: 3 }, `three ${i}`);
      expect(a!.provenance).toBe("measured");
      if (b!.provenance === "measured") return 1;
      expect(b).toMatchObject({ provenance: "pooled", ownWeight: 0 });
      return 0;
    });
    expect(passed.reduce<number>((sum, each) => sum + each, 0)).toBeLessThanOrEqual(2);
  });
  it("leaves the other class of a cohort of one class to the sums of all together (20 noise draws, false alarm < 0.03)", () => {
    for (let i = 0; i < 20; i++) {
      const { a, b } = released({ a: 1500, b: 0 }, `one class ${i}`);
      expect([a!.provenance, b!.provenance, b!.ownWeight]).toEqual(["measured", "pooled", 0]);
    }
  });
  it("says prior only of every stratum of a cohort of 3 patients, and moves none (60 noise draws, at most 2 fail)", () => {
    const opened = Array.from({ length: 60 }, (_, i) => {
      const { a, b } = released({ a: 3, b: 0 }, `alone ${i}`);
      const isClosed = [a!, b!].every(({ provenance }) => provenance === "prior-only");
      if (isClosed) expect([...a!.offset, ...b!.offset].every(value => value === 0)).toBe(true);
      return isClosed ? 0 : 1;
    });
    expect(opened.reduce<number>((sum, each) => sum + each, 0)).toBeLessThanOrEqual(2);
  });
});

describe("the moves of a stratum", () => {
  it("the moved residuals have the released mean and covariance when prior residuals are standard Gaussian (n = 6000, 6 standard errors)", () => {
    const covariance = Float64Array.of(2, 0.7, 0, 0.7, 1, 0.2, 0, 0.2, 0.3);
    const offset = Float64Array.of(1.5, -2, 0.4);
    const stratum = {
      name: "a",
      noisyCount: 100,
      countNoise: 1,
      offset,
      ownWeight: 1,
      pooledWeight: 1,
      provenance: "measured",
    } as const;
    // Whitened coordinates of three numbers that are their own canonical vector.
    const plain = { k: 3, along: inner, correction: (delta: Float64Array) => delta } as const;
    const model = {
      strata: { a: stratum },
      traits: {},
      covariance: eigenSymmetric(covariance, 3),
      covarianceWeight: 1,
    };
    const moves = movesOf({ ...space, ...plain }, model);
    const whose = { stratum: "a", covariates: new Float64Array(0), trait: undefined };
    const move = (w: Float64Array) => moves(w, whose).map((value, i) => value + w[i]!);
    const random = rng("transport");
    const n = 6000;
    const rows = Array.from({ length: n }, () =>
      move(Float64Array.of(random.normal(), random.normal(), random.normal())),
    );
    const mean = [0, 1, 2].map(i => rows.reduce((sum, w) => sum + w[i]!, 0) / n);
    for (let i = 0; i < 3; i++) {
      expect(Math.abs(mean[i]! - offset[i]!)).toBeLessThan(6 * Math.sqrt(covariance[i * 4]! / n) + 0.02);
      for (let j = 0; j < 3; j++) {
        const got = rows.reduce((sum, w) => sum + (w[i]! - mean[i]!) * (w[j]! - mean[j]!), 0) / n;
        const scale = Math.sqrt(covariance[i * 4]! * covariance[j * 4]!);
        expect(Math.abs(got - covariance[i * 3 + j]!)).toBeLessThan(
          6 * scale * Math.sqrt(2 / n) + 0.03 * scale,
        );
      }
    }
  });
});

const inner = (directions: readonly Float64Array[]) => (w: Float64Array) =>
  Float64Array.from(directions, direction => direction.reduce((sum, value, i) => sum + value * w[i]!, 0));

describe("coordinates along directions", () => {
  it("are those of the whitened residual, in every basis", () => {
    for (const projection of ["identity", "public-basis", "jl"] as const) {
      const of = toySpace({ projection });
      const random = rng(`along ${projection}`);
      const directions = [0, 1, 2].map(() => Float64Array.from({ length: of.k }, () => random.normal()));
      const along = of.along(directions);
      for (let i = 0; i < 20; i++) {
        const order = { stratum: i % 2 === 0 ? "a" : "b", age: random.normal() };
        const person = [toyVector(order, random), order.stratum, toyConditioning.fromOrder(order)] as const;
        const want = inner(directions)(of.residual(...person));
        for (const [r, value] of along(...person).entries()) expect(value).toBeCloseTo(want[r]!, 9);
      }
    }
  });
});

describe("shrinkage", () => {
  it("loses less than the raw release and less than the prior on average where deviations are as expected (500 draws)", () => {
    const random = rng("wiener");
    const error = { raw: 0, shrunk: 0, prior: 0 };
    const ones = new Float64Array(24).fill(1);
    for (let t = 0; t < 500; t++) {
      const truth = ones.map(() => random.normal());
      const noisy = truth.map(value => value + random.normal());
      const { estimate } = wiener(noisy, ones, ones);
      truth.forEach((value, i) => {
        error.raw += (noisy[i]! - value) ** 2;
        error.shrunk += (estimate[i]! - value) ** 2;
        error.prior += value ** 2;
      });
    }
    expect(error.shrunk).toBeLessThan(0.6 * error.raw);
    expect(error.shrunk).toBeLessThan(0.6 * error.prior);
  });
  it("noise alone moves an estimate by at most half of what the prior may be wrong by (root mean square, 500 draws)", () => {
    const random = rng("null");
    for (const noise of [0.1, 0.5, 1, 3, 30]) {
      let energy = 0;
      for (let t = 0; t < 500; t++)
        energy +=
          wiener(Float64Array.of(noise * random.normal()), Float64Array.of(1), Float64Array.of(noise))
            .estimate[0]! ** 2;
      expect(Math.sqrt(energy / 500)).toBeLessThan(0.55);
    }
  });
  it("expects no more than it was told, and where deviations are a fifth of it loses less than half as much (500 draws)", () => {
    const random = rng("as far as seen");
    const error = { told: 0, seen: 0 };
    const ones = new Float64Array(96).fill(1);
    for (let t = 0; t < 500; t++) {
      const truth = ones.map(() => 0.2 * random.normal());
      const noisy = truth.map(value => value + random.normal());
      const expected = asFarAsSeen(noisy, ones, ones);
      expect(Math.max(...expected)).toBeLessThanOrEqual(1);
      const [told, seen] = [wiener(noisy, ones, ones).estimate, wiener(noisy, expected, ones).estimate];
      for (let i = 0; i < ones.length; i++) {
        error.told += (told[i]! - truth[i]!) ** 2;
        error.seen += (seen[i]! - truth[i]!) ** 2;
      }
    }
    expect(error.seen).toBeLessThan(0.5 * error.told);
  });
  it("loses at most a tenth more than with the right size told, where deviations are as expected (500 draws)", () => {
    const random = rng("as expected");
    const error = { told: 0, seen: 0 };
    const ones = new Float64Array(96).fill(1);
    for (let t = 0; t < 500; t++) {
      const truth = ones.map(() => random.normal());
      const noisy = truth.map(value => value + random.normal());
      const [told, seen] = [ones, asFarAsSeen(noisy, ones, ones)].map(
        expected => wiener(noisy, expected, ones).estimate,
      ) as [Float64Array, Float64Array];
      for (let i = 0; i < ones.length; i++) {
        error.told += (told[i]! - truth[i]!) ** 2;
        error.seen += (seen[i]! - truth[i]!) ** 2;
      }
    }
    expect(error.seen).toBeLessThan(1.1 * error.told);
  });
  it("takes half of what was expected where noise drowns all", () => {
    const ones = new Float64Array(24).fill(1);
    const random = rng("drowned");
    const noisy = ones.map(() => 1000 * random.normal());
    expect(asFarAsSeen(noisy, ones, new Float64Array(24).fill(1000))[0]).toBeCloseTo(0.5, 1);
  });
  it("keeps a noise-free release as it is and says weight 1", () => {
    const x = Float64Array.of(3, -2, 0.5);
    expect(wiener(x, Float64Array.of(1, 1, 1), new Float64Array(3))).toEqual({ estimate: x, weight: 1 });
  });
});
