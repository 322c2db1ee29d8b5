import type { Fact } from "../../schemas/person.ts";
import { allergySentences, readAllergies } from "./reader/allergies.ts";
import { type Contradiction, chartOf } from "./reader/chart.ts";
import { readingOf } from "./reader/clauses.ts";
import { readConditions, readStages } from "./reader/conditions.ts";
import { readDates } from "./reader/dates.ts";
import { readDrugs } from "./reader/drugs.ts";
import { readEcg } from "./reader/ecg.ts";
import { readFlags } from "./reader/flags.ts";
import { readImaging } from "./reader/imaging.ts";
import { readOperations } from "./reader/operations.ts";
import { readAges, readSex } from "./reader/person.ts";
import { readSocial } from "./reader/social.ts";
import type { Statement } from "./reader/statement.ts";
import { readValues } from "./reader/values.ts";
import { readVisit } from "./reader/visit.ts";

export type { Contradiction } from "./reader/chart.ts";
export type { Statement } from "./reader/statement.ts";

/**
 * Reads a note back, with patterns and a lexicon of its own (nothing of the generator's bank): age, sex words,
 * conditions under negation, drugs with dose, route and frequency, rates, intervals, vital signs and laboratory
 * values with their flags, rhythm, conduction, ectopy and axis, image findings, sides and view, dates and years,
 * symptoms and signs, allergies with their reactions, operations, smoking, alcohol and occupation. A denial that no fact licenses goes against the facts too.
 *
 * @param text   a note about one person
 * @param facts  from `factsOf`, and those the visit adds
 * @returns      what the text says, each with the facts that bear it out or the one it goes against, by place
 */
export const statements = (text: string, facts: readonly Fact[]): readonly Statement[] => {
  const chart = chartOf(facts);
  const reading = readingOf(text);
  const allergies = allergySentences(reading);
  return [
    ...readAges(reading, chart),
    ...readSex(reading, chart),
    ...readConditions(reading, chart),
    ...readStages(reading, chart),
    ...readDrugs(allergies, reading, chart),
    ...readAllergies(allergies, reading, chart),
    ...readOperations(reading, chart),
    ...readSocial(reading, chart),
    ...readValues(reading, chart),
    ...readFlags(reading, chart),
    ...readEcg(reading, chart),
    ...readImaging(reading, chart),
    ...readDates(reading, chart),
    ...readVisit(allergies, reading, chart),
  ].sort((a, b) => a.span[0] - b.span[0]);
};

/** What a note says against the facts: spans in `text` with the fact and the rule, in order of appearance. */
export const contradictions = (text: string, facts: readonly Fact[]): readonly Contradiction[] =>
  statements(text, facts).flatMap(({ span, fault }) => (fault === undefined ? [] : [{ span, ...fault }]));
