/** Run inside a copy: `tiny-runner.ts <cohort> <work> <runs>`; fits the cohort again and again, one JSON line a run. */
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../../src/cli.ts";

/** What anybody may see of one run. */
export interface Glimpse {
  /** Hash of every byte of the release. */
  readonly release: string;
  /** Hash of all that holds no noise: the plan, what was said after sealing, the exit code. */
  readonly skeleton: string;
  /** Released numbers, block after block. */
  readonly values: readonly number[];
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

const [cohort = "", work = "", runs = "0", ...more] = process.argv.slice(2);
const out = join(work, "out");
const emit = process.stdout.write.bind(process.stdout);
let said = "";
const listen = (chunk: unknown): boolean => {
  said += String(chunk);
  return true;
};
process.stderr.write = listen;
process.stdout.write = listen;

for (let i = 0; i < Number(runs); i++) {
  for (const folder of [out, `${out}-internal`, join(work, "home")])
    rmSync(folder, { recursive: true, force: true });
  said = "";
  const code = await main(["fit", cohort, "--out", out, "--modalities", "fhir", "--set-aside", "0", ...more]);
  if (code !== 0) throw new Error(`exit code ${code}: ${said}`);
  const text = readFileSync(join(out, "release.json"), "utf8");
  const { sums, ...rest } = JSON.parse(text) as {
    sums: { purpose: string; blocks: { name: string; values: number[] }[] }[];
  };
  const shape = sums.map(({ purpose, blocks }) => [purpose, blocks.map(({ name }) => name)]);
  const heard = said.slice(Math.max(0, said.indexOf("releasing"))).replaceAll(work, "<work>");
  const glimpse: Glimpse = {
    release: hash(text),
    skeleton: hash(JSON.stringify([rest, shape, heard, code])),
    values: sums.flatMap(({ blocks }) => blocks.flatMap(({ values }) => values)),
  };
  emit(`${JSON.stringify(glimpse)}\n`);
}
