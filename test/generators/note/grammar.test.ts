import { beforeAll, describe, expect, it } from "vitest";
import type { Bank } from "../../../generators/note/bank/bank.ts";
import { byMove, ENGLISH } from "../../../generators/note/bank/en/index.ts";
import { contradictions } from "../../../generators/note/checker.ts";
import { frames } from "../../../generators/note/frame.ts";
import { writeNote, writeWith } from "../../../generators/note/grammar.ts";
import { DOCUMENTS, NOTE_TYPES } from "../../../generators/note/section.ts";
import { PRIOR_STYLE } from "../../../generators/note/style.ts";
import { EMPTY_RECORD } from "../../../schemas/record.ts";
import { rng } from "../../../src/math/rng.ts";
import { corpus, onlyType, type Written } from "./corpus.ts";
import { subject } from "./people.ts";
import { says } from "./says.ts";

describe("5,000 notes: 834 persons × six types", () => {
  let written: readonly Written[] = [];
  beforeAll(() => {
    written = corpus(834, "grammar");
  }, 300_000);

  it("the reader finds no contradiction, and none had to be corrected on the way", () => {
    const wrong = written.flatMap(({ note }) => contradictions(note.text, note.facts));
    expect(wrong).toEqual([]);
    expect(written.reduce((sum, { note }) => sum + note.corrections, 0)).toBe(0);
  });

  it("every type is written where the facts allow it, under its LOINC code", () => {
    for (const { type, note } of written) expect(note.type).toEqual(DOCUMENTS[type]);
  });

  it("no slot is left open, nothing undefined, no double space, no article by chance", () => {
    const broken =
      /undefined|NaN|\u0020{2}|[{}[\]|]|\ba\/an\b|\.\.|,\.| [,.;]|\( |\ba (?:[aeio]|8|11-|18-)|\ban (?!8|11|18|[aeiouh]|[AEFHILMNORSX])/;
    for (const { note } of written) expect(broken.exec(note.text)?.[0]).toBeUndefined();
  });

  it("every span lies in the text and contains what each of its facts says", () => {
    let spans = 0;
    for (const { note } of written) {
      const facts = new Map(note.facts.map(fact => [fact.id, fact]));
      for (const { start, end, facts: ids } of note.spans) {
        spans++;
        expect(start >= 0 && start < end && end <= note.text.length).toBe(true);
        const text = note.text.slice(start, end);
        const silent = ids.filter(id => !facts.has(id) || !says(text, facts.get(id)!, facts));
        expect(silent.map(id => `${id} in: ${text}`)).toEqual([]);
      }
    }
    expect(spans).toBeGreaterThan(30_000);
  });

  it("sections are parts of the text", () => {
    for (const { note } of written) {
      expect(note.sections.length).toBeGreaterThan(0);
      for (const { title, text } of note.sections) {
        expect(note.text).toContain(title);
        expect(note.text).toContain(text);
      }
    }
  });

  it("no body sentence of four words or more stands in more than 2 % of notes (headings apart)", () => {
    const counts = new Map<string, number>();
    for (const { note } of written)
      for (const sentence of new Set(bodySentences(note)))
        counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
    const most = Math.max(...counts.values());
    expect(most / written.length).toBeLessThan(0.02);
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    // Most sentences are unique: their facts are.
    expect([...counts.values()].filter(count => count === 1).length / total).toBeGreaterThan(0.5);
  });

  it("in one section no two neighbouring sentences of prose open with the same two words in more than 2 % of cases", () => {
    let pairs = 0;
    let same = 0;
    for (const { note } of written)
      for (const { text } of note.sections) {
        const openers = text.split(/(?<=\.)\s+/).map(sentence => sentence.split(" ").slice(0, 2).join(" "));
        for (let i = 1; i < openers.length; i++, pairs++) if (openers[i] === openers[i - 1]) same++;
      }
    expect(same / pairs).toBeLessThan(0.02);
  });

  it("the same person, style and seed give the same note; another seed gives another", () => {
    for (const { type, subject: made, note } of written.slice(0, 50)) {
      const again = (seed: string) => writeNote(made.person, made.signals, onlyType(type), rng(seed));
      const i = made.person.index;
      expect(again(`grammar/note/${i}/${type}`)).toEqual(note);
      expect(again(`other/${i}/${type}`).text).not.toBe(note.text);
    }
  });
});

const bodySentences = ({ sections }: { readonly sections: Written["note"]["sections"] }): readonly string[] =>
  sections
    .flatMap(({ text }) => text.split(/\n|(?<=[.;])\s+/))
    .map(line => line.replace(/^(?:\d+\.|[-*])\s+/, "").trim())
    .filter(line => line.split(/\s+/).length >= 4);

describe("writeNote", () => {
  it("writes about a person with an empty record", () => {
    const person = {
      ...subject(0, rng("empty")).person,
      record: EMPTY_RECORD,
      assignment: {},
    };
    for (let i = 0; i < 100; i++) {
      const note = writeNote(person, {}, PRIOR_STYLE, rng(`empty/${i}`));
      expect(note.text).not.toMatch(/undefined|NaN|[{}[\]|]| {2}/);
      expect(contradictions(note.text, note.facts)).toEqual([]);
      expect(["11506-3", "34117-2", "11488-4"]).toContain(note.type.code);
    }
  });

  it("writes types that the facts do not allow as others", () => {
    const { person } = subject(3, rng("plain"), false);
    const ambulatory = { ...person, record: { ...person.record, encounters: [] } };
    for (const type of ["discharge", "radiology", "ecg"] as const)
      expect(["11506-3", "34117-2", "11488-4"]).toContain(
        writeNote(ambulatory, {}, onlyType(type), rng(type)).type.code,
      );
  });

  it("names no medication that is not on record, and no stopped one as current", () => {
    const { person, signals } = subject(5, rng("stopped"));
    const record = {
      ...person.record,
      medications: [{ code: { system: "", code: "", display: "warfarin" }, status: "stopped" }],
    };
    for (let i = 0; i < 50; i++)
      for (const type of NOTE_TYPES)
        expect(writeNote({ ...person, record }, signals, onlyType(type), rng(`s/${i}`)).text).not.toMatch(
          /warfarin/i,
        );
  });

  it("a bank that contradicts the facts is corrected, counted, and never gets through", () => {
    const poison = frames(
      "hpi.open",
      { any: ["A/an {person} without {history}.", "{^person}, denies {history}."] },
      { when: ["visit=symptom"] },
    );
    const all = [...ENGLISH.frames.values()].flat();
    const bank: Bank = { ...ENGLISH, frames: byMove([...poison, ...poison, ...poison, ...all]) };
    let corrections = 0;
    for (let i = 0; i < 200; i++) {
      const { person, signals } = subject(i, rng(`poison/${i}`));
      const note = writeWith(bank, person, {
        signals,
        style: onlyType("history-physical"),
        rng: rng(`poison/n/${i}`),
      });
      expect(contradictions(note.text, note.facts)).toEqual([]);
      corrections += note.corrections;
    }
    expect(corrections).toBeGreaterThan(5);
  });
});
