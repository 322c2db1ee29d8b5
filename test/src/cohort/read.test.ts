import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Patient, PatientId } from "../../../schemas/cohort.ts";
import type { CohortConfig } from "../../../schemas/config.ts";
import { DEFAULT_CONFIG, parseConfig } from "../../../src/cohort/config.ts";
import { discover } from "../../../src/cohort/discover.ts";
import type { CohortReading } from "../../../src/cohort/read.ts";
import { DEFAULT_READERS } from "../../../src/cohort/readers.ts";
import { bundle, condition, ecg, fhirPatient, folder, ndjson, png, read, refusal } from "./fixture.ts";

const ids = (reading: CohortReading<Patient>) => [...reading.patients.keys()];
const one = (reading: CohortReading<Patient>, id: string): Patient => reading.patients.get(id as PatientId)!;
const table = (...rows: readonly string[]) => ({ "cohort.csv": [...rows, ""].join("\n") });
const config = (...lines: readonly string[]): CohortConfig =>
  parseConfig(["version: 1", ...lines].join("\n"));

describe("files of a folder", () => {
  it("are found below it in one order, hidden ones, other kinds and links passed over", async () => {
    const dir = folder({
      "b/2.hea": "",
      "b/10.HEA": "",
      "a.png": "",
      "a.dcm": "",
      "Patient.ndjson.gz": "",
      "manifest.json": "",
      "log.ndjson": "",
      "b/x.json": "",
      ".hidden/c.hea": "",
      "README.txt": "",
      "LICENSE-x.txt": "",
      "notes/n.txt": "",
      "b/2.mat": "",
    });
    mkdirSync(join(dir, "d"));
    symlinkSync(dir, join(dir, "d/loop"));
    expect(await discover(realpathSync(dir))).toEqual({
      files: {
        fhir: ["Patient.ndjson.gz", "b/x.json"],
        ecg: ["b/10.HEA", "b/2.hea"],
        image: ["a.dcm", "a.png"],
        note: ["notes/n.txt"],
      },
      links: 1,
    });
  });
});

describe("a cohort without cohort.csv", () => {
  it("joins FHIR by its references, over files, and knows the age on the reference date", async () => {
    const dir = folder({
      "Condition.ndjson": ndjson(condition("p2", "38341003"), condition("p1", "49436004")),
      "Patient.ndjson": ndjson(fhirPatient("p1"), fhirPatient("p2", { gender: "male" })),
    });
    const reading = await read(dir);
    expect(ids(reading)).toEqual(["p1", "p2"]);
    expect(one(reading, "p2").record).toMatchObject({
      sex: "male",
      ageYears: 64,
      conditions: [{ code: { code: "38341003" } }],
    });
    expect(reading.notices).toEqual([]);
    expect(reading.counts).toMatchObject({
      patients: 2,
      files: { fhir: 2, ecg: 0, image: 0, note: 0 },
      missingAge: 0,
      missingSex: 0,
    });
  });

  it("counts each ECG, image and note as one patient, and says what that means", async () => {
    const dir = folder({ ...ecg("ecg/r1", 1), ...ecg("ecg/r2", 2), "img/a.png": png(1), "n.txt": "Well." });
    const reading = await read(dir);
    expect(ids(reading)).toEqual(["ecg/r1", "ecg/r2", "img/a", "n"]);
    expect(reading.notices).toEqual([expect.stringContaining("the guarantee is per file, not per person")]);
  });

  it("takes files of one name in one folder for one patient", async () => {
    const dir = folder({ ...ecg("r1", 1), "r1.png": png(1), "r1.txt": "Well." });
    const reading = await read(dir);
    expect(ids(reading)).toEqual(["r1"]);
    expect(one(reading, "r1")).toMatchObject({
      ecgs: [{ rateHz: 500 }],
      images: [{ width: 16 }],
      notes: [{ text: "Well." }],
    });
  });
});

