import { type Domain, MISSING } from "../../schemas/domain.ts";
import { ETHNICITIES, RACES, type Sex } from "../../schemas/record.ts";
import { ageRange, OLDEST } from "./age-range.ts";
import { acuteLaw, encountersLaw, spanLaw } from "./prior/course.ts";
import { conditionProbability, type Given, measurementLaw, medicationProbability } from "./prior/history.ts";
import { HISPANIC_SHARE, population, RACE_THOUSANDS } from "./prior/population.ts";
import {
  conductionLaw,
  ectopyLaw,
  findingLaw,
  type Law,
  morphologyLaw,
  rhythmLaw,
  viewLaw,
} from "./prior/signals.ts";
import { AGE, PRESENCE, SEX, type TreeNode } from "./tree.ts";
import { measurementEntry } from "./vocabulary.ts";

/** Shares of records without an age or a sex that are expected before any data is seen. */
const UNRECORDED = 0.005;

/**
 * Public conditional probability table of one variable behind an open gate.
 *
 * @param parent  the node of `node.parent`, if it has one
 * @returns       row-major [age][sex][parent category][category]; [category] for age, [age][category] for sex; every
 *                row sums to 1
 */
export const priorTable = (domain: Domain, node: TreeNode, parent: TreeNode | undefined): Float64Array => {
  const categoriesOf = (name: string) => domain.find(attribute => attribute.name === name)!.categories;
  const ages = categoriesOf(AGE);
  if (node.name === AGE) return ageRow(ages);
  const sexes = categoriesOf(SEX);
  if (node.name === SEX) return concatenate(ages.map(age => sexRow(age, sexes)));
  const law = lawOf(node, parent);
  const parentCategories = parent?.categories ?? [undefined];
  return concatenate(
    ages.flatMap(age =>
      sexes.flatMap(sex => {
        const people = peopleIn(age, sex);
        return parentCategories.map(category =>
          averageRow(people, node, (years, body) => law(years, body, category)),
        );
      }),
    ),
  );
};

interface People {
  readonly age: number;
  readonly sex: Sex;
  readonly weight: number;
}

/** Everyone an age and a sex category may stand for, in proportion to the population. */
const peopleIn = (ageCategory: string, sexCategory: string): readonly People[] => {
  const [from, to] = drawnRange(ageCategory);
  const sexes = bodySexes(sexCategory);
  const people: People[] = [];
  for (const sex of sexes)
    for (let age = from; age <= to; age++) people.push({ age, sex, weight: population(age, sex) });
  return people;
};

/** First and last whole year of age that an age category is drawn from; all ages where it states none. */
export const drawnRange = (category: string): readonly [number, number] => {
  const [from, to] = ageRange(category) ?? [0, OLDEST];
  const last = Math.min(OLDEST, to);
  return [Math.min(from, last), last];
};

/** Bodies a sex category may stand for: an owner's "F" is female; `missing` and unknown words are either. */
export const bodySexes = (category: string): readonly Sex[] => {
  if (category !== MISSING && /^f/i.test(category)) return ["female"];
  if (category !== MISSING && /^m/i.test(category)) return ["male"];
  return ["female", "male"];
};

const ageRow = (categories: readonly string[]): Float64Array => {
  const weights = categories.map(category =>
    category === MISSING || ageRange(category) === undefined
      ? 0
      : peopleIn(category, MISSING).reduce((sum, each) => sum + each.weight, 0),
  );
  const known = weights.some(weight => weight > 0);
  return complete(categories, known ? weights : categories.map(category => (category === MISSING ? 0 : 1)));
};

const sexRow = (ageCategory: string, categories: readonly string[]): Float64Array =>
  complete(
    categories,
    categories.map(category => {
      const sexes = category === MISSING ? [] : bodySexes(category);
      return peopleIn(ageCategory, MISSING)
        .filter(each => sexes.includes(each.sex))
        .reduce((sum, each) => sum + each.weight, 0);
    }),
  );

/** Weights of the stated categories made probabilities, with the usual share for `missing`. */
const complete = (categories: readonly string[], weights: readonly number[]): Float64Array => {
  const total = weights.reduce((a, b) => a + b, 0);
  return Float64Array.from(categories, (category, i) =>
    category === MISSING ? UNRECORDED : ((1 - UNRECORDED) * weights[i]!) / total,
  );
};

const averageRow = (
  people: readonly People[],
  node: TreeNode,
  law: (age: number, sex: Sex) => readonly number[],
): Float64Array => {
  const row = new Float64Array(node.categories.length);
  for (const { age, sex, weight } of people) {
    const each = law(age, sex);
    for (let i = 0; i < row.length; i++) row[i] = row[i]! + weight * each[i]!;
  }
  const total = row.reduce((a, b) => a + b, 0);
  return row.map(value => value / total);
};

