import type { EcgOrder, Fact, ImageOrder, Person } from "../../schemas/person.ts";
import type { Condition } from "../../schemas/record.ts";
import { fact, slugOf } from "./fact.ts";
import { conceptOf, isSocial } from "./knowledge/concepts.ts";

interface Merged {
  readonly name: string;
  readonly since?: string;
  readonly until?: string;
  readonly active: boolean;
  readonly stage?: string;
}

/** Conditions known on the visit date, one fact a concept, then the negatives that the assignment licenses. */
export const conditionFacts = (
  person: Person,
  ecg: EcgOrder | undefined,
  image: ImageOrder | undefined,
): readonly Fact[] => {
  const visit = person.visitDate.slice(0, 10);
  const present = new Map<string, Merged>();
  for (const condition of person.record.conditions) {
    if (isSocial(condition.code.display) || (condition.onset ?? visit).slice(0, 10) > visit) continue;
    const { slug, name } = named(condition.code.display);
    if (slug === "") continue;
    present.set(slug, merge(present.get(slug), condition, name, visit));
  }
  return [
    ...[...present].flatMap(([slug, merged]) => factsOfOne(slug, merged)),
    ...absentSlugs(person, present, ecg, image).map(slug =>
      fact(`condition/${slug}`, "condition", slug.replaceAll("-", " "), "absent"),
    ),
  ];
};

const named = (display: string): { readonly slug: string; readonly name: string } => {
  const known = conceptOf(display);
  if (known !== undefined) return { slug: known.slug, name: known.slug.replaceAll("-", " ") };
  const name = plainName(display);
  return { slug: slugOf(name), name };
};

/** A display without its SNOMED tag, in running-text case (acronyms and single letters keep theirs). */
const plainName = (display: string): string =>
  display
    .replace(/\s*\((disorder|finding|situation|procedure|morphologic abnormality)\)\s*$/i, "")
    .trim()
    .split(" ")
    .map(word => (/^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word))
    .join(" ");

const merge = (before: Merged | undefined, condition: Condition, name: string, visit: string): Merged => {
  const onset = condition.onset?.slice(0, 10);
  const ended = condition.abatement?.slice(0, 10);
  const active = ended === undefined || ended > visit;
  const since = earliest(before?.since, onset);
  const until = active || before?.active ? undefined : latest(before?.until, ended);
  const stage = latest(before?.stage, /stage (\d)/i.exec(condition.code.display)?.[1]);
  return {
    name: before?.name ?? name,
    active: active || (before?.active ?? false),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(stage === undefined ? {} : { stage }),
  };
};

const earliest = (a: string | undefined, b: string | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : a < b ? a : b;
const latest = (a: string | undefined, b: string | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : a > b ? a : b;

const factsOfOne = (slug: string, { name, since, until, active, stage }: Merged): readonly Fact[] => [
  fact(`condition/${slug}`, "condition", name, active ? "active" : "resolved"),
  ...(since === undefined ? [] : [fact(`condition/${slug}/since`, "date", `${name} since`, since)]),
  ...(until === undefined ? [] : [fact(`condition/${slug}/until`, "date", `${name} until`, until)]),
  ...(stage === undefined ? [] : [fact(`condition/${slug}/stage`, "condition", `${name} stage`, stage)]),
];

/** Concepts that a broader one contains: having the narrow one forbids denying the broad one, and the reverse. */
const KIN: readonly (readonly string[])[] = [
  ["diabetes", "type-1-diabetes", "type-2-diabetes", "diabetic-neuropathy", "diabetic-retinopathy"],
  ["anemia", "iron-deficiency-anemia"],
  ["coronary-artery-disease", "myocardial-infarction", "angina"],
  ["chronic-kidney-disease", "end-stage-renal-disease"],
  ["stroke", "transient-ischemic-attack"],
  ["atrial-fibrillation", "atrial-flutter"],
  ["pneumonia", "acute-bronchitis"],
  ["hypertension", "pulmonary-hypertension"],
  ["heart-failure", "cardiomyopathy"],
];

const absentSlugs = (
  person: Person,
  present: ReadonlyMap<string, unknown>,
  ecg: EcgOrder | undefined,
  image: ImageOrder | undefined,
): readonly string[] => {
  const shown = new Set([...present.keys(), ...shownBySignals(ecg, image)]);
  const denied = Object.entries(person.assignment)
    .filter(([name, value]) => value === "no" && name.startsWith("condition/"))
    .map(([name]) => conceptOf(name.slice("condition/".length))?.slug)
    .filter(slug => slug !== undefined);
  const kin = new Set(KIN.filter(slugs => slugs.some(slug => shown.has(slug))).flat());
  const kinShown = (slug: string) => shown.has(slug) || kin.has(slug);
  return [...new Set(denied)].filter(slug => !kinShown(slug));
};

const shownBySignals = (ecg: EcgOrder | undefined, image: ImageOrder | undefined): readonly string[] => [
  ...(ecg?.rhythm === "atrial-fibrillation" || ecg?.rhythm === "atrial-flutter"
    ? ["atrial-fibrillation"]
    : []),
  ...(image?.finding === "effusion" ? ["pleural-effusion", "heart-failure"] : []),
  ...(image?.finding === "consolidation" ? ["pneumonia"] : []),
  ...(image?.finding === "pneumothorax" ? ["pneumothorax"] : []),
  ...(image?.finding === "nodule" ? ["pulmonary-nodule", "lung-cancer"] : []),
  ...(image?.finding === "cardiomegaly" ? ["heart-failure"] : []),
];