describe("a cohort with cohort.csv", () => {
  it("joins every modality under its patient, whatever the order of its lines", async () => {
    const files = { ...ecg("e", 1), "x.png": png(1), "b.json": bundle(fhirPatient("f1")), "n.txt": "Well." };
    const rows = ["p,ecg,e.hea", "p,image,x.png", "p,fhir,b.json", "p,note,n.txt"];
    const [first, second] = await Promise.all(
      [rows, rows.toReversed()].map(lines =>
        read(folder({ ...files, ...table("patient,modality,path", ...lines) })),
      ),
    );
    expect(ids(first!)).toEqual(["p"]);
    expect(one(first!, "p")).toMatchObject({
      ecgs: [{}],
      images: [{}],
      notes: [{}],
      record: { sex: "female" },
    });
    expect(second!.patients).toEqual(first!.patients);
  });

  it("joins FHIR files that it does not name by their references, under the same ids", async () => {
    const dir = folder({
      ...ecg("e", 1),
      "Patient.ndjson": ndjson(fhirPatient("p1"), fhirPatient("p2")),
      ...table("patient,modality,path", "p1,ecg,e.hea"),
    });
    const reading = await read(dir);
    expect(ids(reading)).toEqual(["p1", "p2"]);
    expect(one(reading, "p1")).toMatchObject({ ecgs: [{}], record: { ageYears: 64 } });
  });

  it("leaves out signals that it does not name, and says how many", async () => {
    const dir = folder({ ...ecg("a", 1), ...ecg("b", 2), ...table("patient,modality,path", "p,ecg,a.hea") });
    const reading = await read(dir);
    expect(ids(reading)).toEqual(["p"]);
    expect(reading.notices).toEqual([
      "1 ecg files are named by no readable line of cohort.csv and are not read",
    ]);
  });

  it("refuses a FHIR file of several patients, or of none, that it gives to one", async () => {
    const several = folder({
      "b.json": bundle(fhirPatient("a"), fhirPatient("b")),
      ...table("patient,modality,path", "p,fhir,b.json"),
    });
    expect((await refusal(read(several))).message).toContain("b.json: holds several FHIR patients");
    const none = folder({ "b.json": bundle(), ...table("patient,modality,path", "p,fhir,b.json") });
    expect((await refusal(read(none))).message).toBe("b.json: holds no FHIR Patient that could be read");
  });

  it("has age and sex from the table before FHIR before the ECG's header", async () => {
    const header = ["Age: 30", "Sex: Male"];
    const files = {
      ...ecg("a", 1, { comments: header }),
      ...ecg("b", 2, { comments: header }),
      "b.json": bundle(fhirPatient("f")),
    };
    const rows = ["pa,ecg,a.hea,,", "pb,ecg,b.hea,,", "pb,fhir,b.json,,"];
    const without = await read(folder({ ...files, ...table("patient,modality,path,age,sex", ...rows) }));
    expect(one(without, "pa").record).toMatchObject({ ageYears: 30, sex: "male" });
    expect(one(without, "pb").record).toMatchObject({ ageYears: 64, sex: "female" });
    expect(without.counts.sexInConflict).toBe(1);
    expect(without.notices).toContain("1 patients have sources that differ in sex; check the join");
    const stated = await read(
      folder({ ...files, ...table("patient,modality,path,age,sex", ...rows, "pb,,,71,M") }),
    );
    expect(one(stated, "pb").record).toMatchObject({ ageYears: 71, sex: "male" });
  });

  it("gives an image its own view, findings, age and sex", async () => {
    const dir = folder({
      "x.png": png(1),
      ...table("patient,modality,path,age,sex,view,findings", "p,image,x.png,61,F,ap,Mass| Effusion"),
    });
    expect(one(await read(dir), "p").images[0]).toMatchObject({
      view: "AP",
      findings: ["Mass", "Effusion"],
      ageYears: 61,
      sex: "female",
    });
  });

  it("keeps declared columns as labels, ignores the others and names them", async () => {
    const dir = folder({
      "x.png": png(1),
      ...table("patient,modality,path,site,ward", "p,image,x.png,north,7", "p,,,south,", "q,,,,9"),
    });
    const reading = await read(
      dir,
      {},
      config("attributes:", "  place: { column: site, values: [north] }", "  bmi: { bins: [10, 60] }"),
    );
    expect(one(reading, "p").labels).toEqual({ site: "north" });
    expect(reading.notices).toEqual([
      "column ward of cohort.csv is not declared in cohort.yaml and is ignored",
      "attribute bmi is missing for every patient: cohort.csv has no column bmi",
    ]);
    expect(ids(reading)).toEqual(["p"]);
  });

  it("fills the declared columns age and sex from the other sources", async () => {
    const dir = folder({ "Patient.ndjson": ndjson(fhirPatient("p")) });
    const reading = await read(
      dir,
      {},
      config("attributes:", "  age: { bins: [0, 65, .inf] }", "  sex: { values: [female, male] }"),
    );
    expect(one(reading, "p").labels).toEqual({ age: "64", sex: "female" });
    expect(reading.notices).toEqual([]);
  });
});

