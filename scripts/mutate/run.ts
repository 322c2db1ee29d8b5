import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { MutantResult } from "@stryker-mutator/api/core";
import { Stryker } from "@stryker-mutator/core";
import { GROUPS, type Group } from "./groups.ts";
import { fits } from "./pattern.ts";
import { type Mutant, score } from "./score.ts";

const FOLDER = join("bench", "mutation");
const SANDBOXES = join(tmpdir(), "semblance-mutants");

/** Files of `privacy/` with something to run. */
export const sources = (): readonly string[] =>
  readdirSync("privacy", { recursive: true, encoding: "utf8" })
    .filter(file => file.endsWith(".ts"))
    .map(file => join("privacy", file))
    .sort();

export const groupOf = (path: string): Group | undefined =>
  GROUPS.find(({ mutate }) => mutate.some(pattern => fits(pattern, path)));

/**
 * Breaks each file in every way that Stryker knows and sees whether its tests notice. One file at a time; what is in
 * `bench/mutation/` from an earlier run is taken over where neither the file nor its tests changed.
 *
 * @param patterns  which files of `privacy/`; none means all
 */
export const mutate = async (patterns: readonly string[], concurrency: number) => {
  mkdirSync(FOLDER, { recursive: true });
  shareReference();
  const wanted = patterns.length === 0 ? ["privacy/**"] : patterns.map(asFolder);
  const rows = [];
  for (const path of sources().filter(file => wanted.some(pattern => fits(pattern, file)))) {
    const group = groupOf(path);
    if (group === undefined) throw new Error(`${path} is in no group of scripts/mutate/groups.ts`);
    const row = score(path, await mutantsOf(path, group, concurrency));
    console.log(`${path}: ${row.killed} of ${row.mutants} killed, ${row.equivalent} equivalent`);
    rows.push(row);
  }
  return rows;
};

/** The reference cases lie beside the project; a sandbox looks for them beside itself. */
const shareReference = (): void => {
  const shared = resolve("..", "shared");
  const link = join(SANDBOXES, "shared");
  if (!existsSync(shared) || existsSync(link)) return;
  mkdirSync(SANDBOXES, { recursive: true });
  symlinkSync(shared, link);
};

const asFolder = (pattern: string): string =>
  pattern.endsWith(".ts") || pattern.includes("*") ? pattern : `${pattern.replace(/\/$/, "")}/**`;

const mutantsOf = async (path: string, group: Group, concurrency: number): Promise<readonly Mutant[]> => {
  process.env.MUTATE_GROUP = group.name;
  const results = await new Stryker({
    mutate: [path],
    testRunner: "in-process",
    testRunnerNodeArgs: ["--import", "tsx"],
    plugins: [fileURLToPath(new URL("./runner.ts", import.meta.url))],
    // The wording of messages is not what keeps patients private.
    mutator: { excludedMutations: ["StringLiteral"] },
    coverageAnalysis: "perTest",
    concurrency,
    timeoutMS: 3000,
    timeoutFactor: 2,
    // Each mutant leaves a copy of the product behind.
    maxTestRunnerReuse: 200,
    incremental: true,
    incrementalFile: join(FOLDER, `${path.replaceAll("/", "-")}.json`),
    reporters: [],
    allowEmpty: true,
    disableTypeChecks: false,
    tempDirName: SANDBOXES,
    ignorePatterns: ["dist", "out", "bench", "samples", "coverage"],
    logLevel: "error",
  } as never).runMutationTest();
  return results.map(mutantOf(path));
};

const mutantOf = (path: string) => {
  const lines = readFileSync(path, "utf8").split("\n");
  return ({ location, replacement, status, mutatorName }: MutantResult): Mutant => ({
    line: location.start.line,
    code: lines[location.start.line - 1]!.trim(),
    replacement: (replacement ?? "").replace(/\s+/g, " "),
    mutator: mutatorName,
    status,
  });
};
