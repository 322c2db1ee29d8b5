import type { Engine, Kernel, Ops, Planes } from "./engine.ts";

/**
 * The reference: plain loops over typed arrays, sums in double precision. Slow and without a dependency; what the
 * other engines are tested against.
 */
export const typedArray: Engine = {
  name: "typed-array",
  build: "typed-array/1",
  load: kernels => ({
    run: (network, input) => network(operations(kernels), input),
    dispose: () => undefined,
  }),
};

const operations = (kernels: ReadonlyMap<string, Kernel>): Ops<Planes> => ({
  conv: (x, kernel, bias, stride) => convolved(x, kernels.get(kernel)!, bias, stride),
  silu: x => ({ ...x, values: x.values.map(value => value / (1 + Math.exp(-value))) }),
  add: (x, y) => ({ ...x, values: x.values.map((value, i) => value + y.values[i]!) }),
  doubled: twice,
});

const convolved = (x: Planes, kernel: Kernel, bias: Float32Array, stride: 1 | 2): Planes => {
  const { inputs, outputs } = kernel;
  const height = x.height / stride;
  const width = x.width / stride;
  const values = new Float32Array(height * width * outputs);
  const sums = new Float64Array(outputs);
  for (let j = 0, at = 0; j < height; j++) {
    for (let i = 0; i < width; i++, at += outputs) {
      sums.set(bias);
      for (let tap = 0; tap < 9; tap++) {
        const row = j * stride + Math.floor(tap / 3) - 1;
        const column = i * stride + (tap % 3) - 1;
        if (row < 0 || row >= x.height || column < 0 || column >= x.width) continue;
        const pixel = (row * x.width + column) * inputs;
        for (let c = 0; c < inputs; c++) {
          const value = x.values[pixel + c]!;
          const weights = (tap * inputs + c) * outputs;
          for (let o = 0; o < outputs; o++) sums[o] = sums[o]! + value * kernel.values[weights + o]!;
        }
      }
      values.set(sums, at);
    }
  }
  return { height, width, channels: outputs, values };
};

const twice = (x: Planes): Planes => {
  const { channels } = x;
  const width = 2 * x.width;
  const values = new Float32Array(4 * x.values.length);
  for (let j = 0; j < 2 * x.height; j++) {
    for (let i = 0; i < width; i++) {
      const from = ((j >> 1) * x.width + (i >> 1)) * channels;
      values.set(x.values.subarray(from, from + channels), (j * width + i) * channels);
    }
  }
  return { height: 2 * x.height, width, channels, values };
};
