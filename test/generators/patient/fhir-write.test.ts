import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resourceId } from "../../../generators/patient/fhir-identity.ts";
import { filesBeside, parseFhirManifest } from "../../../generators/patient/fhir-manifest.ts";
import { isFhirFile, readFhir } from "../../../generators/patient/fhir-read.ts";
import { ecgObservations } from "../../../generators/patient/fhir-studies.ts";
import { openFhir, resourcesOf, writeFhir } from "../../../generators/patient/fhir-write.ts";
import type { SyntheticPatient } from "../../../schemas/person.ts";
import { folder } from "./folder.ts";
import { AS_OF, barePatient, imageUids, wholePatient } from "./people.ts";

const options = { asOf: AS_OF, imageUids };
const people = [
  wholePatient(0),
  wholePatient(1),
  barePatient(2),
  wholePatient(3),
  wholePatient(4),
  wholePatient(5),
];

const contents = (dir: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(dir).map(name => [name, readFileSync(join(dir, name), "utf8")]));

// biome-ignore lint/suspicious/noExplicitAny: the tests look into FHIR JSON of any shape
type Json = any;
const resources = (patient: SyntheticPatient): readonly Json[] =>
  JSON.parse(JSON.stringify(resourcesOf(patient, options)));
const ofType = (patient: SyntheticPatient, type: string) =>
  resources(patient).filter(one => one.resourceType === type);

