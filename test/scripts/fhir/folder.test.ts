import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeFhir } from "../../../generators/patient/fhir-write.ts";
import { checkFolder, idsOfCohort } from "../../../scripts/fhir/folder.ts";
import { folder } from "../../generators/patient/folder.ts";
import { AS_OF, imageUids } from "../../generators/patient/people.ts";
import { BOOK, patient } from "./people.ts";

const writtenFolder = async (): Promise<string> => {
  const dir = folder();
  await writeFhir(dir, [patient(0), patient(1)], { asOf: AS_OF, imageUids });
  return dir;
};

const brokenRules = async (
  dir: string,
  taken: ReadonlySet<string> = new Set(),
): Promise<readonly string[]> => {
  const { results } = await checkFolder(dir, BOOK, { hasFiles: false, taken });
  return results.filter(({ faulty }) => faulty > 0).map(({ rule }) => rule);
};

describe("checking a folder", () => {
  it("counts every resource under every rule, and finds nothing where nothing is wrong", async () => {
    const { patients, resources, results } = await checkFolder(await writtenFolder(), BOOK, {
      hasFiles: false,
    });
    expect(patients).toBe(2);
    expect(results.filter(({ faulty }) => faulty > 0)).toEqual([]);
    expect(results.find(({ rule }) => rule === "structure and invariants")?.checked).toBe(resources);
    expect(results.find(({ rule }) => rule === "files are there")?.checked).toBe(0);
  });

  it("looks for the files that documents point to where they should be there", async () => {
    const { results } = await checkFolder(await writtenFolder(), BOOK, { hasFiles: true });
    const missing = results.find(({ rule }) => rule === "files are there")!;
    expect(missing.faulty).toBeGreaterThan(0);
    expect(missing.examples[0]).toMatchObject({ what: "leads to no file" });
  });

  it.each([
    ["a file that is gone", (dir: string) => rmSync(join(dir, "Condition.000.ndjson"))],
    ["a file that it does not list", (dir: string) => writeFileSync(join(dir, "More.ndjson"), "")],
    [
      "a resource more than it counts",
      (dir: string) => {
        const file = join(dir, "Encounter.000.ndjson");
        appendFileSync(file, `${readFileSync(file, "utf8").split("\n")[0]!}\n`);
      },
    ],
  ])("the manifest is wrong about %s", async (_, change) => {
    const dir = await writtenFolder();
    change(dir);
    expect(await brokenRules(dir)).toContain("Bulk Data manifest");
  });

  it("knows the ids of a cohort, packed or not, in lines and in bundles", async () => {
    const [dir, cohort] = [await writtenFolder(), folder()];
    const line = readFileSync(join(dir, "Patient.000.ndjson"), "utf8").split("\n")[0]!;
    writeFileSync(join(cohort, "Patient.ndjson.gz"), gzipSync(`${line}\n`));
    const entry = [{ resource: { resourceType: "Observation", id: "from-a-bundle" } }];
    writeFileSync(
      join(cohort, "b.json"),
      JSON.stringify({ resourceType: "Bundle", type: "collection", entry }),
    );
    const taken = await idsOfCohort(cohort);
    expect(taken).toContain("from-a-bundle");
    expect(await brokenRules(dir, taken)).toEqual(["ids are new"]);
  });

  it("refuses a cohort without any id: nothing would be checked", async () => {
    await expect(idsOfCohort(folder())).rejects.toThrow("holds no FHIR resource with an id");
  });
});
