import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { seal } from "../../privacy/private.ts";
import { EVIDENCE } from "../../schemas/evidence.ts";
import { RELATION } from "../../schemas/plan.ts";
import { certify } from "../pipeline/certificate.ts";
import { refuseExisting, wholeFolder, writeManifest } from "../pipeline/folder.ts";
import { writeRelease } from "../pipeline/release-file.ts";
import { type Progress, terminalProgress } from "../progress.ts";
import { parseTableDomain, type TableDomain } from "../table/domain.ts";
import { drawnTable } from "../table/draw.ts";
import { fitTable } from "../table/fit.ts";
import { tablePlan } from "../table/plan.ts";
import { codedRows, readRows } from "../table/read.ts";
import { tableReleaseOf } from "../table/release.ts";
import { tableRoster } from "../table/roster.ts";
import { TABLE_NOTICE, writeTable } from "../table/write.ts";
import { SOFTWARE } from "../version.ts";
import { command } from "./command.ts";
import {
  checkedCount,
  withBudgetOptions,
  withBudgetStoreOption,
  withHomeOption,
  withResumeOption,
} from "./options.ts";
import { declaredIn, enterLifetime, openPlainRun, type PlainRun, type PlainRunOptions } from "./plain-run.ts";
import { roundedUp } from "./rounded.ts";
import { internalOf } from "./run.ts";

type Options = PlainRunOptions & {
  readonly file: string;
  readonly domain: string;
  readonly out: string;
  readonly epsilon: string;
  readonly delta: string;
  readonly size?: number | undefined;
  readonly id?: string | undefined;
  readonly rows: number;
  readonly seed: string;
};

/** A plain table → release, ledger and a synthetic table: fits (spends) and draws (spends nothing). */
export const tableCommand = command<Options>({
  command: "table <file>",
  describe: "a plain table, one row a person → release, ledger and a synthetic table (CSV, Parquet)",
  builder: argv =>
    withBudgetOptions(withResumeOption(withBudgetStoreOption(withHomeOption(argv))), "the table, per row")
      .positional("file", { type: "string", demandOption: true, describe: ".csv with a header, or .parquet" })
      .option("domain", {
        type: "string",
        demandOption: true,
        describe: "YAML: the public columns, their categories or bins; declared, not learnt from the table",
      })
      .option("out", {
        type: "string",
        demandOption: true,
        describe: "new folder; <out>-internal is made beside it",
      })
      .option("size", { type: "number", describe: "number of rows, if you declare it public" })
      .option("id", {
        type: "string",
        describe: "column of ids: one row a person is checked; never released",
      })
      .option("rows", { type: "number", default: 1000, describe: "how many rows to draw" })
      .option("seed", {
        type: "string",
        default: "1",
        describe: "seed of the draw; has nothing to do with the noise",
      })
      .example("$0 table patients.csv --domain domain.yaml --out synthetic/ --epsilon 3", "the whole job"),
  handler: async options => {
    const progress = terminalProgress();
    const rows = checkedCount("rows", options.rows);
    const domain = await declaredIn(options.domain, parseTableDomain);
    const size = options.size === undefined ? undefined : checkedCount("size", options.size);
    const plan = tablePlan(domain, { epsilon: options.epsilon, delta: options.delta }, size);
    const internal = internalOf(options.out);
    await refuseExisting(options.out);
    const run = await openPlainRun(options, plan, internal);
    try {
      const sealed = await sealTable(options, domain, run, progress);
      const step = progress.step("releasing");
      const answers = await fitTable(domain, sealed, run.ledger, done => step(done, plan.releases.length));
      const release = tableReleaseOf(run.ledger, answers);
      progress.step("drawing");
      const drawn = drawnTable(release, { rows, seed: options.seed });
      await wholeFolder(options.out, async folder => {
        await writeRelease(folder, release);
        await copyFile(join(internal, EVIDENCE.ledger), join(folder, EVIDENCE.ledger));
        await writeTable(folder, drawn, release.planHash);
        await writeManifest(folder, {
          format: "semblance-output/1",
          synthetic: true,
          notice: TABLE_NOTICE,
          software: SOFTWARE,
          planHash: release.planHash,
          seed: options.seed,
          patients: rows,
          signed: true,
        });
        await certify(folder, run.signer);
      });
    } finally {
      await run.close();
    }
    progress.say(`share: ${resolve(options.out)}; kept by you: ${internal}`);
    progress.say(
      `spent: ε ≤ ${roundedUp(run.ledger.certificate().epsilon)} at δ = ${options.delta}, a row being a person (${RELATION})`,
    );
  },
});

/** Reads and seals the table, and charges the whole run to the lifetime book. */
const sealTable = async (options: Options, domain: TableDomain, run: PlainRun, progress: Progress) => {
  progress.step("reading the table");
  const rows = await readRows(options.file);
  const table = seal(codedRows(rows, domain));
  await enterLifetime(run, tableRoster(rows, run.lifetime.key, options.id), progress);
  return table;
};
