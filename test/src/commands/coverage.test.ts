import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parquetWriteFile } from "hyparquet-writer";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Coverage } from "../../../schemas/report.ts";
import { main } from "../../../src/cli.ts";
import type { Person } from "../../../src/coverage.ts";
import { REFERENCES } from "../../../src/reference/index.ts";
import { drawn } from "../coverage/people.ts";
import { scratch, smallCohort } from "../pipeline/small-cohort.ts";

const work = scratch();
afterAll(() => work.drop());

let out = "";
let said = "";
beforeEach(() => {
  [out, said] = ["", ""];
  vi.spyOn(process.stdout, "write").mockImplementation(text => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(text => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

/** A folder with the people's table, as sample writes it. */
const cohort = (name: string, people: readonly Person[], marked = true): string => {
  const folder = join(work.path, name);
  mkdirSync(folder);
  const names = [...new Set(people.flatMap(person => Object.keys(person)))];
  parquetWriteFile({
    filename: join(folder, "patients.parquet"),
    columnData: names.map(column => ({
      name: column,
      data: people.map(person => person[column] ?? null),
      type: column === "age" ? "INT32" : typeof people[0]![column] === "boolean" ? "BOOLEAN" : "STRING",
      nullable: true,
    })),
    kvMetadata: marked ? [{ key: "synthetic", value: "true" }] : [],
  });
  return folder;
};
const INDIA = REFERENCES["india-2011"];
const american = cohort("american", drawn(REFERENCES["us-2024"], 1500, "command"));
const indian = cohort(
  "indian",
  drawn(INDIA, 800, "command", ({ age, sex, residence, state }) => ({
    age,
    sex,
    label_residence: residence,
    label_state: state,
    provenance: sex === "female" ? "pooled" : "measured",
  })),
);
const run = (...argv: readonly string[]) => main(["coverage", ...argv]);
const asked = async (...argv: readonly string[]) => {
  expect(await run(...argv, "--json")).toBe(0);
  return JSON.parse(out) as Coverage & { readonly format: string };
};

describe("semblance coverage", () => {
  it("compares with a shipped reference, as text and as data", async () => {
    expect(await run(american, "--reference", "us-2024")).toBe(0);
    expect(out).toMatch(
      /^Coverage of 1,500 synthetic patients against United States, resident population, 2024\n/,
    );
    expect(out).toMatch(/age × sex × race/);
    out = "";
    const data = await asked(american, "--reference", "us-2024", "--by", "sex,age");
    expect(data).toMatchObject({ format: "semblance-coverage/1", people: 1500, crossed: ["sex", "age"] });
    expect(data.tables).toHaveLength(3);
  });
  it("takes the owner's own attributes as axes, and tells what backs the people", async () => {
    const data = await asked(indian, "--reference", "india-2011");
    expect(data).toMatchObject({
      unrecorded: [],
      unknown: 0,
      backing: "records",
      crossed: ["age", "sex", "residence"],
    });
    const female = data.tables.find(({ axes }) => axes.join() === "sex")!.cells[0]!;
    expect(female).toMatchObject({ verdict: "not in evidence", provenance: { pooled: female.count } });
  });
  it("compares with a CSV of the user's own, conditions included", async () => {
    const path = join(work.path, "own.csv");
    writeFileSync(
      path,
      "age,condition_asthma,population\n0-39,true,1\n0-39,false,4\n40+,true,1\n40+,false,4\n",
    );
    const folder = cohort(
      "asthma",
      Array.from({ length: 80 }, (_, i) => ({ age: i, condition_asthma: i % 5 === 0 })),
    );
    const { tables, reference } = await asked(folder, "--reference", path);
    expect(reference).toMatchObject({
      name: "A reference population of the user’s own",
      source: "Source not stated",
    });
    for (const { ratio } of tables.flatMap(({ cells }) => cells)) expect(ratio!.value).toBeCloseTo(1, 10);
  });
  it("writes a page or the data, and over nothing", async () => {
    const [page, data] = [join(work.path, "c.html"), join(work.path, "c.json")];
    expect(await run(american, "--reference", "us-2024", "--out", page)).toBe(0);
    expect(await run(american, "--reference", "us-2024", "--out", data)).toBe(0);
    expect(readFileSync(page, "utf8")).toMatch(/^<!doctype html>[\s\S]*Whom these patients stand for/);
    expect(JSON.parse(readFileSync(data, "utf8"))).toMatchObject({ people: 1500 });
    expect(await run(american, "--reference", "us-2024", "--out", page)).toBe(64);
    expect(said).toMatch(/c\.html exists already/);
  });
  it("the table alone is enough, without its folder", async () => {
    const data = await asked(join(american, "patients.parquet"), "--reference", "us-2024");
    expect(data.people).toBe(1500);
  });
});

describe("what coverage refuses", () => {
  it("a real cohort, and says why", async () => {
    const real = smallCohort(join(work.path, "real"), { from: 0, to: 3 });
    expect(await run(real, "--reference", "us-2024")).toBe(65);
    expect(said).toMatch(/reads synthetic people only: .* a release that no budget paid for/);
  });
  it("a table without the mark of a synthetic cohort, though it has the name", async () => {
    const folder = cohort("unmarked", [{ age: 40, sex: "female" }], false);
    expect(await run(folder, "--reference", "us-2024")).toBe(65);
    expect(said).toMatch(/patients\.parquet: is not marked as synthetic/);
  });
  it("a table that is no Parquet, a folder that is not there", async () => {
    const folder = join(work.path, "broken");
    cpSync(american, folder, { recursive: true });
    writeFileSync(join(folder, "patients.parquet"), "not parquet at all");
    expect(await run(folder, "--reference", "us-2024")).toBe(65);
    expect(said).toMatch(/cannot be read as Parquet/);
    expect(await run(join(work.path, "nowhere"), "--reference", "us-2024")).toBe(65);
    expect(said).toMatch(/nowhere: is not there/);
  });
  it.each([
    ["an unknown reference", ["--reference", "us-2042"], /did you mean us-2024\?/],
    [
      "an axis that the reference has not",
      ["--reference", "us-2024", "--by", "agee"],
      /got agee; did you mean age\?/,
    ],
    [
      "an axis that nobody has",
      ["--reference", "india-2011", "--by", "age,state"],
      /none of them has state, but age/,
    ],
    ["an axis twice", ["--reference", "us-2024", "--by", "age,age"], /different axes/],
    [
      "an unusable name for the page",
      ["--reference", "us-2024", "--out", "a.pdf"],
      /must end in \.html or \.json/,
    ],
    ["a minimum of nobody", ["--reference", "us-2024", "--minimum", "0"], /minimum must be a whole number/],
    ["no reference", [], /reference/],
  ])("%s", async (_, argv, message) => {
    expect(await run(american, ...argv)).toBe(64);
    expect(said).toMatch(message);
    expect(out).toBe("");
    expect(existsSync("a.pdf")).toBe(false);
  });
  it("an axis spelt in other words than the people's, with both", async () => {
    const path = join(work.path, "words.csv");
    writeFileSync(path, "sex,population\nF,1\nM,1\n");
    expect(await run(american, "--reference", path)).toBe(64);
    expect(said).toMatch(/axis sex: the people have (female, male|male, female); the reference F, M/);
  });
  it("people with none of the reference's axes", async () => {
    const path = join(work.path, "planet.csv");
    writeFileSync(path, "planet,population\nearth,1\nmars,1\n");
    expect(await run(american, "--reference", path)).toBe(64);
    expect(said).toMatch(/none of the reference's axes: planet/);
  });
});
