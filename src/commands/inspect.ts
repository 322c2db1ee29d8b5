import { command } from "./command.ts";
import { draftConfig, inspectCohort } from "../cohort/inspect.ts";
import { terminalProgress } from "../progress.ts";
import { declaredConfig, type PlanOptions, withPlanOptions } from "./options.ts";

/** What was understood of a cohort folder. Local, internal, spends nothing and releases nothing. */
export const inspectCommand = command<PlanOptions & { readonly cohort: string; readonly draft: boolean }>({
  command: "inspect <cohort>",
  describe: "show what was understood of a folder (INTERNAL: reads real patients, for the owner's eyes)",
  builder: argv =>
    withPlanOptions(argv)
      .positional("cohort", { type: "string", demandOption: true, describe: "folder with FHIR, ECGs, images, notes" })
      .option("draft", { type: "boolean", default: false, describe: "propose a cohort.yaml; you must confirm each line as public" }),
  handler: async options => {
    const progress = terminalProgress();
    const config = await declaredConfig(options.cohort, options);
    const text = options.draft ? await draftConfig(options.cohort, config) : await inspectCohort(options.cohort, config);
    progress.stop();
    process.stdout.write(`${text}\n`);
  },
});
