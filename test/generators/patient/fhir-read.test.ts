import { existsSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isFhirFile, readFhir } from "../../../generators/patient/fhir-read.ts";
import { InvalidInput, InvalidRequest } from "../../../src/errors.ts";
import { filesOf } from "./folder.ts";
import { AS_OF } from "./people.ts";

const options = { asOf: AS_OF };
const lines = (...resources: readonly unknown[]): string =>
  resources.map(one => `${JSON.stringify(one)}\n`).join("");
const patient = (id: string, more: object = {}) => ({
  resourceType: "Patient",
  id,
  gender: "female",
  ...more,
});
const subject = { reference: "Patient/a" };
const condition = (id: string, more: object = {}) => ({
  resourceType: "Condition",
  id,
  subject,
  code: { coding: [{ system: "http://snomed.info/sct", code: "1", display: "one" }] },
  ...more,
});
const read = async (...resources: readonly unknown[]) => {
  const reading = await readFhir(filesOf({ "x.ndjson": lines(...resources) }), options);
  return { ...reading, a: reading.patients.get("a")! };
};
const base64 = (text: string, encoding: BufferEncoding = "utf8"): string =>
  Buffer.from(text, encoding).toString("base64");
const note = (contentType: string, data: string, more: object = {}) => ({
  resourceType: "DocumentReference",
  subject,
  content: [{ attachment: { contentType, data } }],
  ...more,
});

