/** A picture of numbers: height × width × channels, row-major, channels together. */
export interface Planes {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: Float32Array;
}

/** Weights of a 3 × 3 convolution: 3 × 3 × inputs × outputs, row-major. */
export interface Kernel {
  readonly inputs: number;
  readonly outputs: number;
  readonly values: Float32Array;
}

/** What a small convolutional network is made of. T is an engine's own handle of a picture. */
export interface Ops<T> {
  /** 3 × 3 convolution with one line of zeros around the picture; stride 2 halves the sides, which must be even. */
  conv(x: T, kernel: string, bias: Float32Array, stride: 1 | 2): T;
  /** x · logistic(x). */
  silu(x: T): T;
  add(x: T, y: T): T;
  /** Every pixel twice across and twice down. */
  doubled(x: T): T;
}

/** A network, for any engine: the order of its operations. */
export type Network = <T>(ops: Ops<T>, input: T) => T;

/** Kernels held in an engine's memory. */
export interface LoadedNetwork {
  /** One pass. Deterministic: the same input gives the same bytes in one build of one engine. */
  run(network: Network, input: Planes): Planes;
  /** Frees the engine's memory; no `run` afterwards. */
  dispose(): void;
}

export const ENGINES = ["tfjs-wasm", "tfjs-node", "typed-array"] as const;
export type EngineName = (typeof ENGINES)[number];

/** Where tensors are computed. Chosen by name and recorded: another engine gives other last digits. */
export interface Engine {
  readonly name: EngineName;
  /** Library, version and what it runs on: results are byte-identical for one such text. */
  readonly build: string;
  load(kernels: ReadonlyMap<string, Kernel>): LoadedNetwork;
}
