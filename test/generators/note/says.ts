import { CONDITION_NAMES, SYMPTOM_NAMES } from "../../../generators/note/bank/en/names.ts";
import {
  ALCOHOL_WORDS,
  ALLERGEN_NAMES,
  OPERATION_NAMES,
  REACTION_NAMES,
  SMOKING_WORDS,
} from "../../../generators/note/bank/en/names-background.ts";
import type { Fact } from "../../../schemas/person.ts";

/** Whether a piece of text contains what a fact says, by wording rules of the test's own (names from the bank's lists). */
export const says = (text: string, fact: Fact, facts: ReadonlyMap<string, Fact>): boolean => {
  const kind = Object.keys(RULES).find(prefix => fact.id.startsWith(prefix));
  return kind !== undefined && RULES[kind]!(text, fact, facts);
};

type Rule = (text: string, fact: Fact, facts: ReadonlyMap<string, Fact>) => boolean;

const has = (text: string, ...words: readonly string[]): boolean =>
  words.some(word => text.toLowerCase().includes(word.toLowerCase()));

const number = (text: string, value: Fact["value"]): boolean =>
  (text.match(/-?\d+(?:\.\d+)?/g) ?? []).some(
    found => Number(found) === value || Math.abs(Number(found)) === Math.abs(Number(value)),
  );

const SPELT = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

const dated: Rule = (text, { value }) => {
  const [year, , day] = String(value).split("-");
  return (
    text.includes(year!) && (day === undefined || new RegExp(`(?<!\\d)0?${Number(day)}(?!\\d)`).test(text))
  );
};

/** A condition's date is said by its year, or by how long ago it was. */
const since: Rule = (text, { value }) =>
  text.includes(String(value).slice(0, 4)) || /\d+ (?:years|yrs)/.test(text);

const condition: Rule = (text, fact, facts) => {
  if (/\/(since|until)$/.test(fact.id)) return since(text, fact, facts);
  if (fact.id.endsWith("/stage")) return text.includes(String(fact.value));
  const names = CONDITION_NAMES[fact.id.split("/")[1]!] ?? [fact.name];
  return has(text, ...names, fact.name);
};

const medication: Rule = (text, fact) => {
  const part = fact.id.split("/")[2];
  if (part === "dose") return number(text, fact.value);
  if (part === "route")
    return has(text, "mouth", "PO", "inh", "subcut", "SC", "IV", "tongue", "SL", "top", "nas", "eyes");
  if (part === "frequency")
    return /daily|day|bedtime|night|BID|TID|QID|QD|QHS|QOD|q[\d-]+h|every|week|qwk|month/i.test(text);
  if (part === "as-needed") return has(text, "as needed", "PRN");
  return has(
    text,
    fact.name,
    { hydrochlorothiazide: "HCTZ", aspirin: "ASA", acetaminophen: "APAP" }[fact.name] ?? fact.name,
  );
};

const observation: Rule = (text, fact, facts) => {
  if (!fact.id.endsWith("/flag")) return number(text, fact.value);
  return fact.value === "normal"
    ? /normal|nl|WNL|in range|unremarkable|reference range/i.test(text)
    : /\((?:high|low|H|L)\)/.test(text) && number(text, facts.get(fact.id.replace("/flag", ""))!.value);
};

const rhythm: Rule = (text, { value }) => {
  const words: Readonly<Record<string, RegExp>> = {
    sinus: /sinus|NSR|\bSR\b|regular|RRR|normal|nl|conduction|ectop|ECG/i,
    bradycardia: /brady|slow/i,
    tachycardia: /tach|rapid|fast/i,
    "atrial-fibrillation":
      /fibrillation|AF|irreg|P waves|PR|block|QRS|conduction|BBB|cardiology|cards|ventricular/i,
    "atrial-flutter": /flutter|AFL|QRS|block|BBB|conduction|ventricular/i,
    "sinus-arrhythmia": /sinus|regular|conduction|ectop/i,
    "supraventricular-tachycardia": /supraventricular|SVT|rapid|fast|tach/i,
    paced: /paced/i,
  };
  return words[String(value)]!.test(text);
};

