import type { Chart, Contradiction } from "./chart.ts";

const AGE =
  /(?<![\d.])(\d{1,3})(?:[- ](?:years?|yrs?)[- ]old|[- ]?y\/?\.?o\.?\b|(?=\s?[MF]\b(?![/\w])))|\b(?:[Aa]ged|[Aa]ge:)\s*(\d{1,3})\b/g;

/** Ages that are not the person's. */
export const readAges = (text: string, { byId }: Chart): readonly Contradiction[] => {
  const age = byId.get("demographic/age")?.value;
  return [...text.matchAll(AGE)].flatMap(match => {
    const read = Number(match[1] ?? match[2]);
    // Without an age on record a stated age cannot be true to it.
    return read === age ? [] : [at(match.index, match[0], "demographic/age", "age differs")];
  });
};

const FEMALE =
  /\b(?:[Ww]oman|[Ff]emale|[Gg]irl|[Ll]ady|[Ss]he|[Hh]er|[Hh]ers|[Hh]erself|Mrs)\b|\bMs\.|(?<=\d\s?(?:y\/?o\.?\s?)?)F\b/g;
const MALE =
  /\b(?:[Mm]an|[Mm]ale|[Bb]oy|[Gg]entleman|[Hh]e|[Hh]im|[Hh]is|[Hh]imself)\b|\bMr\.|(?<=\d\s?(?:y\/?o\.?\s?)?)M\b/g;

/** Words of the other sex. */
export const readSex = (text: string, { byId }: Chart): readonly Contradiction[] => {
  const sex = byId.get("demographic/sex")?.value;
  const wrong = (pattern: RegExp) =>
    [...text.matchAll(pattern)].map(match =>
      at(match.index, match[0], "demographic/sex", "word of another sex"),
    );
  return [...(sex === "female" ? [] : wrong(FEMALE)), ...(sex === "male" ? [] : wrong(MALE))];
};

const at = (start: number, words: string, fact: string, rule: string): Contradiction => ({
  span: [start, start + words.length],
  fact,
  rule,
});
