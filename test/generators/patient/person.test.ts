import { describe, expect, it } from "vitest";
import { ageOn } from "../../../generators/patient/age.ts";
import { ageRange } from "../../../generators/patient/age-range.ts";
import { builtInDomain } from "../../../generators/patient/domain.ts";
import { creatinineFrom } from "../../../generators/patient/draw/measurements.ts";
import { type BackboneModel, fitBackbone, priorBackbone } from "../../../generators/patient/model.ts";
import { drawPerson } from "../../../generators/patient/person.ts";
import {
  binRange,
  conditionOf,
  measurementOf,
  medicationOf,
} from "../../../generators/patient/vocabulary.ts";
import type { Person } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import { drawMany, FULL, otherModel, release, samplerOf } from "./backbone-cohort.ts";

const AS_OF = "2025-03-01";
const draw = (model: BackboneModel, index: number, seed = "people"): Person =>
  drawPerson(samplerOf(model).draw(rng(`${seed}|${index}`)), index, rng(seed), { asOf: AS_OF, idSeed: seed });

const prior = priorBackbone(FULL);
// Wild on purpose: rare diseases, unknown sexes and ages become common.
const wild = otherModel(FULL, "wild", 0.8);
const fitted = fitBackbone(FULL, release(FULL, drawMany(wild, 500, "cohort"), 3));
const people = [prior, wild, fitted].flatMap((model, i) =>
  Array.from({ length: i === 1 ? 1000 : 500 }, (_, index) => draw(model, index, `seed ${i}`)),
);

const conditionsOf = (person: Person) =>
  new Map(person.record.conditions.map(each => [conditionOf(each.code)!.slug, each]));
/** Values of the visit. */
const observationsOf = (person: Person) =>
  new Map(
    person.record.observations
      .filter(each => each.date === person.visitDate)
      .map(each => [measurementOf(each.code)!.slug, each.value]),
  );

/** Orders of the classes that attributes count. */
const classed = ({ record }: Person) =>
  record.medications.flatMap(order => {
    const entry = medicationOf(order.code);
    return entry === undefined ? [] : [{ entry, order }];
  });

const SHOWN: Readonly<Record<string, string>> = { nodule: "lung-nodule", pneumothorax: "pneumothorax" };

