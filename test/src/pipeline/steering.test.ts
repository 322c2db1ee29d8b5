import { describe, expect, it } from "vitest";
import { recordLaw, sampler } from "../../../generators/patient/law.ts";
import { planHash } from "../../../privacy/plan.ts";
import type { Digest } from "../../../schemas/digest.ts";
import type { SyntheticPatient } from "../../../schemas/person.ts";
import type { PlannedSum } from "../../../schemas/plan.ts";
import { NOT_PRIVATE, type Release } from "../../../schemas/release.ts";
import { DEFAULT_CONFIG } from "../../../src/cohort/config.ts";
import { coverage } from "../../../src/coverage.ts";
import { rng } from "../../../src/math/rng.ts";
import { design } from "../../../src/pipeline/design.ts";
import { type Models, modelsOf, population } from "../../../src/pipeline/population.ts";
import { type Request, steeringOf } from "../../../src/pipeline/steering.ts";
import { REFERENCES } from "../../../src/reference/index.ts";
import { otherModel } from "../../generators/patient/backbone-cohort.ts";

const built = design(
  { ...DEFAULT_CONFIG, modalities: ["fhir"], declared: true, size: 20_000 },
  {
    epsilon: "3",
    delta: "1e-6",
    asOf: "2026-01-01",
    projection: "public-basis",
    publicSeed: "steering",
  },
);

/** A release of so many people with replayable noise: for this test alone. */
const releaseOf = (people: number): Release => {
  const { draw } = sampler(recordLaw(otherModel(built.domain, "steering", 0.3)));
  const noise = rng("noise");
  const [planned] = built.plan.releases;
  const blocks = built.first.map(({ name, size, weight, contribute }) => {
    const values = new Float64Array(size);
    for (let i = 0; i < people; i++) {
      const digest: Digest = { attributes: draw(rng(`person ${i}`)) };
      contribute(digest, values);
    }
    const sigma = Number((planned as PlannedSum).noiseMultiplier) / weight;
    return { name, size, weight, noise: sigma, values: Array.from(values, v => v + sigma * noise.normal()) };
  });
  return {
    format: "semblance-release/1",
    software: "test",
    private: false,
    warning: NOT_PRIVATE,
    planHash: planHash(built.plan),
    plan: built.plan,
    sums: [{ purpose: planned!.purpose, blocks }],
  };
};

const release = releaseOf(6000);
const models = modelsOf(release, built.frame);
const drawn = (request: Partial<Request>, from: Models = models): readonly SyntheticPatient[] => [
  ...population(release, from, { patients: 300, seed: "7", ...request }),
];
const ageOf = ({ person }: SyntheticPatient) => person.record.ageYears ?? -1;
const isIn = (patient: SyntheticPatient) =>
  patient.person.record.sex === "female" &&
  Math.floor(ageOf(patient)) >= 70 &&
  Math.floor(ageOf(patient)) <= 85;

describe("sampling what was asked for", () => {
  it("a quota is met exactly, in the records themselves, and is tagged reweighted", () => {
    const people = drawn({ quotas: ["sex=female,age=70-85:123"] });
    expect(people.filter(isIn)).toHaveLength(123);
    expect(people).toHaveLength(300);
    const tags = new Set(people.filter(isIn).map(({ provenance }) => provenance));
    expect([...tags].every(tag => tag === "reweighted" || tag === "pooled")).toBe(true);
    expect(tags.has("reweighted")).toBe(true);
    expect(people.some(({ provenance }) => provenance === "measured")).toBe(false);
  });

  it("any range of a steered cohort is the same people as the whole of it", () => {
    const request = { patients: 300, seed: "7", quotas: ["sex=female,age=70-85:123"] };
    const whole = drawn(request);
    const part = [...population(release, models, request, { from: 120, to: 140 })];
    expect(part).toEqual(whole.slice(120, 140));
  });

  it("people of the release's own law are measured where their groups are, and pooled where they are not", () => {
    const people = drawn({});
    const counts = (tag: string) => people.filter(({ provenance }) => provenance === tag).length;
    expect(counts("measured") + counts("pooled")).toBe(300);
    expect(counts("measured")).toBeGreaterThan(150);
    const few = modelsOf(releaseOf(40), built.frame);
    expect(new Set(drawn({}, few).map(({ provenance }) => provenance))).toEqual(new Set(["pooled"]));
    const none = modelsOf(releaseOf(0), built.frame);
    expect(new Set(drawn({}, none).map(({ provenance }) => provenance))).toEqual(new Set(["unsupported"]));
  });

  it("a quota of a group that is not supported is refused with about how many patients would be needed", () => {
    const few = modelsOf(releaseOf(400), built.frame);
    const request = { patients: 100, seed: "7", quotas: ["sex=female,age=80-89:50"] };
    expect(() => steeringOf(few, request)).toThrow(
      /quota "sex=female,age=80-89" is not supported: the release counts -?\d+ ± \d+ patients .* a cohort with about \d+ of them/,
    );
    expect(() => steeringOf(models, { ...request, quotas: ["sex=female,race=asian:5"] })).toThrow(
      /no released table counts this group by itself/,
    );
    const people = drawn({ ...request, allowPooled: true }, few);
    const asked = people.filter(
      ({ person }) => person.record.sex === "female" && /^8/.test(person.assignment.age!),
    );
    expect(asked).toHaveLength(50);
    expect(new Set(asked.map(({ provenance }) => provenance))).toEqual(new Set(["pooled"]));
  });

  it("matching a reference population gives its margins, up to one person a cell", () => {
    const people = drawn({ patients: 2000, match: REFERENCES["us-2024"] });
    const found = coverage(
      people.map(({ person }) => ({
        age: person.record.ageYears,
        sex: person.record.sex,
        race: person.record.race,
      })),
      REFERENCES["us-2024"],
    );
    expect(people.every(({ person }) => person.record.sex !== undefined)).toBe(true);
    expect(found.people).toBe(2000);
    const white = people.filter(({ person }) => person.record.race === "white").length / 2000;
    expect(Math.abs(white - 0.748)).toBeLessThan(0.005);
  });

  it("bad requests name what is wrong", () => {
    const bad = (quota: string) => () => steeringOf(models, { patients: 10, seed: "1", quotas: [quota] });
    expect(bad("sex=female")).toThrow(/must end with a colon and a whole number/);
    expect(bad("sex=female:0")).toThrow(/must end with a colon/);
    expect(bad("sex=male,condition/pregnancy=yes:3")).toThrow(/rules of the records allow nobody/);
    expect(bad("sex=female:11")).toThrow(/ask for 11 people, and 10 are drawn/);
    expect(bad("shoe=44:1")).toThrow(/no attribute "shoe"/);
  });
});
