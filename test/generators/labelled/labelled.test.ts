import { describe, expect, it } from "vitest";
import { momentBlocks, spreadBlock, widthOf } from "../../../generators/labelled/blocks.ts";
import { channelsOf, planesOf } from "../../../generators/labelled/colour.ts";
import { cosine, lowFrequencies } from "../../../generators/labelled/cosine.ts";
import { classLaw, drawSharp, textureOf } from "../../../generators/labelled/draw.ts";
import { featuresOf } from "../../../generators/labelled/features.ts";
import { Descent, probabilities } from "../../../generators/labelled/head.ts";
import { classMoments, classSpreads } from "../../../generators/labelled/model.ts";
import { enlarged, publicShapes, resized, shapesOf } from "../../../generators/labelled/pictures.ts";
import { rectifiedInverse, rectifiedMoments } from "../../../generators/labelled/rectified.ts";
import { pictureSpace } from "../../../generators/labelled/space.ts";
import { varied } from "../../../generators/labelled/vary.ts";
import { whitening } from "../../../generators/labelled/whitening.ts";
import type { NoisyBlock } from "../../../schemas/statistic.ts";
import { rng } from "../../../src/math/rng.ts";

const GREY = { side: 28, channels: 1 } as const;
const SHAPES = publicShapes(GREY);
const space = pictureSpace(GREY, SHAPES);
const norm = (x: ArrayLike<number>) => Math.hypot(...Array.from(x));
const picture = (seed: string) => shapesOf(GREY, rng(seed));

describe("the space of labelled pictures", () => {
  it("the cosine basis keeps lengths and comes back (side 28 and 32)", () => {
    for (const side of [28, 32]) {
      const x = Float64Array.from({ length: side * side }, (_, i) => Math.sin(i * i));
      const { forward, inverse } = cosine(side);
      expect(norm(forward(x))).toBeCloseTo(norm(x), 9);
      inverse(forward(x)).forEach((value, i) => {
        expect(value).toBeCloseTo(x[i]!, 9);
      });
    }
  });

  it("low frequencies are every place once, lowest first", () => {
    const all = lowFrequencies(28, 28 * 2);
    expect(new Set(all).size).toBe(28 * 28);
    expect(lowFrequencies(28, 3)).toEqual([0, 1, 28, 2, 29, 56]);
  });

  it("opponent colours keep lengths and come back", () => {
    const colour = { side: 28, channels: 3 } as const;
    const x = shapesOf(colour, rng("colour"));
    expect(norm(planesOf(x, colour))).toBeCloseTo(norm(x), 9);
    channelsOf(planesOf(x, colour), colour).forEach((value, i) => {
      expect(value).toBeCloseTo(x[i]!, 9);
    });
  });

  it("99 of 100 shapes are within the bounds, and no contribution is longer than 1", () => {
    const blocks = [
      ...momentBlocks(space, 2),
      spreadBlock(space, [Float64Array.from(space.spread, i => space.mean.centre[i]!), undefined]),
    ];
    for (const scale of [1, 40])
      for (const block of blocks) {
        const out = new Float64Array(block.width);
        const pixels = Float32Array.from(picture("p"), value => value * scale);
        block.contribute({ label: 0, pixels, features: new Int16Array(0) }, out);
        expect(norm(out)).toBeLessThanOrEqual(1 + 1e-12);
        expect(norm(out)).toBeGreaterThan(0.02);
      }
  });

  it("shrinking and enlarging keep the mean of a picture", () => {
    const large = shapesOf({ side: 64, channels: 1 }, rng("large"));
    const small = resized(large, 64, { side: 32, channels: 1 });
    const mean = (x: Float64Array) => x.reduce((sum, value) => sum + value, 0) / x.length;
    expect(mean(small)).toBeCloseTo(mean(large), 9);
    expect(mean(enlarged(small, { side: 32, channels: 1 }, 64))).toBeCloseTo(mean(large), 2);
  });
});

