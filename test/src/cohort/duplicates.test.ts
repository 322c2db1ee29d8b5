import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../../../src/cohort/config.ts";
import { Duplicates } from "../../../src/cohort/duplicates.ts";
import { bundle, ecg, fhirPatient, folder, png, read, refusal } from "./fixture.ts";

const table = (...rows: readonly string[]) => ({ "cohort.csv": [...rows, ""].join("\n") });

describe("one recording under two patients", () => {
  const files = { ...ecg("a", 1), ...ecg("b", 1), ...ecg("c", 2), "x.png": png(1), "y.png": png(1) };

  it("stops the reading, naming both files", async () => {
    const dir = folder({ ...files, ...table("patient,modality,path", "p,ecg,a.hea", "q,ecg,b.hea") });
    for (const onInvalid of ["stop", "skip"] as const)
      expect((await refusal(read(dir, { onInvalid }))).message).toMatch(
        /^b.hea: holds the same recording as a.hea, under another patient/,
      );
  });

  it("is kept under both on request, and reported", async () => {
    const reading = await read(folder(files), { onDuplicate: "keep" });
    expect([...reading.patients.keys()]).toEqual(["a", "b", "c", "x", "y"]);
    expect(reading.counts.duplicates).toBe(2);
    expect(reading.notices).toContain(
      "b.hea holds the same recording as a.hea, under another patient; both are kept",
    );
    expect(reading.notices).toContain(
      "y.png holds the same image as x.png, under another patient; both are kept",
    );
  });

  it("may stand twice under one patient", async () => {
    const dir = folder({ ...files, ...table("patient,modality,path", "p,ecg,a.hea", "p,ecg,b.hea") });
    const bounds = { ecg: 2, image: 1, note: 1 };
    const reading = await read(dir, {}, { ...DEFAULT_CONFIG, recordsPerPatient: bounds });
    expect([...reading.patients.keys()]).toEqual(["p"]);
  });

  it("is noticed of FHIR patients too", async () => {
    const dir = folder({
      "a.json": bundle(fhirPatient("f")),
      "b.json": bundle(fhirPatient("f")),
      ...table("patient,modality,path", "p,fhir,a.json", "q,fhir,b.json"),
    });
    expect((await refusal(read(dir))).message).toMatch(/^b.json: holds the same FHIR patient as a.json/);
  });
});

describe("one image filed for forty patients", () => {
  const forty = Array.from({ length: 40 }, (_, i) => `p${String(i).padStart(2, "0")}`);
  const files = {
    "x.png": png(1),
    ...table("patient,modality,path", ...forty.map(id => `${id},image,x.png`)),
  };

  it("stops the reading at the second of them", async () => {
    expect((await refusal(read(folder(files)))).message).toMatch(/x\.png/);
  });

  it("as forty copies of a file: stops at the second, and is kept on request with thirty-nine notices", async () => {
    const copies = folder(Object.fromEntries(forty.map(id => [`${id}.png`, png(1)])));
    expect((await refusal(read(copies))).message).toMatch(
      /^p01\.png: holds the same image as p00\.png, under another patient/,
    );
    const reading = await read(copies, { onDuplicate: "keep" });
    expect(reading.patients.size).toBe(40);
    expect(reading.counts.duplicates).toBe(39);
  });
});

describe("one recording in cohort and holdout", () => {
  const cohort = { ...ecg("a", 1), "x.png": png(1), "f.json": bundle(fhirPatient("f")) };
  const readHoldout = async (held: Parameters<typeof folder>[0], mode: "stop" | "keep") => {
    const duplicates = new Duplicates(mode);
    await read(folder(cohort), { duplicates });
    duplicates.enterHoldout();
    return read(folder(held), { duplicates });
  };

  it("stops the reading under one id as under two, naming both files and the option", async () => {
    expect((await refusal(readHoldout(ecg("a", 1), "stop"))).message).toBe(
      "holdout: a.hea: holds the same recording as a.hea of the cohort, which is fitted, while the holdout must not be; take it out of one of them, or keep both (--on-duplicate keep)",
    );
    expect((await refusal(readHoldout({ "y.png": png(1) }, "stop"))).message).toMatch(
      /^holdout: y\.png: .*image/,
    );
    expect((await refusal(readHoldout({ "g.json": bundle(fhirPatient("f")) }, "stop"))).message).toMatch(
      /^holdout: .*FHIR patient/,
    );
  });

  it("is kept on request and reported once, with the holdout", async () => {
    const reading = await readHoldout({ ...ecg("a", 1), ...ecg("b", 2) }, "keep");
    expect([...reading.patients.keys()]).toEqual(["a", "b"]);
    expect(reading.counts.duplicates).toBe(1);
    expect(reading.notices.filter(notice => /the same/.test(notice))).toEqual([
      "holdout: a.hea holds the same recording as a.hea of the cohort, which is fitted, while the holdout must not be; both are kept",
    ]);
  });

  it("is no matter where the holdout holds others, of whatever id", async () => {
    const reading = await readHoldout({ ...ecg("a", 2), "x.png": png(2) }, "stop");
    expect(reading.counts.duplicates).toBe(0);
  });
});
