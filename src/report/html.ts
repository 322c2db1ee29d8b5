/** Markup that is safe to put into a page as it is. Made only by `html` and `trusted`. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | undefined | readonly Part[];

/** A template whose values are escaped unless they are markup; lists are joined, undefined is nothing. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(
    strings.reduce((text, string, i) => text + string + (i < parts.length ? written(parts[i]) : ""), ""),
  );

/** Markup made by our own drawing code, escaped there. */
export const trusted = (text: string): Markup => new Markup(text);

const written = (part: Part): string => {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(written).join("");
  return escaped(String(part));
};

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for element content and quoted attributes; control characters that HTML and XML forbid are dropped. */
export const escaped = (text: string): string =>
  text.replace(/(?![\t\n\r])\p{Cc}/gu, "").replace(/[&<>"']/g, character => ENTITIES[character]!);
