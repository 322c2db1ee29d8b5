import { copyFile, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { LEDGER_FILE, RELEASE_FILE } from "../pipeline/fit.ts";
import { wholeFolder, writeManifest } from "../pipeline/folder.ts";
import { modelsOf } from "../pipeline/population.ts";
import { readRelease } from "../pipeline/read-release.ts";
import { NOTICE, writePopulation } from "../pipeline/write.ts";
import { terminalProgress } from "../progress.ts";
import { SOFTWARE } from "../version.ts";
import { command } from "./command.ts";
import { checkedCount } from "./options.ts";

/** release → synthetic cohort: post-processing, spends nothing, sees nobody. */
export const sampleCommand = command<{
  readonly release: string;
  readonly out: string;
  readonly patients: number;
  readonly seed: string;
}>({
  command: "sample <release>",
  describe: "release → synthetic cohort: post-processing, spends nothing; the same seed gives the same bytes",
  builder: argv =>
    argv
      .positional("release", {
        type: "string",
        demandOption: true,
        describe: "release.json, or the folder that holds it",
      })
      .option("out", { type: "string", demandOption: true, describe: "new folder for the synthetic cohort" })
      .option("patients", { type: "number", default: 500, describe: "how many people to draw" })
      .option("seed", {
        type: "string",
        default: "1",
        describe: "seed of the draw; has nothing to do with the noise",
      }),
  handler: async options => {
    const progress = terminalProgress();
    const draw = { patients: checkedCount("patients", options.patients), seed: options.seed };
    const { release, path } = await readRelease(options.release);
    await wholeFolder(options.out, async folder => {
      await writePopulation(folder, release, modelsOf(release), draw, progress);
      await copyFile(path, join(folder, RELEASE_FILE));
      await copyIfThere(join(dirname(path), LEDGER_FILE), join(folder, LEDGER_FILE));
      await writeManifest(folder, {
        format: "semblance-output/1",
        synthetic: true,
        notice: NOTICE,
        software: SOFTWARE,
        planHash: release.planHash,
        seed: draw.seed,
        patients: draw.patients,
      });
    });
    progress.say(`${draw.patients} synthetic patients: ${resolve(options.out)}`);
  },
});

/** A ledger beside the release travels with it, so that the output can be verified on its own. */
const copyIfThere = async (from: string, to: string): Promise<void> => {
  const there = await readFile(from).then(
    () => true,
    () => false,
  );
  if (there) await copyFile(from, to);
};
