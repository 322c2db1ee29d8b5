import { createHash } from "node:crypto";
import { base, en, Faker } from "@faker-js/faker";
import type { Assignment } from "../../schemas/domain.ts";
import type { Morphology } from "../../schemas/ecg.ts";
import {
  CONDUCTION_GROUPS,
  ECTOPY_GROUPS,
  MORPHOLOGY_GROUPS,
  type MorphologyGroup,
  RHYTHM_GROUPS,
} from "../../schemas/ecg-groups.ts";
import { CONDUCTION_KINDS, ECTOPY_KINDS, MORPHOLOGY_KINDS, RHYTHM_KINDS } from "../../schemas/ecg-kinds.ts";
import { shownOf } from "../../schemas/ecg-shown.ts";
import { FINDINGS, LATERALITIES, VIEWS } from "../../schemas/image.ts";
import type { EcgOrder, ImageOrder, Person } from "../../schemas/person.ts";
import type { Sex } from "../../schemas/record.ts";
import type { Rng } from "../../src/math/rng.ts";
import { builtInDomain } from "./domain.ts";
import { type Body, drawBody } from "./draw/body.ts";
import { drawRecord } from "./draw/record.ts";
import {
  ARRHYTHMIA_AGE,
  conductionLaw,
  ectopyLaw,
  findingLaw,
  LATERALITY_WEIGHTS,
  type Law,
  morphologyLaw,
  rhythmLaw,
  viewLaw,
} from "./prior/signals.ts";

export interface DrawOptions {
  /** Reference date, YYYY-MM-DD: nothing is dated after it, ages are ages on it. */
  readonly asOf: string;
  /** Source of the ids, with the index. */
  readonly idSeed: string;
  /** Whole years that the age may be; all of its category unless told. */
  readonly years?: ReadonlySet<number>;
}

/**
 * One synthetic person: a body, dates, history and orders that fit the drawn categories and each other. Depends on the
 * categories, the generator's seed, the index and the options alone, not on who was drawn before.
 *
 * A missing category stays missing in the record (no sex, no birth date); the orders for ECG and image still need a
 * body, which is then drawn from the public population.
 */
export const drawPerson = (assignment: Assignment, index: number, rng: Rng, options: DrawOptions): Person => {
  const own = rng.child(`person/${index}`);
  const body = drawBody(assignment, own.child("body"), options.years);
  const ecg = assignment["has/ecg"] === "yes" ? ecgOrder(assignment, body, own.child("ecg")) : undefined;
  const image =
    assignment["has/image"] === "yes" ? imageOrder(assignment, body, own.child("image")) : undefined;
  const { record, visitDate } = drawRecord(assignment, body, {
    asOf: options.asOf,
    rng: own,
    ...(ecg === undefined ? {} : { ecg }),
    ...(image === undefined ? {} : { image }),
  });
  return {
    id: personId(options.idSeed, index),
    index,
    assignment,
    name: nameOf(body.sex, own.child("name")),
    record,
    visitDate,
    ...(ecg === undefined ? {} : { ecg }),
    ...(image === undefined ? {} : { image }),
    hasNote: assignment["has/note"] === "yes",
    labels: labelsOf(assignment),
  };
};

