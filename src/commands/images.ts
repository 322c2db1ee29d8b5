import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { seal } from "../../privacy/private.ts";
import { EVIDENCE } from "../../schemas/evidence.ts";
import { RELATION } from "../../schemas/plan.ts";
import { parsePictureDomain } from "../labelled/domain.ts";
import { type Mix, pictureModels } from "../labelled/draw.ts";
import { fitPictures } from "../labelled/fit.ts";
import { type PictureView, picturePlan, viewOf } from "../labelled/plan.ts";
import { type PictureReading, readPictures } from "../labelled/read.ts";
import { picturesManifest, writePictures } from "../labelled/write.ts";
import { certify } from "../pipeline/certificate.ts";
import { refuseExisting, wholeFolder, writeManifest } from "../pipeline/folder.ts";
import { writeRelease } from "../pipeline/release-file.ts";
import { type Progress, terminalProgress } from "../progress.ts";
import { command } from "./command.ts";
import {
  checkedCount,
  withBudgetOptions,
  withBudgetStoreOption,
  withHomeOption,
  withResumeOption,
} from "./options.ts";
import { declaredIn, enterLifetime, openPlainRun, type PlainRun, type PlainRunOptions } from "./plain-run.ts";
import { roundedUp } from "./rounded.ts";
import { internalOf } from "./run.ts";
import { supportLines, withPictureOptions } from "./sample-images.ts";

type Options = PlainRunOptions & {
  readonly input: string;
  readonly domain: string;
  readonly out: string;
  readonly epsilon: string;
  readonly delta: string;
  readonly size?: number | undefined;
  readonly onDuplicate: "stop" | "keep";
  readonly pictures: number;
  readonly seed: string;
  readonly mix: Mix;
  readonly png: boolean;
};

/** Labelled pictures → release, ledger and synthetic labelled pictures: fits (spends) and draws (spends nothing). */
export const imagesCommand = command<Options>({
  command: "images <input>",
  describe: "labelled pictures (folder with labels.csv, or .npz) → release, ledger and synthetic pictures",
  builder: argv =>
    withBudgetOptions(
      withPictureOptions(withResumeOption(withBudgetStoreOption(withHomeOption(argv)))),
      "the cohort, per patient",
    )
      .positional("input", {
        type: "string",
        demandOption: true,
        describe:
          "folder of PNG files with labels.csv (file, label, patient), or .npz (images, labels, patients)",
      })
      .option("domain", {
        type: "string",
        demandOption: true,
        describe: "YAML: side, colour, classes, mirror; declared, not learnt from the pictures",
      })
      .option("out", {
        type: "string",
        demandOption: true,
        describe: "new folder; <out>-internal is made beside it",
      })
      .option("size", { type: "number", describe: "number of patients, if you declare it public" })
      .option("on-duplicate", {
        choices: ["stop", "keep"] as const,
        default: "stop" as const,
        describe: "one picture under two patients: stop, or keep both",
      })
      .example("$0 images scans/ --domain domain.yaml --out synthetic/ --epsilon 3", "the whole job"),
  handler: async options => {
    const progress = terminalProgress();
    const asked = checkedCount("pictures", options.pictures);
    const domain = await declaredIn(options.domain, parsePictureDomain);
    const size = options.size === undefined ? undefined : checkedCount("size", options.size);
    const budget = { epsilon: options.epsilon, delta: options.delta };
    const view = viewOf(domain, budget);
    const plan = picturePlan(domain, view, budget, size);
    const internal = internalOf(options.out);
    await refuseExisting(options.out);
    const run = await openPlainRun(options, plan, internal);
    try {
      const sealed = await sealPictures(
        options,
        { domain, view, onDuplicate: options.onDuplicate },
        run,
        progress,
      );
      const step = progress.step("releasing");
      const release = await fitPictures(view, run.ledger, sealed, done => step(done, plan.releases.length));
      const models = pictureModels(release, view);
      for (const line of supportLines(models)) progress.say(line);
      // What was paid for is written even where nothing can be drawn of it.
      const count = models.moments.some(({ supported }) => supported) ? asked : 0;
      const drawing = progress.step("drawing");
      await wholeFolder(options.out, async folder => {
        await writeRelease(folder, release);
        await copyFile(join(internal, EVIDENCE.ledger), join(folder, EVIDENCE.ledger));
        const { seed, mix, png } = options;
        const drawn = { count, seed, mix, png };
        await writePictures(folder, models, drawn, done => drawing(done, count));
        await writeManifest(folder, { ...picturesManifest(release.planHash, drawn), signed: true });
        await certify(folder, run.signer);
      });
    } finally {
      await run.close();
    }
    progress.say(`share: ${resolve(options.out)}; kept by you: ${internal}`);
    progress.say(
      `spent: ε ≤ ${roundedUp(run.ledger.certificate().epsilon)} at δ = ${options.delta}, all pictures of a patient (${RELATION})`,
    );
  },
});

/** Reads and seals the pictures, and charges the whole run to the lifetime book. */
const sealPictures = async (
  { input }: Options,
  reading: Omit<PictureReading, "marks" | "progress"> & { readonly view: PictureView },
  run: PlainRun,
  progress: Progress,
) => {
  const step = progress.step("reading the pictures");
  const { cohort, roster, notices } = await readPictures(input, {
    ...reading,
    marks: run.lifetime.key,
    progress: step,
  });
  for (const notice of notices) progress.say(`internal: ${notice}`);
  const sealed = seal(cohort);
  await enterLifetime(run, roster, progress);
  return sealed;
};
