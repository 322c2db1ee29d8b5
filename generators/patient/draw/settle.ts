import { type Assignment, MISSING } from "../../../schemas/domain.ts";
import { ageRange } from "../age-range.ts";
import { ARRHYTHMIA_AGE } from "../prior/signals.ts";
import { bodySexes } from "../prior.ts";
import { AGE, SEX } from "../tree.ts";
import { conditionEntry, medicationEntry } from "../vocabulary.ts";
import { spanWithin } from "./course.ts";

/**
 * Takes back what cannot be true of one body where age or sex is unknown or an owner's age band is wide: conditions
 * of the other sex or of ages that exclude each other (the one listed first stays), medication not given in
 * pregnancy or at that age, and a history longer than the life.
 *
 * @param keep   attributes that were asked for: of two that exclude each other they stay
 * @param years  whole years that the age may be
 */
export const settle = (
  assignment: Assignment,
  { keep = new Set(), years }: { readonly keep?: ReadonlySet<string>; readonly years?: ReadonlySet<number> },
): Assignment => {
  const settled: Record<string, string> = { ...assignment };
  const sexes = new Set<string>(bodySexes(assignment[SEX] ?? MISSING));
  let [from, to] = agesOf(assignment[AGE] ?? MISSING, years);
  if (
    to < ARRHYTHMIA_AGE &&
    (assignment.rhythm === "atrial-fibrillation" || assignment.rhythm === "atrial-flutter")
  )
    settled.rhythm = "sinus";
  const isKept = (name: string) => Number(keep.has(`condition/${name}`));
  for (const name of [...slugs(assignment, "condition")].sort((a, b) => isKept(b) - isKept(a))) {
    const entry = conditionEntry(name);
    if (entry === undefined) continue;
    const fits =
      entry.minAge <= to && entry.maxAge >= from && (entry.sex === undefined || sexes.has(entry.sex));
    if (!fits) settled[`condition/${name}`] = "no";
    else {
      from = Math.max(from, entry.minAge);
      to = Math.min(to, entry.maxAge);
      if (entry.sex !== undefined) for (const sex of [...sexes]) if (sex !== entry.sex) sexes.delete(sex);
    }
  }
  for (const name of slugs(settled, "medication"))
    if ((medicationEntry(name)?.minAge ?? 0) > to) settled[`medication/${name}`] = "no";
  const span = settled["history/span"];
  if (span !== undefined) settled["history/span"] = spanWithin(span, settled["history/encounters"], to);
  if (settled["condition/pregnancy"] === "yes")
    for (const name of slugs(assignment, "medication"))
      if (medicationEntry(name)?.avoidInPregnancy) settled[`medication/${name}`] = "no";
  return settled;
};

/** First and last year of a category, as far as they were asked for. */
const agesOf = (category: string, years: ReadonlySet<number> | undefined): [number, number] => {
  const [from, to] = ageRange(category) ?? [0, 130];
  const inside = [...(years ?? [])].filter(year => year >= from && year <= to);
  return inside.length === 0 ? [from, to] : [Math.min(...inside), Math.max(...inside)];
};

/** Slugs of the attributes of a kind that are "yes", in the domain's order. */
export const slugs = (assignment: Assignment, kind: "condition" | "medication"): readonly string[] =>
  Object.entries(assignment)
    .filter(([name, value]) => value === "yes" && name.startsWith(`${kind}/`))
    .map(([name]) => name.slice(kind.length + 1));
