import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { averaged, DIMENSION, momentsOf } from "../../../generators/image/canonical.ts";
import { decodePng } from "../../../generators/image/png.ts";
import { imagePrior, imagePriorAt } from "../../../generators/image/prior.ts";
import { upsampled } from "../../../generators/image/upsample.ts";
import { FINDINGS, type ImageRecord } from "../../../schemas/image.ts";
import { rng } from "../../../src/math/rng.ts";

const NONE = new Float64Array(DIMENSION);
const distance = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length);

const SIZES = [
  { width: 64, height: 64, bits: 8 },
  { width: 128, height: 128, bits: 8 },
  { width: 256, height: 256, bits: 16 },
  { width: 160, height: 200, bits: 8 },
] as const;

const draw = (finding: string, seed: string) => {
  const random = rng(seed);
  return imagePrior.simulate(imagePrior.order(finding, random), random.child("scene"));
};

/** A smooth correction with root mean square 1. */
const wave = Float64Array.from(
  { length: DIMENSION },
  (_, i) => 2 * Math.sin((3 * (i % 64)) / 64 + 0.4) * Math.cos((4 * Math.floor(i / 64)) / 64),
);

describe("the image prior", () => {
  it.each(SIZES)(
    "simulate = view(render(scene, 0)) within 0.08 sd at $width × $height, every finding",
    size => {
      const prior = imagePriorAt(size);
      for (const finding of FINDINGS) {
        const { scene, vector } = draw(finding, `law ${finding}`);
        const seen = prior.view(prior.render(scene, NONE, rng("r")));
        expect(seen?.stratum).toBe(finding);
        expect(distance(seen!.vector, vector), finding).toBeLessThan(0.08);
      }
    },
  );

  it.each(SIZES)("a smooth correction of 0.3 sd is seen again within 0.1 sd at $width × $height", size => {
    const prior = imagePriorAt(size);
    const { scene, vector } = draw("none", "corrected");
    const correction = wave.map(value => 0.3 * value);
    const wanted = vector.map((value, i) => value + correction[i]!);
    const { mean, sd } = momentsOf(wanted);
    const seen = prior.view(prior.render(scene, correction, rng("r")))!;
    expect(
      distance(
        seen.vector,
        wanted.map(value => (value - mean) / sd),
      ),
    ).toBeLessThan(0.1);
  });

  it("a correction of 20 sd stays in range and keeps age, sex and view", () => {
    const { scene } = draw("effusion", "strong");
    const { pixels, view, ageYears, sex } = imagePriorAt({ width: 64, height: 64, bits: 16 }).render(
      scene,
      wave.map(value => 20 * value),
      rng("r"),
    );
    expect(Math.max(...pixels)).toBeLessThanOrEqual(65535);
    expect({ view, ageYears, sex }).toEqual({
      view: scene.order.view,
      ageYears: scene.order.ageYears,
      sex: scene.order.sex,
    });
  });

  it("vectors have mean 0 and standard deviation 1", () => {
    for (const finding of FINDINGS) {
      const { mean, sd } = momentsOf(draw(finding, `order one ${finding}`).vector);
      expect(mean).toBeCloseTo(0, 10);
      expect(sd).toBeCloseTo(1, 10);
    }
  });

  it("the same seed gives the same vector and pixels, another seed another", () => {
    const once = draw("consolidation", "same");
    const again = draw("consolidation", "same");
    expect(again).toEqual(once);
    expect(imagePrior.render(again.scene, wave, rng("a"))).toEqual(
      imagePrior.render(once.scene, wave, rng("b")),
    );
    expect(distance(draw("consolidation", "other").vector, once.vector)).toBeGreaterThan(0.1);
  });

  it("a scene survives JSON", () => {
    const { scene } = draw("nodule", "json");
    expect(imagePrior.render(JSON.parse(JSON.stringify(scene)), NONE, rng("r"))).toEqual(
      imagePrior.render(scene, NONE, rng("r")),
    );
  });
});

describe("the canonical view", () => {
  const grey = (width: number, height: number, at: (i: number) => number): ImageRecord => ({
    width,
    height,
    bits: 8,
    pixels: Uint8Array.from({ length: width * height }, (_, i) => at(i)),
  });

  it.each([
    ["all black", grey(80, 80, () => 0)],
    ["all white", grey(80, 80, () => 255)],
    ["one pixel", grey(1, 1, () => 7)],
    ["empty", grey(0, 0, () => 0)],
    ["fewer pixels than its size", { ...grey(80, 80, i => i % 256), width: 81 }],
  ])("%s: undefined, nothing thrown", (_, image) => expect(imagePrior.view(image)).toBeUndefined());

  it.each([
    [3, 2],
    [50, 40],
    [64, 64],
    [100, 300],
    [1024, 1024],
  ])("%i × %i pixels give 4096 numbers", (width, height) => {
    const view = imagePrior.view(grey(width, height, i => (i * 37) % 251));
    expect(view?.vector.length).toBe(4096);
    expect(view?.vector.every(Number.isFinite)).toBe(true);
  });

  it("brightness, contrast and bit depth do not change it; size hardly", () => {
    const { scene, vector } = draw("none", "invariance");
    const image = imagePriorAt({ width: 64, height: 64, bits: 16 }).render(scene, NONE, rng("r"));
    const dim = { ...image, pixels: Uint16Array.from(image.pixels, v => Math.round(5000 + v / 2)) };
    expect(distance(imagePrior.view(dim)!.vector, imagePrior.view(image)!.vector)).toBeLessThan(1e-3);
    expect(distance(imagePrior.view(image)!.vector, vector)).toBeLessThan(0.01);
  });

  it("area averaging keeps the mean of the centre square, upsampling keeps a constant", () => {
    const random = rng("mean");
    const pixels = Float64Array.from({ length: 90 * 70 }, () => random.uniform());
    let sum = 0;
    for (let y = 0; y < 70; y++) for (let x = 10; x < 80; x++) sum += pixels[y * 90 + x]!;
    expect(momentsOf(averaged(pixels, 90, 70)).mean).toBeCloseTo(sum / 4900, 12);
    expect(
      upsampled(
        NONE.map(() => 3),
        100,
        77,
      ).every(value => Math.abs(value - 3) < 1e-12),
    ).toBe(true);
  });
});

const nih = fileURLToPath(new URL("../../../../shared/data/images/nih_cxr14", import.meta.url));

describe.skipIf(!existsSync(nih))("the 621 NIH films (skipped where the shared data is absent)", () => {
  it("each reads and has a canonical view", () => {
    const rows = existsSync(nih)
      ? readFileSync(`${nih}/manifest.csv`, "utf8").trim().split("\n").slice(1)
      : [];
    for (const row of rows) {
      const path = row.split(",")[1]!;
      const view = imagePrior.view(decodePng(readFileSync(`${nih}/${path}`), path));
      expect(view?.vector.every(Number.isFinite), path).toBe(true);
    }
    expect(rows.length).toBe(621);
  });
});
