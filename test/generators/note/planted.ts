import type { SyntheticNote } from "../../../schemas/person.ts";
import type { Rng } from "../../../src/math/rng.ts";

/** A clean note made wrong in one place; undefined where the note has no such place. */
export type Plant = (note: SyntheticNote, random: Rng) => string | undefined;

const replaceAt = (text: string, start: number, length: number, by: string): string =>
  text.slice(0, start) + by + text.slice(start + length);

/** Replaces one random match of a pattern. */
const swapped = (
  text: string,
  pattern: RegExp,
  by: (match: RegExpMatchArray) => string,
  random: Rng,
): string | undefined => {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return undefined;
  const match = random.pick(found);
  return replaceAt(text, match.index, match[0].length, by(match));
};

const factValue = (note: SyntheticNote, id: string) => note.facts.find(fact => fact.id === id)?.value;

const plus = (value: string, random: Rng): string =>
  String(Number(value) + (random.chance(0.5) ? 1 : -1) * (2 + random.integer(20)));

const OTHER_DRUGS = [
  "amiodarone",
  "haloperidol",
  "prednisone",
  "methadone",
  "rosuvastatin",
  "ramipril",
  "citalopram",
  "insulin",
];
const OTHER_SEX: Readonly<Record<string, string>> = {
  man: "woman",
  woman: "man",
  male: "female",
  female: "male",
  boy: "girl",
  girl: "boy",
  he: "she",
  she: "he",
  his: "her",
  her: "his",
  He: "She",
  She: "He",
  His: "Her",
  Her: "His",
  "Mr.": "Ms.",
  "Ms.": "Mr.",
};
const OTHER_SIDE: Readonly<Record<string, string>> = {
  left: "right",
  right: "left",
  Left: "Right",
  Right: "Left",
  bilateral: "left",
  Bilateral: "Right",
};

const OTHER_UNIT: Readonly<Record<string, string>> = {
  "mg/dL": "mmol/L",
  "mmol/L": "mg/dL",
  "g/dL": "g/L",
  "°C": "°F",
  ms: "s",
};
const OTHER_SYMPTOM: Readonly<Record<string, string>> = {
  "shortness of breath": "flank pain",
  palpitations: "heartburn",
  fatigue: "dysuria",
  "productive cough": "headache",
  fever: "knee pain",
  "knee pain": "sore throat",
};

