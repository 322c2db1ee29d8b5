import { readFile } from "node:fs/promises";
import { type PublicKey, readPublicKey } from "../../privacy/certificate/key.ts";
import type { Verification } from "../../privacy/verify.ts";
import { readManifest } from "../../privacy/verify-manifest.ts";
import { InvalidInput } from "../errors.ts";
import { gatherEvidence } from "../pipeline/gather.ts";
import { redraw as drawAgain } from "../pipeline/redraw.ts";
import { terminalProgress } from "../progress.ts";
import { command } from "./command.ts";

interface Options {
  readonly folder: string;
  readonly key?: string | undefined;
  readonly redraw: boolean;
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
      .option("redraw", {
        type: "boolean",
        default: false,
        describe:
          "draw the cohort again from the release and compare every byte: proves where the outputs come from",
      })
      .option("json", { type: "boolean", default: false, describe: "machine-readable result" }),
  handler: async ({ folder, key, redraw, json }) => {
    const pinned = key === undefined ? undefined : await keyIn(key);
    const evidence = { ...(await gatherEvidence(folder)), ...(pinned === undefined ? {} : { pinned }) };
    // Loaded here alone: its arbitrary-precision library takes a second that no other command needs.
    const { verifyRun } = await import("../../privacy/verify.ts");
    const first = verifyRun(evidence);
    const redrawn = redraw && first.ok ? await drawnAgain(folder, evidence.files.manifest) : undefined;
    const result = redrawn === undefined ? first : verifyRun({ ...evidence, redrawn });
    process.stdout.write(json ? `${JSON.stringify(result, undefined, 1)}\n` : told(result));
    if (!result.ok) process.exitCode = 1;
  },
});

const keyIn = async (file: string): Promise<PublicKey> => {
  const key = readPublicKey(await readFile(file, "utf8"));
  if (key === undefined) throw new InvalidInput("holds no ed25519 public key in PEM", { file });
  return key;
};

/** Nothing where there is no cohort to draw again: the output of fit, or a ledger alone. */
const drawnAgain = async (folder: string, manifest: string | undefined) => {
  const read = manifest === undefined ? undefined : readManifest(manifest);
  return read?.format === "semblance-output/1" ? drawAgain(folder, read, terminalProgress()) : undefined;
};

/** What does not hold comes first: nobody should read on past it. */
const told = (result: Verification): string =>
  `${[
    ...result.failures.map(failure => `DOES NOT HOLD: ${failure}`),
    ...result.statements,
    verdict(result),
  ].join("\n")}\n`;

const verdict = ({ ok, epsilon, delta, failures }: Verification): string =>
  ok
    ? `VERIFIED: ε ≤ ${(Math.ceil(epsilon * 1e4) / 1e4).toFixed(4)} at δ = ${delta.toExponential()}. Whether any one patient was in the cohort changes the odds of whatever this release may lead to by at most a factor of ${(Math.ceil(Math.exp(epsilon) * 100) / 100).toFixed(2)}, but for a chance of about δ.`
    : `NOT VERIFIED: ${failures.length === 1 ? "one thing does" : `${failures.length} things do`} not hold, told first above. Do not rely on this folder before that is explained.`;
