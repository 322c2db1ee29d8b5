import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetWriteFile } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { codeOf, labelOf, parseTableDomain, sizeOf } from "../../../src/table/domain.ts";
import { readCodedTable } from "../../../src/table/read.ts";

const DOMAIN = parseTableDomain(
  [
    { name: "age", kind: "number", edges: [0, 18, 65, 120] },
    { name: "bmi", kind: "number", edges: [10, 25, 30, 60], outside: "clip" },
    { name: "sex", kind: "category", categories: ["F", "M"] },
  ],
  "domain.yaml",
);
const [AGE, BMI, SEX] = DOMAIN;
const folder = mkdtempSync(join(tmpdir(), "semblance-table-"));
const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe("a declared domain", () => {
  it("puts a number in the bin that holds its lower edge, and the last edge in the last bin", () => {
    expect(["0", "17.9", "18", "64", "65", "120"].map(text => codeOf(AGE!, text))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
    expect([0, 1, 2, 3].map(code => labelOf(AGE!, code))).toEqual([
      "[0, 18)",
      "[18, 65)",
      "[65, 120]",
      "missing",
    ]);
  });
  it("missing is a value of its own, the last, in every column", () => {
    for (const column of DOMAIN)
      for (const text of ["", "NA", " nan ", "null", "missing"])
        expect(codeOf(column, text)).toBe(sizeOf(column) - 1);
  });
  it("a value outside is clipped where the column says so, and outside otherwise", () => {
    expect(["-3", "9", "61", "Infinity"].map(text => codeOf(BMI!, text))).toEqual([0, 0, 2, 2]);
    expect(["-1", "121", "Infinity", "old"].map(text => codeOf(AGE!, text))).toEqual(
      Array(4).fill(undefined),
    );
    expect(codeOf(BMI!, "heavy")).toBeUndefined();
    expect(codeOf(SEX!, "X")).toBeUndefined();
  });
  it("is refused, by column and rule, where it is none", () => {
    const parse = (column: object) => () => parseTableDomain([column], "d.yaml");
    expect(parse({ name: "a", kind: "number", edges: [1, 1] })).toThrow("d.yaml: a: edges must rise");
    expect(parse({ name: "a", kind: "category", categories: ["x", "x"] })).toThrow("declared twice");
    expect(parse({ name: "a", kind: "category", categories: ["NA"] })).toThrow("word for missing");
    expect(parse({ name: "a", kind: "date" })).toThrow("d.yaml: 0.kind");
    expect(() => parseTableDomain([SEX, SEX], "d.yaml")).toThrow("sex: the column is declared twice");
  });
});

describe("a plain table", () => {
  it("is read as category numbers; undeclared columns are not looked at", async () => {
    const path = written("a.csv", '"id","sex","bmi","age"\n"7","F",26,70\n8,M,,NA\n');
    const { sizes, columns } = await readCodedTable(path, DOMAIN);
    expect(sizes).toEqual([4, 4, 3]);
    expect(columns.map(column => [...column])).toEqual([
      [2, 3],
      [1, 3],
      [0, 1],
    ]);
  });
  it("from Parquet is the same table", async () => {
    const path = join(folder, "a.parquet");
    await parquetWriteFile({
      filename: path,
      columnData: [
        { name: "age", data: [70, null], type: "DOUBLE", nullable: true },
        { name: "bmi", data: [26, null], type: "DOUBLE", nullable: true },
        { name: "sex", data: ["F", "M"], type: "STRING" },
      ],
    });
    expect(await readCodedTable(path, DOMAIN)).toEqual(await readCodedTable(join(folder, "a.csv"), DOMAIN));
  });
  it("a cell outside its domain is named by line and column, and never printed", async () => {
    const path = written("b.csv", "age,bmi,sex\n40,22,F\n40,22,secret-value\n");
    const message = await readCodedTable(path, DOMAIN).then(
      () => "no error",
      (error: Error) => error.message,
    );
    expect(message).toBe("b.csv: line 3: sex: must be in the column's declared domain");
    const age = readCodedTable(written("c.csv", "age,bmi,sex\n999.25,22,F\n"), DOMAIN);
    await expect(age).rejects.toThrow(/^c.csv: line 2: age: must be in/);
    await expect(age).rejects.not.toThrow(/999/);
  });
  it("says which declared column is missing, which line is short, and that a file is none", async () => {
    const read = (name: string, text: string) => readCodedTable(written(name, text), DOMAIN);
    await expect(read("d.csv", "age,sex\n1,F\n")).rejects.toThrow(
      "d.csv: bmi: the declared column is missing",
    );
    await expect(read("e.csv", "age,bmi,sex\n1,F\n")).rejects.toThrow(
      "line 2: has 2 cells; the header has 3",
    );
    await expect(read("f.csv", "")).rejects.toThrow("is empty");
    await expect(readCodedTable(join(folder, "none.csv"), DOMAIN)).rejects.toThrow(
      "none.csv: cannot be read",
    );
    await expect(read("g.parquet", "PAR0")).rejects.toThrow("cannot be read as Parquet");
  });
  it("of no people has columns of length 0", async () => {
    const { columns } = await readCodedTable(written("h.csv", "age,bmi,sex\n"), DOMAIN);
    expect(columns.map(({ length }) => length)).toEqual([0, 0, 0]);
  });
});
