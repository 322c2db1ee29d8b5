import { describe, expect, it } from "vitest";
import { ageRange } from "../../../generators/patient/age-range.ts";
import { recordLaw, sampler } from "../../../generators/patient/law.ts";
import { priorBackbone } from "../../../generators/patient/model.ts";
import { shuffled, strataFor, type Wanted } from "../../../generators/patient/steer/strata.ts";
import { groupSupport, LEAST_PATIENTS } from "../../../generators/patient/steer/support.ts";
import {
  ANYONE,
  both,
  evidenceOf,
  parseWhere,
  UNKNOWN_AGE,
  type Where,
  without,
} from "../../../generators/patient/steer/where.ts";
import type { Assignment } from "../../../schemas/domain.ts";
import { rng } from "../../../src/math/rng.ts";
import { drawMany, FULL, otherModel, release } from "./backbone-cohort.ts";

const law = recordLaw(otherModel(FULL, "steer", 0.5));
const shareOf = (where: Where) => sampler(law, evidenceOf(where, FULL)).share;
const wherever = (text: string) => parseWhere(text, FULL);

const fits = (where: Where, person: Assignment, age: number): boolean =>
  [...where.allowed].every(([name, set]) => set.has(person[name]!)) && (where.years?.has(age) ?? true);

describe("a box of people", () => {
  it("is read from text; what the domain has not is named with what it has", () => {
    const where = wherever("sex=female, age=70-90, race=black|asian");
    expect(where.allowed.get("sex")).toEqual(new Set(["female"]));
    expect(where.allowed.get("race")).toEqual(new Set(["black", "asian"]));
    expect([Math.min(...where.years!), Math.max(...where.years!)]).toEqual([70, 90]);
    expect(() => wherever("gender=f")).toThrow(/no attribute "gender"; it has age, sex/);
    expect(() => wherever("sex=woman")).toThrow(/no category "woman"; it has female, male/);
    expect(() => wherever("sex=female,sex=male")).toThrow(/names "sex" twice/);
    expect(() => wherever("age=old")).toThrow(/must be years/);
    expect(() => wherever("age=200-300")).toThrow(/must be years/);
    expect(() => wherever("sex")).toThrow(/must read attribute=category/);
  });

  it("split by another splits its people: the parts do not overlap and their shares add up", () => {
    const a = wherever("sex=female,condition/copd=yes|no");
    const b = wherever("age=35-64,sex=female|male,race=white");
    const outside = without(a, b, FULL);
    const inside = both(a, b)!;
    expect(outside.length).toBeGreaterThan(1);
    for (const [i, piece] of outside.entries()) {
      expect(both(piece, inside)).toBeUndefined();
      for (const other of outside.slice(i + 1)) expect(both(piece, other)).toBeUndefined();
    }
    const sum = [...outside, inside].map(shareOf).reduce((x, y) => x + y, 0);
    expect(sum).toBeCloseTo(shareOf(a), 10);
    expect(without(ANYONE, wherever("age=0-105"), FULL)[0]!.years).toEqual(new Set([UNKNOWN_AGE]));
  });

  it("that cuts an age band weighs the band by its years' share of the population", () => {
    const [whole, part] = ["age=70-79", "age=70-74"].map(
      text => evidenceOf(wherever(text), FULL).get("age")!,
    );
    const band = FULL[0]!.categories.indexOf("70-79");
    expect(whole![band]).toBe(1);
    expect(part![band]).toBeGreaterThan(0.5);
    expect(part![band]).toBeLessThan(0.7);
    expect(part!.filter(weight => weight > 0)).toHaveLength(1);
  });
});

