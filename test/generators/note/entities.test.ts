import { describe, expect, it } from "vitest";
import { statements } from "../../../generators/note/checker.ts";
import { SECTIONS } from "../../../generators/note/section.ts";
import { ENTITY_TYPES } from "../../../schemas/note.ts";
import { corpus } from "./corpus.ts";
import { says } from "./says.ts";

const written = corpus(200, "entities").map(({ note }) => note);

describe("mentions of 1,000 notes", () => {
  it("each lies in the text, inside a span that states its facts, in a known section", () => {
    for (const { text, spans, entities } of written)
      for (const { start, end, facts, type, section } of entities!) {
        expect(start >= 0 && start < end && end <= text.length).toBe(true);
        const around = spans.find(span => span.start <= start && end <= span.end);
        expect(around?.facts).toEqual(expect.arrayContaining([...facts]));
        expect(ENTITY_TYPES).toContain(type);
        expect(section === undefined || SECTIONS.includes(section as never)).toBe(true);
      }
  });

  it("every fact of a span is in a mention of it", () => {
    for (const { spans, entities } of written)
      for (const { start, end, facts } of spans) {
        const named = entities!
          .filter(each => start <= each.start && each.end <= end)
          .flatMap(each => each.facts);
        expect(facts.filter(id => !named.includes(id))).toEqual([]);
      }
  });

  it("each says its facts in its own words, in at least 98 % of cases (marks as “(H)” and names under “normal” apart)", () => {
    const silent: string[] = [];
    let all = 0;
    for (const { text, entities, facts } of written) {
      const byId = new Map(facts.map(fact => [fact.id, fact]));
      for (const { start, end, facts: ids } of entities!)
        for (const id of ids) {
          if (id.endsWith("/flag")) continue;
          all++;
          const words = text.slice(start, end);
          if (!says(words, byId.get(id)!, byId)) silent.push(`${id}: ${words}`);
        }
    }
    expect(all).toBeGreaterThan(20_000);
    expect(silent.length / all, silent.slice(0, 9).join("; ")).toBeLessThan(0.02);
  });

  it("most are tight: the median mention has at most 20 letters, nine in ten at most 40", () => {
    const lengths = written
      .flatMap(({ entities }) => entities!.map(({ start, end }) => end - start))
      .sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(20);
    expect(lengths[Math.floor(0.9 * lengths.length)]).toBeLessThanOrEqual(40);
  });

  it("a condition is marked as denied just where the independent reader reads a denial", () => {
    let denied = 0;
    for (const { text, entities, facts } of written) {
      const byId = new Map(facts.map(fact => [fact.id, fact]));
      const said = statements(text, facts);
      for (const { start, end, facts: ids, negated, type } of entities!) {
        if (type !== "condition") continue;
        const read = said.some(
          ({ span, facts: borneOut }) => span[0] < end && start < span[1] && borneOut.includes(ids[0]!),
        );
        expect(read).toBe(true);
        expect(negated).toBe(byId.get(ids[0]!)!.value === "absent");
        if (negated) denied++;
      }
    }
    expect(denied).toBeGreaterThan(200);
  });

  it("what is over is past, what is there is current", () => {
    let past = 0;
    for (const { entities, facts } of written) {
      const byId = new Map(facts.map(fact => [fact.id, fact]));
      for (const { facts: ids, type, temporality } of entities!) {
        if (type === "condition" && byId.get(ids[0]!)!.value === "resolved") {
          expect(temporality).toBe("past");
          past++;
        }
        if (type === "symptom" || type === "sign") expect(temporality).toBe("current");
      }
    }
    expect(past).toBeGreaterThan(20);
  });
});
