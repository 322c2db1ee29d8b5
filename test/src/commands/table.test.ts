import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../../../src/cli.ts";
import { rng } from "../../../src/math/rng.ts";
import { parseTableDomain } from "../../../src/table/domain.ts";
import { readCodedTable } from "../../../src/table/read.ts";

const work = mkdtempSync(join(tmpdir(), "semblance-table-command-"));
afterAll(() => rmSync(work, { recursive: true }));

const DOMAIN = [
  { name: "sex", kind: "category", categories: ["F", "M, or so"] },
  { name: "age", kind: "number", edges: [18, 40, 65, 100] },
  { name: "ratio", kind: "number", edges: [0, 0.33, 0.6, 2], outside: "clip" },
];

const at = (name: string) => join(work, name);
/** 400 people; a line that breaks a rule may be put after them. */
const written = (name: string, ...broken: readonly string[]): string => {
  const random = rng("table command");
  const lines = Array.from({ length: 400 }, (_, i) => {
    const isOld = random.chance(0.5);
    return `p${i},${random.chance(isOld ? 0.8 : 0.2) ? '"M, or so"' : "F"},${isOld ? 70 : 30},${random.chance(0.1) ? "" : 0.4}`;
  });
  writeFileSync(at(name), ["id,sex,age,ratio", ...lines, ...broken, ""].join("\n"));
  return at(name);
};
writeFileSync(at("domain.yaml"), JSON.stringify(DOMAIN));

let told = "";
beforeEach(() => {
  told = "";
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation(text => {
      told += String(text);
      return true;
    });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

const run = (...argv: readonly string[]) => main([...argv]);
const fit = (file: string, out: string, ...more: readonly string[]) =>
  run("table", file, "--domain", at("domain.yaml"), "--out", at(out), "--home", at("home"), ...more);

describe("a plain table by the command line", () => {
  it("is fitted, drawn, and verified to the byte; what is drawn can be read as the same kind of table", async () => {
    expect(await fit(written("a.csv"), "a", "--rows", "300", "--id", "id", "--epsilon", "2")).toBe(0);
    expect(told).toContain("spent: ε ≤ 2.000");
    expect(await run("verify", at("a"), "--redraw")).toBe(0);
    expect(told).toContain("VERIFIED: ε ≤ 2.0000");
    expect(told).toContain("byte for byte");
    const domain = parseTableDomain(
      DOMAIN.map(column => ({ ...column, ...(column.kind === "number" ? { outside: "refuse" } : {}) })),
      "d",
    );
    const drawn = await readCodedTable(at("a/table.csv"), domain);
    expect(drawn.columns.map(({ length }) => length)).toEqual([300, 300, 300]);
    expect(await readCodedTable(at("a/table.parquet"), domain)).toEqual(drawn);
    const objects = await parquetReadObjects({
      file: new Uint8Array(readFileSync(at("a/table.parquet"))).buffer,
    });
    expect(Object.keys(objects[0]!)).toEqual(["sex", "age", "ratio"]);
  });
  it("a release is drawn from again: the same seed gives the same bytes, and a changed byte is found", async () => {
    for (const out of ["b1", "b2"])
      expect(await run("sample-table", at("a"), "--out", at(out), "--rows", "50", "--seed", "7")).toBe(0);
    expect(readFileSync(at("b1/table.csv"))).toEqual(readFileSync(at("b2/table.csv")));
    expect(readFileSync(at("b1/table.parquet"))).toEqual(readFileSync(at("b2/table.parquet")));
    expect(await run("verify", at("b1"), "--redraw")).toBe(0);
    const release = readFileSync(at("b1/release.json"), "utf8");
    writeFileSync(at("b1/release.json"), release.replace(/"chosen": \d+/, '"chosen": 77'));
    expect(await run("verify", at("b1"))).toBe(1);
  });
  it("a cell outside its domain is named by file, line, column and rule, never printed, and nothing is spent", async () => {
    const file = written("c.csv", "px,F,17.25,0.4");
    expect(await fit(file, "c")).toBe(65);
    expect(told).toContain("c.csv: line 402: age: must be in the column's declared domain");
    expect(told).not.toMatch(/17|px/);
    // What is not there cannot have been charged: the same output may be used again.
    expect(await fit(written("d.csv"), "c", "--rows", "10")).toBe(0);
  });
  it("two rows of one person are refused by line, not by id; a column of ids must be there", async () => {
    expect(await fit(written("e.csv", "p7,F,30,0.4"), "e", "--id", "id")).toBe(65);
    expect(told).toContain("e.csv: line 402: id: a person must have one row");
    expect(told).not.toContain("p7");
    expect(await fit(written("f.csv"), "f", "--id", "patient")).toBe(65);
    expect(told).toContain("the column of ids is missing");
  });
  it("says what is wrong with a domain file, and that there is nothing to resume", async () => {
    writeFileSync(at("bad.yaml"), "- { name: age, kind: number, edges: [1, 1] }");
    expect(await run("table", at("a.csv"), "--domain", at("bad.yaml"), "--out", at("g"))).toBe(65);
    expect(told).toContain("bad.yaml: age: edges must rise");
    expect(await fit(at("a.csv"), "h", "--resume")).toBe(65);
    expect(told).toContain("nothing to resume");
  });
});
