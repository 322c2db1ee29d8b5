import { describe, expect, it } from "vitest";
import { GERMAN } from "../../../generators/note/bank/de/index.ts";
import { ENGLISH } from "../../../generators/note/bank/en/index.ts";
import { writeWith } from "../../../generators/note/grammar.ts";
import { NOTE_TYPES } from "../../../generators/note/section.ts";
import { rng } from "../../../src/math/rng.ts";
import { onlyType } from "./corpus.ts";
import { subject } from "./people.ts";

const written = Array.from({ length: 300 }, (_, i) => {
  const random = rng(`german/${i}`);
  const { person, signals } = subject(i, random.child("person"), i % 2 === 0);
  const style = onlyType(NOTE_TYPES[i % NOTE_TYPES.length]!);
  return writeWith(GERMAN, person, { signals, style, rng: random.child("note") });
});

describe("a language is a folder: 300 German notes", () => {
  it("hold no English sentence, no open slot, and no contradiction that the German reader finds", () => {
    for (const { text, facts, corrections } of written) {
      expect(text).not.toMatch(/\b(?:the|with|was|is|for|history|patient|pt|and)\b|undefined|NaN|[{}[\]|]/);
      expect(GERMAN.contradictions(text, facts)).toEqual([]);
      expect(corrections).toBe(0);
    }
  });

  it("state facts with spans and mentions, as English ones do", () => {
    for (const { text, spans, entities, facts } of written) {
      const ids = new Set(facts.map(({ id }) => id));
      for (const { start, end, facts: stated } of spans) {
        expect(start < end && end <= text.length).toBe(true);
        for (const id of stated) expect(ids.has(id)).toBe(true);
      }
      expect(entities!.length).toBeGreaterThan(0);
    }
    expect(written.flatMap(({ spans }) => spans).length).toBeGreaterThan(1000);
  });

  const PLANTS: Readonly<Record<string, readonly [RegExp, (word: string) => string]>> = {
    age: [/\d+(?=-jährig| J\.)/, word => String(Number(word) + 3)],
    sex: [/\bPatientin\b/, () => "Patient"],
    pressure: [/(?<=Blutdruck )\d+/, word => String(Number(word) + 7)],
    date: [/\b\d{2}(?=\.\d{2}\.\d{4})/, word => String(((Number(word) + 10) % 28) + 1).padStart(2, "0")],
    dose: [/\d+(?= mg )/, word => String(2 * Number(word))],
    side: [/\b(?:links|rechts)\b/, word => (word === "links" ? "rechts" : "links")],
    rhythm: [/Sinusrhythmus/, () => "Sinustachykardie"],
    condition: [/\b(?:Hyperlipidämie|Adipositas|Arthrose)\b/, () => "Osteoporose"],
    denial: [/(?:kein Hinweis auf|Keine Vorgeschichte von) /, () => "bekannt ist "],
    allergen: [/(?<=Allergie gegen |Allergie: |Unverträglichkeit: )\p{Lu}\p{Ll}+/u, () => "Schimmelpilze"],
  };

  it.each(Object.keys(PLANTS))(
    "a planted error of %s is found by the German reader in at least 98 %% of notes",
    kind => {
      const [pattern, put] = PLANTS[kind]!;
      const spoilt = written.filter(({ text }) => pattern.test(text));
      const found = spoilt.filter(
        ({ text, facts }) => GERMAN.contradictions(text.replace(pattern, put), facts).length > 0,
      );
      expect(spoilt.length).toBeGreaterThan(20);
      expect(found.length / spoilt.length).toBeGreaterThanOrEqual(0.98);
    },
  );

  it("shares no frame with English", () => {
    const english = new Set([...ENGLISH.frames.values()].flat().map(({ source }) => source));
    const shared = [...GERMAN.frames.values()]
      .flat()
      .filter(({ source }) => /\p{L}{3}(?![^{]*\})/u.test(source) && english.has(source));
    expect(shared).toEqual([]);
  });
});
