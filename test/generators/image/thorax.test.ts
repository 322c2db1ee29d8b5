import { describe, expect, it } from "vitest";
import { imagePriorAt } from "../../../generators/image/prior.ts";
import { drawThorax } from "../../../generators/image/thorax-law.ts";
import { magnification, normalRatio } from "../../../generators/image/thorax-norms.ts";
import type { Finding, Laterality } from "../../../schemas/image.ts";
import type { ImageOrder } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import { measuredRatio } from "./silhouette.ts";

const prior = imagePriorAt({ width: 128, height: 128, bits: 8 });
const MAN: ImageOrder = {
  finding: "none",
  laterality: "not-applicable",
  view: "PA",
  ageYears: 50,
  sex: "male",
};
const order = (finding: Finding, laterality: Laterality = "not-applicable"): ImageOrder => ({
  ...MAN,
  finding,
  laterality,
});
const film = (asked: ImageOrder, seed: string) =>
  prior.render(drawThorax(asked, rng(seed)), new Float64Array(prior.dimension), rng("r"));

/** Share of the change against the same patient without the finding that lies in the image's right half. */
const shareOnImageRight = (asked: ImageOrder, seed: string): number => {
  const healthy = film({ ...asked, finding: "none" }, seed).pixels;
  const ill = film(asked, seed).pixels;
  let right = 0;
  let both = 0;
  for (let i = 0; i < ill.length; i++) {
    const change = Math.abs(ill[i]! - healthy[i]!);
    both += change;
    if (i % 128 >= 64) right += change;
  }
  return right / both;
};

describe("laterality", () => {
  it.each(["effusion", "consolidation", "nodule", "pneumothorax"] as const)(
    "%s of the patient's left changes the image's right half, and the other way round, in each of 6 patients",
    finding => {
      for (let k = 0; k < 6; k++) {
        const view = k % 3 === 0 ? "AP" : "PA";
        expect(shareOnImageRight({ ...order(finding, "left"), view }, `side ${k}`)).toBeGreaterThan(0.9);
        expect(shareOnImageRight({ ...order(finding, "right"), view }, `side ${k}`)).toBeLessThan(0.1);
      }
    },
  );

  it("bilateral effusion changes both halves", () => {
    for (let k = 0; k < 6; k++) {
      const share = shareOnImageRight(order("effusion", "bilateral"), `both ${k}`);
      expect(Math.abs(share - 0.5)).toBeLessThan(0.35);
    }
  });
});

describe("what a finding does to the light", () => {
  /** As the beam left it, without the detector's image processing, whose gain on detail darkens the rim of an opacity. */
  const unprocessed = (asked: ImageOrder, seed: string) => {
    const scene = drawThorax(asked, rng(seed));
    const film = { ...scene.film, equalise: 0, detail: 1 };
    return prior.render({ ...scene, film }, new Float64Array(prior.dimension), rng("r")).pixels;
  };
  const changes = (finding: Finding, side: Laterality, seed: string): Float64Array => {
    const healthy = unprocessed(order("none"), seed);
    return Float64Array.from(unprocessed(order(finding, side), seed), (value, i) => value - healthy[i]!);
  };
  const meanChange = (finding: Finding, side: Laterality, seed: string): number =>
    changes(finding, side, seed).reduce((sum, value) => sum + value, 0) / (128 * 128);
  /** Least mean of a block of 8 × 8 pixels, grey levels of 255. */
  const darkestChange = (finding: Finding, side: Laterality, seed: string): number => {
    const blocks = new Float64Array(256);
    for (const [i, value] of changes(finding, side, seed).entries()) {
      const block = 16 * Math.floor(i / 1024) + Math.floor((i % 128) / 8);
      blocks[block] = blocks[block]! + value / 64;
    }
    return Math.min(...blocks);
  };

  it("fluid and consolidation whiten the film, free air darkens a part of it, in each of 6 patients", () => {
    for (let k = 0; k < 6; k++) {
      expect(meanChange("effusion", "left", `light ${k}`)).toBeGreaterThan(0);
      expect(meanChange("consolidation", "right", `light ${k}`)).toBeGreaterThan(0);
      expect(darkestChange("pneumothorax", "right", `light ${k}`)).toBeLessThan(-6);
      expect(darkestChange("consolidation", "right", `light ${k}`)).toBeGreaterThan(-6);
    }
  });
});

