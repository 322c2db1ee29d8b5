import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { writePatientsTable } from "../../../generators/patient/table.ts";
import type { SyntheticPatient } from "../../../schemas/person.ts";
import { folder } from "./folder.ts";
import { barePatient, wholePatient } from "./people.ts";

const options = {
  conditions: [
    { name: "hypertension", codes: [{ system: "http://snomed.info/sct", code: "59621000" }] },
    { name: "asthma", codes: [{ system: "http://snomed.info/sct", code: "195967001" }] },
  ],
  medications: [
    { name: "metformin", codes: [{ system: "http://www.nlm.nih.gov/research/umls/rxnorm", code: "860975" }] },
  ],
  labs: [{ name: "hba1c", code: { system: "http://loinc.org", code: "4548-4" } }],
  release: "0123abcd",
  rowsPerGroup: 4,
};
const people = Array.from({ length: 10 }, (_, i) => (i === 7 ? barePatient(i) : wholePatient(i)));

const written = async (rows: readonly SyntheticPatient[]) => {
  const dir = folder();
  await writePatientsTable(dir, rows, options);
  const path = { parquet: join(dir, "patients.parquet"), arrow: join(dir, "patients.arrow") };
  const file = await asyncBufferFromFile(path.parquet);
  const parquet = await parquetReadObjects({ file });
  const arrow = tableFromIPC(readFileSync(path.arrow));
  return { path, parquet, arrow, metadata: await parquetMetadataAsync(file) };
};

describe("writePatientsTable", () => {
  it("holds one row a person with the values of record, ECG and image", async () => {
    const { parquet } = await written(people);
    expect(parquet).toHaveLength(10);
    expect(parquet[3]).toMatchObject({
      id: people[3]!.person.id,
      age: 83,
      sex: "male",
      race: "american-indian",
      ethnicity: "hispanic",
      visit_date: "2026-05-04",
      rhythm: "sinus",
      heart_rate: 74.26,
      pr_ms: 212,
      axis_degrees: -12.3,
      finding: "effusion",
      laterality: "left",
      view: "PA",
      condition_hypertension: true,
      condition_asthma: false,
      medication_metformin: true,
      lab_hba1c: 6.4,
      ecg_provenance: "measured",
      image_provenance: "prior-only",
      ecg_path: `ecg/${people[3]!.person.id}.hea`,
      note_path: "notes.ndjson",
    });
  });

  it("a value that is not there is null", async () => {
    const { parquet } = await written(people);
    expect(parquet[7]).toMatchObject({
      age: null,
      sex: null,
      heart_rate: null,
      lab_hba1c: null,
      ecg_path: null,
      note_path: null,
    });
  });

  it("Parquet and Arrow hold the same columns, rows and marks", async () => {
    const { parquet, arrow, metadata } = await written(people);
    expect(arrow.toArray().map(row => row.toJSON())).toEqual(parquet);
    const marks = { synthetic: "true", generator: "semblance", release: "0123abcd" };
    expect(Object.fromEntries(arrow.schema.metadata)).toEqual(marks);
    const pairs = metadata.key_value_metadata?.map(({ key, value }) => [key, value]);
    expect(Object.fromEntries(pairs ?? [])).toEqual(marks);
  });

  it("streams: groups of the given number of rows", async () => {
    const { metadata, arrow } = await written(people);
    expect(metadata.row_groups.map(group => Number(group.num_rows))).toEqual([4, 4, 2]);
    expect(arrow.batches.map(batch => batch.numRows)).toEqual([4, 4, 2]);
  });

  it("the same people give the same bytes", async () => {
    const [first, second] = [await written(people), await written(people)];
    expect(readFileSync(second.path.parquet).equals(readFileSync(first.path.parquet))).toBe(true);
    expect(readFileSync(second.path.arrow).equals(readFileSync(first.path.arrow))).toBe(true);
  });

  it("nobody gives a readable table with all columns", async () => {
    const { parquet, arrow } = await written([]);
    expect(parquet).toEqual([]);
    expect(arrow.numRows).toBe(0);
    expect(arrow.schema.fields.length).toBe((await written(people)).arrow.schema.fields.length);
  });
});
