import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import type { CodedTable } from "../../schemas/marginal.ts";
import { parseCsv } from "../cohort/csv.ts";
import { InvalidInput } from "../errors.ts";
import { codeOf, sizeOf, type TableDomain } from "./domain.ts";

/**
 * A plain table, one line a person, as category numbers of its declared domain. Undeclared columns are not read; a
 * declared column must be there. A cell outside its column's domain is an error that names line and column and never the
 * cell, unless the column clips. Nothing is learnt from the table: not its categories, not its ranges.
 *
 * @param path     .csv (UTF-8, RFC 4180, with a header) or .parquet
 * @returns        one row a person, in the file's order; private
 * @throws         InvalidInput
 */
export const readCodedTable = async (path: string, domain: TableDomain): Promise<CodedTable> =>
  codedRows(await readRows(path), domain);

/** A plain table as it stands in its file; private. */
export interface PlainRows {
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** @throws InvalidInput for a file that is no table, or a line of another length than the header's */
export const readRows = async (path: string): Promise<PlainRows> => {
  const file = basename(path);
  return { file, ...(path.endsWith(".parquet") ? await parquetRows(path, file) : await csvRows(path, file)) };
};

/** Category numbers of a table's declared columns. */
export const codedRows = ({ file, header, rows }: PlainRows, domain: TableDomain): CodedTable => {
  const places = domain.map(({ name }) => {
    const place = header.indexOf(name);
    if (place < 0) throw new InvalidInput("the declared column is missing", { file, field: name });
    return place;
  });
  const columns = domain.map(() => new Uint16Array(rows.length));
  for (const [person, { line, cells }] of rows.entries())
    for (const [j, declared] of domain.entries()) {
      const code = codeOf(declared, cells[places[j]!] ?? "");
      if (code === undefined)
        throw new InvalidInput("must be in the column's declared domain", {
          file,
          line,
          field: declared.name,
        });
      columns[j]![person] = code;
    }
  return { sizes: domain.map(sizeOf), columns };
};

type Rows = Omit<PlainRows, "file">;

const csvRows = async (path: string, file: string): Promise<Rows> => {
  const [header, ...rows] = parseCsv(await readText(path, file), file);
  if (header === undefined) throw new InvalidInput("is empty", { file });
  for (const { line, cells } of rows)
    if (cells.length !== header.cells.length)
      throw new InvalidInput(`has ${cells.length} cells; the header has ${header.cells.length}`, {
        file,
        line,
      });
  return { header: header.cells.map(cell => cell.trim()), rows };
};

const readText = async (path: string, file: string): Promise<string> => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (cause) {
    throw new InvalidInput("cannot be read as UTF-8 text", { file }, { cause });
  }
};

const parquetRows = async (path: string, file: string): Promise<Rows> => {
  let objects: Record<string, unknown>[];
  try {
    objects = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
  } catch (cause) {
    throw new InvalidInput("cannot be read as Parquet", { file }, { cause });
  }
  const header = Object.keys(objects[0] ?? {});
  const rows = objects.map((object, i) => ({ line: i + 1, cells: header.map(name => textOf(object[name])) }));
  return { header, rows };
};

const textOf = (value: unknown): string => (value === null || value === undefined ? "" : String(value));