describe("image processing of the detector", () => {
  it("brings detail out: ribs over a lung stand out more than without it, in each of 4 patients", () => {
    const ripple = (detail: number, seed: string): number => {
      const scene = drawThorax(MAN, rng(seed));
      const { pixels } = prior.render(
        { ...scene, film: { ...scene.film, detail, equalise: 0, noise: 0 } },
        new Float64Array(prior.dimension),
        rng("r"),
      );
      let sum = 0;
      for (let y = 45; y < 75; y++) {
        const at = y * 128 + 32;
        sum += Math.abs(pixels[at]! - (pixels[at - 3 * 128]! + pixels[at + 3 * 128]!) / 2);
      }
      return sum;
    };
    for (let k = 0; k < 4; k++) expect(ripple(2, `ribs ${k}`)).toBeGreaterThan(1.4 * ripple(1, `ribs ${k}`));
  });
});

describe("the cardiothoracic ratio", () => {
  const median = (values: readonly number[]) =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const ratios = (asked: ImageOrder) =>
    Array.from({ length: 24 }, (_, k) => measuredRatio(film(asked, `heart ${k}`)));

  it("read off the film, median of 24 men: normal within 0.38 to 0.50, cardiomegaly above 0.50 and above normal", () => {
    const normal = median(ratios(order("none")));
    const enlarged = median(ratios(order("cardiomegaly")));
    expect(normal).toBeGreaterThan(0.38); // Danzer 1919: 0.39 to 0.50
    expect(normal).toBeLessThan(0.5);
    expect(enlarged).toBeGreaterThan(0.5);
    expect(enlarged - normal).toBeGreaterThan(0.08);
  });

  it("of the law: normal adults at most 0.5 on PA, cardiomegaly above 0.52, 400 draws each", () => {
    for (let k = 0; k < 400; k++) {
      const ageYears = 18 + (k % 70);
      expect(drawThorax({ ...MAN, ageYears }, rng(`n${k}`)).heart.ratio).toBeLessThan(0.505);
      expect(drawThorax({ ...order("cardiomegaly"), ageYears }, rng(`c${k}`)).heart.ratio).toBeGreaterThan(
        0.52,
      );
    }
  });

  it("bedside AP films magnify the heart by 12 %, children have relatively larger hearts", () => {
    expect(magnification("AP")).toBeCloseTo(1.125, 2); // Chon et al. 2011 at 100 cm
    expect(normalRatio(6, "male").mean / normalRatio(30, "male").mean).toBeCloseTo(0.795 / 0.665, 6); // Simon et al. 1972
    expect(normalRatio(0, "female").mean).toBeLessThan(0.6);
  });
});