describe("features of labelled pictures", () => {
  it("a contrast change leaves gradients' directions, turning a picture moves them", () => {
    const x = picture("features");
    const [half] = featuresOf(
      x.map(value => 0.5 * value),
      28,
    );
    const [whole] = featuresOf(x, 28);
    const turned = x.map((_, i) => x[(i % 28) * 28 + Math.floor(i / 28)]!);
    const [other] = featuresOf(turned, 28);
    const cosineOf = (a: Float64Array, b: Float64Array) =>
      a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    expect(cosineOf(half!.values, whole!.values)).toBeGreaterThan(0.9);
    expect(cosineOf(other!.values, whole!.values)).toBeLessThan(0.9);
  });

  it("whitened features have norm at most 1; a flat picture has some, all finite", () => {
    const { of, features } = whitening(GREY, SHAPES, 200);
    for (const x of [picture("a"), new Float64Array(784), new Float64Array(784).fill(1)]) {
      const values = of(x);
      expect(values).toHaveLength(features);
      expect(norm(values)).toBeLessThanOrEqual(1 + 1e-9);
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });
});

describe("rectified Gaussian pixels", () => {
  it("moments agree with draws (20,000 draws, seed 1, within 5 standard errors)", () => {
    const random = rng("1");
    for (const [location, scale] of [
      [0.5, 0.1],
      [-0.2, 0.5],
      [1.1, 0.3],
    ] as const) {
      const draws = Array.from({ length: 20_000 }, () =>
        Math.min(1, Math.max(0, location + scale * random.normal())),
      );
      const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
      const found = rectifiedMoments(location, scale);
      expect(Math.abs(found.mean - mean)).toBeLessThan((5 * found.deviation) / Math.sqrt(20_000));
    }
  });

  it("the inverse finds a law with about the mean and deviation asked for", () => {
    const inverse = rectifiedInverse();
    for (const [mean, deviation] of [
      [0.5, 0.2],
      [0.1, 0.15],
      [0.9, 0.1],
      [0.02, 0.01],
    ] as const) {
      const { location, scale } = inverse(mean, deviation);
      const found = rectifiedMoments(location, scale);
      expect(Math.abs(found.mean - mean)).toBeLessThan(0.03);
      expect(Math.abs(found.deviation - deviation)).toBeLessThan(0.03);
    }
  });
});

/** Exact sums of n copies of each class's pictures, as a release would hold them, with a stated noise. */
const released = (classes: readonly (readonly Float64Array[])[], noise: number) => {
  const blocks = momentBlocks(space, classes.length);
  const of = (b: number): NoisyBlock => {
    const block = blocks[b]!;
    const values = new Float64Array(block.size);
    classes.forEach((pictures, c) => {
      for (const x of pictures) {
        const out = new Float64Array(block.width);
        block.contribute({ label: c, pixels: Float32Array.from(x), features: new Int16Array(0) }, out);
        out.forEach((value, i) => {
          values[c * block.width + i] = values[c * block.width + i]! + value;
        });
      }
    });
    return { name: block.name, size: block.size, weight: block.weight, values, noise };
  };
  return { mean: of(0), square: of(1) };
};

const many = (seed: string, n: number) =>
  Array.from({ length: n }, (_, i) =>
    varied(picture(seed), GREY, { rng: rng(`${seed}/${i}`), mirror: false }),
  );

describe("the law of a class", () => {
  it("without noise its mean is that of its pictures in the basis; with overwhelming noise, the prior's", () => {
    const pictures = many("law", 60);
    const [clear] = classMoments(space, 1, released([pictures], 1e-6));
    expect(clear!.supported).toBe(true);
    expect(clear!.count).toBeCloseTo(60, 3);
    const mean = (place: number) =>
      pictures.reduce((sum, x) => sum + space.transform.forward(x)[place]!, 0) / pictures.length;
    for (const i of [0, 1, 5, 40]) expect(clear!.mean[i]!).toBeCloseTo(mean(space.mean.places[i]!), 1);
    const [drowned] = classMoments(space, 1, released([pictures], 1e3));
    expect(drowned!.supported).toBe(false);
    expect(drowned!.mean).toEqual(space.mean.centre);
  });

  it("a class without support neither shapes the others nor is drawn from", () => {
    const blocks = released([many("one", 60), []], 0.01);
    const moments = classMoments(space, 2, blocks);
    expect(moments.map(({ supported }) => supported)).toEqual([true, false]);
    const k = space.spread.length;
    const width = (k * (k + 1)) / 2;
    const spread = {
      name: "spread",
      size: 2 * width,
      weight: 1,
      values: new Float64Array(2 * width),
      noise: 0.01,
    };
    expect(classSpreads(space, moments, spread)[1]!.values).toHaveLength(0);
  });

  it("pure noise seldom has a direction that stands out (20 draws, seed 3: in at most 4)", () => {
    const k = space.spread.length;
    const width = (k * (k + 1)) / 2;
    const random = rng("3");
    const moments = classMoments(space, 1, released([many("noise", 60)], 1e-6));
    let standing = 0;
    for (let draw = 0; draw < 20; draw++) {
      const values = Float64Array.from({ length: width }, () => random.normal());
      const [own] = classSpreads(space, moments, {
        name: "spread",
        size: width,
        weight: 1,
        values,
        noise: 1,
      });
      if (own!.values.length > 0) standing++;
    }
    expect(standing).toBeLessThanOrEqual(4);
  });

  it("drawn pictures have the released mean (400 draws, seed 4)", () => {
    const pictures = many("drawn", 80);
    const moments = classMoments(space, 1, released([pictures], 1e-6));
    const k = space.spread.length;
    const width = (k * (k + 1)) / 2;
    const [spread] = classSpreads(space, moments, {
      name: "spread",
      size: width,
      weight: 1,
      values: new Float64Array(width),
      noise: 1e-6,
    });
    const law = classLaw(space, moments[0]!, spread!, rectifiedInverse());
    const texture = textureOf(space);
    const mean = new Float64Array(784);
    for (let i = 0; i < 400; i++)
      drawSharp(law, texture, rng(`4/${i}`)).forEach((value, p) => {
        mean[p] = mean[p]! + value / 400;
      });
    const off = mean.reduce((sum, value, p) => {
      const real = pictures.reduce((total, x) => total + x[p]!, 0) / pictures.length;
      return sum + Math.abs(value - real) / 784;
    }, 0);
    expect(off).toBeLessThan(0.05);
  });
});

describe("the classifier's descent", () => {
  it("without noise it learns what is separable, and a class that is not allowed is never named", () => {
    const settings = { classes: 3, features: 2, steps: 40, count: 300, epsilon: 100 };
    const rows = Array.from({ length: 300 }, (_, i) => {
      const label = i % 3;
      const angle = (2 * Math.PI * label) / 3 + 0.3 * rng(`d${i}`).normal();
      return { label, x: Float64Array.of(0.8 * Math.cos(angle), 0.8 * Math.sin(angle)) };
    });
    const descent = new Descent(settings);
    for (let step = 0; step < settings.steps; step++) {
      const gradient = new Float64Array(9);
      for (const { label, x } of rows) {
        const p = probabilities(descent.head, x, [true, true, true]);
        for (let c = 0; c < 3; c++)
          [...x, 154 / 512].forEach((value, j) => {
            gradient[c * 3 + j] = gradient[c * 3 + j]! + (p[c]! - (c === label ? 1 : 0)) * value;
          });
      }
      descent.step(gradient);
    }
    const named = (x: Float64Array, allowed: readonly boolean[]) => {
      const p = probabilities(descent.result, x, allowed);
      return p.indexOf(Math.max(...p));
    };
    const right = rows.filter(({ label, x }) => named(x, [true, true, true]) === label).length;
    expect(right / rows.length).toBeGreaterThan(0.97);
    expect(rows.every(({ x }) => named(x, [true, false, true]) !== 1)).toBe(true);
  });
});

describe("the prior's shapes", () => {
  it("are in range, differ, and the same seed gives the same picture", () => {
    const a = picture("same");
    expect(picture("same")).toEqual(a);
    expect(picture("other")).not.toEqual(a);
    for (let i = 0; i < 50; i++)
      expect(picture(String(i)).every(value => value >= 0 && value <= 1 + 1e-9)).toBe(true);
    expect(widthOf(space.mean)).toBe(407);
  });
});
