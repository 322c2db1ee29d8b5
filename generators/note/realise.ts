import type { Rng } from "../../src/math/rng.ts";
import type { Frame, Part } from "./frame.ts";

/** What a slot may be filled with: interchangeable full and abbreviated wordings, and the facts they state. */
export interface Binding {
  readonly facts: readonly string[];
  readonly full: readonly string[];
  readonly short?: readonly string[];
  /** What a list is made of: the words of each thing, wherever the list is given in full or short. */
  readonly items?: readonly { readonly facts: readonly string[]; readonly words: readonly string[] }[];
}

/** What a sentence may speak of: bound slots, and tags (`rhythm=sinus`) with the facts that a frame states by using them. */
export interface Scope {
  readonly slots: Readonly<Record<string, Binding | undefined>>;
  readonly tags: Readonly<Record<string, readonly string[]>>;
  /** Slot `subj`: who the sentence is about, by name or pronoun; changes from sentence to sentence. */
  readonly subject?: Binding;
  /** Where slots and tags that are not here are looked for: the whole, around one condition or drug. */
  readonly around?: Scope;
}

/** What a slot is bound to. */
export const bound = (scope: Scope, slot: string): Binding | undefined =>
  slot === "subj" ? scope.subject : (scope.slots[slot] ?? scope.around?.slots[slot]);

/** Facts that a frame states by using a tag; undefined where the tag does not hold. */
export const tagged = (scope: Scope, tag: string): readonly string[] | undefined =>
  scope.tags[tag] ?? scope.around?.tags[tag];

/** All tags that hold. */
export const tagsOf = ({ tags, around }: Scope): readonly string[] =>
  Object.keys({ ...around?.tags, ...tags });

/**
 * A frame with every choice made: `picks` lists, in reading order, the option of each choice and the wording of each
 * slot. The discrete state that a later denoiser unmasks position by position.
 */
export interface Utterance {
  readonly frame: Frame;
  readonly picks: readonly number[];
}

export interface Realised {
  readonly text: string;
  readonly facts: readonly string[];
}

/** All slots bound, all required tags there, none forbidden. */
export const isEligible = ({ slots, when, given, unless }: Frame, scope: Scope): boolean => {
  for (const tag of when) if (tagged(scope, tag) === undefined) return false;
  for (const tag of given) if (tagged(scope, tag) === undefined) return false;
  for (const tag of unless) if (tagged(scope, tag) !== undefined) return false;
  for (const name of slots) if (bound(scope, name) === undefined) return false;
  return true;
};

/**
 * Makes the choices of a frame.
 *
 * @param abbreviation  probability of a slot's short wording where it has one
 */
export const utter = (frame: Frame, scope: Scope, abbreviation: number, rng: Rng): Utterance => {
  const picks: number[] = [];
  const visit = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.kind === "slot") picks.push(wording(part.form, bound(scope, part.name)!, abbreviation, rng));
      if (part.kind !== "choice") continue;
      const option = rng.integer(part.options.length);
      picks.push(option);
      visit(part.options[option]!);
    }
  };
  visit(frame.parts);
  return { frame, picks };
};

/** Index into full wordings, then short ones. */
const wording = (
  form: "any" | "full" | "short",
  binding: Binding,
  abbreviation: number,
  rng: Rng,
): number => {
  const short = binding.short ?? [];
  const isShort =
    short.length > 0 &&
    (form === "short" || binding.full.length === 0 || (form === "any" && rng.chance(abbreviation)));
  return isShort
    ? binding.full.length + rng.integer(short.length)
    : rng.integer(Math.max(1, binding.full.length));
};

/** The sentence of an utterance, with the facts it states. */
export const realise = (utterance: Utterance, scope: Scope): Realised => {
  const { text, facts } = raw(utterance, scope);
  return { text: tidied(text), facts };
};

/** A slot's words where they stand in the sentence. */
export interface Filled {
  readonly start: number;
  readonly end: number;
  readonly binding: Binding;
}

