import type { EntityType, NoteEntity } from "../../schemas/note.ts";
import type { Fact } from "../../schemas/person.ts";
import type { FactIndex } from "./fact.ts";
import { courseOf } from "./knowledge/concepts.ts";
import type { LaidOut } from "./layout.ts";
import { filled } from "./realise.ts";

/**
 * The mentions of a laid-out note: words of slots, one a fact where the fact has words of its own, and whole sentences
 * for what they say without a slot ("Lungs clear.").
 *
 * @param places  sentences where they stand in the text
 * @returns       by place; a fact that a sentence states is in at least one mention of it
 */
export const entitiesOf = (places: LaidOut["places"], facts: FactIndex): readonly NoteEntity[] =>
  places.flatMap(({ sentence, start, end }) => {
    const { say, scope, utterance, words } = sentence;
    const mentions = filled(utterance, scope).flatMap(({ start: from, end: to, binding }) =>
      itemsOf(words.text, [from, to], binding.items ?? [{ facts: binding.facts, words: [] }]),
    );
    const parts = mentions.flatMap(mention => partsOf(words.text, mention, facts));
    const named = new Set(parts.flatMap(part => part.facts));
    const unnamed = words.facts.filter(id => !named.has(id));
    const whole = { start: 0, end: end - start - (words.text.endsWith(".") ? 1 : 0) };
    const all = [...parts, ...grouped(unnamed).map(ids => ({ ...whole, facts: ids }))];
    return all
      .map(part => entity(part, facts, say.section))
      .map(found => ({ ...found, start: found.start + start, end: found.end + start }))
      .sort((a, b) => a.start - b.start || a.end - b.end);
  });

interface Mention {
  readonly start: number;
  readonly end: number;
  readonly facts: readonly string[];
}

type Items = readonly { readonly facts: readonly string[]; readonly words: readonly string[] }[];

/** The things of a list, each where it stands; a list whose words are not found stays one mention. */
const itemsOf = (text: string, [start, end]: readonly [number, number], items: Items): readonly Mention[] => {
  if (items.length < 2) return [{ start, end, facts: items[0]?.facts ?? [] }];
  const lower = text.toLowerCase();
  const found: Mention[] = [];
  let at = start;
  for (const { facts, words } of items) {
    const places = words
      .map(word => ({ word, from: lower.indexOf(word.toLowerCase(), at) }))
      .filter(({ word, from }) => from >= 0 && from + word.length <= end)
      .sort((a, b) => a.from - b.from || b.word.length - a.word.length);
    const [first] = places;
    if (first === undefined) return [{ start, end, facts: [...new Set(items.flatMap(item => item.facts))] }];
    at = first.from + first.word.length;
    found.push({ start: first.from, end: at, facts });
  }
  return found;
};

/** Facts of one mention with words of their own: names, numbers, flags in brackets; the others have what is left. */
const partsOf = (text: string, mention: Mention, facts: FactIndex): readonly Mention[] => {
  if (mention.facts.length < 2) return [mention];
  const parts: Mention[] = [];
  const rest: string[] = [];
  for (const id of mention.facts) {
    const own = printed(text, mention, facts.get(id));
    if (own === undefined) rest.push(id);
    else parts.push({ ...own, facts: [id] });
  }
  return rest.length === 0 ? parts : [...parts, { ...longestGap(text, mention, parts), facts: rest }];
};

/** The longest stretch of a mention that no part covers, without blanks and marks at its ends; else the mention. */
const longestGap = (text: string, { start, end }: Mention, parts: readonly Mention[]) => {
  const inOrder = [...parts].sort((a, b) => a.start - b.start);
  const gaps = [...inOrder, { start: end, end }].map((part, i) =>
    trimmed(text, i === 0 ? start : inOrder[i - 1]!.end, part.start),
  );
  const longest = gaps.reduce((best, gap) => (gap.end - gap.start > best.end - best.start ? gap : best));
  return longest.end > longest.start ? longest : { start, end };
};

const trimmed = (text: string, start: number, end: number) => {
  const words = text.slice(start, Math.max(start, end));
  const from = start + (/^[\s,-]*/.exec(words)?.[0].length ?? 0);
  const to = end - (/[\s,-]*$/.exec(words)?.[0].length ?? 0);
  return { start: from, end: Math.max(from, to) };
};

