import type { Chart, Contradiction } from "./chart.ts";
import { type Mention, mentionsIn, type Reading, type Sentence } from "./clauses.ts";

const CONTEXT =
  /\b(?:ECG|EKG|electrocardiogram|tracing|rhythm|ventricular (?:rate|response)|vent rate|RVR|QRS|QTc|bpm|rate-controlled)\b/i;

/** Words, and what must be on record for them to be true; `denied` is what they must not be when negated. */
interface Statement {
  readonly written: RegExp;
  readonly fact: string;
  readonly isTrue: (chart: Chart, sentence: Sentence) => boolean;
}

const value = ({ byId }: Chart, id: string) => byId.get(id)?.value;
const equals =
  (id: string, ...values: readonly string[]) =>
  (chart: Chart) =>
    values.includes(String(value(chart, id)));
const axisIs = (test: (degrees: number) => boolean) => (chart: Chart) => {
  const axis = value(chart, "ecg/axis");
  return typeof axis === "number" && test(axis);
};
const onRecord = (chart: Chart, name: RegExp) => chart.present.some(fact => name.test(fact.name));

/** In a sentence about the tracing only the tracing counts; elsewhere the history may hold the rhythm too. */
const arrhythmia =
  (rhythm: string, name: RegExp) =>
  (chart: Chart, { words }: Sentence) =>
    value(chart, "ecg/rhythm") === rhythm ||
    (!CONTEXT.test(words) && onRecord(chart, name)) ||
    (/\b(?:h\/o|history|prior|hx|known)\b/i.test(words) && onRecord(chart, name));

const STATEMENTS: readonly Statement[] = [
  {
    written: /\b(?:sinus rhythm|NSR|SR(?= ?[@,\d]))\b/gi,
    fact: "ecg/rhythm",
    isTrue: equals("ecg/rhythm", "sinus"),
  },
  {
    written: /\bsinus brady(?:cardia)?\b|\bbradycardic\b/gi,
    fact: "ecg/rhythm",
    isTrue: equals("ecg/rhythm", "bradycardia"),
  },
  {
    written: /\bsinus tach(?:ycardia)?\b|\btachycardic\b/gi,
    fact: "ecg/rhythm",
    isTrue: equals("ecg/rhythm", "tachycardia"),
  },
  {
    written: /\b(?:atrial fibrillation|a-?fib|AF|RVR)\b|\birreg(?:ularly)? irreg(?:ular)?\b/gi,
    fact: "ecg/rhythm",
    isTrue: arrhythmia("atrial-fibrillation", /atrial (?:fibrillation|flutter)/i),
  },
  {
    written: /\b(?:atrial flutter|AFL)\b/gi,
    fact: "ecg/rhythm",
    isTrue: arrhythmia("atrial-flutter", /atrial flutter/i),
  },
  {
    written: /\b(?:RRR|regular rhythm|rhythm regular|pulse regular|heart regular)\b/gi,
    fact: "ecg/rhythm",
    isTrue: chart => value(chart, "ecg/rhythm") !== "atrial-fibrillation",
  },
  {
    written: /\b(?:LBBB|left bundle[- ]branch block)\b/gi,
    fact: "ecg/conduction",
    isTrue: equals("ecg/conduction", "left-bundle-branch-block"),
  },
  {
    written: /\b(?:RBBB|right bundle[- ]branch block)\b/gi,
    fact: "ecg/conduction",
    isTrue: equals("ecg/conduction", "right-bundle-branch-block"),
  },
  {
    written: /\b(?:first-degree AV block|1st degree AVB)\b|1° AVB\b/gi,
    fact: "ecg/conduction",
    isTrue: equals("ecg/conduction", "first-degree-av-block"),
  },
  {
    written: /(?<!(?:left|right) )\b(?:BBB|bundle[- ]branch block|intraventricular conduction delay)\b/gi,
    fact: "ecg/conduction",
    isTrue: equals("ecg/conduction", "left-bundle-branch-block", "right-bundle-branch-block"),
  },
  {
    written: /\b(?:PACs?|premature atrial complexes|atrial premature beats)\b/gi,
    fact: "ecg/ectopy",
    isTrue: equals("ecg/ectopy", "atrial-premature"),
  },
  {
    written: /\b(?:PVCs?|premature ventricular complexes|ventricular premature beats)\b/gi,
    fact: "ecg/ectopy",
    isTrue: equals("ecg/ectopy", "ventricular-premature"),
  },
  {
    written: /\b(?:ectopy|ectopic (?:beats|activity)|extrasystoles)\b/gi,
    fact: "ecg/ectopy",
    isTrue: equals("ecg/ectopy", "atrial-premature", "ventricular-premature"),
  },
  {
    written: /\bleft axis deviation\b|\bLAD\b|\baxis is deviated to the left\b/gi,
    fact: "ecg/axis",
    isTrue: axisIs(axis => axis < -30 && axis >= -90),
  },
  {
    written: /\bright axis deviation\b|\bRAD\b|\baxis is deviated to the right\b/gi,
    fact: "ecg/axis",
    isTrue: axisIs(axis => axis > 90 && axis <= 180),
  },
  {
    written: /\bnormal (?:frontal |QRS )?axis\b|\baxis (?:is )?(?:normal|nl)\b/gi,
    fact: "ecg/axis",
    isTrue: axisIs(axis => axis >= -30 && axis <= 90),
  },
  {
    written:
      /\b(?:QTc?|corrected QT interval) (?:is )?(?:prolonged|prolongation|long)\b|\b(?:prolonged|long) QTc\b|\bQT prolongation\b/gi,
    fact: "ecg/qtc",
    isTrue: chart =>
      Number(value(chart, "ecg/qtc")) > (value(chart, "demographic/sex") === "male" ? 450 : 460),
  },
  {
    written: /\bshort QTc\b|\bQTc (?:is )?short\b/gi,
    fact: "ecg/qtc",
    isTrue: chart => Number(value(chart, "ecg/qtc")) <= 340,
  },
  {
    written: /\bshort PR\b|\bPR (?:interval )?(?:is )?short\b/gi,
    fact: "ecg/pr",
    isTrue: chart => Number(value(chart, "ecg/pr")) < 120,
  },
  {
    written: /\b(?:long|prolonged) PR\b|\bPR (?:interval )?(?:is )?(?:long|prolonged)\b/gi,
    fact: "ecg/pr",
    isTrue: chart => Number(value(chart, "ecg/pr")) > 200,
  },
  {
    written:
      /\b(?:normal (?:12-lead )?(?:ECG|electrocardiogram|tracing)|ECG within normal limits|nl E[CK]G)\b/gi,
    fact: "ecg/rhythm",
    isTrue: chart =>
      ["sinus"].includes(String(value(chart, "ecg/rhythm"))) &&
      value(chart, "ecg/conduction") === "normal" &&
      value(chart, "ecg/ectopy") === "none" &&
      areIntervalsNormal(chart),
  },
];