/** Where the slots of an utterance stand in the sentence that `realise` gives. */
export const filled = (utterance: Utterance, scope: Scope): readonly Filled[] => {
  const { text, slots } = raw(utterance, scope);
  if (isTidy(text)) return slots;
  const place = placesIn(text, tidied(text));
  return slots.map(({ start, end, binding }) => ({ start: place[start]!, end: place[end]!, binding }));
};

/** Position in the tidied text of every position in the raw one: tidying drops letters and changes case, no more. */
const placesIn = (from: string, to: string): readonly number[] => {
  const places: number[] = [];
  let at = 0;
  for (const letter of from) {
    for (let i = 0; i < letter.length; i++) places.push(at);
    if (to[at] !== undefined && letter.toLowerCase() === to[at]!.toLowerCase()) at++;
    else if (to.startsWith(letter, at)) at += letter.length;
  }
  return [...places, at];
};

const raw = (
  { frame, picks }: Utterance,
  scope: Scope,
): { readonly text: string; readonly facts: readonly string[]; readonly slots: readonly Filled[] } => {
  const facts = new Set(frame.states);
  for (const tag of frame.when) for (const id of tagged(scope, tag) ?? []) facts.add(id);
  const slots: Filled[] = [];
  let text = "";
  let next = 0;
  const visit = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.kind === "text") text += part.text;
      if (part.kind === "choice") visit(part.options[picks[next++]!]!);
      if (part.kind !== "slot") continue;
      const binding = bound(scope, part.name)!;
      const pick = picks[next++]!;
      const words = (binding.full[pick] ?? binding.short?.[pick - binding.full.length])!;
      for (const id of binding.facts) facts.add(id);
      if (binding.facts.length > 0)
        slots.push({ start: text.length, end: text.length + words.length, binding });
      text += part.capital ? capitalised(words) : words;
    }
  };
  visit(frame.parts);
  return { text, facts: [...facts], slots };
};

/** Single spaces, no space before punctuation, capital at the start, one full stop at the end of abbreviations. */
const tidied = (text: string): string => (isTidy(text) ? capitalised(text) : mended(text));

const UNTIDY = /^\s|\s$| [ ,.;:)]|\( |\.\.|,[.;]|\ba\/an /i;

/** Nothing but a capital is wanting, so that every letter stays where it is. */
const isTidy = (text: string): boolean => !UNTIDY.test(text);

const mended = (text: string): string =>
  capitalised(
    text
      .replace(/ {2,}/g, " ")
      .replace(/ ([,.;:)])/g, "$1")
      .replace(/\( /g, "(")
      .replace(/\.\.+/g, ".")
      .replace(/,([.;])/g, "$1")
      .trim(),
  ).replace(/\ba\/an (?=(\S+))/gi, (marker, word: string) => matchCase(marker, article(word)));

const matchCase = (marker: string, word: string): string => {
  const cased = /^A/.test(marker) ? word[0]!.toUpperCase() + word.slice(1) : word;
  return `${cased} `;
};

/** First letter up, except in words whose case is fixed (eGFR, pH). */
export const capitalised = (text: string): string =>
  /^[a-z](?![A-Z])/.test(text) ? text[0]!.toUpperCase() + text.slice(1) : text;

/** "a" or "an" by sound: 8, 11, 18 and 80 to 89 begin with a vowel, as do letters spelt out. */
const article = (word: string): string => {
  const number = /^\d+/.exec(word)?.[0];
  if (number !== undefined) return /^8|^11$|^18$/.test(number) ? "an" : "a";
  if (/^[A-Z]{2,}/.test(word)) return /^[AEFHILMNORSX]/.test(word) ? "an" : "a";
  if (/^(uni|use|usu|eu|one)/i.test(word)) return "a";
  return /^[aeiou]|^hour|^honest/i.test(word) ? "an" : "a";
};
