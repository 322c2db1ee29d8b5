import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Ledger } from "../../privacy/ledger.ts";
import { seal } from "../../privacy/private.ts";
import { verifyRun } from "../../privacy/verify.ts";
import type { Cohort } from "../../schemas/cohort.ts";
import type { Digest } from "../../schemas/digest.ts";
import { NOT_PRIVATE } from "../../schemas/release.ts";
import { DEFAULT_CONFIG } from "../../src/cohort/config.ts";
import { design } from "../../src/pipeline/design.ts";
import { fit } from "../../src/pipeline/fit.ts";
import { readRelease } from "../../src/pipeline/read-release.ts";
import { writeRelease } from "../../src/pipeline/release-file.ts";
import { silentProgress } from "../../src/progress.ts";
import { replayNoise } from "../replay-noise.ts";
import { SOFTWARE, temporaryFolder } from "./fixtures.ts";
import { bodiesOf, forged } from "./forged-ledger.ts";
import { run } from "./signed-folder.ts";

const sources = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(file => file.endsWith(".ts"))
    .map(file => join(folder, file));

describe("the replayable noise of tests", () => {
  it("is in no file that the build compiles", () => {
    const built = execFileSync(
      process.execPath,
      ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--listFilesOnly"],
      { encoding: "utf8" },
    )
      .split("\n")
      .filter(file => file.startsWith(process.cwd()) && !file.includes("node_modules"))
      .map(file => file.slice(process.cwd().length + 1));
    expect(built).toContain("src/math/secret-noise.ts");
    expect(built.filter(file => /^test\/|replay/.test(file))).toEqual([]);
    const packed = JSON.parse(readFileSync("package.json", "utf8")) as { files: string[] };
    expect(packed.files.filter(file => file.startsWith("test"))).toEqual([]);
  }, 60_000);

  it("is handed in by no product code: every ledger of src is opened with the system's noise", () => {
    const opening = sources("src").filter(file =>
      /Ledger\.(create|resume)\(/.test(readFileSync(file, "utf8")),
    );
    expect(opening.length).toBeGreaterThan(0);
    for (const file of opening)
      for (const [call] of readFileSync(file, "utf8").matchAll(/Ledger\.(create|resume)\([^;]*;/g))
        expect(call).not.toMatch(/noise/);
  });

  it("the cipher it is made of is in no product code", () => {
    const product = ["src", "privacy", "schemas", "generators"].flatMap(sources);
    expect(product.filter(file => /createCipheriv/.test(readFileSync(file, "utf8")))).toEqual([]);
  });

  it("stamps NOT PRIVATE into the ledger, and verify fails it by that name", () => {
    const { ledger } = run([0], { noise: replayNoise("stamp") });
    expect(ledger.split("\n")[0]).toContain(`"private":false`);
    expect(ledger.split("\n")[0]).toContain(NOT_PRIVATE);
    expect(verifyRun({ files: { ledger } }).failures[0]).toMatch(/^ledger.jsonl line 1: NOT PRIVATE/);
    expect(run([0]).ledger).not.toContain("NOT PRIVATE");
  });

  it("a header that hides or fakes the stamp, with every hash right, fails", () => {
    const [header, ...rest] = bodiesOf(run([0], { noise: replayNoise("stamp") }).ledger);
    const { warning: _hidden, ...bare } = header as { warning?: string };
    for (const changed of [bare, { ...header, private: true }])
      expect(verifyRun({ files: { ledger: forged(changed as never, ...rest) } }).failures).toContain(
        "ledger.jsonl line 1: its NOT PRIVATE stamp does not fit",
      );
  });

  it("stamps NOT PRIVATE into the release, through writing and reading", async () => {
    const folder = temporaryFolder();
    const made = design(
      { ...DEFAULT_CONFIG, modalities: ["fhir"], declared: true },
      { epsilon: "3", delta: "1e-6", projection: "public-basis", publicSeed: "t", asOf: "2026-01-01" },
    );
    const ledger = Ledger.create(join(folder, "ledger.jsonl"), made.plan, {
      ...SOFTWARE,
      noise: replayNoise("fit"),
    });
    const release = await fit(made, ledger, seal<Cohort<Digest>>(new Map()), silentProgress);
    ledger.close();
    expect(release).toMatchObject({ private: false, warning: NOT_PRIVATE });
    await writeRelease(folder, release);
    expect(readFileSync(join(folder, "release.json"), "utf8")).toContain(`"warning": "${NOT_PRIVATE}"`);
    expect((await readRelease(folder)).release.warning).toBe(NOT_PRIVATE);
  }, 60_000);
});
