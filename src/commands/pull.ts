import { resolve } from "node:path";
import { pullFhir } from "../cohort/pull.ts";
import { terminalProgress } from "../progress.ts";
import { command } from "./command.ts";

/** A FHIR server's patients as a cohort folder on this machine. */
export const pullCommand = command<{ readonly url: string; readonly out: string; readonly pageSize: number }>(
  {
    command: "pull <url>",
    describe: "download R4 resources of a FHIR server into a cohort folder (stays on this machine)",
    builder: argv =>
      argv
        .positional("url", { type: "string", demandOption: true, describe: "base URL of the server" })
        .option("out", { type: "string", demandOption: true, describe: "new folder for the NDJSON files" })
        .option("page-size", { type: "number", default: 200, describe: "resources asked for at a time" }),
    handler: async ({ url, out, pageSize }) => {
      const progress = terminalProgress();
      const step = progress.step("pulling");
      await pullFhir(url, out, { pageSize, progress: done => step(done, 0) });
      progress.say(`cohort: ${resolve(out)} (real patients: keep it where it is)`);
    },
  },
);
