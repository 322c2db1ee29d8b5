import { spawnSync } from "node:child_process";
import { drawTable } from "../../../generators/patient/graphical/draw.ts";
import { fitRecords, type RecordSpace } from "../../../generators/patient/graphical/fit.ts";
import { noisyMarginals } from "../../../privacy/mechanisms/marginals.ts";
import { selectMarginal } from "../../../privacy/mechanisms/select.ts";
import type { CodedTable } from "../../../schemas/marginal.ts";
import type { RecordPlan } from "../../../schemas/record-plan.ts";
import { rng } from "../../../src/math/rng.ts";
import { systemNoise } from "../../../src/math/secret-noise.ts";
import { spaceOf, type TableDomain } from "../../../src/table/domain.ts";
import { recordPlan, tablePlan } from "../../../src/table/plan.ts";
import { type KeptDraw, kept } from "./kept.ts";

export interface Budget {
  readonly epsilon: string;
  readonly delta: string;
}

export interface Draw {
  readonly table: CodedTable;
  /** Of fitting and drawing, start of the program left out. */
  readonly cpuSeconds: number;
  readonly seconds: number;
  readonly software: string;
}

/** One synthetic table of as many rows as it was fitted on; the reason, where a peer cannot be run. */
export type Method = (
  train: CodedTable,
  domain: TableDomain,
  budget: Budget,
  draw: number,
) => Draw | { readonly skipped: string };

/** The product's record model: its plan, its mechanisms, its noise; the ledger's file is left out. */
export const semblance: Method = (train, domain, budget, draw) =>
  modelled(train, spaceOf(domain), { plan: recordPlan(tablePlan(domain, budget)), draw });

/** The same without groups of categories: what they are worth. */
export const ungrouped: Method = (train, domain, budget, draw) =>
  modelled(train, { sizes: train.sizes }, { plan: recordPlan(tablePlan(domain, budget)), draw });

const modelled = (
  train: CodedTable,
  space: RecordSpace,
  { plan, draw }: { readonly plan: RecordPlan; readonly draw: number },
): Draw => {
  const noise = systemNoise();
  const [cpu, started] = [process.cpuUsage(), process.hrtime.bigint()];
  const model = fitRecords(space, plan, {
    select: (candidates, epsilon) => selectMarginal(train, candidates, { epsilon, noise }),
    measure: (queries, noiseMultiplier) => noisyMarginals(train, queries, { noiseMultiplier, noise }),
  });
  const count = train.columns[0]!.length;
  const table = drawTable(model.tree, model.calibrated, { count, rng: rng(`bench/${draw}`) });
  const { user, system } = process.cpuUsage(cpu);
  return {
    table,
    cpuSeconds: (user + system) / 1e6,
    seconds: Number(process.hrtime.bigint() - started) / 1e9,
    software: "semblance",
  };
};

/** The lower line: exact counts of every attribute, no association at all. Not private, spends nothing. */
export const independent: Method = (train, _domain, _budget, draw) => {
  const random = rng(`independent/${draw}`);
  const columns = train.columns.map(column => {
    const shuffled = column.slice();
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
    }
    return shuffled;
  });
  return { table: { sizes: train.sizes, columns }, cpuSeconds: 0, seconds: 0, software: "exact margins" };
};

/** A peer of scripts/peers/marginals.py, run by this Python; a draw that is kept is not made again. */
export const peer =
  (
    method: string,
    { python, limitSeconds }: { readonly python: string; readonly limitSeconds: number },
  ): Method =>
  (train, _domain, budget, draw) => {
    const request = JSON.stringify({
      sizes: train.sizes,
      columns: train.columns.map(column => [...column]),
      epsilon: Number(budget.epsilon),
      delta: Number(budget.delta),
      count: train.columns[0]!.length,
    });
    const result = kept({ method, request, draw, limitSeconds }, () =>
      askPeer(method, request, { python, limitSeconds }),
    );
    if ("skipped" in result) return result;
    const columns = result.columns.map(column => Uint16Array.from(column));
    return { ...result, table: { sizes: train.sizes, columns } };
  };

const askPeer = (
  method: string,
  request: string,
  { python, limitSeconds }: { readonly python: string; readonly limitSeconds: number },
): KeptDraw => {
  const child = spawnSync(python, ["scripts/peers/marginals.py", method, String(limitSeconds)], {
    input: request,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (child.status === 4) return { stopped: `stopped after ${limitSeconds} s of CPU` };
  if (child.status !== 0)
    return { skipped: child.stderr?.trim().split("\n").at(-1) || `${python} cannot be run` };
  return JSON.parse(child.stdout);
};
