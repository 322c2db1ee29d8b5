/** A FHIR resource as parsed from JSON: nothing of it is trusted yet. */
export interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly [name: string]: unknown;
}

export type Node = Readonly<Record<string, unknown>>;

export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What breaks a rule, and where in the resource. */
export interface Fault {
  readonly place: string;
  readonly what: string;
}

export const keyOf = (resource: Resource): string => `${resource.resourceType}/${resource.id ?? "?"}`;

/** The value behind names, undefined where the way there is broken; lists are entered at their first item. */
export const at = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((inside, name) => {
    const one = Array.isArray(inside) ? inside[0] : inside;
    return isNode(one) ? one[name] : undefined;
  }, value);

export const stringAt = (value: unknown, ...names: readonly string[]): string | undefined => {
  const found = at(value, ...names);
  return typeof found === "string" ? found : undefined;
};
