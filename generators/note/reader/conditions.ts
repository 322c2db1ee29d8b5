import type { Fact } from "../../../schemas/person.ts";
import type { Chart } from "./chart.ts";
import { matchesIn, mentionsIn, type Reading } from "./clauses.ts";
import { mayHold, mayStand, type Sought, sought, type Triples } from "./sought.ts";
import { faulty, holding, type Statement } from "./statement.ts";

/** How a condition is written in notes, and which names on record bear it out. Independent of the generator's words. */
interface Entry {
  readonly written: Sought;
  readonly borneOutBy: RegExp;
}

const entry = (written: string, borneOutBy?: string): Entry => ({
  written: sought(new RegExp(`(?<![\\w-])(?:${written})(?![\\w-])`, "gi")),
  borneOutBy: new RegExp(borneOutBy ?? written, "i"),
});

const CANCER = (site: string) => `${site} (?:cancer|carcinoma)|(?:cancer|carcinoma) of the ${site}`;

const LEXICON: readonly Entry[] = [
  entry(
    "(?<!pulmonary )(?<!pulm )(?:hypertension|HTN|high blood pressure)",
    "^hypertension|essential hypertension",
  ),
  entry("pulmonary hypertension|pulm HTN"),
  entry("prediabetes"),
  entry("type 2 diabetes|T2DM|DM2|type II diabetes", "type 2 diabetes"),
  entry("type 1 diabetes|T1DM|DM1", "type 1 diabetes"),
  entry("(?<!type [12] )(?:diabetes|DM)", "diabetes"),
  entry("diabetic neuropathy"),
  entry("diabetic retinopathy"),
  entry("hyperlipid[a]?emia|HLD|dyslipid[a]?emia|high cholesterol|hypercholesterol[a]?emia", "lipid|cholest"),
  entry("obesity|obese", "obes"),
  entry("myocardial infarction|MI|heart attack", "myocardial infarction"),
  entry("angina"),
  entry("coronary artery disease|CAD|coronary heart disease", "coronary"),
  entry("heart failure|CHF|HF|HFrEF|HFpEF", "heart failure"),
  entry("cardiomyopathy"),
  entry("aortic stenosis"),
  entry("mitral regurgitation"),
  entry("peripheral artery disease|PAD|peripheral vascular disease", "peripheral"),
  entry("transient ischemic attack|TIA", "transient"),
  entry("stroke|CVA|cerebrovascular accident", "stroke"),
  entry("pulmonary embolism|PE(?! (?:exam|view))(?=[\\s,.;)]+(?!:))", "pulmonary embol"),
  entry("deep vein thrombosis|DVT", "deep vein"),
  entry("end-stage renal disease|ESRD", "end stage renal"),
  entry("chronic kidney disease|CKD", "chronic kidney|end stage renal"),
  entry("chronic obstructive pulmonary disease|COPD|emphysema", "copd"),
  entry("asthma"),
  entry("(?:obstructive )?sleep apnea|OSA", "sleep apnea"),
  entry("pulmonary fibrosis|ILD", "pulmonary fibrosis"),
  entry("COVID(?:-19)?", "covid"),
  entry("influenza|flu", "influenza"),
  entry("pneumonia|PNA", "pneumonia"),
  entry("(?:acute )?bronchitis", "bronchitis"),
  entry("sinusitis"),
  entry("pharyngitis"),
  entry("upper respiratory infection|URI", "upper respiratory"),
  entry("otitis media|AOM", "otitis"),
  entry("allergic rhinitis|hay fever", "allergic rhinitis"),
  entry("pregnancy|pregnant|IUP", "pregnan"),
  entry("hypothyroidism|hypothyroid", "hypothyroid"),
  entry("hyperthyroidism|hyperthyroid", "hyperthyroid"),
  entry("gout"),
  entry("osteoporosis"),
  entry("rheumatoid arthritis|RA", "rheumatoid"),
  entry("osteoarthritis|OA", "osteoarthritis"),
  entry("chronic (?:low back pain|LBP)", "back pain"),
  entry("gastroesophageal reflux disease|GERD|reflux disease", "gerd"),
  entry("peptic ulcer disease|PUD", "peptic"),
  entry("cirrhosis"),
  entry("hepatitis C|HCV", "hepatitis c"),
  entry("fatty liver(?: disease)?", "fatty liver"),
  entry("irritable bowel syndrome|IBS", "irritable"),
  entry("iron deficiency an[a]?emia|IDA", "iron deficiency"),
  entry("(?<!deficiency )an[a]?emia", "anemia"),
  entry("bipolar disorder", "bipolar"),
  entry("depression|MDD|depressive disorder", "depress"),
  entry("anxiety|GAD", "anxiety"),
  entry("schizophrenia"),
  entry("dementia|Alzheimer(?:'s)?(?: disease)?", "dementia"),
  entry("Parkinson(?:'s)? disease|PD", "parkinson"),
  entry("epilepsy|seizure disorder", "epilepsy"),
  entry("migraines?", "migraine"),
  entry(CANCER("lung"), "lung cancer"),
  entry(CANCER("breast"), "breast cancer"),
  entry(CANCER("prostate"), "prostate cancer"),
  entry(`${CANCER("colon")}|colorectal cancer|CRC`, "colon cancer"),
  entry("benign prostatic hyperplasia|BPH", "prostatic hyper"),
  entry("urinary tract infection|UTI", "urinary tract"),
  entry("kidney stones|nephrolithiasis", "kidney stone"),
  entry("sepsis|septic", "sepsis"),
  entry("cellulitis"),
  entry("psoriasis"),
  entry("glaucoma"),
  entry("HIV(?: infection)?", "hiv"),
  entry("lupus|SLE", "lupus"),
];

