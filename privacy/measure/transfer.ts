import { type Assignment, categoryIndex, type Domain } from "../../schemas/domain.ts";
import type { Group } from "../../schemas/report.ts";
import { type Tally, type Task, tallyOf } from "../../src/math/concordance.ts";
import { type CodedColumns, logistic, logOdds } from "../../src/math/logistic.ts";

/** Of either kind, people needed among those that are judged, for an outcome to be asked of them. */
const LEAST = 10;
/** Ridge of the classifiers: fixed, tuned on nothing. */
const RIDGE = 1;
const OUTCOME = /^(condition|medication)\//;

/** A yes or no question about people: the number of its attribute, and of its two categories. */
export interface Outcome {
  readonly variable: number;
  readonly yes: number;
  readonly no: number;
}

export const codedPeople = (domain: Domain, people: readonly Assignment[]): CodedColumns => ({
  sizes: domain.map(({ categories }) => categories.length),
  columns: domain.map(attribute =>
    Uint16Array.from(people, person => categoryIndex(attribute, person[attribute.name])),
  ),
});

/** Every condition and medication of the domain that is said by yes or no. */
export const outcomesOf = (domain: Domain): readonly Outcome[] =>
  domain.flatMap(({ name, categories }, variable) => {
    const [yes, no] = [categories.indexOf("yes"), categories.indexOf("no")];
    return OUTCOME.test(name) && yes >= 0 && no >= 0 ? [{ variable, yes, no }] : [];
  });

/** Who of some people has an outcome and who has not, as places; those for whom it is missing are on neither side. */
export const taskOf = ({ columns }: CodedColumns, outcome: Outcome, among: Int32Array): Task => {
  const column = columns[outcome.variable]!;
  return {
    cases: among.filter(person => column[person] === outcome.yes),
    others: among.filter(person => column[person] === outcome.no),
  };
};

/** Whether there are enough on both sides. */
export const isAskable = ({ cases, others }: Task): boolean =>
  cases.length >= LEAST && others.length >= LEAST;

/** Places of the people of a group; of all where there is no group. */
export const placesIn = (people: readonly Assignment[], { allowed }: Pick<Group, "allowed">): Int32Array =>
  Int32Array.from(people.keys()).filter(place =>
    [...allowed].every(([name, categories]) => categories.has(people[place]![name] ?? "")),
  );

/** Classifiers by the number of their outcome's attribute: scores of the people judged, one each, log odds. */
export type Scores = ReadonlyMap<number, Float64Array>;

/**
 * Scores of `judged` people by classifiers of each outcome that never saw them: logistic regression on the categories of
 * all other attributes, missing among them. Who cannot learn (one kind of people only) says the same of everyone.
 */
export const transferred = (
  train: CodedColumns,
  judged: CodedColumns,
  outcomes: readonly Outcome[],
): Scores =>
  new Map(
    outcomes.map(outcome => {
      const all = Int32Array.from(train.columns[outcome.variable]!, (_, person) => person);
      const { cases, others } = taskOf(train, outcome, all);
      if (cases.length === 0 || others.length === 0)
        return [outcome.variable, new Float64Array(judged.columns[0]!.length)];
      const places = [...cases, ...others];
      const people = {
        sizes: train.sizes,
        columns: train.columns.map(column => Uint16Array.from(places, place => column[place]!)),
      };
      const weights = logistic({
        people,
        outcome: Uint8Array.from(places, (_, i) => Number(i < cases.length)),
        skip: outcome.variable,
        ridge: RIDGE,
      });
      return [outcome.variable, logOdds(judged, weights, outcome.variable)];
    }),
  );

/** Pairs in order of the people of `among`, over the outcomes asked. */
export const judge = (
  judged: CodedColumns,
  outcomes: readonly Outcome[],
  among: Int32Array,
  scores: Scores,
): Tally =>
  tallyOf(
    outcomes.map(outcome => taskOf(judged, outcome, among)),
    outcomes.map(({ variable }) => scores.get(variable)!),
    judged.columns[0]!.length,
  );
