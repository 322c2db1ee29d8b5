import { describe, expect, it } from "vitest";
import { ENGLISH } from "../../../../generators/note/bank/en/index.ts";
import { Field, logProbability, type Planned } from "../../../../generators/note/denoise/field.ts";
import { shippedDenoiser } from "../../../../generators/note/denoise/shipped.ts";
import { picksOf, sitesOf, valuesOf } from "../../../../generators/note/denoise/sites.ts";
import { BUCKETS, ECHOES, frameToken } from "../../../../generators/note/denoise/tokens.ts";
import { plannedOf } from "../../../../generators/note/denoise/words.ts";
import type { Voice } from "../../../../generators/note/draft.ts";
import { writeWith } from "../../../../generators/note/grammar.ts";
import { utter } from "../../../../generators/note/realise.ts";
import { PRIOR_STYLE } from "../../../../generators/note/style.ts";
import { drawnWords } from "../../../../generators/note/words.ts";
import { rng } from "../../../../src/math/rng.ts";
import { subject } from "../people.ts";

const { network } = shippedDenoiser();

/** What a note set out to say, and in whose voice. */
const plansOf = (seed: string): { readonly planned: readonly Planned[]; readonly voice: Voice } => {
  let caught: { planned: readonly Planned[]; voice: Voice } | undefined;
  const { person, signals } = subject(1, rng(seed));
  const words = {
    ...drawnWords,
    write: (plans: Parameters<typeof drawnWords.write>[0], voice: Voice) => {
      caught = { planned: plannedOf(plans, voice), voice };
      return drawnWords.write(plans, voice);
    },
  };
  writeWith(ENGLISH, person, { signals, style: PRIOR_STYLE, rng: rng(`${seed}/note`), words });
  return caught!;
};

describe("sites", () => {
  it("picksOf(valuesOf(picks)) = picks for every eligible frame of 20 notes, the subject apart", () => {
    let frames = 0;
    for (let i = 0; i < 20; i++) {
      const { planned, voice } = plansOf(`sites/${i}`);
      for (const { frames: eligible, scope } of planned)
        for (const frame of eligible) {
          if (frame.slots.includes("subj")) continue;
          const { picks } = utter(frame, scope, 0.5, voice.rng);
          const values = valuesOf(frame, picks);
          expect(values.length).toBe(sitesOf(frame, scope).length);
          expect(picksOf(frame, values, 0)).toEqual(picks);
          frames++;
        }
    }
    expect(frames).toBeGreaterThan(500);
  });
});

describe("tokens", () => {
  it("features and echoes of every frame are rows of the tables", () => {
    for (const frame of [...ENGLISH.frames.values()].flat()) {
      const token = frameToken(frame);
      for (const row of token.features()) expect(row >= 0 && row < BUCKETS).toBe(true);
      for (const cell of token.echoes()) expect(cell >= 0 && cell < ECHOES).toBe(true);
    }
  });
});

describe("a field", () => {
  it("scores depend on what stands, not on the order in which it was put, nor on what was taken back", () => {
    const { planned, voice } = plansOf("field");
    const one = new Field(planned, voice.manner, network);
    const other = new Field(planned, voice.manner, network);
    const frames = planned.flatMap(({ frames: { length } }, unit) => (length > 1 ? [unit] : []));
    for (const unit of frames.slice(1)) one.put({ unit, site: -1 }, 0, 1);
    for (const unit of frames.slice(1).reverse()) {
      other.put({ unit, site: -1 }, 1, 1);
      other.mask({ unit, site: -1 });
      other.put({ unit, site: -1 }, 0, 1);
    }
    const at = { unit: frames[0]!, site: -1 };
    const [a, b] = [one, other].map(field => field.scores(at).scores);
    a!.forEach((score, i) => {
      expect(score).toBeCloseTo(b![i]!, 3);
    });
  });

  it("what stands at a place does not change its own score: the network never sees the answer", () => {
    const { planned, voice } = plansOf("leave one out");
    const field = new Field(planned, voice.manner, network);
    const unit = planned.findIndex(({ frames: { length } }) => length > 3);
    const before = [...field.scores({ unit, site: -1 }).scores];
    // A frame without sites of its own, so that nothing else is unmasked with it.
    const bare = planned[unit]!.frames.findIndex(frame => sitesOf(frame, planned[unit]!.scope).length === 0);
    field.put({ unit, site: -1 }, Math.max(bare, 0), 1);
    const { sites } = field.units[unit]!;
    if (sites.length === 0)
      field.scores({ unit, site: -1 }).scores.forEach((score, i) => {
        expect(score).toBeCloseTo(before[i]!, 3);
      });
    field.mask({ unit, site: -1 });
    field.scores({ unit, site: -1 }).scores.forEach((score, i) => {
      expect(score).toBeCloseTo(before[i]!, 3);
    });
  });

  it("quality lies between 0 and 1", () => {
    const { planned, voice } = plansOf("quality");
    const field = new Field(planned, voice.manner, network);
    for (const position of field.positions(true)) field.put(position, 0, 1);
    for (const position of field.positions(false)) {
      const quality = field.quality(position);
      expect(quality > 0 && quality < 1).toBe(true);
    }
  });

  it("log probabilities of a place sum to one", () => {
    const scores = Float64Array.from([3, -1, 0.5, 700]);
    const sum = [0, 1, 2, 3].reduce((total, i) => total + Math.exp(logProbability(scores, i)), 0);
    expect(sum).toBeCloseTo(1, 12);
  });
});
