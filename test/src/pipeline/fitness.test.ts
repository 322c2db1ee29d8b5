import { describe, expect, it } from "vitest";
import { builtInDomain } from "../../../generators/patient/domain.ts";
import { recordLaw, sampler } from "../../../generators/patient/law.ts";
import { fitBackbone, priorBackbone } from "../../../generators/patient/model.ts";
import { groupSupport } from "../../../generators/patient/steer/support.ts";
import { evidenceOf } from "../../../generators/patient/steer/where.ts";
import { type Private, seal } from "../../../privacy/private.ts";
import type { Cohort, PatientId } from "../../../schemas/cohort.ts";
import type { Digest } from "../../../schemas/digest.ts";
import type { Assignment } from "../../../schemas/domain.ts";
import type { Fitness, Group } from "../../../schemas/report.ts";
import { rng } from "../../../src/math/rng.ts";
import { fillsOf, fitnessOf } from "../../../src/pipeline/fitness.ts";
import { fillableGroups, referenceShare } from "../../../src/pipeline/groups.ts";
import type { LawModels } from "../../../src/pipeline/steering.ts";
import { REFERENCES } from "../../../src/reference/index.ts";
import { otherModel, release } from "../../generators/patient/backbone-cohort.ts";

/** People, six conditions and what treats them. */
const DOMAIN = builtInDomain(["fhir"]).filter(({ name }) =>
  /^(age|sex|race|ethnicity|has\/fhir|condition\/(hypertension|hyperlipidemia|type-2-diabetes|obesity|anemia|asthma)|medication\/(statin|metformin|thiazide|albuterol))$/.test(
    name,
  ),
);
const { draw } = sampler(recordLaw(otherModel(DOMAIN, "fitness", 0.8)));

/** A clinic that old women hardly come to, and people of two races less. */
const comes = (person: Assignment, i: number): boolean =>
  (person.sex !== "female" || !/^[789]/.test(person.age!) || i % 25 === 0) &&
  (person.race !== "black" || i % 10 === 0) &&
  (person.race !== "asian" || i % 4 === 0);
const crowd = (count: number, seed: string): readonly Assignment[] => {
  const people: Assignment[] = [];
  for (let i = 0; people.length < count; i++) {
    const person = draw(rng(`${seed} ${i}`));
    if (comes(person, i)) people.push(person);
  }
  return people;
};
const sealed = (people: readonly Assignment[]): Private<Cohort<Digest>> =>
  seal(new Map(people.map((attributes, i) => [`p${i}` as PatientId, { attributes }])));

/** What a release of so many people with this noise leaves to draw from. */
const modelsOf = (people: readonly Assignment[], noise: number): LawModels => {
  const block = release(DOMAIN, people, noise);
  const backbone = fitBackbone(DOMAIN, block);
  return { backbone, law: recordLaw(backbone), groups: groupSupport(DOMAIN, block, "full") };
};

const fitted = crowd(6000, "fitted");
const models = modelsOf(fitted, 3);
const isIn = (person: Assignment, { allowed }: Group) =>
  [...allowed].every(([name, set]) => set.has(person[name]!));

describe("fills", () => {
  const fills = fillsOf(models);

  it("are asked for where the law's share of a group is under half of the reference's, and nowhere else", () => {
    expect(fills.length).toBeGreaterThan(2);
    const shareOf = (allowed: Group["allowed"]) => sampler(models.law, evidenceOf({ allowed }, DOMAIN)).share;
    for (const group of fillableGroups(DOMAIN)) {
      const known = new Map(
        DOMAIN.filter(({ name }) => group.allowed.has(name)).map(({ name, categories }) => [
          name,
          new Set(categories.slice(0, -1)),
        ]),
      );
      const share = shareOf(group.allowed) / shareOf(known);
      const isUnder = share < 0.5 * referenceShare(group, REFERENCES["us-2024"])!;
      expect(
        fills.some(fill => fill.group.name === group.name),
        group.name,
      ).toBe(isUnder && share > 0);
    }
  });

  it("hold the group at its reference share exactly, 2,000 people in all", () => {
    const { group, reference, draws } = fills[0]!;
    const sets = draws();
    expect(sets).toHaveLength(4);
    for (const set of sets) {
      expect(set).toHaveLength(2000);
      expect(set.filter(person => isIn(person, group))).toHaveLength(Math.round(reference * 2000));
    }
    expect(sets[0]).not.toEqual(sets[1]);
  });

  it("rest on the group's own counts where the release holds them, else on pooled ones, without any on the prior", () => {
    const [large, none] = [fillsOf(modelsOf(fitted, 0.01)), fillsOf(modelsOf([], 3))];
    expect(large.some(({ basis }) => (basis.reweighted ?? 0) > 100)).toBe(true);
    const noisy = fillsOf(modelsOf(crowd(400, "few"), 3));
    expect(noisy.length).toBeGreaterThan(2);
    for (const { basis } of noisy) expect(basis).toEqual({ pooled: 200 });
    for (const { basis } of none) expect(basis).toEqual({ unsupported: 200 });
  });
});

type Measured = Exclude<Fitness, { readonly unmeasured: string }>;

describe("the fitness of a release", () => {
  const cohort = { train: sealed(fitted), controls: sealed(crowd(800, "controls")) };
  const found = fitnessOf(cohort, models) as Measured;

  it("is a number for everyone and for each group with enough controls: the others by name only", () => {
    expect(found.groups[0]).toMatchObject({ group: "everyone", controls: 800 });
    expect(found.groups[0]!.auc!.synthetic.low).toBeGreaterThan(0.55);
    for (const { auc, outcomes } of found.groups) expect(auc !== undefined).toBe(outcomes > 0);
    expect(found.groups.some(({ auc }) => auc === undefined)).toBe(true);
    for (const { verdict, auc } of found.fills)
      expect(verdict === "too small to judge").toBe(auc === undefined);
  }, 60_000);

  it("falls to that of the prior where nothing was released", () => {
    const backbone = priorBackbone(DOMAIN);
    const prior = { ...models, backbone, law: recordLaw(backbone) };
    const without = fitnessOf(cohort, prior) as Measured;
    const [fromPrior, own] = [without, found].map(({ groups }) => groups[0]!.auc!.difference);
    expect(fromPrior!.high).toBeLessThan(0);
    expect(fromPrior!.value).toBeLessThan(own!.low);
  }, 60_000);

  it("asks for the same fills whoever the patients are", () => {
    const others = { train: sealed(crowd(50, "x")), controls: sealed(crowd(12, "y")) };
    const told = ({ group, share, reference, basis }: Measured["fills"][number]) => ({
      group,
      share,
      reference,
      basis,
    });
    const few = fitnessOf(others, models) as Measured;
    expect(few.fills.map(told)).toEqual(found.fills.map(told));
    expect(few.groups.every(({ auc }) => auc === undefined)).toBe(true);
    expect(new Set(few.fills.map(({ verdict }) => verdict))).toEqual(new Set(["too small to judge"]));
  }, 60_000);

  it("is not measured without controls, and that is said", () => {
    expect(fitnessOf({ train: cohort.train }, models)).toEqual({
      audience: "internal",
      unmeasured: expect.stringMatching(/No real patient was set aside.*--set-aside/),
    });
  });
});
