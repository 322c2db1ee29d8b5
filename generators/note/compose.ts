import type { Rng } from "../../src/math/rng.ts";
import type { Sentence, Voice } from "./draft.ts";
import type { Body } from "./layout.ts";
import type { Matter } from "./moves.ts";
import { PRESENCE, sectionPrior } from "./outline.ts";
import { lengthBin } from "./read-style.ts";
import type { NoteType, Section } from "./section.ts";
import { SECTION_PLANS } from "./section-plans.ts";
import type { NoteStyle } from "./style.ts";
import { LENGTH_EDGES, ORDER_PAIRS } from "./style-space.ts";
import type { PlannedBody } from "./words.ts";

const PRIOR = sectionPrior();

/** The sections of this note, in order: prior of the type, tilted by the released style on the logit scale. */
export const drawOutline = (type: NoteType, style: NoteStyle, rng: Rng): readonly Section[] => {
  const chosen = PRESENCE[type]
    .filter(([section, p0]) => p0 >= 1 || rng.chance(tilted(p0, style.sections[section], PRIOR[section])))
    .map(([section]) => section);
  // A letter has an order of its own: what the reader wants first.
  if (type === "letter") return chosen;
  return ORDER_PAIRS.reduce<readonly Section[]>(
    (sections, [a, b], pair) => ordered(sections, [a, b], rng.chance(style.order[pair]!)),
    chosen,
  );
};

const tilted = (p0: number, released: number, prior: number): number => {
  const logit = (p: number) => {
    const inside = Math.min(0.995, Math.max(0.005, p));
    return Math.log(inside / (1 - inside));
  };
  return 1 / (1 + Math.exp(-(logit(p0) + logit(released) - logit(prior))));
};

/** Moves the first section directly before the second, or directly behind it, where both are there. */
const ordered = (
  sections: readonly Section[],
  [a, b]: readonly [Section, Section],
  firstBefore: boolean,
): readonly Section[] => {
  if (!sections.includes(a) || !sections.includes(b)) return sections;
  if (sections.indexOf(a) < sections.indexOf(b) === firstBefore) return sections;
  // The plan follows the assessment wherever it goes.
  const moving = a === "assessment" && sections.includes("plan") ? [a, "plan" as const] : [a];
  const rest = sections.filter(section => !moving.includes(section));
  const at = rest.indexOf(b) + (firstBefore ? 0 : 1);
  return [...rest.slice(0, at), ...moving, ...rest.slice(at)];
};

/** What each section sets out to say, under its heading. */
export const planBodies = (
  matter: Matter,
  voice: Voice,
  outline: readonly Section[],
): readonly PlannedBody[] =>
  headings(matter, voice, outline).map(({ title, sections }) => ({
    title,
    sections,
    says: sections.flatMap(section =>
      SECTION_PLANS[section](matter).map(({ move, scope, layout, rank }) => ({
        move,
        scope,
        layout,
        rank,
        section,
      })),
    ),
  }));

interface Heading {
  readonly title: string;
  readonly sections: readonly Section[];
}

/** Assessment and plan of a clinical note mostly stand under one heading. */
const headings = (
  matter: Matter,
  { bank, manner, rng }: Voice,
  outline: readonly Section[],
): readonly Heading[] => {
  const isMerged =
    matter.type !== "letter" &&
    outline.includes("assessment") &&
    outline.includes("plan") &&
    rng.chance(manner.listed ? 0.85 : 0.4);
  const written = (names: { readonly full: readonly string[]; readonly short: readonly string[] }) => {
    const name = rng.pick(manner.heading === "short" ? names.short : names.full);
    return manner.heading === "capitals" ? name.toUpperCase() : name;
  };
  return outline.flatMap((section): readonly Heading[] => {
    if (isMerged && section === "plan") return [];
    if (isMerged && section === "assessment")
      return [{ title: written(bank.assessmentAndPlan), sections: ["assessment", "plan"] }];
    const special = bank.special[matter.type]?.[section];
    const names = special === undefined ? bank.headings[section] : { full: special, short: special };
    return [{ title: written(names), sections: [section] }];
  });
};

/** Leaves out sentences by rank, the last of a rank first, until the note falls in the drawn length bin or below. */
export const shortened = (bodies: readonly Body[], bin: number): readonly Body[] => {
  const kept = bodies.map(body => ({ ...body, sentences: [...body.sentences] }));
  // Two words for each heading.
  let words = kept.reduce((sum, { sentences }) => sum + 2 + wordCount(sentences), 0);
  for (const rank of [3, 2, 1] as const)
    for (let b = kept.length - 1; b >= 0; b--)
      for (let i = kept[b]!.sentences.length - 1; i >= 0; i--) {
        if (lengthBin(words) <= bin || bin >= LENGTH_EDGES.length) return kept;
        if (kept[b]!.sentences[i]!.say.rank === rank && kept[b]!.sentences.length > 1)
          words -= wordCount(kept[b]!.sentences.splice(i, 1));
      }
  return kept;
};

const wordCount = (sentences: readonly Sentence[]): number =>
  sentences.reduce((sum, { words }) => sum + words.text.split(/\s+/).length, 0);
