import { copyFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Digest } from "../../schemas/digest.ts";
import type { Release } from "../../schemas/release.ts";
import type { Finding, Fitness } from "../../schemas/report.ts";
import { auditRun } from "../pipeline/audit.ts";
import { certify } from "../pipeline/certificate.ts";
import { digestOf } from "../pipeline/embeddings.ts";
import { fit, LEDGER_FILE, type SealedCohort } from "../pipeline/fit.ts";
import { fitnessOf } from "../pipeline/fitness.ts";
import { wholeFolder, writeManifest } from "../pipeline/folder.ts";
import { modelsOf } from "../pipeline/population.ts";
import { FINDINGS_FILE, publishReports } from "../pipeline/publish.ts";
import { writeRelease } from "../pipeline/release-file.ts";
import type { Request } from "../pipeline/steering.ts";
import { NOTICE, writePopulation } from "../pipeline/write.ts";
import { type Progress, terminalProgress } from "../progress.ts";
import { SOFTWARE } from "../version.ts";
import { command } from "./command.ts";
import { checkedCount } from "./options.ts";
import { openRun, type Run, type RunOptions, sealRun, withRunOptions } from "./run.ts";

type Options = RunOptions & {
  readonly cohort: string;
  readonly out: string;
  readonly patients: number;
  readonly seed: string;
};

/** fit, then sample, then audit and report: a shareable folder and, beside it, an internal one. */
export const generateCommand = command<Options>({
  command: "generate <cohort>",
  describe: "the whole job: fit, sample, audit and report into <out> (share) and <out>-internal (keep)",
  builder: argv =>
    withRunOptions(argv)
      .positional("cohort", {
        type: "string",
        demandOption: true,
        describe: "folder with FHIR, ECGs, images, notes",
      })
      .option("out", { type: "string", demandOption: true, describe: "new folder for the synthetic cohort" })
      .option("patients", { type: "number", default: 500, describe: "how many people to draw" })
      .option("seed", {
        type: "string",
        default: "1",
        describe: "seed of the draw; has nothing to do with the noise",
      })
      .example(
        "$0 generate hospital/ --out synthetic/ --epsilon 3 --delta 1e-6 --patients 500",
        "the main job",
      ),
  handler: async options => {
    const progress = terminalProgress();
    const draw = { patients: checkedCount("patients", options.patients), seed: options.seed };
    const run = await openRun(options.cohort, options, options.out, progress);
    try {
      const sealed = await sealRun(run, options, progress);
      const release = await fit(run.design, run.ledger, sealed.train, progress);
      await deliver(run, { sealed, release, draw, out: options.out }, progress);
    } finally {
      await run.close();
    }
    progress.say(`share:    ${resolve(options.out)} (report.html first)`);
    progress.say(`internal: ${run.internal} (measured on real patients: do not share)`);
    progress.say(run.spent());
  },
});

interface Delivery {
  readonly sealed: SealedCohort;
  readonly release: Release;
  readonly draw: Request;
  readonly out: string;
}

/** Draws, audits, reports and writes the shareable folder; nothing of the sealed cohort but the release reaches it. */
export const deliver = (
  run: Run,
  { sealed, release, draw, out }: Delivery,
  progress: Progress,
): Promise<void> =>
  wholeFolder(out, async folder => {
    await writeRelease(folder, release);
    await copyFile(join(run.internal, LEDGER_FILE), join(folder, LEDGER_FILE));
    const digests: Digest[] = [];
    const models = modelsOf(release, run.design.frame);
    await writePopulation(folder, release, models, draw, progress, patient => {
      if (digests.length < AUDITED) digests.push(digestOf(patient, run.config.image));
    });
    progress.step("auditing");
    const findings = auditRun(sealed, digests, run.design);
    const fitness = fitnessOf(sealed, models);
    await writeFindings(run.internal, findings, fitness);
    progress.step("reporting");
    await publishReports({ folder, internal: run.internal, release, models, draw, findings, fitness });
    await writeManifest(folder, {
      format: "semblance-output/1",
      synthetic: true,
      notice: NOTICE,
      software: SOFTWARE,
      planHash: release.planHash,
      seed: draw.seed,
      patients: draw.patients,
      signed: true,
    });
    await certify(folder, run.signer);
  });

/** More synthetic people than this add little to an attack and cost minutes. */
const AUDITED = 2000;

const writeFindings = (internal: string, findings: readonly Finding[], fitness: Fitness): Promise<void> =>
  writeFile(
    join(internal, FINDINGS_FILE),
    `${JSON.stringify({ audience: "internal", findings, fitness }, undefined, 1)}\n`,
  );
