import { draftConfig, inspectCohort } from "../cohort/inspect.ts";
import { terminalProgress } from "../progress.ts";
import { command } from "./command.ts";
import { declaredConfig, type PlanOptions, referenceDate, withPlanOptions } from "./options.ts";

/** What was understood of a cohort folder. Local, internal, spends nothing and releases nothing. */
export const inspectCommand = command<PlanOptions & { readonly cohort: string; readonly draft: boolean }>({
  command: "inspect <cohort>",
  describe: "show what was understood of a folder (INTERNAL: reads real patients, for the owner's eyes)",
  builder: argv =>
    withPlanOptions(argv)
      .positional("cohort", {
        type: "string",
        demandOption: true,
        describe: "folder with FHIR, ECGs, images, notes",
      })
      .option("draft", {
        type: "boolean",
        default: false,
        describe: "propose a cohort.yaml; you must confirm each line as public",
      }),
  handler: async options => {
    const progress = terminalProgress();
    const config = await declaredConfig(options.cohort, options);
    const reading = { asOf: referenceDate(config, options), progress: progress.step("reading the cohort") };
    const text = await (options.draft ? draftConfig : inspectCohort)(options.cohort, config, reading);
    progress.stop();
    process.stdout.write(`${text}\n`);
  },
});
