import { TextDecoder } from "node:util";
import type { NoteRecord } from "../../schemas/note.ts";
import { InvalidInput } from "../../src/errors.ts";
import { codedFrom, LOINC } from "./fhir-codes.ts";
import { child, children, date, type FhirNode, text, within } from "./fhir-fields.ts";
import { withoutRtf } from "./rtf.ts";

/** Embedded texts of a DocumentReference; empty where they stand elsewhere (url), are not text, or in error. */
export const readDocument = (document: FhirNode): readonly NoteRecord[] => {
  if (text(document, "status") === "entered-in-error") return [];
  const period = child(document, "context");
  const visit = period && child(period, "period");
  const when = date(document, "date") ?? (visit && date(visit, "start"));
  const attachments = children(document, "content").map(content => child(content, "attachment"));
  return notesOf(attachments, child(document, "type"), when);
};

/** Embedded texts of a DiagnosticReport's presented form. */
export const readReport = (report: FhirNode): readonly NoteRecord[] => {
  if (text(report, "status") === "entered-in-error") return [];
  const period = child(report, "effectivePeriod");
  const when =
    date(report, "effectiveDateTime") ?? (period && date(period, "start")) ?? date(report, "issued");
  return notesOf(children(report, "presentedForm"), child(report, "code"), when);
};

const notesOf = (
  attachments: readonly (FhirNode | undefined)[],
  type: FhirNode | undefined,
  when: string | undefined,
): readonly NoteRecord[] => {
  const coded = codedFrom(type, LOINC);
  return attachments.flatMap(attachment => {
    const found = attachment && readText(attachment);
    if (found === undefined || found.trim() === "") return [];
    return [
      {
        text: found,
        ...(coded?.system === LOINC ? { type: coded.code } : {}),
        ...(when === undefined ? {} : { date: when }),
      },
    ];
  });
};

const PLAIN: Readonly<Record<string, (source: string) => string>> = {
  "text/plain": source => source,
  "text/markdown": source => withoutMarkdown(source),
  "text/html": source => withoutMarkup(source),
  "application/xhtml+xml": source => withoutMarkup(source),
  "text/rtf": source => withoutRtf(source),
  "application/rtf": source => withoutRtf(source),
};

/**
 * Plain text of an Attachment.
 *
 * @throws  InvalidInput for data that is not base64, or not text in the charset it names (UTF-8 if none)
 */
const readText = (attachment: FhirNode): string | undefined => {
  const data = text(attachment, "data");
  const [mediaType = "", ...parameters] = (text(attachment, "contentType") ?? "")
    .toLowerCase()
    .split(/\s*;\s*/);
  const plain = PLAIN[mediaType];
  if (data === undefined || plain === undefined) return undefined;
  const charset = parameters.find(parameter => parameter.startsWith("charset="))?.slice("charset=".length);
  return plain(
    decode(fromBase64(data, within(attachment.place, "data")), charset?.replaceAll('"', ""), attachment),
  );
};

const fromBase64 = (data: string, place: FhirNode["place"]): Uint8Array => {
  const packed = data.replace(/[ \t\r\n]+/g, "");
  if (packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return Buffer.from(packed, "base64");
  throw new InvalidInput("is not valid base64", place);
};

const decode = (bytes: Uint8Array, charset: string | undefined, attachment: FhirNode): string => {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset ?? "utf-8", { fatal: true });
  } catch {
    throw new InvalidInput("names a charset that is not known", within(attachment.place, "contentType"));
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw new InvalidInput("is not text in its charset", within(attachment.place, "data"));
  }
};

const withoutMarkdown = (source: string): string =>
  source.replace(/^#{1,6} +/gm, "").replace(/(\*\*|__|`)/g, "");

const BLOCK = new Set([
  "br",
  "p",
  "div",
  "li",
  "tr",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "table",
  "ul",
  "ol",
  "pre",
]);
const HIDDEN = new Set(["script", "style", "head", "title"]);

/** Text of HTML in one pass: tags out, line breaks at blocks, nothing from scripts, styles and head. */
const withoutMarkup = (source: string): string => {
  let out = "";
  let hidden: string | undefined;
  for (let at = 0; at < source.length; ) {
    const open = source.indexOf("<", at);
    const end = open < 0 ? source.length : open;
    if (hidden === undefined) out += source.slice(at, end);
    if (open < 0) break;
    const isComment = source.startsWith("<!--", open);
    const close = source.indexOf(isComment ? "-->" : ">", open);
    if (close < 0) break;
    const [, slash, name = ""] = /^(\/?)([a-z0-9]*)/i.exec(source.slice(open + 1, open + 17))!;
    const tag = name.toLowerCase();
    if (hidden === undefined && BLOCK.has(tag)) out += "\n";
    if (hidden === undefined && slash === "" && HIDDEN.has(tag)) hidden = tag;
    else if (hidden === tag && slash === "/") hidden = undefined;
    at = close + (isComment ? 3 : 1);
  }
  return withoutEntities(out)
    .replace(/[ \t]+/g, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
    .trim();
};

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

const withoutEntities = (source: string): string =>
  source.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
