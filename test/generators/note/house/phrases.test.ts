import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENGLISH } from "../../../../generators/note/bank/en/index.ts";
import { EQUIVALENTS } from "../../../../generators/note/house/equivalents.ts";
import { phraseFinder } from "../../../../generators/note/house/phrases.ts";
import { PHRASES_PER_PATIENT, wordingReader } from "../../../../generators/note/house/wording.ts";
import { CLUSTERS, notesOf } from "./planted-house.ts";

const find = phraseFinder(ENGLISH);
const read = wordingReader(ENGLISH, CLUSTERS);

describe("phrases of a private note", () => {
  it("are two to five plain words: no number, date, name or abbreviation, whatever the note holds", () => {
    const found = find([
      "Seen with Maria Lopez at St. Vincent on 4 May 2021, MRN 77123, by Dr. Okafor.",
      "Patient works night shifts at the harbor since 1998 and keeps four grey parrots.",
      "Lopez reports feeling worn out; BP 140/90, takes lisinopril10 daily.",
    ]);
    expect(found).toContain("grey parrots");
    expect(found).toContain("works night shifts");
    for (const phrase of found) {
      expect(phrase).toMatch(/^\p{Ll}[\p{L}'/-]*( \p{L}[\p{L}'/-]*){1,4}$/u);
      expect(phrase).not.toMatch(/\d|lopez|maria|vincent|okafor|may|mrn/);
    }
  });

  it("are none of the bank's own, and do not reach over a number, a comma or the end of a sentence", () => {
    const preferred = new Set(EQUIVALENTS.flatMap(({ house }) => house));
    const returns = ENGLISH.frames.get("plan.return")!.map(({ source }) => source.toLowerCase());
    for (const phrase of notesOf(ENGLISH, 40, "own").flatMap(text => read([{ text }])!.phrases))
      if (!preferred.has(phrase))
        expect(
          returns.some(source => source.includes(phrase)),
          phrase,
        ).toBe(false);
    expect(find(["quiet street, green door"])).toEqual(
      expect.arrayContaining(["quiet street", "green door"]),
    );
    expect(find(["quiet street, green door", "quiet 3 door"])).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/street green|quiet door/)]),
    );
  });

  it("with an equivalent in the bank come first, and in one order for every patient", () => {
    const sentences = [
      "She is here with a cough.",
      "Purple umbrellas everywhere, thirty of them, yellow umbrellas too.",
    ];
    const found = find(sentences);
    expect(found[0]).toBe("is here with");
    expect(find([...sentences].reverse())).toEqual(found);
  });

  it("are at most eight a patient, once each, from fifty notes or from one, and never throw (300 random texts)", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.lorem({ maxCount: 40 })), { maxLength: 6 }), texts => {
        const wording = read(texts.map(text => ({ text })));
        const phrases = wording?.phrases ?? [];
        expect(phrases.length).toBeLessThanOrEqual(PHRASES_PER_PATIENT);
        expect(new Set(phrases).size).toBe(phrases.length);
        if (wording !== undefined)
          expect(wording.frames.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      }),
      { seed: 53, numRuns: 300 },
    );
    const note = { text: "Keeps quiet rabbits. Collects broken clocks." };
    expect(read(Array.from({ length: 50 }, () => note))!.phrases).toEqual(read([note])!.phrases);
  });
});

describe("the table of equivalents", () => {
  const texts = [...ENGLISH.frames.values()].flat().map(({ source }) => source.toLowerCase());

  it("has wordings that the bank holds, and others that can be phrases", () => {
    for (const { bank, house } of EQUIVALENTS) {
      expect(
        texts.some(text => text.includes(bank)),
        bank,
      ).toBe(true);
      for (const phrase of house) {
        expect(phrase.split(" ").length >= 2 && phrase.split(" ").length <= 5, phrase).toBe(true);
        const isFound = find([`He said ${phrase} nothing.`]).includes(phrase);
        expect(isFound || texts.some(text => text.includes(phrase)), phrase).toBe(true);
      }
    }
    const all = EQUIVALENTS.flatMap(({ house }) => house);
    expect(new Set(all).size).toBe(all.length);
  });

  it("changes no denial, number or side", () => {
    const denials = (text: string) => /\b(?:no|not|without|denies|never)\b/.test(text);
    for (const { bank, house } of EQUIVALENTS)
      for (const phrase of house) {
        expect(denials(phrase), phrase).toBe(denials(bank));
        expect(phrase, phrase).not.toMatch(/\d|\b(?:left|right|both|one|two)\b/);
      }
  });
});
