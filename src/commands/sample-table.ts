import { copyFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { EVIDENCE } from "../../schemas/evidence.ts";
import { wholeFolder, writeManifest } from "../pipeline/folder.ts";
import { terminalProgress } from "../progress.ts";
import { drawnTable } from "../table/draw.ts";
import { readTableRelease } from "../table/release.ts";
import { TABLE_NOTICE, writeTable } from "../table/write.ts";
import { SOFTWARE } from "../version.ts";
import { command } from "./command.ts";
import { checkedCount } from "./options.ts";
import { copyEvidence } from "./sample.ts";

interface Options {
  readonly release: string;
  readonly out: string;
  readonly rows: number;
  readonly seed: string;
}

/** A table's release → another synthetic table: post-processing, spends nothing, sees nobody. */
export const sampleTableCommand = command<Options>({
  command: "sample-table <release>",
  describe: "a table's release → synthetic table: spends nothing; the same seed gives the same bytes",
  builder: argv =>
    argv
      .positional("release", {
        type: "string",
        demandOption: true,
        describe: "release.json of `table`, or the folder that holds it",
      })
      .option("out", { type: "string", demandOption: true, describe: "new folder for the synthetic table" })
      .option("rows", { type: "number", default: 1000, describe: "how many rows to draw" })
      .option("seed", { type: "string", default: "1", describe: "seed of the draw" }),
  handler: async options => {
    const progress = terminalProgress();
    const asked = { rows: checkedCount("rows", options.rows), seed: options.seed };
    const { release, path } = await readTableRelease(options.release);
    const drawn = drawnTable(release, asked);
    const hasLedger = await wholeFolder(options.out, async folder => {
      await writeTable(folder, drawn, release.planHash);
      await copyFile(path, join(folder, EVIDENCE.release));
      const hasLedger = await copyEvidence(dirname(path), folder);
      await writeManifest(folder, {
        format: "semblance-output/1",
        synthetic: true,
        notice: TABLE_NOTICE,
        software: SOFTWARE,
        planHash: release.planHash,
        seed: asked.seed,
        patients: asked.rows,
        signed: false,
      });
      return hasLedger;
    });
    progress.say(`${asked.rows} synthetic rows: ${resolve(options.out)}`);
    if (!hasLedger)
      progress.say(`no ${EVIDENCE.ledger} beside the release: nobody can verify what this table cost`);
  },
});