describe("readFhir", () => {
  it("joins resources to their patient in any order, over files, packed or not", async () => {
    const files = filesOf({
      "Condition.000.ndjson.gz": gzipSync(lines(condition("c1"), condition("c2"))),
      "Patient.000.ndjson": `\n${lines(patient("a"), patient("b")).replaceAll("\n", "\r\n")}`,
      "encounter.json": JSON.stringify({
        resourceType: "Encounter",
        status: "finished",
        class: { code: "AMB" },
        subject: { reference: "https://server.example/fhir/Patient/b/_history/3" },
        period: { start: "2026-01-02" },
      }),
    });
    const { patients, read: counts } = await readFhir(files, options);
    expect(patients.get("a")?.record.conditions).toHaveLength(2);
    expect(patients.get("b")?.record.encounters).toEqual([{ start: "2026-01-02", class: "AMB" }]);
    expect(counts).toEqual({ Condition: 2, Patient: 2, Encounter: 1 });
  });

  it.each(["transaction", "batch", "collection", "searchset"])(
    "resolves urn:uuid references inside a %s bundle",
    async type => {
      const entry = [
        { fullUrl: "urn:uuid:c", resource: condition("c", { subject: { reference: "urn:uuid:0-1" } }) },
        { fullUrl: "urn:uuid:0-1", resource: { resourceType: "Patient", gender: "male" } },
        { response: { status: "204" } },
      ];
      const files = filesOf({
        "b.json.gz": gzipSync(JSON.stringify({ resourceType: "Bundle", type, entry })),
      });
      const { patients } = await readFhir(files, options);
      expect([...patients.keys()]).toEqual(["0-1"]);
      expect(patients.get("0-1")?.record.conditions[0]?.code.code).toBe("1");
    },
  );

  it("reads demographics, with partial dates, several races and null flavours", async () => {
    const race = (...codes: readonly string[]) => ({
      extension: [
        {
          url: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race",
          extension: codes.map(code => ({ url: "ombCategory", valueCoding: { code } })),
        },
      ],
    });
    const reading = await read(
      patient("a", { birthDate: "1950-06-02", ...race("2054-5") }),
      patient("b", { birthDate: "1950", gender: "other", ...race("2106-3", "2028-9") }),
      patient("c", { birthDate: "1950-06-01", deceasedDateTime: "2000-01-01T10:00:00Z", ...race("UNK") }),
      patient("d", { ...race("2131-1"), deceasedBoolean: false }),
    );
    const record = (id: string) => reading.patients.get(id)!.record;
    expect(record("a")).toMatchObject({ sex: "female", ageYears: 75, race: "black" });
    expect(record("b")).toMatchObject({ birthDate: "1950", ageYears: 75, race: "other" });
    expect(record("b").sex).toBeUndefined();
    expect(record("c").ageYears).toBe(49);
    expect(record("c").race).toBeUndefined();
    expect(record("d")).toEqual({
      sex: "female",
      race: "other",
      encounters: [],
      conditions: [],
      medications: [],
      observations: [],
    });
  });

  it("a death without a date is on the last day that the record tells of, and ends the age", async () => {
    const dead = { birthDate: "1950-06-02", deceasedBoolean: true };
    const { a } = await read(
      condition("c1", { onsetDateTime: "1999-05-05" }),
      patient("a", dead),
      condition("c2", { onsetDateTime: "2001-07-01T08:00:00Z" }),
      condition("c3", { onsetDateTime: "2999-01-01" }),
      condition("c4", { onsetDateTime: "1800-01-01" }),
    );
    expect(a.record).toMatchObject({ deceased: "2001-07-01", ageYears: 51 });
    expect(a.record).not.toHaveProperty("isDead");
    const nothingDated = (await read(condition("c"), patient("a", dead))).a.record;
    expect(nothingDated).not.toHaveProperty("deceased");
    expect(nothingDated).not.toHaveProperty("isDead");
    const dated = { deceasedDateTime: "2000-01-01", deceasedBoolean: true };
    expect((await read(condition("c"), patient("a", dated))).a.record.deceased).toBe("2000-01-01");
    await expect(read(patient("a", { deceasedBoolean: "yes" }))).rejects.toThrow(
      /deceasedBoolean: must be true or false$/,
    );
  });

  it("prefers the code system that mappings know and keeps unknown codes as they are", async () => {
    const coding = [
      { system: "urn:local", code: "x" },
      { system: "http://hl7.org/fhir/sid/icd-10-cm", code: "I10" },
    ];
    const { a } = await read(
      patient("a"),
      condition("1", { code: { coding, text: "pressure" } }),
      condition("2", { code: { coding: coding.slice(0, 1) } }),
      condition("3", { code: { text: "words" } }),
    );
    expect(a.record.conditions.map(({ code }) => code)).toEqual([
      { system: "http://hl7.org/fhir/sid/icd-10-cm", code: "I10", display: "pressure" },
      { system: "urn:local", code: "x", display: "" },
      { system: "", code: "", display: "words" },
    ]);
  });

  it("leaves out what did not happen: refuted, in error, cancelled, planned", async () => {
    const { a, ignored } = await read(
      patient("a"),
      condition("1", { verificationStatus: { coding: [{ code: "refuted" }] } }),
      { resourceType: "Encounter", status: "planned", subject },
      {
        resourceType: "Observation",
        status: "entered-in-error",
        subject,
        valueInteger: 3,
        code: { text: "x" },
      },
      { resourceType: "MedicationRequest", status: "entered-in-error", subject },
      { resourceType: "Claim" },
    );
    expect(a.record).toEqual({
      sex: "female",
      encounters: [],
      conditions: [],
      medications: [],
      observations: [],
    });
    expect(ignored).toEqual({ Condition: 1, Encounter: 1, Observation: 1, MedicationRequest: 1, Claim: 1 });
  });

  it("reads blood pressure from components and numbers from quantities", async () => {
    const quantity = (code: string, value: number) => ({
      code: { coding: [{ system: "http://loinc.org", code }] },
      valueQuantity: { value, unit: "mmHg", system: "http://unitsofmeasure.org", code: "mm[Hg]" },
    });
    const { a } = await read(patient("a"), {
      resourceType: "Observation",
      status: "final",
      subject,
      effectivePeriod: { start: "2026-01-01" },
      code: { text: "panel" },
      component: [
        quantity("8480-6", 120),
        quantity("8462-4", 80),
        { code: { text: "words" }, valueString: "x" },
      ],
    });
    expect(
      a.record.observations.map(({ code, value, unit, date }) => [code.code, value, unit, date]),
    ).toEqual([
      ["8480-6", 120, "mm[Hg]", "2026-01-01"],
      ["8462-4", 80, "mm[Hg]", "2026-01-01"],
    ]);
  });

  it("finds a medication that is coded, contained, referred to or only named", async () => {
    const code = (name: string) => ({
      coding: [{ system: "http://www.nlm.nih.gov/research/umls/rxnorm", code: name }],
    });
    const request = (more: object) => ({
      resourceType: "MedicationRequest",
      status: "active",
      subject,
      ...more,
    });
    const { a } = await read(
      request({ medicationReference: { reference: "Medication/m" } }),
      request({
        medicationCodeableConcept: code("2"),
        dosageInstruction: [{ text: "once" }, { text: "twice" }],
      }),
      request({
        medicationReference: { reference: "#in" },
        contained: [{ resourceType: "Medication", id: "in", code: code("3") }],
      }),
      request({ medicationReference: { display: "aspirin" } }),
      { resourceType: "Medication", id: "m", code: code("1") },
      patient("a"),
    );
    expect(a.record.medications.map(medication => medication.code.code || medication.code.display)).toEqual([
      "1",
      "2",
      "3",
      "aspirin",
    ]);
    expect(a.record.medications[1]?.dosage).toBe("once; twice");
  });

  it("reads notes in their charset, strips HTML and Markdown, and counts an equal text of a day once", async () => {
    const html =
      "<html><head><title>t</title><style>p{}</style></head><p>A &amp; B<br/>C&#956;</p><!-- <b> --><b>D</b></html>";
    const { a } = await read(
      patient("a"),
      note("text/plain; charset=utf-8", base64("Größe"), { date: "2026-01-01T00:00:00Z" }),
      note("text/plain;charset=iso-8859-1", base64("Größe 2", "latin1")),
      note("text/html", base64(html)),
      note("text/markdown", base64("## Plan\n- **rest**")),
      note("application/pdf", base64("%PDF")),
      {
        resourceType: "DocumentReference",
        subject,
        content: [{ attachment: { contentType: "text/plain", url: "x.txt" } }],
      },
      {
        resourceType: "DiagnosticReport",
        subject,
        code: { coding: [{ system: "http://loinc.org", code: "11524-6" }] },
        effectiveDateTime: "2026-01-01",
        presentedForm: [
          { contentType: "text/plain", data: base64("Größe") },
          { contentType: "text/plain", data: base64("Sinus") },
        ],
      },
    );
    expect(a.notes).toEqual([
      { text: "Größe", date: "2026-01-01T00:00:00Z" },
      { text: "Größe 2" },
      { text: "A & B\nCμ\nD" },
      { text: "Plan\n- rest" },
      { text: "Sinus", type: "11524-6", date: "2026-01-01" },
    ]);
  });

  it("counts the same resource once, whatever file it stands in", async () => {
    const files = filesOf({
      "1.ndjson": lines(patient("a"), condition("c")),
      "2.ndjson": lines(condition("c"), patient("a")),
    });
    const { patients } = await readFhir(files, options);
    expect(patients.get("a")?.record.conditions).toHaveLength(1);
  });

  it("takes content files only: not the log and manifest of an export", () => {
    expect(["Patient.ndjson", "a/b.json", "x.NDJSON.gz", "y.json.gz"].every(isFhirFile)).toBe(true);
    expect(["log.ndjson", "a/manifest.json", "cohort.csv", "notes.txt"].some(isFhirFile)).toBe(false);
  });

  it("refuses a reference date that is none", async () => {
    await expect(readFhir([], { asOf: "2026-02-30" })).rejects.toBeInstanceOf(InvalidRequest);
  });
});

