/** Real notes for measuring: never those a prior was trained on. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rowsOf } from "../../train-notes/real.ts";

const FOLDER = fileURLToPath(new URL("../../../../shared/data/notes", import.meta.url));

/** Validation and test sections of MTS-Dialog and the notes of PriMock57; none where the folder is absent. */
export const heldOutTexts = (): readonly string[] => {
  if (!existsSync(FOLDER)) return [];
  const dialogues = readdirSync(join(FOLDER, "mts_dialog"))
    .filter(name => name.endsWith(".csv") && !name.includes("Training"))
    .flatMap(name => rowsOf(readFileSync(join(FOLDER, "mts_dialog", name), "utf8")))
    .map(([, , text = ""]) => text);
  const consultations = readdirSync(join(FOLDER, "primock57"))
    .filter(name => name.endsWith(".json"))
    .map(
      name => (JSON.parse(readFileSync(join(FOLDER, "primock57", name), "utf8")) as { note: string }).note,
    );
  return [...dialogues, ...consultations];
};