/** Kinds of error, each planted in one place of a clean note. */
export const PLANTS: Readonly<Record<string, Plant>> = {
  "age changed": (note, random) =>
    swapped(
      note.text,
      /\b(\d{1,2})(?=-year-old| ?y\/o|yo |[MF]\b)/g,
      ([, age]) => plus(age!, random).replace("-", ""),
      random,
    ),
  "sex flipped": (note, random) =>
    swapped(
      note.text,
      /\b(?:man|woman|male|female|boy|girl|[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b|\bM[rs]\./g,
      ([word]) => OTHER_SEX[word!]!,
      random,
    ),
  "side swapped": (note, random) => {
    if (factValue(note, "imaging/laterality") === undefined) return undefined;
    const spoken =
      /\b(left|right|bilateral)(?=(?:-sided)? (?:\w+ ){0,2}(?:effusion|consolidation|nodule|pneumothora|abnormalit|changes|base|crackles))/gi;
    return swapped(note.text, spoken, ([side]) => OTHER_SIDE[side!]!, random);
  },
  "negation removed": (note, random) =>
    swapped(
      note.text,
      /\b[Nn]o (?:known |prior |previous )?(?:history of|h\/o|hx of) /g,
      () => "history of ",
      random,
    ),
  "negation added": (note, random) => {
    const conditions = note.facts.filter(
      ({ id, value }) => /^condition\/[^/]+$/.test(id) && value !== "absent",
    );
    const named = conditions.filter(({ name }) => new RegExp(`\\b${name}\\b`, "i").test(note.text));
    if (named.length === 0) return undefined;
    return swapped(
      note.text,
      new RegExp(`\\b${random.pick(named).name}\\b`, "gi"),
      ([name]) => `no ${name}`,
      random,
    );
  },
  // In "no pneumothorax and no effusion" the first negation covers both.
  "image negation removed": (note, random) =>
    swapped(
      note.text,
      /(?<!\b[Nn]o [\w ]{1,25} (?:and|or) )\b[Nn]o (?=(?:pleural effusion|pneumothorax|effusion|consolidation|pulmonary nodule))/g,
      () => "",
      random,
    ),
  "rate changed": (note, random) =>
    factValue(note, "ecg/rate") === undefined
      ? undefined
      : swapped(
          note.text,
          /(?<=\b(?:rate|HR|heart rate|at|@) )(\d{2,3})(?= ?(?:bpm|beats|\/min|,|\.))/g,
          ([rate]) => plus(rate!, random),
          random,
        ),
  "interval changed": (note, random) =>
    swapped(note.text, /(?<=\b(?:QRS|QTc|PR) )(\d{2,3})\b/g, ([value]) => plus(value!, random), random),
  "rhythm changed": (note, random) =>
    swapped(
      note.text,
      /\b(?:normal sinus rhythm|sinus rhythm|NSR|sinus bradycardia|sinus tachycardia)\b/gi,
      ([words]) => (/brady/i.test(words!) ? "sinus tachycardia" : "sinus bradycardia"),
      random,
    ),
  "wrong drug": (note, random) => {
    const drugs = note.facts.filter(({ id }) => /^medication\/[^/]+$/.test(id)).map(({ name }) => name);
    const named = drugs.filter(name => note.text.toLowerCase().includes(name));
    if (named.length === 0) return undefined;
    const others = OTHER_DRUGS.filter(drug => !drugs.includes(drug));
    return swapped(
      note.text,
      new RegExp(`\\b${random.pick(named)}\\b`, "gi"),
      () => random.pick(others),
      random,
    );
  },
  "dose changed": (note, random) =>
    swapped(
      note.text,
      /\b(\d+(?:\.\d+)?)(?= (?:mg|mcg)\b(?!\/))/g,
      ([dose]) => String(Number(dose) * random.pick([2, 5, 10])),
      random,
    ),
  "wrong date": (note, random) =>
    swapped(
      note.text,
      /\b\d{2}\/(\d{2})\/\d{4}\b|\b\d{4}-\d{2}-(\d{2})\b|\b(\d{1,2}) [A-Z][a-z]{2} \d{4}\b|\b[A-Z][a-z]+ (\d{1,2}), \d{4}\b/g,
      match => otherDay(match, random),
      random,
    ),
  "wrong year": (note, random) =>
    swapped(
      note.text,
      /(?<=(?:since|in|dx|diagnosed|\() ?)((?:19|20)\d{2})(?![-/\d])/g,
      ([, year]) => String(Number(year) - 1 - random.integer(9)),
      random,
    ),
  "unit changed": (note, random) =>
    swapped(
      note.text,
      /(?<=\d ?)(?:mg\/dL|mmol\/L|g\/dL|°C|ms)(?=[ ,.;)\n]|$)/g,
      ([unit]) => OTHER_UNIT[unit!]!,
      random,
    ),
  "route changed": (note, random) =>
    swapped(
      note.text,
      /\b(?:by mouth|PO|inhaled|inh|subcutaneously|SC)(?= (?:daily|once|twice|BID|TID|QD|q|at|every|three|weekly))/g,
      ([route]) => (/mouth|PO/.test(route!) ? "intravenously" : "by mouth"),
      random,
    ),
  "flag flipped": (note, random) =>
    swapped(
      note.text,
      /(?<=\()(?:high|low|H|L)(?=\))/g,
      ([flag]) => ({ high: "low", low: "high", H: "L", L: "H" })[flag!]!,
      random,
    ),
  "symptom changed": (note, random) => {
    const there = Object.keys(OTHER_SYMPTOM).filter(name => note.text.includes(name));
    // What the record holds of the other symptom, too, would be true of it.
    const free = there.filter(
      name =>
        !note.text.includes(OTHER_SYMPTOM[name]!) &&
        factValue(note, `symptom/${OTHER_SYMPTOM[name]!.replaceAll(" ", "-")}`) === undefined,
    );
    return free.length === 0
      ? undefined
      : swapped(note.text, new RegExp(free[0]!, "g"), () => OTHER_SYMPTOM[free[0]!]!, random);
  },
  "laboratory value changed": (note, random) =>
    swapped(
      note.text,
      /(?<=\b(?:Hgb|hemoglobin|Cr|creatinine|LDL|LDL cholesterol|K|A1c|hemoglobin A1c) )(\d+(?:\.\d+)?)\b/g,
      ([value]) => (Number(value) * 1.5).toFixed(1),
      random,
    ),
};

/** Kinds of error in allergies, operations and social history. */
export const BACKGROUND_PLANTS: Readonly<Record<string, Plant>> = {
  "drug given in spite of an allergy": (note, random) => {
    const given = Object.entries(FORBIDDEN).filter(
      ([slug]) => factValue(note, `allergy/${slug}`) === "active",
    );
    if (given.length === 0) return undefined;
    const drug = random.pick(random.pick(given)[1]);
    return swapped(note.text, /(?<=\.)$|(?<=\.)(?=\n)/g, () => ` Start ${drug}.`, random);
  },
  "allergen changed": (note, random) => {
    const own = (slug: string) => factValue(note, `allergy/${slug}`) !== undefined;
    const others = Object.keys(ALLERGENS).filter(slug => !own(slug));
    const named = Object.entries(ALLERGENS).filter(([slug, name]) => own(slug) && note.text.includes(name));
    if (named.length === 0) return undefined;
    const by = ALLERGENS[random.pick(others)]!;
    return swapped(note.text, new RegExp(`\\b${random.pick(named)[1]}\\b`, "g"), () => by, random);
  },
  "allergies denied": (note, random) =>
    Object.keys(ALLERGENS).some(slug => factValue(note, `allergy/${slug}`) === "active")
      ? swapped(
          note.text,
          /(?<=\nAllergies:?\s+(?:[-*] |\d\. )?)(?![-*\d])[^\n]+/gi,
          () => random.pick(["NKDA.", "No known drug allergies."]),
          random,
        )
      : undefined,
  "allergy added": (note, random) =>
    factValue(note, "allergy/none") === undefined
      ? undefined
      : swapped(
          note.text,
          /(?<=\nAllergies:?\s+(?:[-*] |\d\. )?)(?![-*\d])[^\n]+/gi,
          () => "Penicillin (rash).",
          random,
        ),
  "reaction changed": (note, random) =>
    swapped(
      note.text,
      /(?<=\()(?:rash|hives|anaphylaxis|nausea|itching|angioedema|rhinitis)(?=\))/g,
      ([was]) => (was === "hives" ? "nausea" : "hives"),
      random,
    ),
  "operation changed": (note, random) =>
    swapped(
      note.text,
      /\b(?:tonsillectomy|appendectomy|cholecystectomy|hysterectomy|cataract surgery|cesarean section)\b/gi,
      () => "lumpectomy",
      random,
    ),
  "year of an operation changed": (note, random) =>
    swapped(
      note.text,
      /(?<=(?:ectomy|repair|section|surgery|replacement|appy|chole|hyst|PCI|TKR|THR)(?: in |, | \())(\d{4})/g,
      ([year]) => String(Number(year) - 1 - random.integer(9)),
      random,
    ),
  "smoking changed": (note, random) =>
    swapped(
      note.text,
      /\b(?:has never smoked|never smoker|used to smoke|quit smoking|former smoker|smokes daily|smokes every day|daily smoker|smokes occasionally|occasional smoker)\b/gi,
      ([was]) => (/never/i.test(was!) ? "smokes daily" : "has never smoked"),
      random,
    ),
  "alcohol changed": (note, random) =>
    swapped(
      note.text,
      /\b(?:does not drink alcohol|drinks no alcohol|no alcohol|no EtOH|drinks alcohol occasionally|occasional EtOH|occasional alcohol|drinks heavily)\b/gi,
      ([was]) => (/\bno/i.test(was!) ? "drinks heavily" : "drinks no alcohol"),
      random,
    ),
  "occupation changed": (note, random) => {
    const trade = factValue(note, "social/occupation");
    if (typeof trade !== "string" || trade === "student") return undefined;
    const own = trade.replace("retired ", "");
    return swapped(
      note.text,
      new RegExp(`(?<=as an? |Occupation: |retired |Job: |is an? )${own}\\b`, "g"),
      () => (own === "baker" ? "painter" : "baker"),
      random,
    );
  },
  "work at an impossible age": (note, random) => {
    const age = factValue(note, "demographic/age");
    if (typeof age !== "number" || age >= 45) return undefined;
    const words = age < 14 ? " Works as a teacher." : " Retired from work as a teacher.";
    return swapped(note.text, /(?<=\.)$|(?<=\.)(?=\n)/g, () => words, random);
  },
};

const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  penicillin: ["amoxicillin", "penicillin", "ampicillin"],
  sulfonamide: ["sulfamethoxazole"],
  codeine: ["codeine", "oxycodone", "hydrocodone"],
};

const ALLERGENS: Readonly<Record<string, string>> = {
  penicillin: "penicillin",
  sulfonamide: "sulfonamides",
  codeine: "codeine",
  peanut: "peanuts",
  shellfish: "shellfish",
  latex: "latex",
  "bee-venom": "bee stings",
};

/** Another day of the same month. */
const otherDay = (match: RegExpMatchArray, random: Rng): string => {
  const group = match.slice(1).find(found => found !== undefined)!;
  const moved = ((Number(group) + 3 + random.integer(20)) % 28) + 1;
  const day = group.length === 2 ? String(moved).padStart(2, "0") : String(moved);
  if (/^\d{4}-/.test(match[0])) return match[0].replace(/\d{2}$/, day);
  if (match[0].includes("/")) return match[0].replace(/\/\d{2}\//, `/${day}/`);
  return match[0].replace(/\b\d{1,2}\b/, day);
};
