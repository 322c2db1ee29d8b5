import { describe, expect, it } from "vitest";
import { builtInDomain, domain as domainOf } from "../../../generators/patient/domain.ts";
import { priorBackbone } from "../../../generators/patient/model.ts";
import { conditionProbability, splitByOdds } from "../../../generators/patient/prior/history.ts";
import { population } from "../../../generators/patient/prior/population.ts";
import { at, prevalence } from "../../../generators/patient/prior/prevalence.ts";
import {
  conductionLaw,
  ectopyLaw,
  findingLaw,
  rhythmLaw,
} from "../../../generators/patient/prior/signals.ts";
import { tree } from "../../../generators/patient/tree.ts";
import { CONDITIONS } from "../../../generators/patient/vocabulary/conditions.ts";
import { MODALITIES } from "../../../schemas/cohort.ts";
import { FULL } from "./backbone-cohort.ts";

const AGES = Array.from({ length: 106 }, (_, age) => age);
const SEXES = ["female", "male"] as const;

describe("the public prior", () => {
  it("every table of every set of modalities is made of probabilities", () => {
    for (let bits = 1; bits < 16; bits++) {
      const domain = builtInDomain(MODALITIES.filter((_, i) => (bits >> i) & 1));
      const { tables } = priorBackbone(domain);
      for (const node of tree(domain)) {
        const columns = node.categories.length;
        const table = tables[node.name]!;
        for (let from = 0; from < table.length; from += columns) {
          const row = table.slice(from, from + columns);
          expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
          expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        }
      }
    }
  });

  it("laws of signals sum to 1 at every age, sex and rhythm", () => {
    const total = (law: object) => Object.values(law).reduce((a: number, b: number) => a + b, 0);
    for (const age of AGES)
      for (const sex of SEXES) {
        expect(total(rhythmLaw(age, sex))).toBeCloseTo(1, 12);
        expect(total(findingLaw(age))).toBeCloseTo(1, 12);
        for (const rhythm of Object.keys(rhythmLaw(age, sex))) {
          expect(total(conductionLaw(age, sex, rhythm))).toBeCloseTo(1, 12);
          expect(total(ectopyLaw(age, rhythm))).toBeCloseTo(1, 12);
          expect(Math.min(...Object.values(conductionLaw(age, sex, rhythm)))).toBeGreaterThanOrEqual(0);
        }
        expect(Math.min(...Object.values(findingLaw(age)))).toBeGreaterThan(0);
      }
  });

  it("the population sums to the census' 340.1 million with half a million to spare", () => {
    const total = SEXES.flatMap(sex => AGES.map(age => population(age, sex))).reduce((a, b) => a + b, 0);
    expect(Math.abs(total - 340_111)).toBeLessThan(500); // Census Vintage 2024: 340 110 988
  });

  it("atrial fibrillation rises with age and is commoner in men; nobody under 18 has it", () => {
    for (let age = 20; age < 90; age += 10) {
      expect(prevalence("atrial-fibrillation", age + 10, "male")).toBeGreaterThan(
        prevalence("atrial-fibrillation", age, "male"),
      );
      expect(prevalence("atrial-fibrillation", age + 10, "male")).toBeGreaterThan(
        prevalence("atrial-fibrillation", age + 10, "female"),
      );
    }
    expect(rhythmLaw(12, "male")["atrial-fibrillation"]).toBe(0);
    expect(conditionProbability("atrial-fibrillation", 12, "male", undefined)).toBe(0);
  });

  it("no condition has a probability outside its ages and sex, and every condition has one inside", () => {
    for (const entry of CONDITIONS)
      for (const sex of SEXES) {
        const inside = AGES.map(age => conditionProbability(entry.slug, age, sex, undefined));
        inside.forEach((p, age) => {
          const allowed =
            age >= entry.minAge && age <= entry.maxAge && (entry.sex === undefined || entry.sex === sex);
          if (!allowed) expect(p, `${entry.slug} ${age}`).toBe(0);
        });
        if (entry.sex === undefined || entry.sex === sex)
          expect(Math.max(...inside), entry.slug).toBeGreaterThan(0);
      }
  });

  it("an odds ratio splits a probability without changing its total", () => {
    for (const [p, parent, ratio] of [
      [0.1, 0.3, 3],
      [0.5, 0.01, 10],
      [0.97, 0.9, 2],
    ] as const) {
      const [without, withIt] = splitByOdds(p, parent, ratio);
      expect((1 - parent) * without + parent * withIt).toBeCloseTo(p, 9);
      expect(withIt / (1 - withIt) / (without / (1 - without))).toBeCloseTo(ratio, 6);
    }
  });

  it("curves are linear between their anchors and constant beyond", () => {
    expect([0, 5, 10, 15, 100].map(age => at([1, 3], age))).toEqual([1, 1, 2, 3, 3]);
  });

  it("parents come before children, and an owner's attribute of a built-in name takes its place", () => {
    const seen = new Set<string>();
    for (const node of tree(FULL)) {
      if (node.parent !== undefined) expect(seen.has(node.parent)).toBe(true);
      seen.add(node.name);
    }
    const config = {
      declared: true,
      modalities: ["ecg"] as const,
      recordsPerPatient: { ecg: 1, image: 1, note: 1 },
      image: { width: 64, height: 64, bits: 8 as const },
      attributes: [{ attribute: { name: "sex", categories: ["F", "M"] }, column: "s", mapping: {} }],
    };
    const merged = domainOf(config);
    expect(merged.map(each => each.name)).toEqual(builtInDomain(["ecg"]).map(each => each.name));
    expect(merged[1]).toEqual({ name: "sex", categories: ["F", "M", "missing"] });
  });
});