describe("the law of scenes", () => {
  it("nodules measure 5 to 30 mm, 300 draws", () => {
    for (let k = 0; k < 300; k++) {
      const { finding } = drawThorax(order("nodule", "left"), rng(`nodule ${k}`));
      if (finding.kind !== "nodule") throw new Error("not a nodule");
      for (const { radiusX, radiusY } of finding.blobs) {
        expect(Math.max(radiusX, radiusY)).toBeLessThanOrEqual(15);
        expect(Math.sqrt(radiusX * radiusY)).toBeGreaterThan(2.4);
      }
    }
  });

  it("a child's chest is smaller and shorter for its width; men's are wider than women's; lying shortens", () => {
    const mean = (asked: ImageOrder, of: (scene: ReturnType<typeof drawThorax>) => number) =>
      Array.from({ length: 60 }, (_, k) => of(drawThorax(asked, rng(`size ${k}`)))).reduce((a, b) => a + b) /
      60;
    const width = (asked: ImageOrder) => mean(asked, scene => scene.lungs.halfWidth);
    const shape = (asked: ImageOrder) => mean(asked, scene => scene.lungs.height / scene.lungs.halfWidth);
    const child = { ...MAN, ageYears: 3 };
    expect(width(child)).toBeLessThan(0.65 * width(MAN));
    expect(shape(child)).toBeLessThan(shape(MAN));
    expect(width({ ...MAN, sex: "female" })).toBeLessThan(width(MAN));
    expect(shape({ ...MAN, view: "AP" })).toBeLessThan(shape(MAN));
  });

  it("an infant's chest is deep and its ribs level, its upper mediastinum is wide with thymus; at five years all three are gone", () => {
    const mean = (ageYears: number, of: (scene: ReturnType<typeof drawThorax>) => number) =>
      Array.from({ length: 60 }, (_, k) => of(drawThorax({ ...MAN, ageYears }, rng(`round ${k}`)))).reduce(
        (a, b) => a + b,
      ) / 60;
    const depth = (age: number) => mean(age, ({ body, lungs }) => body.depth / (2 * lungs.halfWidth));
    expect(depth(0)).toBeGreaterThan(0.88); // nearly as deep as wide: Openshaw et al. 1984
    expect(depth(5)).toBeLessThan(0.8);
    expect(mean(0, ({ bones }) => bones.ribFall)).toBeLessThan(mean(5, ({ bones }) => bones.ribFall) - 0.8);
    const reach = (age: number) =>
      mean(age, ({ heart, lungs }) => (heart.thymus[0] + heart.thymus[1]) / lungs.halfWidth);
    expect(reach(0)).toBeGreaterThan(0.25);
    expect(reach(2)).toBeLessThan(0.7 * reach(0));
    expect(reach(5)).toBe(0);
    expect(mean(1, ({ heart, lungs }) => heart.knob / lungs.halfWidth)).toBeLessThan(
      0.7 * mean(50, ({ heart, lungs }) => heart.knob / lungs.halfWidth),
    );
  });

  it("read off the film, the upper mediastinum of infants is wider for their chest than men's: by a third, mean of 12", () => {
    /** Width between the lungs at a third of their height, over the width of both lungs there. */
    const share = (ageYears: number, seed: string): number => {
      const scene = drawThorax({ ...MAN, ageYears }, rng(seed));
      const { pixels } = prior.render(scene, new Float64Array(prior.dimension), rng("r"));
      const { field, lungs } = scene;
      const y = Math.round(64 + ((0.33 * lungs.height - field.centreY) * 128) / field.sizeMm);
      const column = (mm: number) => Math.round(64 + ((mm - field.centreX) * 128) / field.sizeMm);
      const grey = (x: number) =>
        (pixels[y * 128 + x]! + pixels[(y + 1) * 128 + x]! + pixels[(y - 1) * 128 + x]!) / 3;
      const edge = (side: 1 | -1): number => {
        const lung = Array.from({ length: 8 }, (_, k) =>
          grey(column(side * lungs.halfWidth * (0.45 + 0.04 * k))),
        );
        const level = (Math.min(...lung) + grey(column(0.05 * side * lungs.halfWidth))) / 2;
        let x = column(0.45 * side * lungs.halfWidth);
        while (x !== 64 && grey(x) < level) x -= side;
        return x;
      };
      return ((edge(1) - edge(-1)) * field.sizeMm) / 128 / (2 * lungs.halfWidth);
    };
    const mean = (age: number) =>
      Array.from({ length: 12 }, (_, k) => share(age, `mediastinum ${k}`)).reduce((a, b) => a + b) / 12;
    expect(mean(0)).toBeGreaterThan(1.33 * mean(50));
  });

  it("only grown women have breast shadows", () => {
    const breast = (ageYears: number, sex: "female" | "male") =>
      drawThorax({ ...MAN, ageYears, sex }, rng("b")).body.breast;
    expect([breast(50, "male"), breast(8, "female"), breast(8, "male")]).toEqual([0, 0, 0]);
    expect(breast(50, "female")).toBeGreaterThan(0);
  });
});
