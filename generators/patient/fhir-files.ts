import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline, type Readable } from "node:stream";
import { promisify } from "node:util";
import { createGunzip, gunzip } from "node:zlib";
import { InvalidInput, type Place } from "../../src/errors.ts";
import { children, type FhirNode, node, text, within } from "./fhir-fields.ts";

/** A file to read: where it is, and the name it has in messages (relative to the cohort). */
export interface FhirFile {
  readonly path: string;
  readonly name: string;
}

/** One resource: `key` is `Type/id` where it has an identity, `resolve` turns its references into such keys. */
export interface FhirEntry {
  readonly type: string;
  readonly resource: FhirNode;
  readonly key?: string;
  resolve(reference: string): string | undefined;
}

/** Called with every broken rule; throws to stop, returns to leave the broken part out. */
export type OnInvalid = (error: unknown) => void;

const SUFFIX = /\.(ndjson|json)(\.gz)?$/i;
/** What a Bulk Data client leaves beside the data: its log and its manifest are not FHIR resources. */
const NOT_CONTENT = new Set(["log.ndjson", "manifest.json"]);

/** Whether a file name is FHIR content that `readFhir` takes. */
export const isFhirFile = (name: string): boolean =>
  SUFFIX.test(name) && !NOT_CONTENT.has(basename(name).toLowerCase());

/**
 * Every resource of a file, in order: NDJSON line by line, a JSON document as a Bundle's entries or as one resource.
 *
 * @throws  InvalidInput through `onInvalid`, naming file, line and entry: not gzip, UTF-8, JSON or FHIR
 */
export async function* entriesOf(file: FhirFile, onInvalid: OnInvalid): AsyncGenerator<FhirEntry> {
  const kind = SUFFIX.exec(file.name);
  const documents = kind?.[1]?.toLowerCase() === "ndjson" ? linesOf(file) : documentOf(file);
  try {
    if (kind === null)
      throw new InvalidInput("must end in .ndjson or .json, or these with .gz", { file: file.name });
    for await (const { bytes, place } of documents) yield* entriesIn(bytes, place, onInvalid);
  } catch (error) {
    onInvalid(readError(error, file));
  }
}

function* entriesIn(bytes: Uint8Array, place: Place, onInvalid: OnInvalid): Generator<FhirEntry> {
  const found = attempt(onInvalid, () => {
    const resource = node(parseJson(bytes, place), place);
    const type = typeOf(resource);
    return type === "Bundle" ? bundleEntries(resource, onInvalid) : [entryOf(resource, undefined, literal)];
  });
  yield* found ?? [];
}

/** The result, or undefined after a broken rule that `onInvalid` let pass. */
export const attempt = <T>(onInvalid: OnInvalid, work: () => T): T | undefined => {
  try {
    return work();
  } catch (error) {
    onInvalid(error);
    return undefined;
  }
};

const typeOf = (resource: FhirNode): string => {
  const type = resource.value.resourceType;
  if (typeof type === "string" && type !== "") return type;
  throw new InvalidInput("must be a FHIR resource with a resourceType", resource.place);
};

const BUNDLES = new Set(["transaction", "batch", "collection", "searchset", "document", "message"]);

const bundleEntries = (bundle: FhirNode, onInvalid: OnInvalid): readonly FhirEntry[] => {
  if (!BUNDLES.has(text(bundle, "type") ?? ""))
    throw new InvalidInput(`must be one of ${[...BUNDLES].join(", ")}`, within(bundle.place, "type"));
  const keys = new Map<string, string>();
  // A fullUrl in the bundle wins over the reference's own spelling, as FHIR's resolution rules say.
  const resolve = (reference: string): string | undefined => keys.get(reference) ?? literal(reference);
  const read = children(bundle, "entry").map(entry =>
    attempt(onInvalid, () => {
      if (entry.value.resource === undefined) return undefined;
      const fullUrl = text(entry, "fullUrl");
      const found = entryOf(node(entry.value.resource, within(entry.place, "resource")), fullUrl, resolve);
      if (fullUrl !== undefined && found.key !== undefined) keys.set(fullUrl, found.key);
      return found;
    }),
  );
  return read.filter(entry => entry !== undefined);
};

