import { describe, expect, it } from "vitest";
import { ENGLISH } from "../../../generators/note/bank/en/index.ts";
import { CONDITION_NAMES, SYMPTOM_NAMES } from "../../../generators/note/bank/en/names.ts";
import type { Part } from "../../../generators/note/frame.ts";
import { sectionsOpenedBy } from "../../../generators/note/headings.ts";
import { SYMPTOMS } from "../../../generators/note/knowledge/symptoms.ts";

const frames = [...ENGLISH.frames.values()].flat();

const variants = (parts: readonly Part[]): number =>
  parts.reduce(
    (product, part) =>
      part.kind === "choice"
        ? product * part.options.reduce((sum, option) => sum + variants(option), 0)
        : product,
    1,
  );

describe("the English bank", () => {
  it("holds at least 1,000 frames with words of their own, and 3,000 surface variants, slots apart", () => {
    expect(new Set(frames.map(({ source }) => source)).size).toBeGreaterThanOrEqual(1000);
    expect(frames.reduce((sum, { parts }) => sum + variants(parts), 0)).toBeGreaterThanOrEqual(3000);
  });

  it("has no frame twice", () => {
    const keys = frames.map(
      ({ move, source, when, given, unless }) => `${move}|${source}|${when}|${given}|${unless}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("names no drug of its own", () => {
    for (const { source } of frames)
      expect(source).not.toMatch(/\w(olol|pril|sartan|statin|cillin|mycin|formin)\b/i);
  });

  it("has a name for every symptom the visits can have, and every condition that has symptoms", () => {
    for (const symptom of Object.values(SYMPTOMS).flat()) expect(SYMPTOM_NAMES[symptom]).toBeDefined();
    for (const slug of Object.keys(SYMPTOMS))
      if (!slug.includes("/")) expect(CONDITION_NAMES[slug]).toBeDefined();
  });

  it("writes headings that the public heading lexicon reads as the same section", () => {
    for (const [section, { full, short }] of Object.entries(ENGLISH.headings))
      for (const heading of [...full, ...short]) expect(sectionsOpenedBy(`${heading}: x`)).toContain(section);
    for (const byType of Object.values(ENGLISH.special))
      for (const [section, headings] of Object.entries(byType))
        for (const heading of headings!) expect(sectionsOpenedBy(`${heading}:`)).toContain(section);
    for (const heading of [...ENGLISH.assessmentAndPlan.full, ...ENGLISH.assessmentAndPlan.short])
      expect(sectionsOpenedBy(`${heading}:`)).toEqual(["assessment", "plan"]);
  });
});
