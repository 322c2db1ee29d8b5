/**
 * The record model beside its peers on real tables: marginals, transfer to held-back people, cost. Environment, all
 * optional: BENCH_TABLES and BENCH_METHODS (comma-separated names), BENCH_DRAWS, PEER_DRAWS, PEER_SECONDS (limit of one
 * draw), SMARTNOISE_PYTHON and DPMM_PYTHON (a Python that has the packages of scripts/peers/README.md).
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { CodedTable } from "../../schemas/marginal.ts";
import { parseCsv } from "../../src/cohort/csv.ts";
import { rng } from "../../src/math/rng.ts";
import { mean, variance } from "../../src/math/stats.ts";
import { codeOf } from "../../src/table/domain.ts";
import { readCodedTable } from "../../src/table/read.ts";
import type { Bench } from "../bench.ts";
import { marginalDistance, type Target, transferAuc } from "./patient/measure.ts";
import { type Budget, type Draw, type Method, peer, semblance } from "./patient/methods.ts";
import { type BenchTable, TABLES } from "./patient/tables.ts";

const FOLDER = resolve("../shared/data/tabular");
const DELTA = "1e-6";
const EPSILONS = ["1", "3"];
/** Every third person of one shuffle is held back. */
const SPLIT_SEED = "split";

const names = (variable: string, all: readonly string[]) => process.env[variable]?.split(",") ?? all;
const number = (variable: string, usual: number) => Number(process.env[variable] ?? usual);

const methodsOf = (): Readonly<Record<string, { readonly method: Method; readonly draws: number }>> => {
  const limitSeconds = number("PEER_SECONDS", 900);
  const of = (name: string, python: string | undefined) => ({
    method: peer(name, { python: python ?? "python3", limitSeconds }),
    draws: number("PEER_DRAWS", 3),
  });
  return {
    semblance: { method: semblance, draws: number("BENCH_DRAWS", 5) },
    "smartnoise-aim": of("smartnoise-aim", process.env.SMARTNOISE_PYTHON),
    "smartnoise-mst": of("smartnoise-mst", process.env.SMARTNOISE_PYTHON),
    "dpmm-aim": of("dpmm-aim", process.env.DPMM_PYTHON),
  };
};

export const patient = async (): Promise<Bench> => {
  if (!existsSync(FOLDER)) return { rows: [], skipped: [`everything: ${FOLDER} is not there`] };
  const rows: Bench["rows"][number][] = [];
  const skipped: string[] = [];
  const methods = methodsOf();
  for (const table of TABLES.filter(({ name }) =>
    names(
      "BENCH_TABLES",
      TABLES.map(t => t.name),
    ).includes(name),
  )) {
    const { train, test, target } = await splitOf(table);
    const real = transferAuc(train, test, target);
    rows.push({ table: table.name, ε: "∞", method: "real rows", "AUC [95 %]": real.toFixed(3) });
    for (const epsilon of EPSILONS)
      for (const name of names("BENCH_METHODS", Object.keys(methods))) {
        const { method, draws } = methods[name]!;
        const drawn = drawsOf(method, { train, table, budget: { epsilon, delta: DELTA }, draws });
        if ("skipped" in drawn) skipped.push(`${table.name}, ε = ${epsilon}, ${name}: ${drawn.skipped}`);
        else
          rows.push({
            table: table.name,
            ε: epsilon,
            method: name,
            ...figures(drawn.draws, { train, test, target, real }),
          });
        console.error(`${table.name} ε=${epsilon} ${name} ${JSON.stringify(rows.at(-1))}`);
      }
  }
  return { rows, skipped };
};

interface Split {
  readonly train: CodedTable;
  readonly test: CodedTable;
  readonly target: Target;
}

const splitOf = async (table: BenchTable): Promise<Split> => {
  const coded = await codedOf(table);
  const variable = table.domain.findIndex(({ name }) => name === table.target.column);
  const positive = codeOf(table.domain[variable]!, table.target.positive)!;
  const people = coded.columns[0]!.length;
  const order = rng(SPLIT_SEED);
  const places = Array.from({ length: people }, (_, i) => ({ i, at: order.uniform() })).sort(
    (a, b) => a.at - b.at,
  );
  const pick = (isHeld: boolean): CodedTable => {
    const kept = places.filter((_, rank) => (rank % 3 === 0) === isHeld).map(({ i }) => i);
    return { ...coded, columns: coded.columns.map(column => Uint16Array.from(kept, i => column[i]!)) };
  };
  return { train: pick(false), test: pick(true), target: { variable, positive } };
};

/** The table as the product reads it; of tables with several rows a person, the rows that count. */
const codedOf = async ({ file, domain, only }: BenchTable): Promise<CodedTable> => {
  if (only === undefined) return readCodedTable(join(FOLDER, file), domain);
  const [header, ...rows] = parseCsv(readFileSync(join(FOLDER, file), "utf8"), file);
  const at = header!.cells.indexOf(only.column);
  const quote = (cells: readonly string[]) => cells.map(cell => JSON.stringify(cell)).join(",");
  const kept = [header!, ...rows.filter(({ cells }) => cells[at] === only.value)];
  const folder = mkdtempSync(join(tmpdir(), "semblance-bench-"));
  try {
    writeFileSync(join(folder, file), kept.map(({ cells }) => quote(cells)).join("\n"));
    return await readCodedTable(join(folder, file), domain);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

interface Job {
  readonly train: CodedTable;
  readonly table: BenchTable;
  readonly budget: Budget;
  readonly draws: number;
}

const drawsOf = (
  method: Method,
  { train, table, budget, draws }: Job,
): { readonly draws: readonly Draw[] } | { readonly skipped: string } => {
  const done: Draw[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const result = method(train, table.domain, budget, draw);
    if ("skipped" in result) return result;
    done.push(result);
  }
  return { draws: done };
};

const figures = (
  draws: readonly Draw[],
  { train, test, target, real }: Split & { readonly real: number },
) => {
  const distances = draws.map(({ table }) => marginalDistance(train, table));
  const aucs = draws.map(({ table }) => transferAuc(table, test, target));
  return {
    "1-way TV": spread(distances.map(({ single }) => single)),
    "2-way TV": spread(distances.map(({ pair }) => pair)),
    "AUC [95 %]": spread(aucs),
    "of real": ((mean(aucs) - 0.5) / (real - 0.5)).toFixed(2),
    "CPU s": mean(draws.map(({ cpuSeconds }) => cpuSeconds)).toFixed(1),
    "wall s": mean(draws.map(({ seconds }) => seconds)).toFixed(1),
    draws: draws.length,
  };
};

/** 97.5 % quantile of Student's t for 1 to 9 degrees of freedom (tables). */
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** Mean over draws and its 95 % interval by Student's t: the noise of the mechanism, not that of who was held back. */
const spread = (values: readonly number[]): string => {
  const centre = mean(values);
  const factor = STUDENT[Math.min(values.length, 10) - 2];
  if (factor === undefined) return centre.toFixed(3);
  return `${centre.toFixed(3)} ± ${(factor * Math.sqrt(variance(values) / values.length)).toFixed(3)}`;
};
