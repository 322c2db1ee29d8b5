import { describe, expect, it } from "vitest";
import type { Coverage } from "../../schemas/report.ts";
import { coverage, type Person } from "../../src/coverage.ts";
import { rng } from "../../src/math/rng.ts";
import { populationIn } from "../../src/reference/csv.ts";
import { REFERENCES } from "../../src/reference/index.ts";
import { drawn } from "./coverage/people.ts";

const US = REFERENCES["us-2024"];
const INDIA = REFERENCES["india-2011"];

const tableBy = (result: Coverage, axes: string) => result.tables.find(table => table.axes.join() === axes)!;
const cellOf = (result: Coverage, cell: Record<string, string>) =>
  tableBy(result, Object.keys(cell).join()).cells.find(
    found => JSON.stringify(found.cell) === JSON.stringify(cell),
  )!;
const everyCell = (result: Coverage) => result.tables.flatMap(({ cells }) => cells);

describe("coverage", () => {
  it("people drawn from the reference are flagged in at most 20 of 200 seeded cohorts of 2000, over all 413 groups (a true 5 % rate would exceed that 0.1 % of the time)", () => {
    let flagged = 0;
    for (let seed = 0; seed < 200; seed++) {
      const cells = everyCell(coverage(drawn(US, 2000, `fair ${seed}`), US));
      if (cells.some(({ verdict }) => verdict === "under" || verdict === "over")) flagged++;
    }
    expect(flagged).toBeLessThanOrEqual(20);
  });
  it("a group at half its share is found, and is among the worst", () => {
    const random = rng("halved");
    const people = drawn(US, 6000, "base").filter(({ race }) => race !== "black" || random.chance(0.5));
    const result = coverage(people, US);
    const black = cellOf(result, { race: "black" });
    expect(black.verdict).toBe("under");
    expect(black.ratio!.value).toBeCloseTo(0.5, 0);
    expect(black.ratio!.high).toBeLessThan(0.8);
    expect(black.logDisparity!.high).toBeLessThan(0);
    expect(result.worst!.cell.race).toBe("black");
  });
  it("a gap planted in one crossing alone is the worst cell, though no single line shows it", () => {
    const people = drawn(US, 20_000, "planted").filter(
      ({ age, sex, race }) => !(age === 20 && sex === "female" && race === "black"),
    );
    const result = coverage(people, US);
    expect(result.worst).toMatchObject({
      cell: { age: "20-29", sex: "female", race: "black" },
      count: 0,
      verdict: "under",
    });
    expect(result.worst!.ratio).toMatchObject({ value: 0, low: 0, method: "Wilson" });
    for (const { verdict } of result.tables.filter(({ axes }) => axes.length === 1).flatMap(t => t.cells))
      expect(verdict).not.toBe("under");
    expect(tableBy(result, "age,sex,race").mass.empty).toBeGreaterThanOrEqual(result.worst!.reference);
  });
  it("crosses every choice of one, two and three axes, and the first three stand for the whole", () => {
    const result = coverage(drawn(US, 300, "ways"), US);
    expect(result.tables.map(({ axes }) => axes.length)).toEqual([
      ...Array(4).fill(1),
      ...Array(6).fill(2),
      ...Array(4).fill(3),
    ]);
    expect(result.crossed).toEqual(["age", "sex", "race"]);
    const chosen = coverage(drawn(US, 300, "ways"), US, { by: ["ethnicity", "sex"] });
    expect(chosen.tables.map(({ axes }) => axes.join())).toEqual(["ethnicity", "sex", "ethnicity,sex"]);
    expect(chosen.crossed).toEqual(["ethnicity", "sex"]);
  });
  it("an axis that the reference has not, or nobody has, is refused by name", () => {
    const people = drawn(US, 50, "by", ({ age, sex }) => ({ age, sex }));
    expect(() => coverage(people, US, { by: ["sexe"] })).toThrow(
      "by must name axes of the reference: age, sex, race, ethnicity; got sexe; did you mean sex?",
    );
    expect(() => coverage(people, US, { by: ["age", "race"] })).toThrow(
      "by must name axes that the synthetic people have; none of them has race, but age",
    );
  });
  it("a cell that expects fewer than five people is too small to judge, and no other is", () => {
    const result = coverage(drawn(US, 400, "small"), US);
    for (const cell of everyCell(result)) expect(cell.verdict === "too small").toBe(cell.reference * 400 < 5);
    expect(everyCell(result).some(({ verdict }) => verdict === "covered")).toBe(true);
  });
  it("a person with no age, an impossible age or a race outside the list is left out, and counted as such", () => {
    const odd: Person[] = [
      { sex: "female", race: "white" },
      { age: Number.NaN, sex: "male", race: "white" },
      { age: -3, sex: "male", race: "white" },
      { age: 40, sex: "male", race: "martian" },
      { age: 40, race: "martian" },
    ];
    expect(coverage([...drawn(US, 100, "odd"), ...odd], US)).toMatchObject({
      unknown: 3,
      outside: 2,
      people: 105,
    });
  });
  it("an axis nobody has is named, and the others are still crossed", () => {
    const result = coverage(
      drawn(US, 500, "raceless", ({ age, sex }) => ({ age, sex })),
      US,
    );
    expect(result.unrecorded).toEqual(["race", "ethnicity"]);
    expect(result.unknown).toBe(0);
    expect(result.crossed).toEqual(["age", "sex"]);
  });
  it("an axis whose values are no categories of the reference is named with what was found, and not compared", () => {
    const own = populationIn(
      "sex,residence,population\nF,rural,3\nF,urban,1\nM,rural,3\nM,urban,1\n",
      "own.csv",
    );
    const result = coverage(
      [
        { sex: "female", residence: "rural" },
        { sex: "male", residence: "urban" },
      ],
      own,
    );
    expect(result.unmatched).toEqual([{ axis: "sex", found: ["female", "male"] }]);
    expect(result.axes).toEqual(["residence"]);
  });
  it("compares with India by age, sex, residence and state", () => {
    const people = drawn(INDIA, 3000, "india").map(person => ({ ...person, residence: "urban" }));
    const result = coverage(people, INDIA);
    expect(cellOf(result, { residence: "urban" }).verdict).toBe("over");
    expect(cellOf(result, { residence: "rural" })).toMatchObject({ verdict: "under", count: 0 });
    expect(result.unrecorded).toEqual([]);
    expect(tableBy(result, "age,residence,state").cells).toHaveLength(9 * 2 * 35);
  });
  it("no people at all: nothing is judged, no mass, nothing thrown", () => {
    expect(coverage([], US)).toMatchObject({ tables: [], mass: 0, unknown: 0, people: 0 });
    expect(coverage([], US, { by: ["age"] })).toMatchObject({ tables: [], crossed: [] });
  });
});