const SECRET = "S3CRET";
const bundle = (...entry: readonly unknown[]) => ({ resourceType: "Bundle", type: "collection", entry });
const p = patient("a");
const BAD: Readonly<Record<string, readonly [file: string, content: string | Uint8Array, message: string]>> =
  {
    "invalid JSON in line 3": [
      "x.ndjson",
      `${lines(p, patient("b"))}{"resourceType": ${SECRET}\n`,
      "x.ndjson: line 3: is not valid JSON",
    ],
    "a JSON document cut off": [
      "x.json",
      `{"resourceType":"Patient","id":"${SECRET}"`,
      "x.json: is not valid JSON",
    ],
    "no resourceType": [
      "x.ndjson",
      lines({ id: SECRET }),
      "x.ndjson: line 1: must be a FHIR resource with a resourceType",
    ],
    "a list instead of a resource": ["x.json", "[]", "x.json: must be an object"],
    "a bundle of another kind": [
      "x.json",
      JSON.stringify({ resourceType: "Bundle", type: "history", entry: [] }),
      "x.json: type: must be one of transaction, batch, collection, searchset, document, message",
    ],
    "text that is not UTF-8": [
      "x.ndjson",
      Uint8Array.of(0x22, 0xff, 0x22),
      "x.ndjson: line 1: is not valid UTF-8",
    ],
    "a truncated gzip": ["x.ndjson.gz", gzipSync(lines(p)).subarray(0, 40), "x.ndjson.gz: is not valid gzip"],
    "something else called gzip": ["x.json.gz", "no gzip", "x.json.gz: is not valid gzip"],
    "a patient without id": [
      "x.ndjson",
      lines({ resourceType: "Patient" }),
      "x.ndjson: line 1: must have an id",
    ],
    "a patient id that is none": [
      "x.ndjson",
      lines(patient(`../${SECRET}`)),
      "x.ndjson: line 1: id: must be 1 to 64 letters, digits, hyphens or dots",
    ],
    "one patient id with two contents": [
      "x.ndjson",
      lines(p, patient("a", { gender: "male" })),
      "x.ndjson: line 2: id: has the id of another Patient with different content",
    ],
    "gender outside the value set": [
      "x.ndjson",
      lines(patient("a", { gender: SECRET })),
      "x.ndjson: line 1: gender: must be male, female, other or unknown",
    ],
    "a birth date that is none": [
      "x.ndjson",
      lines(patient("a", { birthDate: `1950-02-30` })),
      "x.ndjson: line 1: birthDate: must be a FHIR date or dateTime",
    ],
    "a birth date in the future": [
      "x.ndjson",
      lines(patient("a", { birthDate: "2026-06-02" })),
      "x.ndjson: line 1: birthDate: must lie between 1900-01-01 and the reference date",
    ],
    "a birth date before 1900": [
      "x.ndjson",
      lines(patient("a", { birthDate: "1899-12-31" })),
      "x.ndjson: line 1: birthDate: must lie between 1900-01-01 and the reference date",
    ],
    "a subject that is not there": [
      "x.json",
      JSON.stringify(
        bundle(
          { resource: p },
          { resource: condition("c", { subject: { reference: `Patient/${SECRET}` } }) },
        ),
      ),
      "x.json: entry[1].resource.subject.reference: refers to a patient that is not in the cohort",
    ],
    "a urn that the bundle does not hold": [
      "x.json",
      JSON.stringify(bundle({ resource: condition("c", { subject: { reference: "urn:uuid:1" } }) })),
      "x.json: entry[0].resource.subject.reference: refers to a patient that is not in the cohort",
    ],
    "a conditional reference to a patient": [
      "x.ndjson",
      lines(condition("c", { subject: { reference: `Patient?identifier=${SECRET}` } })),
      "x.ndjson: line 1: subject.reference: refers to a patient that is not in the cohort",
    ],
    "no subject": [
      "x.ndjson",
      lines(condition("c", { subject: undefined })),
      "x.ndjson: line 1: subject: must be a reference to a patient",
    ],
    "bad base64": [
      "x.ndjson",
      lines(p, note("text/plain", `${SECRET}!`)),
      "x.ndjson: line 2: content[0].attachment.data: is not valid base64",
    ],
    "text outside its charset": [
      "x.ndjson",
      lines(p, note("text/plain", Buffer.of(0xff).toString("base64"))),
      "x.ndjson: line 2: content[0].attachment.data: is not text in its charset",
    ],
    "an unknown charset": [
      "x.ndjson",
      lines(p, note(`text/plain; charset=${SECRET}`, "QUJD")),
      "x.ndjson: line 2: content[0].attachment.contentType: names a charset that is not known",
    ],
    "a number that is text": [
      "x.ndjson",
      lines(p, { resourceType: "Observation", subject, valueQuantity: { value: SECRET } }),
      "x.ndjson: line 2: valueQuantity.value: must be a number",
    ],
    "a medication that is not there": [
      "x.ndjson",
      lines(p, {
        resourceType: "MedicationRequest",
        subject,
        medicationReference: { reference: `Medication/${SECRET}` },
      }),
      "x.ndjson: line 2: medicationReference: refers to a medication that is not in the cohort",
    ],
    "an encounter without class": [
      "x.ndjson",
      lines(p, { resourceType: "Encounter", subject, period: { start: "2026-01-01" } }),
      "x.ndjson: line 2: class: must have a code",
    ],
    "another kind of file": ["x.xml", "<Patient/>", "x.xml: must end in .ndjson or .json, or these with .gz"],
  };

