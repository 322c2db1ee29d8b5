import type { SyntheticNote } from "../../schemas/person.ts";
import type { Manner } from "./bank/bank.ts";
import type { Sentence } from "./draft.ts";
import type { Section } from "./section.ts";

/** A heading and what stands under it. */
export interface Body {
  readonly title: string;
  /** What stands under the heading: two where assessment and plan share one, none in the head. */
  readonly sections: readonly Section[];
  readonly sentences: readonly Sentence[];
}

/** A note as text, with the place of every sentence: `places[i]` belongs to the i-th sentence over all bodies. */
export interface LaidOut {
  readonly text: string;
  readonly sections: SyntheticNote["sections"];
  readonly places: readonly { readonly sentence: Sentence; readonly start: number; readonly end: number }[];
}

/** Puts headings, lists and running text on the page. The first body is the head of the note, without a heading. */
export const layOut = (bodies: readonly Body[], manner: Manner): LaidOut => {
  const page = new Page();
  const sections: SyntheticNote["sections"][number][] = [];
  bodies.forEach((body, index) => {
    if (index === 0) {
      page.add(body.title);
      for (const sentence of body.sentences) page.add("\n").place(sentence);
      return;
    }
    const from = writeBody(page, body, manner);
    sections.push({ title: body.title, text: page.text.slice(from), kinds: body.sections });
  });
  return { text: page.text, sections, places: page.places };
};

/** Writes one section; returns where its text starts. */
const writeBody = (page: Page, { title, sentences }: Body, manner: Manner): number => {
  const hasItems = sentences.some(({ say }) => say.layout === "item");
  const isInline = !hasItems && !manner.headingAlone;
  page.add(manner.headingAlone || index(page) ? "\n\n" : "\n");
  page.add(
    isInline ? `${title}: ` : `${title}${manner.heading === "capitals" && manner.headingAlone ? "" : ":"}\n`,
  );
  const from = page.text.length;
  let number = 1;
  sentences.forEach((sentence, i) => {
    const isItem = sentence.say.layout === "item";
    const wasItem = i > 0 && sentences[i - 1]!.say.layout === "item";
    if (i > 0) page.add(isItem || wasItem ? "\n" : " ");
    if (isItem) page.add(manner.bullet === "1. " ? `${number++}. ` : manner.bullet);
    page.place(sentence);
  });
  return from;
};

/** The first section always stands apart from the head. */
const index = (page: Page): boolean => !page.text.includes("\n\n");

class Page {
  #text = "";
  readonly places: LaidOut["places"][number][] = [];
  get text(): string {
    return this.#text;
  }
  add(text: string): this {
    this.#text += text;
    return this;
  }
  place(sentence: Sentence): this {
    const start = this.#text.length;
    this.#text += sentence.words.text;
    this.places.push({ sentence, start, end: this.#text.length });
    return this;
  }
}
