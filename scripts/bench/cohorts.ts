/** The main job on the sample and on real material: cost, ε, likeness to held-in real patients, attacks, support. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Finding } from "../../schemas/report.ts";
import { modelsOf, supportRows } from "../../src/pipeline/population.ts";
import { readRelease } from "../../src/pipeline/read-release.ts";
import type { Bench } from "../bench.ts";

const SEED = "1";
const PATIENTS = "200";
const SHARED = resolve("../shared/data");
/** ε of 0.001 is the prior alone: every gate closes. */
const EPSILONS = ["3", "8", "0.001"];

interface Cost {
  readonly code: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

const run = (script: string, ...argv: readonly string[]): Cost => {
  const child = spawnSync(process.execPath, ["--import", "tsx", script, ...argv], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const line = child.stdout.trim().split("\n").at(-1) ?? "";
  if (child.status !== 0) throw new Error(`${argv.join(" ")}: ${child.stderr}`);
  return line.startsWith("{")
    ? (JSON.parse(line) as Cost)
    : { code: 0, seconds: 0, cpuSeconds: 0, peakMiB: 0 };
};

export const cohorts = async (): Promise<Bench> => {
  const work = mkdtempSync(join(tmpdir(), "semblance-bench-"));
  const skipped: string[] = [];
  const sources = [{ name: "sample", folder: resolve("samples/cohort") }];
  if (existsSync(SHARED)) {
    run("scripts/link-cohort.ts", "--data", SHARED, "--out", join(work, "linked"));
    for (const name of ["ecg", "image", "fhir", "joined"])
      sources.push({ name, folder: join(work, "linked", name) });
  } else skipped.push(`real material: ${SHARED} is not there`);
  const rows = [];
  for (const { name, folder } of sources)
    for (const epsilon of EPSILONS) {
      const out = join(work, `${name}-${epsilon}`);
      const options = [
        "--epsilon",
        epsilon,
        "--delta",
        "1e-6",
        "--patients",
        PATIENTS,
        "--seed",
        SEED,
        "--on-invalid",
        "skip",
        "--home",
        `${out}-home`,
      ];
      const cost = run("scripts/bench/run-one.ts", "generate", folder, "--out", out, ...options);
      rows.push({ cohort: name, epsilon, ...(await figures(out, cost)) });
      rmSync(out, { recursive: true });
    }
  rmSync(work, { recursive: true });
  return { rows, skipped };
};

const figures = async (out: string, cost: Cost) => {
  const { findings } = JSON.parse(readFileSync(join(`${out}-internal`, "findings.json"), "utf8")) as {
    findings: readonly Finding[];
  };
  const mean = (keep: (finding: Finding) => boolean) => {
    const values = findings.filter(keep).map(({ estimate }) => estimate.value);
    return values.length === 0
      ? "-"
      : (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3);
  };
  const { release } = await readRelease(out);
  const support = supportRows(modelsOf(release));
  const judged = findings.filter(({ verdict }) => verdict !== "INFORMATION").map(({ verdict }) => verdict);
  const count = (word: string) => judged.filter(verdict => verdict === word).length;
  return {
    "CPU s": cost.cpuSeconds.toFixed(0),
    "peak MiB": cost.peakMiB,
    "1-way TV": mean(({ metric }) => metric === "difference of shares"),
    "2-way TV": mean(({ metric }) => metric === "difference of pairs"),
    "ECG KS": mean(({ metric, group }) => metric === "difference of laws" && (group ?? "").startsWith("ecg")),
    "ECG middle": mean(
      ({ metric, group }) => metric === "difference of middles" && (group ?? "").startsWith("ecg"),
    ),
    "image middle": mean(({ metric, group }) => metric === "difference of middles" && group === "image"),
    "image width": mean(({ metric, group }) => metric === "ratio of widths" && group === "image"),
    "strata measured": `${support.filter(({ provenance }) => provenance !== "prior-only").length}/${support.length}`,
    "attacks P/F/I": `${count("PASS")}/${count("FAIL")}/${count("INCONCLUSIVE")}`,
  };
};