/** Names on record that some entry of the lexicon bears out. */
const KNOWN = new RegExp(LEXICON.map(({ borneOutBy }) => borneOutBy.source).join("|"), "i");

/** What an image shows as well is read here only where it is on record as a condition. */
const OTHERWISE: Readonly<Record<string, string>> = { pneumothorax: "pneumothorax|PTX" };

/** Conditions affirmed, which must be on record, and denied, which needs a record of their absence. */
export const readConditions = (reading: Reading, chart: Chart): readonly Statement[] => {
  const own = [...chart.present, ...chart.absent].filter(
    ({ name }) => (name in OTHERWISE || mayStand(reading.triples, name)) && !KNOWN.test(name),
  );
  const others = own.map(({ name }) => entry(OTHERWISE[name] ?? escaped(name), escaped(name)));
  return [...LEXICON.filter(({ written }) => mayHold(reading.triples, written)), ...others].flatMap(item =>
    readOne(reading, item, chart),
  );
};

/**
 * Conditions on record that a sentence names, in whatever words.
 *
 * @param triples  of the whole text
 */
export const conditionsNamedIn = (words: string, { present }: Chart, triples: Triples): readonly string[] => {
  const named = new Set(present.filter(({ name }) => words.toLowerCase().includes(name)).map(({ id }) => id));
  for (const { written, borneOutBy } of LEXICON) {
    if (!mayHold(triples, written)) continue;
    written.pattern.lastIndex = 0;
    if (!written.pattern.test(words)) continue;
    for (const { id, name } of present) if (borneOutBy.test(name)) named.add(id);
  }
  return [...named];
};

const STAGE = sought(/\b(?:CKD|kidney disease)(?:,? stage)? (\d[ab]?)\b/gi);

/** Stages of chronic kidney disease. */
export const readStages = (reading: Reading, { byId }: Chart): readonly Statement[] => {
  const id = "condition/chronic-kidney-disease/stage";
  return matchesIn(reading, STAGE).map(match => {
    const span = [match.index, match.index + match[0].length] as const;
    return String(byId.get(id)?.value) === match[1] ? holding(span, id) : faulty(span, id, "stage differs");
  });
};

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

const readOne = (reading: Reading, { written, borneOutBy }: Entry, chart: Chart): readonly Statement[] =>
  mentionsIn(reading, written).flatMap(({ start, end, polarity }) => {
    const bears = ({ name }: Fact) => borneOutBy.test(name);
    const present = chart.present.find(bears);
    const absent = chart.absent.find(bears);
    const span = [start, end] as const;
    if (polarity === "open") return [];
    if (polarity === "affirmed")
      return [
        present === undefined
          ? faulty(span, absent?.id ?? "condition", "condition affirmed that is not on record")
          : holding(span, ...chart.present.filter(bears).map(({ id }) => id)),
      ];
    if (present !== undefined) return [faulty(span, present.id, "condition denied that is on record")];
    return [
      absent === undefined
        ? faulty(span, "condition", "condition denied without a record of its absence")
        : holding(span, ...chart.absent.filter(bears).map(({ id }) => id)),
    ];
  });
