import { copyFile, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ENGINES, type EngineName } from "../../generators/tensor/engine.ts";
import { EVIDENCE } from "../../schemas/evidence.ts";
import { InvalidRequest } from "../errors.ts";
import { PICTURES } from "../labelled/plan.ts";
import { wholeFolder, writeManifest } from "../pipeline/folder.ts";
import { readChoices } from "../pipeline/frame.ts";
import { checkDetailSize, openImageDetail } from "../pipeline/image-detail.ts";
import { modelsOf } from "../pipeline/population.ts";
import { readRelease } from "../pipeline/read-release.ts";
import { steeringOf } from "../pipeline/steering.ts";
import { NOTICE, writePopulation } from "../pipeline/write.ts";
import { terminalProgress } from "../progress.ts";
import { SOFTWARE } from "../version.ts";
import { type AskedOptions, keepAsked, requestOf, withAskedOptions } from "./asked.ts";
import { command } from "./command.ts";

type Options = AskedOptions & {
  readonly release: string;
  readonly out: string;
  readonly imagePrior: "analytic" | "neural";
  readonly imageEngine: EngineName;
};

/** release → synthetic cohort: post-processing, spends nothing, sees nobody. */
export const sampleCommand = command<Options>({
  command: "sample <release>",
  describe: "release → synthetic cohort: post-processing, spends nothing; the same seed gives the same bytes",
  builder: argv =>
    withAskedOptions(argv)
      .positional("release", {
        type: "string",
        demandOption: true,
        describe: "release.json, or the folder that holds it",
      })
      .option("out", { type: "string", demandOption: true, describe: "new folder for the synthetic cohort" })
      .option("image-prior", {
        choices: ["analytic", "neural"] as const,
        default: "analytic" as const,
        describe:
          "where 64-pixel X-rays get their detail: the simulator, or a denoiser of public films (looks real, may lose small findings)",
      })
      .option("image-engine", {
        choices: ENGINES,
        default: "tfjs-wasm" as EngineName,
        describe: "what computes the neural prior; recorded, as another gives other last digits",
      })
      .example(
        '$0 sample synthetic/ --out women/ --patients 1000 --quota "sex=female,age=70-90:500"',
        "a group that the cohort had too few of",
      ),
  handler: async options => {
    const progress = terminalProgress();
    const draw = await requestOf(options);
    const { release, path } = await readRelease(options.release);
    if (release.plan.choices.model === PICTURES)
      throw new InvalidRequest("the release is one of labelled pictures: `sample-images` draws from it");
    if (options.imagePrior === "neural") checkDetailSize(readChoices(release.plan).image);
    const detail = options.imagePrior === "neural" ? await openImageDetail(options.imageEngine) : undefined;
    const models = { ...modelsOf(release), ...(detail && { imageDetail: detail.of }) };
    // Before anything is written: a request that cannot be met ends here.
    steeringOf(models, draw);
    const hasLedger = await wholeFolder(options.out, async folder => {
      await writePopulation(folder, release, models, draw, progress);
      const asked = await keepAsked(options, folder, detail?.asked);
      await copyFile(path, join(folder, EVIDENCE.release));
      const hasLedger = await copyEvidence(dirname(path), folder);
      await writeManifest(folder, {
        format: "semblance-output/1",
        synthetic: true,
        notice: NOTICE,
        software: SOFTWARE,
        planHash: release.planHash,
        seed: draw.seed,
        patients: draw.patients,
        ...asked,
        signed: false,
      });
      return hasLedger;
    });
    progress.say(`${draw.patients} synthetic patients: ${resolve(options.out)}`);
    if (!hasLedger)
      progress.say(`no ${EVIDENCE.ledger} beside the release: nobody can verify what this cohort cost`);
  },
});

/**
 * Ledger and owner's certificate travel with the release. What is drawn is not signed again: whoever draws need not be
 * the owner, and a signature of their own would make the same seed give other bytes elsewhere. The certificate gets
 * another name, as its manifest is that of the folder it came from.
 *
 * @returns whether there was a ledger
 */
export const copyEvidence = async (from: string, to: string): Promise<boolean> => {
  const hasLedger = await copyIfThere(join(from, EVIDENCE.ledger), join(to, EVIDENCE.ledger));
  for (const [certificate, key] of [
    [EVIDENCE.certificate, EVIDENCE.publicKey],
    [EVIDENCE.originCertificate, EVIDENCE.originKey],
  ] as const) {
    if (await copyIfThere(join(from, certificate), join(to, EVIDENCE.originCertificate))) {
      await copyIfThere(join(from, key), join(to, EVIDENCE.originKey));
      break;
    }
  }
  return hasLedger;
};

const copyIfThere = async (from: string, to: string): Promise<boolean> => {
  const isThere = await readFile(from).then(
    () => true,
    () => false,
  );
  if (isThere) await copyFile(from, to);
  return isThere;
};
