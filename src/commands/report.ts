import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Finding } from "../../schemas/report.ts";
import { InvalidInput } from "../errors.ts";
import { MANIFEST, type Manifest, sha256File } from "../pipeline/folder.ts";
import { modelsOf } from "../pipeline/population.ts";
import { FINDINGS_FILE, publishReports, REPORT_FILE } from "../pipeline/publish.ts";
import { readRelease } from "../pipeline/read-release.ts";
import { terminalProgress } from "../progress.ts";
import { command } from "./command.ts";

/** One self-contained HTML file about a synthetic cohort; with its internal folder, the internal one as well. */
export const reportCommand = command<{ readonly folder: string; readonly internal?: string }>({
  command: "report <folder>",
  describe: "write report.html about a synthetic cohort (and the internal one into --internal)",
  builder: argv =>
    argv
      .positional("folder", { type: "string", demandOption: true, describe: "output of generate or sample" })
      .option("internal", {
        type: "string",
        describe: "the internal folder of the run, for the report on real patients",
      }),
  handler: async ({ folder, internal }) => {
    const progress = terminalProgress();
    const manifest = await manifestOf(folder);
    const { release } = await readRelease(folder);
    progress.step("reporting");
    await publishReports({
      folder,
      release,
      models: modelsOf(release),
      draw: { patients: manifest.patients, seed: manifest.seed },
      findings: internal === undefined ? [] : await findingsIn(internal),
      ...(internal === undefined ? {} : { internal }),
    });
    const files = { ...manifest.files, [REPORT_FILE]: await sha256File(join(folder, REPORT_FILE)) };
    await writeFile(join(folder, MANIFEST), `${JSON.stringify({ ...manifest, files }, undefined, 1)}\n`);
    progress.say(
      `report: ${resolve(folder, REPORT_FILE)}${internal === undefined ? "" : `; internal: ${resolve(internal, REPORT_FILE)}`}`,
    );
  },
});

const manifestOf = async (folder: string): Promise<Manifest> => {
  try {
    return JSON.parse(await readFile(join(folder, MANIFEST), "utf8")) as Manifest;
  } catch (cause) {
    throw new InvalidInput(
      "holds no readable manifest; give the output of generate or sample",
      { file: join(folder, MANIFEST) },
      { cause },
    );
  }
};

const findingsIn = async (internal: string): Promise<readonly Finding[]> => {
  try {
    return (
      JSON.parse(await readFile(join(internal, FINDINGS_FILE), "utf8")) as { findings: readonly Finding[] }
    ).findings;
  } catch (cause) {
    throw new InvalidInput("holds no readable findings", { file: join(internal, FINDINGS_FILE) }, { cause });
  }
};
