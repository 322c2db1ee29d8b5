import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { CodedTable } from "../../../schemas/marginal.ts";
import { parseCsv } from "../../../src/cohort/csv.ts";
import { rng } from "../../../src/math/rng.ts";
import { codeOf, type TableDomain } from "../../../src/table/domain.ts";
import { codedRows, readCodedTable } from "../../../src/table/read.ts";
import type { Target } from "./classifiers.ts";
import { syntheaRows } from "./synthea.ts";
import type { BenchTable } from "./tables.ts";

/** Where the tables of real people are; they are not part of the project. */
export const FOLDER = resolve("../shared/data/tabular");

/** A table cut in two: what every method is fitted on, and the people held back from all of them. */
export interface Split {
  readonly name: string;
  readonly domain: TableDomain;
  readonly train: CodedTable;
  readonly test: CodedTable;
  readonly target: Target;
}

/** Every third person of one shuffle is held back. */
const SPLIT_SEED = "split";

export const splitOf = async (table: BenchTable): Promise<Split> => {
  const { name, domain } = table;
  const coded = await codedOf(table);
  const variable = domain.findIndex(column => column.name === table.target.column);
  const positive = codeOf(domain[variable]!, table.target.positive)!;
  const people = coded.columns[0]!.length;
  const order = rng(SPLIT_SEED);
  const places = Array.from({ length: people }, (_, i) => ({ i, at: order.uniform() })).sort(
    (a, b) => a.at - b.at,
  );
  const pick = (isHeld: boolean): CodedTable => {
    const kept = places.filter((_, rank) => (rank % 3 === 0) === isHeld).map(({ i }) => i);
    return { ...coded, columns: coded.columns.map(column => Uint16Array.from(kept, i => column[i]!)) };
  };
  return { name, domain, train: pick(false), test: pick(true), target: { variable, positive } };
};

/** The table as the product reads it; of tables with several rows a person, the rows that count. */
const codedOf = async ({ file, domain, only }: BenchTable): Promise<CodedTable> => {
  if (file.endsWith(".ndjson")) return codedRows(syntheaRows(join(FOLDER, file)), domain);
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