/** A UUID (version 8, RFC 9562) that is the hash of seed and index. */
const personId = (seed: string, index: number): string => {
  const hex = createHash("sha256").update(`${seed}|${index}`).digest("hex");
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const nameOf = (sex: Sex, rng: Rng): Person["name"] => {
  const faker = new Faker({
    locale: [en, base],
    randomizer: { next: () => rng.uniform(), seed: () => undefined },
  });
  return { given: faker.person.firstName(sex), family: faker.person.lastName(sex) };
};

/**
 * What the ECG must show; what the record misses or an owner names differently is drawn from the prior. The backbone
 * counts groups: the kind within one comes from public shares.
 */
const ecgOrder = (assignment: Assignment, body: Body, rng: Rng): EcgOrder => {
  const { ageYears, sex } = body;
  const atrial = assignment["condition/atrial-fibrillation"] === "yes";
  const drawn = choose(RHYTHM_GROUPS, rhythmLaw(ageYears, sex), rng.child("rhythm"));
  // An unread rhythm that is drawn here must not contradict the record.
  const fibrillates = drawn === "atrial-fibrillation" || drawn === "atrial-flutter";
  const fallback = fibrillates && !atrial ? "sinus" : drawn;
  const rhythm = RHYTHM_GROUPS.find(each => each === assignment.rhythm) ?? fallback;
  const group = <T extends string>(name: string, groups: readonly T[], law: Law): T =>
    groups.find(each => each === assignment[name]) ?? choose(groups, law, rng.child(name));
  const conduction = group("conduction", CONDUCTION_GROUPS, conductionLaw(ageYears, sex, rhythm));
  const ectopy = group("ectopy", ECTOPY_GROUPS, ectopyLaw(ageYears, rhythm));
  const morphology = group("morphology", MORPHOLOGY_GROUPS, morphologyLaw(ageYears, sex, rhythm));
  const kind = rng.child("kind");
  return shownOf({
    // Pacemakers and re-entry are not drawn for a child's fast or plain sinus rhythm.
    rhythm: ageYears < ARRHYTHMIA_AGE ? rhythm : kindOf(RHYTHM_KINDS[rhythm], kind.child("rhythm")),
    conduction: kindOf(CONDUCTION_KINDS[conduction], kind.child("conduction")),
    ectopy: kindOf(ECTOPY_KINDS[ectopy], kind.child("ectopy")),
    morphology: kindOf(muscleKinds(morphology, assignment["history/acute"]), kind.child("morphology")),
    ageYears,
    sex,
  });
};

/** Nobody comes with an acute infarction to a year without emergency or stay; without a history nothing is known of it. */
const muscleKinds = (
  group: MorphologyGroup,
  acuteCare: string | undefined,
): { readonly [M in Morphology]?: number } =>
  acuteCare === undefined || acuteCare === "yes"
    ? MORPHOLOGY_KINDS[group]
    : Object.fromEntries(
        Object.entries(MORPHOLOGY_KINDS[group]).filter(([kind]) => !kind.startsWith("acute-")),
      );

const kindOf = <K extends string>(shares: { readonly [k in K]?: number }, rng: Rng): K => {
  const kinds = Object.keys(shares) as K[];
  return kinds[rng.weighted(kinds.map(kind => shares[kind] ?? 0))]!;
};

/** What the image must show. A finding of the owner's own naming is "other"; a missing one is drawn without a disease. */
const imageOrder = (assignment: Assignment, body: Body, rng: Rng): ImageOrder => {
  const { ageYears, sex } = body;
  const named = assignment.finding ?? "missing";
  const known = FINDINGS.find(each => each === named);
  const { none, cardiomegaly, other } = findingLaw(ageYears);
  const finding =
    known ??
    (named === "missing" ? choose(FINDINGS, { none, cardiomegaly, other }, rng.child("finding")) : "other");
  return {
    finding,
    laterality: LATERALITIES[rng.child("laterality").weighted(LATERALITY_WEIGHTS[finding])]!,
    view:
      VIEWS.find(each => each === assignment.view) ??
      choose(VIEWS, viewLaw(ageYears, finding), rng.child("view")),
    ageYears,
    sex,
  };
};

const choose = <T extends string>(categories: readonly T[], law: Law, rng: Rng): T =>
  categories[rng.weighted(categories.map(category => law[category] ?? 0))]!;

const BUILT_IN: ReadonlySet<string> = new Set(
  builtInDomain(["fhir", "ecg", "image", "note"]).map(({ name }) => name),
);

/** The owner's own attributes that are not missing. */
const labelsOf = (assignment: Assignment): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(assignment).filter(([name, value]) => !BUILT_IN.has(name) && value !== "missing"),
  );
