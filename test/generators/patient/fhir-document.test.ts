import { describe, expect, it } from "vitest";
import { noteResources } from "../../../generators/patient/fhir-document.ts";
import type { SyntheticPatient } from "../../../schemas/person.ts";
import { wholePatient } from "./people.ts";

const withNote = (code: string): SyntheticPatient => {
  const patient = wholePatient();
  const note = patient.note!;
  const facts = [
    { id: "date/admission", kind: "date" as const, name: "admission date", value: "2026-05-04" },
    { id: "date/discharge", kind: "date" as const, name: "discharge date", value: "2026-05-09" },
  ];
  return { ...patient, note: { ...note, type: { ...note.type, code }, facts } };
};

describe("a note's document", () => {
  it("is dated at discharge where it is a discharge summary: it tells of the days in between", () => {
    expect(noteResources(withNote("18842-5"))[0]!.date).toMatch(/^2026-05-09T/);
  });

  it("is dated at the visit where it is any other note, whatever stay follows", () => {
    expect(noteResources(withNote("34117-2"))[0]!.date).toMatch(/^2026-05-04T/);
    expect(noteResources(wholePatient())[0]!.date).toMatch(/^2026-05-04T/);
  });
});
