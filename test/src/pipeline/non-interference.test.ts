import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cohort, SOURCE, UNRELATED } from "../../privacy/twins/cohorts.ts";
import { differences, type Traces } from "../../privacy/twins/command-line.ts";
import { stubbedRuns, stubFrom } from "../../privacy/twins/non-interference.ts";
import { HONEST } from "../../privacy/twins/twin.ts";
import { scratch } from "./small-cohort.ts";

const MODALITIES = "fhir,ecg,image,note";
const scene = scratch();
afterAll(() => scene.drop());

/** What the owner keeps of one of the two runs. */
const internal = (side: 0 | 1, file: string) =>
  readFileSync(join(scene.path, `${HONEST.name}-stubbed-${side}`, "out-internal", file), "utf8");

describe("non-interference: with releases stubbed, the command line on two unrelated cohorts under one declaration", () => {
  let a: Traces;
  let b: Traces;
  beforeAll(async () => {
    const work = scene.path;
    const stub = await stubFrom(cohort(join(work, "source"), SOURCE), { work, modalities: MODALITIES });
    const cohorts = [cohort(join(work, "a"), UNRELATED[0]), cohort(join(work, "b"), UNRELATED[1])] as const;
    [a, b] = await stubbedRuns(HONEST, { work, cohorts, modalities: MODALITIES, ...stub });
  }, 240_000);

  it("runs to its end on both, and what the owner keeps differs: the cohorts are seen, and are unlike", () => {
    expect([a.exit, b.exit]).toEqual([0, 0]);
    expect(internal(0, "findings.json")).not.toBe(internal(1, "findings.json"));
    expect(internal(0, "report.html")).not.toBe(internal(1, "report.html"));
  });

  it("gives byte-identical shareable folders: names, sizes and bytes of every file", () => {
    for (const file of ["release.json", "ledger.jsonl", "manifest.json", "report.html", "patients.parquet"])
      expect([...a.files.keys()]).toContain(file);
    for (const folder of ["fhir/", "ecg/", "images/", "dicom/"])
      expect(
        [...a.files.keys()].some(file => file.startsWith(folder)),
        folder,
      ).toBe(true);
    expect(a.files.size).toBeGreaterThan(20);
    expect(String(a.files.get("release.json"))).toContain("is here with");
    expect(differences(a, b)).toEqual([]);
  });

  it("says the same on stderr and stdout from sealing on, and ends with the same exit code", () => {
    expect(a.said).toMatch(/^releasing[\s\S]*share:[\s\S]*spent:/);
    expect(b.said).toBe(a.said);
    expect(b.exit).toBe(a.exit);
  });
});

describe("what the comparison sees", () => {
  const traces = (change: Partial<Traces>): Traces => ({
    exit: 0,
    said: "done",
    files: new Map([["x", Buffer.from("1")]]),
    ...change,
  });
  it.each<[string, Partial<Traces>]>([
    ["exit code", { exit: 1 }],
    ["log", { said: "done 3" }],
    ["x", { files: new Map([["x", Buffer.from("2")]]) }],
    ["names of files", { files: new Map([["y", Buffer.from("1")]]) }],
  ])("a difference of %s", (name, change) => {
    expect(differences(traces({}), traces(change))).toContain(name);
  });
});
