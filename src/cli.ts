#!/usr/bin/env node
import { rmSync } from "node:fs";
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { accountCommand } from "./commands/account.ts";
import { budgetCommand } from "./commands/budget.ts";
import { coverageCommand } from "./commands/coverage.ts";
import { fitCommand } from "./commands/fit.ts";
import { generateCommand } from "./commands/generate.ts";
import { imagesCommand } from "./commands/images.ts";
import { inspectCommand } from "./commands/inspect.ts";
import { keysCommand } from "./commands/keys.ts";
import { planCommand } from "./commands/plan.ts";
import { pullCommand } from "./commands/pull.ts";
import { reportCommand } from "./commands/report.ts";
import { sampleCommand } from "./commands/sample.ts";
import { sampleImagesCommand } from "./commands/sample-images.ts";
import { sampleTableCommand } from "./commands/sample-table.ts";
import { tableCommand } from "./commands/table.ts";
import { verifyCommand } from "./commands/verify.ts";
import { InvalidRequest, isSemblanceError } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { unfinishedFolders } from "./pipeline/folder.ts";
import { VERSION } from "./version.ts";

/** Runs the command line; returns the exit code. Errors go to stderr as one line. */
export const main = async (argv: readonly string[]): Promise<number> => {
  let code = 0;
  const parser = yargs(argv as string[])
    .scriptName("semblance")
    .usage(
      "$0 <command>\n\nReal patients in, patients who are nobody out: one budget, one ledger, every number checkable.",
    )
    .command(generateCommand)
    .command(fitCommand)
    .command(sampleCommand)
    .command(tableCommand)
    .command(sampleTableCommand)
    .command(imagesCommand)
    .command(sampleImagesCommand)
    .command(verifyCommand)
    .command(keysCommand)
    .command(reportCommand)
    .command(coverageCommand)
    .command(planCommand)
    .command(budgetCommand)
    .command(accountCommand)
    .command(inspectCommand)
    .command(pullCommand)
    .parserConfiguration({ "duplicate-arguments-array": false })
    .demandCommand(1, "name a command; --help lists them")
    .strict()
    .recommendCommands()
    .version(VERSION)
    .help()
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .epilogue(
      "Exit codes: 0 done, 1 evidence does not hold, 64 usage, 65 input, 69 budget, 70 our bug, 74 disk, 130 interrupted.",
    )
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new InvalidRequest(suggested(message, argv));
    });
  try {
    await parser.parseAsync();
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    process.stderr.write(`${explained(error)}\n`);
    code = exitCodeOf(error);
  }
  return code;
};

/** Unknown options name the nearest known one: yargs suggests commands only. */
const suggested = (message: string, argv: readonly string[]): string => {
  // A misspelt required option is missing first of all: yargs tells of the lack alone.
  const unknown = message.startsWith("Missing required argument")
    ? argv.map(optionIn).find(name => name !== undefined && !KNOWN_OPTIONS.includes(name))
    : /Unknown arguments?: (.+)/.exec(message)?.[1]?.split(", ")[0];
  if (unknown === undefined || !argv.some(word => word.startsWith(`--${unknown}`))) return message;
  if (KNOWN_OPTIONS.includes(unknown)) return `this command has no option --${unknown}`;
  const near = nearest(unknown, KNOWN_OPTIONS);
  return `unknown option --${unknown}${near === undefined ? "" : `; did you mean --${near}?`}`;
};

const optionIn = (word: string): string | undefined => /^--([a-z][a-z-]*)/.exec(word)?.[1];

const KNOWN_OPTIONS = [
  ...[
    "epsilon",
    "delta",
    "projection",
    "rank",
    "modalities",
    "public-seed",
    "as-of",
    "on-invalid",
    "on-duplicate",
    "holdout",
  ],
  ...[
    "set-aside",
    "out",
    "patients",
    "seed",
    "json",
    "size",
    "draft",
    "page-size",
    "internal",
    "home",
    "budget-store",
    "resume",
    "key",
    "redraw",
    "reference",
    "by",
    "minimum",
    "domain",
    "id",
    "rows",
    "help",
    "version",
  ],
];

const SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; nothing half-written was left in the output folder",
  EACCES: "no permission to read or write there",
  ENOENT: "there is no such file or folder",
  EROFS: "the file system is read-only",
};

const explained = (error: unknown): string => {
  if (isSemblanceError(error)) return `semblance: ${error.message}`;
  const code = (error as NodeJS.ErrnoException)?.code;
  if (code !== undefined && SYSTEM[code] !== undefined) return `semblance: ${SYSTEM[code]}${pathOf(error)}`;
  // Anything else is our bug; its message might quote data, so it is shown only where asked for.
  if (process.env.SEMBLANCE_DEBUG !== undefined) return String((error as Error)?.stack ?? error);
  return "semblance: an unexpected error stopped the run; this is a bug (SEMBLANCE_DEBUG=1 shows its trace, which may quote private data)";
};

const pathOf = (error: unknown): string => {
  const path = (error as NodeJS.ErrnoException).path;
  return path === undefined ? "" : `: ${path}`;
};

const exitCodeOf = (error: unknown): number => {
  if (isSemblanceError(error)) return error.exitCode;
  return (error as NodeJS.ErrnoException)?.code !== undefined ? 74 : 70;
};

/** Ctrl-C and termination: temporary folders go, the ledger (what was spent) stays. */
const interrupted = (signal: NodeJS.Signals): void => {
  for (const folder of unfinishedFolders()) rmSync(folder, { recursive: true, force: true });
  process.stderr.write(
    `\nsemblance: ${signal}: stopped; no half-written output was left, and what the ledger says was spent stays spent; fit and generate go on with it when called again with --resume\n`,
  );
  process.exit(130);
};

if (process.argv[1] !== undefined && /(^|[\\/])(cli\.[jt]s|semblance)$/.test(process.argv[1])) {
  process.on("SIGINT", interrupted);
  process.on("SIGTERM", interrupted);
  // A reader that has seen enough (`| head`) closes the pipe: nothing is wrong.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  process.exitCode = await main(hideBin(process.argv));
}
