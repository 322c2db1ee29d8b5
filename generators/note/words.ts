import { draft, newDiscourse, redraft, type Say, type Sentence, type Voice } from "./draft.ts";
import type { Body } from "./layout.ts";
import type { Section } from "./section.ts";

/** A heading and what is to be said under it. */
export interface PlannedBody {
  readonly title: string;
  readonly sections: readonly Section[];
  readonly says: readonly Say[];
}

/** What is known when a sentence is to be said again. */
export interface Again {
  /** Frames that have been found wrong in this note. */
  readonly tried: ReadonlySet<string>;
  /** The plain frame, nothing else. */
  readonly plain: boolean;
  readonly bodies: readonly Body[];
}

/** How planned sentences get their words. */
export interface Words {
  /** Bodies without a sentence are left out; what the facts allow no frame for falls away. */
  write(plans: readonly PlannedBody[], voice: Voice): readonly Body[];
  /** The same thing in other words; undefined where there are none. */
  again(before: Sentence, voice: Voice, how: Again): Sentence | undefined;
}

/** Sentence after sentence, each drawn with regard to those before it. */
export const drawnWords: Words = {
  write: (plans, voice) => {
    const discourse = newDiscourse();
    return plans.flatMap(({ title, sections, says }) => {
      discourse.stated.clear();
      discourse.openers.length = 0;
      const sentences = says.map(each => draft(each, voice, discourse)).filter(each => each !== undefined);
      return sentences.length > 0 ? [{ title, sections, sentences }] : [];
    });
  },
  again: redraft,
};
