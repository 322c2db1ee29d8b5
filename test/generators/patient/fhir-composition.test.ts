import { describe, expect, it } from "vitest";
import { compositionResources, textOfNarrative } from "../../../generators/patient/fhir-composition.ts";
import { corpus } from "../note/corpus.ts";

const made = corpus(30, "composition").map(({ note, subject: { person }, type }) => ({
  type,
  note,
  composition: compositionResources({ person, provenance: "measured", note })[0],
}));

describe("a note as Composition", () => {
  it("is made of every clinical note and of no report", () => {
    for (const { type, composition } of made)
      expect(composition === undefined).toBe(type === "ecg" || type === "radiology");
  });

  it("read back section by section it says what the note says, in order, under the same titles", () => {
    for (const { note, composition } of made)
      if (composition !== undefined)
        expect(
          composition.section!.map(({ title, text }) => ({ title, text: textOfNarrative(text!.div!) })),
        ).toEqual(note.sections.map(({ title, text }) => ({ title, text })));
  });

  it("codes sections by LOINC, assessment and plan under one heading as one, and follow-up not at all", () => {
    const codes = new Set<string>();
    for (const { composition } of made)
      for (const { code } of composition?.section ?? []) {
        const coding = code?.coding?.[0];
        if (coding !== undefined) codes.add(`${coding.code}`);
      }
    expect([...codes]).toEqual(
      expect.arrayContaining(["10164-2", "10160-0", "29545-1", "51847-2", "18776-5"]),
    );
  });

  it("holds no markup of the note's own", () => {
    for (const { composition } of made)
      for (const { text } of composition?.section ?? [])
        expect(text!.div).toMatch(/^<div xmlns="[^"]*">(?:[^<>]|<br\/>)*<\/div>$/);
  });
});
