import { matchesOf } from "./matches.ts";
import { mayHold, type Sought, type Triples, triplesOf } from "./sought.ts";

/** A mention found in a text: where it stands, and whether the text affirms it, denies it, or leaves it open. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly words: string;
  readonly polarity: "affirmed" | "denied" | "open";
  readonly sentence: Sentence;
}

/** A sentence: `text.slice(start, end)`. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

const ABBREVIATED = /\b(?:Mr|Ms|Mrs|Dr|vs|approx|e\.g|i\.e|[A-Z])\.$/;

/** Splits at line ends, semicolons and full stops followed by a space (not inside numbers or after titles). */
export const sentencesOf = (text: string): readonly Sentence[] => {
  const found: Sentence[] = [];
  let start = 0;
  const close = (end: number) => {
    if (text.slice(start, end).trim() !== "") found.push({ start, end, words: text.slice(start, end) });
    start = end;
  };
  for (let i = 0; i < text.length; i++) {
    const here = text[i]!;
    if (here === "\n" || here === ";") close(i + 1);
    else if (
      here === "." &&
      /\s/.test(text[i + 1] ?? " ") &&
      !ABBREVIATED.test(text.slice(Math.max(start, i - 7), i + 1))
    )
      close(i + 1);
  }
  close(text.length);
  return found;
};

const CUE =
  /\b(?:no|not|non|without|w\/o|denies|denied|deny|neg(?:ative)?(?: for)?|never|neither|nor|free of|absence of|absent|lacks?)\b|(?:^|\s)\(-\)/gi;
/** Words that end what a denial covers. */
const STOP =
  /\b(?:but|however|except|although|who|which|presents?|admitted|here for|comes?|apart from|follow-up of|f\/u of|there (?:is|are|was|were))\b|:/i;
const HEDGE =
  /\b(?:suspicious for|concern(?:ing)? for|rule out|r\/o|risk of|screen(?:ing)? for|possible|possibly|probable|may represent|work-up for|w\/u for)\b[^.;\n]{0,30}$/i;
const DENIED_AFTER =
  /^\s*(?:(?:is|are|was|were)\s+)?(?:not (?:seen|present|identified|found|noted|demonstrated)|absent|excluded|ruled out)\b|^\s*:\s*(?:no|none|absent|negative)\s*(?:[.,;]|$)/i;

/** Polarity of what stands at [start, end) of a sentence. */
export const polarityAt = (sentence: string, start: number, end: number): Mention["polarity"] => {
  const before = sentence.slice(0, start);
  if (HEDGE.test(before) || /^\s*\?/.test(sentence.slice(end))) return "open";
  if (DENIED_AFTER.test(sentence.slice(end))) return "denied";
  let last: number | undefined;
  for (const cue of matchesOf(before, CUE)) last = cue.index + cue[0].length;
  if (last === undefined) return "affirmed";
  return STOP.test(before.slice(last)) ? "affirmed" : "denied";
};

/** A text and its sentences. */
export interface Reading {
  readonly text: string;
  readonly sentences: readonly Sentence[];
  readonly triples: Triples;
}

export const readingOf = (text: string): Reading => ({
  text,
  sentences: sentencesOf(text),
  triples: triplesOf(text),
});

/** All matches of a pattern (global flag) in the text. */
export const matchesIn = ({ text, triples }: Reading, wanted: Sought): readonly RegExpExecArray[] =>
  mayHold(triples, wanted) ? matchesOf(text, wanted.pattern) : [];

const NONE: readonly Mention[] = [];

/** All mentions of a pattern (global flag), with offsets in the text. */
export const mentionsIn = ({ text, sentences, triples }: Reading, wanted: Sought): readonly Mention[] => {
  if (!mayHold(triples, wanted)) return NONE;
  const mentions: Mention[] = [];
  let at = 0;
  for (const match of matchesOf(text, wanted.pattern)) {
    while (at < sentences.length - 1 && sentences[at]!.end <= match.index) at++;
    const sentence = sentences[at]!;
    const start = match.index;
    const end = start + match[0].length;
    const polarity = polarityAt(sentence.words, start - sentence.start, end - sentence.start);
    mentions.push({ start, end, words: match[0], polarity, sentence });
  }
  return mentions;
};
