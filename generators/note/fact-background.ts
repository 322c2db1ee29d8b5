import type { Fact, Person } from "../../schemas/person.ts";
import { fact } from "./fact.ts";
import { allergenOf, isNoneKnown, reactionOf } from "./knowledge/allergens.ts";
import { operationOf } from "./knowledge/operations.ts";

/**
 * Allergies known on the visit date, or that none is known. A drug allergy that a drug taken at the visit belies is
 * left out: the record says both, and the note must not.
 *
 * @param medications  from `medicationFacts`
 */
export const allergyFacts = (
  { record, visitDate }: Person,
  medications: readonly Fact[],
): readonly Fact[] => {
  const known = (record.allergies ?? []).filter(({ recorded = visitDate }) => isBy(recorded, visitDate));
  const taken = medications.filter(({ id, value }) => /^medication\/[^/]+$/.test(id) && value === "active");
  const found = new Map<string, readonly Fact[]>();
  for (const { code, reaction } of known) {
    const allergen = allergenOf(code.display);
    if (allergen === undefined || isNoneKnown(code.display)) continue;
    if (taken.some(({ name }) => allergen.forbids.test(name))) continue;
    const id = `allergy/${allergen.slug}`;
    const shown = reaction === undefined ? undefined : reactionOf(reaction.display);
    found.set(id, [
      fact(id, "allergy", allergen.slug.replaceAll("-", " "), "active"),
      ...(shown === undefined ? [] : [fact(`${id}/reaction`, "allergy", "reaction", shown)]),
    ]);
  }
  if (found.size > 0) return [...found.values()].flat();
  const isNone = known.length > 0 && known.every(({ code }) => isNoneKnown(code.display));
  return isNone ? [fact("allergy/none", "allergy", "known allergies", false)] : [];
};

/** Operations up to the visit, each once, with the latest date on which it was done. */
export const procedureFacts = ({ record, visitDate }: Person): readonly Fact[] => {
  const latest = new Map<string, string | undefined>();
  for (const { code, performed } of record.procedures ?? []) {
    const slug = operationOf(code.display);
    if (slug === undefined || !isBy(performed ?? visitDate, visitDate)) continue;
    const before = latest.get(slug);
    latest.set(slug, before === undefined || (performed ?? "") > before ? performed : before);
  }
  return [...latest].flatMap(([slug, performed]) => {
    const name = slug.replaceAll("-", " ");
    return [
      fact(`procedure/${slug}`, "procedure", name, "done"),
      ...(performed === undefined
        ? []
        : [fact(`procedure/${slug}/date`, "date", `${name} date`, performed.slice(0, 10))]),
    ];
  });
};

const SMOKING: readonly (readonly [RegExp, string])[] = [
  [/never/, "never"],
  [/former|ex-smoker/, "former"],
  [/some day|occasional/, "some-days"],
  [/every day|daily/, "daily"],
];
const ALCOHOL: readonly (readonly [RegExp, string])[] = [
  [/non-?drinker/, "none"],
  [/light|occasional/, "light"],
  [/moderate/, "moderate"],
  [/heavy/, "heavy"],
];

/** Ages in years from which a habit or a trade can be true, and from which somebody can be retired. */
const LEAST = { smoking: 12, alcohol: 15, occupation: 16, retired: 50 } as const;

/** Smoking, alcohol and occupation, the latest of each up to the visit; what the age excludes is left out. */
export const socialFacts = ({ record, visitDate }: Person, age: number): readonly Fact[] => {
  const latest = (code: string): string | undefined =>
    (record.social ?? [])
      .filter(found => found.code.code === code && isBy(found.date ?? visitDate, visitDate))
      .sort((a, b) => ((a.date ?? "") < (b.date ?? "") ? -1 : 1))
      .at(-1)
      ?.value.display.toLowerCase();
  const one = (name: "smoking" | "alcohol", code: string, words: typeof SMOKING) => {
    const display = latest(code);
    const value = words.find(([pattern]) => display !== undefined && pattern.test(display))?.[1];
    return value === undefined || age < LEAST[name] ? [] : [fact(`social/${name}`, "social", name, value)];
  };
  const occupation = latest("11341-5");
  return [
    ...one("smoking", "72166-2", SMOKING),
    ...one("alcohol", "11331-6", ALCOHOL),
    ...(occupation === undefined || !mayBe(occupation, age)
      ? []
      : [fact("social/occupation", "social", "occupation", occupation)]),
  ];
};

const mayBe = (occupation: string, age: number): boolean =>
  occupation === "student"
    ? age >= 6
    : age >= (occupation.startsWith("retired ") ? LEAST.retired : LEAST.occupation);

const isBy = (moment: string, day: string): boolean => moment.slice(0, 10) <= day.slice(0, 10);
