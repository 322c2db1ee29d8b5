/** Sections of MTS-Dialog as features of their sentences. */
import { contextToken, sentenceToken } from "../../generators/note/denoise/tokens.ts";
import { sectionsOpenedBy } from "../../generators/note/headings.ts";
import { readStyle } from "../../generators/note/read-style.ts";

export interface RealSections {
  /** Features of each sentence. */
  readonly features: readonly (readonly number[])[];
  readonly echoes: readonly (readonly number[])[];
  readonly sections: readonly {
    readonly header: string;
    readonly context: readonly number[];
    readonly sentences: readonly number[];
  }[];
}

const LONGEST = 24;

/** A CSV of MTS-Dialog: sections with at least two sentences. */
export const realSections = (csv: string): RealSections => {
  const features: (readonly number[])[] = [];
  const echoes: (readonly number[])[] = [];
  const sections = rowsOf(csv).flatMap(([, header = "", text = ""]) => {
    const sentences = sentencesOf(text);
    if (sentences.length < 2) return [];
    const style = readStyle(text);
    const isTerse = (style?.switches[2] ?? 0) === 1;
    const context = contextToken([
      `s:${sectionsOpenedBy(`${header}:`)[0] ?? "other"}`,
      "l:sentence",
      `a:${(style?.switches[0] ?? 0) === 1}`,
      `t:${isTerse}`,
    ]).features();
    const numbers = sentences.map(sentence => {
      const token = sentenceToken(sentence, isVerbless(sentence) ? "terse" : "full");
      features.push(token.features());
      echoes.push(token.echoes());
      return features.length - 1;
    });
    return [{ header, context, sentences: numbers }];
  });
  return { features, echoes, sections };
};

const isVerbless = (sentence: string): boolean => (readStyle(sentence)?.switches[2] ?? 0) === 1;

export const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/\n|(?<=[.;?!])\s+/)
    .map(sentence => sentence.trim())
    .filter(sentence => /\p{L}{2}/u.test(sentence))
    .slice(0, LONGEST);

/** Rows of a CSV with quoted fields. */
export const rowsOf = (csv: string): readonly (readonly string[])[] => {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (row.some(field => field !== "")) rows.push(row);
    row = [];
  }
  return rows.slice(1);
};
