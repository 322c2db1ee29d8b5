import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  Bool,
  type Data,
  type DataType,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { fileWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import type { SyntheticPatient } from "../../schemas/person.ts";
import { type Cell, type Column, columnsOf, type TableOptions } from "./table-columns.ts";

export type { CodedColumn, LabColumn, TableOptions } from "./table-columns.ts";

export interface TableWriter {
  write(patient: SyntheticPatient): Promise<void>;
  /** Writes the last group and both footers. */
  close(): Promise<void>;
}

/**
 * Writer of `patients.parquet` and `patients.arrow`: one row a person, the same columns in both, marked synthetic in
 * the file's metadata. Rows are kept only until their group is written. The same people give the same bytes.
 *
 * @param dir  existing, temporary folder; the caller renames it when all is written
 */
export const openPatientsTable = (dir: string, options: TableOptions): TableWriter => {
  const columns = columnsOf(options);
  const marks = { synthetic: "true", generator: "semblance", release: options.release };
  const sinks = [
    parquetSink(join(dir, "patients.parquet"), columns, marks),
    arrowSink(join(dir, "patients.arrow"), columns, marks),
  ];
  const limit = options.rowsPerGroup ?? 10_000;
  let group: Cell[][] = columns.map(() => []);
  const flush = async (): Promise<void> => {
    const full = group;
    group = columns.map(() => []);
    for (const sink of sinks) await sink.write(full);
  };
  return {
    write: async patient => {
      for (const [i, column] of columns.entries()) group[i]!.push(column.value(patient));
      if (group[0]!.length >= limit) await flush();
    },
    close: async () => {
      // Arrow needs one batch, even if empty, to know its columns.
      await flush();
      for (const sink of sinks) await sink.close();
    },
  };
};

/** Writes the table of all people, in order. */
export const writePatientsTable = async (
  dir: string,
  rows: AsyncIterable<SyntheticPatient> | Iterable<SyntheticPatient>,
  options: TableOptions,
): Promise<void> => {
  const writer = openPatientsTable(dir, options);
  for await (const row of rows) await writer.write(row);
  await writer.close();
};

/** A file that takes groups: cells by column, all columns of one length. */
interface Sink {
  write(group: readonly (readonly Cell[])[]): Promise<void>;
  close(): Promise<void>;
}

type Marks = Readonly<Record<string, string>>;

const parquetSink = (path: string, columns: readonly Column[], marks: Marks): Sink => {
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [{ name: "patients", num_children: columns.length }, ...columns.map(parquetColumn)],
    kvMetadata: Object.entries(marks).map(([key, value]) => ({ key, value })),
    createdBy: "semblance",
  });
  return {
    write: async group => {
      const rowGroupSize = Math.max(1, group[0]!.length);
      const columnData = columns.map(({ name }, i) => ({ name, data: group[i]!.map(cell => cell ?? null) }));
      await writer.write({ columnData, rowGroupSize });
    },
    close: async () => void (await writer.finish()),
  };
};

const parquetColumn = ({ name, type }: Column): SchemaElement => ({
  name,
  repetition_type: "OPTIONAL",
  ...(type === "STRING"
    ? { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } }
    : { type }),
});

const ARROW: Readonly<Record<Column["type"], () => DataType>> = {
  STRING: () => new Utf8(),
  INT32: () => new Int32(),
  DOUBLE: () => new Float64(),
  BOOLEAN: () => new Bool(),
};

const arrowSink = (path: string, columns: readonly Column[], marks: Marks): Sink => {
  const fields = columns.map(({ name, type }) => new Field(name, ARROW[type](), true));
  const schema = new Schema(fields, new Map(Object.entries(marks)));
  const writer = new RecordBatchFileWriter();
  const written = pipeline(Readable.from(writer), createWriteStream(path, { flags: "wx" }));
  let failure: { readonly error: unknown } | undefined;
  written.catch((error: unknown) => {
    failure = { error };
  });
  return {
    write: async group => {
      if (failure !== undefined) throw failure.error;
      const children = fields.map((field, i) => arrowData(group[i]!, field.type));
      const data = makeData({ type: new Struct(fields), length: group[0]!.length, nullCount: 0, children });
      writer.write(new RecordBatch(schema, data));
      // Lets the file take the batch, so that batches do not pile up in the queue.
      await new Promise(resolve => setImmediate(resolve));
    },
    close: async () => {
      writer.close();
      await written;
    },
  };
};

const arrowData = (cells: readonly Cell[], type: DataType): Data =>
  vectorFromArray(
    cells.map(cell => cell ?? null),
    type,
  ).data[0]!;
