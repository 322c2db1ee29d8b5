import { type Assignment, MISSING } from "../../../schemas/domain.ts";
import type { Sex } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { population } from "../prior/population.ts";
import { ARRHYTHMIA_AGE } from "../prior/signals.ts";
import { bodySexes, drawnRange } from "../prior.ts";
import { AGE, SEX } from "../tree.ts";
import { conditionEntry, medicationEntry } from "../vocabulary.ts";
import { youngestOf } from "./course.ts";
import { slugs } from "./settle.ts";

/** The body that is drawn: always with an age and a sex, even where the record has none. */
export interface Body {
  readonly sex: Sex;
  /** Whole years, on the visit and on the reference date alike. */
  readonly ageYears: number;
}

/**
 * Sex and exact age from the categories: where a category is missing, from the public population; within a band, by
 * the population of its years, limited to the ages at which the person's conditions and rhythm occur, the medicines are
 * given and the history has room.
 *
 * @param asked  years that the age may be, if it is known
 */
export const drawBody = (assignment: Assignment, rng: Rng, asked?: ReadonlySet<number>): Body => {
  const conditions = slugs(assignment, "condition")
    .map(conditionEntry)
    .filter(entry => entry !== undefined);
  const treated = slugs(assignment, "medication").map(name => medicationEntry(name)?.minAge ?? 0);
  const required = conditions.find(entry => entry.sex !== undefined)?.sex;
  const possible = bodySexes(assignment[SEX] ?? MISSING);
  const sexes = possible.filter(sex => required === undefined || sex === required);
  const [from, to] = drawnRange(assignment[AGE] ?? MISSING);
  const rhythm = assignment.rhythm ?? MISSING;
  const arrhythmia = rhythm === "atrial-fibrillation" || rhythm === "atrial-flutter" ? ARRHYTHMIA_AGE : 0;
  const known = youngestOf(assignment["history/span"]);
  const youngest = conditions.map(entry => entry.minAge);
  const first = Math.min(to, Math.max(from, arrhythmia, known, ...treated, ...youngest));
  const last = Math.max(first, Math.min(to, ...conditions.map(entry => entry.maxAge)));
  const possibleYears = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const inside = possibleYears.filter(year => asked?.has(year) ?? true);
  const years = inside.length > 0 ? inside : possibleYears;
  const bodies = (sexes.length > 0 ? sexes : possible).flatMap(sex =>
    years.map(ageYears => ({ sex, ageYears })),
  );
  return bodies[rng.weighted(bodies.map(({ sex, ageYears }) => population(ageYears, sex)))]!;
};
