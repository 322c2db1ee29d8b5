import { recordLaw, sampler } from "../../../generators/patient/law.ts";
import { fitBackbone, priorBackbone } from "../../../generators/patient/model.ts";
import { drawPerson } from "../../../generators/patient/person.ts";
import type { Assignment } from "../../../schemas/domain.ts";
import type { Person } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import { drawMany, FULL, otherModel, release, samplerOf } from "./backbone-cohort.ts";

export const AS_OF = "2025-03-01";

const prior = priorBackbone(FULL);
// Wild on purpose: rare courses and diseases become common.
export const wild = otherModel(FULL, "wild", 0.8);
export const cohort = drawMany(wild, 3000, "cohort");
export const fitted = fitBackbone(FULL, release(FULL, cohort, 3));

const drawOf = (assignment: Assignment, index: number, seed: string): Person =>
  drawPerson(assignment, index, rng(seed), { asOf: AS_OF, idSeed: seed });

/** People of the prior, of a wild model and of one fitted to a cohort of it. */
export const people: readonly Person[] = [prior, wild, fitted].flatMap((model, m) =>
  Array.from({ length: 1000 }, (_, index) => {
    const seed = `history ${m}`;
    return drawOf(samplerOf(model).draw(rng(`${seed}|${index}`)), index, seed);
  }),
);

const ages = FULL.find(({ name }) => name === "age")!.categories;
const old = sampler(recordLaw(prior), new Map([["age", ages.map(age => Number(age === "90+"))]]));

/** 300 people of 90 and more. */
export const oldest: readonly Person[] = Array.from({ length: 300 }, (_, i) =>
  drawOf(old.draw(rng(`old|${i}`)), i, "old"),
);
