import type { Fact } from "../../../../schemas/person.ts";
import { type FactIndex, slugIn } from "../../fact.ts";
import { courseOf } from "../../knowledge/concepts.ts";
import { indicationsOf } from "../../knowledge/drugs.ts";
import { isRecent, type Visit } from "../../presentation.ts";
import type { Binding, Scope } from "../../realise.ts";
import { shuffled } from "../../shuffled.ts";
import type { Manner, SpeakerOptions } from "../bank.ts";
import { interval } from "./interval.ts";
import { markerSlots } from "./marker.ts";
import type { MedicationItem } from "./medication.ts";
import { CONDITION_NAMES } from "./names.ts";
import { type Item, listed, monthOf, slots, words, written } from "./wording.ts";

/** Slugs of conditions with a given value, in record order. */
export const conditionSlugs = (
  facts: readonly Fact[],
  value: "active" | "resolved" | "absent",
): readonly string[] =>
  facts.filter(fact => fact.value === value).flatMap(({ id }) => slugIn("condition", id) ?? []);

/** Present on the day: lasting problems, and acute ones of the last month. */
export const isCurrent = (facts: FactIndex, slug: string): boolean =>
  facts.get(`condition/${slug}`)?.value === "active" &&
  (courseOf(slug) === "chronic" || (courseOf(slug) === "acute" && isRecent(facts, slug)));

/** Slots about the history as a whole: background, full list, negatives. */
export const historyScope = (
  facts: FactIndex,
  visit: Visit,
  manner: Manner,
  { facts: all, rng }: SpeakerOptions,
): Scope => {
  const age = facts.get("demographic/age")?.value;
  const active = conditionSlugs(all, "active");
  const known = [...active, ...conditionSlugs(all, "resolved")];
  const lasting = known.filter(slug => isCurrent(facts, slug) || courseOf(slug) === "event");
  const background = lasting.filter(slug => courseOf(slug) !== "acute" && !visit.about.includes(slug));
  const about = visit.about.filter(slug => visit.kind === "routine" || courseOf(slug) === "chronic");
  const history = [...about, ...background].slice(0, 3 + rng.integer(2));
  const absent = shuffled(
    conditionSlugs(all, "absent").filter(slug => isWorthDenying(slug, age)),
    rng,
  );
  const cut = Math.min(absent.length, 1 + rng.integer(3));
  const item = (slug: string) => conditionItem(facts, slug);
  return {
    slots: slots({
      history: listed(history.map(item), manner),
      background: listed(background.slice(0, 4).map(item), manner),
      all: listed(
        known.filter(slug => courseOf(slug) !== "acute" || !isCurrent(facts, slug)).map(item),
        manner,
      ),
      problems: listed(visit.about.map(item), manner),
      absent: listed(absent.slice(0, cut).map(item), manner, "or"),
      diagnoses: listed(visit.about.concat(background.slice(0, 2)).map(item), manner),
    }),
    tags: {
      ...(known.length === 0 ? { "no=history": [] } : { history: [] }),
      ...Object.fromEntries(visit.about.map(slug => [`about=${slug}`, [`condition/${slug}`]])),
      ...Object.fromEntries(active.map(slug => [`concept=${slug}`, [`condition/${slug}`]])),
      ...(lungsAffected(facts) ? { "lungs=affected": [] } : {}),
    },
  };
};

const LUNG_CONDITIONS = [
  "copd",
  "asthma",
  "heart-failure",
  "pneumonia",
  "pulmonary-fibrosis",
  "pleural-effusion",
  "pneumothorax",
  "acute-bronchitis",
  "lung-cancer",
  "covid-19",
  "influenza",
];
const lungsAffected = (facts: FactIndex): boolean =>
  LUNG_CONDITIONS.some(slug => facts.get(`condition/${slug}`)?.value === "active");

/** Negatives a clinician would write down, by the age in years from which they are worth it. */
const PERTINENT: Readonly<Record<string, number>> = {
  asthma: 0,
  epilepsy: 0,
  "type-1-diabetes": 5,
  anemia: 10,
  diabetes: 15,
  "type-2-diabetes": 20,
  hypertension: 20,
  hypothyroidism: 20,
  depression: 18,
  hyperlipidemia: 25,
  "sleep-apnea": 30,
  "pulmonary-embolism": 30,
  "deep-vein-thrombosis": 30,
  cirrhosis: 35,
  "coronary-artery-disease": 35,
  "myocardial-infarction": 35,
  "heart-failure": 40,
  "atrial-fibrillation": 40,
  stroke: 40,
  "transient-ischemic-attack": 40,
  "chronic-kidney-disease": 35,
  copd: 40,
  "peripheral-artery-disease": 45,
  "lung-cancer": 45,
  dementia: 65,
};

