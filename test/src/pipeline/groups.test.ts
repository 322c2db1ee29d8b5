import { describe, expect, it } from "vitest";
import { builtInDomain } from "../../../generators/patient/domain.ts";
import { MISSING } from "../../../schemas/domain.ts";
import { fillableGroups, groupsOf, knownOf, referenceShare } from "../../../src/pipeline/groups.ts";
import { marginal } from "../../../src/reference/population.ts";
import { US_2024 } from "../../../src/reference/us-2024.ts";

const DOMAIN = builtInDomain(["fhir"]);
const names = (groups: readonly { readonly name: string }[]) => groups.map(({ name }) => name);
const aged = (...categories: readonly string[]) => [
  { name: "age", categories: [...categories, MISSING] },
  { name: "sex", categories: ["female", "male", MISSING] },
];

describe("groups", () => {
  it("are three bands of age, the sexes and the races of the domain, missing in none", () => {
    expect(names(groupsOf(DOMAIN)).slice(0, 6)).toEqual([
      "age 0–39",
      "age 40–69",
      "age 70+",
      "female",
      "male",
      "race white",
    ]);
    for (const { allowed } of [...groupsOf(DOMAIN), ...fillableGroups(DOMAIN)])
      for (const categories of allowed.values()) expect(categories.has(MISSING)).toBe(false);
  });

  it("that may be filled cover each sex in each band once, and each race once", () => {
    const groups = fillableGroups(DOMAIN);
    const races = DOMAIN.find(({ name }) => name === "race")!.categories.length - 1;
    expect(groups).toHaveLength(2 * 3 + races);
    const share = (those: typeof groups) =>
      those.reduce((sum, group) => sum + (referenceShare(group, US_2024) ?? 0), 0);
    expect(share(groups.slice(0, 6))).toBeCloseTo(1, 12);
    expect(share(groups.slice(6))).toBeCloseTo(1, 12);
  });

  it("cut an owner's ages where a category begins nearest to 40 and 70", () => {
    expect(names(groupsOf(aged("18-34", "35-49", "50-64", "65+"))).slice(0, 3)).toEqual([
      "age 18–34",
      "age 35–64",
      "age 65+",
    ]);
    expect(names(groupsOf(aged("<18", "18-59", "60+"))).slice(0, 3)).toEqual([
      "age 0–17",
      "age 18–59",
      "age 60+",
    ]);
  });

  it.each([
    ["are no years", ["child", "adult", "old"]],
    ["are two", ["0-49", "50+"]],
    ["are in part no years", ["0-39", "40-69", "70+", "unborn"]],
  ])("have no bands where the ages %s", (_, categories) => {
    expect(names(groupsOf(aged(...categories)))).toEqual(["female", "male"]);
  });

  it("are known of those whose attributes are all known", () => {
    const [first] = fillableGroups(DOMAIN);
    expect([...knownOf(first!, DOMAIN)].map(([name, set]) => [name, set.size])).toEqual([
      ["age", 10],
      ["sex", 2],
    ]);
  });
});

describe("the share of a reference", () => {
  it("is the sum of its cells", () => {
    const women = marginal(US_2024, ["sex", "age"]);
    const total = women.reduce((sum, count) => sum + count, 0);
    const sexes = US_2024.axes.find(({ name }) => name === "sex")!.categories;
    const at = sexes.indexOf("female") * 9;
    const old = fillableGroups(DOMAIN).find(({ name }) => name === "female, age 70+")!;
    expect(referenceShare(old, US_2024)).toBeCloseTo((women[at + 7]! + women[at + 8]!) / total, 12);
  });

  it("is not told where an age cuts a band, or where the words are others", () => {
    const group = (name: string, ...categories: readonly string[]) => ({
      name: "",
      allowed: new Map([[name, new Set(categories)]]),
    });
    expect(referenceShare(group("age", "18-34"), US_2024)).toBeUndefined();
    expect(referenceShare(group("age", "70-79", "80-84"), US_2024)).toBeUndefined();
    expect(referenceShare(group("age", "70-79", "80-89", "90+"), US_2024)).toBeGreaterThan(0.1);
    expect(referenceShare(group("age", "0-19"), US_2024)).toBeGreaterThan(0.2);
    expect(referenceShare(group("race", "martian"), US_2024)).toBeUndefined();
    expect(referenceShare(group("shoe", "42"), US_2024)).toBeUndefined();
  });
});