const printed = (
  text: string,
  { start, end }: Mention,
  fact: Fact | undefined,
): { readonly start: number; readonly end: number } | undefined => {
  if (fact === undefined) return undefined;
  const words = text.slice(start, end);
  const pattern = patternOf(fact);
  const match = pattern?.exec(words);
  if (match === null || match === undefined) return undefined;
  return { start: start + match.index, end: start + match.index + match[0].length };
};

const SIDE = /\b(?:left|right|bilateral|both)\b/i;

const patternOf = ({ id, name, value, unit }: Fact): RegExp | undefined => {
  if (id === "imaging/laterality") return SIDE;
  if (id.endsWith("/flag")) return /\((?:high|low|H|L)\)/;
  if (id === "demographic/age") return new RegExp(`\\b${value}(?:-year-old| ?y\\/?o)?`);
  if (/^medication\/[^/]+$/.test(id)) return new RegExp(escaped(name), "i");
  if (/\/(?:frequency|as-needed)$/.test(id)) return undefined;
  if (typeof value !== "number") return undefined;
  const tail = id.endsWith("/dose") && unit !== undefined ? ` ?${unit}` : "";
  return new RegExp(`(?<![\\d.])${String(value).replace(".", "\\.")}0*${tail}(?![\\d.]*\\d)`);
};

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

/** Facts without words of their own, those of one kind together. */
const grouped = (ids: readonly string[]): readonly (readonly string[])[] => {
  const groups = new Map<EntityType, string[]>();
  for (const id of ids) groups.set(typeOf(id), [...(groups.get(typeOf(id)) ?? []), id]);
  return [...groups.values()];
};

const entity = (
  { start, end, facts: ids }: Mention,
  facts: FactIndex,
  section: string | undefined,
): NoteEntity => {
  const first = facts.get(ids[0]!);
  return {
    start,
    end,
    type: typeOf(ids[0]!),
    facts: ids,
    negated: first !== undefined && isDenied(first),
    temporality: isPast(ids[0]!, facts) ? "past" : "current",
    ...(section === undefined ? {} : { section }),
  };
};

const isDenied = ({ id, value }: Fact): boolean =>
  value === false ||
  value === "absent" ||
  ((id === "imaging/finding" || id === "ecg/ectopy") && value === "none");

/** Over before the visit, or measured on an earlier day. */
const isPast = (id: string, facts: FactIndex): boolean => {
  const [kind, slug, part] = id.split("/");
  if (part === "since" || part === "until") return true;
  if (kind === "condition")
    return facts.get(`condition/${slug}`)?.value === "resolved" || courseOf(slug!) === "event";
  if (kind === "medication") return facts.get(`medication/${slug}`)?.value === "stopped";
  const measured = kind === "observation" ? facts.get(`observation/${slug}/date`)?.value : undefined;
  return measured !== undefined && measured !== facts.get("date/visit")?.value;
};

const PARTS: Readonly<Record<string, EntityType>> = {
  since: "date",
  until: "date",
  date: "date",
  stage: "stage",
  dose: "dose",
  route: "route",
  frequency: "frequency",
  "as-needed": "frequency",
  flag: "flag",
  reaction: "reaction",
};

const KINDS: Readonly<Record<string, EntityType>> = {
  date: "date",
  condition: "condition",
  medication: "medication",
  observation: "measurement",
  sign: "sign",
  symptom: "symptom",
  allergy: "allergen",
  therapy: "medication",
  procedure: "procedure",
  social: "social",
};

const WHOLE: Readonly<Record<string, EntityType>> = {
  "demographic/age": "age",
  "demographic/sex": "sex",
  "symptom/duration": "duration",
  "imaging/laterality": "laterality",
  "imaging/view": "view",
  "ecg/rhythm": "ecg-finding",
  "ecg/conduction": "ecg-finding",
  "ecg/ectopy": "ecg-finding",
  "ecg/morphology": "ecg-finding",
};

/** What a fact's words are. */
export const typeOf = (id: string): EntityType => {
  const [kind, , part] = id.split("/");
  if (WHOLE[id] !== undefined) return WHOLE[id];
  if (part !== undefined && PARTS[part] !== undefined) return PARTS[part];
  if (kind === "ecg") return "ecg-measurement";
  if (kind === "imaging") return "imaging-finding";
  return KINDS[kind!] ?? "condition";
};
