import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { neuralPrior } from "../../../../generators/image/neural/denoiser.ts";
import { SOURCE_CLASSES } from "../../../../generators/image/neural/provenance.ts";
import { openEngine } from "../../../../generators/tensor/open.ts";
import { NIH_SHARES } from "../../../../scripts/bench/images/nih-split.ts";

const file = (name: string) =>
  readFileSync(new URL(`../../../../generators/image/neural/${name}`, import.meta.url));
const files = {
  name: "thorax-denoiser.safetensors",
  weights: file("thorax-denoiser.safetensors"),
  provenance: file("thorax-denoiser.provenance.json").toString("utf8"),
};

describe("the shipped weights", () => {
  it("are at most 10 MB, and say what they were trained on: public sources alone, by the split in use", async () => {
    expect(files.weights.length).toBeLessThan(10e6);
    const { provenance } = neuralPrior(files, await openEngine("typed-array"));
    expect(provenance.sources.map(source => source.class).sort()).toEqual([...SOURCE_CLASSES].sort());
    const films = provenance.sources.find(source => source.class === "open-licence")!;
    expect("split" in films && films.split).toBe(
      `SHA-256("nih-cxr14|" + patient id) / 2^256 < ${NIH_SHARES.public}`,
    );
    expect(provenance.training.state).not.toBe("unfinished");
  });
  it("give here what PyTorch gave", async () => {
    const prior = neuralPrior(files, await openEngine("tfjs-wasm"));
    const denoise = prior.denoiser({
      finding: "effusion",
      view: "AP",
      sex: "male",
      ageYears: 70,
      domain: "film",
    });
    const x = Float64Array.from({ length: 4096 }, (_, i) => Math.sin(i / 7) + 0.5 * Math.cos(i / 61));
    const y = denoise(x, 0.5);
    // scripts/train-prior/model.py in double precision with these weights, at pixels 0, 777, 2080 and 4095
    const expected = [0.72112549580777, 0.231054628647939, -0.154531386998839, -0.217174561233764];
    [0, 777, 2080, 4095].forEach((at, i) => {
      expect(y[at]).toBeCloseTo(expected[i]!, 4);
    });
  });
});
