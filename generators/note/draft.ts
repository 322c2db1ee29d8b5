import type { Rng } from "../../src/math/rng.ts";
import type { Bank, Manner, Speaker } from "./bank/bank.ts";
import type { Frame, Move } from "./frame.ts";
import { bound, isEligible, type Realised, realise, type Scope, type Utterance, utter } from "./realise.ts";
import type { Section } from "./section.ts";

/** One thing to be said: a move, what it may speak of, and how easily it is left out (0 = never). */
export interface Say {
  readonly move: Move;
  readonly scope: Scope;
  readonly layout: "sentence" | "item";
  readonly rank: 0 | 1 | 2 | 3;
  /** Where it is said; absent in the head of a note. */
  readonly section?: Section;
}

/** Something said: the utterance can be redrawn, the words are its realisation. */
export interface Sentence {
  readonly say: Say;
  readonly scope: Scope;
  readonly utterance: Utterance;
  readonly words: Realised;
}

/** What has been said so far, so that nothing is said twice in the same way. */
export interface Discourse {
  readonly usedFrames: Set<string>;
  /** Facts stated in the current section. */
  readonly stated: Set<string>;
  /** First words of the section's sentences. */
  readonly openers: string[];
  /** Frames of the list items so far, by move: lists keep to one form. */
  readonly itemFrames: Map<Move, string>;
  isSubjectNamed: boolean;
}

export const newDiscourse = (): Discourse => ({
  usedFrames: new Set(),
  stated: new Set(),
  openers: [],
  itemFrames: new Map(),
  isSubjectNamed: false,
});

export interface Voice {
  readonly bank: Bank;
  readonly speaker: Speaker;
  readonly manner: Manner;
  readonly rng: Rng;
}

const CANDIDATES = 3;

/** Says one thing; undefined where the facts allow no frame of the move. */
export const draft = (say: Say, voice: Voice, discourse: Discourse): Sentence | undefined => {
  const scope = subjectScope(say.scope, voice, discourse);
  const eligible = eligibleFrames(voice.bank, say.move, scope);
  if (eligible.length === 0) return undefined;
  const weights = eligible.map(frame => frameWeight(frame, scope, { voice, discourse }));
  let best: Sentence | undefined;
  for (let i = 0; i < CANDIDATES; i++) {
    const frame = eligible[voice.rng.weighted(weights)]!;
    best = sentence(say, scope, utter(frame, scope, voice.manner.abbreviation, voice.rng));
    const opener = openerOf(best.words.text);
    if (say.layout === "item" || !discourse.openers.slice(-3).includes(opener)) break;
  }
  if (best === undefined || isSaidAlready(best, discourse.stated)) return undefined;
  remember(best, discourse);
  return best;
};

/** An optional sentence that states nothing the section has not said yet. */
export const isSaidAlready = ({ say, words }: Sentence, stated: ReadonlySet<string>): boolean =>
  say.rank >= 2 && words.facts.length > 0 && words.facts.every(id => stated.has(id));

/** Says the same thing in other words: a frame not tried yet, or the plain one. */
export const redraft = (
  before: Sentence,
  voice: Voice,
  { tried, plain }: { readonly tried: ReadonlySet<string>; readonly plain: boolean },
): Sentence | undefined => {
  const eligible = eligibleFrames(voice.bank, before.say.move, before.scope);
  const discourse = newDiscourse();
  const frame = plain
    ? eligible[0]
    : weightedFrame(
        eligible.filter(({ id }) => !tried.has(id)),
        before.scope,
        { voice, discourse },
      );
  if (frame === undefined) return undefined;
  return sentence(
    before.say,
    before.scope,
    utter(frame, before.scope, plain ? 0 : voice.manner.abbreviation, voice.rng),
  );
};

const sentence = (say: Say, scope: Scope, utterance: Utterance): Sentence => ({
  say,
  scope,
  utterance,
  words: realise(utterance, scope),
});

const subjectScope = (scope: Scope, { speaker, rng }: Voice, discourse: Discourse): Scope => {
  const isFirst = !discourse.isSubjectNamed || (discourse.openers.length === 0 && rng.chance(0.5));
  return speaker.subject(scope, isFirst);
};

const remember = ({ words, utterance, say }: Sentence, discourse: Discourse): void => {
  if (say.layout === "sentence") {
    discourse.usedFrames.add(utterance.frame.id);
    discourse.openers.push(openerOf(words.text));
  }
  if (say.layout === "item") discourse.itemFrames.set(say.move, utterance.frame.id);
  if (utterance.frame.slots.includes("subj")) discourse.isSubjectNamed = true;
  for (const id of words.facts) discourse.stated.add(id);
};

const openerOf = (text: string): string => /^\S+/.exec(text)?.[0].toLowerCase() ?? "";

const eligibleFrames = (bank: Bank, move: Move, scope: Scope): readonly Frame[] =>
  (bank.frames.get(move) ?? []).filter(frame => isEligible(frame, scope));

interface Choice {
  readonly voice: Voice;
  readonly discourse: Discourse;
}

const weightedFrame = (
  eligible: readonly Frame[],
  scope: Scope,
  { voice, discourse }: Choice,
): Frame | undefined => {
  if (eligible.length === 0) return undefined;
  const weights = eligible.map(frame => frameWeight(frame, scope, { voice, discourse }));
  return eligible[voice.rng.weighted(weights)];
};

/** Slots that should not come twice in one section. */
const ONCE: ReadonlySet<string> = new Set([
  "person",
  "duration",
  "ago",
  "since",
  "years",
  "marker",
  "reading",
  "symptoms",
]);

const frameWeight = (frame: Frame, scope: Scope, { voice, discourse }: Choice): number => {
  let weight = registerWeight(frame, voice.manner) * (frame.weight ?? 1);
  // A frame that uses more of the facts is the better one of two that both fit.
  weight *= 1 + 0.5 * (frame.when.length + frame.given.length) + 0.25 * frame.slots.length;
  if (discourse.usedFrames.has(frame.id)) weight *= 0.02;
  if (discourse.itemFrames.get(frame.move) === frame.id && frame.move.endsWith(".item")) weight *= 30;
  for (const name of frame.slots) {
    const facts = ONCE.has(name) ? (bound(scope, name)?.facts ?? []) : [];
    if (facts.length > 0 && facts.every(id => discourse.stated.has(id))) weight *= 0.04;
  }
  return weight;
};

const registerWeight = ({ register }: Frame, { telegraphic }: Manner): number => {
  if (register === undefined) return 1;
  if (telegraphic) return register === "terse" ? 2.5 : 0.04;
  return register === "full" ? 1.5 : 0.04;
};
