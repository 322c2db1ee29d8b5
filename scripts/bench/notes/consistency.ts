/** Fact precision, fact recall and contradictions of notes, by the independent reader. */
import { type Statement, statements } from "../../../generators/note/checker.ts";
import type { SyntheticNote } from "../../../schemas/person.ts";

/** Kinds of fact a recall is given for: the first part of an id, and the last where there are three. */
export const kindOf = (id: string): string => {
  const [kind, , part] = id.split("/");
  if (kind === "ecg" || kind === "imaging" || kind === "date" || kind === "demographic") return id;
  return part === undefined ? kind! : `${kind}/…/${part}`;
};

export interface Consistency {
  readonly notes: number;
  /** Statements the reader found, and how many of them hold. */
  readonly read: number;
  readonly right: number;
  /** Facts that sentences state, and how many of them the reader finds in the words of their sentence. */
  readonly stated: number;
  readonly found: number;
  readonly contradictions: Readonly<Record<string, number>>;
  readonly missed: Readonly<Record<string, { readonly stated: number; readonly missed: number }>>;
  readonly examples: readonly string[];
}

export const consistencyOf = (notes: readonly SyntheticNote[]): Consistency => {
  const contradictions: Record<string, number> = {};
  const missed: Record<string, { stated: number; missed: number }> = {};
  const examples: string[] = [];
  let [read, right, stated, found] = [0, 0, 0, 0];
  for (const note of notes) {
    const said = statements(note.text, note.facts);
    read += said.length;
    for (const { fault, span } of said) {
      if (fault === undefined) right++;
      else {
        contradictions[fault.rule] = (contradictions[fault.rule] ?? 0) + 1;
        if (examples.length < 20) examples.push(`${fault.rule}: …${context(note.text, span)}…`);
      }
    }
    for (const { start, end, facts } of note.spans)
      for (const id of facts) {
        const kind = kindOf(id);
        missed[kind] ??= { stated: 0, missed: 0 };
        missed[kind].stated++;
        stated++;
        if (isFound(said, [start, end], id)) found++;
        else {
          missed[kind].missed++;
          if (examples.length < 400 && missed[kind].missed <= 6)
            examples.push(`${id} not read in: ${note.text.slice(start, end)}`);
        }
      }
  }
  return { notes: notes.length, read, right, stated, found, contradictions, missed, examples };
};

const isFound = (said: readonly Statement[], [start, end]: Statement["span"], id: string): boolean =>
  said.some(({ span, facts }) => span[0] < end && start < span[1] && facts.includes(id));

const context = (text: string, [start, end]: Statement["span"]): string =>
  text.slice(Math.max(0, start - 40), end + 20).replaceAll("\n", " / ");
