import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InvalidInput } from "../errors.ts";
import { LEDGER_FILE, RELEASE_FILE } from "../pipeline/fit.ts";
import { filesUnder, MANIFEST, type Manifest, sha256File } from "../pipeline/folder.ts";
import { command } from "./command.ts";

/** Recomputes the total ε from the ledger alone and checks every hash. Exit 0 if all holds, 1 if not. */
export const verifyCommand = command<{ readonly folder: string; readonly json: boolean }>({
  command: "verify <folder>",
  describe: "recompute the total ε from the ledger alone, check release and outputs; exit 0 or 1",
  builder: argv =>
    argv
      .positional("folder", {
        type: "string",
        demandOption: true,
        describe: "output of generate, sample or fit",
      })
      .option("json", { type: "boolean", default: false, describe: "machine-readable result" }),
  handler: async ({ folder, json }) => {
    // Loaded here alone: its arbitrary-precision library takes a second that no other command needs.
    const { verifyRun } = await import("../../privacy/verify.ts");
    const result = verifyRun(await evidenceOf(folder));
    const lines = [
      ...result.statements,
      ...result.failures.map(failure => `DOES NOT HOLD: ${failure}`),
      result.ok ? "verified" : "not verified",
    ];
    process.stdout.write(json ? `${JSON.stringify(result, undefined, 1)}\n` : `${lines.join("\n")}\n`);
    if (!result.ok) process.exitCode = 1;
  },
});

const evidenceOf = async (folder: string) => {
  const ledger = await textOf(folder, LEDGER_FILE);
  if (ledger === undefined)
    throw new InvalidInput("holds no ledger to verify", { file: join(folder, LEDGER_FILE) });
  const release = await textOf(folder, RELEASE_FILE);
  const manifest = await textOf(folder, MANIFEST);
  return {
    ledger,
    ...(release === undefined ? {} : { release }),
    ...(manifest === undefined ? {} : { outputs: await outputsOf(folder, manifest) }),
  };
};

const textOf = (folder: string, file: string): Promise<string | undefined> =>
  readFile(join(folder, file), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });

const outputsOf = async (folder: string, manifest: string) => {
  const stated = statedIn(manifest);
  const found: Record<string, string> = {};
  for (const file of await filesUnder(folder))
    if (file !== MANIFEST) found[file] = await sha256File(join(folder, file));
  return { stated, found };
};

const statedIn = (manifest: string): Manifest["files"] => {
  try {
    return (JSON.parse(manifest) as Manifest).files ?? {};
  } catch (cause) {
    throw new InvalidInput("is not valid JSON", { file: MANIFEST }, { cause });
  }
};
