/**
 * `npm run verify:privacy`: attacks the product at full size. Twelve leaky twins before all detectors, a hundred
 * mechanism audits of the product, and every file of `privacy/` broken in every way that its tests must notice.
 *
 * Options: `--twins`, `--audit`, `--mutate [files…]` run a part; `--quick` runs the sizes of `npm test`. Prints tables,
 * writes `bench/verify-privacy.json`, and ends with 1 where something is not as it must be.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { DETECTORS, faults, matrix } from "../test/privacy/twins/matrix.ts";
import { rates } from "./mutate/score.ts";
import { repeatedAudits } from "./verify-privacy/audits.ts";
import { mutationTable } from "./verify-privacy/mutation.ts";

const FULL = { runs: 100_000, tinyRuns: 1000, alpha: 1e-3, modalities: "fhir,ecg,image,note" };
const QUICK = { runs: 20_000, tinyRuns: 60, alpha: 1e-5, modalities: "fhir" };

/** The lowest share of mutants, equivalent ones apart, that the tests must kill; per cent. */
const LEAST_KILLED = 95;

const args = process.argv.slice(2);
const parts = ["--twins", "--audit", "--mutate"].filter(part => args.includes(part));
const runs = (part: string) => parts.length === 0 || parts.includes(part);
const size = args.includes("--quick") ? QUICK : FULL;
const wrong: string[] = [];
const result: Record<string, unknown> = {
  machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}`,
  size,
};

const twins = async (): Promise<void> => {
  const work = mkdtempSync(join(tmpdir(), "semblance-verify-"));
  const cells = await matrix(work, size, ({ twin, what, detector, caught, evidence }) =>
    console.log(`${twin.padEnd(8)}${detector.padEnd(18)}${caught ? "caught" : "not"}  ${what}: ${evidence}`),
  );
  rmSync(work, { recursive: true, force: true });
  const names = [...new Set(cells.map(({ twin }) => twin))];
  console.table(
    names.map(name => {
      const own = cells.filter(({ twin }) => twin === name);
      const verdict = (detector: string) => own.find(cell => cell.detector === detector)!.caught;
      return {
        twin: name,
        what: own[0]!.what,
        ...Object.fromEntries(DETECTORS.map(each => [each, verdict(each) ? "caught" : "–"])),
      };
    }),
  );
  result.twins = cells;
  wrong.push(...faults(cells));
};

const audits = async (): Promise<void> => {
  const found = await repeatedAudits(size.runs, args.includes("--quick") ? 5 : 100);
  console.table(found.rows);
  result.audits = found;
  wrong.push(...found.wrong);
};

const mutants = async (): Promise<void> => {
  const rows = await mutationTable(
    args.slice(args.indexOf("--mutate") + 1).filter(arg => !arg.startsWith("--")),
  );
  const total = rates(rows);
  console.log(
    `${total.killed} of ${total.mutants} mutants killed (${total.raw} %); ${total.equivalent} are equivalent: ${total.score} % of the others`,
  );
  result.mutation = { total, rows };
  if (total.score < LEAST_KILLED)
    wrong.push(`only ${total.score} % of mutants are killed; ${LEAST_KILLED} % must be`);
};

if (runs("--twins")) await twins();
if (runs("--audit")) await audits();
if (runs("--mutate")) await mutants();
mkdirSync("bench", { recursive: true });
writeFileSync(
  join("bench", "verify-privacy.json"),
  `${JSON.stringify({ ...result, wrong }, undefined, 1)}\n`,
);
for (const line of wrong) console.error(`WRONG: ${line}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
