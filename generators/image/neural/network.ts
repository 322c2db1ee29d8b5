import { InvalidInput } from "../../../src/errors.ts";
import type { Kernel, Network, Ops } from "../../tensor/engine.ts";
import type { StoredTensor } from "../../tensor/safetensors.ts";
import { DIMENSION } from "../canonical.ts";
import type { FilmLaw } from "./wiener.ts";

/** A dense layer: rows × columns, row-major. */
interface Dense {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** The denoiser's weights by part, checked for completeness. */
export interface ThoraxWeights {
  /** The Gaussian whose closed-form denoiser the network corrects. */
  readonly film: FilmLaw;
  readonly kernels: ReadonlyMap<string, Kernel>;
  readonly biases: ReadonlyMap<string, Float32Array>;
  readonly embed: { readonly first: Dense; readonly second: Dense };
  /** One a block: from the embedded condition to a bias a channel. */
  readonly blocks: ReadonlyMap<string, Dense>;
}

const CONVOLUTIONS = ["inlet", "down1", "down2", "down3", "up3", "up2", "up1", "outlet"];
const BLOCKS = ["fall1", "fall2", "deep1", "deep2", "rise2", "rise1", "rise0"];

/** @throws InvalidInput naming the tensor that is missing or has another rank */
export const thoraxWeights = (
  tensors: ReadonlyMap<string, StoredTensor>,
  file: string,
  conditionLength: number,
): ThoraxWeights => {
  const tensor = (name: string, rank: number): StoredTensor => {
    const found = tensors.get(name);
    if (found?.shape.length !== rank)
      throw new InvalidInput(`must be a tensor of ${rank} dimensions`, { file, field: name });
    return found;
  };
  const dense = (name: string, columns?: number): Dense => {
    const { shape, values } = tensor(`${name}.weight`, 2);
    if (columns !== undefined && shape[1] !== columns)
      throw new InvalidInput(`must take ${columns} numbers`, { file, field: `${name}.weight` });
    return { weight: values, bias: tensor(`${name}.bias`, 1).values };
  };
  const kernel = (name: string): Kernel => {
    const { shape, values } = tensor(`${name}.weight`, 4);
    if (shape[0] !== 3 || shape[1] !== 3)
      throw new InvalidInput("must be a 3 × 3 convolution", { file, field: `${name}.weight` });
    return { inputs: shape[2]!, outputs: shape[3]!, values };
  };
  const convolutions = [...CONVOLUTIONS, ...BLOCKS.flatMap(name => [`${name}.first`, `${name}.second`])];
  const picture = (name: string): Float32Array => {
    const { values } = tensor(name, 2);
    if (values.length !== DIMENSION || !values.every(Number.isFinite))
      throw new InvalidInput("must be a picture of 64 × 64 finite numbers", { file, field: name });
    return values;
  };
  return {
    film: { mean: picture("wiener.mean"), variance: picture("wiener.variance") },
    kernels: new Map(convolutions.map(name => [name, kernel(name)])),
    biases: new Map(convolutions.map(name => [name, tensor(`${name}.bias`, 1).values])),
    embed: { first: dense("embed.first", conditionLength), second: dense("embed.second") },
    blocks: new Map(BLOCKS.map(name => [name, dense(`${name}.bias`)])),
  };
};

/**
 * The U-Net of `scripts/train-prior/model.py` under one condition: 64² × 16, 32² × 32, 16² × 64, 8² × 128 channels,
 * residual blocks of two convolutions, additive skips, no normalisation. The condition adds a bias a channel a block.
 */
export const thoraxNetwork = (weights: ThoraxWeights, condition: Float32Array): Network => {
  const embedded = silu(dense(weights.embed.second, silu(dense(weights.embed.first, condition))));
  const biases = new Map(weights.biases);
  for (const [name, layer] of weights.blocks)
    biases.set(`${name}.first`, sum(weights.biases.get(`${name}.first`)!, dense(layer, embedded)));
  return (ops, input) => unet(ops, input, biases);
};

const unet = <T>(ops: Ops<T>, input: T, biases: ReadonlyMap<string, Float32Array>): T => {
  const conv = (x: T, name: string, stride: 1 | 2 = 1) => ops.conv(x, name, biases.get(name)!, stride);
  const active = (x: T, name: string, stride: 1 | 2 = 1) => conv(ops.silu(x), name, stride);
  const block = (x: T, name: string) => ops.add(x, active(active(x, `${name}.first`), `${name}.second`));
  const risen = (x: T, up: string, skip: T, name: string) =>
    block(ops.add(ops.doubled(active(x, up)), skip), name);
  const h0 = conv(input, "inlet");
  const h1 = block(active(h0, "down1", 2), "fall1");
  const h2 = block(active(h1, "down2", 2), "fall2");
  const h3 = block(block(active(h2, "down3", 2), "deep1"), "deep2");
  const r2 = risen(h3, "up3", h2, "rise2");
  const r1 = risen(r2, "up2", h1, "rise1");
  return active(risen(r1, "up1", h0, "rise0"), "outlet");
};

const dense = ({ weight, bias }: Dense, x: Float32Array): Float32Array =>
  bias.map((value, row) => {
    let total = value;
    for (let i = 0; i < x.length; i++) total += weight[row * x.length + i]! * x[i]!;
    return total;
  });

const silu = (x: Float32Array): Float32Array => x.map(value => value / (1 + Math.exp(-value)));

const sum = (a: Float32Array, b: Float32Array): Float32Array => a.map((value, i) => value + b[i]!);
