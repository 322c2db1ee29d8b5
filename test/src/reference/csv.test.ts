import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { categoryOf } from "../../../src/reference/category.ts";
import { populationIn } from "../../../src/reference/csv.ts";
import { marginal } from "../../../src/reference/population.ts";

const written = (
  axes: readonly { name: string; categories: readonly string[] }[],
  counts: readonly number[],
) => {
  const rows = counts.map((count, at) => {
    let rest = at;
    const cells = [...axes].reverse().map(({ categories }) => {
      const category = categories[rest % categories.length]!;
      rest = Math.floor(rest / categories.length);
      return `"${category.replaceAll('"', '""')}"`;
    });
    return [...cells.reverse(), count].join(",");
  });
  return [[...axes.map(({ name }) => name), "population"].join(","), ...rows].join("\n");
};

const axesGiven = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/).filter(name => name !== "age"),
    categories: fc.uniqueArray(
      fc
        .string({ unit: "grapheme", minLength: 1, maxLength: 6 })
        .map(text => `c${text}`.trim())
        .filter(text => !/[\r\n]/.test(text)),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  { minLength: 1, maxLength: 3, selector: ({ name }) => name },
);

describe("a reference population as CSV", () => {
  it("reading what is written gives the axes and counts back, quotes and Unicode included", () => {
    fc.assert(
      fc.property(axesGiven, fc.infiniteStream(fc.integer({ min: 0, max: 1e9 })), (axes, stream) => {
        const size = axes.reduce((product, { categories }) => product * categories.length, 1);
        const counts = [...stream.take(size - 1), 7];
        const read = populationIn(written(axes, counts), "own.csv");
        expect(read.axes).toEqual(axes);
        expect(read.counts).toEqual(counts);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
  it("the order of the rows changes nothing but the order of categories", () => {
    const head = "sex,residence,population";
    const rows = ["female,rural,1", "female,urban,2", "male,rural,3", "male,urban,4"];
    const there = populationIn([head, ...rows].join("\n"), "a.csv");
    const back = populationIn([head, ...[...rows].reverse()].join("\r\n"), "a.csv");
    expect(marginal(back, ["sex"])).toEqual([...marginal(there, ["sex"])].reverse());
    expect(back.axes[0]!.categories).toEqual(["male", "female"]);
  });
  it("the example of the folder's README is read as it stands", () => {
    const text = readFileSync("src/reference/README.md", "utf8");
    const example = populationIn(/```csv\n([\s\S]*?)```/.exec(text)![1]!, "example.csv");
    expect(example).toMatchObject({
      name: "Rural district, adults",
      year: 2021,
      licence: "CC BY 4.0",
      note: "",
    });
    expect(example.axes.map(({ name }) => name)).toEqual(["age", "sex", "residence"]);
    expect(example.axes[0]!.categories).toEqual(["18-39", "40-64", "65+"]);
    // 18250 + 19010 + 14900 + 14220 + 5230 + 4110
    expect(marginal(example, ["residence"])).toEqual([75_720, 23_710]);
  });
  it("bands are sorted by age whatever the order of the rows", () => {
    const { axes } = populationIn("age,population\n40-64,3\n65+,1\n0-39,5\n", "a.csv");
    expect(axes[0]!.categories).toEqual(["0-39", "40-64", "65+"]);
  });
  it("a combination that is not listed counts as nobody, and that is said", () => {
    const { counts, note } = populationIn("sex,race,population\nfemale,white,1\nmale,black,2\n", "a.csv");
    expect(counts).toEqual([1, 0, 0, 2]);
    expect(note).toMatch(/does not list 2 combinations/);
  });
  it.each([
    ["no population column", "age,count\n0-9,1", /a\.csv: line 1: the last column must be called population/],
    ["no axis", "population\n1", /line 1: must have at least one axis/],
    ["two columns of one name", "sex,sex,population\nf,f,1", /line 1: has two columns of one name/],
    ["an unusable name", "sex,my axis,population\nf,f,1", /line 1: column 2: must be named/],
    ["nothing at all", "", /a\.csv: is empty/],
    ["no rows", "sex,population\n", /has a header and no rows/],
    ["a short row", "sex,population\nfemale,1\nmale", /line 3: has 1 cells; the header has 2/],
    ["an empty category", "sex,population\n,1", /line 2: sex: must name a category/],
    ["a row of totals", "sex,population\nfemale,1\nAll,2", /line 3: sex: .*leave out the rows of totals/],
    [
      "separators in a number",
      'sex,population\nfemale,"1,234"',
      /line 2: population: must be a plain number/,
    ],
    ["a negative number", "sex,population\nfemale,-1", /line 2: population: must be a plain number/],
    ["nobody", "sex,population\nfemale,0", /population: must add up to a finite number above 0/],
    ["the same group twice", "sex,population\nf,1\nm,2\nf,1", /line 4: .*line 2 has the same/],
    [
      "an age that is no band",
      "age,population\n0-9,1\nold,2",
      /line 3: age: must be a band of whole numbers/,
    ],
    ["a band upside down", "age,population\n9-0,1", /line 2: age: must be a band/],
    ["a gap between bands", "age,population\n0-9,1\n20-29,2", /line 3: age: must begin one above/],
    ["an overlap of bands", "age,population\n0-10,1\n10-19,2", /line 3: age: must begin one above/],
    ["a wrong year", "# year: MMXX\nsex,population\nf,1", /line 1: year: must be a year/],
    ["an unknown key", "# colour: red\nsex,population\nf,1", /line 1: must be "# key: value"/],
    [
      "an id column",
      `id,population\n${Array.from({ length: 5001 }, (_, i) => `p${i},1`).join("\n")}`,
      /id: must have at most 5000/,
    ],
  ])("refuses %s, by line, column and rule", (_, text, message) => {
    expect(() => populationIn(text, "a.csv")).toThrow(message);
  });
  it("no message holds a cell: the file may be another one than meant", () => {
    for (const text of [
      "age,population\nMRN-77,1",
      "sex,population\nMRN-77,MRN-78",
      "name,population\nMRN-77,1\nMRN-77,2",
    ])
      expect(() => populationIn(text, "a.csv")).toThrow(/^(?!.*MRN)/);
  });
});

describe("the category of a value", () => {
  const age = { name: "age", categories: ["0-17", "18-64", "65+"] };
  it("every whole age up to 130 is in the one band that holds it", () => {
    for (let years = 0; years <= 130; years++)
      expect(categoryOf(age, years + 0.9)).toBe(years < 18 ? "0-17" : years < 65 ? "18-64" : "65+");
  });
  it("no age, an impossible one or a text is in none", () => {
    for (const odd of [undefined, null, -1, 131, Number.NaN, "40", Number.POSITIVE_INFINITY])
      expect(categoryOf(age, odd)).toBeUndefined();
  });
  it("a truth value goes by its name", () => {
    expect(categoryOf({ name: "condition_asthma", categories: ["true", "false"] }, false)).toBe("false");
  });
});