describe("writeFhir", () => {
  it("read(write(people)) gives the same records and notes on every modelled field", async () => {
    const dir = folder();
    await writeFhir(dir, people, options);
    const files = readdirSync(dir)
      .filter(isFhirFile)
      .map(name => ({ path: join(dir, name), name }));
    const { patients } = await readFhir(files, { asOf: AS_OF });
    expect([...patients.keys()].sort()).toEqual(people.map(({ person }) => person.id));
    for (const { person, ecg, note } of people) {
      const measured = ecg === undefined ? [] : ecgObservations(ecg.measurements, person.visitDate);
      const found = patients.get(person.id)!;
      expect(found.record).toEqual({
        ...person.record,
        observations: [...person.record.observations, ...measured],
      });
      expect(found.notes.map(({ text, type }) => ({ text, type }))).toEqual(
        note === undefined ? [] : [{ text: note.text, type: note.type.code }],
      );
    }
  });

  it("writes the same bytes for the same people, from arrays and from streams", async () => {
    const [first, second] = [folder(), folder()];
    await writeFhir(first, people, options);
    await writeFhir(
      second,
      (async function* () {
        yield* people;
      })(),
      options,
    );
    expect(contents(second)).toEqual(contents(first));
  });

  it("lists every file with its count in a Bulk Data manifest that does not know the clock", async () => {
    const dir = folder();
    const manifest = await writeFhir(dir, people, { ...options, resourcesPerFile: 4 });
    expect(manifest).toMatchObject({
      transactionTime: "2026-06-01T00:00:00Z",
      requiresAccessToken: false,
      error: [],
      deleted: [],
      extension: { "https://semblance.dev/fhir/StructureDefinition/synthetic": true },
    });
    expect(JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8"))).toEqual(manifest);
    expect(manifest.output.filter(({ type }) => type === "Patient")).toEqual([
      { type: "Patient", url: "Patient.000.ndjson", count: 4 },
      { type: "Patient", url: "Patient.001.ndjson", count: 2 },
    ]);
    const parsed = parseFhirManifest(readFileSync(join(dir, "manifest.json"), "utf8"));
    expect(parsed).toEqual(manifest);
    const beside = filesBeside(parsed!).map(({ url }) => url);
    expect(beside).toEqual(readdirSync(dir).filter(name => name.endsWith(".ndjson")));
    const followed = await readFhir(
      beside.map(name => ({ path: join(dir, name), name })),
      { asOf: AS_OF },
    );
    expect(followed.patients.size).toBe(people.length);
    for (const { type, url, count } of manifest.output) {
      const lines = readFileSync(join(dir, url), "utf8").trimEnd().split("\n");
      expect(lines).toHaveLength(count!);
      expect(lines.every(line => JSON.parse(line).resourceType === type)).toBe(true);
    }
  });

  it("tags every resource HTEST, and signals with how they are backed", () => {
    for (const one of people.flatMap(resources)) expect(one.meta.tag[0].code).toBe("HTEST");
    const backing = (type: string, code: string): string =>
      ofType(wholePatient(), type).find(one => one.code.coding[0].code === code).meta.tag[1].code;
    expect(backing("DiagnosticReport", "11524-6")).toBe("measured");
    expect(backing("DiagnosticReport", "24648-8")).toBe("prior-only");
  });

  it("every reference resolves and no id is used twice", () => {
    const all = people.flatMap(resources);
    const keys = all.map(one => `${one.resourceType}/${one.id}`);
    expect(new Set(keys).size).toBe(keys.length);
    const references = [...JSON.stringify(all).matchAll(/"reference":"([^"]*)"/g)].map(match => match[1]);
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter(reference => !keys.includes(reference!))).toEqual([]);
  });

  it("a missing sex is gender unknown, so that everyone can meet the US Core patient profile", () => {
    const genders = [wholePatient(), barePatient()].map(patient => {
      const [one] = ofType(patient, "Patient");
      expect(one.meta.profile).toHaveLength(1);
      return one.gender;
    });
    expect(genders).toEqual(["female", "unknown"]);
  });

  it("writes pulse oximetry with the code that R4's oxygen saturation profile asks for beside it", () => {
    const patient = barePatient();
    const code = { system: "http://loinc.org", code: "59408-5", display: "by Pulse oximetry" };
    const record = { ...patient.person.record, observations: [{ code, value: 97, unit: "%" }] };
    const [one] = ofType({ ...patient, person: { ...patient.person, record } }, "Observation");
    expect(one.code.coding.map((coding: Json) => coding.code)).toEqual(["59408-5", "2708-6"]);
    expect(one.category[0].coding[0].code).toBe("vital-signs");
  });

  it("puts a systolic and its diastolic pressure into one panel", () => {
    const panel = ofType(wholePatient(), "Observation")[0];
    expect(panel.code.coding[0].code).toBe("85354-9");
    expect(panel.component.map((part: Json) => part.valueQuantity.value)).toEqual([131, 82.5]);
  });

  it("a lone pressure is a panel too, the other one absent", () => {
    const { person, ...rest } = barePatient();
    const code = { system: "http://loinc.org", code: "8462-4", display: "Diastolic blood pressure" };
    const record = { ...person.record, observations: [{ code, value: 80, unit: "mm[Hg]" }] };
    const [panel] = ofType({ ...rest, person: { ...person, record } }, "Observation");
    expect(panel.code.coding[0].code).toBe("85354-9");
    expect(panel.component.map((part: Json) => part.dataAbsentReason?.coding[0].code)).toEqual([
      undefined,
      "unknown",
    ]);
  });

  it("the imaging study carries the DICOM file's UIDs", () => {
    const study = ofType(wholePatient(3), "ImagingStudy")[0];
    expect(study.identifier[0]).toEqual({ system: "urn:dicom:uid", value: "urn:oid:2.25.13" });
    expect([study.series[0].uid, study.series[0].instance[0].uid]).toEqual(["2.25.23", "2.25.33"]);
  });

  it("a note's spans cut the statements out of its text", () => {
    const [document] = ofType(wholePatient(), "DocumentReference").filter(one => one.category !== undefined);
    const text = Buffer.from(document.content[0].attachment.data, "base64").toString("utf8");
    const cut = (name: string): string[] =>
      document.extension
        .filter((one: Json) => one.url === `https://semblance.dev/fhir/StructureDefinition/${name}`)
        .map((one: Json) =>
          Object.fromEntries(one.extension.map((part: Json) => [part.url, part.valueInteger])),
        )
        .map(({ start, end }: { start: number; end: number }) => text.slice(start, end));
    expect(cut("note-span")).toEqual(["Hypertension."]);
    expect(cut("note-section")).toEqual(["Chest pain – 5 µg.", "Hypertension."]);
  });

  it("points from the ECG report's document to the waveform file", () => {
    const { person } = wholePatient();
    const urls = ofType(wholePatient(), "DocumentReference").flatMap(one =>
      one.content.map((part: Json) => part.attachment.url),
    );
    expect(urls).toContain(`../ecg/${person.id}.hea`);
  });

  it("ids are version 8 UUIDs that differ between people and labels", () => {
    const [a, b] = [wholePatient(0).person, wholePatient(1).person];
    expect(resourceId(a, "x")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(
      new Set([resourceId(a, "x"), resourceId(b, "x"), resourceId(a, "y"), resourceId(a, "x")]).size,
    ).toBe(3);
  });

  it("a source that fails leaves no manifest", async () => {
    const dir = folder();
    const failing = (function* () {
      yield wholePatient();
      throw new Error("drawing failed");
    })();
    await expect(writeFhir(dir, failing, options)).rejects.toThrow("drawing failed");
    expect(readdirSync(dir)).not.toContain("manifest.json");
  });

  it("never writes over files that are there", async () => {
    const dir = folder();
    await writeFhir(dir, people, options);
    const writer = openFhir(dir, options);
    await expect(writer.write(wholePatient())).rejects.toThrow("EEXIST");
    await writer.abandon();
  });
});
