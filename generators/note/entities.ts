import type { EntityType, NoteEntity } from "../../schemas/note.ts";
import type { Fact } from "../../schemas/person.ts";
import { type FactIndex, slugIn } from "./fact.ts";
import { courseOf } from "./knowledge/concepts.ts";
import type { LaidOut } from "./layout.ts";
import { type Filled, filled } from "./realise.ts";

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
    const all: Mention[] = [];
    for (const slot of filled(utterance, scope))
      for (const mention of itemsOf(words.text, slot)) all.push(...partsOf(words.text, mention, facts));
    const named = new Set<string>();
    for (const part of all) for (const id of part.facts) named.add(id);
    const unnamed = words.facts.filter(id => !named.has(id));
    const last = end - start - (words.text.endsWith(".") ? 1 : 0);
    for (const ids of grouped(unnamed)) all.push({ start: 0, end: last, facts: ids });
    return all
      .map(part => entity(part, facts, { section: say.section, from: start }))
      .sort((a, b) => a.start - b.start || a.end - b.end);
  });

interface Mention {
  readonly start: number;
  readonly end: number;
  readonly facts: readonly string[];
}

/** The things of a list, each where it stands; a list whose words are not found stays one mention. */
const itemsOf = (text: string, { start, end, binding }: Filled): readonly Mention[] => {
  const { items } = binding;
  if (items === undefined || items.length < 2)
    return [{ start, end, facts: items === undefined ? binding.facts : (items[0]?.facts ?? []) }];
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
  const words = text.slice(mention.start, mention.end);
  const parts: Mention[] = [];
  const rest: string[] = [];
  for (const id of mention.facts) {
    const fact = facts.get(id);
    const own = fact === undefined ? undefined : foundIn(words, fact);
    if (own === undefined) rest.push(id);
    else parts.push({ start: mention.start + own[0], end: mention.start + own[1], facts: [id] });
  }
  if (rest.length === 0) return parts;
  const gap = longestGap(text, mention, parts);
  return [...parts, { start: gap.start, end: gap.end, facts: rest }];
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

type Place = readonly [start: number, end: number];

const SIDE = /\b(?:left|right|bilateral|both)\b/i;

const FLAG = /\((?:high|low|H|L)\)/;

/** Where a fact's own words stand among words: a side, a flag, a name or a number. */
const foundIn = (words: string, { id, name, value, unit }: Fact): Place | undefined => {
  if (id === "imaging/laterality") return placeOf(SIDE.exec(words));
  if (id.endsWith("/flag")) return placeOf(FLAG.exec(words));
  if (id === "demographic/age") return placeOf(new RegExp(`\\b${value}(?:-year-old| ?y\\/?o)?`).exec(words));
  if (slugIn("medication", id) !== undefined) {
    const at = words.toLowerCase().indexOf(name.toLowerCase());
    return at < 0 ? undefined : [at, at + name.length];
  }
  if (typeof value !== "number" || id.endsWith("/frequency")) return undefined;
  return numberIn(words, String(value), id.endsWith("/dose") ? unit : undefined);
};

const placeOf = (match: RegExpExecArray | null): Place | undefined =>
  match === null ? undefined : [match.index, match.index + match[0].length];

/** A number that is no part of a longer one, with zeros behind it, and its unit where one is asked for. */
const numberIn = (words: string, digits: string, unit: string | undefined): Place | undefined => {
  for (let at = words.indexOf(digits); at >= 0; at = words.indexOf(digits, at + 1)) {
    if (at > 0 && /[\d.]/.test(words[at - 1]!)) continue;
    let end = at + digits.length;
    while (words[end] === "0") end++;
    if (unit !== undefined) {
      if (words[end] === " ") end++;
      if (!words.startsWith(unit, end)) continue;
      end += unit.length;
    }
    if (!/^[\d.]*\d/.test(words.slice(end))) return [at, end];
  }
  return undefined;
};

/** Facts without words of their own, those of one kind together. */
const grouped = (ids: readonly string[]): readonly (readonly string[])[] => {
  const groups = new Map<EntityType, string[]>();
  for (const id of ids) {
    const type = typeOf(id);
    const group = groups.get(type);
    if (group === undefined) groups.set(type, [id]);
    else group.push(id);
  }
  return [...groups.values()];
};

const entity = (
  { start, end, facts: ids }: Mention,
  facts: FactIndex,
  { section, from }: { readonly section: string | undefined; readonly from: number },
): NoteEntity => {
  const id = ids[0]!;
  const first = facts.get(id);
  const found: NoteEntity = {
    start: start + from,
    end: end + from,
    type: typeOf(id),
    facts: ids,
    negated: first !== undefined && isDenied(first),
    temporality: isPast(id, facts) ? "past" : "current",
  };
  return section === undefined ? found : { ...found, section };
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
