import { type WrittenNote, writeNote } from "../../../generators/note/grammar.ts";
import { NOTE_TYPES, type NoteType } from "../../../generators/note/section.ts";
import { type NoteStyle, PRIOR_STYLE } from "../../../generators/note/style.ts";
import { rng } from "../../../src/math/rng.ts";
import { type Subject, subject } from "./people.ts";

export interface Written {
  readonly type: NoteType;
  readonly subject: Subject;
  readonly note: WrittenNote;
}

/** A style that writes one type of note only. */
export const onlyType = (type: NoteType, style: NoteStyle = PRIOR_STYLE): NoteStyle => ({
  ...style,
  types: Object.fromEntries(NOTE_TYPES.map(name => [name, name === type ? 1 : 0])) as NoteStyle["types"],
});

/** Notes of every type about `count` persons, each with ECG, image and stay. */
export const corpus = (count: number, seed: string): readonly Written[] =>
  Array.from({ length: count }, (_, i) => subject(i, rng(`${seed}/person/${i}`))).flatMap((made, i) =>
    NOTE_TYPES.map(type => ({
      type,
      subject: made,
      note: writeNote(made.person, made.signals, onlyType(type), rng(`${seed}/note/${i}/${type}`)),
    })),
  );
