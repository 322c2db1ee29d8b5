import type { Chart } from "./chart.ts";
import { matchesIn, mentionsIn, type Reading, type Sentence } from "./clauses.ts";
import { type Sought, sought } from "./sought.ts";
import { faulty, holding, type Statement } from "./statement.ts";

const FINDINGS: readonly (readonly [Sought, string])[] = [
  [sought(/\b(?:pleural )?(?:effusions?|eff)\b/gi), "effusion"],
  [sought(/\bpneumothora(?:x|ces)\b|\bPTX\b/gi), "pneumothorax"],
  [
    sought(/\bconsolidation\b|\bairspace (?:opacity|disease)\b|\b(?:focal|parenchymal) opacity\b/gi),
    "consolidation",
  ],
  [sought(/\bnodules?\b/gi), "nodule"],
  [
    sought(
      /\bcardiomegaly\b|\b(?:enlarged|increased) (?:cardiac (?:silhouette|contour)|heart)\b|\bcardiac enlargement\b|\b(?:heart|silhouette) (?:is )?(?:enlarged|increased in size)\b|\bcardiothoracic ratio is increased\b/gi,
    ),
    "cardiomegaly",
  ],
  [sought(/\bnonspecific [a-z -]*(?:abnormalit(?:y|ies)|changes)\b/gi), "other"],
];
const HEART_NORMAL = sought(
  /\b(?:normal (?:heart|cardiac) (?:size|silhouette|contour)|(?:heart|cardiac) size (?:is )?(?:normal|within normal limits)|heart (?:nl|is (?:not enlarged|of normal size|normal in size))|(?:silhouette|contour) (?:is )?(?:normal|not enlarged|of normal size|within normal limits|unremarkable))\b/gi,
);
const PLEURA_CLEAR = sought(
  /\b(?:pleural? (?:spaces )?(?:are )?(?:clear|sharp|unremarkable)|costophrenic angles (?:are )?(?:clear|sharp|unremarkable))\b/gi,
);
const LUNGS_CLEAR = sought(
  /\b(?:(?:lungs|lung fields) (?:are )?(?:well \w+ and )?clear|(?:lungs|lung fields) (?:are )?clear and well|clear lungs|lung fields (?:are )?clear|clear chest)\b/gi,
);
const NORMAL = sought(
  /\b(?:CXR|chest (?:x-ray|radiograph|film|imaging)|(?:PA|AP) (?:radiograph|film|view))\b[^.;\n]{0,30}\b(?:unremarkable|normal|nl|nil acute|clear|neg|NAD|no acute|without acute|no active|within normal limits)\b|\bno (?:radiographic )?(?:evidence of )?acute (?:cardiopulmonary|intrathoracic|chest|dz|disease)\b|\bno (?:evidence of )?(?:an )?(?:acute|active) (?:process|disease|(?:radiographic )?abnormality|findings)\b|\bCXR w\/o acute\b|\b(?:normal|unremarkable|nl) (?:(?:PA |AP )?(?:chest|film|view of the chest)|CXR)\b/gi,
);
const VIEW = sought(
  /(?<=^|\n|[.:] |\(|[Cc]hest[,:]? |[Oo]ne |[Ss]ingle |[Ff]rontal |[Tt]he |[Uu]nremarkable |[Nn]ormal |[Oo]n |[Tt]his |[Ii]n |CXR |radiograph,? |film,? |x-ray,? )\b(PA|AP)\b(?=\)|,| unremarkable| normal| clear| view| image| chest| radiograph| film| projection|\.|:)/g,
);

const SIDE = sought(
  /\b(left|right|bilateral(?:ly)?|both|b\/l|bilat)\b(?![- ](?:ventric|axis|bundle|atri|heart|ankle|leg|arm|knee|hip|foot|ear))/gi,
);
const SIGN = /\b(?:breath sounds|BS|crackles|base|bases|air entry|hyperresonant|dull|chest|lung|lungs)\b/i;
const NO_SIDE = /\bclear|\bwheeze|\bnormal\b|\bno\b|\bneither\b|costophrenic|without|free of/i;

/** Findings affirmed and denied, what is called normal, sides and views. */
export const readImaging = (reading: Reading, chart: Chart): readonly Statement[] => [
  ...findings(reading, chart),
  ...normals(reading, chart),
  ...sides(reading, chart),
  ...signs(reading, chart),
  ...views(reading, chart),
];

