/** Real notes for measuring: never those a prior was trained on. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rowsOf } from "../../train-notes/real.ts";

const FOLDER = fileURLToPath(new URL("../../../../shared/data/notes", import.meta.url));

/** Validation and test sections of MTS-Dialog and the notes of PriMock57; none where the folder is absent. */
export const heldOutTexts = (): readonly string[] => [
  ...dialogueSections("held out").map(({ text }) => text),
  ...consultationNotes(),
];

/** Sections of MTS-Dialog; none where the folder is absent. */
export const dialogueSections = (
  part: "training" | "held out",
): readonly { readonly header: string; readonly text: string }[] =>
  filesIn("mts_dialog", ".csv")
    .filter(path => path.includes("Training") === (part === "training"))
    .flatMap(path => rowsOf(readFileSync(path, "utf8")))
    .map(([, header = "", text = ""]) => ({ header, text }));

/** Notes of PriMock57, consultations of general practice; none where the folder is absent. */
export const consultationNotes = (): readonly string[] =>
  filesIn("primock57", ".json").map(
    path => (JSON.parse(readFileSync(path, "utf8")) as { note: string }).note,
  );

const filesIn = (corpus: string, ending: string): readonly string[] => {
  const folder = join(FOLDER, corpus);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(name => name.endsWith(ending))
    .map(name => join(folder, name));
};
