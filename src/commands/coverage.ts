import { access, writeFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Coverage } from "../../schemas/report.ts";
import { coverage } from "../coverage.ts";
import { InvalidInput, InvalidRequest } from "../errors.ts";
import { refuseExisting } from "../pipeline/folder.ts";
import { peopleOf } from "../pipeline/people.ts";
import { REFERENCES } from "../reference/index.ts";
import type { ReferencePopulation } from "../reference/population.ts";
import { readReference } from "../reference/read.ts";
import { renderCoverage } from "../report/coverage-page.ts";
import { coverageText } from "../report/coverage-text.ts";
import { command } from "./command.ts";
import { checkedCount } from "./options.ts";

interface Options {
  readonly synthetic: string;
  readonly reference: string;
  readonly by?: string | undefined;
  readonly minimum: number;
  readonly out?: string | undefined;
  readonly json: boolean;
}

/** Compares a synthetic cohort with a reference population. Sees synthetic people only, so it spends nothing. */
export const coverageCommand = command<Options>({
  command: "coverage <synthetic>",
  describe: "whom a synthetic cohort stands for: its groups against a reference population; spends nothing",
  builder: argv =>
    argv
      .positional("synthetic", {
        type: "string",
        demandOption: true,
        describe: "output of generate or sample (or its patients.parquet)",
      })
      .option("reference", {
        type: "string",
        demandOption: true,
        describe: `${Object.keys(REFERENCES).join(", ")} or your own .csv: one column an axis, the last one population`,
      })
      .option("by", {
        type: "string",
        describe:
          "comma-separated axes, in the order in which they are crossed; the first three stand for the whole (default: all of the reference that the people have)",
      })
      .option("minimum", {
        type: "number",
        default: 5,
        describe: "synthetic patients that a group needs to count as present",
      })
      .option("out", { type: "string", describe: "also write a page (.html) or the data (.json)" })
      .option("json", { type: "boolean", default: false, describe: "machine-readable result, every group" })
      .example("$0 coverage synthetic/ --reference us-2024 --by age,sex,race", "the groups of three axes"),
  handler: async ({ synthetic, reference, by, minimum, out, json }) => {
    const written = out === undefined ? undefined : await writerOf(out);
    const population = await readReference(reference);
    const axes = by === undefined ? undefined : namedAxes(by);
    const compared = await comparedWith(synthetic, population, axes, checkedCount("minimum", minimum));
    await written?.(compared);
    process.stdout.write(json ? dataOf(compared) : coverageText(compared));
  },
});

const namedAxes = (text: string): readonly string[] => {
  const names = text.split(",").map(part => part.trim());
  if (names.includes("") || new Set(names).size < names.length)
    throw new InvalidRequest(`by must name different axes, separated by commas; got ${text}`);
  return names;
};

const comparedWith = async (
  synthetic: string,
  population: ReferencePopulation,
  by: readonly string[] | undefined,
  minimum: number,
): Promise<Coverage> => {
  await access(synthetic).catch((cause: unknown) => {
    throw new InvalidInput("is not there", { file: synthetic }, { cause });
  });
  const { people, ...backed } = await peopleOf(
    synthetic,
    population.axes.map(({ name }) => name),
  );
  const result = coverage(people, population, { minimum, ...(by === undefined ? {} : { by }), ...backed });
  const [unmatched] = result.unmatched;
  if (unmatched !== undefined) throw new InvalidRequest(noCategory(unmatched, population));
  if (people.length > 0 && result.axes.length === 0)
    throw new InvalidRequest(
      `the synthetic people have none of the reference's axes: ${population.axes.map(({ name }) => name).join(", ")}`,
    );
  return result;
};

const noCategory = (
  { axis, found }: Coverage["unmatched"][number],
  population: ReferencePopulation,
): string => {
  const { categories } = population.axes.find(({ name }) => name === axis)!;
  const some = categories.slice(0, 6).join(", ");
  return `no synthetic person has a category of the reference's axis ${axis}: the people have ${found.join(", ")}; the reference ${some}${categories.length > 6 ? ", …" : ""}. Spell them alike, or leave the axis out with --by`;
};

const dataOf = (result: Coverage): string =>
  `${JSON.stringify({ format: "semblance-coverage/1", ...result }, undefined, 1)}\n`;

const FORMS: Readonly<Record<string, (result: Coverage) => string>> = {
  ".html": renderCoverage,
  ".json": dataOf,
};

/** Checked before anything is read: a long comparison is not lost to a wrong name. */
const writerOf = async (out: string): Promise<(result: Coverage) => Promise<void>> => {
  const form = FORMS[extname(out).toLowerCase()];
  if (form === undefined)
    throw new InvalidRequest(`out must end in ${Object.keys(FORMS).join(" or ")}; got ${out}`);
  await refuseExisting(out);
  return result => writeFile(out, form(result), { flag: "wx" });
};
