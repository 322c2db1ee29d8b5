import { at, keyOf, type Resource, stringAt } from "./resource.ts";

/** What other resources are judged by. */
export interface Life {
  readonly birth?: string;
  readonly death?: string;
}

interface Entry {
  /** Key of the patient it belongs to. */
  readonly patient: string;
  readonly period?: { readonly start?: string | undefined; readonly end?: string | undefined };
}

/** All resources of a folder by key, in one pass before any rule looks at them. */
export interface Index {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly lives: ReadonlyMap<string, Life>;
  /** Ids that occur more than once, of whatever type. */
  readonly twice: ReadonlySet<string>;
}

export class IndexBuilder {
  readonly #entries = new Map<string, Entry>();
  readonly #lives = new Map<string, Life>();
  readonly #ids = new Set<string>();
  readonly #twice = new Set<string>();

  add(resource: Resource): void {
    const { id = "" } = resource;
    if (this.#ids.has(id)) this.#twice.add(id);
    this.#ids.add(id);
    const key = keyOf(resource);
    if (resource.resourceType === "Patient") this.#lives.set(key, lifeOf(resource));
    this.#entries.set(key, entryOf(resource));
  }

  get index(): Index {
    return { entries: this.#entries, lives: this.#lives, twice: this.#twice };
  }
}

export const patientOf = (resource: Resource): string =>
  resource.resourceType === "Patient"
    ? keyOf(resource)
    : (stringAt(resource, "subject", "reference") ?? stringAt(resource, "patient", "reference") ?? "");

const entryOf = (resource: Resource): Entry => ({
  patient: patientOf(resource),
  ...(resource.resourceType === "Encounter"
    ? { period: { start: stringAt(resource, "period", "start"), end: stringAt(resource, "period", "end") } }
    : {}),
});

const lifeOf = (patient: Resource): Life => {
  const birth = stringAt(patient, "birthDate");
  const death = at(patient, "deceasedDateTime");
  return {
    ...(birth === undefined ? {} : { birth }),
    ...(typeof death === "string" ? { death } : {}),
  };
};
