import { describe, expect, it } from "vitest";
import type { FilmCondition } from "../../../../generators/image/neural/condition.ts";
import { neuralPrior } from "../../../../generators/image/neural/denoiser.ts";
import { openEngine } from "../../../../generators/tensor/open.ts";
import { typedArray } from "../../../../generators/tensor/typed-array.ts";
import { rng } from "../../../../src/math/rng.ts";
import { provenanceOf, smallShapes, weightsFile } from "./weights.ts";

const weights = weightsFile(smallShapes());
const files = { name: "small.safetensors", weights, provenance: JSON.stringify(provenanceOf(weights)) };
const condition: FilmCondition = {
  finding: "effusion",
  view: "AP",
  sex: "male",
  ageYears: 70,
  domain: "film",
};
const random = rng("denoiser");
const x = Float64Array.from({ length: 4096 }, () => random.normal());

const furthest = (a: Float64Array, b: Float64Array) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

describe("the neural denoiser", () => {
  it("gives back its input as the noise goes to 0: a thousandth of the noise moves it a hundredth as far or less", () => {
    const denoise = neuralPrior(files, typedArray).denoiser(condition);
    const moved = (sigma: number) => furthest(denoise(x, sigma), x);
    expect(moved(1e-3)).toBeGreaterThan(0);
    expect(moved(1e-6)).toBeLessThan(moved(1e-3) / 100);
  });
  it("depends on every part of the condition", () => {
    const prior = neuralPrior(files, typedArray);
    const at = (change: Partial<FilmCondition>, sigma = 0.5) =>
      prior.denoiser({ ...condition, ...change })(x, sigma);
    const changes: Partial<FilmCondition>[] = [
      { finding: "none" },
      { view: "PA" },
      { sex: "female" },
      { ageYears: 20 },
      { domain: "phantom" },
    ];
    for (const change of changes) expect(at(change)).not.toEqual(at({}));
  });
  it("does not write to its input and is the same in both engines to 1e-5 of its size", async () => {
    const before = Float64Array.from(x);
    const [slow, fast] = [
      neuralPrior(files, typedArray),
      neuralPrior(files, await openEngine("tfjs-wasm")),
    ].map(prior => prior.denoiser(condition)(x, 0.7));
    expect(x).toEqual(before);
    const size = Math.max(...slow!.map(Math.abs));
    expect(furthest(slow!, fast!)).toBeLessThan(1e-5 * size);
  });
  it("refuses weights that lack a tensor or have another shape, naming it", () => {
    const broken = (change: Record<string, number[] | undefined>) => {
      const shapes = Object.fromEntries(
        Object.entries({ ...smallShapes(), ...change }).filter(
          (entry): entry is [string, number[]] => entry[1] !== undefined,
        ),
      );
      const bytes = weightsFile(shapes);
      const provenance = JSON.stringify(provenanceOf(bytes));
      return () => neuralPrior({ name: "small.safetensors", weights: bytes, provenance }, typedArray);
    };
    expect(broken({ "outlet.weight": undefined })).toThrow(
      "small.safetensors: outlet.weight: must be a tensor",
    );
    expect(broken({ "deep1.bias.bias": [1, 5] })).toThrow("deep1.bias.bias: must be a tensor of 1 dim");
    expect(broken({ "down2.weight": [5, 5, 3, 4] })).toThrow("down2.weight: must be a 3 × 3 convolution");
    expect(broken({ "embed.first.weight": [6, 3] })).toThrow("embed.first.weight: must take 20 numbers");
  });
  it("says nothing without provenance", () => {
    expect(() => neuralPrior({ ...files, provenance: undefined }, typedArray)).toThrow("provenance file");
  });
});
