import type { Engine, EngineName } from "./engine.ts";
import { tfjsNode, tfjsWasm } from "./tfjs.ts";
import { typedArray } from "./typed-array.ts";

const OPEN: { readonly [K in EngineName]: () => Promise<Engine> } = {
  "tfjs-wasm": tfjsWasm,
  "tfjs-node": tfjsNode,
  "typed-array": async () => typedArray,
};

/** Starts the named engine. There is no silent choice: who runs a network says where, and records `build`. */
export const openEngine = (name: EngineName): Promise<Engine> => OPEN[name]();