const isWorthDenying = (slug: string, age: unknown): boolean =>
  (PERTINENT[slug] ?? Number.POSITIVE_INFINITY) <= (typeof age === "number" ? age : 50);

/** A condition's name in a list; what is over is "prior". */
export const conditionItem = (facts: FactIndex, slug: string): Item => {
  const [full, ...short] = namesOf(facts, slug);
  const isOver = facts.get(`condition/${slug}`)?.value !== "absent" && !isCurrent(facts, slug);
  const prior = isOver ? "prior " : slug === "pregnancy" ? "current " : "";
  return { facts: [`condition/${slug}`], full: `${prior}${full}`, short: `${prior}${short[0] ?? full}` };
};

const namesOf = (facts: FactIndex, slug: string): readonly [string, ...string[]] => {
  const stage = facts.get(`condition/${slug}/stage`)?.value;
  const names = CONDITION_NAMES[slug] ?? [facts.get(`condition/${slug}`)?.name ?? slug.replaceAll("-", " ")];
  if (slug !== "chronic-kidney-disease" || typeof stage !== "string") return names;
  return [`${names[0]} stage ${stage}`, `CKD stage ${stage}`, `CKD ${stage}`];
};

/** Slots about one condition. */
export const problemScope = (
  whole: Scope,
  facts: FactIndex,
  slug: string,
  {
    medications,
    manner,
    options,
  }: {
    readonly medications: readonly MedicationItem[];
    readonly manner: Manner;
    readonly options: SpeakerOptions;
  },
): Scope => {
  const [full, ...short] = namesOf(facts, slug);
  const id = `condition/${slug}`;
  const drugs = medications.filter(
    ({ slug: drug, isActive }) => isActive && indicationsOf(drug).includes(slug),
  );
  const stageFacts = facts.has(`${id}/stage`) && slug === "chronic-kidney-disease" ? [`${id}/stage`] : [];
  // An infection is judged by its treatment, not by a value.
  const marker = BACTERIAL.has(slug) ? { slots: {}, tags: {} } : markerSlots(facts, slug);
  const value = facts.get(id)?.value;
  return {
    around: whole,
    slots: {
      ...slots({
        cond: words([id, ...stageFacts], [full], short),
        since: since(facts, slug),
        until: until(facts, slug, manner),
        years: years(facts, slug),
        drugs: listed(
          drugs.slice(0, 3).map(({ name }) => name),
          manner,
        ),
        doses: listed(
          drugs.slice(0, 2).map(({ dosed }) => dosed),
          manner,
        ),
        ...marker.slots,
        ...(courseOf(slug) === "acute" ? { weeks: interval("days", options.rng) } : {}),
      }),
    },
    tags: {
      ...marker.tags,
      [`problem=${slug}`]: [id],
      [`course=${courseOf(slug)}`]: [],
      ...(BACTERIAL.has(slug) ? { bacterial: [] } : {}),
      ...(drugs.length > 0 ? { treated: [] } : {}),
      ...(value === "resolved" ? { resolved: [id] } : {}),
      ...(value === "active" && isCurrent(facts, slug) ? { current: [id] } : { past: [id] }),
    },
  };
};

/** Infections that antibiotics are given for. */
export const BACTERIAL: ReadonlySet<string> = new Set([
  "pneumonia",
  "urinary-tract-infection",
  "cellulitis",
  "sepsis",
]);

const since = (facts: FactIndex, slug: string): Binding | undefined => {
  const value = facts.get(`condition/${slug}/since`)?.value;
  const visit = facts.get("date/visit")?.value;
  if (typeof value !== "string" || typeof visit !== "string") return undefined;
  const months = (Date.parse(visit) - Date.parse(value)) / (30.44 * 86_400_000);
  if (months < 2) return undefined;
  return words(
    [`condition/${slug}/since`],
    [months < 18 && value.length >= 7 ? monthOf(value) : value.slice(0, 4)],
  );
};

const until = (facts: FactIndex, slug: string, manner: Manner): Binding | undefined => {
  const value = facts.get(`condition/${slug}/until`)?.value;
  if (typeof value !== "string") return undefined;
  const coarse = manner.telegraphic ? value.slice(0, 4) : value.length >= 7 ? monthOf(value) : value;
  return words([`condition/${slug}/until`], [coarse], [written(value.slice(0, 4), manner.date)]);
};

const years = (facts: FactIndex, slug: string): Binding | undefined => {
  const value = facts.get(`condition/${slug}/since`)?.value;
  const visit = facts.get("date/visit")?.value;
  if (typeof value !== "string" || typeof visit !== "string") return undefined;
  const count = Math.floor((Date.parse(visit) - Date.parse(value)) / (365.25 * 86_400_000));
  return count >= 2 ? words([`condition/${slug}/since`], [`${count} years`], [`${count} yrs`]) : undefined;
};
