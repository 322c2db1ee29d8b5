import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/cohort/csv.ts";
import { InvalidInput } from "../../../src/errors.ts";

const cells = (source: string) => parseCsv(source, "cohort.csv").map(record => record.cells);

describe("CSV", () => {
  it("reads back any table that RFC 4180 can write, in LF and CRLF, with and without byte order mark", () => {
    const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
    const table = fc.array(fc.array(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 5 }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), fc.constantFrom("", "\uFEFF"), (rows, end, mark) => {
        expect(cells(mark + rows.map(row => row.map(quote).join(",") + end).join(""))).toEqual(rows);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("reads bare cells, empty cells at either end, and a last line without an end", () => {
    expect(cells("a,b,c\n,2,\n1,,3")).toEqual([
      ["a", "b", "c"],
      ["", "2", ""],
      ["1", "", "3"],
    ]);
    expect(cells("a,b\n1,")).toEqual([
      ["a", "b"],
      ["1", ""],
    ]);
  });

  it("leaves out empty lines and still counts them, and the lines inside quotes", () => {
    const lines = parseCsv('a,b\n\n"x\ny",2\r\n\r\n3,4\n', "cohort.csv").map(record => record.line);
    expect(lines).toEqual([1, 3, 6]);
  });

  it.each([
    ['a,b\n"x,1\n', "line 2", "quote that is not closed"],
    ['a,b\nx"y,1\n', "line 2", "whole cell"],
    ['a,b\n"x"y,1\n', "line 2", "whole cell"],
    ["a,b\rc,d", "line 1", "LF or CRLF"],
  ])("refuses %j", (source, line, rule) => {
    expect(() => cells(source)).toThrow(InvalidInput);
    expect(() => cells(source)).toThrow(line);
    expect(() => cells(source)).toThrow(rule);
  });
});
