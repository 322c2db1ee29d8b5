import type { Chart } from "./chart.ts";
import { matchesIn, type Reading } from "./clauses.ts";
import { matchesOf } from "./matches.ts";
import { mayStand, type Sought, sought } from "./sought.ts";
import { faulty, holding, type Statement } from "./statement.ts";

type Ways = readonly (readonly [value: string, written: Sought])[];

const SMOKING: Ways = [
  [
    "never",
    sought(
      /\b(?:never[- ]smoker|(?:lifelong )?non-?smoker|(?:has )?never smoked|never used tobacco|no tobacco(?: use)?|denies (?:smoking|tobacco))\b/gi,
    ),
  ],
  ["former", sought(/\b(?:former smoker|ex-smoker|quit smoking|stopped smoking|used to smoke)\b/gi)],
  [
    "some-days",
    sought(
      /\b(?:occasional smoker|smokes occasionally|smokes on some days|some-day smoker|social smoker)\b/gi,
    ),
  ],
  [
    "daily",
    sought(
      /\b(?:(?:current )?daily smoker|current smoker|smokes (?:cigarettes )?(?:daily|every day)|smokes \w+ packs?)\b/gi,
    ),
  ],
];

const ALCOHOL: Ways = [
  [
    "none",
    sought(
      /\b(?:does not drink(?: alcohol)?|drinks no alcohol|abstains from alcohol|denies (?:alcohol(?: use)?|EtOH)|no (?:alcohol|EtOH)(?: use)?|teetotal)\b/gi,
    ),
  ],
  [
    "light",
    sought(
      /\b(?:drinks alcohol occasionally|occasional (?:drink|drinker|alcohol|EtOH)|rare(?:ly)? (?:drinks alcohol|EtOH|alcohol)|drinks a little alcohol|light drinker)\b/gi,
    ),
  ],
  [
    "moderate",
    sought(
      /\b(?:drinks alcohol in moderation|drinks moderately|moderate (?:amount of )?alcohol|moderate EtOH|moderate drinker)\b/gi,
    ),
  ],
  ["heavy", sought(/\b(?:drinks (?:alcohol )?heavily|heavy (?:drinker|alcohol(?: use)?|EtOH))\b/gi)],
];

/** Smoking, alcohol and occupation, which must be those on record and possible at the age. */
export const readSocial = (reading: Reading, chart: Chart): readonly Statement[] => [
  ...habit(reading, chart, { id: "social/smoking", ways: SMOKING, least: 12 }),
  ...habit(reading, chart, { id: "social/alcohol", ways: ALCOHOL, least: 15 }),
  ...occupations(reading, chart),
];

interface Habit {
  readonly id: string;
  readonly ways: Ways;
  /** Age in years below which nobody is asked. */
  readonly least: number;
}

const ageOf = ({ byId }: Chart): number => Number(byId.get("demographic/age")?.value ?? Number.NaN);

const habit = (reading: Reading, chart: Chart, { id, ways, least }: Habit): readonly Statement[] =>
  ways.flatMap(([value, written]) =>
    matchesIn(reading, written).map(match => {
      const span = [match.index, match.index + match[0].length] as const;
      if (ageOf(chart) < least) return faulty(span, "demographic/age", "habit at an impossible age");
      return chart.byId.get(id)?.value === value ? holding(span, id) : faulty(span, id, "habit differs");
    }),
  );

const TRADE = "([a-z]+(?: (?!by\\b|and\\b|who\\b)[a-z]+)?)";
const WORKS: readonly Sought[] = [
  sought(new RegExp(`\\b(?:(?<!from )works? as|working as|employed as) an? ${TRADE}`, "gi")),
  sought(
    new RegExp(`\\b(?:occupation is|(?:occupation|occ|job|works):) (?:an? )?(?:retired )?${TRADE}`, "gi"),
  ),
  sought(new RegExp(`\\b(?<!is an? )retired (?:from work as an? )?${TRADE}`, "gi")),
  sought(new RegExp(`(?:^|[.:]\\s+|\\n)(?:retired )?${TRADE} by (?:occupation|trade)\\b`, "gi")),
];
/** Trades that are recognised without a word that announces them. */
const TRADES =
  "accountant|architect|artist|baker|bookkeeper|bus driver|butcher|carpenter|cashier|chef|clerk|construction worker|cook|dental assistant|dentist|electrician|engineer|factory worker|farmer|firefighter|hairdresser|janitor|lawyer|librarian|machinist|mechanic|miner|musician|nurse|office clerk|painter|pharmacist|photographer|pilot|plumber|police officer|postal worker|professor|receptionist|sales clerk|salesman|secretary|social worker|software developer|soldier|teacher|truck driver|waiter|waitress|warehouse worker|welder";
const IS = sought(new RegExp(`\\bis an? (?:retired )?(${TRADES})\\b`, "gi"));
const STUDENT = sought(/\b(?:is a student|goes to school|student by (?:occupation|trade))\b/gi);

/** Ages in years: no work before, no retirement before. */
const LEAST = { work: 14, retired: 45 } as const;

const occupations = (reading: Reading, chart: Chart): readonly Statement[] => {
  const id = "social/occupation";
  const value = String(chart.byId.get(id)?.value ?? "");
  const age = ageOf(chart);
  const judged = (match: RegExpExecArray, trade: string): Statement => {
    const span = [match.index, match.index + match[0].length] as const;
    const isRetired = /\bretired\b/i.test(match[0]);
    if (trade !== "student" && age < (isRetired ? LEAST.retired : LEAST.work))
      return faulty(span, "demographic/age", "occupation at an impossible age");
    const said = isRetired ? `retired ${trade}` : trade;
    return value === said ? holding(span, id) : faulty(span, id, "occupation differs");
  };
  const named = [...WORKS, IS].flatMap(pattern =>
    matchesIn(reading, pattern).map(match => judged(match, match[1]!.toLowerCase())),
  );
  const students = matchesIn(reading, STUDENT).map(match => judged(match, "student"));
  return [...named, ...students, ...bare(reading, chart)];
};

/** The occupation on record in words that announce none ("Nurse."; "is a nurse"). */
const bare = (reading: Reading, { byId }: Chart): readonly Statement[] => {
  const value = byId.get("social/occupation")?.value;
  if (typeof value !== "string" || !mayStand(reading.triples, value)) return [];
  const pattern = new RegExp(`\\b${value}\\b`, "gi");
  return matchesOf(reading.text, pattern).map(({ index }) =>
    holding([index, index + value.length], "social/occupation"),
  );
};
