import { describe, expect, it } from "vitest";
import { coverage, type Person } from "../../src/coverage.ts";
import { rng } from "../../src/math/rng.ts";
import { REFERENCES } from "../../src/reference/index.ts";
import { AGE_BANDS } from "../../src/reference/population.ts";

const US = REFERENCES["us-2024"];

/** People drawn from the reference itself, optionally changed. */
const drawn = (
  count: number,
  seed: string,
  change: (person: Person) => Person = person => person,
): Person[] => {
  const random = rng(seed);
  return Array.from({ length: count }, () => {
    let rest = random.weighted(US.counts);
    const place: Record<string, string> = {};
    for (const axis of [...US.axes].reverse()) {
      place[axis.name] = axis.categories[rest % axis.categories.length]!;
      rest = Math.floor(rest / axis.categories.length);
    }
    const age = 10 * AGE_BANDS.indexOf(place.age as (typeof AGE_BANDS)[number]) + random.integer(10);
    return change({ age, sex: place.sex, race: place.race, ethnicity: place.ethnicity });
  });
};
const cellOf = (result: ReturnType<typeof coverage>, cell: Record<string, string>) =>
  result.cells.find(found => JSON.stringify(found.cell) === JSON.stringify(cell))!;

describe("coverage", () => {
  it("people drawn from the reference are flagged in at most 5 of 40 seeded cohorts of 2000 (a true 5 % rate would exceed that 1.4 % of the time)", () => {
    let flagged = 0;
    for (let seed = 0; seed < 40; seed++) {
      const { cells } = coverage(drawn(2000, `fair ${seed}`), "us-2024");
      const crossed = cells.filter(({ cell }) => "race" in cell && "age" in cell);
      if (crossed.some(({ verdict }) => verdict === "under" || verdict === "over")) flagged++;
    }
    expect(flagged).toBeLessThanOrEqual(5);
  });
  it("a group at half its share is found, and is among the worst", () => {
    const random = rng("halved");
    const people = drawn(6000, "base").filter(({ race }) => race !== "black" || random.chance(0.5));
    const result = coverage(people, "us-2024");
    const black = cellOf(result, { race: "black" });
    expect(black.verdict).toBe("under");
    expect(black.ratio).toBeCloseTo(0.5, 0);
    expect(black.logDisparity!.high).toBeLessThan(0);
    expect(result.worst!.cell.race).toBe("black");
  });
  it("a cell that expects fewer than five people is never judged", () => {
    const { cells } = coverage(drawn(400, "small"), "us-2024");
    for (const cell of cells) if (cell.reference * 400 < 5) expect(cell.verdict).toBe("cannot judge");
    expect(cells.some(({ verdict }) => verdict === "covered")).toBe(true);
  });
  it("shares and reference of every table sum to one", () => {
    const { cells } = coverage(drawn(300, "sums"), "us-2024");
    for (const axes of ["age", "sex", "race", "ethnicity", "age,sex,race"]) {
      const table = cells.filter(({ cell }) => Object.keys(cell).join() === axes);
      expect(table.reduce((sum, cell) => sum + cell.reference, 0)).toBeCloseTo(1, 12);
      expect(table.reduce((sum, cell) => sum + cell.share.value, 0)).toBeCloseTo(1, 12);
    }
  });
  it("a person with no age, an impossible age or a race outside the list is unknown, and counted as such", () => {
    const odd: Person[] = [
      { sex: "female", race: "white" },
      { age: -3, sex: "male", race: "white" },
      { age: Number.NaN, sex: "male", race: "white" },
      { age: 40, sex: "male", race: "martian" },
    ];
    expect(coverage([...drawn(100, "odd"), ...odd], "us-2024")).toMatchObject({ unknown: 4, people: 104 });
  });
  it("an axis nobody has is named, and the others are still crossed", () => {
    const result = coverage(
      drawn(500, "raceless", ({ age, sex }) => ({ age, sex })),
      "us-2024",
    );
    expect(result.unrecorded).toEqual(["race", "ethnicity"]);
    expect(result.unknown).toBe(0);
    expect(result.cells.some(({ cell }) => Object.keys(cell).join() === "age,sex")).toBe(true);
  });
  it("a cell of people without measured signals is never covered, and its mass is not in evidence", () => {
    const people = drawn(3000, "evidence", person => ({
      ...person,
      provenance: person.sex === "female" ? "prior-only" : "measured",
    }));
    const result = coverage(people, "us-2024");
    expect(cellOf(result, { sex: "female" })).toMatchObject({ verdict: "cannot judge", inEvidence: false });
    expect(cellOf(result, { sex: "male" })).toMatchObject({ verdict: "covered", inEvidence: true });
    expect(result.massInEvidence!).toBeLessThan(0.55);
    expect(result.mass).toBeGreaterThan(0.9);
  });
  it("compares with India by age, sex and residence", () => {
    const people = Array.from({ length: 1000 }, (_, i) => ({
      age: i % 80,
      sex: i % 2 ? "male" : "female",
      residence: i % 3 ? "urban" : "rural",
    }));
    const result = coverage(people, "india-2011");
    expect(cellOf(result, { residence: "urban" }).verdict).toBe("over");
    expect(result.unrecorded).toEqual(["state"]);
  });
  it("no people at all: nothing is judged, no mass, nothing thrown", () => {
    expect(coverage([], "us-2024")).toMatchObject({ cells: [], mass: 0, unknown: 0, people: 0 });
  });
});
