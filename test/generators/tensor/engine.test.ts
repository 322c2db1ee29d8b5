import { describe, expect, it } from "vitest";
import {
  ENGINES,
  type Engine,
  type Kernel,
  type Network,
  type Planes,
} from "../../../generators/tensor/engine.ts";
import { openEngine } from "../../../generators/tensor/open.ts";
import { typedArray } from "../../../generators/tensor/typed-array.ts";
import { rng } from "../../../src/math/rng.ts";

const random = rng("engines");
const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
const planes = (height: number, width: number, channels: number): Planes => ({
  height,
  width,
  channels,
  values: normals(height * width * channels),
});
const kernel = (inputs: number, outputs: number): Kernel => ({
  inputs,
  outputs,
  values: normals(9 * inputs * outputs),
});
const run = (engine: Engine, kernels: Record<string, Kernel>, network: Network, input: Planes): Planes => {
  const loaded = engine.load(new Map(Object.entries(kernels)));
  try {
    return loaded.run(network, input);
  } finally {
    loaded.dispose();
  }
};
const furthest = (a: Planes, b: Planes): number => {
  expect([a.height, a.width, a.channels]).toEqual([b.height, b.width, b.channels]);
  return Math.max(...a.values.map((value, i) => Math.abs(value - b.values[i]!)));
};

/** What every engine must do; `typed-array` also is held to numbers worked out by hand. */
const engineContract = (name: string, open: () => Promise<Engine>) => {
  describe(name, () => {
    it("shifts a picture by a kernel with a single one, zeros coming in from outside", async () => {
      const one = { inputs: 1, outputs: 1, values: Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0) };
      const input = { height: 2, width: 2, channels: 1, values: Float32Array.of(1, 2, 3, 4) };
      const shifted = run(
        await open(),
        { one },
        (ops, x) => ops.conv(x, "one", Float32Array.of(10), 1),
        input,
      );
      expect([...shifted.values]).toEqual([10, 10, 10, 11]);
    });
    it("with stride 2 takes every second pixel, from the first, of what stride 1 gives", async () => {
      const engine = await open();
      const [k, bias, input] = [kernel(3, 5), normals(5), planes(8, 6, 3)];
      const at = (stride: 1 | 2) => run(engine, { k }, (ops, x) => ops.conv(x, "k", bias, stride), input);
      const [all, half] = [at(1), at(2)];
      expect([half.height, half.width, half.channels]).toEqual([4, 3, 5]);
      for (let i = 0; i < half.values.length; i++) {
        const [row, column, c] = [Math.floor(i / 15), Math.floor((i % 15) / 5), i % 5];
        expect(half.values[i]).toBeCloseTo(all.values[(2 * row * 6 + 2 * column) * 5 + c]!, 5);
      }
    });
    it("adds, bends by x · logistic(x), and doubles pixels", async () => {
      const input = { height: 1, width: 2, channels: 1, values: Float32Array.of(0, 1) };
      const output = run(await open(), {}, (ops, x) => ops.doubled(ops.add(ops.silu(x), x)), input);
      const bent = 1 + 1 / (1 + Math.exp(-1));
      expect([output.height, output.width]).toEqual([2, 4]);
      [0, 0, bent, bent, 0, 0, bent, bent].forEach((value, i) => {
        expect(output.values[i]).toBeCloseTo(value, 6);
      });
    });
    it("agrees with the reference to 1e-5 of the size of numbers on a network of every operation", async () => {
      const kernels = { a: kernel(1, 6), b: kernel(6, 8), c: kernel(8, 6), d: kernel(6, 1) };
      const [six, eight, one] = [normals(6), normals(8), normals(1)];
      const network: Network = (ops, x) => {
        const a = ops.conv(x, "a", six, 1);
        const b = ops.conv(ops.silu(a), "b", eight, 2);
        const c = ops.doubled(ops.conv(ops.silu(b), "c", six, 1));
        return ops.conv(ops.silu(ops.add(c, a)), "d", one, 1);
      };
      const input = planes(16, 12, 1);
      const expected = run(typedArray, kernels, network, input);
      const size = Math.max(...expected.values.map(Math.abs));
      expect(furthest(run(await open(), kernels, network, input), expected)).toBeLessThan(1e-5 * size);
    });
    it("gives the same bytes for the same input, again and after other work", async () => {
      const engine = await open();
      const [k, bias, input] = [kernel(4, 4), normals(4), planes(8, 8, 4)];
      const network: Network = (ops, x) => ops.silu(ops.conv(x, "k", bias, 1));
      const first = run(engine, { k }, network, input);
      run(engine, { k: kernel(4, 4) }, network, planes(16, 16, 4));
      expect(run(engine, { k }, network, input)).toEqual(first);
    });
    it("names itself and its build", async () => {
      const engine = await open();
      expect(engine.name).toBe(name);
      expect(engine.build.startsWith(name)).toBe(true);
    });
  });
};

describe("tensor engines", () => {
  const handlerCount = () =>
    process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection");
  const before = handlerCount();
  engineContract("typed-array", async () => typedArray);
  engineContract("tfjs-wasm", () => openEngine("tfjs-wasm"));

  it("are chosen by name, all known ones", () => {
    expect([...ENGINES].sort()).toEqual(["tfjs-node", "tfjs-wasm", "typed-array"]);
  });
  it("that are not installed are refused, not replaced by another", async () => {
    // Skipped where somebody has installed it: then the contract would be the test.
    await openEngine("tfjs-node").then(
      engine => expect(engine.name).toBe("tfjs-node"),
      error => expect(error.message).toMatch(/@tensorflow\/tfjs-node, which is not here/),
    );
  });
  it("leave no handler of their own on the process", async () => {
    await openEngine("tfjs-wasm");
    expect(handlerCount()).toBe(before);
  });
});
