import { describe, expect, it } from "vitest";
import { ENGLISH } from "../../../../generators/note/bank/en/index.ts";
import { contradictions } from "../../../../generators/note/checker.ts";
import { writeWith } from "../../../../generators/note/grammar.ts";
import { EQUIVALENTS } from "../../../../generators/note/house/equivalents.ts";
import { houseBank } from "../../../../generators/note/house/house-bank.ts";
import { PRIOR_STYLE } from "../../../../generators/note/style.ts";
import { type Rng, rng } from "../../../../src/math/rng.ts";
import { subject } from "../people.ts";
import { CLUSTERS, HABITS, HOUSE } from "./planted-house.ts";

const write = (bank: typeof ENGLISH, i: number, seed: string) => {
  const random = rng(`${seed}/${i}`);
  const { person, signals } = subject(i, random.child("person"));
  return writeWith(bank, person, { signals, style: PRIOR_STYLE, rng: random.child("note") });
};
const extreme = (random: Rng) => ({
  ratios: HABITS.ratios.map(() => random.pick([1 / 8, 8])),
  phrases: EQUIVALENTS.flatMap(({ house }) => house),
});

describe("a bank worded like a house", () => {
  it("is the bank itself where nothing is released", () => {
    const same = houseBank(ENGLISH, CLUSTERS, { ratios: [], phrases: [] });
    for (let i = 0; i < 20; i++) expect(write(same, i, "same")).toEqual(write(ENGLISH, i, "same"));
  });

  it("contradicts no fact: 300 notes of six houses with every phrase and the most extreme ratios", () => {
    let corrections = [0, 0];
    for (let house = 0; house < 6; house++) {
      const bank = houseBank(ENGLISH, CLUSTERS, extreme(rng(`extreme/${house}`)));
      for (let i = 0; i < 50; i++) {
        const note = write(bank, i, `extreme/${house}`);
        expect(contradictions(note.text, note.facts)).toEqual([]);
        corrections = [
          corrections[0]! + note.corrections,
          corrections[1]! + write(ENGLISH, i, `extreme/${house}`).corrections,
        ];
      }
    }
    // A variant that the reader took for something else would be corrected away in every note that has it.
    expect(corrections[0]!).toBeLessThanOrEqual(2 * corrections[1]! + 15);
  });

  it("uses the phrases it knows equivalents of", () => {
    const texts = Array.from({ length: 200 }, (_, i) => write(HOUSE, i, "uses").text.toLowerCase()).join(
      "\n",
    );
    const used = HABITS.phrases.filter(phrase => texts.includes(phrase));
    expect(used.length).toBeGreaterThan(HABITS.phrases.length / 3);
  });

  it("never writes a phrase that no public table says is the same as one of the bank's", () => {
    const phrases = [
      "no history of falls",
      "denies chest pain",
      "was admitted with sepsis",
      "purple umbrellas",
    ];
    const bank = houseBank(ENGLISH, CLUSTERS, { ratios: [], phrases });
    for (let i = 0; i < 40; i++) expect(write(bank, i, "never").text).toBe(write(ENGLISH, i, "never").text);
  });
});
