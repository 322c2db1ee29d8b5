import { join } from "node:path";
import { asyncBufferFromFile, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import type { Person } from "../coverage.ts";
import { InvalidInput } from "../errors.ts";

/** People of a synthetic cohort as coverage compares them. */
export interface People {
  readonly people: readonly Person[];
  /** What a person's provenance speaks of: the whole record, or only its signals; absent where it is not stated. */
  readonly backing?: "records" | "signals";
}

export const TABLE = "patients.parquet";

/**
 * What coverage needs of each person of a synthetic cohort, read back from its table. An axis is the column of its name,
 * else the owner's attribute of that name.
 *
 * @param place  the cohort's folder, or the table itself
 * @param axes   names of the axes to read; those without a column are left out
 * @throws       InvalidInput  no table there, or one without the mark of a synthetic cohort
 */
export const peopleOf = async (place: string, axes: readonly string[]): Promise<People> => {
  const path = place.endsWith(".parquet") ? place : join(place, TABLE);
  const { file, metadata } = await opened(path);
  const isSynthetic = metadata.key_value_metadata?.some(
    ({ key, value }) => key === "synthetic" && value === "true",
  );
  if (isSynthetic !== true) throw new InvalidInput(`is not marked as synthetic. ${SEALED}`, { file: path });
  const there = new Set(metadata.schema.slice(1).map(({ name }) => name));
  const columnOf = (axis: string) => [axis, `label_${axis}`].find(name => there.has(name));
  const found = axes.flatMap(axis => {
    const column = columnOf(axis);
    return column === undefined ? [] : [{ axis, column }];
  });
  const backed = there.has("provenance")
    ? ["provenance"]
    : ["ecg_provenance", "image_provenance"].filter(name => there.has(name));
  const columns = [...new Set([...found.map(({ column }) => column), ...backed])];
  const rows = columns.length === 0 ? [] : await parquetReadObjects({ file, metadata, columns });
  const people = rows.map(row => ({
    ...Object.fromEntries(found.map(({ axis, column }) => [axis, plain(row[column])])),
    ...provenanceOf(backed.map(name => row[name]).find(value => typeof value === "string")),
  }));
  return {
    people: columns.length === 0 ? Array(Number(metadata.num_rows)).fill({}) : people,
    ...(people.some(({ provenance }) => provenance !== undefined)
      ? { backing: backed[0] === "provenance" ? "records" : "signals" }
      : {}),
  };
};

export const SEALED =
  "Coverage reads synthetic people only: groups of real patients, counted exactly, would be a release that no budget paid for. Run generate (or fit, then sample), and ask for the coverage of its output";

const opened = async (path: string) => {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata: FileMetaData = await parquetMetadataAsync(file);
    return { file, metadata };
  } catch (cause) {
    const isAbsent = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new InvalidInput(
      isAbsent ? `is not there, so this is no synthetic cohort. ${SEALED}` : "cannot be read as Parquet",
      { file: path },
      { cause },
    );
  }
};

const provenanceOf = (value: unknown): Readonly<Record<string, string>> =>
  typeof value === "string" ? { provenance: value } : {};

const plain = (value: unknown): Person[string] => {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : undefined;
};
