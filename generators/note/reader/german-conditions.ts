import type { Fact } from "../../../schemas/person.ts";
import type { Chart, Contradiction } from "./chart.ts";
import { matchesOf } from "./matches.ts";

/** How a condition is written in German notes, and which names on record bear it out. */
type Entry = readonly [written: string, borneOutBy: RegExp];

const LEXICON: readonly Entry[] = [
  ["arterielle Hypertonie|(?<!pulmonale )Hypertonie|aHT|Bluthochdruck", /^hypertension/],
  ["Diabetes mellitus Typ 1|DM Typ 1|Typ-1-Diabetes", /type 1 diabetes/],
  ["Diabetes mellitus Typ 2|DM Typ 2|Typ-2-Diabetes", /type 2 diabetes/],
  ["Diabetes mellitus(?! Typ)|DM(?! Typ)", /diabetes/],
  ["Prädiabetes", /prediabetes/],
  ["Hyperlipidämie|Hypercholesterinämie", /hyperlipid/],
  ["Adipositas", /obes/],
  ["koronare Herzkrankheit|KHK", /coronary/],
  ["Myokardinfarkt|Herzinfarkt", /myocardial infarction/],
  ["Herzinsuffizienz", /heart failure/],
  ["Schlaganfall|Apoplex", /stroke/],
  ["transitorische ischämische Attacke|TIA", /transient/],
  ["chronische Nierenkrankheit|Niereninsuffizienz|CKD", /chronic kidney|end stage renal/],
  ["chronisch obstruktive Lungenerkrankung|COPD", /copd/],
  ["Asthma(?: bronchiale)?", /asthma/],
  ["obstruktives Schlafapnoe-Syndrom|OSAS", /sleep apnea/],
  ["Pneumonie|Lungenentzündung", /pneumonia/],
  ["akute Bronchitis|Bronchitis", /bronchitis/],
  ["Influenza|Grippe", /influenza/],
  ["COVID-19", /covid/],
  ["Hypothyreose", /hypothyroid/],
  ["Hyperthyreose", /hyperthyroid/],
  ["Arthrose", /osteoarthritis/],
  ["Osteoporose", /osteoporosis/],
  ["rheumatoide Arthritis", /rheumatoid/],
  ["Gicht", /gout/],
  ["gastroösophageale Refluxkrankheit|Refluxkrankheit|GERD", /gerd/],
  ["Depression", /depress/],
  ["Angststörung", /anxiety/],
  ["Migräne", /migraine/],
  ["(?:Eisenmangel)?[Aa]nämie", /anemia|iron deficiency/],
  ["Harnwegsinfekt|HWI", /urinary tract/],
  ["Prostatakarzinom", /prostate cancer/],
  ["Mammakarzinom", /breast cancer/],
];
const PATTERNS = LEXICON.map(
  ([written, borneOutBy]) =>
    [new RegExp(`(?<![\\p{L}-])(?:${written})(?![\\p{L}])`, "giu"), borneOutBy] as const,
);

/** Where an atrial arrhythmia is meant as a diagnosis, its name is that of the rhythm: the ECG's reader has it. */
const DENIAL_BEFORE = /\b(?:kein(?:e[nmrs]?)?|ohne|nie|Ausschluss (?:einer?|von))\b[^.;:\n]*$/i;
const DENIAL_AFTER = /^[^.;:\n]*\b(?:nicht bekannt|verneint|ausgeschlossen)\b/i;

/** Conditions affirmed that are not on record, and denied that are, or without a record of their absence. */
export const germanConditions = (text: string, { present, absent }: Chart): readonly Contradiction[] =>
  PATTERNS.flatMap(([pattern, borneOutBy]) =>
    matchesOf(text, pattern).flatMap(match => {
      const bears = ({ name }: Fact) => borneOutBy.test(name);
      const [known, excluded] = [present.find(bears), absent.find(bears)];
      const end = match.index + match[0].length;
      const span = [match.index, end] as const;
      const isDenied = DENIAL_BEFORE.test(text.slice(0, match.index)) || DENIAL_AFTER.test(text.slice(end));
      if (!isDenied)
        return known === undefined
          ? [{ span, fact: excluded?.id ?? "condition", rule: "condition affirmed that is not on record" }]
          : [];
      if (known !== undefined) return [{ span, fact: known.id, rule: "condition denied that is on record" }];
      return excluded === undefined
        ? [{ span, fact: "condition", rule: "condition denied without a record of its absence" }]
        : [];
    }),
  );

const ALLERGENS: readonly (readonly [slug: string, written: string])[] = [
  ["penicillin", "Penicillin|Amoxicillin"],
  ["sulfonamide", "Sulfonamide?"],
  ["codeine", "Codein"],
  ["aspirin", "Acetylsalicylsäure|ASS|Aspirin"],
  ["erythromycin", "Erythromycin"],
  ["peanut", "Erdn[uü]ss(?:e|en)?"],
  ["tree-nut", "(?<!Erd)N[uü]ss(?:e|en)"],
  ["shellfish", "Schalentiere?"],
  ["egg", "Hühnerei"],
  ["latex", "Latex"],
  ["tree-pollen", "Baumpollen"],
  ["grass-pollen", "Gräserpollen"],
  ["house-dust-mite", "Hausstaubmilben?"],
  ["mold", "Schimmelpilze?"],
  ["animal-dander", "Tierhaare?"],
  ["bee-venom", "Bienengift"],
];

/** Allergies named in a sentence that speaks of allergies, or denied there. */
export const germanAllergies = (text: string, { byId }: Chart): readonly Contradiction[] =>
  matchesOf(text, /[^.;\n]*(?:allergie|unverträglichkeit)[^.;\n]*(?:\n[^.;\n]*)?/gi).flatMap(sentence => {
    const named = ALLERGENS.flatMap(([slug, written]) =>
      matchesOf(sentence[0], new RegExp(`(?<!\\p{L})(?:${written})(?!\\p{L})`, "giu")).map(match => ({
        id: `allergy/${slug}`,
        span: [sentence.index + match.index, sentence.index + match.index + match[0].length] as const,
      })),
    );
    const wrong = named
      .filter(({ id }) => !byId.has(id))
      .map(({ span }) => ({ span, fact: "allergy", rule: "allergy not on record" }));
    const own = [...byId.keys()].find(id => /^allergy\/(?!none)[^/]+$/.test(id));
    const isDenied = /\bkeine (?:bekannten )?Allergien\b|\bverneint\b|\bKeine (?:bekannt|eingetragen)/i.test(
      sentence[0],
    );
    const span = [sentence.index, sentence.index + sentence[0].length] as const;
    const denied =
      isDenied && own !== undefined ? [{ span, fact: own, rule: "allergies denied that are on record" }] : [];
    return [...wrong, ...denied];
  });
