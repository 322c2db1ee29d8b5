import type { FactIndex } from "../../fact.ts";
import { pertinentTo, SYSTEMS, systemOf } from "../../knowledge/systems.ts";
import type { Visit } from "../../presentation.ts";
import type { Binding, Scope } from "../../realise.ts";
import type { Manner, Speaker, SpeakerOptions } from "../bank.ts";
import { SYMPTOM_NAMES } from "./names.ts";
import { counted, type Item, listed, slots, words, written } from "./wording.ts";

/** Slots about who is seen, when and why. */
export const personScope = (facts: FactIndex, visit: Visit, manner: Manner): Scope => {
  const sex = facts.get("demographic/sex")?.value;
  const age = facts.get("demographic/age")?.value;
  const sexFacts = sex === undefined ? [] : ["demographic/sex"];
  const pronoun = sex === "female" ? FEMALE : sex === "male" ? MALE : undefined;
  const symptoms = visit.symptoms.map(symptomItem);
  return {
    slots: slots({
      person: whoIs(age, sex),
      he: words(sexFacts, [pronoun?.he ?? "the patient"]),
      his: words(sexFacts, [pronoun?.his ?? "the patient's"]),
      visit: day(facts, "date/visit", manner),
      admitted: day(facts, "date/admission", manner),
      discharged: day(facts, "date/discharge", manner),
      symptoms: listed(symptoms, manner),
      symptom: listed(symptoms.slice(0, 1), manner),
      others: listed(symptoms.slice(1), manner),
      ...denials(visit, manner),
      duration: duration(visit.days),
      ago: onset(visit.days),
      ...stay(facts),
    }),
    tags: {
      [`visit=${visit.kind}`]: [],
      ...(visit.days !== undefined && visit.days <= 7 ? { "visit=acute": [] } : {}),
      ...(visit.symptoms.length > 0 ? {} : { "no=symptoms": [] }),
      ...(sex === undefined ? {} : { [`sex=${sex}`]: sexFacts }),
      ...(facts.has("date/admission") ? { stay: [] } : {}),
      ...(typeof age === "number" && age < 18 ? { child: [] } : {}),
      ...(typeof age === "number" && age < 6 ? { toddler: [] } : {}),
    },
  };
};

const FEMALE = { he: "she", his: "her" } as const;
const MALE = { he: "he", his: "his" } as const;

const whoIs = (age: unknown, sex: unknown): Binding => {
  const facts = [
    ...(typeof age === "number" ? ["demographic/age"] : []),
    ...(sex === undefined ? [] : ["demographic/sex"]),
  ];
  const noun = sex === "female" ? "woman" : sex === "male" ? "man" : "patient";
  if (typeof age !== "number") return words(facts, [noun]);
  const young = sex === "female" ? "girl" : sex === "male" ? "boy" : "child";
  if (age === 0) return words(facts, [sex === undefined ? "infant" : `infant ${young}`]);
  if (age < 18)
    return words(facts, [`${age}-year-old ${young}`], sex === undefined ? [] : [`${age} y/o ${letter(sex)}`]);
  const gender = sex === undefined ? [] : [`${age}-year-old ${sex}`];
  const short =
    sex === undefined
      ? [`${age} y/o`]
      : [`${age} y/o ${letter(sex)}`, `${age}yo ${letter(sex)}`, `${age}${letter(sex)}`];
  return words(facts, [`${age}-year-old ${noun}`, `${age}-year-old ${noun}`, ...gender], short);
};

const letter = (sex: unknown): string => (sex === "female" ? "F" : "M");

const day = (facts: FactIndex, id: string, manner: Manner): Binding | undefined => {
  const value = facts.get(id)?.value;
  return typeof value === "string" ? words([id], [written(value, manner.date)]) : undefined;
};

/** Nights in hospital, where admission and discharge are known. */
const stay = (facts: FactIndex): { readonly nights?: Binding } => {
  const from = facts.get("date/admission")?.value;
  const to = facts.get("date/discharge")?.value;
  if (typeof from !== "string" || typeof to !== "string") return {};
  const nights = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  if (!(nights > 1)) return {};
  return {
    nights: words(["date/admission", "date/discharge"], [`${counted(nights)} days`], [`${nights} days`]),
  };
};

const symptomItem = (slug: string): Item => {
  const [full, short] = SYMPTOM_NAMES[slug] ?? [slug.replaceAll("-", " ")];
  return { facts: [`symptom/${slug}`], full, short: short ?? full };
};

/** What the person does not have: by system, and those that the complaint asks for. */
const denials = (
  { facts, symptoms }: Visit,
  manner: Manner,
): Readonly<Record<string, Binding | undefined>> => {
  const denied = facts.flatMap(({ id, value }) => (value === "absent" ? [id.slice("symptom/".length)] : []));
  const near = pertinentTo(symptoms);
  const pertinent = denied.filter(slug => near.has(systemOf(slug)!));
  const found: Record<string, Binding | undefined> = {
    negatives: listed(pertinent.slice(0, 4).map(symptomItem), manner, "or"),
  };
  for (const system of SYSTEMS) {
    const own = denied.filter(slug => systemOf(slug) === system);
    if (own.length > 0) found[`no-${system}`] = listed(own.map(symptomItem), manner, "or");
  }
  return found;
};

/** Days in the unit people use: days, weeks or months. */
const span = (days: number): readonly [count: number, unit: string, letter: string] => {
  if (days >= 60) return [Math.round(days / 30), "month", "mo"];
  return days % 7 === 0 ? [days / 7, "week", "wk"] : [days, "day", "d"];
};

const duration = (days: number | undefined): Binding | undefined => {
  if (days === undefined) return undefined;
  const facts = ["symptom/duration"];
  if (days === 1) return words(facts, ["since yesterday"], ["x 1 day", "x1d"]);
  const [count, unit, abbreviated] = span(days);
  const plural = count === 1 ? unit : `${unit}s`;
  const length = `${counted(count)} ${plural}`;
  const past = count === 1 ? unit : length;
  return words(
    facts,
    [`for ${length}`, `over the past ${past}`, `for the past ${past}`, `over the last ${past}`],
    [`x ${count} ${plural}`, `x${count} ${abbreviated}`],
  );
};

const onset = (days: number | undefined): Binding | undefined => {
  if (days === undefined) return undefined;
  if (days === 1) return words(["symptom/duration"], ["yesterday"]);
  const [count, unit] = span(days);
  const plural = count === 1 ? unit : `${unit}s`;
  return words(
    ["symptom/duration"],
    [`${counted(count)} ${plural} ago`, `about ${counted(count)} ${plural} ago`],
    [`${count} ${plural} ago`],
  );
};

/** Adds a sentence's subject to what it may speak of: named at first mention, later mostly a pronoun. */
export const subjectOf = (
  { slots: { he } }: Scope,
  facts: FactIndex,
  { family, rng }: SpeakerOptions,
): Speaker["subject"] => {
  const sex = facts.get("demographic/sex")?.value;
  const age = facts.get("demographic/age")?.value;
  const isAdult = typeof age !== "number" || age >= 18;
  const title = sex === "female" ? "Ms." : "Mr.";
  const patient = words([], ["the patient"], ["pt", "patient"]);
  const names =
    sex !== undefined && isAdult && family !== ""
      ? [patient, words(["demographic/sex"], [`${title} ${family}`])]
      : [patient];
  return ({ slots: own, tags, around }, first) => {
    const subject = first ? rng.pick(names) : rng.chance(0.75) ? he! : patient;
    return around === undefined ? { slots: own, tags, subject } : { slots: own, tags, around, subject };
  };
};
