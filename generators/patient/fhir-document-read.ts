import type * as fhir from "@medplum/fhirtypes";
import { ENTITY_TYPES, type NoteEntity } from "../../schemas/note.ts";
import { FACT_KINDS, type Fact, type SyntheticNote } from "../../schemas/person.ts";
import { InvalidInput } from "../../src/errors.ts";
import { NOTE_ENTITY, NOTE_FACT, NOTE_SECTION, NOTE_SPAN } from "./fhir-document.ts";

/**
 * A note with its grounding, read back from the DocumentReference that `noteResources` writes.
 *
 * @throws  InvalidInput where the text is missing, a place lies outside it, or an extension is not of that form
 */
export const readNote = (document: fhir.DocumentReference): SyntheticNote => {
  const data = document.content[0]?.attachment.data;
  const coding = document.type?.coding?.[0];
  if (data === undefined || coding === undefined)
    throw new InvalidInput("must hold a text and a type", { field: "DocumentReference" });
  const text = Buffer.from(data, "base64").toString("utf8");
  const of = (url: string) =>
    (document.extension ?? []).filter(each => each.url === url).map(each => partsOf(each, text.length));
  return {
    text,
    type: { system: coding.system ?? "", code: coding.code ?? "", display: coding.display ?? "" },
    sections: of(NOTE_SECTION).map(part => ({
      title: part.string("title"),
      text: text.slice(...part.range()),
      ...(part.all("kind").length === 0 ? {} : { kinds: part.all("kind") }),
    })),
    spans: of(NOTE_SPAN).map(spanOf),
    entities: of(NOTE_ENTITY).map(entityOf),
    facts: of(NOTE_FACT).map(factOf),
  };
};

const spanOf = (part: Parts): SyntheticNote["spans"][number] => {
  const uncertainty = part.value("uncertainty");
  return {
    ...part.place(),
    facts: part.all("fact"),
    ...(typeof uncertainty === "number" ? { uncertainty } : {}),
  };
};

const entityOf = (part: Parts): NoteEntity => {
  const [section] = part.all("section");
  return {
    ...part.place(),
    type: oneOf(part.string("type"), ENTITY_TYPES),
    facts: part.all("fact"),
    negated: part.value("negated") === true,
    temporality: oneOf(part.string("temporality"), ["current", "past"] as const),
    ...(section === undefined ? {} : { section }),
  };
};

const factOf = (part: Parts): Fact => {
  const value = part.value("value");
  const quantity = typeof value === "object" ? (value as fhir.Quantity) : undefined;
  return {
    id: part.string("id"),
    kind: oneOf(part.string("kind"), FACT_KINDS),
    name: part.string("name"),
    value: (quantity?.value ?? value) as Fact["value"],
    ...(quantity?.unit === undefined ? {} : { unit: quantity.unit }),
  };
};

const oneOf = <K extends string>(code: string, codes: readonly K[]): K => {
  const found = codes.find(each => each === code);
  if (found === undefined) throw new InvalidInput("must be a known code", { field: "extension" });
  return found;
};

/** What stands under one extension, by the names of its parts. */
interface Parts {
  value(name: string): unknown;
  string(name: string): string;
  all(name: string): readonly string[];
  range(): [number, number];
  place(): { readonly start: number; readonly end: number };
}

const partsOf = ({ extension = [] }: fhir.Extension, length: number): Parts => {
  const valueIn = (part: fhir.Extension): unknown =>
    Object.entries(part).find(([key]) => key.startsWith("value"))?.[1];
  const value = (name: string) => {
    const found = extension.find(({ url }) => url === name);
    return found === undefined ? undefined : valueIn(found);
  };
  const string = (name: string): string => {
    const found = value(name);
    if (typeof found !== "string") throw new InvalidInput(`must have a ${name}`, { field: "extension" });
    return found;
  };
  const range = (): [number, number] => {
    const [start, end] = [value("start"), value("end")];
    if (typeof start !== "number" || typeof end !== "number" || start < 0 || end < start || end > length)
      throw new InvalidInput("must have a place inside the text", { field: "extension" });
    return [start, end];
  };
  return {
    value,
    string,
    all: name => extension.filter(({ url }) => url === name).map(part => String(valueIn(part))),
    range,
    place: () => {
      const [start, end] = range();
      return { start, end };
    },
  };
};
