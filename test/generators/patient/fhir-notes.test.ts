import { describe, expect, it } from "vitest";
import { noteView } from "../../../generators/note/digest.ts";
import { readStyle } from "../../../generators/note/read-style.ts";
import { readFhir } from "../../../generators/patient/fhir-read.ts";
import { withoutRtf } from "../../../generators/patient/rtf.ts";
import { filesOf } from "./folder.ts";
import { AS_OF } from "./people.ts";

const base64 = (text: string, encoding: BufferEncoding = "utf8") =>
  Buffer.from(text, encoding).toString("base64");

/** Notes of one patient, as the cohort reader takes them from a DocumentReference. */
const notesOf = async (contentType: string, data: string | undefined) => {
  const resources = [
    { resourceType: "Patient", id: "a" },
    {
      resourceType: "DocumentReference",
      id: "d",
      status: "current",
      subject: { reference: "Patient/a" },
      content: [{ attachment: { contentType, ...(data === undefined ? {} : { data }) } }],
    },
  ];
  const text = resources.map(resource => JSON.stringify(resource)).join("\n");
  const { patients } = await readFhir(filesOf({ "x.ndjson": text }), { asOf: AS_OF });
  return patients.get("a")!.notes.map(note => note.text);
};

const LABS = "Na 139 mmol/L\nK 4.2 mmol/L\n".repeat(75_000);
const HINDI = "रोगी को तीन दिन से खांसी है। बुखार नहीं।";
const RTF =
  "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 HPI: Gr\\'f6\\'dfe 180 cm\\par Plan: \\u8364? none\\par{\\*\\generator x;}{open";

describe("notes as they come: read, or refused with the reason", () => {
  it.each([
    ["Latin-1 that says so", "text/plain; charset=iso-8859-1", base64("Größe", "latin1"), ["Größe"]],
    ["one sentence", "text/plain", base64("Well."), ["Well."]],
    ["Hindi", "text/plain; charset=utf-8", base64(HINDI), [HINDI]],
    ["2 MB of pasted labs", "text/plain", base64(LABS), [LABS]],
    ["an empty attachment", "text/plain", "", []],
    ["blanks only", "text/plain", base64(" \n\t "), []],
    ["an attachment elsewhere", "text/plain", undefined, []],
    ["a PDF", "application/pdf", base64("%PDF-1.7"), []],
    ["RTF with debris", "text/rtf", base64(RTF), ["HPI: Größe 180 cm\nPlan: € none\nopen"]],
  ])("%s", async (_, type, data, expected) => {
    expect(await notesOf(type, data)).toEqual(expected);
  });

  it.each([
    [
      "Latin-1 that says it is UTF-8",
      "text/plain; charset=utf-8",
      base64("Größe", "latin1"),
      "is not text in its charset",
    ],
    [
      "a charset nobody knows",
      "text/plain; charset=x-klingon",
      base64("x"),
      "names a charset that is not known",
    ],
    ["no base64", "text/plain", "%%%", "is not valid base64"],
  ])("%s is refused", async (_, type, data, reason) => {
    await expect(notesOf(type, data)).rejects.toThrow(reason);
  });
});

describe("withoutRtf", () => {
  it("reads any debris in time that grows with its length, and never throws", () => {
    for (const text of ["", "{", "}", "\\", "\\'", "\\u", "{\\*", "{{{{", "\\'zz", RTF.slice(0, 40)])
      expect(typeof withoutRtf(text)).toBe("string");
    const started = performance.now();
    withoutRtf("{\\rtf1 ".repeat(100_000));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe("what is learnt of odd notes", () => {
  it("a script without English headings counts by its length alone", () => {
    const style = readStyle(HINDI)!;
    expect(style.sections.every(x => x === 0)).toBe(true);
    expect(style.length[0]).toBe(1);
  });

  it("an empty note counts as none, pasted labs as one long note", () => {
    expect(noteView([{ text: "" }])).toBeUndefined();
    expect(readStyle(LABS)!.length.at(-1)).toBe(1);
  });
});
