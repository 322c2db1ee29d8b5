import type { Chart } from "./chart.ts";
import { matchesIn, mentionsIn, type Reading, type Sentence } from "./clauses.ts";
import { matchesOf } from "./matches.ts";
import { type Sought, sought } from "./sought.ts";
import { faulty, holding, type Statement } from "./statement.ts";

/** How symptoms are written in notes. Independent of the generator's words. */
const SYMPTOMS: Readonly<Record<string, string>> = {
  "exertional-dyspnea": "exertional dyspnea|dyspnea on exertion|DOE",
  dyspnea: "(?<!exertional )dyspnea(?! on exertion)|short(?:ness)? of breath|SOB",
  orthopnea: "orthopnea",
  "leg-swelling": "(?:leg|LE) swelling|swollen legs?",
  fatigue: "fatigue|tiredness",
  "weight-gain": "(?:weight|wt) gain",
  "weight-loss": "(?:unintended )?(?:weight|wt) loss(?! advised| encouraged)",
  palpitations: "palpitations|palps",
  lightheadedness: "lightheaded(?:ness)?",
  "skipped-beats": "skipped (?:heart)?beats",
  "exertional-chest-tightness": "exertional chest tightness",
  "chest-tightness": "(?<!exertional )chest tightness",
  "chest-pain": "(?<!pleuritic )(?:chest pain|CP)(?! of)",
  chills: "chills|rigors",
  "night-sweats": "night sweats",
  "blurred-vision": "blurred vision",
  syncope: "syncope|fainting",
  cough: "(?<!productive )(?<!dry )cough(?:ing)?",
  nausea: "nausea",
  vomiting: "vomiting|emesis",
  "abdominal-pain": "abd(?:ominal)? pain",
  diarrhea: "diarrhea",
  dizziness: "dizziness",
  numbness: "(?<!foot )numbness",
  weakness: "weakness",
  seizures: "seizures",
  rash: "rash(?:es)?",
  "pleuritic-pain": "pleuritic (?:chest pain|CP|pain)",
  "calf-pain": "calf pain",
  "productive-cough": "productive cough",
  "dry-cough": "dry cough",
  wheezing: "wheezing",
  "daytime-sleepiness": "daytime sleepiness",
  snoring: "snoring",
  fever: "fevers?",
  malaise: "malaise",
  "body-aches": "body aches|myalgias?",
  "facial-pressure": "facial pressure",
  "nasal-congestion": "nasal congestion",
  "sore-throat": "sore throat",
  "ear-pain": "ear pain|otalgia",
  sneezing: "sneezing",
  constipation: "constipation",
  "toe-pain": "toe pain",
  "knee-pain": "knee pain",
  "hip-pain": "hip pain",
  "hand-stiffness": "(?:morning|AM) hand stiffness",
  "joint-pain": "joint pain",
  "back-pain": "(?<!chronic )(?:low back pain|LBP)",
  heartburn: "heartburn",
  "epigastric-discomfort": "epigastric discomfort",
  "abdominal-cramping": "abd(?:ominal)? cramping",
  bloating: "bloating",
  "low-mood": "low mood",
  "poor-sleep": "poor sleep",
  "excessive-worry": "excessive worry",
  headache: "headaches?|HA",
  "memory-complaints": "memory complaints",
  tremor: "tremor",
  dysuria: "dysuria",
  "urinary-frequency": "urinary frequency",
  "weak-stream": "weak (?:urinary )?stream",
  "flank-pain": "flank pain",
  "leg-redness": "leg redness",
  "itchy-plaques": "itchy (?:skin )?plaques",
  "foot-numbness": "foot numbness",
  "increased-thirst": "increased thirst",
};

const WRITTEN = Object.entries(SYMPTOMS).map(
  ([slug, words]) => [slug, sought(new RegExp(`(?<![\\w-])(?:${words})(?![\\w-])`, "gi"))] as const,
);
/** What is to be watched for, or has passed, is no complaint. */
const NOT_NOW =
  /\b(?:if|should|unless|watch for|in case of|call for|return for|worsening|new|any|sooner)\b[^.;\n]*$/i;

const SIGNS: readonly (readonly [string, Sought])[] = [
  ["comfortable", sought(/\b(?:comfortabl[ey]|in no (?:acute )?distress|NAD|at ease)\b/gi)],
  ["alert", sought(/\b(?:alert|A&O|full sentences|cooperative)\b/gi)],
  [
    "lungs-clear",
    sought(
      /\b(?:(?:lungs|chest:?|lung fields|resp:|pulm:) (?:are )?(?:clear|CTAB)|CTAB|clear breath sounds|breath sounds (?:clear|normal))\b/gi,
    ),
  ],
  [
    "abdomen-soft",
    sought(/\b(?:abdomen|abd|belly)\b[^.;\n]{0,14}\bsoft\b|\bsoft\b[^.;\n]{0,8}\b(?:abdomen|abd)\b/gi),
  ],
  ["neck-supple", sought(/\bneck\b[^.;\n]{0,6}\bsupple\b|\bsupple neck\b/gi)],
  [
    "throat-clear",
    sought(
      /\b(?:mucous membranes (?:are )?moist|moist mucous membranes|oropharynx (?:is )?clear|MMM|OP clear)\b/gi,
    ),
  ],
  [
    "skin-intact",
    sought(
      /\bskin\b[^.;\n]{0,6}\b(?:warm|intact|W\/D)\b|\b(?:warm|intact) skin\b|\bwarm(?:,| and) (?:intact|dry) skin\b/gi,
    ),
  ],
  [
    "nerves-intact",
    sought(
      /\bnon-?focal\b|\bno (?:gross )?focal\b|\bgrossly intact\b|\bwithout focal\b|\bcranial nerves\b[^.;\n]{0,14}\bintact\b/gi,
    ),
  ],
  [
    "stable",
    sought(/\b(?:stable|(?:good|satisfactory) condition|discharge good|well enough for discharge)\b/gi),
  ],
  ["wheeze", sought(/\bwheeze\b|\bprolonged expiration\b/gi)],
  ["edema", sought(/\bedema\b|\bankles (?:mildly|slightly) swollen\b/gi)],
];

