/**
 * The record model beside its peers on real tables: marginals, transfer to held-back people, cost. Environment, all
 * optional: BENCH_TABLES (names, or `simulated-<people>-<tables>`) and BENCH_METHODS, comma-separated; BENCH_EPSILONS;
 * BENCH_DRAWS, PEER_DRAWS, PEER_SECONDS (limit of one draw, CPU); SMARTNOISE_PYTHON and DPMM_PYTHON (a Python that has the
 * packages of scripts/peers/README.md). Noise is the system's and takes no seed: another run gives other figures.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { boostedTrees, type Classifier, logisticRegression, transferAuc } from "./patient/classifiers.ts";
import { difference, interval, marginalDistance, shown } from "./patient/measure.ts";
import { type Draw, independent, type Method, peer, semblance } from "./patient/methods.ts";
import { simulatedSplits } from "./patient/simulated.ts";
import { FOLDER, type Split, splitOf } from "./patient/split.ts";
import { TABLES } from "./patient/tables.ts";

const DELTA = "1e-6";

const names = (variable: string, all: readonly string[]) => process.env[variable]?.split(",") ?? all;
const number = (variable: string, usual: number) => Number(process.env[variable] ?? usual);

const CLASSIFIERS: Readonly<Record<string, Classifier>> = {
  logistic: logisticRegression,
  trees: boostedTrees,
};

const methodsOf = (): Readonly<Record<string, { readonly method: Method; readonly draws: number }>> => {
  const limitSeconds = number("PEER_SECONDS", 900);
  const of = (name: string, python: string | undefined) => ({
    method: peer(name, { python: python ?? "python3", limitSeconds }),
    draws: number("PEER_DRAWS", 3),
  });
  return {
    independent: { method: independent, draws: number("BENCH_DRAWS", 10) },
    semblance: { method: semblance, draws: number("BENCH_DRAWS", 10) },
    "smartnoise-aim": of("smartnoise-aim", process.env.SMARTNOISE_PYTHON),
    "smartnoise-mst": of("smartnoise-mst", process.env.SMARTNOISE_PYTHON),
    "dpmm-aim": of("dpmm-aim", process.env.DPMM_PYTHON),
  };
};

/** Figures of one draw; those of real rows have no cost. */
interface Figures {
  readonly single: number;
  readonly pair: number;
  /** AUC by classifier. */
  readonly auc: Readonly<Record<string, number>>;
  readonly cpuSeconds: number;
}

/** Every draw of one method on one table at one ε, one figure a draw. */
interface Cell {
  readonly table: string;
  readonly epsilon: string;
  readonly method: string;
  readonly software: string;
  readonly draws: readonly Figures[];
}

export const patient = async (): Promise<Bench> => {
  if (!existsSync(FOLDER)) return { rows: [], skipped: [`everything: ${FOLDER} is not there`] };
  const methods = methodsOf();
  const [rows, skipped, cells]: [Bench["rows"][number][], string[], Cell[]] = [[], [], []];
  for (const split of await splitsOf()) {
    const real = figuresOf(split, { table: split.train, cpuSeconds: 0 });
    rows.push(
      rowOf({ table: split.name, epsilon: "∞", method: "real rows", software: "", draws: [real] }, real),
    );
    for (const epsilon of names("BENCH_EPSILONS", ["1", "3"]))
      for (const name of names("BENCH_METHODS", Object.keys(methods))) {
        const { method, draws } = methods[name]!;
        const cell: Cell & { draws: Figures[] } = {
          table: split.name,
          epsilon,
          method: name,
          software: "",
          draws: [],
        };
        for (let draw = 0; draw < draws; draw++) {
          const drawn = method(split.train, split.domain, { epsilon, delta: DELTA }, draw);
          if ("skipped" in drawn) {
            skipped.push(`${split.name}, ε = ${epsilon}, ${name}, draw ${draw + 1}: ${drawn.skipped}`);
            break;
          }
          cell.draws.push(figuresOf(split, drawn));
        }
        if (cell.draws.length === 0) continue;
        cells.push(cell);
        rows.push(rowOf(cell, real));
        console.error(JSON.stringify(rows.at(-1)));
      }
  }
  mkdirSync("bench", { recursive: true });
  writeFileSync(join("bench", "patient-draws.json"), `${JSON.stringify(cells, undefined, 1)}\n`);
  return { rows, skipped, summary: summaryOf(cells) };
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

const figuresOf = (
  { train, test, target }: Split,
  { table, cpuSeconds }: Pick<Draw, "table" | "cpuSeconds">,
): Figures => ({
  ...marginalDistance(train, table),
  auc: Object.fromEntries(
    Object.entries(CLASSIFIERS).map(([name, classify]) => [
      name,
      transferAuc(classify, { train: table, test, target }),
    ]),
  ),
  cpuSeconds,
});

const rowOf = ({ table, epsilon, method, draws }: Cell, real: Figures): Bench["rows"][number] => {
  const spread = (figure: (figures: Figures) => number) => interval(draws.map(figure));
  return {
    table,
    ε: epsilon,
    method,
    "1-way TV": shown(spread(({ single }) => single)),
    "2-way TV": shown(spread(({ pair }) => pair)),
    ...Object.fromEntries(
      Object.keys(CLASSIFIERS).flatMap(name => {
        const auc = spread(figures => figures.auc[name]!);
        const share = (auc.centre - 0.5) / (real.auc[name]! - 0.5);
        return [
          [`AUC ${name}`, shown(auc)],
          [`${name} of real`, share.toFixed(2)],
        ];
      }),
    ),
    "CPU s": spread(({ cpuSeconds }) => cpuSeconds).centre.toFixed(1),
    draws: draws.length,
  };
};

/** Each peer against the record model: how much more its pairs are off, and how much longer it takes. */
const summaryOf = (cells: readonly Cell[]): readonly string[] =>
  cells.flatMap(other => {
    const own = cells.find(
      ({ table, epsilon, method }) =>
        method === "semblance" && table === other.table && epsilon === other.epsilon,
    );
    if (own === undefined || !other.method.includes("-")) return [];
    const gap = (figure: (figures: Figures) => number) =>
      shown(difference(own.draws.map(figure), other.draws.map(figure)));
    const cpu = (cell: Cell) => interval(cell.draws.map(({ cpuSeconds }) => cpuSeconds)).centre;
    return [
      `${other.table}, ε = ${other.epsilon}, semblance − ${other.method}: 2-way TV ${gap(({ pair }) => pair)}, AUC ${Object.keys(
        CLASSIFIERS,
      )
        .map(name => `${name} ${gap(({ auc }) => auc[name]!)}`)
        .join(", ")}; CPU ${(cpu(other) / cpu(own)).toFixed(0)} times`,
    ];
  });
