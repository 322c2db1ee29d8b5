/** Organ systems that a doctor asks about, in the usual order. */
export const SYSTEMS = [
  "constitutional",
  "head",
  "heart",
  "lungs",
  "gut",
  "urine",
  "joints",
  "nerves",
  "skin",
] as const;
export type System = (typeof SYSTEMS)[number];

/** Symptoms asked for by system; a group stands or falls together: who has one of it is not said to be free of another. */
const ASKED: Readonly<Record<System, readonly (readonly string[])[]>> = {
  constitutional: [
    ["fever", "chills", "malaise", "body-aches"],
    ["weight-loss", "weight-gain"],
    ["night-sweats"],
    ["fatigue"],
  ],
  head: [
    ["headache"],
    ["blurred-vision"],
    ["sore-throat", "facial-pressure", "nasal-congestion", "sneezing"],
    ["ear-pain"],
  ],
  heart: [
    ["chest-pain", "chest-tightness", "exertional-chest-tightness", "pleuritic-pain"],
    ["palpitations", "skipped-beats"],
    ["leg-swelling", "leg-redness", "calf-pain"],
    ["syncope", "lightheadedness", "dizziness"],
  ],
  lungs: [
    ["dyspnea", "exertional-dyspnea", "orthopnea"],
    ["cough", "productive-cough", "dry-cough"],
    ["wheezing"],
  ],
  gut: [
    ["nausea", "vomiting"],
    ["abdominal-pain", "epigastric-discomfort", "abdominal-cramping", "bloating", "flank-pain"],
    ["diarrhea"],
    ["constipation"],
    ["heartburn"],
  ],
  urine: [["dysuria"], ["urinary-frequency", "weak-stream"]],
  joints: [["joint-pain", "knee-pain", "hip-pain", "hand-stiffness", "toe-pain"], ["back-pain"]],
  nerves: [
    ["dizziness", "lightheadedness", "syncope"],
    ["numbness", "foot-numbness"],
    ["weakness"],
    ["seizures", "tremor"],
  ],
  skin: [["rash", "itchy-plaques", "leg-redness"]],
};

/** Names that a denial may use; the others of their group are only complained of. */
const DENIABLE: ReadonlySet<string> = new Set([
  "fever",
  "chills",
  "weight-loss",
  "night-sweats",
  "fatigue",
  "headache",
  "blurred-vision",
  "sore-throat",
  "ear-pain",
  "chest-pain",
  "palpitations",
  "leg-swelling",
  "syncope",
  "dyspnea",
  "orthopnea",
  "cough",
  "wheezing",
  "nausea",
  "vomiting",
  "abdominal-pain",
  "diarrhea",
  "constipation",
  "heartburn",
  "dysuria",
  "urinary-frequency",
  "joint-pain",
  "back-pain",
  "dizziness",
  "numbness",
  "weakness",
  "seizures",
  "rash",
]);

/** What small children's parents can tell. */
const SEEN: ReadonlySet<string> = new Set(["fever", "cough", "wheezing", "vomiting", "diarrhea", "rash"]);

/**
 * Symptoms of a system that somebody may be said not to have.
 *
 * @param has  whether a symptom is complained of, or goes with something on record
 */
export const deniableIn = (
  system: System,
  has: (symptom: string) => boolean,
  isSmallChild: boolean,
): readonly string[] =>
  ASKED[system]
    .filter(group => !group.some(has))
    .flat()
    .filter(symptom => DENIABLE.has(symptom) && (!isSmallChild || SEEN.has(symptom)));

const SYSTEM_OF = new Map(
  SYSTEMS.toReversed().flatMap(system => ASKED[system].flat().map(symptom => [symptom, system] as const)),
);

/** The system a denied symptom is asked for under; the first that asks for it. */
export const systemOf = (symptom: string): System | undefined => SYSTEM_OF.get(symptom);

/** Systems asked about first where somebody complains of this; heart and lungs where nobody complains. */
export const pertinentTo = (symptoms: readonly string[]): ReadonlySet<System> => {
  const own = symptoms.map(systemOf).filter(system => system !== undefined);
  const isChest = own.length === 0 || own.some(system => system === "heart" || system === "lungs");
  return new Set<System>([...own, "constitutional", ...(isChest ? (["heart", "lungs"] as const) : [])]);
};
