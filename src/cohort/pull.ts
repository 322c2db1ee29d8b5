import { lstat, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Client, type FhirResource } from "fhir-kit-client";
import { NdjsonFile } from "../../generators/patient/ndjson.ts";
import { InvalidInput, InvalidRequest } from "../errors.ts";

export interface PullOptions {
  /** FHIR resource types to download; by default those of PULLED_TYPES that the server says it has. */
  readonly types?: readonly string[];
  /** Resources asked for a page (`_count`); the server may give fewer. */
  readonly pageSize?: number;
  readonly bearerToken?: string;
  readonly signal?: AbortSignal;
  /** Told after every page how many resources have come so far, and of which type the page was. */
  readonly progress?: (count: number, type: string) => void;
}

/** What `readFhir` uses. */
export const PULLED_TYPES = [
  "Patient",
  "Encounter",
  "Condition",
  "Observation",
  "Medication",
  "MedicationRequest",
  "AllergyIntolerance",
  "Procedure",
  "DiagnosticReport",
  "DocumentReference",
] as const;

/**
 * Downloads all resources of some types from a FHIR R4 server into a new cohort folder, one NDJSON file a type.
 * All or nothing: the folder appears when the last page is written.
 *
 * @returns  number of resources of each type
 * @throws   InvalidRequest for an address that is not http(s), a type that is none, a folder that exists;
 *           InvalidInput naming the type for a server that cannot be reached, answers with an error or with
 *           something other than a searchset Bundle, or whose paging leaves the server or runs in a circle
 */
export const pullFhir = async (
  baseUrl: string,
  outDir: string,
  options: PullOptions = {},
): Promise<Readonly<Record<string, number>>> => {
  const base = checked(baseUrl, options);
  const out = resolve(outDir);
  if ((await lstat(out).catch(() => undefined)) !== undefined)
    throw new InvalidRequest(`the output folder must not exist; got ${outDir}`);
  await mkdir(dirname(out), { recursive: true });
  const partial = await mkdtemp(join(dirname(out), `.${basename(out)}.partial-`));
  try {
    const counts: Record<string, number> = {};
    let before = 0;
    for (const type of options.types ?? (await supportedTypes(base, options))) {
      const progress = (count: number) => options.progress?.(before + count, type);
      counts[type] = await pullType(base, join(partial, `${type}.000.ndjson`), type, {
        ...options,
        progress,
      });
      before += counts[type];
    }
    await rename(partial, out);
    return counts;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
};

const checked = (baseUrl: string, { types = PULLED_TYPES, pageSize = 1 }: PullOptions): URL => {
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol))
    throw new InvalidRequest("the FHIR server's address must start with http:// or https://");
  const wrong = types.find(type => !/^[A-Z][A-Za-z]{1,63}$/.test(type));
  if (wrong !== undefined)
    throw new InvalidRequest(`a type must be the name of a FHIR resource; got ${wrong}`);
  if (types.length === 0 || new Set(types).size < types.length)
    throw new InvalidRequest("types must be at least one, each once");
  if (!Number.isInteger(pageSize) || pageSize < 1)
    throw new InvalidRequest(`the page size must be a positive whole number; got ${pageSize}`);
  return base;
};

/** A server answers a search for a type that it does not have with an error: its CapabilityStatement is asked first. */
const supportedTypes = async (base: URL, options: PullOptions): Promise<readonly string[]> => {
  const { client, request } = connect(base, options);
  const statement = await client
    .capabilityStatement(request.options)
    .catch((error: unknown) => refuse(error, "metadata"));
  const offered = listOf(statement.rest)
    .flatMap(rest => listOf(rest.resource))
    .map(resource => resource.type);
  if (!offered.includes("Patient"))
    throw new InvalidInput("the server must offer Patient in its CapabilityStatement", { field: "metadata" });
  return PULLED_TYPES.filter(type => offered.includes(type));
};

const connect = (base: URL, { bearerToken, signal }: PullOptions) => ({
  client: new Client({ baseUrl: base.href, ...(bearerToken === undefined ? {} : { bearerToken }) }),
  request: signal === undefined ? {} : { options: { signal } },
});

const pullType = async (base: URL, path: string, type: string, options: PullOptions): Promise<number> => {
  const file = await NdjsonFile.create(path);
  try {
    for await (const page of pagesOf(base, type, options)) {
      for (const resource of page) await file.write(resource);
      options.progress?.(file.lines, type);
    }
  } finally {
    await file.close();
  }
  return file.lines;
};

async function* pagesOf(
  base: URL,
  type: string,
  options: PullOptions,
): AsyncGenerator<readonly FhirResource[]> {
  const { client, request } = connect(base, options);
  const seen = new Set<string>();
  let page: Promise<FhirResource> | undefined = client.resourceSearch({
    resourceType: type,
    searchParams: { _count: options.pageSize ?? 500 },
    ...request,
  });
  while (page !== undefined) {
    const bundle = searchset(await page.catch((error: unknown) => refuse(error, type)), type);
    yield bundle.resources;
    const next = bundle.link.find(link => link.relation === "next")?.url;
    if (next === undefined) return;
    const target = URL.canParse(next, base.href) ? new URL(next, base) : undefined;
    // The token must not follow a link to another server.
    if (target?.origin !== base.origin)
      throw new InvalidInput("the link to the next page must stay on the server", { field: type });
    if (seen.has(target.href))
      throw new InvalidInput("the server's paging runs in a circle", { field: type });
    seen.add(target.href);
    // nextPage gives undefined, not a promise, where there is no next page.
    page = client.nextPage({
      bundle: { resourceType: "Bundle", link: [{ relation: "next", url: target.href }] },
      ...request,
    });
  }
}

interface Page {
  readonly resources: readonly FhirResource[];
  readonly link: readonly { readonly relation: string; readonly url: string }[];
}

const searchset = (bundle: FhirResource, type: string): Page => {
  if (bundle.resourceType !== "Bundle" || bundle.type !== "searchset")
    throw new InvalidInput("the server must answer with a searchset Bundle", { field: type });
  const resources = listOf(bundle.entry)
    .map(entry => entry.resource)
    .filter(resource => isResource(resource))
    // A page may also carry included resources and an OperationOutcome.
    .filter(resource => resource.resourceType === type);
  const link = listOf(bundle.link).flatMap(({ relation, url }) =>
    typeof relation === "string" && typeof url === "string" ? [{ relation, url }] : [],
  );
  return { resources, link };
};

const listOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(item => typeof item === "object" && item !== null) : [];

const isResource = (value: unknown): value is FhirResource =>
  typeof value === "object" &&
  value !== null &&
  "resourceType" in value &&
  typeof value.resourceType === "string";

/** What the server answered is private: only the status goes into the message, and no cause. */
const refuse = (error: unknown, type: string): never => {
  if (error instanceof Error && error.name === "AbortError") throw error;
  const status = statusOf(error);
  if (status !== undefined && status >= 400)
    throw new InvalidInput(`the server answered with HTTP status ${status}`, { field: type });
  if (status !== undefined) throw new InvalidInput("the server must answer with JSON", { field: type });
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  throw new InvalidInput(`the server cannot be reached${code}`, { field: type });
};

const statusOf = (error: unknown): number | undefined => {
  if (typeof error !== "object" || error === null || !("response" in error)) return undefined;
  const { response } = error;
  if (typeof response !== "object" || response === null || !("status" in response)) return undefined;
  return typeof response.status === "number" ? response.status : undefined;
};
