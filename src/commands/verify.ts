import { readFile } from "node:fs/promises";
import { type PublicKey, readPublicKey } from "../../privacy/certificate/key.ts";
import type { Verification } from "../../privacy/verify.ts";
import { InvalidInput } from "../errors.ts";
import { gatherEvidence } from "../pipeline/gather.ts";
import { command } from "./command.ts";

interface Options {
  readonly folder: string;
  readonly key?: string | undefined;
  readonly json: boolean;
}

/** Recomputes the total ε from the ledger alone and checks signature and every hash. Exit 0 if all holds, 1 if not. */
export const verifyCommand = command<Options>({
  command: "verify <folder>",
  describe: "recompute the total ε from the ledger alone, check signature and every file; exit 0 or 1",
  builder: argv =>
    argv
      .positional("folder", {
        type: "string",
        demandOption: true,
        describe: "output of generate, sample or fit",
      })
      .option("key", {
        type: "string",
        describe: "the owner's public key (PEM), got from the owner and not from the folder: who signed",
      })
      .option("json", { type: "boolean", default: false, describe: "machine-readable result" }),
  handler: async ({ folder, key, json }) => {
    const pinned = key === undefined ? undefined : await keyIn(key);
    const evidence = await gatherEvidence(folder);
    // Loaded here alone: its arbitrary-precision library takes a second that no other command needs.
    const { verifyRun } = await import("../../privacy/verify.ts");
    const result = verifyRun({ ...evidence, ...(pinned === undefined ? {} : { pinned }) });
    process.stdout.write(json ? `${JSON.stringify(result, undefined, 1)}\n` : told(result));
    if (!result.ok) process.exitCode = 1;
  },
});

const keyIn = async (file: string): Promise<PublicKey> => {
  const key = readPublicKey(await readFile(file, "utf8"));
  if (key === undefined) throw new InvalidInput("holds no ed25519 public key in PEM", { file });
  return key;
};

/** What does not hold comes first: nobody should read on past it. */
const told = ({ ok, statements, failures }: Verification): string =>
  `${[
    ...failures.map(failure => `DOES NOT HOLD: ${failure}`),
    ...statements,
    ok ? "verified" : "not verified",
  ].join("\n")}\n`;
