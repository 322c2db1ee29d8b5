import type { Frame, Part } from "../frame.ts";

/** Rows of the embedding tables: features are hashed into them. */
export const BUCKETS = 8192;
/** Cells that pairs of words are hashed into, to know which the note has already. */
export const ECHOES = 4096;
/** Pairs of a sentence beyond this are left out. */
const MOST_ECHOES = 32;

/**
 * A choice as the network sees it: a name, and features of its wording hashed into rows of the embedding tables. New
 * frames need no new weights; words they share with others are known.
 */
export interface Token {
  readonly name: string;
  /** Rows of the tables; asked for once a name. */
  features(): readonly number[];
  /** What would be an echo if another sentence had it too: pairs of words, and the opening; below ECHOES. */
  echoes(): readonly number[];
}

/** A frame: its words and pairs of words outside choices, how it opens, its register. */
export const frameToken = ({ id, source, register }: Frame): Token => {
  const skeleton = () => source.replace(/\[[^\]]*\]/g, " ¤ ");
  return {
    name: `f:${id}`,
    features: () => hashed([...wordFeatures(skeleton()), `r:${register ?? "any"}`, `id:${id}`]),
    echoes: () => echoesOf(skeleton()),
  };
};

/** An option of a choice inside a frame. */
export const optionToken = (option: readonly Part[]): Token => {
  const text = option.map(part =>
    part.kind === "slot" ? `{${part.name}}` : part.kind === "text" ? part.text : "¤",
  );
  const words = text.join("").trim();
  return {
    name: `o:${words}`,
    features: () => hashed([...wordFeatures(words), `id:o:${words}`]),
    echoes: () => echoesOf(words),
  };
};

/** The wording of a slot: which of its full or short forms. */
export const wordingToken = (slot: string, form: "full" | "short", index: number): Token => ({
  name: `s:${slot}:${form}:${index}`,
  features: () =>
    hashed([`form:${form}`, `slot:${slot}`, `${slot}:${form}`, `id:s:${slot}:${form}:${index}`]),
  echoes: () => [],
});

/** A sentence of running text, by the same features as a frame. */
export const sentenceToken = (text: string, register: "full" | "terse"): Token => ({
  name: `t:${text}`,
  features: () => hashed([...wordFeatures(text), `r:${register}`]),
  echoes: () => echoesOf(text),
});

/** What is known of a place before anything is said there. */
export const contextToken = (features: readonly string[]): Token => ({
  name: `c:${features.join("|")}`,
  features: () => hashed(features.map(feature => `c:${feature}`)),
  echoes: () => [],
});

/** Pairs of words that are no slots or gaps, and the first two. */
const echoesOf = (text: string): readonly number[] => {
  const words = wordsOf(text).map(word => (/^[{¤]|\d/.test(word) ? "_" : word));
  const pairs = words
    .slice(1)
    .flatMap((word, i) => (word === "_" || words[i] === "_" ? [] : [`${words[i]} ${word}`]));
  const opening = words.length > 1 ? [`^ ${words[0]} ${words[1]}`] : [];
  return [...new Set([...opening, ...pairs])].slice(0, MOST_ECHOES).map(pair => bucketOf(pair, ECHOES));
};

const wordsOf = (text: string): readonly string[] =>
  text.toLowerCase().match(/\{\^?[a-z-]+(?::[a-z]+)?\}|[\p{L}\d][\p{L}\d'/&.+-]*|[¤:;+↑↓@]/gu) ?? [];

/** Words, neighbouring words, and the opening. */
const wordFeatures = (text: string): readonly string[] => {
  const words = wordsOf(text);
  return [
    ...words.map(word => `w:${word}`),
    ...words.slice(1).map((word, i) => `b:${words[i]} ${word}`),
    `^:${words[0] ?? ""}`,
    `^^:${words.slice(0, 2).join(" ")}`,
  ];
};

const hashed = (features: readonly string[]): readonly number[] =>
  features.map(feature => bucketOf(feature, BUCKETS));

/** FNV-1a, 32 bits, into the rows. */
const bucketOf = (feature: string, buckets: number): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < feature.length; i++) {
    hash ^= feature.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  // The low bits of FNV-1a are the weaker ones.
  return ((hash ^ (hash >>> 15)) >>> 0) % buckets;
};