describe("what counts of a patient", () => {
  it("is the first records by path, whatever the order of the table, and the rest is counted", async () => {
    const files = { ...ecg("b", 1), ...ecg("a", 2), ...ecg("c", 3) };
    const dir = folder({
      ...files,
      ...table("patient,modality,path", "p,ecg,c.hea", "p,ecg,b.hea", "p,ecg,a.hea"),
    });
    const reading = await read(
      dir,
      {},
      { ...DEFAULT_CONFIG, recordsPerPatient: { ecg: 2, image: 1, note: 4 } },
    );
    const alone = await read(folder({ ...ecg("a", 2), ...ecg("b", 1) }));
    expect(one(reading, "p").ecgs).toEqual([one(alone, "a").ecgs[0], one(alone, "b").ecgs[0]]);
    expect(reading.counts.beyondLimit.ecg).toBe(1);
    expect(reading.notices).toEqual(["1 ecg records beyond the 2 that count for a patient were not read"]);
  });

  it("is only what cohort.yaml declares, and the rest is said to be left out", async () => {
    const dir = folder({ ...ecg("a", 1), "x.png": png(1), "Patient.ndjson": ndjson(fhirPatient("p")) });
    const reading = await read(dir, {}, config("modalities: [ecg]", "size: 5"));
    expect(ids(reading)).toEqual(["a"]);
    expect(reading.notices.slice(1)).toEqual([
      "1 fhir files are not read: cohort.yaml leaves fhir out",
      "1 image files are not read: cohort.yaml leaves image out",
      "cohort.yaml declares 5 patients; 1 were read",
    ]);
  });

  it("does not depend on other patients: each is the same alone and among others", async () => {
    const rows = ["p,ecg,a.hea,north", "q,ecg,b.hea,south", "r,image,x.png,north"];
    const files = { ...ecg("a", 1), ...ecg("b", 2), "x.png": png(1) };
    const declared = config("attributes:", "  site: { values: [north, south] }");
    const all = await read(
      folder({ ...files, ...table("patient,modality,path,site", ...rows) }),
      {},
      declared,
    );
    for (const row of rows) {
      const alone = await read(
        folder({ ...files, ...table("patient,modality,path,site", row) }),
        {},
        declared,
      );
      const [[id, patient]] = [...alone.patients] as [[PatientId, Patient]];
      expect(all.patients.get(id)).toEqual(patient);
    }
  });

  it("is digested before the next patient is opened, and progress is told", async () => {
    const dir = folder({ ...ecg("a", 1), ...ecg("b", 2) });
    const events: string[] = [];
    await read(dir, {
      readers: {
        ...DEFAULT_READERS,
        ecg: (path, file) => {
          events.push(`open ${file}`);
          return DEFAULT_READERS.ecg(path, file);
        },
      },
      digest: patient => {
        events.push(`digest ${patient.id}`);
        return patient;
      },
      progress: (done, total, what) => events.push(`${what} ${done}/${total}`),
    });
    expect(events).toEqual([
      "FHIR files 0/0",
      "open a.hea",
      "digest a",
      "patients 1/2",
      "open b.hea",
      "digest b",
      "patients 2/2",
    ]);
  });
});
