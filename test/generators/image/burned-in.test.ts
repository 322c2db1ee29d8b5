import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { hasBurnedInText } from "../../../generators/image/burned-in.ts";
import { decodePng } from "../../../generators/image/png.ts";
import { imagePriorAt } from "../../../generators/image/prior.ts";
import { FINDINGS, type ImageRecord } from "../../../schemas/image.ts";
import { rng } from "../../../src/math/rng.ts";

/** Seven rows of five columns a letter, most significant bit left. */
const FONT: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  L: [16, 16, 16, 16, 16, 16, 31],
  N: [17, 25, 21, 19, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  R: [30, 17, 17, 30, 20, 18, 17],
  "1": [4, 12, 4, 4, 4, 4, 14],
  "9": [14, 17, 17, 15, 1, 2, 12],
  "5": [31, 16, 30, 1, 1, 17, 14],
};

interface Place {
  /** Upper left corner as shares of the side. */
  readonly x: number;
  readonly y: number;
  /** Pixels a dot of the font. */
  readonly dot: number;
  readonly grey: number;
}

const written = (image: ImageRecord, word: string, { x, y, dot, grey }: Place): ImageRecord => {
  const pixels = image.pixels.slice();
  const [left, top] = [Math.round(x * image.width), Math.round(y * image.height)];
  [...word].forEach((letter, k) => {
    FONT[letter]!.forEach((row, j) => {
      for (let i = 0; i < 5; i++) {
        if (((row >> (4 - i)) & 1) === 0) continue;
        for (let dy = 0; dy < dot; dy++)
          for (let dx = 0; dx < dot; dx++)
            pixels[(top + j * dot + dy) * image.width + left + (6 * k + i) * dot + dx] = grey;
      }
    });
  });
  return { ...image, pixels };
};

const film = (side: number, seed: string, bits: 8 | 16 = 8): ImageRecord => {
  const prior = imagePriorAt({ width: side, height: side, bits });
  const random = rng(seed);
  const order = prior.order(FINDINGS[random.integer(FINDINGS.length)]!, random);
  return prior.render(prior.simulate(order, random).scene, new Float64Array(prior.dimension), random);
};

/** Dots of a font seven high that keep it above seven pixels and below 6 % of the side. */
const SIZES = [
  { side: 256, dot: 2, bits: 8 },
  { side: 512, dot: 3, bits: 16 },
  { side: 1024, dot: 4, bits: 8 },
] as const;

describe("burned-in text", () => {
  it.each(SIZES)(
    "is seen in every corner, white and black, on 6 films of $side pixels, $bits bits",
    ({ side, dot, bits }) => {
      const top = 2 ** bits - 1;
      for (let k = 0; k < 6; k++) {
        const clean = film(side, `text ${k}`, bits);
        const [x, y] = [k % 2 === 0 ? 0.04 : 0.72, k % 3 === 0 ? 0.04 : 0.9];
        // On its own plate, as consoles write it, so that it is legible whatever lies behind.
        const plated = (grey: number): ImageRecord => {
          const pixels = clean.pixels.slice();
          for (let j = Math.floor((y - 0.02) * side); j < Math.min(side, (y + 0.08) * side); j++)
            for (let i = Math.floor((x - 0.02) * side); i < Math.min(side, (x + 0.26) * side); i++)
              pixels[j * side + i] = grey;
          return { ...clean, pixels };
        };
        for (const [ink, plate] of [
          [top, 0],
          [0, top],
        ] as const) {
          expect(hasBurnedInText(plated(plate)), `plate ${k}`).toBe(false);
          expect(
            hasBurnedInText(written(plated(plate), "LEO9A", { x, y, dot, grey: ink })),
            `text ${k}`,
          ).toBe(true);
        }
      }
    },
  );

  it("written straight on the film is seen where it stands out: a date on the black beside the shoulder", () => {
    const black = { width: 512, height: 512, bits: 8, pixels: new Uint8Array(512 * 512).fill(20) } as const;
    expect(hasBurnedInText(written(black, "1955", { x: 0.05, y: 0.05, dot: 2, grey: 255 }))).toBe(true);
    expect(hasBurnedInText(written(black, "1955", { x: 0.05, y: 0.05, dot: 2, grey: 60 }))).toBe(false);
  });

  it("is not what a side marker is, nor anything of a simulated film: 14 films of 512 pixels and 70 of 64", () => {
    for (let k = 0; k < 14; k++) {
      const clean = film(512, `clean ${k}`);
      expect(hasBurnedInText(clean)).toBe(false);
      expect(hasBurnedInText(written(clean, "L", { x: 0.9, y: 0.05, dot: 4, grey: 255 }))).toBe(false);
    }
    for (let k = 0; k < 70; k++) expect(hasBurnedInText(film(64, `small ${k}`))).toBe(false);
  });

  it("is not looked for in the middle of a film", () => {
    const black = { width: 512, height: 512, bits: 8, pixels: new Uint8Array(512 * 512) } as const;
    expect(hasBurnedInText(written(black, "RENAL", { x: 0.42, y: 0.5, dot: 2, grey: 255 }))).toBe(false);
  });
});

const originals = fileURLToPath(
  new URL("../../../../shared/data/images/nih_cxr14/original_1024px", import.meta.url),
);

describe.skipIf(!existsSync(originals))(
  "22 NIH films of 1024 pixels (skipped where the shared data is absent)",
  () => {
    it("the three that read PORTABLE are told, and no other", () => {
      const seen = (existsSync(originals) ? readdirSync(originals) : [])
        .filter(file => file.endsWith(".png"))
        .filter(file => hasBurnedInText(decodePng(readFileSync(`${originals}/${file}`), file)));
      expect(seen).toEqual(["00017625_000.png", "00019557_000.png", "00029118_000.png"]);
    });
  },
);
