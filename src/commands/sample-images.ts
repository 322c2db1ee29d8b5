import { copyFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Argv } from "yargs";
import { EVIDENCE } from "../../schemas/evidence.ts";
import { InvalidRequest } from "../errors.ts";
import { pictureDomainOf } from "../labelled/domain.ts";
import { type Mix, type PictureModels, pictureModels } from "../labelled/draw.ts";
import { PICTURES, viewOf } from "../labelled/plan.ts";
import { picturesManifest, writePictures } from "../labelled/write.ts";
import { wholeFolder, writeManifest } from "../pipeline/folder.ts";
import { readRelease } from "../pipeline/read-release.ts";
import { terminalProgress } from "../progress.ts";
import { command } from "./command.ts";
import { checkedCount } from "./options.ts";
import { copyEvidence } from "./sample.ts";

interface Options {
  readonly release: string;
  readonly out: string;
  readonly pictures: number;
  readonly seed: string;
  readonly mix: Mix;
  readonly png: boolean;
}

/** What is drawn, for `images` and `sample-images` alike. */
export const withPictureOptions = <T>(argv: Argv<T>) =>
  argv
    .option("pictures", { type: "number", default: 1000, describe: "how many pictures to draw" })
    .option("seed", {
      type: "string",
      default: "1",
      describe: "seed of the draw; has nothing to do with the noise",
    })
    .option("mix", {
      choices: ["training", "pictures"] as const,
      default: "training" as const,
      describe:
        "training: class pictures, variations and shapes of the prior; pictures: those of the classes alone",
    })
    .option("png", { type: "boolean", default: false, describe: "also a PNG file for every picture" });

/** Released numbers: which classes are drawn, and which are too small at this ε. */
export const supportLines = ({ domain, moments }: PictureModels): readonly string[] =>
  moments.flatMap(({ supported, count, countNoise }, c) =>
    supported
      ? []
      : [
          `class ${domain.classes[c]}: noisy count ${Math.round(count)} ± ${Math.round(countNoise)}; too few patients at this ε to tell from noise, nothing is drawn of it`,
        ],
  );

/** A release of labelled pictures → other synthetic pictures: post-processing, spends nothing, sees nobody. */
export const sampleImagesCommand = command<Options>({
  command: "sample-images <release>",
  describe:
    "a release of labelled pictures → synthetic pictures: spends nothing; the same seed gives the same bytes",
  builder: argv =>
    withPictureOptions(argv)
      .positional("release", {
        type: "string",
        demandOption: true,
        describe: "release.json of `images`, or the folder that holds it",
      })
      .option("out", {
        type: "string",
        demandOption: true,
        describe: "new folder for the synthetic pictures",
      }),
  handler: async options => {
    const progress = terminalProgress();
    const count = checkedCount("pictures", options.pictures);
    const { release, path } = await readRelease(options.release);
    if (release.plan.choices.model !== PICTURES)
      throw new InvalidRequest("the release must be one of labelled pictures; `sample` draws from others");
    const models = pictureModels(release, viewOf(pictureDomainOf(release.plan), release.plan.budget));
    for (const line of supportLines(models)) progress.say(line);
    const { seed, mix, png } = options;
    const drawn = { count, seed, mix, png };
    const drawing = progress.step("drawing");
    const hasLedger = await wholeFolder(options.out, async folder => {
      await writePictures(folder, models, drawn, done => drawing(done, count));
      await copyFile(path, join(folder, EVIDENCE.release));
      const hasLedger = await copyEvidence(dirname(path), folder);
      await writeManifest(folder, { ...picturesManifest(release.planHash, drawn), signed: false });
      return hasLedger;
    });
    progress.say(`${count} synthetic pictures: ${resolve(options.out)}`);
    if (!hasLedger)
      progress.say(`no ${EVIDENCE.ledger} beside the release: nobody can verify what these pictures cost`);
  },
});
