import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { certify } from "../pipeline/certificate.ts";
import { fit, LEDGER_FILE } from "../pipeline/fit.ts";
import { wholeFolder, writeManifest } from "../pipeline/folder.ts";
import { writeRelease } from "../pipeline/release-file.ts";
import { terminalProgress } from "../progress.ts";
import { SOFTWARE } from "../version.ts";
import { command } from "./command.ts";
import { internalOf, openRun, type RunOptions, sealRun, withRunOptions } from "./run.ts";

/** cohort → release: the only step that sees patients, and the only one that spends. */
export const fitCommand = command<RunOptions & { readonly cohort: string; readonly out: string }>({
  command: "fit <cohort>",
  describe: "cohort → release: the only step that sees patients and spends budget",
  builder: argv =>
    withRunOptions(argv)
      .positional("cohort", {
        type: "string",
        demandOption: true,
        describe: "folder with FHIR, ECGs, images, notes",
      })
      .option("out", {
        type: "string",
        demandOption: true,
        describe: "new folder for release.json and ledger.jsonl; <out>-internal is made beside it",
      }),
  handler: async options => {
    const progress = terminalProgress();
    const run = await openRun(options.cohort, options, options.out, progress);
    try {
      const sealed = await sealRun(run, options, progress);
      const release = await fit(run.design, run.ledger, sealed.train, progress);
      await wholeFolder(options.out, async folder => {
        await writeRelease(folder, release);
        await copyFile(join(run.internal, LEDGER_FILE), join(folder, LEDGER_FILE));
        await writeManifest(folder, {
          format: "semblance-fit/1",
          notice:
            "RELEASE: noisy statistics of a real cohort, and what they cost; no row of a real person is here.",
          software: SOFTWARE,
          planHash: release.planHash,
          signed: true,
        });
        await certify(folder, run.signer);
      });
    } finally {
      await run.close();
    }
    progress.say(`release: ${resolve(options.out)} (share it); kept by you: ${internalOf(options.out)}`);
    progress.say(run.spent());
  },
});
