import type { Chart, Contradiction } from "./chart.ts";
import { mentionsIn, type Reading, type Sentence } from "./clauses.ts";

const FINDINGS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:pleural )?effusions?\b/gi, "effusion"],
  [/\bpneumothora(?:x|ces)\b|\bPTX\b/gi, "pneumothorax"],
  [/\bconsolidation\b|\bairspace (?:opacity|disease)\b|\b(?:focal|parenchymal) opacity\b/gi, "consolidation"],
  [/\bnodules?\b/gi, "nodule"],
  [
    /\bcardiomegaly\b|\b(?:enlarged|increased) (?:cardiac (?:silhouette|contour)|heart)\b|\bcardiac enlargement\b|\b(?:heart|silhouette) (?:is )?(?:enlarged|increased in size)\b|\bcardiothoracic ratio is increased\b/gi,
    "cardiomegaly",
  ],
  [/\bnonspecific [a-z -]*(?:abnormalit(?:y|ies)|changes)\b/gi, "other"],
];
const HEART_NORMAL =
  /\b(?:normal heart size|heart size (?:is )?(?:normal|within normal limits)|heart (?:nl|is (?:not enlarged|of normal size|normal in size))|(?:silhouette|contour) (?:is )?(?:normal|not enlarged|within normal limits|unremarkable))\b/gi;
const LUNGS_CLEAR = /\b(?:lungs (?:are )?clear|clear lungs|lung fields (?:are )?clear|clear chest)\b/gi;
const NORMAL =
  /\b(?:CXR|chest (?:x-ray|radiograph|film|imaging))\b[^.;\n]{0,30}\b(?:unremarkable|normal|clear|neg|NAD|no acute|no active|within normal limits)\b|\bno acute (?:cardiopulmonary|intrathoracic)\b|\b(?:normal|unremarkable|nl) (?:chest|CXR|PA chest|AP chest)\b/gi;
const VIEW =
  /(?<=^|\n|[.:] |\(|chest[,:]? |one |single |frontal |the |on |in )\b(PA|AP)\b(?=\)| view| chest| radiograph| film| projection|\.|:)/g;

const SIDE =
  /\b(left|right|bilateral(?:ly)?|both)\b(?![- ](?:ventric|axis|bundle|atri|heart|ankle|leg|arm|knee|hip|foot|ear))/gi;
const SIGN = /\b(?:breath sounds|BS|crackles|base|bases|air entry|hyperresonant|dull|chest|lung|lungs)\b/i;
const NO_SIDE = /\bclear|\bwheeze|\bnormal\b|\bno\b|\bneither\b|costophrenic|without|free of/i;

/** Findings, sides and views that the image does not show, or denials of what it shows. */
export const readImaging = (reading: Reading, chart: Chart): readonly Contradiction[] => [
  ...findings(reading, chart),
  ...normals(reading, chart),
  ...sides(reading, chart),
  ...views(reading, chart),
];

const findings = (reading: Reading, chart: Chart): readonly Contradiction[] => {
  const shown = chart.byId.get("imaging/finding")?.value;
  return FINDINGS.flatMap(([pattern, finding]) =>
    mentionsIn(reading, pattern).flatMap(({ start, end, polarity }) => {
      const span = [start, end] as const;
      const name = new RegExp(finding, "i");
      const isThere = shown === finding || chart.present.some(fact => name.test(fact.name));
      const isDeniable =
        (shown !== undefined && shown !== finding) || chart.absent.some(fact => name.test(fact.name));
      if (polarity === "affirmed" && !isThere)
        return [{ span, fact: "imaging/finding", rule: "finding the image does not show" }];
      if (polarity === "denied" && (shown === finding || !isDeniable))
        return [{ span, fact: "imaging/finding", rule: "finding denied that the image shows" }];
      return [];
    }),
  );
};

const normals = (reading: Reading, chart: Chart): readonly Contradiction[] => {
  const shown = chart.byId.get("imaging/finding")?.value;
  const wrong = (pattern: RegExp, allowed: (finding: unknown) => boolean): readonly Contradiction[] =>
    allowed(shown)
      ? []
      : mentionsIn(reading, pattern).map(({ start, end }) => ({
          span: [start, end],
          fact: "imaging/finding",
          rule: "called normal against the image",
        }));
  return [
    ...wrong(NORMAL, finding => finding === "none"),
    ...wrong(LUNGS_CLEAR, finding => finding === "none" || finding === "cardiomegaly"),
    ...wrong(HEART_NORMAL, finding => finding !== undefined && finding !== "cardiomegaly"),
  ];
};

const sides = (reading: Reading, chart: Chart): readonly Contradiction[] => {
  const side = chart.byId.get("imaging/laterality")?.value;
  return mentionsIn(reading, SIDE)
    .filter(({ sentence }) => isAboutImage(sentence))
    .filter(({ words }) => (/^b/i.test(words) ? "bilateral" : words.toLowerCase()) !== side)
    .map(({ start, end }) => ({ span: [start, end], fact: "imaging/laterality", rule: "side differs" }));
};

const FOUND = new RegExp(FINDINGS.map(([pattern]) => pattern.source).join("|"), "i");
const isAboutImage = ({ words }: Sentence): boolean =>
  (SIGN.test(words) || FOUND.test(words)) && !NO_SIDE.test(words);

const views = ({ text }: Reading, chart: Chart): readonly Contradiction[] => {
  const view = chart.byId.get("imaging/view")?.value;
  return [...text.matchAll(VIEW)]
    .filter(match => match[1] !== view)
    .map(match => ({ span: [match.index, match.index + 2], fact: "imaging/view", rule: "view differs" }));
};
