import { describe, expect, it } from "vitest";
import type { Resource } from "../../../scripts/fhir/resource.ts";
import { secondOpinion } from "../../../scripts/fhir/second-opinion.ts";
import { visitsOf } from "../../../scripts/fhir/walk.ts";
import { MUTANTS, spoil } from "./mutants.ts";
import { broken, DEFINITIONS, RULES, written } from "./people.ts";

const second = secondOpinion();
const context = {
  definitions: DEFINITIONS,
  index: { entries: new Map(), lives: new Map(), twice: new Set<string>() },
  asOf: "",
  taken: new Set<string>(),
};
const faultsOf = (resource: Resource) => second(resource, { ...context, visits: [] }) ?? [];
// biome-ignore lint/suspicious/noExplicitAny: the tests look into FHIR JSON of any shape
type Json = any;
const first = (resources: readonly Resource[], type: string): Json =>
  resources.find(({ resourceType }) => resourceType === type);

describe("what is written", () => {
  it("breaks no rule, of any type that is written", () => {
    expect(new Set(written().map(({ resourceType }) => resourceType))).toEqual(
      new Set([
        "Patient",
        "Encounter",
        "Condition",
        "Observation",
        "MedicationRequest",
        "DiagnosticReport",
        "Composition",
        "DocumentReference",
        "ImagingStudy",
      ]),
    );
    expect(broken(written())).toEqual([]);
  });

  it("finds no fault with a second library either", () => {
    for (const resource of written()) expect(faultsOf(resource)).toEqual([]);
  });
});

describe("the rules can fail", () => {
  it.each(MUTANTS)("$type: $fault", mutant => {
    const resources = written();
    spoil(first(resources, mutant.type), mutant);
    expect(broken(resources)).toContain(mutant.rule);
  });

  it("every rule catches a mutant here or a fault below", () => {
    const caught = new Set(MUTANTS.map(({ rule }) => rule));
    expect(Object.keys(RULES).filter(rule => !caught.has(rule))).toEqual(["files are there"]);
  });

  it("an id given twice, one of the cohort's, and an identifier of the cohort's", () => {
    const resources = written();
    const patient = first(resources, "Patient");
    expect(broken(resources, { taken: new Set([first(resources, "Condition").id]) })).toEqual([
      "ids are new",
    ]);
    expect(broken(resources, { taken: new Set([patient.identifier[0].value]) })).toEqual(["ids are new"]);
    first(resources, "Encounter").id = first(resources, "Condition").id;
    expect(broken(resources)).toContain("ids are new");
  });

  it("a document that points to no file", () => {
    expect(broken(written(), { isThere: url => !url.endsWith(".png") })).toEqual(["files are there"]);
    expect(broken(written(), { isThere: () => true })).toEqual([]);
  });

  it("a date of less precision is not judged beyond it", () => {
    const resources = written();
    first(resources, "Condition").onsetDateTime = "1940";
    expect(broken(resources)).toEqual([]);
  });
});

describe("the second opinion", () => {
  it.each(MUTANTS.filter(mutant => mutant.second))("agrees: $type: $fault", mutant => {
    const resource = first(written(), mutant.type);
    spoil(resource, mutant);
    expect(faultsOf(resource)).not.toEqual([]);
  });
});

describe("walking a resource", () => {
  it("knows a choice by its type, and a list by its place", () => {
    const visits = visitsOf(first(written(), "Observation"), DEFINITIONS);
    const quantity = visits.find(({ place }) => place === "component[1].valueQuantity");
    expect(quantity).toMatchObject({ type: "Quantity", element: { path: "Observation.component.value[x]" } });
    expect(visits.find(({ place }) => place === "component[1].valueQuantity.value")?.type).toBe("decimal");
  });

  it("follows an element whose content is another's", () => {
    const range = { text: "normal" };
    const observation = { resourceType: "Observation", component: [{ referenceRange: [range] }] };
    const visits = visitsOf(observation, DEFINITIONS);
    expect(visits.map(({ place }) => place)).toContain("component[0].referenceRange[0].text");
  });
});
