import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Release } from "../../../schemas/release.ts";
import { main } from "../../../src/cli.ts";
import { filesUnder } from "../../../src/pipeline/folder.ts";
import { scratch, smallCohort } from "./small-cohort.ts";

const work = scratch();
const at = (...parts: string[]) => join(work.path, ...parts);
let said = "";

const run = async (...argv: readonly string[]): Promise<number> => {
  process.exitCode = 0;
  const code = await main(argv);
  process.exitCode = 0;
  return code;
};
/** A cheap run: records alone, no controls. @param home  whose patients they are */
const fit = (cohort: string, out: string, home: string, ...more: readonly string[]) =>
  run(
    "fit",
    at(cohort),
    "--out",
    at(out),
    "--home",
    at(home),
    "--modalities",
    "fhir",
    "--set-aside",
    "0",
    ...more,
  );

/** The same patients under new ids, as another export gives them. */
const renumbered = (from: string, to: string): void => {
  cpSync(at(from), at(to), { recursive: true });
  const ids = readFileSync(at(from, "fhir", "Patient.000.ndjson"), "utf8")
    .trim()
    .split("\n")
    .map(line => (JSON.parse(line) as { id: string }).id);
  const files = [at(to, "cohort.csv"), ...readdirSync(at(to, "fhir")).map(file => at(to, "fhir", file))];
  for (const file of files) {
    let text = readFileSync(file, "utf8");
    for (const [i, id] of ids.entries())
      text = file.endsWith(".csv")
        ? text.replaceAll(new RegExp(`^${id},`, "gm"), `n${i},`)
        : text.replaceAll(id, `n${i}`);
    writeFileSync(file, text);
  }
};

beforeAll(() => {
  const listen = (text: unknown) => {
    said += String(text);
    return true;
  };
  vi.spyOn(process.stderr, "write").mockImplementation(listen);
  vi.spyOn(process.stdout, "write").mockImplementation(listen);
  smallCohort(at("cohort"), { from: 0, to: 12 });
  smallCohort(at("grown"), { from: 3, to: 13 });
  smallCohort(at("unrelated"), { from: 40, to: 50 });
  renumbered("cohort", "renumbered");
});
afterEach(() => {
  said = "";
});
afterAll(() => {
  vi.restoreAllMocks();
  work.drop();
});

describe("a lifetime budget over several runs", () => {
  it("adds up over folders, and refuses before a release is made, leaving nothing behind", async () => {
    expect(
      await run("budget", at("cohort"), "set", "--epsilon", "5.5", "--delta", "1e-6", "--home", at("home")),
    ).toBe(0);
    expect(said).toContain("0 of 12 patients are in the lifetime book from before");
    expect(await fit("cohort", "first", "home")).toBe(0);
    expect(said).toMatch(
      /lifetime \(internal\): 1 run over them, ρ = 0\.\d+ \(zCDP\): ε ≤ 3\.\d+ of the lifetime budget ε = 5.5/,
    );
    said = "";
    expect(await fit("grown", "second", "home")).toBe(0);
    expect(said).toContain("9 of 10 patients are in the lifetime book from before");
    const files = readFileSync(at("home", "budget.jsonl"), "utf8");
    said = "";
    for (const cohort of ["cohort", "grown", "renumbered"]) {
      expect(await fit(cohort, "third", "home"), cohort).toBe(69);
      expect([existsSync(at("third")), existsSync(at("third-internal"))], cohort).toEqual([false, false]);
    }
    expect(said).toMatch(/lifetime budget of these patients, ε = 5.5 at δ = 1e-6, would be exceeded/);
    expect(said).not.toContain("releasing");
    expect(readFileSync(at("home", "budget.jsonl"), "utf8")).toBe(files);
    expect(await fit("unrelated", "fourth", "home")).toBe(0);
    said = "";
    expect(await run("budget", at("renumbered"), "show", "--json", "--home", at("home"))).toBe(0);
    const shown = JSON.parse(said.slice(said.indexOf("{"))) as { known: number; cohorts: { runs: number }[] };
    expect(shown.cohorts).toMatchObject([{ runs: 2, limits: [{ epsilon: "5.5", delta: "1e-6" }] }]);
    expect(shown.known).toBeGreaterThan(0);
    expect(
      await run("budget", at("cohort"), "set", "--epsilon", "9", "--delta", "1e-6", "--home", at("home")),
    ).toBe(64);
    expect(said).toContain("a lifetime budget is set once for a cohort");
  }, 240_000);

  it("no mark, key or run name is in the shareable folder", async () => {
    const { setAsideKey, run: name } = JSON.parse(readFileSync(at("first-internal", "run.json"), "utf8"));
    const marks = [
      ...readFileSync(at("home", "budget.jsonl"), "utf8").matchAll(/"([A-Za-z0-9_-]{22})"/g),
    ].map(([, mark]) => mark!);
    expect(marks.length).toBeGreaterThan(20);
    const secrets = [
      setAsideKey,
      name,
      readFileSync(at("home", "budget-key"), "utf8").trim(),
      ...marks,
    ] as string[];
    for (const file of await filesUnder(at("first"))) {
      const text = readFileSync(at("first", file), "latin1");
      expect(
        secrets.filter(secret => text.includes(secret)),
        file,
      ).toEqual([]);
    }
  });

  it("budget says what it needs", async () => {
    expect(await run("budget", at("cohort"), "set", "--home", at("home"))).toBe(64);
    expect(said).toContain("budget set needs --epsilon and --delta");
    expect(await run("budget", at("cohort"), "show", "--epsilon", "3", "--home", at("home"))).toBe(64);
  });
});

