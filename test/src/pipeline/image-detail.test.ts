import { describe, expect, it } from "vitest";
import { imagePrior } from "../../../generators/image/prior.ts";
import { jl } from "../../../src/math/projection.ts";
import { rng } from "../../../src/math/rng.ts";
import { checkDetailSize, openImageDetail, sameImageDetail } from "../../../src/pipeline/image-detail.ts";

const opened = openImageDetail("tfjs-wasm");
const order = imagePrior.order("effusion", rng("order"));
const steered = imagePrior.simulate(order, rng("phantom")).vector;
const projection = jl(imagePrior.dimension, 12, "detail");

describe("detail of images from the neural prior", () => {
  it("names the weights by their hash and the engine by its build", async () => {
    const { asked } = await opened;
    expect(asked.weights).toMatch(/^[0-9a-f]{64}$/);
    expect(asked.engine).toMatch(/^tfjs-wasm 4\.22\.0, /);
  });
  it("is drawn anew while the projected coordinates, which carry the release, stay", async () => {
    const detail = (await opened).of({ projection });
    const film = detail(steered, order, rng("detail"));
    const moved = Math.sqrt(film.reduce((sum, v, i) => sum + (v - steered[i]!) ** 2, 0) / film.length);
    expect(moved).toBeGreaterThan(0.1);
    expect(moved).toBeLessThan(1.2);
    const kept = projection.apply(steered);
    projection.apply(film).forEach((value, i) => {
      expect(value).toBeCloseTo(kept[i]!, 8);
    });
    expect(detail(steered, order, rng("detail"))).toEqual(film);
    expect(detail(steered, order, rng("other"))).not.toEqual(film);
  });
  it("is refused for images in which the phantom's contours would show through", () => {
    expect(() => checkDetailSize({ width: 64, height: 64 })).not.toThrow();
    for (const size of [
      { width: 128, height: 128 },
      { width: 64, height: 80 },
    ])
      expect(() => checkDetailSize(size)).toThrow("draws 64 × 64 films; this release is of ");
  });
  it("is drawn again only with the same weights on the same engine", async () => {
    const { asked } = await opened;
    expect((await sameImageDetail(asked)).asked).toEqual(asked);
    await expect(sameImageDetail({ ...asked, weights: "0".repeat(64) })).rejects.toThrow("weights was 000");
    await expect(sameImageDetail({ ...asked, engine: "tfjs-wasm 3.0.0, simd, 1 thread" })).rejects.toThrow(
      "engine was tfjs-wasm 3.0.0",
    );
    await expect(sameImageDetail({ ...asked, engine: "abacus 1" })).rejects.toThrow("not known here");
  });
});
