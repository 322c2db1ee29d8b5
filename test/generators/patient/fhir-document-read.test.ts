import { describe, expect, it } from "vitest";
import { noteResources } from "../../../generators/patient/fhir-document.ts";
import { readNote } from "../../../generators/patient/fhir-document-read.ts";
import { InvalidInput } from "../../../src/errors.ts";
import { corpus } from "../note/corpus.ts";

const documents = corpus(40, "round trip").map(({ note, subject: { person } }) => {
  const { corrections: _, ...own } = note;
  return { note: own, document: noteResources({ person, provenance: "measured", note })[0]! };
});

describe("a note as DocumentReference", () => {
  it("read(write(note)) = note: text, type, sections, spans, mentions and facts of 200 notes", () => {
    for (const { note, document } of documents)
      expect(readNote(JSON.parse(JSON.stringify(document)))).toEqual(note);
  });

  it("is refused without a text, and where a place lies outside it", () => {
    const { document } = documents[0]!;
    expect(() => readNote({ ...document, content: [] })).toThrow(InvalidInput);
    const content = [{ attachment: { ...document.content[0]!.attachment, data: btoa("short") } }];
    expect(() => readNote({ ...document, content })).toThrow("must have a place inside the text");
  });
});
