/** Errors planted in clean notes, by kind: how many the independent reader finds. */
import { contradictions } from "../../../generators/note/checker.ts";
import type { SyntheticNote } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import { BACKGROUND_PLANTS, PLANTS } from "../../../test/generators/note/planted.ts";

export interface Caught {
  readonly kind: string;
  readonly planted: number;
  readonly found: number;
}

export const caughtIn = (notes: readonly SyntheticNote[], seed: string): readonly Caught[] =>
  Object.entries({ ...PLANTS, ...BACKGROUND_PLANTS }).map(([kind, plant]) => {
    let [planted, found] = [0, 0];
    notes.forEach((note, i) => {
      const text = plant(note, rng(`${seed}/${kind}/${i}`));
      if (text === undefined || text === note.text) return;
      planted++;
      if (contradictions(text, note.facts).length > 0) found++;
    });
    return { kind, planted, found };
  });
