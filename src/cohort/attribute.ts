import type { AttributeSource } from "../../schemas/config.ts";

/**
 * The part of a raw text such as "Effusion|Mass" that decides its category under a declared attribute: the whole text
 * where the mapping or the values name it; else the first key of the mapping, as listed in cohort.yaml, that is one of
 * the parts between "|"; else the first part that is a value; else the whole text. Total: no text makes it throw.
 */
export const decidingPart = ({ attribute, mapping, edges }: AttributeSource, raw: string): string => {
  const isValue = (part: string): boolean => attribute.categories.includes(part);
  if (edges !== undefined || Object.hasOwn(mapping, raw) || isValue(raw)) return raw;
  const parts = raw.split("|").map(part => part.trim());
  return Object.keys(mapping).find(key => parts.includes(key)) ?? parts.find(isValue) ?? raw;
};
