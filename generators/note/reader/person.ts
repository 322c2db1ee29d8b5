import type { Chart } from "./chart.ts";
import { matchesIn, type Reading } from "./clauses.ts";
import { matchesOf } from "./matches.ts";
import { sought } from "./sought.ts";
import { faulty, holding, type Statement } from "./statement.ts";

const AGE =
  /(?<![\d.])(\d{1,3})(?:[- ](?:years?|yrs?)[- ]old|[- ]?y\/?\.?o\.?\b|(?=\s?[MF]\b(?![/\w])))|\b(?:[Aa]ged|[Aa]ge:)\s*(\d{1,3})\b/g;

/** Ages. */
export const readAges = (reading: Reading, { byId }: Chart): readonly Statement[] => {
  const id = "demographic/age";
  const age = byId.get(id)?.value;
  const infants = matchesIn(reading, INFANT).map(match =>
    age === 0 ? holding(over(match), id) : faulty(over(match), id, "age differs"),
  );
  const stated = matchesOf(reading.text, AGE).map(match => {
    const read = Number(match[1] ?? match[2]);
    // Without an age on record a stated age cannot be true to it.
    return read === age ? holding(over(match), id) : faulty(over(match), id, "age differs");
  });
  return [...infants, ...stated];
};

const INFANT = sought(/\b[Ii]nfant\b/g);

const FEMALE =
  /\b(?:[Ww]oman|[Ff]emale|[Gg]irl|[Ll]ady|[Ss]he|[Hh]er|[Hh]ers|[Hh]erself|Mrs)\b|\bMs\.|(?<=\d\s?(?:y\/?o\.?\s?)?)F\b/g;
const MALE =
  /\b(?:[Mm]an|[Mm]ale|[Bb]oy|[Gg]entleman|[Hh]e|[Hh]im|[Hh]is|[Hh]imself)\b|\bMr\.|(?<=\d\s?(?:y\/?o\.?\s?)?)M\b/g;

/** Words of one sex. */
export const readSex = (reading: Reading, { byId }: Chart): readonly Statement[] => {
  const id = "demographic/sex";
  const sex = byId.get(id)?.value;
  const read = (pattern: RegExp, isTrue: boolean) =>
    matchesOf(reading.text, pattern).map(match =>
      isTrue ? holding(over(match), id) : faulty(over(match), id, "word of another sex"),
    );
  return [...read(FEMALE, sex === "female"), ...read(MALE, sex === "male")];
};

const over = (match: RegExpExecArray): Statement["span"] => [match.index, match.index + match[0].length];