describe("a run that stopped goes on with --resume", () => {
  const internal = "stopped-internal";
  const ledger = () => readFileSync(at(internal, "ledger.jsonl"), "utf8");
  const sums = () => (JSON.parse(readFileSync(at("stopped", "release.json"), "utf8")) as Release).sums;

  it("what it had released is not bought again: the same values, and no charge in ledger or book", async () => {
    expect(await fit("cohort", "stopped", "other")).toBe(0);
    const [released, book, before] = [sums(), readFileSync(at("other", "budget.jsonl"), "utf8"), ledger()];
    // As a crash leaves it: the value is stored, its line in the ledger and the output folder are not.
    rmSync(at("stopped"), { recursive: true });
    writeFileSync(
      at(internal, "ledger.jsonl"),
      before
        .split("\n")
        .slice(0, -2)
        .map(line => `${line}\n`)
        .join(""),
    );
    expect(await fit("cohort", "stopped", "other", "--resume")).toBe(0);
    expect(sums()).toEqual(released);
    expect(ledger()).toBe(before);
    expect(readFileSync(at("other", "budget.jsonl"), "utf8")).toBe(book);
    said = "";
    expect(await run("verify", at("stopped"))).toBe(0);
  }, 120_000);

  it("a charge whose value was lost stays spent; the run ends and says so", async () => {
    rmSync(at("stopped"), { recursive: true });
    const [before, values] = [ledger(), at(internal, "ledger.jsonl.values")];
    writeFileSync(
      at(internal, "ledger.jsonl"),
      before
        .split("\n")
        .slice(0, 2)
        .map(line => `${line}\n`)
        .join(""),
    );
    renameSync(values, `${values}-away`);
    expect(await fit("cohort", "stopped", "other", "--resume")).toBe(64);
    expect(said).toContain("was lost when the run stopped; it stays spent and is not bought again");
    expect([existsSync(at("stopped")), existsSync(at(internal))]).toEqual([false, true]);
    renameSync(`${values}-away`, values);
  }, 120_000);

  it("an older copy of the run's folder makes its release again at the price of another: the book knows it was made", async () => {
    const header = ledger().split("\n")[0]!;
    cpSync(at(internal), at("copied-internal"), { recursive: true });
    rmSync(at("copied-internal", "ledger.jsonl.values"), { recursive: true });
    writeFileSync(at("copied-internal", "ledger.jsonl"), `${header}\n`);
    said = "";
    expect(await run("budget", at("cohort"), "show", "--json", "--home", at("other"))).toBe(0);
    const rho = () =>
      (JSON.parse(said.slice(said.indexOf("{"))) as { cohorts: { rho: number }[] }).cohorts[0]!.rho;
    const before = rho();
    expect(await fit("cohort", "copied", "other", "--resume")).toBe(0);
    expect(said).toContain("release 1 was charged to the lifetime book a second time");
    said = "";
    expect(await run("budget", at("cohort"), "show", "--json", "--home", at("other"))).toBe(0);
    expect(rho() / before).toBeCloseTo(2, 9);
  }, 120_000);

  it("is refused where it was begun otherwise, or not at all", async () => {
    expect(await fit("cohort", "stopped", "other", "--resume", "--epsilon", "4")).toBe(64);
    expect(said).toContain("its sealed plan has another budget, releases");
    expect(await fit("cohort", "stopped", "other", "--resume", "--on-duplicate", "keep")).toBe(64);
    expect(said).toContain("onDuplicate was stop; got keep");
    expect(await fit("cohort", "never", "other", "--resume")).toBe(65);
    expect(said).toContain("nothing to resume");
    expect(await fit("cohort", "stopped", "other")).toBe(64);
    expect(said).toContain("a run stopped in");
  }, 120_000);
});