describe("broken input", () => {
  it.each(Object.entries(BAD))(
    "%s stops with file, place and rule, and never the value",
    async (_, [name, content, message]) => {
      const error = await readFhir(filesOf({ [name]: content }), options).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InvalidInput);
      expect((error as InvalidInput).message).toBe(message);
      expect((error as InvalidInput).cause).toBeUndefined();
      expect(String((error as InvalidInput).stack)).not.toContain(SECRET);
    },
  );

  it.each(Object.entries(BAD))(
    "%s is left out and counted once under skip; the rest is read",
    async (_, [name, content]) => {
      const skipped: string[] = [];
      const files = filesOf({ [name]: content, "good.ndjson": lines(patient("good")) });
      const { patients } = await readFhir(files, {
        ...options,
        onInvalid: "skip",
        skipped: (place, rule) => skipped.push(`${place.file} ${rule}`),
      });
      expect(patients.has("good")).toBe(true);
      expect(skipped).toHaveLength(1);
      expect(skipped[0]).toContain(name);
    },
  );

  it("a file that is not there stops with its name", async () => {
    const read = readFhir([{ path: "/nowhere/x.ndjson", name: "x.ndjson" }], options);
    await expect(read).rejects.toThrow("x.ndjson: cannot be read (ENOENT)");
  });

  it("a patient left out under skip takes its resources along", async () => {
    let skipped = 0;
    const files = filesOf({
      "x.ndjson": lines(patient("a", { gender: "?" }), condition("1"), condition("2")),
    });
    const { patients } = await readFhir(files, { ...options, onInvalid: "skip", skipped: () => skipped++ });
    expect(patients.size).toBe(0);
    expect(skipped).toBe(3);
  });
});

