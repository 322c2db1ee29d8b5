import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Signer, signerIn } from "../../privacy/certificate/key.ts";
import { readManifest } from "../../privacy/verify-manifest.ts";
import type { OutputManifest } from "../../schemas/evidence.ts";
import type { Finding, Fitness } from "../../schemas/report.ts";
import { InvalidInput, VerificationFailed } from "../errors.ts";
import { requestIn } from "../pipeline/asked.ts";
import { certify } from "../pipeline/certificate.ts";
import { MANIFEST, manifestText, sha256File } from "../pipeline/folder.ts";
import { gatherEvidence } from "../pipeline/gather.ts";
import { ownerFolder } from "../pipeline/owner.ts";
import { modelsOf } from "../pipeline/population.ts";
import { FINDINGS_FILE, publishReports, REPORT_FILE } from "../pipeline/publish.ts";
import { readRelease } from "../pipeline/read-release.ts";
import { terminalProgress } from "../progress.ts";
import { command } from "./command.ts";
import { withHomeOption } from "./options.ts";

/** One self-contained HTML file about a synthetic cohort; with its internal folder, the internal one as well. */
export const reportCommand = command<{
  readonly folder: string;
  readonly internal?: string | undefined;
  readonly home?: string | undefined;
}>({
  command: "report <folder>",
  describe: "write report.html about a synthetic cohort (and the internal one into --internal)",
  builder: argv =>
    withHomeOption(argv)
      .positional("folder", { type: "string", demandOption: true, describe: "output of generate or sample" })
      .option("internal", {
        type: "string",
        describe: "the internal folder of the run, for the report on real patients",
      }),
  handler: async ({ folder, internal, home }) => {
    const progress = terminalProgress();
    const manifest = await manifestOf(folder);
    const signer = manifest.signed ? await signerOf(folder, home) : undefined;
    const { release } = await readRelease(folder);
    progress.step("reporting");
    await publishReports({
      folder,
      release,
      models: modelsOf(release),
      draw: await requestIn(folder, manifest),
      ...(internal === undefined ? { findings: [] } : { ...(await findingsIn(internal)), internal }),
    });
    const { hash: _old, ...head } = manifest;
    const files = { ...manifest.files, [REPORT_FILE]: await sha256File(join(folder, REPORT_FILE)) };
    await writeFile(join(folder, MANIFEST), manifestText({ ...head, files }));
    if (signer !== undefined) await certify(folder, signer);
    progress.say(
      `report: ${resolve(folder, REPORT_FILE)}${internal === undefined ? "" : `; internal: ${resolve(internal, REPORT_FILE)}`}`,
    );
  },
});

const manifestOf = async (folder: string): Promise<OutputManifest> => {
  const place = { file: join(folder, MANIFEST) };
  const rule = "holds no readable manifest of a synthetic cohort; give the output of generate or sample";
  const text = await readFile(place.file, "utf8").catch((cause: unknown) => {
    throw new InvalidInput(rule, place, { cause });
  });
  const manifest = readManifest(text);
  if (manifest?.format !== "semblance-output/1") throw new InvalidInput(rule, place);
  return manifest;
};

/**
 * The owner's signer for a folder that is signed. The folder must hold under that very key first: a signature is never
 * put on what someone else changed.
 */
const signerOf = async (folder: string, home: string | undefined): Promise<Signer> => {
  const signer = signerIn(ownerFolder(home));
  const { verifyRun } = await import("../../privacy/verify.ts");
  const { failures } = verifyRun({ ...(await gatherEvidence(folder)), pinned: signer.publicKey });
  if (failures.length > 0)
    throw new VerificationFailed(
      `the folder is signed, so a report can be added only while it holds under your own key: ${failures[0]}`,
    );
  return signer;
};

interface Measured {
  readonly findings: readonly Finding[];
  readonly fitness?: Fitness | undefined;
}

/** What was measured when the run was audited; `fitness` is absent in a run of an older version. */
const findingsIn = async (internal: string): Promise<Measured> => {
  try {
    const { findings, fitness } = JSON.parse(
      await readFile(join(internal, FINDINGS_FILE), "utf8"),
    ) as Measured;
    return { findings, fitness };
  } catch (cause) {
    throw new InvalidInput("holds no readable findings", { file: join(internal, FINDINGS_FILE) }, { cause });
  }
};
