import { describe, expect, it } from "vitest";
import { ENGLISH } from "../../../../generators/note/bank/en/index.ts";
import { contradictions } from "../../../../generators/note/checker.ts";
import { shippedDenoiser } from "../../../../generators/note/denoise/shipped.ts";
import { UNMASKING } from "../../../../generators/note/denoise/unmask.ts";
import { denoisedWords } from "../../../../generators/note/denoise/words.ts";
import { writeWith } from "../../../../generators/note/grammar.ts";
import { PRIOR_STYLE } from "../../../../generators/note/style.ts";
import type { Words } from "../../../../generators/note/words.ts";
import { independentWords } from "../../../../scripts/bench/notes/makers.ts";
import { poisoned } from "../../../../scripts/bench/notes/poisoned.ts";
import { wordingOf } from "../../../../scripts/bench/notes/wording.ts";
import { rng } from "../../../../src/math/rng.ts";
import { subject } from "../people.ts";

const { network } = shippedDenoiser();

const written = (words: Words, count: number, bank = ENGLISH) =>
  Array.from({ length: count }, (_, i) => {
    const random = rng(`denoised/${i}`);
    const { person, signals } = subject(i, random.child("person"), i % 3 > 0);
    return writeWith(bank, person, { signals, style: PRIOR_STYLE, rng: random.child("note"), words });
  });

describe("words by masked diffusion", () => {
  const notes = written(denoisedWords(network), 300);

  it("300 notes say nothing against the facts, and none had to be corrected on the way", () => {
    for (const { text, facts, corrections } of notes) {
      expect(contradictions(text, facts)).toEqual([]);
      expect(corrections).toBe(0);
      expect(text).not.toMatch(/undefined|NaN|[{}[\]|]| {2}/);
    }
  });

  it("the same seed gives the same notes, another way of unmasking gives others", () => {
    expect(written(denoisedWords(network), 20).map(({ text }) => text)).toEqual(
      notes.slice(0, 20).map(({ text }) => text),
    );
    const plain = denoisedWords(network, { ...UNMASKING, remask: false, quality: false, correction: false });
    expect(written(plain, 20).map(({ text }) => text)).not.toEqual(
      notes.slice(0, 20).map(({ text }) => text),
    );
  });

  it("names one thing one way far more often than independent draws: mixed names at most two thirds, terms at most three quarters (300 notes, fixed seed)", () => {
    const by = wordingOf(notes, undefined);
    const alone = wordingOf(written(independentWords, 300), undefined);
    expect(by.mixedNames).toBeLessThan((2 / 3) * alone.mixedNames);
    expect(by.mixedTerms).toBeLessThan((3 / 4) * alone.mixedTerms);
  });

  it("each part of the self-correction works when it is on and is still when it is off", () => {
    const parts = ["remask", "quality", "correction"] as const;
    const counts = ["remasked", "doubted", "corrected"] as const;
    parts.forEach((part, i) => {
      const sums = { remasked: 0, doubted: 0, corrected: 0 };
      const how = { ...UNMASKING, remask: false, quality: false, correction: false, [part]: true };
      const observe = (found: typeof sums) => {
        for (const count of counts) sums[count] += found[count];
      };
      written(denoisedWords(network, how, observe), 60);
      counts.forEach((count, j) => {
        if (i === j) expect(sums[count]).toBeGreaterThan(0);
        else expect(sums[count]).toBe(0);
      });
    });
  });

  it("a bank with frames that contradict the facts is corrected, and nothing gets through", () => {
    const spoilt = written(denoisedWords(network), 150, poisoned(ENGLISH));
    for (const { text, facts } of spoilt) expect(contradictions(text, facts)).toEqual([]);
    expect(spoilt.reduce((sum, { corrections }) => sum + corrections, 0)).toBeGreaterThan(3);
  });
});
