import type { Chart } from "./chart.ts";
import { type Mention, mentionsIn, type Reading, type Sentence } from "./clauses.ts";
import { type Sought, sought } from "./sought.ts";
import { faulty, holding, type Statement } from "./statement.ts";

const CONTEXT =
  /\b(?:ECG|EKG|electrocardiogram|tracing|rhythm|ventricular (?:rate|response)|vent rate|RVR|QRS|QTc|bpm|rate-controlled)\b/i;

/** Words, and what must be on record for them to be true; `denied` is what they must not be when negated. */
interface Claim {
  readonly written: Sought;
  /** Facts that words of this kind state; the first is the one a fault is put to. */
  readonly facts: readonly string[];
  readonly isTrue: (chart: Chart, sentence: Sentence) => boolean;
  /** Conditions of the record that the words may name as well. */
  readonly record?: RegExp;
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

const VENTRICULAR = ["ventricular-premature", "ventricular-bigeminy", "ventricular-couplets"] as const;
const RIGHT_BLOCKS = [
  "right-bundle-branch-block",
  "right-bundle-branch-and-left-anterior-fascicular-block",
] as const;

/** Names that say one fact: the words, the fact and the values under which they hold. */
const NAMED: readonly (readonly [written: RegExp, fact: string, ...kinds: readonly string[]])[] = [
  [/\bsinus arrhythmia\b/gi, "ecg/rhythm", "sinus-arrhythmia"],
  [/\b(?:SVT|supraventricular tachycardia)\b/gi, "ecg/rhythm", "supraventricular-tachycardia"],
  [/\b(?:V-paced|(?:ventricular )?paced rhythm)\b/gi, "ecg/rhythm", "paced"],
  [/\b(?:Wenckebach|Mobitz (?:type )?I)\b(?! ?I)/gi, "ecg/conduction", "second-degree-av-block-mobitz-1"],
  [/\bMobitz (?:type )?II\b/gi, "ecg/conduction", "second-degree-av-block-mobitz-2"],
  [/\b(?:complete heart block|CHB)\b|3° AVB\b/gi, "ecg/conduction", "third-degree-av-block"],
  [
    /\b(?:LAFB|left anterior fascicular block)\b/gi,
    "ecg/conduction",
    "left-anterior-fascicular-block",
    "right-bundle-branch-and-left-anterior-fascicular-block",
  ],
  [/\b(?:LPFB|left posterior fascicular block)\b/gi, "ecg/conduction", "left-posterior-fascicular-block"],
  [/\b(?:WPW|(?:ventricular )?pre-excitation)\b/gi, "ecg/conduction", "pre-excitation"],
  [/\bbigeminy\b/gi, "ecg/ectopy", "ventricular-bigeminy"],
  [/\bcouplets\b|\bpaired premature\b/gi, "ecg/ectopy", "ventricular-couplets"],
  [/\b(?:LVH|left ventricular hypertrophy)\b/gi, "ecg/morphology", "left-ventricular-hypertrophy"],
  [/\b(?:RVH|right ventricular hypertrophy)\b/gi, "ecg/morphology", "right-ventricular-hypertrophy"],
  [/\bold anterior (?:infarct|MI)\b/gi, "ecg/morphology", "old-anterior-infarction"],
  [/\bold septal (?:infarct|MI)\b/gi, "ecg/morphology", "old-septal-infarction"],
  [/\bold lateral (?:infarct|MI)\b/gi, "ecg/morphology", "old-lateral-infarction"],
  [/\bold inferior (?:infarct|MI)\b/gi, "ecg/morphology", "old-inferior-infarction"],
  [/\b(?:acute )?anterior (?:STEMI|ST elevation infarct)\b/gi, "ecg/morphology", "acute-anterior-infarction"],
  [/\b(?:acute )?lateral (?:STEMI|ST elevation infarct)\b/gi, "ecg/morphology", "acute-lateral-infarction"],
  [/\b(?:acute )?inferior (?:STEMI|ST elevation infarct)\b/gi, "ecg/morphology", "acute-inferior-infarction"],
  [/\bischemic ST-T changes\b/gi, "ecg/morphology", "ischaemic-st-t-change"],
  [/\bnonspecific T wave changes\b/gi, "ecg/morphology", "t-wave-change"],
  [/\blow (?:QRS )?voltage\b/gi, "ecg/morphology", "low-voltage"],
];

/** In a sentence about the tracing only the tracing counts; elsewhere the history may hold the rhythm too. */
const arrhythmia =
  (rhythm: string, name: RegExp) =>
  (chart: Chart, { words }: Sentence) =>
    value(chart, "ecg/rhythm") === rhythm ||
    (!CONTEXT.test(words) && onRecord(chart, name)) ||
    (/\b(?:h\/o|history|prior|hx|known)\b/i.test(words) && onRecord(chart, name));

const CLAIMS: readonly Claim[] = [
  {
    written: sought(/\b(?:sinus rhythm|NSR|SR(?= ?[@,\d]))\b/gi),
    facts: ["ecg/rhythm"],
    isTrue: equals("ecg/rhythm", "sinus"),
  },
  {
    written: sought(/\bsinus brady(?:cardia)?\b|\bbradycardic\b/gi),
    facts: ["ecg/rhythm"],
    isTrue: equals("ecg/rhythm", "bradycardia"),
  },
  {
    written: sought(/\bsinus tach(?:ycardia)?\b|\btachycardic\b/gi),
    facts: ["ecg/rhythm"],
    isTrue: equals("ecg/rhythm", "tachycardia"),
  },
  {
    written: sought(/\b(?:atrial fibrillation|a-?fib|AF|RVR)\b|\birreg(?:ularly)? irreg(?:ular)?\b/gi),
    facts: ["ecg/rhythm"],
    isTrue: arrhythmia("atrial-fibrillation", /atrial (?:fibrillation|flutter)/i),
    record: /atrial fibrillation/i,
  },
  {
    written: sought(/\b(?:atrial flutter|AFL)\b/gi),
    facts: ["ecg/rhythm"],
    isTrue: arrhythmia("atrial-flutter", /atrial flutter/i),
    record: /atrial flutter/i,
  },
  {
    written: sought(
      /\b(?:RRR|regular rhythm|rhythm regular|pulse regular|(?:heart|HS) (?:sounds |tones |is )?regular|(?:CV:?|cardiac exam) regular|(?:tachy|brady|slow|rapid|fast)(?:,| and| but) regular|regular,? (?:brady|tachy)cardic|basically regular)\b/gi,
    ),
    facts: ["ecg/rhythm"],
    isTrue: chart => value(chart, "ecg/rhythm") !== "atrial-fibrillation",
  },
  {
    written: sought(/(?<=\b(?:heart|pulse|CV:) )(?:slow|brady)\b/gi),
    facts: ["ecg/rhythm"],
    isTrue: equals("ecg/rhythm", "bradycardia"),
  },
  {
    written: sought(/(?<=\b(?:heart|pulse|CV:) )(?:rapid|tachy|fast)\b|\bfast but regular\b/gi),
    facts: ["ecg/rhythm"],
    isTrue: chart => /^(?:tachycardia|atrial-)/.test(String(value(chart, "ecg/rhythm"))),
  },
  {
    written: sought(/\bconduction (?:is |are )?(?:normal|within normal limits|unremarkable|nl)\b/gi),
    facts: ["ecg/conduction"],
    isTrue: equals("ecg/conduction", "normal"),
  },
  {
    written: sought(/\bQRS (?:is )?(?:not widened|narrow)\b/gi),
    facts: ["ecg/conduction"],
    isTrue: chart => !/bundle/.test(String(value(chart, "ecg/conduction"))),
  },
  {
    // "No block": denied where it holds, so the words are true of a block.
    written: sought(
      /(?<=\bno )(?:(?:AV |heart |conduction )?block|conduction (?:delay|abnormality|defect|disturbance))\b/gi,
    ),
    facts: ["ecg/conduction"],
    isTrue: chart => ![undefined, "normal"].includes(value(chart, "ecg/conduction") as string | undefined),
  },
  {
    written: sought(/\b(?:premature|early|extra|ectopic) beats\b/gi),
    facts: ["ecg/ectopy"],
    isTrue: equals("ecg/ectopy", "atrial-premature", ...VENTRICULAR),
  },
  {
    written: sought(/\b(?:LBBB|left bundle[- ]branch block)\b/gi),
    facts: ["ecg/conduction"],
    isTrue: equals("ecg/conduction", "left-bundle-branch-block"),
  },
  {
    written: sought(/\b(?:RBBB|right bundle[- ]branch block)\b/gi),
    facts: ["ecg/conduction"],
    isTrue: equals("ecg/conduction", ...RIGHT_BLOCKS),
  },
  {
    written: sought(/\b(?:first-degree AV block|1st degree AVB)\b|1° AVB\b/gi),
    facts: ["ecg/conduction"],
    isTrue: equals("ecg/conduction", "first-degree-av-block"),
  },
  {
    written: sought(
      /(?<!(?:left|right) )\b(?:BBB|bundle[- ]branch block|intraventricular conduction delay)\b/gi,
    ),
    facts: ["ecg/conduction"],
    isTrue: equals("ecg/conduction", "left-bundle-branch-block", ...RIGHT_BLOCKS),
  },
  {
    written: sought(/\b(?:PACs?|premature atrial complexes|atrial premature beats)\b/gi),
    facts: ["ecg/ectopy"],
    isTrue: equals("ecg/ectopy", "atrial-premature"),
  },
  {
    written: sought(/\b(?:PVCs?|premature ventricular complexes|ventricular premature beats)\b/gi),
    facts: ["ecg/ectopy"],
    isTrue: equals("ecg/ectopy", ...VENTRICULAR),
  },
  ...NAMED.map(([written, fact, ...kinds]) => ({
    written: sought(written),
    facts: [fact],
    isTrue: equals(fact, ...kinds),
  })),
  {
    written: sought(/\b(?:ectopy|ectopic (?:beats|activity)|extrasystoles)\b/gi),
    facts: ["ecg/ectopy"],
    isTrue: equals("ecg/ectopy", "atrial-premature", ...VENTRICULAR),
  },
  {
    written: sought(/\bleft axis deviation\b|\bLAD\b|\baxis is deviated to the left\b/gi),
    facts: ["ecg/axis"],
    isTrue: axisIs(axis => axis < -30 && axis >= -90),
  },
  {
    written: sought(/\bright axis deviation\b|\bRAD\b|\baxis is deviated to the right\b/gi),
    facts: ["ecg/axis"],
    isTrue: axisIs(axis => axis > 90 && axis <= 180),
  },
  {
    written: sought(/\bextreme axis\b/gi),
    facts: ["ecg/axis"],
    isTrue: axisIs(axis => axis < -90 || axis > 180),
  },
  {
    written: sought(/\bnormal (?:frontal |QRS )?axis\b|\baxis (?:is )?(?:normal|nl)\b/gi),
    facts: ["ecg/axis"],
    isTrue: axisIs(axis => axis >= -30 && axis <= 90),
  },
  {
    written: sought(
      /\b(?:QTc?|corrected QT interval) (?:is )?(?:prolonged|prolongation|long)\b|\b(?:prolonged|long) QTc\b|\bQT prolongation\b/gi,
    ),
    facts: ["ecg/qtc"],
    isTrue: chart =>
      Number(value(chart, "ecg/qtc")) > (value(chart, "demographic/sex") === "male" ? 450 : 460),
  },
  {
    written: sought(/\bshort QTc\b|\bQTc (?:is )?short\b/gi),
    facts: ["ecg/qtc"],
    isTrue: chart => Number(value(chart, "ecg/qtc")) <= 340,
  },
  {
    written: sought(/\bshort PR\b|\bPR (?:interval )?(?:is )?short\b/gi),
    facts: ["ecg/pr"],
    isTrue: chart => Number(value(chart, "ecg/pr")) < 120,
  },
  {
    written: sought(/\b(?:long|prolonged) PR\b|\bPR (?:interval )?(?:is )?(?:long|prolonged)\b/gi),
    facts: ["ecg/pr"],
    isTrue: chart => Number(value(chart, "ecg/pr")) > 200,
  },
  {
    written: sought(
      /\b(?:normal (?:12-lead )?(?:ECG|electrocardiogram|tracing)|ECG within normal limits|nl E[CK]G|otherwise normal|(?<=\. )no abnormality)\b/gi,
    ),
    facts: ["ecg/rhythm", "ecg/conduction", "ecg/ectopy", "ecg/morphology"],
    isTrue: chart =>
      [undefined, "normal"].includes(value(chart, "ecg/morphology") as string | undefined) &&
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

/** Rhythm, conduction, ectopy, interval and axis words, affirmed or denied. */
export const readEcg = (reading: Reading, chart: Chart): readonly Statement[] =>
  CLAIMS.flatMap(claim =>
    mentionsIn(reading, claim.written).flatMap(mention => judged(mention, claim, chart)),
  );

const judged = (mention: Mention, { facts, isTrue, record }: Claim, chart: Chart): readonly Statement[] => {
  if (mention.polarity === "open") return [];
  const fact = facts[0]!;
  const holds = isTrue(chart, mention.sentence);
  const span = [mention.start, mention.end] as const;
  if (mention.polarity === "affirmed" ? !holds : holds) return [faulty(span, fact, "ECG statement differs")];
  const absent = /atrial|AF|fib/i.test(mention.words)
    ? chart.absent.filter(({ name }) => /atrial/i.test(name)).map(({ id }) => id)
    : [];
  const named = chart.present.filter(({ name }) => record?.test(name)).map(({ id }) => id);
  const onTracing = facts.filter(id => chart.byId.has(id));
  const unlicensed = mention.polarity === "denied" && onTracing.length + absent.length === 0;
  return [
    unlicensed
      ? faulty(span, fact, "ECG statement without a recording")
      : holding(span, ...onTracing, ...(mention.polarity === "denied" ? absent : named)),
  ];
};
