import type { Domain } from "../../schemas/domain.ts";
import type { Coded } from "../../schemas/record.ts";
import { LOINC, RXNORM, SNOMED } from "./fhir-codes.ts";
import { CONDITIONS, type ConditionEntry } from "./vocabulary/conditions.ts";
import type { MeasurementEntry } from "./vocabulary/measurement-entry.ts";
import { MEASUREMENTS } from "./vocabulary/measurements.ts";
import { MEDICATIONS, type MedicationEntry } from "./vocabulary/medications.ts";

const bySlug = <T extends { readonly slug: string }>(entries: readonly T[]): ReadonlyMap<string, T> =>
  new Map(entries.map(entry => [entry.slug, entry]));

const conditionsBySlug = bySlug(CONDITIONS);
const medicationsBySlug = bySlug(MEDICATIONS);
const measurementsBySlug = bySlug(MEASUREMENTS);

export const conditionEntry = (slug: string): ConditionEntry | undefined => conditionsBySlug.get(slug);
export const medicationEntry = (slug: string): MedicationEntry | undefined => medicationsBySlug.get(slug);
export const measurementEntry = (slug: string): MeasurementEntry | undefined => measurementsBySlug.get(slug);

const conditionsBySnomed = new Map(
  CONDITIONS.flatMap(entry => [entry.snomed, ...entry.also].map(code => [code, entry] as const)),
);
const medicationsByRxnorm = new Map(
  MEDICATIONS.flatMap(entry =>
    [...entry.products.map(product => product.rxnorm), ...entry.also].map(code => [code, entry] as const),
  ),
);
const measurementsByLoinc = new Map(
  MEASUREMENTS.flatMap(entry => [entry.loinc, ...entry.also].map(code => [code, entry] as const)),
);

/** The vocabulary's condition for a code in SNOMED CT or ICD-10(-CM); undefined for all others. */
export const conditionOf = (code: Coded): ConditionEntry | undefined => {
  if (code.system === SNOMED) return conditionsBySnomed.get(code.code);
  if (!code.system.includes("icd-10")) return undefined;
  const dotted =
    code.code.includes(".") || code.code.length <= 3
      ? code.code
      : `${code.code.slice(0, 3)}.${code.code.slice(3)}`;
  return CONDITIONS.find(entry => entry.icd10.some(prefix => dotted === prefix || dotted.startsWith(prefix)));
};

/** The vocabulary's medication class of an order, by RxNorm code, else by an ingredient named in its display. */
export const medicationOf = (code: Coded): MedicationEntry | undefined => {
  const known = code.system === RXNORM ? medicationsByRxnorm.get(code.code) : undefined;
  if (known !== undefined) return known;
  const display = code.display.toLowerCase();
  return MEDICATIONS.find(entry => entry.ingredients.some(ingredient => display.includes(ingredient)));
};

/** The vocabulary's measurement for a LOINC code. */
export const measurementOf = (code: Coded): MeasurementEntry | undefined =>
  code.system === LOINC ? measurementsByLoinc.get(code.code) : undefined;

export const snomed = (code: string, display: string): Coded => ({ system: SNOMED, code, display });
export const codedMeasurement = (entry: MeasurementEntry): Coded => ({
  system: LOINC,
  code: entry.loinc,
  display: entry.display,
});

/** Category names of a measurement's bins: "<120", "120-130", …, ">=160"; bin i is [edge i−1, edge i). */
export const binNames = (edges: readonly number[]): readonly string[] => [
  `<${edges[0]}`,
  ...edges.slice(1).map((edge, i) => `${edges[i]}-${edge}`),
  `>=${edges[edges.length - 1]}`,
];

/** The half-open range [low, high) that a bin name states; undefined where it states none. */
export const binRange = (name: string): readonly [number, number] | undefined => {
  const below = /^<\s*([\d.]+)$/.exec(name);
  if (below !== null) return [Number.NEGATIVE_INFINITY, Number(below[1])];
  const above = /^(?:>=?\s*([\d.]+)|([\d.]+)\+)$/.exec(name);
  if (above !== null) return [Number(above[1] ?? above[2]), Number.POSITIVE_INFINITY];
  const between = /^([\d.]+)\s*-\s*([\d.]+)$/.exec(name);
  return between === null ? undefined : [Number(between[1]), Number(between[2])];
};

type Code = Pick<Coded, "system" | "code">;

/** The coded columns of a table of people, one for every condition, medication and measurement of a domain. */
export const tableColumns = (
  domain: Domain,
): {
  readonly conditions: readonly { readonly name: string; readonly codes: readonly Code[] }[];
  readonly medications: readonly { readonly name: string; readonly codes: readonly Code[] }[];
  readonly labs: readonly { readonly name: string; readonly code: Code }[];
} => {
  const known = <T extends { readonly slug: string }>(kind: string, entry: (slug: string) => T | undefined) =>
    domain
      .filter(attribute => attribute.name.startsWith(`${kind}/`))
      .map(attribute => entry(attribute.name.slice(kind.length + 1)))
      .filter(each => each !== undefined);
  const column = (slug: string) => slug.replaceAll("-", "_");
  return {
    conditions: known("condition", conditionEntry).map(({ slug, snomed: code, also }) => ({
      name: column(slug),
      codes: [code, ...also].map(each => ({ system: SNOMED, code: each })),
    })),
    medications: known("medication", medicationEntry).map(({ slug, products }) => ({
      name: column(slug),
      codes: products.map(({ rxnorm }) => ({ system: RXNORM, code: rxnorm })),
    })),
    labs: known("lab", measurementEntry).map(({ slug, loinc }) => ({
      name: column(slug),
      code: { system: LOINC, code: loinc },
    })),
  };
};
