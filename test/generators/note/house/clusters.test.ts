import { describe, expect, it } from "vitest";
import { byMove, ENGLISH } from "../../../../generators/note/bank/en/index.ts";
import { frames } from "../../../../generators/note/frame.ts";
import { writeWith } from "../../../../generators/note/grammar.ts";
import { clustersOf } from "../../../../generators/note/house/clusters.ts";
import { sentencesOf } from "../../../../generators/note/house/sentences.ts";
import { PRIOR_STYLE } from "../../../../generators/note/style.ts";
import { drawnWords } from "../../../../generators/note/words.ts";
import { rng } from "../../../../src/math/rng.ts";
import { subject } from "../people.ts";
import { CLUSTERS } from "./planted-house.ts";

const all = [...ENGLISH.frames.values()].flat();

describe("frame clusters", () => {
  it("hold every frame with words that stands in a section, each family's own, none empty", () => {
    const placed = all.filter(({ id }) => CLUSTERS.of.has(id));
    expect(placed.length).toBeGreaterThan(0.9 * all.filter(({ move }) => !move.startsWith("header.")).length);
    const used = new Set(CLUSTERS.of.values());
    expect(used.size).toBeGreaterThan(0.97 * CLUSTERS.count);
    for (const { id, move } of placed) {
      const { start, size } = CLUSTERS.families.find(({ name }) => name === move.split(".")[0])!;
      expect(CLUSTERS.of.get(id)! >= start && CLUSTERS.of.get(id)! < start + size).toBe(true);
    }
  });

  it("are the same for every machine, and tell by their fingerprint where the frames differ", () => {
    expect(clustersOf(ENGLISH).fingerprint).toBe(CLUSTERS.fingerprint);
    const more = frames("plan.counsel", { any: ["Warned about the weather."] });
    expect(clustersOf({ ...ENGLISH, frames: byMove([...all, ...more]) }).fingerprint).not.toBe(
      CLUSTERS.fingerprint,
    );
  });

  it("are told from a sentence: four in five that the bank writes are of the cluster they were written from (60 people, fixed seed)", () => {
    let [read, own] = [0, 0];
    for (let i = 0; i < 60; i++) {
      const random = rng(`clusters/${i}`);
      const { person, signals } = subject(i, random.child("person"));
      writeWith(ENGLISH, person, {
        signals,
        style: PRIOR_STYLE,
        rng: random.child("note"),
        words: {
          ...drawnWords,
          write: (plans, voice) => {
            const bodies = drawnWords.write(plans, voice);
            for (const { utterance, words } of bodies.flatMap(({ sentences }) => sentences)) {
              const cluster = CLUSTERS.of.get(utterance.frame.id);
              if (cluster === undefined) continue;
              read++;
              if (CLUSTERS.nearest(words.text) === cluster) own++;
            }
            return bodies;
          },
        },
      });
    }
    expect(own / read).toBeGreaterThan(0.75);
  });

  it("are near nothing that the bank would not say", () => {
    for (const text of ["", "¤ 0 1", "Xyzzy plugh frotz", "Il fait beau aujourd'hui", "12345 67890"])
      expect(CLUSTERS.nearest(text), text).toBeUndefined();
  });
});

describe("sentences of a private note", () => {
  it("are told without heading, bullet and markup, whatever the text is", () => {
    expect(
      sentencesOf("HPI: She has a cough. No fever;\n\n1. Rest\n- Fluids\n\nPLAN:\nReturn in 2 weeks."),
    ).toEqual(["She has a cough.", "No fever;", "Rest", "Fluids", "Return in 2 weeks."]);
    for (const text of ["", "\0\0", "a".repeat(3e6), "\ud800", "{\\rtf1 \\par x"])
      expect(Array.isArray(sentencesOf(text))).toBe(true);
  });
});