describe("what backs a group", () => {
  const backed = (provenance: string) => (person: Person) => ({
    ...person,
    provenance: person.sex === "female" ? provenance : "measured",
  });
  it.each(["pooled", "unsupported", "prior-only"])(
    "a group made only of %s people is present in number, not in evidence, and never covered",
    provenance => {
      const result = coverage(drawn(US, 3000, "evidence", backed(provenance)), US, { backing: "records" });
      const female = cellOf(result, { sex: "female" });
      expect(female).toMatchObject({ verdict: "not in evidence", inEvidence: false });
      expect(female.provenance).toEqual({ [provenance]: female.count });
      expect(cellOf(result, { sex: "male" })).toMatchObject({ verdict: "covered", inEvidence: true });
      expect(tableBy(result, "sex").mass["not in evidence"]).toBe(female.reference);
      expect(result.massInEvidence!).toBeLessThan(0.55);
      expect(result.mass).toBeGreaterThan(0.9);
    },
  );
  it("reweighted people come from their own group's statistics: they are evidence", () => {
    const result = coverage(drawn(US, 3000, "evidence", backed("reweighted")), US);
    expect(cellOf(result, { sex: "female" })).toMatchObject({ verdict: "covered", inEvidence: true });
  });
  it("too many pooled people are no evidence either; too few are still a gap", () => {
    const two = populationIn("sex,population\nfemale,1\nmale,1\n", "two.csv");
    const people = (female: number, male: number): Person[] => [
      ...Array(female).fill({ sex: "female", provenance: "pooled" }),
      ...Array(male).fill({ sex: "male", provenance: "measured" }),
    ];
    expect(cellOf(coverage(people(900, 100), two), { sex: "female" }).verdict).toBe("not in evidence");
    expect(cellOf(coverage(people(100, 900), two), { sex: "female" }).verdict).toBe("under");
  });
});