describe("quotas and targets", () => {
  const quota = (text: string, count: number) => ({ text, where: wherever(text), count, isSupported: true });
  const count = (strata: readonly { readonly count: number }[]) =>
    strata.reduce((sum, each) => sum + each.count, 0);
  const wanted = (changes: Partial<Wanted>): Wanted => ({
    patients: 100,
    quotas: [],
    target: [],
    ...changes,
  });

  it("a quota is met exactly: so many strata people are in its box, all others outside", () => {
    const quotas = [quota("sex=female,age=70-90", 37), quota("sex=male,condition/copd=yes", 11)];
    const strata = strataFor(law, wanted({ quotas }), "s");
    expect(count(strata)).toBe(100);
    for (const { where, count: asked } of quotas) {
      const inside = strata.filter(stratum => both(stratum.where, where) !== undefined);
      expect(count(inside)).toBe(asked);
      // Whoever may be in the box is in it whole.
      for (const stratum of inside) expect(without(stratum.where, where, FULL)).toEqual([]);
    }
  });

  it("people drawn for a quota all fit it, also where it cuts bands or asks for what rarely goes together", () => {
    for (const text of [
      "sex=female,age=72-88",
      "age=16-17,has/ecg=yes",
      "condition/prostate-cancer=yes",
      "sex=male,race=asian,condition/heart-failure=yes,age=30-44",
      "finding=pneumothorax,condition/pregnancy=yes",
    ]) {
      const where = wherever(text);
      const given = sampler(law, evidenceOf(where, FULL), where.years);
      for (let i = 0; i < 60; i++) {
        const person = given.draw(rng(`${text}${i}`));
        const range = ageRange(person.age!);
        const ages =
          where.years === undefined ? [0] : [...where.years].filter(y => range![0] <= y && y <= range![1]);
        expect(ages.length).toBeGreaterThan(0);
        expect(fits(where, person, ages[0]!)).toBe(true);
      }
    }
  });

  it("every cell of a target gets its share rounded up or down, within a quota too", () => {
    const cells = [
      "age=0-39,sex=female",
      "age=0-39,sex=male",
      "age=40-105,sex=female",
      "age=40-105,sex=male",
    ];
    const target = cells.map((text, i) => ({ where: wherever(text), share: i + 1 }));
    const strata = strataFor(law, wanted({ patients: 1003, target }), "t");
    for (const [i, stratum] of strata.entries())
      expect(Math.abs(stratum.count - (1003 * (i + 1)) / 10)).toBeLessThan(1);
    const quotas = [quota("sex=female", 200)];
    const both2 = strataFor(law, wanted({ patients: 1000, target, quotas }), "t");
    expect(count(both2.slice(0, 2))).toBe(200);
    expect(both2[0]!.count).toBe(50);
    expect(both2[1]!.count).toBe(150);
  });

  it("that overlap, ask for too many or for nobody are refused", () => {
    const twice = [quota("sex=female", 5), quota("age=70-90", 5)];
    expect(() => strataFor(law, wanted({ quotas: twice }), "s")).toThrow(/must not overlap/);
    expect(() => strataFor(law, wanted({ quotas: [quota("sex=female", 101)] }), "s")).toThrow(/101 people/);
    const none = [quota("sex=male,condition/pregnancy=yes", 1)];
    expect(() => strataFor(law, wanted({ quotas: none }), "s")).toThrow(/nobody in/);
  });

  it("the order of the strata tells nothing and is the seed's", () => {
    const strata = strataFor(law, wanted({ quotas: [quota("sex=female", 50)] }), "s");
    const slots = shuffled(strata, "s");
    expect(shuffled(strata, "s")).toEqual(slots);
    expect(shuffled(strata, "other")).not.toEqual(slots);
    expect([...slots].sort((a, b) => a - b)).not.toEqual([...slots]);
  });
});

describe("support of a group", () => {
  const people = drawMany(otherModel(FULL, "steer", 0.5), 3000, "support");
  const women = people.filter(({ sex, age }) => sex === "female" && (age === "70-79" || age === "80-89"));
  const where = wherever("sex=female,age=70-90");

  // 100 releases; a lower bound of 95 % that is simultaneous over 33 cells fails for one cell in about 1 of 660.
  it("the lower bound holds: in 100 releases it is above the true count at most once", () => {
    let above = 0;
    for (let i = 0; i < 100; i++) {
      const support = groupSupport(FULL, release(FULL, people, 2, `bound ${i}`), "full")(where, 0.1);
      if (support.least > women.length) above++;
    }
    expect(above).toBeLessThanOrEqual(1);
  });

  it("needs fifty patients for sure and a weight of its own; what no table counts is not supported", () => {
    const exact = groupSupport(FULL, release(FULL, people, 0), "full");
    expect(exact(where, shareOf(where)).counted!.count).toBeCloseTo(women.length, 6);
    expect(exact(where, shareOf(where)).isSupported).toBe(women.length >= LEAST_PATIENTS);
    const loud = groupSupport(FULL, release(FULL, people, 40), "full")(where, shareOf(where));
    expect(loud.isSupported).toBe(false);
    expect(loud.needed).toBeGreaterThan(LEAST_PATIENTS);
    const three = exact(wherever("sex=female,race=asian,condition/copd=yes"), 0.01);
    expect(three).toEqual({ least: 0, weight: 0, isSupported: false });
  });

  it("no more patients than are needed makes a group that is supported", () => {
    const some = people.slice(0, 400);
    const support = groupSupport(FULL, release(FULL, some, 0.5), "full")(where, shareOf(where));
    const enough = release(FULL, [...some, ...Array(2 * support.needed!).fill(women[0])], 0.5);
    expect(groupSupport(FULL, enough, "full")(where, 0.3).isSupported).toBe(true);
  });
});

it("the prior's law has people in every group of a public population", () => {
  const prior = recordLaw(priorBackbone(FULL));
  for (const text of ["age=90+,race=white", "age=0-9,sex=male", "age=40,ethnicity=hispanic"])
    expect(sampler(prior, evidenceOf(wherever(text), FULL)).share).toBeGreaterThan(0);
});
