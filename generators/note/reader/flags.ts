import type { Chart } from "./chart.ts";
import type { Reading, Sentence } from "./clauses.ts";
import { matchesOf } from "./matches.ts";
import { mayHold, type Sought, sought } from "./sought.ts";
import { faulty, holding, type Statement } from "./statement.ts";

/** How laboratory values are named, by the slug of the observation. */
const NAMES: readonly (readonly [string, string])[] = [
  ["hba1c", "hemoglobin A1c|HbA1c|A1c"],
  ["glucose", "glucose|Glu"],
  ["creatinine", "creatinine|Cr"],
  ["egfr", "estimated GFR|eGFR"],
  ["urea-nitrogen", "blood urea nitrogen|BUN"],
  ["sodium", "sodium|Na"],
  ["potassium", "potassium|K"],
  ["chloride", "chloride|Cl"],
  ["bicarbonate", "bicarbonate|HCO3|CO2"],
  ["calcium", "calcium|Ca"],
  ["albumin", "albumin|Alb"],
  ["hemoglobin", "hemoglobin(?! A1c)|Hgb"],
  ["hematocrit", "hematocrit|Hct"],
  ["white-cell-count", "white (?:blood )?cell count|WBC"],
  ["platelet-count", "platelet count|platelets|Plt"],
  ["total-cholesterol", "total cholesterol|TC|T chol"],
  ["ldl-cholesterol", "LDL cholesterol|LDL"],
  ["hdl-cholesterol", "HDL cholesterol|HDL"],
  ["triglycerides", "triglycerides|TG"],
  ["tsh", "TSH"],
  ["bnp", "(?<!pro)BNP"],
  ["c-reactive-protein", "C-reactive protein|CRP"],
  ["alt", "ALT"],
  ["ast", "AST"],
  ["total-bilirubin", "total bilirubin|T ?bili"],
  ["ferritin", "ferritin"],
  ["oxygen-saturation", "oxygen saturation|SpO2|O2 sat"],
  ["uric-acid", "uric acid"],
];

const PATTERNS = NAMES.map(
  ([slug, names]) => [slug, sought(new RegExp(`(?<![\\w/-])(?:${names})(?![\\w/-])`, "gi"))] as const,
);
const NORMAL = /\b(?:normal|nl|WNL|within normal limits|in range|in the reference range|unremarkable)\b/i;
const MARKED = /^(?:(?! and )[^(\n,;]){0,40}?\((high|low|H|L)\)/;

type Names = readonly (readonly [slug: string, name: Sought])[];

/** What laboratory values are called: high, low, or normal in a list without numbers. */
export const readFlags = ({ sentences, triples }: Reading, chart: Chart): readonly Statement[] => {
  const named = PATTERNS.filter(([, name]) => mayHold(triples, name));
  return sentences.flatMap(sentence => [
    ...(/\((?:high|low|H|L)\)/.test(sentence.words) ? marked(sentence, named, chart) : []),
    ...(NORMAL.test(sentence.words) ? calledNormal(sentence, named, chart) : []),
  ]);
};

const marked = ({ words, start }: Sentence, names: Names, { byId }: Chart): readonly Statement[] =>
  names.flatMap(([slug, { pattern }]) =>
    matchesOf(words, pattern).flatMap(match => {
      const after = words.slice(match.index + match[0].length);
      const mark = MARKED.exec(after);
      if (mark === null) return [];
      const id = `observation/${slug}/flag`;
      const flag = /^h/i.test(mark[1]!) ? "high" : "low";
      const from = start + match.index;
      const span = [from, from + match[0].length + mark[0].length] as const;
      return [byId.get(id)?.value === flag ? holding(span, id) : faulty(span, id, "flag differs")];
    }),
  );

/** Names in a sentence that calls its values normal and gives no number with them. */
const calledNormal = ({ words, start }: Sentence, names: Names, { byId }: Chart): readonly Statement[] =>
  names.flatMap(([slug, { pattern }]) =>
    matchesOf(words, pattern)
      .filter(match => !/^\s*(?:is|was|were|of|:|=)?\s*[\d]/.test(words.slice(match.index + match[0].length)))
      .flatMap(match => {
        const id = `observation/${slug}/flag`;
        const span = [start + match.index, start + match.index + match[0].length] as const;
        const flag = byId.get(id)?.value;
        if (flag === undefined) return [];
        return [flag === "normal" ? holding(span, id) : faulty(span, id, "called normal that is not")];
      }),
  );
