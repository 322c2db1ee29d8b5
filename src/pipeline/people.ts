import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import type { Person } from "../coverage.ts";

/** What coverage needs of each person of a synthetic cohort, read back from its table. */
export const peopleOf = async (folder: string): Promise<readonly Person[]> => {
  const file = await asyncBufferFromFile(join(folder, "patients.parquet"));
  const columns = ["age", "sex", "race", "ethnicity", "ecg_provenance", "image_provenance"];
  const rows = await parquetReadObjects({ file, columns });
  return rows.map(row => ({
    ...(typeof row.age === "number" ? { age: row.age } : {}),
    ...text("sex", row.sex),
    ...text("race", row.race),
    ...text("ethnicity", row.ethnicity),
    ...text("provenance", row.ecg_provenance ?? row.image_provenance),
  }));
};

const text = (name: string, value: unknown): Record<string, string> =>
  typeof value === "string" ? { [name]: value } : {};
