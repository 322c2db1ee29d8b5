import type { Fact } from "../../schemas/person.ts";
import type { Contradiction } from "./reader/chart.ts";
import { chartOf } from "./reader/chart.ts";
import { readingOf } from "./reader/clauses.ts";
import { readConditions } from "./reader/conditions.ts";
import { readDates } from "./reader/dates.ts";
import { readDrugs } from "./reader/drugs.ts";
import { readEcg } from "./reader/ecg.ts";
import { readImaging } from "./reader/imaging.ts";
import { readAges, readSex } from "./reader/person.ts";
import { readValues } from "./reader/values.ts";

export type { Contradiction } from "./reader/chart.ts";

/**
 * Reads a note back, with patterns and a lexicon of its own (nothing of the generator's bank), and compares it with
 * the facts: age, sex words, conditions under negation, drugs with dose and frequency, rates, intervals, vital signs
 * and laboratory values, rhythm, conduction, ectopy and axis, image findings, sides and view, dates and years.
 * A denial that no fact licenses counts as a contradiction too.
 *
 * @param text   a note about one person
 * @param facts  from `factsOf`
 * @returns      character spans in `text` with the fact they contradict and the rule, in order of appearance
 */
export const contradictions = (text: string, facts: readonly Fact[]): readonly Contradiction[] => {
  const chart = chartOf(facts);
  const reading = readingOf(text);
  return [
    ...readAges(text, chart),
    ...readSex(text, chart),
    ...readConditions(reading, chart),
    ...readDrugs(text, chart),
    ...readValues(text, chart),
    ...readEcg(reading, chart),
    ...readImaging(reading, chart),
    ...readDates(reading, chart),
  ].sort((a, b) => a.span[0] - b.span[0]);
};
