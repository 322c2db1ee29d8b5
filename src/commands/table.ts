import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { parse } from "yaml";
import { signerIn } from "../../privacy/certificate/key.ts";
import type { Ledger } from "../../privacy/ledger.ts";
import { planHash } from "../../privacy/plan.ts";
import { plannedEvent } from "../../privacy/planned-event.ts";
import { seal } from "../../privacy/private.ts";
import { EVIDENCE } from "../../schemas/evidence.ts";
import { RELATION, type SealedPlan } from "../../schemas/plan.ts";
import { InvalidInput, InvalidRequest } from "../errors.ts";
import { certify } from "../pipeline/certificate.ts";
import { openLedger, reopenLedger } from "../pipeline/fit.ts";
import { refuseExisting, wholeFolder, writeManifest } from "../pipeline/folder.ts";
import { ownerFolder } from "../pipeline/owner.ts";
import { writeRelease } from "../pipeline/release-file.ts";
import { beginRunFile, continuedRunFile, isBegunOnly } from "../pipeline/run-file.ts";
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
import { type LifetimeOptions, openLifetime, standingLines } from "./lifetime.ts";
import { checkedCount, withBudgetStoreOption, withHomeOption, withResumeOption } from "./options.ts";
import { roundedUp } from "./rounded.ts";
import { internalOf } from "./run.ts";

type Options = LifetimeOptions & {
  readonly file: string;
  readonly domain: string;
  readonly out: string;
  readonly epsilon: string;
  readonly delta: string;
  readonly size?: number | undefined;
  readonly id?: string | undefined;
  readonly rows: number;
  readonly seed: string;
  readonly resume: boolean;
};

/** A plain table → release, ledger and a synthetic table: fits (spends) and draws (spends nothing). */
export const tableCommand = command<Options>({
  command: "table <file>",
  describe: "a plain table, one row a person → release, ledger and a synthetic table (CSV, Parquet)",
  builder: argv =>
    withResumeOption(withBudgetStoreOption(withHomeOption(argv)))
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
      .option("epsilon", { type: "string", default: "3", describe: "privacy budget ε of the table, per row" })
      .option("delta", {
        type: "string",
        default: "1e-6",
        describe: "δ: below 1e-3, and at most 1/(10·N) where a public size N is declared",
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
    const domain = await declaredDomain(options.domain);
    const size = options.size === undefined ? undefined : checkedCount("size", options.size);
    const plan = tablePlan(domain, { epsilon: options.epsilon, delta: options.delta }, size);
    const internal = internalOf(options.out);
    await refuseExisting(options.out);
    const run = await openTableRun(options, plan, internal);
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

/** @throws InvalidInput naming the file and the rule */
const declaredDomain = async (path: string): Promise<TableDomain> => {
  const file = basename(path);
  const text = await readFile(path, "utf8");
  let source: unknown;
  try {
    source = parse(text);
  } catch (cause) {
    throw new InvalidInput("is not valid YAML", { file }, { cause });
  }
  return parseTableDomain(source, file);
};

/** Reading a plain table leaves nobody out: what breaks a rule stops the run. */
const READING = { setAside: 0, onInvalid: "stop", onDuplicate: "stop" } as const;

/** Ledger, lifetime book and signer of a run, opened before the table is. */
const openTableRun = async (options: Options, plan: SealedPlan, internal: string) => {
  const isStopped = existsSync(join(internal, EVIDENCE.ledger));
  if (!options.resume && isStopped)
    throw new InvalidRequest(
      `a run stopped in ${internal}; go on with it by --resume, or choose another output: what it charged stays spent`,
    );
  if (!options.resume && isBegunOnly(internal)) await rm(internal, { recursive: true });
  if (!options.resume) await refuseExisting(internal);
  if (options.resume && !isStopped)
    throw new InvalidInput("holds no run that stopped: nothing to resume", { file: internal });
  await mkdir(internal, { recursive: true, mode: 0o700 });
  const lifetime = await openLifetime(options);
  const file = options.resume ? continuedRunFile(internal, READING) : beginRunFile(internal, READING);
  const lifetimeRun = lifetime.run(file.run);
  let ledger: Ledger | undefined;
  const close = async (): Promise<void> => {
    const charged = (ledger?.spends.length ?? 0) > 0 || lifetimeRun.isEntered;
    ledger?.close();
    await lifetime.close();
    if (!charged) await rm(internal, { recursive: true, force: true });
  };
  try {
    ledger = options.resume
      ? reopenLedger(internal, { plan }, lifetimeRun)
      : await openLedger(internal, { plan }, lifetimeRun);
    return { ledger, lifetime, lifetimeRun, signer: signerIn(ownerFolder(options.home)), close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Reads and seals the table, and charges the whole run to the lifetime book. */
const sealTable = async (
  options: Options,
  domain: TableDomain,
  { lifetime, lifetimeRun, ledger }: Awaited<ReturnType<typeof openTableRun>>,
  progress: Progress,
) => {
  progress.step("reading the table");
  const rows = await readRows(options.file);
  const table = seal(codedRows(rows, domain));
  const standing = await lifetimeRun.enter(tableRoster(rows, lifetime.key, options.id), {
    events: ledger.plan.releases.map(plannedEvent),
    planHash: planHash(ledger.plan),
  });
  for (const line of standingLines(standing, ledger.plan.budget.delta))
    progress.say(`lifetime (internal): ${line}`);
  return table;
};