/** Interval limits of an adult's normal tracing; what is not on record does not speak against it. */
const areIntervalsNormal = (chart: Chart): boolean => {
  const within = (id: string, low: number, high: number): boolean => {
    const found = value(chart, id);
    return typeof found !== "number" || (found >= low && found <= high);
  };
  const isAdult = Number(value(chart, "demographic/age")) >= 18;
  const longest = value(chart, "demographic/sex") === "male" ? 450 : 460;
  return within("ecg/qtc", 341, longest) && (!isAdult || within("ecg/pr", 120, 200));
};

/** Rhythm, conduction, ectopy and axis words that the recording does not bear out, or denies what it shows. */
export const readEcg = (reading: Reading, chart: Chart): readonly Contradiction[] =>
  STATEMENTS.flatMap(statement =>
    mentionsIn(reading, statement.written).flatMap(mention => judged(mention, statement, chart)),
  );

const judged = (mention: Mention, { fact, isTrue }: Statement, chart: Chart): readonly Contradiction[] => {
  const holds = isTrue(chart, mention.sentence);
  const isAbsentOnRecord =
    /atrial|AF|fib/i.test(mention.words) && chart.absent.some(({ name }) => /atrial/i.test(name));
  const wrong = mention.polarity === "affirmed" ? !holds : mention.polarity === "denied" && holds;
  const unlicensed = mention.polarity === "denied" && !holds && !chart.byId.has(fact) && !isAbsentOnRecord;
  if (!wrong && !unlicensed) return [];
  return [
    {
      span: [mention.start, mention.end],
      fact,
      rule: wrong ? "ECG statement differs" : "ECG statement without a recording",
    },
  ];
};
