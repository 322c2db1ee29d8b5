/**
 * CPU time of one pass of the chest X-ray denoiser, engine by engine, on one thread, and how far each is from the
 * reference. ONNX Runtime is not an engine of the product; it is timed where ONNX names a graph written by
 * `scripts/train-prior/to_onnx.py` and ONNXRUNTIME the folder of an installed `onnxruntime-node`.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CONDITION_LENGTH, conditionVector } from "../../generators/image/neural/condition.ts";
import { thoraxNetwork, thoraxWeights } from "../../generators/image/neural/network.ts";
import { ENGINES } from "../../generators/tensor/engine.ts";
import { openEngine } from "../../generators/tensor/open.ts";
import { readSafetensors } from "../../generators/tensor/safetensors.ts";
import type { Bench } from "../bench.ts";

const FOLDER = process.env.PRIOR ?? fileURLToPath(new URL("../../generators/image/neural", import.meta.url));
const CONDITION = { finding: "effusion", view: "AP", sex: "male", ageYears: 70, domain: "film" } as const;
const SIGMA = 0.5;
const STEPS = 8;

/** A pass on one fixed picture. */
interface Timed {
  readonly engine: string;
  readonly build: string;
  pass(): Promise<ArrayLike<number>>;
}

/** Two channels, together a pixel. */
const film = Float32Array.from({ length: 2 * 64 * 64 }, (_, i) => Math.sin(i / 7) + 0.5 * Math.cos(i / 61));
const channelsFirst = Float32Array.from(film, (_, i) => film[2 * (i % 4096) + Math.floor(i / 4096)]!);
const condition = conditionVector(CONDITION, SIGMA);

const ours = async (name: (typeof ENGINES)[number]): Promise<Timed> => {
  const engine = await openEngine(name);
  const file = "thorax-denoiser.safetensors";
  const weights = thoraxWeights(
    readSafetensors(readFileSync(join(FOLDER, file)), file),
    file,
    CONDITION_LENGTH,
  );
  const loaded = engine.load(weights.kernels);
  const input = { height: 64, width: 64, channels: 2, values: film };
  const pass = async () => loaded.run(thoraxNetwork(weights, condition), input).values;
  return { engine: name, build: engine.build, pass };
};

const onnx = async (graph: string, folder: string): Promise<Timed> => {
  const ort = createRequire(import.meta.url)(folder);
  const session = await ort.InferenceSession.create(graph, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const feeds = {
    x: new ort.Tensor("float32", channelsFirst, [1, 2, 64, 64]),
    condition: new ort.Tensor("float32", condition, [1, CONDITION_LENGTH]),
  };
  const build = `onnxruntime-node ${ort.env.versions.node}`;
  return { engine: "onnxruntime-node", build, pass: async () => (await session.run(feeds)).y.data };
};

/** CPU milliseconds a pass: the best of five rounds, so that other work on the machine counts least. */
const timed = async ({ pass }: Timed, passes: number): Promise<number> => {
  await pass();
  const rounds: number[] = [];
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < passes; i++) await pass();
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / 1000 / passes);
  }
  return Math.min(...rounds);
};

export const tensor = async (): Promise<Bench> => {
  const reference = await (await ours("typed-array")).pass();
  const size = Math.max(...Array.from(reference, Math.abs));
  const rows: Record<string, string | number>[] = [];
  const skipped: string[] = [];
  const row = async (open: Promise<Timed>, name: string) => {
    const found = await open.catch((error: Error) => error);
    if (found instanceof Error) {
      skipped.push(`${name}: ${found.message.split("\n")[0]}`);
      return;
    }
    const result = await found.pass();
    const off = Math.max(...Array.from(reference, (value, i) => Math.abs(value - result[i]!))) / size;
    const ms = await timed(found, found.engine === "typed-array" ? 1 : 20);
    rows.push({
      engine: found.engine,
      build: found.build,
      "CPU ms a pass": ms.toPrecision(3),
      [`films/s, ${STEPS} passes`]: (1000 / (STEPS * ms)).toPrecision(2),
      "off the reference (share of the largest)": off.toExponential(1),
    });
  };
  for (const name of ENGINES) await row(ours(name), name);
  const { ONNX, ONNXRUNTIME = "onnxruntime-node" } = process.env;
  if (ONNX === undefined) skipped.push("onnxruntime-node: ONNX names no graph");
  else await row(onnx(ONNX, ONNXRUNTIME), "onnxruntime-node");
  return { rows, skipped };
};
