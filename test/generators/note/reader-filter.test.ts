import { describe, expect, it } from "vitest";
import { literalsOf } from "../../../generators/note/reader/literals.ts";
import { mayHold, sought, triplesOf } from "../../../generators/note/reader/sought.ts";
import { rng } from "../../../src/math/rng.ts";
import { corpus } from "./corpus.ts";

describe("literals that a pattern needs", () => {
  it.each<readonly [RegExp, readonly string[] | undefined]>([
    [/(?<![\w-])(?:heart failure|HF)(?![\w-])/gi, [" heart failure ", " hf "]],
    [/\bsinus tach(?:ycardia)?\b/gi, [" sinus tach ", " sinus tachycardia "]],
    [/\bQT\/QTc:?\s*(\d+)\/(\d+)/gi, [" qt qtc", " qt qtc "]],
    [/(?<![\w/-])(?:K|potassium)(?=[\s:(])\s*\d/gi, [" k ", " potassium "]],
    [/\d+(?:mg|units)/g, undefined],
    [/\b[a-z]+ed\b/g, ["ed "]],
  ])("%s", (pattern, literals) => expect(literalsOf(pattern)).toEqual(literals));

  it("keep no pattern from a text that it matches: 40 patterns cut at random from 60 notes", () => {
    const random = rng("literals");
    const texts = corpus(10, "literals").map(({ note }) => note.text);
    for (const text of texts) {
      const triples = triplesOf(text);
      for (let i = 0; i < 40; i++) {
        const from = random.integer(text.length - 12);
        const words = text.slice(from, from + 3 + random.integer(9)).replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
        const edge = random.chance(0.5) ? "\\b" : "(?<![\\w-])";
        const pattern = new RegExp(
          `${edge}(?:${words}|nowhere at all)(?: ?[a-z]*)?`,
          random.chance(0.5) ? "g" : "gi",
        );
        if (text.search(pattern) >= 0) expect(mayHold(triples, sought(pattern)), pattern.source).toBe(true);
      }
    }
  });

  it("are missed in most notes, so that most patterns are not looked for", () => {
    const rare = sought(/\b(?:Parkinson(?:'s)? disease|PD)\b/gi);
    const texts = corpus(20, "rare").map(({ note }) => note.text);
    expect(texts.filter(text => mayHold(triplesOf(text), rare)).length).toBeLessThan(0.2 * texts.length);
  });
});