const DATA = new URL("../../../../shared/data/fhir/", import.meta.url);
const SETS = [
  "synthea_r4_bundles",
  "synthea_r4_bundles_gz",
  "synthea_bulk_10_patients",
  "synthea_patients_1000",
];

describe.skipIf(!existsSync(DATA))("Synthea material (skipped where ../shared/data is absent)", () => {
  // The body of a skipped block runs all the same, to find its tests.
  const there = SETS.filter(set => existsSync(new URL(set, DATA)));
  const files = there
    .flatMap(set =>
      readdirSync(new URL(set, DATA))
        .filter(isFhirFile)
        .map(name => ({
          path: new URL(`${set}/${encodeURIComponent(name)}`, DATA).pathname,
          name: `${set}/${name}`,
        })),
    )
    .map(file => ({ ...file, path: decodeURIComponent(file.path) }));

  it("reads all 123 files without a broken rule", async () => {
    const { patients, read: counts } = await readFhir(files, options);
    // Counted with Python's json module: 109 + 1144 patients (the 13 of the bulk export are among the 1144).
    expect(patients.size).toBe(1253);
    expect(counts).toMatchObject({
      Patient: 1266,
      Encounter: 4215,
      Condition: 1358,
      MedicationRequest: 2490,
      DocumentReference: 1215,
    });
    const notes = [...patients.values()].reduce((sum, one) => sum + one.notes.length, 0);
    expect(notes).toBe(1215);
  });
});
