/**
 * A public attribute: its categories are fixed before any patient is read. A value outside the domain, or none,
 * falls in `missing`, which is always the last category.
 */
export interface Attribute {
  readonly name: string;
  readonly categories: readonly string[];
}

export const MISSING = "missing";

/** The attributes of a run, in a fixed order. */
export type Domain = readonly Attribute[];

/** Category of every attribute of one person. */
export type Assignment = Readonly<Record<string, string>>;

/** Index of a person's category; unknown values count as missing. */
export const categoryIndex = (attribute: Attribute, value: string | undefined): number => {
  const index = value === undefined ? -1 : attribute.categories.indexOf(value);
  return index >= 0 ? index : attribute.categories.length - 1;
};
