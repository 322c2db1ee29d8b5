import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../../src/cli.ts";
import { wholeFolder } from "../../src/pipeline/folder.ts";
import { beginRunFile } from "../../src/pipeline/run-file.ts";
import { VERSION } from "../../src/version.ts";
import { scratch, smallCohort } from "./pipeline/small-cohort.ts";

const work = scratch();
afterAll(() => work.drop());

let said = "";
beforeEach(() => {
  said = "";
  const listen = (text: unknown) => {
    said += String(text);
    return true;
  };
  vi.spyOn(process.stderr, "write").mockImplementation(listen);
  vi.spyOn(process.stdout, "write").mockImplementation(listen);
  vi.spyOn(console, "log").mockImplementation(text => void listen(text));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

const cohort = smallCohort(join(work.path, "cohort"), { from: 0, to: 8 });
const generate = (out: string, ...more: readonly string[]) =>
  main([
    "generate",
    cohort,
    "--out",
    join(work.path, out),
    "--modalities",
    "fhir,note",
    "--patients",
    "3",
    ...more,
  ]);

describe("the command line", () => {
  it("--help names every command and what it spends", async () => {
    expect(await main(["--help"])).toBe(0);
    for (const name of ["generate", "fit", "sample", "verify", "report", "plan", "inspect", "pull"])
      expect(said).toContain(name);
    expect(said).toMatch(/only step that sees patients/);
  });
  it("knows its version, the one in package.json", () => {
    expect((JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version).toBe(VERSION);
  });
  it("an unknown option suggests the right one, with exit 64", async () => {
    expect(await generate("x", "--epsilom", "1")).toBe(64);
    expect(said).toMatch(/unknown option --epsilom; did you mean --epsilon\?/);
  });
  it("a required option that is misspelt is named, not only missed", async () => {
    expect(await main(["generate", cohort, "--ot", "x"])).toBe(64);
    expect(said).toMatch(/unknown option --ot; did you mean --out\?/);
    expect(await main(["generate", cohort])).toBe(64);
    expect(said).toMatch(/Missing required argument: out/);
  });
  it("an unknown command suggests the right one", async () => {
    expect(await main(["generat", cohort])).toBe(64);
    expect(said).toMatch(/generate/);
  });
});

describe("what is refused before anything is read or written", () => {
  it.each([
    ["ε = 0", ["--epsilon", "0"], /epsilon must be above 0/],
    ["ε < 0", ["--epsilon=-1"], /epsilon/],
    ["ε not a number", ["--epsilon", "three"], /epsilon/],
    ["δ ≥ 1e-3", ["--delta", "1e-3"], /delta must be below 0.001; got 1e-3/],
    ["δ = 0", ["--delta", "0"], /delta must be above 0/],
    ["δ above 1/(10·N)", ["--delta", "9e-4"], /at most 1\/\(10·N\)/],
    ["an impossible date", ["--as-of", "2026-13-01"], /as-of/],
    ["a day that no calendar has", ["--as-of", "2026-02-30"], /as-of must be a date/],
    ["no patients", ["--patients", "0"], /patients must be a whole number/],
    ["a share of controls above 0.9", ["--set-aside", "0.95"], /set-aside/],
    ["an unknown modality", ["--modalities", "mri"], /modalities must be among/],
    ["an unknown projection", ["--projection", "umap"], /projection/],
  ])("%s", async (name, argv, message) => {
    const out = `refused-${name.replace(/\W/g, "")}`;
    expect(await generate(out, ...argv)).toBe(64);
    expect(said).toMatch(message);
    expect(existsSync(join(work.path, out)) || existsSync(join(work.path, `${out}-internal`))).toBe(false);
  });
  it("an output folder that exists", async () => {
    mkdirSync(join(work.path, "taken"));
    expect(await generate("taken")).toBe(64);
    expect(said).toMatch(/exists already/);
    expect(readdirSync(join(work.path, "taken"))).toEqual([]);
  });
  it("an output inside the cohort, also through a link: it would be read as patients", async () => {
    const link = join(work.path, "link");
    symlinkSync(cohort, link);
    for (const out of [join(cohort, "out"), join(link, "deep", "out")]) {
      expect(await main(["generate", cohort, "--out", out])).toBe(64);
      expect(said).toMatch(/must lie outside the cohort/);
    }
    expect(readdirSync(cohort).filter(name => /out|deep/.test(name))).toEqual([]);
  });
  it("a cohort or a holdout that is not there, by its part in the run", async () => {
    expect(await main(["plan", join(work.path, "hospitl")])).toBe(65);
    expect(said).toMatch(/cohort: must be a folder that is there/);
    expect(await generate("absent", "--holdout", join(work.path, "nowhere"))).toBe(65);
    expect(said).toMatch(/holdout: must be a folder that is there/);
  });
  it("account names the file that is no JSON", async () => {
    const file = join(work.path, "cases.json");
    writeFileSync(file, "{");
    expect(await main(["account", file])).toBe(65);
    expect(said).toContain(`${file}: is not valid JSON`);
  });
  it("an empty cohort, with exit 65 and nothing left behind", async () => {
    const empty = join(work.path, "empty");
    mkdirSync(empty);
    expect(await main(["generate", empty, "--out", join(work.path, "none"), "--modalities", "fhir"])).toBe(
      65,
    );
    expect(said).toMatch(/holds no FHIR, ECG, image or note file/);
    expect(existsSync(join(work.path, "none")) || existsSync(join(work.path, "none-internal"))).toBe(false);
  });
  it("a holdout that is in the cohort, with exit 65 and nothing left behind", async () => {
    expect(await generate("blind", "--holdout", cohort)).toBe(65);
    expect(said).toMatch(/holdout: .* of the cohort, which is fitted, .*--on-duplicate keep/);
    expect(existsSync(join(work.path, "blind")) || existsSync(join(work.path, "blind-internal"))).toBe(false);
  });
  it("a broken line stops the run by file and line, never by value; --on-invalid skip leaves it out", async () => {
    const broken = smallCohort(join(work.path, "broken"), { from: 8, to: 14 });
    const file = join(broken, "fhir", "Condition.000.ndjson");
    const lines = readFileSync(file, "utf8").trim().split("\n");
    writeFileSync(
      file,
      [...lines.slice(0, 2), '{"resourceType": "Condition", "SECRET-VALUE', ...lines.slice(2)].join("\n"),
    );
    const argv = ["generate", broken, "--modalities", "fhir,note", "--patients", "3", "--out"];
    expect(await main([...argv, join(work.path, "stop")])).toBe(65);
    expect(said).toMatch(/Condition\.000\.ndjson: line 3: is not valid JSON/);
    expect(said).not.toMatch(/SECRET-VALUE/);
    expect(existsSync(join(work.path, "stop")) || existsSync(join(work.path, "stop-internal"))).toBe(false);
    expect(await main([...argv, join(work.path, "skip"), "--on-invalid", "skip"])).toBe(0);
    expect(existsSync(join(work.path, "skip", "report.html"))).toBe(true);
    const notices = readFileSync(join(work.path, "skip-internal", "notices.txt"), "utf8");
    expect(notices).toMatch(/\nLeft out:\n.*Condition\.000\.ndjson: line 3: is not valid JSON/);
    expect(notices).not.toMatch(/SECRET-VALUE/);
  });
});

describe("an owner's own label column", () => {
  const labelled = smallCohort(join(work.path, "labelled"), { from: 20, to: 32 });
  const table = join(labelled, "cohort.csv");
  const rows = readFileSync(table, "utf8").trim().split("\n");
  const argv = [
    "generate",
    labelled,
    "--modalities",
    "fhir,note",
    "--patients",
    "40",
    "--epsilon",
    "30",
    "--set-aside",
    "0",
  ];
  writeFileSync(
    table,
    rows.map((row, i) => `${row},${i === 0 ? "ward" : i % 3 === 0 ? "secret-ward" : "west"}`).join("\n"),
  );
  it("that is not declared is ignored, said to be, and reaches nothing", async () => {
    expect(await main([...argv, "--out", join(work.path, "undeclared")])).toBe(0);
    expect(said).toMatch(/ward/);
    expect(said).not.toMatch(/secret-ward/);
    expect(readFileSync(join(work.path, "undeclared", "patients.parquet")).toString("latin1")).not.toMatch(
      /ward/,
    );
  });
  it("that is declared with its values comes back as a column with those values only", async () => {
    const yaml = readFileSync(join(labelled, "cohort.yaml"), "utf8");
    writeFileSync(
      join(labelled, "cohort.yaml"),
      `${yaml}attributes:\n  ward: { column: ward, values: [west, east] }\n`,
    );
    expect(await main([...argv, "--out", join(work.path, "declared")])).toBe(0);
    const file = await asyncBufferFromFile(join(work.path, "declared", "patients.parquet"));
    const values = (await parquetReadObjects({ file, columns: ["label_ward"] })).map(row => row.label_ward);
    expect(new Set(values.filter(value => value !== null))).toEqual(
      new Set(["west", "east"].filter(value => values.includes(value))),
    );
    expect(values.filter(value => value === "west").length).toBeGreaterThan(0);
  });
});

describe("a disk that fills up and an interrupt", () => {
  it("leave no half-written folder: an error in the middle removes what was begun", async () => {
    const target = join(work.path, "whole");
    const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
    await expect(
      wholeFolder(target, async folder => {
        writeFileSync(join(folder, "half"), "x");
        throw full;
      }),
    ).rejects.toBe(full);
    expect(readdirSync(work.path).filter(name => name.includes("whole"))).toEqual([]);
  });
  it("Ctrl-C exits 130, leaves no half-written output and keeps a ledger that was charged", async () => {
    const out = join(work.path, "interrupted");
    const child = spawn(
      process.execPath,
      [
        "--import",
        "tsx",
        "src/cli.ts",
        "generate",
        cohort,
        "--out",
        out,
        "--modalities",
        "fhir,note",
        "--patients",
        "100000",
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    let heard = "";
    const code = await new Promise<number | null>(resolve => {
      child.stderr.on("data", chunk => {
        heard += String(chunk);
        if (heard.includes("drawing patients") && !child.killed) setTimeout(() => child.kill("SIGINT"), 300);
      });
      child.on("exit", exit => resolve(exit));
    });
    expect(code).toBe(130);
    expect(heard).toMatch(/what the ledger says was spent stays spent/);
    expect(readdirSync(work.path).filter(name => name.includes("interrupted"))).toEqual([
      "interrupted-internal",
    ]);
    expect(readFileSync(join(`${out}-internal`, "ledger.jsonl"), "utf8")).toMatch(/"kind":"charge"/);
  }, 120_000);
});

describe("a run that stopped before it had a ledger", () => {
  const begun = (out: string): void => {
    const internal = join(work.path, `${out}-internal`);
    mkdirSync(internal);
    beginRunFile(internal, { setAside: 0.2, onInvalid: "stop", onDuplicate: "stop" });
  };
  it("is in nobody's way: the same command begins again", async () => {
    begun("begun");
    expect(await generate("begun", "--epsilon", "0")).toBe(64);
    expect(said).toMatch(/epsilon must be above 0/);
    expect(existsSync(join(work.path, "begun-internal"))).toBe(false);
  });
  it("cannot be resumed, and says so", async () => {
    begun("stopped");
    expect(await generate("stopped", "--resume")).toBe(65);
    expect(said).toMatch(/before it read or charged anything; run again without --resume/);
  });
  it("is not taken for anything else: a folder with more in it is never removed", async () => {
    begun("more");
    writeFileSync(join(work.path, "more-internal", "kept.txt"), "kept");
    expect(await generate("more")).toBe(64);
    expect(said).toMatch(/exists already/);
    expect(readFileSync(join(work.path, "more-internal", "kept.txt"), "utf8")).toBe("kept");
  });
});

describe("plan", () => {
  it("prints the split and the error to expect from public numbers only, reading no patient", async () => {
    expect(await main(["plan", "--epsilon", "3", "--size", "5000", "--modalities", "fhir,note"])).toBe(0);
    expect(said).toMatch(/add or remove one patient/);
    expect(said).toMatch(/patient\/marginals/);
    expect(said).toMatch(/5000 \(declared public\)/);
  });
});