const findings = (reading: Reading, chart: Chart): readonly Statement[] => {
  const shown = chart.byId.get("imaging/finding")?.value;
  return FINDINGS.flatMap(([pattern, finding]) =>
    mentionsIn(reading, pattern).flatMap(({ start, end, polarity }) => {
      const span = [start, end] as const;
      const isThere = shown === finding || chart.present.some(({ name }) => name.includes(finding));
      const isDeniable =
        (shown !== undefined && shown !== finding) || chart.absent.some(({ name }) => name.includes(finding));
      if (polarity === "open") return [];
      if (polarity === "affirmed")
        return [
          isThere
            ? holding(span, ...(shown === finding ? ["imaging/finding"] : []))
            : faulty(span, "imaging/finding", "finding the image does not show"),
        ];
      return [
        shown === finding || !isDeniable
          ? faulty(span, "imaging/finding", "finding denied that the image shows")
          : holding(span, `imaging/${finding}`, ...(shown === "none" ? ["imaging/finding"] : [])),
      ];
    }),
  );
};

const normals = (reading: Reading, chart: Chart): readonly Statement[] => {
  const shown = chart.byId.get("imaging/finding")?.value;
  const read = (pattern: Sought, isTrue: boolean, ...facts: readonly string[]): readonly Statement[] =>
    mentionsIn(reading, pattern).map(({ start, end }) =>
      isTrue
        ? holding([start, end], ...facts)
        : faulty([start, end], "imaging/finding", "called normal against the image"),
    );
  return [
    ...read(NORMAL, shown === "none", "imaging/finding"),
    ...read(LUNGS_CLEAR, shown === "none" || shown === "cardiomegaly", "imaging/finding"),
    ...read(PLEURA_CLEAR, shown !== undefined && shown !== "effusion", "imaging/effusion"),
    ...read(HEART_NORMAL, shown !== undefined && shown !== "cardiomegaly", "imaging/cardiomegaly"),
  ];
};

const sides = (reading: Reading, chart: Chart): readonly Statement[] => {
  const side = chart.byId.get("imaging/laterality")?.value;
  return mentionsIn(reading, SIDE)
    .filter(({ sentence }) => isAboutImage(sentence))
    .map(({ start, end, words }) =>
      (/^b/i.test(words) ? "bilateral" : words.toLowerCase()) === side
        ? holding([start, end], "imaging/laterality")
        : faulty([start, end], "imaging/laterality", "side differs"),
    );
};

/** What is heard and felt over the chest, and the findings it speaks for; over other findings it says nothing of the image. */
const SIGNS: readonly (readonly [Sought, readonly string[]])[] = [
  [sought(/\bcrackles\b|\bbronchial breath sounds\b/gi), ["consolidation"]],
  [
    sought(
      /(?:\b(?:reduced|decreased|diminished|absent|dec)|↓) (?:breath sounds|BS|air entry)\b|\b(?:breath sounds|air entry) (?:reduced|decreased|diminished)\b/gi,
    ),
    ["effusion", "pneumothorax"],
  ],
  [sought(/\bdull\b/gi), ["effusion"]],
  [sought(/\bhyperresonant\b/gi), ["pneumothorax"]],
];

const signs = (reading: Reading, chart: Chart): readonly Statement[] => {
  const shown = String(chart.byId.get("imaging/finding")?.value);
  return SIGNS.filter(([, findings]) => findings.includes(shown)).flatMap(([pattern]) =>
    matchesIn(reading, pattern).map(({ index, 0: words }) =>
      holding([index, index + words.length], "imaging/finding"),
    ),
  );
};

const FOUND = new RegExp(FINDINGS.map(([{ pattern }]) => pattern.source).join("|"), "i");
const isAboutImage = ({ words }: Sentence): boolean =>
  (SIGN.test(words) || FOUND.test(words)) && !NO_SIDE.test(words);

const views = (reading: Reading, chart: Chart): readonly Statement[] => {
  const view = chart.byId.get("imaging/view")?.value;
  return matchesIn(reading, VIEW).map(match => {
    const span = [match.index, match.index + 2] as const;
    return match[1] === view ? holding(span, "imaging/view") : faulty(span, "imaging/view", "view differs");
  });
};
