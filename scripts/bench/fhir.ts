/**
 * Every FHIR rule over people drawn from the demo's release by `semblance sample`, with a second library's opinion.
 * Environment, optional: BENCH_PATIENTS (5000), BENCH_SEED (7).
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { main } from "../../src/cli.ts";
import type { Bench } from "../bench.ts";
import { checkFolder, idsOfCohort } from "../fhir/folder.ts";
import { openRulebook } from "../fhir/rules.ts";
import { secondOpinion } from "../fhir/second-opinion.ts";

const RELEASE = resolve("out/demo");
const COHORT = resolve("samples/cohort");

export const fhir = async (): Promise<Bench> => {
  if (!existsSync(join(RELEASE, "release.json")))
    return { rows: [], skipped: ["everything: npm run demo makes the release that is drawn from"] };
  const patients = process.env.BENCH_PATIENTS ?? "5000";
  const seed = process.env.BENCH_SEED ?? "7";
  const parent = mkdtempSync(join(tmpdir(), "semblance-bench-"));
  try {
    const out = join(parent, "drawn");
    const code = await main(["sample", RELEASE, "--out", out, "--patients", patients, "--seed", seed]);
    if (code !== 0) throw new Error(`sample ended with ${code}`);
    const { definitions, rules } = openRulebook();
    const book = { definitions, rules: { ...rules, "second opinion (FHIR.js)": secondOpinion() } };
    const taken = await idsOfCohort(COHORT);
    const found = await checkFolder(join(out, "fhir"), book, { hasFiles: true, taken });
    const faulty = found.results.reduce((sum, result) => sum + result.faulty, 0);
    return {
      rows: found.results.map(result => ({
        rule: result.rule,
        checked: result.checked,
        faulty: result.faulty,
      })),
      skipped: [],
      summary: [
        `${found.patients} patients, ${found.resources} resources, seed ${seed}: ${faulty} faults`,
        ...found.results.flatMap(({ rule, examples }) =>
          examples.map(({ key, place, what }) => `${rule}: ${key}: ${place}: ${what}`),
        ),
      ],
    };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
};
