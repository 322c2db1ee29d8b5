import { describe, expect, it } from "vitest";
import { takenUp } from "../../../generators/note/knowledge/taken-up.ts";
import { corpus, type Written } from "./corpus.ts";

const written = corpus(150, "plans");
const ofType = (...types: readonly Written["type"][]) =>
  written.filter(({ type }) => types.includes(type)).map(({ note }) => note);
const under = (section: string, { sections }: Written["note"]) =>
  sections
    .filter(({ kinds }) => kinds?.includes(section as never))
    .map(({ text }) => text)
    .join("\n");

describe("what a note reports is taken up: 900 notes", () => {
  it("values outside their range are in the plan where no problem is judged by them", () => {
    const notes = ofType("progress", "history-physical", "letter").filter(
      note => under("results", note) !== "",
    );
    const marked = notes.flatMap(note => {
      const index = new Map(note.facts.map(fact => [fact.id, fact]));
      const problems = [...index.values()].flatMap(({ id, value }) =>
        value === "active" && id.startsWith("condition/") ? [id.split("/")[1]!] : [],
      );
      const [first] = takenUp(index, problems).filter(slug => !/^(?:white|c-re)/.test(slug));
      return first === undefined ? [] : [{ note, id: `observation/${first}/flag` }];
    });
    expect(marked.length).toBeGreaterThan(40);
    const taken = marked.filter(({ note, id }) =>
      note.entities!.some(({ section, facts }) => section === "plan" && facts.includes(id)),
    );
    expect(taken.length / marked.length).toBeGreaterThan(0.9);
  });

  it("who leaves hospital with an infection leaves with an antibiotic", () => {
    const infected = ofType("discharge").filter(
      note =>
        note.facts.some(({ id, value }) => id === "imaging/finding" && value === "consolidation") &&
        under("medications", note) !== "",
    );
    expect(infected.length).toBeGreaterThan(3);
    for (const note of infected)
      expect(under("medications", note)).toMatch(
        /antibiotic|abx|cillin|mycin|floxacin|doxycycline|nitrofurantoin|cephalexin|trimethoprim/i,
      );
  });

  it("a finding of the image that nothing on record explains is followed up after a stay", () => {
    const found = ofType("discharge").filter(({ facts }) =>
      facts.some(
        ({ id, value }) => id === "imaging/finding" && /^(?:nodule|pneumothorax)$/.test(String(value)),
      ),
    );
    expect(found.length).toBeGreaterThan(3);
    for (const note of found) expect(under("follow-up", note)).toMatch(/film|X-ray|CXR|CT/);
  });
});

describe("an admission without a complaint: 300 letters and discharge summaries", () => {
  const routine = ofType("letter", "discharge").filter(
    ({ facts }) => !facts.some(({ id, value }) => id.startsWith("symptom/") && value === "present"),
  );

  it("is told in one word for what it was for", () => {
    expect(routine.length).toBeGreaterThan(15);
    for (const { text } of routine) {
      const purposes = ["observation", "monitoring", "evaluation"].filter(word =>
        new RegExp(`(?:admitted|admission|adm|hospitalized)[^.\\n]* for (?:${word})`, "i").test(text),
      );
      expect(purposes.length, text).toBeLessThan(2);
    }
  });

  it("is told once in a letter", () => {
    for (const { text } of ofType("letter").filter(note => routine.includes(note)))
      expect(text.match(/\badmitted\b|came into hospital/gi)?.length ?? 0, text).toBeLessThan(2);
  });
});
