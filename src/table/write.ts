import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { DrawnCell, DrawnColumn } from "./draw.ts";

export const TABLE_CSV = "table.csv";
export const TABLE_PARQUET = "table.parquet";

export const TABLE_NOTICE =
  "SYNTHETIC: every row was drawn from differentially private statistics of a table; nobody in it exists.";

/**
 * Writes `table.csv` (RFC 4180, a missing cell empty) and `table.parquet` (numbers as DOUBLE, the rest as text, marked
 * synthetic in its metadata): the same people in the same order. The same columns give the same bytes.
 *
 * @param folder   existing, temporary; the caller renames it when all is written
 * @param release  hash of the plan that the people were drawn from
 */
export const writeTable = async (
  folder: string,
  columns: readonly DrawnColumn[],
  release: string,
): Promise<void> => {
  await pipeline(Readable.from(csvLines(columns)), createWriteStream(join(folder, TABLE_CSV)));
  const buffer = parquetWriteBuffer({
    columnData: columns.map(({ column, cells }) => ({
      name: column.name,
      data: [...cells],
      type: column.kind === "number" ? ("DOUBLE" as const) : ("STRING" as const),
      nullable: true,
    })),
    kvMetadata: Object.entries({ synthetic: "true", generator: "semblance", release }).map(
      ([key, value]) => ({ key, value }),
    ),
  });
  await writeFile(join(folder, TABLE_PARQUET), Buffer.from(buffer));
};

function* csvLines(columns: readonly DrawnColumn[]): Generator<string> {
  yield lineOf(columns.map(({ column }) => column.name));
  for (let row = 0; row < (columns[0]?.cells.length ?? 0); row++)
    yield lineOf(columns.map(({ cells }) => cells[row]!));
}

const lineOf = (cells: readonly DrawnCell[]): string => `${cells.map(quoted).join(",")}\n`;

const quoted = (cell: DrawnCell): string => {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
};
