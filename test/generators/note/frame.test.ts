import { describe, expect, it } from "vitest";
import { frames, parseParts } from "../../../generators/note/frame.ts";
import { type Binding, isEligible, realise, type Scope, utter } from "../../../generators/note/realise.ts";
import { Unsound } from "../../../src/errors.ts";
import { rng } from "../../../src/math/rng.ts";

const word = (text: string, facts: readonly string[] = []): Binding => ({ facts, full: [text] });
const scope = (slots: Scope["slots"], tags: Scope["tags"] = {}): Scope => ({ slots, tags });
const said = (source: string, slots: Scope["slots"], seed = "x") => {
  const [frame] = frames("m", { any: [source] });
  return realise(utter(frame!, scope(slots), 0, rng(seed)), scope(slots)).text;
};

describe("frames", () => {
  it.each([
    ["8-year-old boy", "An 8-year-old boy"],
    ["11-year-old girl", "An 11-year-old girl"],
    ["18-year-old man", "An 18-year-old man"],
    ["58-year-old man", "A 58-year-old man"],
    ["80-year-old man", "An 80-year-old man"],
    ["infant girl", "An infant girl"],
    ["ECG", "An ECG"],
    ["unilateral effusion", "A unilateral effusion"],
    ["HTN patient", "An HTN patient"],
  ])("the article before %s is right", (text, expected) => {
    expect(said("A/an {x}.", { x: word(text) })).toBe(`${expected}.`);
  });

  it("empty choices leave no double space and no stray comma", () => {
    for (let i = 0; i < 20; i++)
      expect(said("Seen [today|] for [|very] {x}[, thanks|].", { x: word("cough") }, `${i}`)).toMatch(
        /^Seen (today )?for (very )?cough(, thanks)?\.$/,
      );
  });

  it("nested choices are chosen one inside the other", () => {
    const seen = new Set(Array.from({ length: 200 }, (_, i) => said("[a[b|c]|d]e", {}, `${i}`)));
    expect([...seen].sort()).toEqual(["Abe", "Ace", "De"]);
  });

  it("a frame needs its slots and tags, and states the facts of both", () => {
    const [frame] = frames("m", { any: ["{x} is back."] }, { when: ["t=1"], unless: ["u"] });
    expect(isEligible(frame!, scope({}, { "t=1": [] }))).toBe(false);
    expect(isEligible(frame!, scope({ x: word("He") }))).toBe(false);
    expect(isEligible(frame!, scope({ x: word("He") }, { "t=1": [], u: [] }))).toBe(false);
    const whole = scope({ x: word("he", ["f/x"]) }, { "t=1": ["f/t"] });
    expect(isEligible(frame!, whole)).toBe(true);
    expect(realise(utter(frame!, whole, 0, rng(1)), whole)).toEqual({
      text: "He is back.",
      facts: ["f/t", "f/x"],
    });
  });

  it("a frame that creates a sign states the sign, not what it is given", () => {
    const [frame] = frames(
      "m",
      { any: ["Lungs clear."] },
      { given: ["finding=none"], states: ["sign/lungs-clear"] },
    );
    const whole = scope({}, { "finding=none": ["imaging/finding"] });
    expect(realise(utter(frame!, whole, 0, rng(1)), whole).facts).toEqual(["sign/lungs-clear"]);
  });

  it("short wordings come with the abbreviation probability, or where the frame asks", () => {
    const slots = { x: { facts: [], full: ["hypertension"], short: ["HTN"] } };
    const [any, short] = frames("m", { any: ["{x}", "{x:short}"] });
    const text = (frame: typeof any, p: number, seed: number) =>
      realise(utter(frame!, scope(slots), p, rng(seed)), scope(slots)).text;
    expect(text(any, 0, 1)).toBe("Hypertension");
    expect(text(any, 1, 1)).toBe("HTN");
    expect(text(short, 0, 1)).toBe("HTN");
  });

  it.each(["[a|b", "a]", "{a", "{a b}"])("%s is refused: the bank is part of the program", source => {
    expect(() => parseParts(source)).toThrow(Unsound);
  });
});
