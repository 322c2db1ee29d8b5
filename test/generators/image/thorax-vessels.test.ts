import { describe, expect, it } from "vitest";
import { drawThorax } from "../../../generators/image/thorax-law.ts";
import { shapeOf } from "../../../generators/image/thorax-shape.ts";
import { vesselsOf } from "../../../generators/image/thorax-vessels.ts";
import { rng } from "../../../src/math/rng.ts";

const scene = drawThorax(
  { finding: "none", laterality: "not-applicable", view: "PA", ageYears: 50, sex: "male" },
  rng("vessels"),
);
const vessels = (thinnest: number) => vesselsOf({ scene, shape: shapeOf(scene), thinnest }, rng("tree"));

describe("pulmonary vessels", () => {
  it("those that are seen are the same whatever is left out", () => {
    const all = vessels(0).filter(({ radius }) => radius[0]! >= 0.9);
    const seen = vessels(0.9);
    expect(seen.length).toBeGreaterThan(60);
    expect(seen).toEqual(all);
    expect(vessels(0).length).toBeGreaterThan(2 * seen.length);
  });

  it("narrow at every fork: no branch is wider than its stem", () => {
    const widest = Math.max(...vessels(0).map(({ radius }) => radius[0]!));
    expect(vessels(0.8 * widest).length).toBeLessThan(17);
  });
});