describe("2 000 drawn people", () => {
  it("nothing is dated before birth, after the reference date or after death, and intervals run forward", () => {
    for (const { record, visitDate } of people) {
      const last = record.deceased ?? AS_OF;
      expect(last <= AS_OF).toBe(true);
      const spans = [
        ...record.encounters.map(each => [each.start, each.end ?? each.start]),
        ...record.conditions.map(each => [each.onset!, each.abatement ?? each.onset!]),
        ...record.conditions.map(each => [each.onset!, each.recorded ?? each.onset!]),
        ...record.medications.map(each => [each.authored!, each.ended ?? each.authored!]),
        ...record.observations.map(each => [each.date!, each.date!]),
        [visitDate, visitDate],
      ] as const;
      for (const [from, to] of spans) {
        expect(from).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(from! <= to! && to! <= last).toBe(true);
        if (record.birthDate !== undefined) expect(from! >= record.birthDate).toBe(true);
      }
    }
  });

  it("have the same whole age in the record, on the visit, on the reference date, in the band and in the orders", () => {
    for (const { record, visitDate, ecg, image, assignment } of people) {
      if (record.birthDate === undefined) {
        expect(record.ageYears).toBeUndefined();
        continue;
      }
      expect(ageOn(record.birthDate, AS_OF)).toBe(record.ageYears);
      expect(ageOn(record.birthDate, visitDate)).toBe(record.ageYears);
      const [from, to] = ageRange(assignment.age!)!;
      expect(record.ageYears! >= from && record.ageYears! <= to).toBe(true);
      for (const order of [ecg, image]) if (order !== undefined) expect(order.ageYears).toBe(record.ageYears);
    }
  });

  it("miss in the record exactly what their categories miss; orders have a body all the same", () => {
    expect(
      people.filter(each => each.assignment.sex === "missing" && each.ecg !== undefined).length,
    ).toBeGreaterThan(5);
    for (const { record, assignment, ecg, image } of people) {
      expect(record.sex ?? "missing").toBe(assignment.sex);
      expect(record.race ?? "missing").toBe(assignment.race);
      expect(record.ethnicity ?? "missing").toBe(assignment.ethnicity);
      for (const order of [ecg, image])
        if (record.sex !== undefined && order !== undefined) expect(order.sex).toBe(record.sex);
      if (ecg !== undefined && image !== undefined) expect(ecg.sex).toBe(image.sex);
    }
  });

  it("have no condition of the other sex or of another age, no medicine not given at their age or in their pregnancy", () => {
    for (const person of people) {
      const { record, ecg, image } = person;
      const body = ecg ?? image;
      const slugs = conditionsOf(person);
      for (const each of record.conditions) {
        const entry = conditionOf(each.code)!;
        if (entry.sex !== undefined && body !== undefined) expect(body.sex).toBe(entry.sex);
        if (body !== undefined)
          expect(body.ageYears >= entry.minAge && body.ageYears <= entry.maxAge).toBe(true);
      }
      for (const { entry } of classed(person))
        if (body !== undefined) expect(body.ageYears).toBeGreaterThanOrEqual(entry.minAge);
      expect(slugs.has("pregnancy") && slugs.has("prostate-cancer")).toBe(false);
      if (slugs.has("pregnancy"))
        for (const { entry } of classed(person)) expect(entry.avoidInPregnancy).toBe(false);
    }
    expect(people.filter(each => conditionsOf(each).has("pregnancy")).length).toBeGreaterThan(5);
    expect(people.filter(each => conditionsOf(each).has("prostate-cancer")).length).toBeGreaterThan(10);
  });

  it("carry the conditions and medications of their categories, and no others but what the X-ray shows", () => {
    for (const person of people) {
      const wanted = Object.entries(person.assignment)
        .filter(([, value]) => value === "yes")
        .map(([name]) => name);
      const shown = person.assignment["has/fhir"] === "yes" ? SHOWN[person.image?.finding ?? ""] : undefined;
      expect([...conditionsOf(person).keys()].sort()).toEqual(
        [
          ...wanted.filter(name => name.startsWith("condition/")).map(name => name.slice(10)),
          ...(shown === undefined ? [] : [shown]),
        ].sort(),
      );
      const classes = new Set(classed(person).map(({ entry }) => entry.slug));
      expect([...classes].sort()).toEqual(
        wanted
          .filter(name => name.startsWith("medication/"))
          .map(name => name.slice(11))
          .sort(),
      );
      for (const each of person.record.medications) expect(each.dosage).toBeTruthy();
    }
  });

  it("agree on atrial fibrillation: on the ECG it is on record, and in another rhythm it is called paroxysmal", () => {
    let onTrace = 0;
    for (const { record, ecg, assignment } of people) {
      if (ecg === undefined || assignment["has/fhir"] !== "yes") continue;
      const recorded = record.conditions.find(each => conditionOf(each.code)!.slug === "atrial-fibrillation");
      const fibrillates = ecg.rhythm === "atrial-fibrillation" || ecg.rhythm === "atrial-flutter";
      if (fibrillates) {
        onTrace++;
        expect(recorded?.code.display).toBe(
          ecg.rhythm === "atrial-flutter" ? "Atrial flutter" : "Atrial fibrillation",
        );
        expect(ecg.conduction).not.toBe("first-degree-av-block");
        expect(ecg.ectopy).not.toBe("atrial-premature");
      } else if (recorded !== undefined && assignment.rhythm !== "missing")
        expect(recorded.code.display).toMatch(/^Paroxysmal/);
    }
    expect(onTrace).toBeGreaterThan(50);
  });

  it("agree on an acute infarction: never without acute care in the year, and nine in ten come to an acute visit", () => {
    let [acute, urgent, old] = [0, 0, 0];
    for (let index = 0; index < 600; index++) {
      const drawn = samplerOf(prior).draw(rng(`infarct|${index}`));
      const care = index % 2 === 0 ? "yes" : "no";
      const assignment = {
        ...drawn,
        "has/ecg": "yes",
        "has/fhir": "yes",
        rhythm: "sinus",
        conduction: "normal",
        morphology: "infarction",
        "history/acute": care,
        "history/encounters": "4-7",
      };
      const { ecg, record, visitDate } = drawPerson(assignment, index, rng("infarct"), {
        asOf: AS_OF,
        idSeed: "infarct",
      });
      // Pacing hides an infarction.
      if (ecg!.rhythm === "paced") continue;
      expect(ecg!.morphology).toMatch(/^(?:old|acute)-.*-infarction$/);
      if (ecg!.morphology.startsWith("old-")) {
        old++;
        continue;
      }
      acute++;
      expect(care).toBe("yes");
      const visit = record.encounters.filter(({ start }) => start === visitDate);
      if (visit.some(each => each.class !== "AMB")) urgent++;
    }
    expect(old).toBeGreaterThan(500);
    expect(acute).toBeGreaterThan(8);
    expect(urgent / acute).toBeGreaterThan(0.75);
  });

  it("agree on the pulse: under 60 in bradycardia, over 100 in tachycardia, between in sinus rhythm", () => {
    const limits: Readonly<Record<string, readonly [number, number]>> = {
      sinus: [60, 99],
      bradycardia: [25, 59],
      tachycardia: [101, 200],
    };
    for (const person of people) {
      const limit = limits[person.assignment.rhythm ?? ""];
      const rate = observationsOf(person).get("heart-rate");
      if (limit === undefined || rate === undefined) continue;
      expect(rate >= limit[0] && rate <= limit[1]).toBe(true);
    }
  });

  it("agree on the lungs: a consolidation is a pneumonia now, an effusion an effusion now, and neither is active unseen", () => {
    const pictures = { consolidation: "pneumonia", effusion: "pleural-effusion" } as const;
    for (const person of people) {
      if (person.image === undefined || person.assignment["has/fhir"] !== "yes") continue;
      for (const [finding, slug] of Object.entries(pictures)) {
        const condition = conditionsOf(person).get(slug);
        if (person.image.finding === finding)
          expect(condition !== undefined && condition.abatement === undefined).toBe(true);
        else if (condition !== undefined) expect(condition.abatement! <= person.visitDate).toBe(true);
      }
    }
  });

  it("have a side where the finding has one, and only there", () => {
    const sided = new Set(["effusion", "consolidation", "nodule", "pneumothorax"]);
    for (const { image } of people)
      if (image !== undefined) expect(image.laterality === "not-applicable").toBe(!sided.has(image.finding));
  });

  it("have every latest measurement in its drawn bin, on the visit day, all in the vocabulary's unit and range", () => {
    for (const person of people) {
      const values = observationsOf(person);
      for (const [name, category] of Object.entries(person.assignment)) {
        if (!name.startsWith("lab/")) continue;
        const value = values.get(name.slice(4));
        const range = binRange(category);
        if (range === undefined) expect(value).toBeUndefined();
        else expect(value! >= range[0] && value! < range[1]).toBe(true);
      }
      for (const each of person.record.observations) {
        const entry = measurementOf(each.code)!;
        expect(each.unit).toBe(entry.unit);
        expect(each.value >= entry.hard[0] && each.value <= entry.hard[1]).toBe(true);
        expect(each.date! <= person.visitDate).toBe(true);
      }
    }
  });

  it("have weight, height and BMI that agree, and creatinine that gives the eGFR under CKD-EPI 2021", () => {
    for (const person of people) {
      const values = observationsOf(person);
      const bmi = values.get("body-mass-index");
      if (bmi !== undefined) {
        const metres = values.get("body-height")! / 100;
        expect(Math.abs(values.get("body-weight")! / metres ** 2 - bmi)).toBeLessThan(0.15);
      }
      const systolic = values.get("systolic-blood-pressure");
      if (systolic !== undefined) expect(values.get("diastolic-blood-pressure")!).toBeLessThan(systolic);
    }
    // CKD-EPI 2021 by hand: male, 50 years, creatinine 1.0 mg/dL: 142 · (1/0.9)^−1.2 · 0.9938^50 = 91.7
    expect(creatinineFrom(91.7, { ageYears: 50, sex: "male" })).toBeCloseTo(1, 2);
    // female, 60 years, 0.6 mg/dL: 142 · (0.6/0.7)^−0.241 · 0.9938^60 · 1.012 = 102.7
    expect(creatinineFrom(102.7, { ageYears: 60, sex: "female" })).toBeCloseTo(0.6, 2);
  });

  it("have orders and notes exactly where their categories say so", () => {
    for (const { ecg, image, hasNote, assignment, record } of people) {
      expect(ecg !== undefined).toBe(assignment["has/ecg"] === "yes");
      expect(image !== undefined).toBe(assignment["has/image"] === "yes");
      expect(hasNote).toBe(assignment["has/note"] === "yes");
      if (assignment["has/fhir"] === "no")
        expect(record.conditions.length + record.medications.length + record.observations.length).toBe(0);
    }
  });

  it("survive JSON and have names and well-formed ids of their own", () => {
    for (const person of people) {
      expect(JSON.parse(JSON.stringify(person))).toEqual(person);
      expect(person.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(person.name.given.length * person.name.family.length).toBeGreaterThan(0);
    }
    expect(new Set(people.map(each => each.id)).size).toBe(people.length);
  });
});

describe("drawing", () => {
  it("a person depends on seed and index alone, not on the order of drawing or on a round trip of the model", () => {
    const again = JSON.parse(JSON.stringify(fitted)) as BackboneModel;
    const forward = Array.from({ length: 20 }, (_, i) => draw(fitted, i));
    const backward = Array.from({ length: 20 }, (_, i) => draw(again, 19 - i)).reverse();
    expect(backward).toEqual(forward);
    expect(draw(fitted, 3, "another seed")).not.toEqual(forward[3]);
  });

  it("an owner's age bands, labels and words for sex are drawn and kept", () => {
    const domain = builtInDomain(["image"])
      .map(each =>
        each.name === "age" ? { name: "age", categories: ["<18", "18-64", ">=65", "missing"] } : each,
      )
      .map(each => (each.name === "sex" ? { name: "sex", categories: ["F", "M", "missing"] } : each))
      .map(each =>
        each.name === "finding" ? { name: "finding", categories: ["covid", "effusion", "missing"] } : each,
      )
      .concat({ name: "site", categories: ["north", "south", "missing"] });
    const model = priorBackbone(domain);
    const drawn = Array.from({ length: 200 }, (_, i) => draw(model, i));
    for (const { record, labels, image, assignment } of drawn) {
      if (assignment.age === "<18") expect(record.ageYears!).toBeLessThan(18);
      if (assignment.sex === "F") expect(record.sex).toBe("female");
      expect(labels.site).toBe(assignment.site === "missing" ? undefined : assignment.site);
      expect(record.conditions).toEqual([]);
      if (assignment.finding === "covid") expect(image!.finding).toBe("other");
    }
    expect(new Set(drawn.map(each => each.labels.site)).size).toBe(3);
  });

  it("the youngest have no past before their birth", () => {
    const domain = builtInDomain(["fhir"]).map(each =>
      each.name === "age" ? { name: "age", categories: ["0", "missing"] } : each,
    );
    const model = otherModel(domain, "babies", 0.9);
    const drawn = Array.from({ length: 200 }, (_, i) => draw(model, i)).filter(
      each => each.record.ageYears === 0,
    );
    for (const { record } of drawn)
      for (const each of record.conditions) expect(each.onset! >= record.birthDate!).toBe(true);
    expect(drawn.length).toBeGreaterThan(50);
  });
});
