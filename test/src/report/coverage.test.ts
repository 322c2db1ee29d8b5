import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { Coverage } from "../../../schemas/report.ts";
import { coverage, type Person } from "../../../src/coverage.ts";
import { populationIn } from "../../../src/reference/csv.ts";
import { REFERENCES } from "../../../src/reference/index.ts";
import { columns, wrapped } from "../../../src/report/columns.ts";
import { coverageMap } from "../../../src/report/coverage-map.ts";
import { renderCoverage } from "../../../src/report/coverage-page.ts";
import { coverageText } from "../../../src/report/coverage-text.ts";
import { drawn } from "../coverage/people.ts";

const US = REFERENCES["us-2024"];
const INDIA = REFERENCES["india-2011"];

/** No Black women in their twenties; women over 60 are pooled. */
const people = (count: number): Person[] =>
  drawn(US, count, "page", person => ({
    ...person,
    provenance: person.sex === "female" && Number(person.age) >= 60 ? "pooled" : "reweighted",
  })).filter(({ age, sex, race }) => !(age === 20 && sex === "female" && race === "black"));
const compared = coverage(people(20_000), US, { backing: "records" });

const documentOf = (page: string) => parseHTML(page).document;
const textOf = (page: string) => documentOf(page).body.textContent!.replace(/\s+/g, " ");

describe("coverage as text", () => {
  it.each([
    ["the United States by four axes", compared],
    ["India by four axes", coverage(drawn(INDIA, 3000, "india"), INDIA)],
    ["nobody at all", coverage([], US)],
    [
      "everybody pooled",
      coverage(
        drawn(US, 500, "pooled", person => ({ ...person, provenance: "pooled" })),
        US,
      ),
    ],
  ])("fits 100 columns: %s", (_, result: Coverage) => {
    for (const line of coverageText(result).split("\n")) expect([...line].length).toBeLessThanOrEqual(100);
  });
  it("names the planted gap as the worst group, and those too small to judge as such", () => {
    const text = coverageText(compared);
    expect(text).toMatch(
      /Worst group of age × sex × race that can be judged: 20–29, female, Black, ratio 0\.00/,
    );
    expect(text).toMatch(/Under-represented groups, worst first[\s\S]*20–29, female, Black +0 /);
    expect(text).toMatch(/Too small to judge: \d+ of 108 groups of age × sex × race/);
  });
  it("says which groups are present in number, not in evidence, and what backs each", () => {
    const text = coverageText(compared);
    expect(text).toMatch(/Present in number, not in evidence: [\s\S]*60–69, female +[\d,]+ /);
    expect(text).toMatch(/What backs the people of a group\n +reweighted +pooled/);
  });
  it("where nobody is evidence of any group, says so once instead of listing them all", () => {
    const pooled = drawn(US, 500, "pooled", person => ({ ...person, provenance: "pooled" }));
    expect(coverageText(coverage(pooled, US))).toMatch(/this holds for every group/);
  });
  it("says nothing of provenance where there is none", () => {
    expect(coverageText(coverage(drawn(US, 500, "plain"), US))).not.toMatch(/evidence:|What backs|pooled/);
  });
});

describe("coverage as a page", () => {
  it("holds map, tables and charts, needs nothing outside itself, and no script", () => {
    const page = renderCoverage(compared);
    const document = documentOf(page);
    expect(document.querySelectorAll("script, link, img, iframe")).toHaveLength(0);
    expect(/@import|url\(|srcset|@font-face/i.test(page)).toBe(false);
    expect(document.querySelectorAll("svg")).toHaveLength(5);
    for (const drawing of document.querySelectorAll("svg"))
      expect(drawing.getAttribute("aria-label")!.length).toBeGreaterThan(10);
    expect(textOf(page)).toMatch(/Present in number, not in evidence/);
    expect(textOf(page)).toMatch(/20–29, female, Black/);
  });
  it("a name in a user's own reference is text, never markup", () => {
    const bad = '<img src=x onerror="alert(1)">';
    const own = populationIn(
      `# name: ${bad}\nsex,population\n"${bad.replaceAll('"', '""')}",1\nmale,1\n`,
      "own.csv",
    );
    const page = renderCoverage(coverage([{ sex: "male" }], own));
    expect(documentOf(page).querySelectorAll("img")).toHaveLength(0);
    expect(page).not.toContain("<img");
  });
  it("two renderings of one comparison are the same bytes", () => {
    expect(renderCoverage(compared)).toBe(renderCoverage(compared));
  });
});

describe("the coverage map", () => {
  const svgOf = (result: Coverage) => parseHTML(`<body>${coverageMap(result)!.text}</body>`).document;
  it("has one square a group; those too small are striped, those not in evidence dotted", () => {
    const document = svgOf(compared);
    expect(document.querySelectorAll("rect")).toHaveLength(108);
    const { cells } = compared.tables.find(({ axes }) => axes.join() === "age,sex,race")!;
    const count = (verdict: string) => cells.filter(cell => cell.verdict === verdict).length;
    const paths = [...document.querySelectorAll("g[aria-label=cell] path")];
    const dotted = paths.filter(path => path.getAttribute("stroke-linecap") === "round");
    expect(paths.length - dotted.length).toBe(count("too small"));
    expect(dotted.length).toBe(
      cells.filter(
        ({ verdict, count: here, inEvidence }) => verdict !== "too small" && here > 0 && inEvidence === false,
      ).length,
    );
    expect(count("too small") * dotted.length).toBeGreaterThan(0);
  });
  it("one axis alone needs no map; too many groups for a picture are said to be", () => {
    expect(coverageMap(coverage(people(100), US, { by: ["age"] }))).toBeUndefined();
    const many = `site,ward,population\n${Array.from({ length: 61 * 30 }, (_, i) => `s${i % 61},w${Math.floor(i / 61)},1`).join("\n")}`;
    const own = coverage([{ site: "s1", ward: "w1" }], populationIn(many, "own.csv"));
    expect(coverageMap(own)!.text).toMatch(/The 1,830 groups of site × ward are too many/);
  });
});

describe("columns and wrapped lines", () => {
  it("align on the widest cell", () => {
    expect(
      columns(
        [
          ["a", "b", "c"],
          ["long", "12", "d"],
        ],
        [2],
      ),
    ).toEqual(["a      b  c", "long  12  d"]);
  });
  it("break between words, and no word is lost", () => {
    const words = "one two three four five six seven";
    const lines = wrapped(words, 12, "  ");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(12);
    expect(lines.map(line => line.trim()).join(" ")).toBe(words);
    expect(wrapped("", 10)).toEqual([]);
  });
});