type Conditional = (age: number, sex: Sex, parentCategory: string | undefined) => readonly number[];

const lawOf = (node: TreeNode, parent: TreeNode | undefined): Conditional => {
  const { categories } = node;
  const [kind, slug = ""] = node.name.split("/", 2) as [string, string?];
  const given = (category: string | undefined): Given | undefined =>
    parent === undefined || category === undefined ? undefined : { parent: parent.name, category };
  const from = (law: Law) => spread(categories, law);
  const yesNo = (p: number) => from({ yes: p, no: 1 - p, [MISSING]: 0 });
  const entry = kind === "lab" ? measurementEntry(slug) : undefined;
  if (entry !== undefined)
    return (age, sex, category) => measurementLaw(entry, categories, [age, sex, category === "yes"]);
  const course = COURSE_LAWS[slug];
  if (kind === "history" && course !== undefined)
    return (age, _sex, category) => from(course(age, category ?? MISSING));
  const laws: Readonly<Record<string, Conditional>> = {
    [PRESENCE]: () => presenceRow(categories),
    race: age => from(raceLaw(age)),
    ethnicity: (_age, _sex, race) => from(ethnicityLaw(race)),
    rhythm: (age, sex) => from(rhythmLaw(age, sex)),
    conduction: (age, sex, rhythm) => from(conductionLaw(age, sex, rhythm ?? "sinus")),
    ectopy: (age, _sex, rhythm) => from(ectopyLaw(age, rhythm ?? "sinus")),
    morphology: (age, sex, rhythm) => from(morphologyLaw(age, sex, rhythm ?? "sinus")),
    finding: age => from(findingLaw(age)),
    view: (age, _sex, finding) => from(viewLaw(age, finding ?? "none")),
    condition: (age, sex, category) => yesNo(conditionProbability(slug, age, sex, given(category))),
    medication: (age, _sex, category) => yesNo(medicationProbability(slug, age, given(category))),
  };
  return Object.hasOwn(laws, kind) ? laws[kind]! : () => from({});
};

/** Laws of `history/*` by age and parent category. */
const COURSE_LAWS: Readonly<Record<string, (age: number, category: string) => Law>> = {
  acute: acuteLaw,
  encounters: encountersLaw,
  span: spanLaw,
};

/** Share of each modality that patients of a cohort which declares it are expected to have. */
const PRESENT = 0.95;

const presenceRow = (patterns: readonly string[]): readonly number[] =>
  patterns.map(pattern =>
    pattern.split(",").reduce((product, value) => product * (value === "yes" ? PRESENT : 1 - PRESENT), 1),
  );

const raceLaw = (age: number): Law => {
  const row = RACE_THOUSANDS[Math.min(RACE_THOUSANDS.length - 1, Math.floor(age / 10))]!;
  const total = row.reduce((a, b) => a + b, 0);
  return { ...Object.fromEntries(RACES.map((race, i) => [race, (0.96 * row[i]!) / total])), [MISSING]: 0.04 };
};

const ethnicityLaw = (race: string | undefined): Law => {
  if (race === MISSING) return { hispanic: 0.2, "not-hispanic": 0.3, [MISSING]: 0.5 };
  const share = HISPANIC_SHARE[(RACES as readonly (string | undefined)[]).indexOf(race)] ?? 0.2;
  const [hispanic, other] = ETHNICITIES;
  return { [hispanic]: 0.97 * share, [other]: 0.97 * (1 - share), [MISSING]: 0.03 };
};

/**
 * A law on an attribute's categories. Categories that the law does not know (an owner's own) share what is left
 * evenly, `missing` getting a little.
 */
const spread = (categories: readonly string[], law: Law): readonly number[] => {
  const unknown = categories.filter(category => category !== MISSING && !Object.hasOwn(law, category)).length;
  const known = categories.length - 1 - unknown;
  const missing = law[MISSING] ?? 0.02;
  const own = unknown === 0 ? 0 : (1 - missing) / (unknown + known);
  const weights = categories.map(category => (category === MISSING ? missing : (law[category] ?? own)));
  const total = weights.reduce((a, b) => a + b, 0);
  return total > 0
    ? weights.map(weight => weight / total)
    : categories.map(category => (category === MISSING ? 1 : 0));
};

const concatenate = (rows: readonly Float64Array[]): Float64Array => {
  const out = new Float64Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    out.set(row, at);
    at += row.length;
  }
  return out;
};
