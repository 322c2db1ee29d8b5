import { describe, expect, it } from "vitest";
import { completeSystem, expand } from "../../../scripts/fhir/value-set.ts";
import { DEFINITIONS } from "./people.ts";

const VALUE_SET = "http://hl7.org/fhir/ValueSet";
const TYPES = [
  "Patient",
  "Encounter",
  "Condition",
  "Observation",
  "MedicationRequest",
  "DiagnosticReport",
  "DocumentReference",
  "ImagingStudy",
];

/** Types reachable from those that are written, without what may hold any type at all. */
const reachable = (): ReadonlySet<string> => {
  const found = new Set(TYPES);
  for (const type of found)
    for (const { types } of DEFINITIONS.types.get(type)?.values() ?? [])
      for (const code of types)
        if (type !== "Extension" && /^[A-Z]/.test(code) && code !== "Resource") found.add(code);
  return found;
};

describe("required bindings", () => {
  it("of every type that is written can be listed, but media types", () => {
    const bound = [...reachable()].flatMap(type =>
      [...(DEFINITIONS.types.get(type)?.values() ?? [])].flatMap(({ binding }) =>
        binding?.strength === "required" ? [binding.valueSet] : [],
      ),
    );
    const urls = [...new Set(bound)];
    expect(urls.length).toBeGreaterThan(20);
    expect(urls.filter(url => expand(url, DEFINITIONS) === undefined)).toEqual([`${VALUE_SET}/mimetypes`]);
  });
});

describe("a value set", () => {
  it("is all of a system", () => {
    const codes = expand(`${VALUE_SET}/administrative-gender|4.0.1`, DEFINITIONS)!;
    expect([...codes.keys()].map(key => key.split("|")[1])).toEqual(["male", "female", "other", "unknown"]);
  });

  it("is some codes of a system, with the displays of the system", () => {
    const codes = expand(`${VALUE_SET}/units-of-time`, DEFINITIONS)!;
    expect(codes.size).toBe(7);
    expect([...codes.keys()]).toContain("http://unitsofmeasure.org|h");
  });

  it("is what stands below a concept", () => {
    const codes = expand("http://terminology.hl7.org/ValueSet/v3-ActEncounterCode", DEFINITIONS)!;
    const keys = [...codes.keys()].map(key => key.split("|")[1]);
    expect(keys).toEqual(expect.arrayContaining(["AMB", "EMER", "IMP", "ACUTE", "NONAC"]));
    expect(keys).not.toContain("HTEST");
  });

  it("is undefined where it cannot be listed", () => {
    expect(expand(`${VALUE_SET}/observation-codes`, DEFINITIONS)).toBeUndefined();
    expect(expand("https://example.org/none", DEFINITIONS)).toBeUndefined();
    expect(completeSystem("http://loinc.org", DEFINITIONS)).toBeUndefined();
  });
});
