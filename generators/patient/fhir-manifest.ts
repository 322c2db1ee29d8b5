import { z } from "zod";

/**
 * Manifest of a Bulk Data export, one type a file (so there is no `outputOrganizedBy`), all files in one manifest (so
 * there is no `link`). The guide wants absolute urls; files in a folder have none, so they are relative to the
 * manifest. `request` is the kick-off url where a server was asked, here the words of the command.
 *
 * @source  HL7 Bulk Data Access IG 3.0.0, export: complete status response
 */
export interface FhirManifest {
  readonly transactionTime: string;
  readonly request: string;
  readonly requiresAccessToken: boolean;
  readonly output: readonly OutputFile[];
  readonly deleted?: readonly OutputFile[];
  readonly error: readonly OutputFile[];
  /** Name → value, the form of version 3 (version 4 makes it a list). */
  readonly extension?: Readonly<Record<string, unknown>>;
}

export interface OutputFile {
  readonly type: string;
  readonly url: string;
  /** Resources in it. */
  readonly count?: number;
}

const file = z.looseObject({ type: z.string(), url: z.string(), count: z.int().nonnegative().optional() });
const shape = z.looseObject({
  transactionTime: z.string(),
  request: z.string(),
  requiresAccessToken: z.boolean(),
  output: z.array(file),
  deleted: z.array(file).optional(),
  error: z.array(file),
  extension: z.record(z.string(), z.unknown()).optional(),
});

/** The manifest in a file's text; undefined where it is something else (`manifest.json` is a common name). */
export const parseFhirManifest = (text: string): FhirManifest | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = shape.safeParse(json);
  return parsed.success ? (parsed.data as FhirManifest) : undefined;
};

/** Files that a manifest lists beside itself: those with a url of a server are not among them. */
export const filesBeside = ({ output }: FhirManifest): readonly OutputFile[] =>
  output.filter(({ url }) => !/^[a-z][a-z0-9+.-]*:|^\//i.test(url));
