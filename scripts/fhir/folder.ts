import { createReadStream, existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { entriesOf } from "../../generators/patient/fhir-files.ts";
import { filesBeside, parseFhirManifest } from "../../generators/patient/fhir-manifest.ts";
import { discover } from "../../src/cohort/discover.ts";
import { IndexBuilder } from "./index-of.ts";
import { type Fault, isNode, keyOf, type Resource } from "./resource.ts";
import type { Context, Rule } from "./rules/rule.ts";
import type { Rulebook } from "./rules.ts";
import { visitsOf } from "./walk.ts";

export interface RuleResult {
  readonly rule: string;
  /** Resources that the rule applies to. */
  readonly checked: number;
  readonly faulty: number;
  /** The first faults, for the eye. */
  readonly examples: readonly (Fault & { readonly key: string })[];
}

export interface Checked {
  readonly resources: number;
  readonly patients: number;
  readonly results: readonly RuleResult[];
}

export interface CheckOptions {
  /** Ids and identifiers of the real cohort. */
  readonly taken?: ReadonlySet<string>;
  /** Whether the files that documents point to were written too. */
  readonly hasFiles: boolean;
}

const EXAMPLES = 3;

/** Runs every rule over every resource of a Bulk Data folder. Two passes: all ids first, then one resource at a time. */
export const checkFolder = async (
  folder: string,
  { definitions, rules }: Rulebook,
  options: CheckOptions,
): Promise<Checked> => {
  const { files, asOf, faults } = await listed(folder);
  const builder = new IndexBuilder();
  for (const file of files) for await (const resource of resourcesIn(file)) builder.add(resource);
  const context: Omit<Context, "visits"> = {
    definitions,
    index: builder.index,
    asOf,
    taken: options.taken ?? new Set(),
    ...(options.hasFiles ? { isThere: (url: string) => existsSync(join(folder, url)) } : {}),
  };
  const tallies = Object.entries(rules).map(([name, rule]) => new Tally(name, rule));
  for (const file of files)
    for await (const resource of resourcesIn(file)) {
      const visits = visitsOf(resource, definitions);
      for (const tally of tallies) tally.check(resource, { ...context, visits });
    }
  const manifest = { rule: "Bulk Data manifest", checked: files.length, faulty: faults.length };
  return {
    resources: context.index.entries.size,
    patients: context.index.lives.size,
    results: [
      { ...manifest, examples: faults.map(fault => ({ ...fault, key: "manifest.json" })) },
      ...tallies.map(tally => tally.result),
    ],
  };
};

class Tally {
  #checked = 0;
  #faulty = 0;
  readonly #examples: (Fault & { readonly key: string })[] = [];

  constructor(
    readonly name: string,
    readonly rule: Rule,
  ) {}

  check(resource: Resource, context: Context): void {
    const faults = this.rule(resource, context);
    if (faults === undefined) return;
    this.#checked++;
    const [first] = faults;
    if (first === undefined) return;
    this.#faulty++;
    if (this.#examples.length < EXAMPLES) this.#examples.push({ ...first, key: keyOf(resource) });
  }

  get result(): RuleResult {
    return { rule: this.name, checked: this.#checked, faulty: this.#faulty, examples: this.#examples };
  }
}

/** The files of a folder as its manifest lists them, and whether manifest and folder agree. */
const listed = async (folder: string) => {
  const manifest = parseFhirManifest(await readFile(join(folder, "manifest.json"), "utf8"));
  if (manifest === undefined) throw new Error(`${join(folder, "manifest.json")} is no Bulk Data manifest`);
  const faults: Fault[] = [];
  const there = (await readdir(folder)).filter(name => name.endsWith(".ndjson"));
  const entries = filesBeside(manifest);
  for (const { type, url, count } of entries) {
    if (!there.includes(url)) {
      faults.push({ place: url, what: "is listed and not there" });
      continue;
    }
    let lines = 0;
    for await (const { resourceType } of resourcesIn(join(folder, url))) {
      lines++;
      if (resourceType !== type) faults.push({ place: url, what: `holds a ${resourceType}` });
    }
    if (lines !== count) faults.push({ place: url, what: "has another count than the manifest says" });
  }
  for (const name of there.filter(each => !entries.some(({ url }) => url === each)))
    faults.push({ place: name, what: "is not listed" });
  return {
    files: entries.map(({ url }) => join(folder, url)).filter(existsSync),
    asOf: manifest.transactionTime.slice(0, 10),
    faults,
  };
};

export async function* resourcesIn(file: string): AsyncGenerator<Resource> {
  for await (const line of createInterface({ input: createReadStream(file) }))
    if (line.trim() !== "") yield JSON.parse(line) as Resource;
}

/**
 * Ids and identifier values of the FHIR files of a cohort (NDJSON and Bundles, also packed): what no synthetic resource
 * may bear.
 *
 * @throws  Error where there are none: nothing would be checked
 */
export const idsOfCohort = async (folder: string): Promise<ReadonlySet<string>> => {
  const taken = new Set<string>();
  const stop = (error: unknown) => {
    throw error;
  };
  for (const name of (await discover(folder)).files.fhir)
    for await (const { resource } of entriesOf({ path: join(folder, name), name }, stop)) {
      const { id, identifier } = resource.value;
      if (typeof id === "string") taken.add(id);
      for (const each of Array.isArray(identifier) ? identifier : [])
        if (isNode(each) && typeof each.value === "string") taken.add(each.value);
    }
  if (taken.size === 0) throw new Error(`${folder} holds no FHIR resource with an id`);
  return taken;
};

/** The Bulk Data folder of a synthetic cohort: itself, or its `fhir`. */
export const bulkFolder = (given: string): string =>
  existsSync(join(given, "fhir", "manifest.json"))
    ? join(given, "fhir")
    : dirname(join(given, "manifest.json"));
