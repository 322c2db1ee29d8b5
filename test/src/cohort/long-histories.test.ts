import { describe, expect, it } from "vitest";
import { assign } from "../../../generators/patient/assignment.ts";
import { domain as domainOf } from "../../../generators/patient/domain.ts";
import type { PatientId } from "../../../schemas/cohort.ts";
import type { Assignment } from "../../../schemas/domain.ts";
import { DEFAULT_CONFIG } from "../../../src/cohort/config.ts";
import { InvalidInput } from "../../../src/errors.ts";
import { bundle, condition, type Files, fhirPatient, folder, ndjson, read, refusal } from "./fixture.ts";

const AS_OF = "2024-06-30";
const DAY = 86_400_000;
const dayBefore = (days: number) => new Date(Date.parse(AS_OF) - days * DAY).toISOString().slice(0, 10);

const encounter = (patient: string, start: string, kind = "AMB"): object => ({
  resourceType: "Encounter",
  id: `${patient}-${start}`,
  status: "finished",
  class: { code: kind },
  subject: { reference: `Patient/${patient}` },
  period: { start },
});
const systolic = (patient: string, value: number, date: string): object => ({
  resourceType: "Observation",
  id: `${patient}-sbp-${date}`,
  status: "final",
  subject: { reference: `Patient/${patient}` },
  code: { coding: [{ system: "http://loinc.org", code: "8480-6" }] },
  valueQuantity: { value, unit: "mmHg", system: "http://unitsofmeasure.org", code: "mm[Hg]" },
  effectiveDateTime: date,
});

const domain = domainOf(DEFAULT_CONFIG);
const categories = async (files: Files): Promise<ReadonlyMap<PatientId, Assignment>> => {
  const { patients } = await read(folder(files));
  return new Map(
    [...patients].map(([id, patient]) => [id, assign(patient, DEFAULT_CONFIG, domain, AS_OF, {})]),
  );
};
const of = (all: ReadonlyMap<PatientId, Assignment>, id: string) => all.get(id as PatientId)!;

describe("a history of any length is one category of each attribute", () => {
  it("fifty encounters stand beside a patient with none, and beside one of whom nothing is coded", async () => {
    const fifty = Array.from({ length: 50 }, (_, i) =>
      encounter("many", dayBefore(20 * i), i === 3 ? "IMP" : "AMB"),
    );
    const all = await categories({
      "a.ndjson": ndjson(
        ...["many", "none", "bare"].map(id => fhirPatient(id)),
        ...fifty,
        condition("none", "38341003"),
      ),
    });
    expect(of(all, "many")).toMatchObject({
      "history/encounters": "16+",
      "history/acute": "yes",
      "history/span": "1-3",
    });
    expect(of(all, "none")).toMatchObject({
      "history/encounters": "none",
      "history/acute": "no",
      "history/span": "none",
    });
    expect(of(all, "bare")).toMatchObject({ "has/fhir": "no", "history/encounters": "missing" });
  });

  it("40 000 codes weigh no more than one, and are read in seconds", async () => {
    const codes = Array.from({ length: 40_000 }, (_, i) => condition("long", String(900_000_000 + i)));
    const all = await categories({
      "a.ndjson": ndjson(
        fhirPatient("long"),
        fhirPatient("short"),
        ...codes,
        ...["long", "short"].map(id => condition(id, "44054006")),
      ),
    });
    expect(of(all, "long")).toEqual(of(all, "short"));
    expect(of(all, "long")["condition/type-2-diabetes"]).toBe("yes");
  }, 60_000);

  it("what is dated before 1900, before birth, after death or after the reference date does not count", async () => {
    const odd = ["1850-03-04", "1959-01-01", "2024-07-01", "2091-01-01"];
    const all = await categories({
      "a.ndjson": ndjson(
        fhirPatient("a"),
        fhirPatient("dead", { deceasedDateTime: "2020-05-05" }),
        ...odd.map(start => encounter("a", start, "EMER")),
        encounter("a", "2024-01-02"),
        systolic("a", 118, "2024-01-02"),
        systolic("a", 199, "2091-01-01"),
        encounter("dead", "2020-05-01"),
        encounter("dead", "2020-05-09", "EMER"),
      ),
    });
    expect(of(all, "a")).toMatchObject({
      "history/encounters": "1",
      "history/acute": "no",
      "history/span": "<1",
      "lab/systolic-blood-pressure": "<120",
    });
    expect(of(all, "dead")).toMatchObject({ "history/encounters": "1", "history/acute": "no" });
  });

  it("a birth date before 1900 or a date that is none stops the reading, and the message keeps it back", async () => {
    const [ancient, garbled] = ["1823-09-07", "31.12.1999"];
    for (const files of [
      { "a.json": bundle(fhirPatient("a", { birthDate: ancient })) },
      { "a.ndjson": ndjson(fhirPatient("a"), encounter("a", garbled)) },
    ]) {
      const refused = await refusal(read(folder(files)));
      expect(refused).toBeInstanceOf(InvalidInput);
      expect(refused.message).toMatch(
        /^a\.\w+: .*(birthDate|period\.start): must (lie between|be a FHIR date)/,
      );
      for (const secret of [ancient, garbled, "1823", "1999"]) expect(refused.message).not.toContain(secret);
    }
  });

  it("names in any script pass through and are in no message", async () => {
    const names = ["Ærøskøbing", "王小明", "محمد", "👩‍⚕️ O’Neill", "\u0000\u202e"];
    const people = names.map((family, i) => fhirPatient(`p${i}`, { name: [{ family, given: [family] }] }));
    const reading = await read(folder({ "a.ndjson": ndjson(...people) }));
    expect(reading.patients.size).toBe(names.length);
    const kept = JSON.stringify([...reading.patients.values()]) + reading.notices.join("\n");
    for (const name of names.slice(0, 4)) expect(kept).not.toContain(name);
    const named = fhirPatient("x", { name: [{ family: names[1] }], gender: "f" });
    const refused = await refusal(read(folder({ "a.ndjson": ndjson(named) })));
    expect(refused.message).not.toContain(names[1]);
  });
});
