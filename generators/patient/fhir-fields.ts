import { InvalidInput, type Place } from "../../src/errors.ts";

/** One object inside a FHIR resource, and where it stands: every check names the place, never the value. */
export interface FhirNode {
  readonly value: Readonly<Record<string, unknown>>;
  readonly place: Place;
}

export const node = (value: unknown, place: Place): FhirNode => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InvalidInput("must be an object", place);
  return { value: value as Readonly<Record<string, unknown>>, place };
};

/** The place of a field inside a place: `entry[3].resource.subject`. */
export const within = (place: Place, field: string): Place => ({
  ...place,
  field: place.field === undefined ? field : `${place.field}.${field}`,
});

export const child = (parent: FhirNode, name: string): FhirNode | undefined => {
  const value = parent.value[name];
  return value === undefined ? undefined : node(value, within(parent.place, name));
};

export const children = (parent: FhirNode, name: string): readonly FhirNode[] => {
  const value = parent.value[name];
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new InvalidInput("must be a list", within(parent.place, name));
  return value.map((item, index) => node(item, within(parent.place, `${name}[${index}]`)));
};

export const text = (parent: FhirNode, name: string): string | undefined => {
  const value = parent.value[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw new InvalidInput("must be text", within(parent.place, name));
  return value;
};

export const number = (parent: FhirNode, name: string): number | undefined => {
  const value = parent.value[name];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new InvalidInput("must be a number", within(parent.place, name));
  return value;
};

export const flag = (parent: FhirNode, name: string): boolean | undefined => {
  const value = parent.value[name];
  if (value === undefined || typeof value === "boolean") return value;
  throw new InvalidInput("must be true or false", within(parent.place, name));
};

/** A FHIR date, dateTime or instant as written; partial dates (year, year and month) are allowed, as in FHIR. */
export const date = (parent: FhirNode, name: string): string | undefined => {
  const value = text(parent, name);
  if (value === undefined || isFhirDate(value)) return value;
  throw new InvalidInput("must be a FHIR date or dateTime", within(parent.place, name));
};

const DATE_TIME =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T([01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?$/;

export const isFhirDate = (value: string): boolean => {
  const match = DATE_TIME.exec(value);
  if (match === null) return false;
  const month = Number(match[2] ?? 1);
  return (
    month >= 1 && month <= 12 && Number(match[3] ?? 1) >= 1 && isDayOfMonth(Number(match[1]), month, match[3])
  );
};

const isDayOfMonth = (year: number, month: number, day: string | undefined): boolean =>
  Number(day ?? 1) <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
