import type { FactIndex } from "../../fact.ts";
import { isAntibiotic } from "../../knowledge/drugs.ts";
import type { Visit } from "../../presentation.ts";
import type { Binding, Scope } from "../../realise.ts";
import type { Manner, Speaker, SpeakerOptions } from "../bank.ts";
import { allergyScope, backgroundScope, operationScope } from "./background.ts";
import { ecgScope } from "./ecg.ts";
import { examinedScope } from "./examined.ts";
import { BACTERIAL, historyScope, isCurrent, problemScope } from "./history.ts";
import { imagingScope } from "./imaging.ts";
import { interval } from "./interval.ts";
import { measuredScope, measurementScope } from "./measurements.ts";
import { type MedicationItem, medicationItems, medicationScope } from "./medication.ts";
import { personScope, subjectOf } from "./person.ts";
import { listed, slots, words } from "./wording.ts";

const MOST_LISTED = 7;

/** Everything English can say about one person at one visit. */
export const speaker = (facts: FactIndex, visit: Visit, manner: Manner, options: SpeakerOptions): Speaker => {
  const medications = medicationItems(facts, options.facts, manner);
  const base = merged(
    personScope(facts, visit, manner),
    historyScope(facts, visit, manner, options),
    measurementScope(facts, manner, options),
    ecgScope(facts, manner),
    imagingScope(facts),
    treatmentScope(facts, { visit, medications }, manner, options),
    backgroundScope(facts, options.facts, manner),
    examinedScope(facts, visit),
  );
  const cause = causeOf(base, visit);
  const whole = cause === undefined ? base : merged(base, { slots: { cause }, tags: { cause: [] } });
  return {
    whole,
    problem: remembered(slug => problemScope(whole, facts, slug, { medications, manner, options })),
    medication: remembered(slug => medicationScope(whole, facts, slug)),
    allergy: slug => allergyScope(whole, facts, slug),
    operation: slug => operationScope(whole, facts, slug),
    measurement: slug => measuredScope(whole, facts, slug),
    subject: subjectOf(whole, facts, options),
  };
};

/** One scope a slug and note: the interval to the next look stays the same wherever it is named. */
const remembered = (scopeOf: (slug: string) => Scope): ((slug: string) => Scope) => {
  const known = new Map<string, Scope>();
  return slug => {
    const scope = known.get(slug) ?? scopeOf(slug);
    known.set(slug, scope);
    return scope;
  };
};

const merged = (...scopes: readonly Scope[]): Scope => ({
  slots: Object.assign({}, ...scopes.map(scope => scope.slots)) as Readonly<Record<string, Binding>>,
  tags: Object.assign({}, ...scopes.map(scope => scope.tags)) as Scope["tags"],
});

/** What an admission without a complaint is for: one word of it a note. */
const PURPOSES: readonly Binding[] = [
  words([], ["observation"], ["obs"]),
  words([], ["monitoring"]),
  words([], ["evaluation"], ["eval"]),
];

/** All active medications in one sentence, and intervals to the next visit (a plan, not a fact). */
const treatmentScope = (
  facts: FactIndex,
  { visit, medications }: { readonly visit: Visit; readonly medications: readonly MedicationItem[] },
  manner: Manner,
  { rng }: SpeakerOptions,
): Scope => {
  const active = medications.filter(({ isActive }) => isActive);
  const named = active.slice(0, 4).map(({ name }) => name);
  const antibiotics = active.filter(({ slug }) => isAntibiotic(slug)).map(({ dosed }) => dosed);
  const isInfected =
    facts.get("imaging/finding")?.value === "consolidation" ||
    [...BACTERIAL].some(slug => isCurrent(facts, slug));
  const isShortList = active.length > 0 && active.length <= MOST_LISTED;
  return {
    slots: slots({
      medlist: isShortList
        ? listed(
            active.map(({ dosed }) => dosed),
            manner,
          )
        : undefined,
      antibiotics: isInfected ? listed(antibiotics, manner) : undefined,
      "drugs-all": active.length <= 4 ? listed(named, manner) : undefined,
      were: words([], [named.length > 1 ? "were" : "was"]),
      weeks: interval(visit.kind === "symptom" || facts.has("date/admission") ? "soon" : "later", rng),
      soon: interval("days", rng),
      sep: words([], [manner.colon ? ":" : " -"]),
      purpose: rng.pick(PURPOSES),
      "subj-object": words([], ["the patient"]),
    }),
    tags: {
      ...(active.length > 0 ? { medicated: [] } : { "no=medication": [] }),
      ...(isInfected ? { infection: [] } : {}),
      ...(antibiotics.length > 0 ? { antibiotic: [] } : {}),
    },
  };
};

/** What explains the symptoms, in the words of its own slot. */
const causeOf = ({ slots: bound }: Scope, { cause }: Visit): Binding | undefined => {
  if (cause === undefined) return undefined;
  if (cause === "ecg/rhythm") return bound.rhythm;
  if (cause === "ecg/ectopy") return bound.ectopics;
  return cause === "imaging/finding" ? bound["a-finding"] : bound.problems;
};