const entryOf = (
  resource: FhirNode,
  fullUrl: string | undefined,
  resolve: FhirEntry["resolve"],
): FhirEntry => {
  const type = typeOf(resource);
  // A transaction's POST entries have no id yet: the uuid they are referred to by stands in for it.
  const id =
    text(resource, "id") ??
    (fullUrl?.startsWith("urn:uuid:") ? fullUrl.slice("urn:uuid:".length) : undefined);
  return { type, resource, resolve, ...(id === undefined ? {} : { key: `${type}/${id}` }) };
};

/**
 * `Type/id` of a relative or absolute literal reference; undefined for a conditional (`Type?identifier=…`),
 * contained (`#…`) or urn reference, which only its own bundle could resolve.
 */
const literal = (reference: string): string | undefined =>
  /^(?:https?:\/\/[^?#]*\/)?([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]*)?$/.exec(
    reference,
  )?.[1];

interface Document {
  readonly bytes: Uint8Array;
  readonly place: Place;
}

const MIB = 2 ** 20;
const LARGEST = 500 * MIB;

async function* documentOf(file: FhirFile): AsyncGenerator<Document> {
  const bytes = await readFile(file.path);
  const place = { file: file.name };
  if (!/\.gz$/i.test(file.name)) return yield { bytes, place };
  yield { bytes: await promisify(gunzip)(bytes, { maxOutputLength: LARGEST }), place };
}

async function* linesOf(file: FhirFile): AsyncGenerator<Document> {
  let line = 0;
  let rest: Buffer[] = [];
  let waiting = 0;
  const whole = (last: Buffer): Buffer => (rest.length === 0 ? last : Buffer.concat([...rest, last]));
  for await (const chunk of bytesOf(file)) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      line++;
      const bytes = whole(chunk.subarray(start, end));
      rest = [];
      waiting = 0;
      start = end + 1;
      if (!isBlank(bytes)) yield { bytes, place: { file: file.name, line } };
    }
    if (start === chunk.length) continue;
    rest.push(chunk.subarray(start));
    waiting += chunk.length - start;
    if (waiting > LARGEST)
      throw new InvalidInput("must be at most 500 MiB", { file: file.name, line: line + 1 });
  }
  const bytes = whole(Buffer.alloc(0));
  if (!isBlank(bytes)) yield { bytes, place: { file: file.name, line: line + 1 } };
}

const bytesOf = (file: FhirFile): AsyncIterable<Buffer> & Readable => {
  const source = createReadStream(file.path, { highWaterMark: MIB });
  // The pipeline's error also ends the unpacked stream, whose reader sees it: nothing to do here.
  return /\.gz$/i.test(file.name)
    ? pipeline(source, createGunzip({ chunkSize: MIB }), () => undefined)
    : source;
};

const isBlank = (bytes: Uint8Array): boolean => bytes.every(byte => byte === 32 || byte === 9 || byte === 13);

const parseJson = (bytes: Uint8Array, place: Place): unknown => {
  if (bytes.length > LARGEST)
    throw new InvalidInput("must be at most 500 MiB; split it or use NDJSON", place);
  let source: string;
  try {
    source = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidInput("is not valid UTF-8", place);
  }
  try {
    return JSON.parse(source);
  } catch {
    // No cause: the parser's message quotes the text around the error.
    throw new InvalidInput("is not valid JSON", place);
  }
};

const readError = (error: unknown, file: FhirFile): unknown => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (error instanceof InvalidInput || code === "") return error;
  if (code === "ERR_BUFFER_TOO_LARGE")
    return new InvalidInput("must be at most 500 MiB unpacked", { file: file.name });
  if (code.startsWith("Z_")) return new InvalidInput("is not valid gzip", { file: file.name });
  return new InvalidInput(`cannot be read (${code})`, { file: file.name });
};
