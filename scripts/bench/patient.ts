/**
 * The record model beside its peers on real tables: marginals, transfer to held-back people, cost. Environment, all
 * optional: BENCH_TABLES (names, or `simulated-<people>-<tables>`) and BENCH_METHODS, comma-separated; BENCH_EPSILONS;
 * BENCH_DRAWS, PEER_DRAWS, PEER_SECONDS (limit of one draw, CPU); SMARTNOISE_PYTHON, DPMM_PYTHON and SYNTHCITY_PYTHON (a
 * Python that has the packages of scripts/peers/README.md). Noise is the system's and takes no seed: another run gives other figures.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { type Cell, figuresOf, rowOf, summaryOf } from "./patient/figures.ts";
import { type Draw, independent, type Method, peer, semblance, ungrouped } from "./patient/methods.ts";
import { correlationsPage, type Pictured } from "./patient/picture.ts";
import { simulatedSplits } from "./patient/simulated.ts";
import { FOLDER, type Split, splitOf } from "./patient/split.ts";
import { TABLES } from "./patient/tables.ts";

const DELTA = "1e-6";

const names = (variable: string, all: readonly string[]) => process.env[variable]?.split(",") ?? all;
const number = (variable: string, usual: number) => Number(process.env[variable] ?? usual);

const methodsOf = (): Readonly<Record<string, { readonly method: Method; readonly draws: number }>> => {
  const limitSeconds = number("PEER_SECONDS", 900);
  const of = (name: string, python: string | undefined) => ({
    method: peer(name, { python: python ?? "python3", limitSeconds }),
    draws: number("PEER_DRAWS", 3),
  });
  return {
    independent: { method: independent, draws: number("BENCH_DRAWS", 10) },
    ungrouped: { method: ungrouped, draws: number("BENCH_DRAWS", 10) },
    semblance: { method: semblance, draws: number("BENCH_DRAWS", 10) },
    "smartnoise-aim": of("smartnoise-aim", process.env.SMARTNOISE_PYTHON),
    "smartnoise-mst": of("smartnoise-mst", process.env.SMARTNOISE_PYTHON),
    "dpmm-aim": of("dpmm-aim", process.env.DPMM_PYTHON),
    "synthcity-aim": of("synthcity-aim", process.env.SYNTHCITY_PYTHON),
  };
};

export const patient = async (): Promise<Bench> => {
  if (!existsSync(FOLDER)) return { rows: [], skipped: [`everything: ${FOLDER} is not there`] };
  const methods = methodsOf();
  const [rows, skipped, cells]: [Bench["rows"][number][], string[], Cell[]] = [[], [], []];
  const pictures: Pictured[] = [];
  for (const split of await splitsOf()) {
    const real = figuresOf(split, { table: split.train, cpuSeconds: 0 });
    rows.push(
      rowOf({ table: split.name, epsilon: "∞", method: "real rows", software: "", draws: [real] }, real),
    );
    for (const epsilon of names("BENCH_EPSILONS", ["1", "3"]))
      for (const name of names("BENCH_METHODS", Object.keys(methods))) {
        const { draws, stopped } = drawsOf(split, epsilon, methods[name]!);
        const place = `${split.name}, ε = ${epsilon}`;
        if (stopped !== undefined) skipped.push(`${place}, ${name}, draw ${draws.length + 1}: ${stopped}`);
        const [first] = draws;
        if (first === undefined) continue;
        const figures = draws.map(draw => figuresOf(split, draw));
        const cell = { table: split.name, epsilon, method: name, software: first.software, draws: figures };
        cells.push(cell);
        rows.push(rowOf(cell, real));
        console.error(JSON.stringify(rows.at(-1)));
        if (name === "semblance") pictures.push(pictured(place, split, first));
      }
  }
  mkdirSync("bench", { recursive: true });
  writeFileSync(join("bench", "patient-draws.json"), `${JSON.stringify(cells, undefined, 1)}\n`);
  writeFileSync(join("bench", "patient-correlations.html"), correlationsPage(pictures, PICTURE_NOTE));
  return { rows, skipped, summary: summaryOf(cells) };
};

const PICTURE_NOTE =
  "Cramér's V with Bergsma's correction between every two attributes, of the rows that were fitted and of the first draw, of as many rows. It shows real associations exactly: for the owner's eyes.";

const pictured = (title: string, { train, domain }: Split, { table }: Draw): Pictured => ({
  title: `${title}, ${train.columns[0]!.length} rows`,
  names: domain.map(({ name }) => name),
  real: train,
  synthetic: table,
});

/** Draws of one method, up to the first that cannot be had. */
const drawsOf = (
  { train, domain }: Split,
  epsilon: string,
  { method, draws }: { readonly method: Method; readonly draws: number },
): { readonly draws: readonly Draw[]; readonly stopped?: string } => {
  const done: Draw[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const drawn = method(train, domain, { epsilon, delta: DELTA }, draw);
    if ("skipped" in drawn) return { draws: done, stopped: drawn.skipped };
    done.push(drawn);
  }
  return { draws: done };
};

/** Real tables by name, or made-up ones: `simulated-<people>-<tables>`. */
const splitsOf = async (): Promise<readonly Split[]> => {
  const asked = names(
    "BENCH_TABLES",
    TABLES.map(({ name }) => name),
  );
  const found = asked.map(async name => {
    const simulated = /^simulated-(\d+)-(\d+)$/.exec(name);
    if (simulated !== null) return simulatedSplits(Number(simulated[1]), Number(simulated[2]));
    return [await splitOf(TABLES.find(table => table.name === name)!)];
  });
  return (await Promise.all(found)).flat();
};
