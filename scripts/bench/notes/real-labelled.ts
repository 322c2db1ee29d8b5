/** Real and real-like notes with labels. Wording was developed with the training part of MTS-Dialog in view. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sectionsOpenedBy } from "../../../generators/note/headings.ts";
import { conceptOf, isSocial } from "../../../generators/note/knowledge/concepts.ts";
import { rowsOf } from "../../train-notes/real.ts";
import type { Labelled } from "./bag-classifier.ts";

const DATA = fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const DIALOGUES = join(DATA, "notes/mts_dialog");
const CONSULTATIONS = join(DATA, "notes/primock57");
const SYNTHEA = join(DATA, "fhir/synthea_bulk_10_patients");

export const hasRealNotes = (): boolean => [DIALOGUES, CONSULTATIONS, SYNTHEA].every(existsSync);

/** A text with whom it is about: what is resampled together. */
export interface RealText extends Labelled {
  readonly patient: string;
}

/** Headings of MTS-Dialog that the public lexicon does not have. */
const HEADERS: Readonly<Record<string, string>> = {
  GENHX: "present-illness",
  PASTMEDICALHX: "past-history",
  PASTSURGICAL: "past-history",
  EXAM: "examination",
  LABS: "results",
  IMAGING: "results",
  DISPOSITION: "follow-up",
  EDCOURSE: "hospital-course",
};

/** Sections of MTS-Dialog: its training part, or validation and both tests. */
export const realSections = (part: "training" | "held out"): readonly RealText[] =>
  readdirSync(DIALOGUES)
    .filter(name => name.endsWith(".csv") && name.includes("Training") === (part === "training"))
    .flatMap(name =>
      rowsOf(readFileSync(join(DIALOGUES, name), "utf8")).flatMap(([id = "", header = "", text = ""]) => {
        const label = HEADERS[header] ?? sectionsOpenedBy(`${header}:`)[0];
        return label === undefined ? [] : [{ label, text, patient: `${name}/${id}` }];
      }),
    );

/** Notes whose kind is known: Synthea's history and physical notes, consultations of PriMock57 as progress notes. */
export const realTypes = (): readonly RealText[] => [
  ...syntheaNotes()
    .filter(({ type }) => type === "34117-2")
    .map(({ text, patient }) => ({ label: "history-physical", text, patient })),
  ...readdirSync(CONSULTATIONS)
    .filter(name => name.endsWith(".json"))
    .map(name => ({
      label: "progress",
      text: (JSON.parse(readFileSync(join(CONSULTATIONS, name), "utf8")) as { note: string }).note,
      patient: name,
    })),
];

/** A note of Synthea and the concepts that the patient's record holds on its day. */
export interface ChartedNote {
  readonly patient: string;
  readonly type: string;
  readonly text: string;
  readonly conditions: ReadonlySet<string>;
}

interface SyntheaDocument {
  readonly type: { readonly coding: readonly { readonly code: string }[] };
  readonly subject: { readonly reference: string };
  readonly date: string;
  readonly content: readonly { readonly attachment: { readonly data: string } }[];
}

interface SyntheaCondition {
  readonly subject: { readonly reference: string };
  readonly onsetDateTime: string;
  readonly code: { readonly text: string };
}

export const syntheaNotes = (): readonly ChartedNote[] => {
  const known = lines<SyntheaCondition>("Condition").filter(({ code }) => !isSocial(code.text));
  return lines<SyntheaDocument>("DocumentReference").map(({ type, subject, date, content }) => ({
    patient: subject.reference,
    type: type.coding[0]!.code,
    text: Buffer.from(content[0]!.attachment.data, "base64").toString("utf8"),
    conditions: new Set(
      known
        .filter(each => each.subject.reference === subject.reference && each.onsetDateTime <= date)
        .flatMap(({ code }) => conceptOf(code.text)?.slug ?? []),
    ),
  }));
};

const lines = <T>(type: string): readonly T[] =>
  readFileSync(join(SYNTHEA, `${type}.000.ndjson`), "utf8")
    .split("\n")
    .filter(line => line !== "")
    .map(line => JSON.parse(line) as T);