const imaging: Rule = (text, { id, name, value }) => {
  if (id === "imaging/view") return text.includes(String(value));
  if (id === "imaging/laterality")
    return value === "bilateral" ? /bilat|both|b\/l/i.test(text) : has(text, String(value));
  const words: Readonly<Record<string, RegExp>> = {
    none: /no |nil|w\/o|neg|clear|normal|nl|unremarkable|NAD|neither|not |without|free of/i,
    cardiomegaly: /cardi|heart/i,
    effusion: /eff|breath sounds|BS|dull|base|pleura|costophrenic/i,
    consolidation: /consolidation|crackle|bronchial|opacity|airspace/i,
    nodule: /nodule|CT|imaging|follow-up/i,
    pneumothorax: /pneumothora|PTX|breath sounds|BS|air entry|hyperreson/i,
    other: /nonspecific/i,
  };
  return words[value === false ? name : String(value)]!.test(text);
};

const RULES: Readonly<Record<string, Rule>> = {
  "demographic/age": (text, { value }) => number(text, value) || (value === 0 && has(text, "infant")),
  "demographic/sex": (text, { value }) =>
    (value === "female"
      ? /\b(wo?man|female|girl|she|her)\b|Ms\.|F\b/i
      : /\b(man|male|boy|he|his)\b|Mr\.|M\b/i
    ).test(text),
  "date/": (text, fact, facts) =>
    dated(text, fact, facts) || new RegExp(`\\b(?:${SPELT.join("|")}|\\d+) days\\b`).test(text),
  "condition/": condition,
  "medication/": medication,
  "observation/": observation,
  "ecg/rhythm": rhythm,
  "ecg/conduction": text =>
    /Wenckebach|Mobitz|CHB|LAFB|LPFB|WPW|pre-excitation|block|BBB|AVB|conduction|QRS|normal|nl|No abnormality|ECG/i.test(
      text,
    ),
  "ecg/morphology": text =>
    /hypertroph|[LR]VH|infarct|MI|STEMI|ST-T|voltage|QT|normal|nl|No abnormality|ECG/i.test(text),
  "ecg/ectopy": text =>
    /bigemin|couplet|paired|ectop|premature|PVC|PAC|extrasyst|early|extra|normal|nl|No abnormality|ECG/i.test(
      text,
    ),
  "ecg/axis": (text, { value }) => number(text, value) || /axis|LAD|RAD/i.test(text),
  "ecg/qtc": (text, { value }) => number(text, value) || /QT/.test(text),
  "ecg/pr": (text, { value }) => number(text, value) || /PR/.test(text),
  "ecg/": (text, { value }) => number(text, value),
  "imaging/": imaging,
  "allergy/none": text => /\bno |NKD?A|denies|none/i.test(text),
  "allergy/": (text, { id, value }) => {
    const [, slug, part] = id.split("/");
    return has(text, ...(part === "reaction" ? REACTION_NAMES[String(value)]! : ALLERGEN_NAMES[slug!]!));
  },
  "procedure/": (text, fact, facts) =>
    fact.id.endsWith("/date")
      ? dated(text, fact, facts)
      : has(text, ...OPERATION_NAMES[fact.id.split("/")[1]!]!),
  "social/smoking": (text, { value }) =>
    has(text, ...SMOKING_WORDS[String(value)]!.verb, ...SMOKING_WORDS[String(value)]!.label),
  "social/alcohol": (text, { value }) =>
    has(text, ...ALCOHOL_WORDS[String(value)]!.verb, ...ALCOHOL_WORDS[String(value)]!.label),
  "social/occupation": (text, { value }) =>
    has(text, String(value).replace("retired ", "")) || (value === "student" && has(text, "school")),
  "symptom/duration": text => /\d|yesterday|\b(?:day|week|month)s?\b/.test(text),
  "symptom/": (text, { id }) => has(text, ...SYMPTOM_NAMES[id.slice("symptom/".length)]!),
  "therapy/": text => /antibiotic|\babx\b/i.test(text),
  "sign/": text => text.length > 3,
};
