/** Words of the grammar chosen for coherence: the text the denoiser learns from. */

import type { Planned } from "../../generators/note/denoise/field.ts";
import type { Sentence, Voice } from "../../generators/note/draft.ts";
import type { Frame } from "../../generators/note/frame.ts";
import type { Body } from "../../generators/note/layout.ts";
import { realise, utter } from "../../generators/note/realise.ts";
import { drawnWords, type PlannedBody } from "../../generators/note/words.ts";
import { incoherence } from "./coherence.ts";

const STARTS = 3;
const TRIES = 8;

/** The most coherent of several drafts, bettered sentence by sentence. */
export const taught = (plans: readonly PlannedBody[], voice: Voice): readonly Body[] => {
  const drafts = Array.from({ length: STARTS }, () => drawnWords.write(plans, voice));
  const costs = drafts.map(bodies => incoherence(sentencesOf(bodies)));
  const best = drafts[costs.indexOf(Math.min(...costs))]!;
  return bettered(best, voice);
};

const sentencesOf = (bodies: readonly Body[]): readonly Sentence[] =>
  bodies.flatMap(({ sentences }) => sentences);

const bettered = (bodies: readonly Body[], voice: Voice): readonly Body[] => {
  const places = bodies.flatMap(({ sentences }, body) => sentences.map(sentence => ({ body, sentence })));
  let cost = incoherence(places.map(({ sentence }) => sentence));
  for (let i = 0; i < places.length; i++)
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const other = again(places[i]!.sentence, voice);
      const changed = places.map(({ sentence }, j) => (j === i ? other : sentence));
      const now = incoherence(changed);
      // Equals are taken: what is neutral stays as varied as the bank is.
      if (now > cost) continue;
      cost = now;
      places[i] = { ...places[i]!, sentence: other };
    }
  return bodies.map((body, index) => ({
    ...body,
    sentences: places.filter(place => place.body === index).map(({ sentence }) => sentence),
  }));
};

/** Another wording: the same frame half the time, else any other that fits the manner. */
const again = (before: Sentence, voice: Voice): Sentence => {
  const { say, scope, utterance } = before;
  const frames = (voice.bank.frames.get(say.move) ?? []).filter(frame => fits(frame, before, voice));
  const frame = voice.rng.chance(0.4) || frames.length === 0 ? utterance.frame : voice.rng.pick(frames);
  const abbreviation = voice.manner.abbreviation > 0.5 ? 1 : 0;
  const changed = utter(frame, scope, abbreviation, voice.rng);
  return { say, scope, utterance: changed, words: realise(changed, scope) };
};

/** States the same facts, so that nothing is said less than it was. */
const fits = (frame: Frame, { scope, words }: Sentence, { manner }: Voice): boolean => {
  const isOfRegister = frame.register === undefined || (frame.register === "terse") === manner.telegraphic;
  if (!isOfRegister || !frame.slots.every(slot => slot === "subj" || scope.slots[slot] !== undefined))
    return false;
  if (![...frame.when, ...frame.given].every(tag => tag in scope.tags)) return false;
  if (frame.unless.some(tag => tag in scope.tags)) return false;
  const stated = new Set([
    ...frame.states,
    ...frame.when.flatMap(tag => scope.tags[tag] ?? []),
    ...frame.slots.flatMap(slot => scope.slots[slot]?.facts ?? []),
  ]);
  return words.facts.every(id => stated.has(id) || id.startsWith("demographic/"));
};

/** The units of taught bodies, for export: what was planned, in the order it was said. */
export const plannedIn = (
  bodies: readonly Body[],
  planned: readonly Planned[],
): readonly { readonly planned: Planned; readonly sentence: Sentence }[] => {
  const left = [...planned];
  return bodies.flatMap(({ sentences }) =>
    sentences.flatMap(sentence => {
      const index = left.findIndex(({ say }) => say === sentence.say);
      return index < 0 ? [] : [{ planned: left.splice(0, index + 1)[index]!, sentence }];
    }),
  );
};