/**
 * Symptoms and signs of the visit, and how long they have been there.
 *
 * @param allergies  sentences that speak of allergies, from `allergySentences`: their rashes are reactions
 */
export const readVisit = (
  allergies: readonly Sentence[],
  reading: Reading,
  chart: Chart,
): readonly Statement[] => [
  ...symptoms(allergies, reading, chart),
  ...signs(reading, chart),
  ...lengths(reading, chart),
  ...antibiotics(reading, chart),
];

const ANTIBIOTICS = sought(/\b(?:antibiotics?|abx)\b/gi);
const INFECTIONS = /pneumonia|urinary tract|cellulitis|sepsis|sinusitis|otitis|pharyngitis|bronchitis/;

/** Antibiotics without a name: those the note adds, which need an infection. */
const antibiotics = (reading: Reading, { byId, present }: Chart): readonly Statement[] => {
  const isInfected =
    byId.get("imaging/finding")?.value === "consolidation" ||
    present.some(({ name }) => INFECTIONS.test(name));
  return mentionsIn(reading, ANTIBIOTICS).flatMap(({ start, end, polarity }) => {
    if (polarity !== "affirmed") return [];
    if (!isInfected) return [faulty([start, end], "condition", "antibiotics without an infection")];
    return byId.has("therapy/antibiotics") ? [holding([start, end], "therapy/antibiotics")] : [];
  });
};

const symptoms = (
  allergies: readonly Sentence[],
  reading: Reading,
  { byId, present }: Chart,
): readonly Statement[] => {
  const isReaction = (at: number) => allergies.some(({ start, end }) => start <= at && at < end);
  return WRITTEN.flatMap(([slug, pattern]) =>
    mentionsIn(reading, pattern).flatMap(({ start, end, words, polarity, sentence }) => {
      const id = `symptom/${slug}`;
      const said = byId.get(id)?.value;
      if (polarity === "open" || isReaction(start)) return [];
      if (polarity === "denied")
        return [
          said === "absent"
            ? holding([start, end], id)
            : faulty(
                [start, end],
                id,
                said === "present" ? "symptom denied" : "symptom denied without a record",
              ),
        ];
      if (NOT_NOW.test(sentence.words.slice(0, start - sentence.start))) return [];
      // A complaint may be the name of a condition on record ("fever", "headache").
      const isKnown = present.some(({ name }) => name.includes(words.toLowerCase()));
      if (said === "present") return [holding([start, end], id)];
      return isKnown ? [] : [faulty([start, end], "symptom", "symptom the visit does not have")];
    }),
  );
};

const signs = (reading: Reading, { byId }: Chart): readonly Statement[] =>
  SIGNS.flatMap(([slug, pattern]) =>
    (byId.has(`sign/${slug}`) ? matchesIn(reading, pattern) : []).map(match =>
      holding([match.index, match.index + match[0].length], `sign/${slug}`),
    ),
  );

const SPELT = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const LENGTH = new RegExp(
  `\\b(?:(?:for|over|past|last|x) ?(?:the )?(?:past |last )?)?(${SPELT.join("|")}|\\d+)?[ -]?(day|week|wk|month|mo|d)s?\\b`,
  "gi",
);
const DAYS: Readonly<Record<string, number>> = { d: 1, day: 1, week: 7, wk: 7, month: 30, mo: 30 };

/** Lengths of time that are those of the symptoms or of the stay; plans name others, which are no facts. */
const lengths = ({ text }: Reading, { byId }: Chart): readonly Statement[] => {
  const days = Number(byId.get("symptom/duration")?.value);
  const stay = ["date/admission", "date/discharge"].map(id => Date.parse(String(byId.get(id)?.value)));
  const nights = Math.round((stay[1]! - stay[0]!) / 86_400_000);
  const found = matchesOf(text, LENGTH).flatMap(match => {
    const word = (match[1] ?? "one").toLowerCase();
    const count = SPELT.includes(word) ? SPELT.indexOf(word) : Number(word);
    const read = count * DAYS[match[2]!.toLowerCase()]!;
    const span = [match.index, match.index + match[0].length] as const;
    const isLength = read === days || (days >= 60 && Math.round(days / 30) * 30 === read);
    return [
      ...(isLength ? [holding(span, "symptom/duration")] : []),
      ...(read === nights ? [holding(span, "date/admission", "date/discharge")] : []),
    ];
  });
  const yesterday = days === 1 ? matchesOf(text, /\byesterday\b/gi) : [];
  return [
    ...found,
    ...yesterday.map(({ index }) => holding([index, index + 9] as const, "symptom/duration")),
  ];
};
