/** Notes about people of the data-free prior: every type that their record and X-ray allow. */
import { writeNote } from "../../../generators/note/grammar.ts";
import type { NoteType } from "../../../generators/note/section.ts";
import { builtInDomain } from "../../../generators/patient/domain.ts";
import { recordLaw, sampler } from "../../../generators/patient/law.ts";
import { priorBackbone } from "../../../generators/patient/model.ts";
import { drawPerson } from "../../../generators/patient/person.ts";
import type { SyntheticNote } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import { onlyType } from "../../../test/generators/note/corpus.ts";

const TYPES: readonly NoteType[] = ["progress", "history-physical", "discharge", "letter", "radiology"];

export const drawnNotes = (persons: number, seed: string): readonly SyntheticNote[] => {
  const { draw } = sampler(recordLaw(priorBackbone(builtInDomain(["fhir", "image", "note"]))));
  return Array.from({ length: persons }, (_, i) => rng(`${seed}/drawn/${i}`)).flatMap((random, i) => {
    const person = drawPerson(draw(random.child("assignment")), i, random, {
      asOf: "2026-01-01",
      idSeed: seed,
    });
    const signals = person.image === undefined ? {} : { image: person.image };
    const isStay = person.record.encounters.some(
      ({ class: kind, start, end = start }) =>
        kind === "IMP" && start <= person.visitDate && person.visitDate <= end,
    );
    return TYPES.filter(
      type => (type !== "discharge" || isStay) && (type !== "radiology" || person.image !== undefined),
    ).map(type => writeNote(person, signals, onlyType(type), random.child(type)));
  });
};
