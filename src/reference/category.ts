import type { Axis } from "./population.ts";

/** Whole units, both ends inside: "20-29" is 20 up to, but not, 30. */
interface Band {
  readonly low: number;
  readonly high: number;
}

/** The band that a category names: "70-79", or "80+" with no upper end. */
export const bandOf = (category: string): Band | undefined => {
  const [, low, high, open] = /^(\d{1,9})(?:-(\d{1,9})|(\+))$/.exec(category) ?? [];
  if (low === undefined) return undefined;
  return { low: Number(low), high: open === undefined ? Number(high) : Number.POSITIVE_INFINITY };
};

/** Whether the axis bins a number: every category is a band. */
export const isBanded = ({ categories }: Axis): boolean =>
  categories.every(category => bandOf(category) !== undefined);

/** Above this no age is believed: it is no age, but a code for "unknown". */
const OLDEST = 130;

/**
 * The category of an axis that a value falls into; undefined where it is missing or outside all of them. Text and truth
 * values go by the category's name; a number goes into its band, its fraction dropped (an age of 29.9 years is 29).
 */
export const categoryOf = (axis: Axis, value: unknown): string | undefined => {
  if (typeof value === "number") return isBanded(axis) ? banded(axis, Math.floor(value)) : undefined;
  const name = typeof value === "boolean" ? String(value) : value;
  return typeof name === "string" && axis.categories.includes(name) ? name : undefined;
};

const banded = ({ name, categories }: Axis, whole: number): string | undefined => {
  if (name === "age" && whole > OLDEST) return undefined;
  return categories.find(category => {
    const band = bandOf(category)!;
    return whole >= band.low && whole <= band.high;
  });
};
