import { createRequire } from "node:module";
import type * as Tf from "@tensorflow/tfjs-core";
import { InvalidRequest } from "../../src/errors.ts";
import type { Engine, EngineName, Kernel, LoadedNetwork, Ops } from "./engine.ts";

/** The library of an engine, as far as the operations here need it. */
type Library = typeof Tf;

/**
 * TensorFlow.js in WebAssembly, on one thread. WebAssembly fixes the result of every instruction, so a build gives
 * the same bytes on every machine that has (or lacks) its SIMD.
 *
 * @throws InvalidRequest where the WebAssembly module cannot be started
 */
export const tfjsWasm = async (): Promise<Engine> => {
  const tf = await import("@tensorflow/tfjs-core");
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  wasm.setThreadsCount(1);
  const started = await withoutItsHandlers(() => tf.setBackend("wasm"));
  if (!started) throw new InvalidRequest("the WebAssembly backend of TensorFlow.js does not start here");
  const simd = (await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) ? "simd" : "no simd";
  return engineOf(tf, "tfjs-wasm", `tfjs-wasm ${wasm.version_wasm}, ${simd}, 1 thread`);
};

/**
 * The module's start-up code hangs handlers on the process that print its own source for every uncaught error of the
 * program; they go as soon as it has started.
 */
const withoutItsHandlers = async <T>(start: () => Promise<T>): Promise<T> => {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map(event => process.listeners(event as "uncaughtException"));
  const started = await start();
  events.forEach((event, i) => {
    for (const listener of process.listeners(event as "uncaughtException"))
      if (!before[i]!.includes(listener)) process.removeListener(event, listener);
  });
  return started;
};

/**
 * TensorFlow.js over the native TensorFlow library, where the user has installed `@tensorflow/tfjs-node` (its
 * installer fetches the library from outside the package registry, so it is no dependency of ours).
 *
 * @throws InvalidRequest where it is not installed
 */
export const tfjsNode = async (): Promise<Engine> => {
  let tf: Library & { readonly version: { readonly "tfjs-node": string } };
  try {
    tf = createRequire(import.meta.url)("@tensorflow/tfjs-node");
  } catch (cause) {
    throw new InvalidRequest("engine tfjs-node needs the package @tensorflow/tfjs-node, which is not here", {
      cause,
    });
  }
  await tf.setBackend("tensorflow");
  return engineOf(tf, "tfjs-node", `tfjs-node ${tf.version["tfjs-node"]}, ${process.arch}`);
};

const engineOf = (tf: Library, name: EngineName, build: string): Engine => ({
  name,
  build,
  load: kernels => loaded(tf, kernels),
});

const loaded = (tf: Library, kernels: ReadonlyMap<string, Kernel>): LoadedNetwork => {
  const filters = new Map(
    [...kernels].map(([name, { values, inputs, outputs }]) => [
      name,
      tf.tensor4d(values, [3, 3, inputs, outputs]),
    ]),
  );
  const ops = operations(tf, filters);
  return {
    run: (network, { values, height, width, channels }) => {
      const output = tf.tidy(() => network(ops, tf.tensor4d(values, [1, height, width, channels])));
      const [, outHeight, outWidth, outChannels] = output.shape;
      const read = output.dataSync<"float32">();
      output.dispose();
      return { height: outHeight, width: outWidth, channels: outChannels, values: read };
    },
    dispose: () => {
      for (const filter of filters.values()) filter.dispose();
    },
  };
};

const operations = (tf: Library, filters: ReadonlyMap<string, Tf.Tensor4D>): Ops<Tf.Tensor4D> => ({
  conv: (x, kernel, bias, stride) =>
    tf.fused.conv2d({
      x,
      filter: filters.get(kernel)!,
      strides: stride,
      pad: 1,
      dimRoundingMode: "floor",
      bias: tf.tensor1d(bias),
    }),
  silu: x => tf.mul(x, tf.sigmoid(x)),
  add: (x, y) => tf.add(x, y),
  doubled: x => tf.image.resizeNearestNeighbor(x, [2 * x.shape[1], 2 * x.shape[2]]),
});
