import { isSaidAlready, type Say, type Sentence, type Voice } from "../draft.ts";
import type { Frame } from "../frame.ts";
import type { Body } from "../layout.ts";
import { bound, isEligible, realise } from "../realise.ts";
import type { Again, PlannedBody, Words } from "../words.ts";
import { drawnWords } from "../words.ts";
import { Field, type Planned } from "./field.ts";
import type { Network } from "./network.ts";
import { picksOf, valuesOf } from "./sites.ts";
import { type Corrections, finish, UNMASKING, type Unmasking, unmask } from "./unmask.ts";

/**
 * Words by masked diffusion: frames and the choices inside them are all masked at first, and unmasked in the order of
 * the network's confidence, each in the light of what stands already, before and behind it.
 *
 * @param observe  told of every note's corrections and passes of the network
 */
export const denoisedWords = (
  network: Network,
  how: Unmasking = UNMASKING,
  observe: (corrections: Corrections, passes: number) => void = () => {},
): Words => ({
  write: (plans, voice) => {
    const planned = plannedOf(plans, voice);
    const field = new Field(planned, voice.manner, network);
    observe(unmask(field, how, voice.rng.child("unmask")), field.passes);
    return bodiesOf(plans, field, voice);
  },
  again: (before, voice, again) =>
    again.plain ? drawnWords.again(before, voice, again) : saidAgain(network, how, { before, voice, again }),
});

/** What the facts allow a frame for, in order. */
export const plannedOf = (plans: readonly PlannedBody[], voice: Voice): readonly Planned[] =>
  plans.flatMap(({ says }, body) =>
    says.flatMap(say => {
      const scope = voice.speaker.subject(say.scope, false);
      const frames = (voice.bank.frames.get(say.move) ?? []).filter(frame => isEligible(frame, scope));
      return frames.length === 0 ? [] : [{ say, scope, body, frames }];
    }),
  );

/** The sentences of an unmasked field; what an optional one would say again is left out, subjects are settled. */
export const bodiesOf = (plans: readonly PlannedBody[], field: Field, voice: Voice): readonly Body[] => {
  const subjects = subjectsOf(voice);
  const stated = new Set<string>();
  const bodies = plans.map(({ title, sections }) => ({ title, sections, sentences: [] as Sentence[] }));
  let last = -1;
  for (const { planned, frame, sites, chosen } of field.units) {
    if (planned.body !== last) stated.clear();
    const values = sites.map(({ site: { values: all } }, site) => all[chosen[site]!] ?? -1);
    const said = subjects(planned.say, planned.frames[frame]!, { values, opens: planned.body !== last });
    if (isSaidAlready(said, stated)) continue;
    last = planned.body;
    for (const id of said.words.facts) stated.add(id);
    bodies[planned.body]!.sentences.push(said);
  }
  return bodies.filter(({ sentences }) => sentences.length > 0);
};

interface Worded {
  readonly values: readonly number[];
  /** First sentence under its heading. */
  readonly opens: boolean;
}

/** Names the person at first mention, later mostly by pronoun; one short form a note. */
const subjectsOf = (voice: Voice): ((say: Say, frame: Frame, worded: Worded) => Sentence) => {
  const { speaker, manner, rng } = voice;
  const isShort = rng.chance(manner.abbreviation);
  let isNamed = false;
  return (say, frame, { values, opens }) => {
    const first = !isNamed || (opens && rng.chance(0.5));
    const scope = speaker.subject(say.scope, first);
    const subject = bound(scope, "subj");
    const pick = isShort && subject?.short !== undefined ? subject.full.length : 0;
    if (frame.slots.includes("subj")) isNamed = true;
    const utterance = { frame, picks: picksOf(frame, values, pick) };
    return { say, scope, utterance, words: realise(utterance, scope) };
  };
};

/** Masks one sentence of a finished note, with the frames found wrong taken away, and unmasks it. */
const saidAgain = (
  network: Network,
  how: Unmasking,
  { before, voice, again }: { readonly before: Sentence; readonly voice: Voice; readonly again: Again },
): Sentence | undefined => {
  const all = again.bodies.flatMap(({ sentences }, body) => sentences.map(sentence => ({ sentence, body })));
  const planned = all.map(({ sentence, body }) => ({
    say: sentence.say,
    scope: sentence.scope,
    body,
    frames: sentence === before ? untried(before, voice, again) : [sentence.utterance.frame],
  }));
  const index = all.findIndex(({ sentence }) => sentence === before);
  if (planned[index] === undefined || planned[index].frames.length === 0) return undefined;
  const field = new Field(planned, voice.manner, network);
  all.forEach(({ sentence: { utterance } }, unit) => {
    if (unit === index) return;
    const values = valuesOf(utterance.frame, utterance.picks);
    field.units[unit]!.sites.forEach(({ site: { values: possible } }, site) => {
      const option = possible.indexOf(values[site]!);
      if (option >= 0) field.put({ unit, site }, option, 1);
    });
  });
  finish(field, how, voice.rng.child("again"));
  const { sites, chosen, frame } = field.units[index]!;
  const values = sites.map(({ site: { values: possible } }, site) => possible[chosen[site]!] ?? -1);
  const utterance = {
    frame: planned[index].frames[frame]!,
    picks: picksOf(planned[index].frames[frame]!, values, 0),
  };
  return { ...before, utterance, words: realise(utterance, before.scope) };
};

const untried = ({ say, scope }: Sentence, { bank }: Voice, { tried }: Again): readonly Frame[] =>
  (bank.frames.get(say.move) ?? []).filter(frame => isEligible(frame, scope) && !tried.has(frame.id));
