import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { noteView } from "../../../generators/note/digest.ts";
import { NOTE_TYPES, SECTIONS, type Section } from "../../../generators/note/section.ts";
import { noteBlock } from "../../../generators/note/style.ts";
import { STYLE_DIMENSION } from "../../../generators/note/style-space.ts";

const DATA = fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const folder = (name: string) => `${DATA}/${name}`;
const block = noteBlock(1);

const isBounded = (text: string): boolean => {
  const view = noteView([{ text }]);
  // Only a text without a letter or digit has no view.
  if (view === undefined) return !/[\p{L}\d]/u.test(text);
  const out = new Float64Array(block.size);
  block.contribute({ attributes: {}, note: view }, out);
  const inUnit = view.vector.every(x => x >= 0 && x <= 1) && view.vector.length === STYLE_DIMENSION;
  return inUnit && out.reduce((sum, x) => sum + x * x, 0) <= 1 + 1e-9;
};

// The folder is not part of the project; without it there is nothing to read.
describe.skipIf(!existsSync(folder("notes")))("real notes", () => {
  it("every PriMock57 note and every line of MTS-Dialog has a bounded view", () => {
    const consultations = readdirSync(folder("notes/primock57")).filter(name => name.endsWith(".json"));
    expect(consultations.length).toBeGreaterThan(50);
    for (const name of consultations) {
      const { note } = JSON.parse(readFileSync(`${folder("notes/primock57")}/${name}`, "utf8")) as {
        note: string;
      };
      expect(isBounded(note)).toBe(true);
    }
    for (const name of readdirSync(folder("notes/mts_dialog")).filter(file => file.endsWith(".csv")))
      for (const line of readFileSync(`${folder("notes/mts_dialog")}/${name}`, "latin1").split("\n"))
        expect(isBounded(line)).toBe(true);
  });
});

describe.skipIf(!existsSync(folder("fhir/synthea_bulk_10_patients")))("Synthea notes", () => {
  it("all have a bounded view, with chief complaint, history and plan read in nearly all", () => {
    const path = folder("fhir/synthea_bulk_10_patients");
    const file = readdirSync(path).find(name => name.startsWith("DocumentReference"))!;
    const documents = readFileSync(`${path}/${file}`, "utf8")
      .split("\n")
      .filter(line => line !== "");
    let complete = 0;
    for (const line of documents) {
      const { content } = JSON.parse(line) as { content: { attachment: { data: string } }[] };
      const text = Buffer.from(content[0]!.attachment.data, "base64").toString("utf8");
      expect(isBounded(text)).toBe(true);
      const { vector } = noteView([{ text }])!;
      const reads = (section: Section) => vector[NOTE_TYPES.length + SECTIONS.indexOf(section)] === 1;
      if (reads("chief-complaint") && reads("present-illness") && reads("plan")) complete++;
    }
    expect(complete / documents.length).toBeGreaterThan(0.95);
  });
});
