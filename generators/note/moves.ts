import type { Fact } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { Manner, Speaker } from "./bank/bank.ts";
import type { Say } from "./draft.ts";
import { type FactIndex, slugIn } from "./fact.ts";
import type { Move } from "./frame.ts";
import { courseOf } from "./knowledge/concepts.ts";
import { indicationsOf } from "./knowledge/drugs.ts";
import { isRecent, type Visit } from "./presentation.ts";
import type { Scope } from "./realise.ts";
import type { NoteType, Section } from "./section.ts";

/** Everything a section's plan may look at. */
export interface Matter {
  readonly type: NoteType;
  readonly sections: ReadonlySet<Section>;
  readonly facts: readonly Fact[];
  readonly index: FactIndex;
  /** Conditions and medications by slug, in record order. */
  readonly conditions: readonly Stated[];
  readonly medications: readonly Stated[];
  readonly visit: Visit;
  readonly manner: Manner;
  readonly speaker: Speaker;
  readonly rng: Rng;
}

/** A sentence about the whole, always or with a probability. */
export const say = (matter: Matter, move: Move, rank: Say["rank"] = 1, probability = 1): readonly Say[] =>
  matter.rng.chance(probability) ? [{ move, scope: matter.speaker.whole, layout: "sentence", rank }] : [];

/** An item of a list, or a sentence where the note is written in prose. */
export const item = (matter: Matter, move: Move, scope: Scope, rank: Say["rank"]): Say => ({
  move,
  scope,
  layout: matter.manner.listed ? "item" : "sentence",
  rank,
});

/** A sentence about one condition, with a probability. */
export const about = (matter: Matter, move: Move, slug: string, probability: number): readonly Say[] =>
  matter.rng.chance(probability)
    ? [{ move, scope: matter.speaker.problem(slug), layout: "sentence", rank: 2 }]
    : [];

/** A condition or medication, and how it stands ("active", "resolved", "absent", "stopped"). */
export interface Stated {
  readonly slug: string;
  readonly value: Fact["value"];
}

/** All facts that stand for a condition, or for a medication. */
export const statedIn = (kind: "condition" | "medication", facts: readonly Fact[]): readonly Stated[] => {
  const found: Stated[] = [];
  for (const { id, value } of facts) {
    const slug = slugIn(kind, id);
    if (slug !== undefined) found.push({ slug, value });
  }
  return found;
};

/** Slugs of conditions on record, present or past. */
export const knownConditions = ({ conditions }: Matter): readonly string[] =>
  conditions.filter(({ value }) => value !== "absent").map(({ slug }) => slug);

/** Slugs of what is being looked after now, the reason for the visit first. */
export const currentProblems = ({ conditions, index, visit }: Matter): readonly string[] => {
  const current = conditions
    .filter(({ value, slug }) => value === "active" && isOngoing(index, slug))
    .map(({ slug }) => slug);
  const leading = visit.about.filter(slug => current.includes(slug));
  return [...leading, ...current.filter(slug => !leading.includes(slug))];
};

const isOngoing = (index: FactIndex, slug: string): boolean =>
  courseOf(slug) === "chronic" || (courseOf(slug) === "acute" && isRecent(index, slug));

/** Slugs of allergies or operations on record. */
export const slugsOf = (kind: "allergy" | "procedure", { facts }: Pick<Matter, "facts">): readonly string[] =>
  facts.flatMap(({ id, value }) => (value === false ? [] : (slugIn(kind, id) ?? [])));

export const activeMedications = ({ medications }: Matter): readonly string[] =>
  medications.filter(({ value }) => value === "active").map(({ slug }) => slug);

/** Active medications that treat none of these problems. */
export const unexplainedMedications = (matter: Matter, problems: readonly string[]): readonly string[] =>
  activeMedications(matter).filter(slug => {
    const name = matter.index.get(`medication/${slug}`)!.name;
    return !indicationsOf(name).some(indication => problems.includes(indication));
  });
