import type { Binding } from "../../realise.ts";
import type { Manner } from "../bank.ts";

/** One thing in a list, in running text and abbreviated. */
export interface Item {
  readonly facts: readonly string[];
  readonly full: string;
  readonly short: string;
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** A calendar date in the note's way of writing dates; years and year-months stay as coarse as they are. */
export const written = (iso: string, style: Manner["date"]): string => {
  const [year, month, day] = iso.slice(0, 10).split("-");
  if (month === undefined) return year!;
  const name = MONTHS[Number(month) - 1]!;
  if (day === undefined) return `${name} ${year}`;
  const dates: Readonly<Record<Manner["date"], string>> = {
    us: `${month}/${day}/${year}`,
    iso: `${year}-${month}-${day}`,
    long: `${name} ${Number(day)}, ${year}`,
    medium: `${Number(day)} ${name.slice(0, 3)} ${year}`,
  };
  return dates[style];
};

export const monthOf = (iso: string): string => `${MONTHS[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`;

const NUMBERS = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
] as const;

/** A count in words up to ten. */
export const counted = (count: number): string => NUMBERS[count] ?? String(count);

/** "a, b, and c" or "a, b and c". */
export const joined = (words: readonly string[], word: "and" | "or", serialComma: boolean): string => {
  if (words.length < 2) return words.join("");
  const last = words.at(-1)!;
  const comma = serialComma && words.length > 2 ? "," : "";
  return `${words.slice(0, -1).join(", ")}${comma} ${word} ${last}`;
};

/** A slot for a list: running text with "and" or "or", abbreviated with commas. Undefined for an empty list. */
export const listed = (
  items: readonly Item[],
  manner: Manner,
  word: "and" | "or" = "and",
): Binding | undefined => {
  if (items.length === 0) return undefined;
  const shorts = items.map(({ short }) => short);
  return {
    facts: items.length === 1 ? items[0]!.facts : [...new Set(items.flatMap(({ facts }) => facts))],
    full: [
      joined(
        items.map(({ full }) => full),
        word,
        manner.serialComma,
      ),
    ],
    items: items.map(({ facts, full, short }) => ({ facts, words: [full, short] })),
    // Commas alone are note form; a sentence needs its "and" even where the words are short.
    short: [
      word === "and" && manner.telegraphic ? shorts.join(", ") : joined(shorts, word, manner.serialComma),
    ],
  };
};

/** A slot with one wording, or several that mean the same. */
export const words = (
  facts: readonly string[],
  full: readonly string[],
  short?: readonly string[],
): Binding => ({
  facts,
  full,
  ...(short === undefined || short.length === 0 ? {} : { short }),
});

/** Drops slots without a binding: a frame that needs one is then not eligible. */
export const slots = (entries: Readonly<Record<string, Binding | undefined>>): Record<string, Binding> => {
  const bound: Record<string, Binding> = {};
  for (const name in entries) if (entries[name] !== undefined) bound[name] = entries[name];
  return bound;
};
