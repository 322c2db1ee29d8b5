import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { discover } from "../../../src/cohort/discover.ts";

const cohort = (contents: Readonly<Record<string, string>>): string => {
  const root = mkdtempSync(join(tmpdir(), "semblance-test-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
};

const manifest = (...urls: readonly string[]): string =>
  JSON.stringify({
    transactionTime: "2026-01-01T00:00:00Z",
    request: "https://example.org/fhir/$export",
    requiresAccessToken: false,
    output: urls.map(url => ({ type: "Patient", url, count: 1 })),
    error: [],
  });

describe("a Bulk Data manifest in the cohort", () => {
  it("lists the files that are read, wherever its folder is", async () => {
    const root = cohort({
      "export/manifest.json": manifest("Patient.000.ndjson", "more/Patient.001.ndjson"),
      "export/Patient.000.ndjson": "",
      "export/more/Patient.001.ndjson": "",
    });
    expect((await discover(root)).files.fhir).toEqual([
      "export/Patient.000.ndjson",
      "export/more/Patient.001.ndjson",
    ]);
  });

  it("stops the run where a listed file is not there: half an export is no cohort", async () => {
    const root = cohort({
      "manifest.json": manifest("Patient.000.ndjson", "Patient.001.ndjson"),
      "Patient.000.ndjson": "",
    });
    await expect(discover(root)).rejects.toMatchObject({
      place: { file: "manifest.json", field: "output[1].url" },
      rule: "is a Bulk Data manifest that lists a file which is not there",
    });
  });

  it.each([
    ["names urls of a server", manifest("https://example.org/files/1.ndjson", "/files/2.ndjson")],
    ["is a manifest of another kind", JSON.stringify({ format: "semblance-output/1" })],
    ["is not JSON", "{"],
  ])("says nothing about the folder where it %s", async (_, content) => {
    const root = cohort({ "manifest.json": content, "1.Patient.ndjson": "" });
    expect((await discover(root)).files.fhir).toEqual(["1.Patient.ndjson"]);
  });

  it("a url that cannot be decoded is a file that is not there", async () => {
    const root = cohort({ "manifest.json": manifest("%E0%A4%A.ndjson") });
    await expect(discover(root)).rejects.toMatchObject({ place: { file: "manifest.json" } });
  });
});
