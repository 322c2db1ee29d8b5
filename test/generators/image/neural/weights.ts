import { createHash } from "node:crypto";
import { CONDITION_LENGTH } from "../../../../generators/image/neural/condition.ts";
import { rng } from "../../../../src/math/rng.ts";

const WIDTHS = [2, 3, 4, 5] as const;

/** Shapes of a denoiser of the shipped form with two to five channels. */
export const smallShapes = (): Record<string, number[]> => {
  const [a, b, c, d] = WIDTHS;
  const convolutions: Record<string, [number, number]> = {
    inlet: [2, a],
    down1: [a, b],
    down2: [b, c],
    down3: [c, d],
    up3: [d, c],
    up2: [c, b],
    up1: [b, a],
    outlet: [a, 1],
  };
  const blocks: Record<string, number> = {
    fall1: b,
    fall2: c,
    deep1: d,
    deep2: d,
    rise2: c,
    rise1: b,
    rise0: a,
  };
  const shapes: Record<string, number[]> = {
    "wiener.mean": [64, 64],
    "wiener.variance": [64, 64],
    "embed.first.weight": [6, CONDITION_LENGTH],
    "embed.first.bias": [6],
    "embed.second.weight": [6, 6],
    "embed.second.bias": [6],
  };
  for (const [name, width] of Object.entries(blocks)) {
    convolutions[`${name}.first`] = [width, width];
    convolutions[`${name}.second`] = [width, width];
    shapes[`${name}.bias.weight`] = [width, 6];
    shapes[`${name}.bias.bias`] = [width];
  }
  for (const [name, [inputs, outputs]] of Object.entries(convolutions)) {
    shapes[`${name}.weight`] = [3, 3, inputs, outputs];
    shapes[`${name}.bias`] = [outputs];
  }
  return shapes;
};

/** A safetensors file of random single-precision weights. */
export const weightsFile = (shapes: Readonly<Record<string, readonly number[]>>): Uint8Array => {
  const random = rng("small weights");
  const header: Record<string, unknown> = {};
  const values: number[] = [];
  for (const [name, shape] of Object.entries(shapes)) {
    const from = 4 * values.length;
    const count = shape.reduce((x, y) => x * y, 1);
    for (let i = 0; i < count; i++) {
      const value = 0.3 * random.normal();
      values.push(name === "wiener.variance" ? Math.abs(value) : value);
    }
    header[name] = { dtype: "F32", shape, data_offsets: [from, 4 * values.length] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return Uint8Array.from(Buffer.concat([length, text, new Uint8Array(Float32Array.from(values).buffer)]));
};

/** A provenance that fits a weights file. */
export const provenanceOf = (weights: Uint8Array) => ({
  weights: "small.safetensors",
  sha256: createHash("sha256").update(weights).digest("hex"),
  class: "public",
  statement: "No private data was used.",
  sources: [
    {
      class: "procedural",
      name: "simulated films",
      licence: "Apache-2.0",
      images: 10,
      sha256: "0".repeat(64),
    },
    {
      class: "open-licence",
      name: "films",
      licence: "no restrictions on use",
      images: 3,
      sha256: "1".repeat(64),
      attribution: "who took them",
      split: "a rule",
      patients: 3,
    },
  ],
  training: { seed: 1, steps: 10 },
  software: { torch: "1" },
});
