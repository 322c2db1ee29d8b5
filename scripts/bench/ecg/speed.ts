/**
 * Ten-second 12-lead recordings at 500 Hz a second of CPU time (all threads of the process, so that garbage collection
 * counts), and neurokit2's multilead simulation in the same run, round by round. Goal: at least 300 a second a core, and 20
 * times neurokit2's. NEUROKIT_PYTHON names a Python with neurokit2.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ecgPrior } from "../../../generators/ecg/prior.ts";
import { writeEcg } from "../../../generators/ecg/wfdb-write.ts";
import { drawSignal } from "../../../generators/latent/draw.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import { ecgSource, population } from "../../../src/pipeline/population.ts";
import type { Bench } from "../../bench.ts";
import { NO_NOISE } from "../in-memory.ts";
import { recordReleases } from "./record-release.ts";

const ROUNDS = 5;
/** Enough that the compiler, which works on the first hundreds, does not count for more than in a cohort. */
const RECORDS = 400;
const NEUROKIT_RECORDS = 4;
const FITTED = 200;

type Work = (round: number) => void | Promise<void>;

export const speed = async (): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), "semblance-bench-"));
  try {
    const steps = await stepsOf(folder);
    const ours = steps.map(() => [] as number[]);
    const theirs: number[] = [];
    let skipped: string | undefined;
    let version = "";
    // The first round warms up and does not count.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [s, { work }] of steps.entries()) {
        const rate = RECORDS / (await cpuSeconds(work, round));
        if (round > 0) ours[s]!.push(rate);
      }
      if (round === 0 || skipped !== undefined) continue;
      const peer = neurokitRates();
      if ("skipped" in peer) skipped = peer.skipped;
      else {
        theirs.push(...peer.rates);
        version = peer.version;
      }
    }
    const peer = theirs.length === 0 ? undefined : middle(theirs);
    const row = (what: string, rates: readonly number[]): Bench["rows"][number] => ({
      what,
      rounds: rates.length,
      "a CPU second, median": middle(rates).toPrecision(3),
      "least to most": `${Math.min(...rates).toPrecision(3)} to ${Math.max(...rates).toPrecision(3)}`,
      "times neurokit2": peer === undefined ? "" : (middle(rates) / peer).toFixed(0),
    });
    return {
      rows: [
        ...steps.map(({ name }, s) => row(name, ours[s]!)),
        ...(peer === undefined ? [] : [row(`neurokit2 ${version}, multileads`, theirs)]),
      ],
      skipped: skipped === undefined ? [] : [skipped],
      summary: [`goal: ≥ 300 a CPU second and ≥ 20 times neurokit2; ${RECORDS} recordings a round`],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** From the bare prior to what `generate` does for a person with an ECG alone. */
const stepsOf = async (
  folder: string,
): Promise<readonly { readonly name: string; readonly work: Work }[]> => {
  const none = new Float64Array(ecgPrior.dimension);
  const orders = ordersOf(RECORDS);
  const phantom = (order: EcgOrder, name: string): EcgRecord => {
    const random = rng(name);
    const { scene } = ecgPrior.simulate(order, random.child("simulate"));
    return ecgPrior.render(scene, none, random.child("render"));
  };
  const [fitted] = await recordReleases(
    ordersOf(FITTED).map((order, i) => phantom(order, `fitted ${i}`)),
    NO_NOISE,
    1,
  );
  const { release, models } = fitted!;
  const source = ecgSource(models)!;
  return [
    {
      name: "prior alone: simulated and rendered",
      work: round => {
        for (const [i, order] of orders.entries()) phantom(order, `prior ${round} ${i}`);
      },
    },
    {
      name: "steered by a release",
      work: round => {
        for (const [i, order] of orders.entries()) drawSignal(source, order, rng(`steered ${round} ${i}`));
      },
    },
    {
      name: "steered, and written as WFDB with annotations",
      work: async round => {
        for (const [i, order] of orders.entries()) {
          const { record } = drawSignal(source, order, rng(`written ${round} ${i}`));
          await writeEcg(folder, `r${i}`, record, { comments: [] });
        }
      },
    },
    {
      name: "whole people: steered, measured again, with a record",
      work: round => {
        for (const _ of population(release, models, { patients: RECORDS, seed: `speed ${round}` }));
      },
    },
  ];
};

const ordersOf = (count: number): readonly EcgOrder[] =>
  Array.from({ length: count }, (_, i) =>
    ecgPrior.order(ecgPrior.strata[i % ecgPrior.strata.length]!, rng(`order ${i}`)),
  );

const cpuSeconds = async (work: Work, round: number): Promise<number> => {
  const before = process.cpuUsage();
  await work(round);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

/** What neurokit2 takes for a recording, each; the reason, where it cannot be run. */
const neurokitRates = ():
  | { readonly version: string; readonly rates: readonly number[] }
  | { readonly skipped: string } => {
  const python = process.env.NEUROKIT_PYTHON;
  if (!python) return { skipped: "neurokit2: NEUROKIT_PYTHON names no Python with neurokit2" };
  const child = spawnSync(python, ["scripts/peers/neurokit-simulate.py", String(NEUROKIT_RECORDS)], {
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  if (child.status !== 0) return { skipped: `neurokit2: ${child.stderr.trim().split("\n").at(-1)}` };
  const answer = JSON.parse(child.stdout) as {
    readonly version: string;
    readonly leads: number;
    readonly samples: number;
    readonly cpuSeconds: readonly number[];
  };
  if (answer.leads !== 12 || answer.samples !== 5000)
    return { skipped: `neurokit2: ${answer.leads} leads × ${answer.samples} samples are not the same task` };
  return { version: answer.version, rates: answer.cpuSeconds.map(seconds => 1 / seconds) };
};

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
