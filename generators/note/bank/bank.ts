import type { Fact } from "../../../schemas/person.ts";
import type { Rng } from "../../../src/math/rng.ts";
import type { FactIndex } from "../fact.ts";
import type { Frame, Move } from "../frame.ts";
import type { Visit } from "../presentation.ts";
import type { Contradiction } from "../reader/chart.ts";
import type { Scope } from "../realise.ts";
import type { NoteType, Section } from "../section.ts";

/** How one note is written: drawn once a note, kept throughout. */
export interface Manner {
  /** Probability of an abbreviated wording where there is one. */
  readonly abbreviation: number;
  readonly listed: boolean;
  readonly telegraphic: boolean;
  readonly heading: "capitals" | "title" | "short";
  readonly headingAlone: boolean;
  readonly bullet: "- " | "* " | "1. ";
  readonly date: "us" | "iso" | "long" | "medium";
  readonly serialComma: boolean;
  /** Problems as "HTN: …" or "HTN - …". */
  readonly colon: boolean;
}

/** What the language can say about one person at one visit: scopes in which frames are eligible and realised. */
export interface Speaker {
  /** Person, visit, ECG, image, vital signs, laboratory values. */
  readonly whole: Scope;
  /** The whole, and one condition: name, since, drugs, marker. */
  problem(slug: string): Scope;
  /** The whole, and one medication. */
  medication(slug: string): Scope;
  /** The whole, and one allergy. */
  allergy(slug: string): Scope;
  /** The whole, and one operation. */
  operation(slug: string): Scope;
  /** The whole, and one laboratory value. */
  measurement(slug: string): Scope;
  /** The whole, with the subject named (`first`) or by pronoun. */
  subject(scope: Scope, first: boolean): Scope;
}

/** A language: data, and the few rules by which facts become words. Another language is another folder. */
export interface Bank {
  readonly language: string;
  readonly frames: ReadonlyMap<Move, readonly Frame[]>;
  readonly headings: Readonly<
    Record<Section, { readonly full: readonly string[]; readonly short: readonly string[] }>
  >;
  /** Heading of a section in one note type, where it differs. */
  readonly special: Readonly<Partial<Record<NoteType, Partial<Record<Section, readonly string[]>>>>>;
  /** Heading where assessment and plan stand together. */
  readonly assessmentAndPlan: { readonly full: readonly string[]; readonly short: readonly string[] };
  readonly titles: Readonly<Record<NoteType, readonly string[]>>;
  /** Further titles that fit one setting only. */
  readonly settingTitles: Readonly<
    Partial<Record<"ambulatory" | "stay" | "other", Partial<Record<NoteType, readonly string[]>>>>
  >;
  /** The independent reader of the language: what a text says against the facts. */
  contradictions(text: string, facts: readonly Fact[]): readonly Contradiction[];
  speaker(facts: FactIndex, visit: Visit, manner: Manner, options: SpeakerOptions): Speaker;
}

export interface SpeakerOptions {
  readonly family: string;
  readonly facts: readonly Fact[];
  readonly rng: Rng;
}
