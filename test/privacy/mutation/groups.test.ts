import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fits } from "../../../scripts/mutate/pattern.ts";
import { groupOf, sources } from "../../../scripts/mutate/run.ts";
import { equivalents, rates, score } from "../../../scripts/mutate/score.ts";

describe("mutation testing", () => {
  it("has a group of tests for every file of privacy/", () => {
    expect(sources().length).toBeGreaterThan(20);
    for (const path of sources()) expect(groupOf(path), path).toBeDefined();
    expect(groupOf("privacy/clip.ts")?.name).toBe("clip");
    expect(groupOf("src/cli.ts")).toBeUndefined();
  });

  it("matches patterns by folder and across folders", () => {
    expect(fits("privacy/ledger*.ts", "privacy/ledger-file.ts")).toBe(true);
    expect(fits("privacy/ledger*.ts", "privacy/ledger/file.ts")).toBe(false);
    expect(fits("privacy/**", "privacy/attacks/copies.ts")).toBe(true);
    expect(fits("privacy/clip.ts", "privacy/clipXts")).toBe(false);
  });

  it("lists as equivalent only mutants of lines that are there, each with its reason", () => {
    for (const { file, code, reason } of equivalents()) {
      expect(existsSync(file), file).toBe(true);
      expect(readFileSync(file, "utf8"), `${file}: ${code}`).toContain(code);
      expect(reason.length, code).toBeGreaterThan(10);
    }
  });

  it("counts endless loops as killed, leaves out what does not compile, and takes no survivor for equivalent unlisted", () => {
    const mutant = (status: string) => ({ line: 1, code: "x", replacement: "y", mutator: "m", status });
    const row = score(
      "privacy/clip.ts",
      ["Killed", "Timeout", "Survived", "NoCoverage", "CompileError"].map(mutant),
    );
    expect(row).toMatchObject({ mutants: 4, killed: 2, equivalent: 0 });
    expect(row.survivors).toHaveLength(2);
    expect(rates([row])).toMatchObject({ raw: 50, score: 50 });
  });
});
