import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const SAMPLE = join(dirname(fileURLToPath(import.meta.url)), "../../../samples/cohort");

/** A temporary folder that is removed by `drop`. */
export const scratch = (): { readonly path: string; drop(): void } => {
  const path = mkdtempSync(join(tmpdir(), "semblance-test-"));
  return { path, drop: () => rmSync(path, { recursive: true, force: true }) };
};

/**
 * A few patients of the shipped sample as a cohort of their own.
 *
 * @param range  which patients, in the order of the sample's Patient file
 */
export const smallCohort = (
  folder: string,
  range: { readonly from: number; readonly to: number },
): string => {
  for (const part of ["fhir", "ecg", "images"]) mkdirSync(join(folder, part), { recursive: true });
  const lines = (type: string) => {
    const file = join(SAMPLE, "fhir", `${type}.000.ndjson.gz`);
    return existsSync(file) ? gunzipSync(readFileSync(file)).toString("utf8").trim().split("\n") : [];
  };
  const ids = lines("Patient")
    .slice(range.from, range.to)
    .map(line => (JSON.parse(line) as { id: string }).id);
  for (const type of [
    "Patient",
    "Encounter",
    "Condition",
    "Observation",
    "MedicationRequest",
    "DocumentReference",
  ]) {
    const kept = lines(type).filter(line => ids.some(id => line.includes(id)));
    if (kept.length > 0) writeFileSync(join(folder, "fhir", `${type}.000.ndjson`), `${kept.join("\n")}\n`);
  }
  const [head, ...rows] = readFileSync(join(SAMPLE, "cohort.csv"), "utf8").trim().split("\n");
  const own = rows.filter(row => ids.some(id => row.startsWith(id)));
  for (const row of own) {
    const path = row.split(",")[2]!;
    cpSync(join(SAMPLE, path), join(folder, path));
    if (path.endsWith(".hea"))
      cpSync(join(SAMPLE, path.replace(".hea", ".dat")), join(folder, path.replace(".hea", ".dat")));
  }
  writeFileSync(join(folder, "cohort.csv"), `${[head, ...own].join("\n")}\n`);
  cpSync(join(SAMPLE, "cohort.yaml"), join(folder, "cohort.yaml"));
  return folder;
};
