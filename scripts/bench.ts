/** `npm run bench -- <name>`: prints a table, writes bench/<name>.json with machine and seed, says what it skips. */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { accounting } from "./bench/accounting.ts";
import { cohorts } from "./bench/cohorts.ts";
import { ecg } from "./bench/ecg.ts";
import { fhir } from "./bench/fhir.ts";
import { images } from "./bench/images.ts";
import { notes } from "./bench/notes.ts";
import { pairs } from "./bench/pairs.ts";
import { patient } from "./bench/patient.ts";
import { realism } from "./bench/realism.ts";
import { sampler } from "./bench/sampler.ts";
import { speed } from "./bench/speed.ts";
import { tensor } from "./bench/tensor.ts";

/** A benchmark returns rows of one shape; `skipped` says what was left out and why. */
export interface Bench {
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  readonly skipped: readonly string[];
  /** What the rows amount to. */
  readonly summary?: readonly string[];
}

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  accounting,
  cohorts,
  ecg,
  fhir,
  images,
  notes,
  pairs,
  patient,
  realism,
  sampler,
  speed,
  tensor,
};

const name = process.argv[2] ?? "";
const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`usage: npm run bench -- <${Object.keys(BENCHES).join("|")}>`);
  process.exitCode = 64;
} else {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const { rows, skipped, summary = [] } = await bench();
  console.log(machine);
  console.table(rows);
  for (const line of summary) console.log(line);
  for (const line of skipped) console.log(`skipped: ${line}`);
  mkdirSync("bench", { recursive: true });
  writeFileSync(
    join("bench", `${name}.json`),
    `${JSON.stringify({ name, machine, rows, summary, skipped }, undefined, 1)}\n`,
  );
}
