/** Ways of wording a planned note, side by side. */
import { isSaidAlready, type Sentence, type Voice } from "../../../generators/note/draft.ts";
import { isEligible, realise, utter } from "../../../generators/note/realise.ts";
import { drawnWords, type PlannedBody, type Words } from "../../../generators/note/words.ts";

/** Every sentence by itself: a frame of the register, its choices by chance, nothing of what stands before it. */
export const independentWords: Words = {
  write: (plans, voice) =>
    plans.flatMap(({ title, sections, says }) => {
      const stated = new Set<string>();
      const sentences = says
        .map(say => alone(say, voice))
        .filter(found => found !== undefined)
        .filter(found => {
          if (isSaidAlready(found, stated)) return false;
          for (const id of found.words.facts) stated.add(id);
          return true;
        });
      return sentences.length > 0 ? [{ title, sections, sentences }] : [];
    }),
  again: drawnWords.again,
};

const alone = (say: PlannedBody["says"][number], voice: Voice): Sentence | undefined => {
  const scope = voice.speaker.subject(say.scope, voice.rng.chance(0.3));
  const frames = (voice.bank.frames.get(say.move) ?? []).filter(frame => isEligible(frame, scope));
  if (frames.length === 0) return undefined;
  const weights = frames.map(({ register }) =>
    register === undefined || (register === "terse") === voice.manner.telegraphic ? 1 : 0.04,
  );
  const utterance = utter(frames[voice.rng.weighted(weights)]!, scope, voice.manner.abbreviation, voice.rng);
  return { say, scope, utterance, words: realise(utterance, scope) };
};
