import type { Fact } from "../../../../schemas/person.ts";
import type { FactIndex } from "../../fact.ts";
import { slugsOf } from "../../moves.ts";
import type { Binding, Scope } from "../../realise.ts";
import type { Manner } from "../bank.ts";
import {
  ALCOHOL_WORDS,
  ALLERGEN_NAMES,
  OPERATION_NAMES,
  REACTION_NAMES,
  SMOKING_WORDS,
} from "./names-background.ts";
import { type Item, listed, slots, words } from "./wording.ts";

/** Allergies, operations, smoking, alcohol and work in one sentence each. */
export const backgroundScope = (facts: FactIndex, all: readonly Fact[], manner: Manner): Scope => {
  const allergies = slugsOf("allergy", { facts: all });
  const operations = slugsOf("procedure", { facts: all });
  const smoking = SMOKING_WORDS[String(facts.get("social/smoking")?.value)];
  const alcohol = ALCOHOL_WORDS[String(facts.get("social/alcohol")?.value)];
  return {
    slots: slots({
      allergies: listed(
        allergies.map(slug => reacted(facts, slug)),
        manner,
      ),
      allergens: listed(allergies.map(allergenItem), manner),
      operations: listed(
        operations.map(slug => dated(facts, slug)),
        manner,
      ),
      "operation-names": listed(operations.map(operationItem), manner),
      smokes: smoking && words(["social/smoking"], smoking.verb),
      tobacco: smoking && words(["social/smoking"], smoking.label),
      drinks: alcohol && words(["social/alcohol"], alcohol.verb),
      etoh: alcohol && words(["social/alcohol"], alcohol.label),
      ...work(facts.get("social/occupation")?.value),
    }),
    tags: {
      ...(facts.has("allergy/none") ? { "no=allergy": ["allergy/none"] } : {}),
      ...(allergies.length > 0 ? { allergic: [] } : {}),
      ...(operations.length > 0 ? { operated: [] } : {}),
    },
  };
};

/** Slots about one allergy. */
export const allergyScope = (whole: Scope, facts: FactIndex, slug: string): Scope => {
  const [full, ...short] = ALLERGEN_NAMES[slug] ?? [slug.replaceAll("-", " ")];
  return {
    around: whole,
    slots: {
      ...slots({ allergen: words([`allergy/${slug}`], [full], short), reaction: reaction(facts, slug) }),
    },
    tags: {},
  };
};

/** Slots about one operation. */
export const operationScope = (whole: Scope, facts: FactIndex, slug: string): Scope => {
  const [full, ...short] = OPERATION_NAMES[slug] ?? [slug.replaceAll("-", " ")];
  const year = yearOf(facts, slug);
  return {
    around: whole,
    slots: {
      ...slots({
        operation: words([`procedure/${slug}`], [full], short),
        when: year === undefined ? undefined : words([`procedure/${slug}/date`], [year]),
      }),
    },
    tags: {},
  };
};

const reaction = (facts: FactIndex, slug: string): Binding | undefined => {
  const value = facts.get(`allergy/${slug}/reaction`)?.value;
  const names = typeof value === "string" ? REACTION_NAMES[value] : undefined;
  return names && words([`allergy/${slug}/reaction`], [names[0]], [names.at(-1)!]);
};

const allergenItem = (slug: string): Item => {
  const [full, short] = ALLERGEN_NAMES[slug] ?? [slug.replaceAll("-", " ")];
  return { facts: [`allergy/${slug}`], full, short: short ?? full };
};

/** "penicillin (rash)". */
const reacted = (facts: FactIndex, slug: string): Item => {
  const { facts: ids, full, short } = allergenItem(slug);
  const shown = reaction(facts, slug);
  if (shown === undefined) return { facts: ids, full, short };
  const name = shown.short![0]!;
  return { facts: [...ids, ...shown.facts], full: `${full} (${name})`, short: `${short} (${name})` };
};

const operationItem = (slug: string): Item => {
  const [full, short] = OPERATION_NAMES[slug] ?? [slug.replaceAll("-", " ")];
  return { facts: [`procedure/${slug}`], full, short: short ?? full };
};

/** "appendectomy in 1998". */
const dated = (facts: FactIndex, slug: string): Item => {
  const { facts: ids, full, short } = operationItem(slug);
  const year = yearOf(facts, slug);
  if (year === undefined) return { facts: ids, full, short };
  return {
    facts: [...ids, `procedure/${slug}/date`],
    full: `${full} in ${year}`,
    short: `${short} (${year})`,
  };
};

const yearOf = (facts: FactIndex, slug: string): string | undefined => {
  const value = facts.get(`procedure/${slug}/date`)?.value;
  return typeof value === "string" ? value.slice(0, 4) : undefined;
};

/** What somebody does for a living, as a clause and behind a label. */
const work = (value: unknown): { readonly works?: Binding; readonly job?: Binding } => {
  if (typeof value !== "string") return {};
  const ids = ["social/occupation"];
  if (value === "student")
    return { works: words(ids, ["is a student", "goes to school"]), job: words(ids, ["student"]) };
  const trade = value.replace(/^retired /, "");
  const job = words(ids, [value]);
  return trade === value
    ? {
        works: words(ids, [`works as a/an ${trade}`, `is employed as a/an ${trade}`, `is a/an ${trade}`]),
        job,
      }
    : { works: words(ids, [`is a retired ${trade}`, `retired from work as a/an ${trade}`]), job };
};
