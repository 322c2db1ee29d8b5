type Names = Readonly<Record<string, readonly [full: string, ...short: string[]]>>;

/** What people are allergic to, in running text; then abbreviated. */
export const ALLERGEN_NAMES: Names = {
  penicillin: ["penicillin", "PCN"],
  sulfonamide: ["sulfonamides", "sulfa"],
  codeine: ["codeine"],
  aspirin: ["aspirin", "ASA"],
  erythromycin: ["erythromycin"],
  peanut: ["peanuts"],
  "tree-nut": ["tree nuts"],
  shellfish: ["shellfish"],
  egg: ["eggs"],
  latex: ["latex"],
  "tree-pollen": ["tree pollen"],
  "grass-pollen": ["grass pollen"],
  "house-dust-mite": ["house dust mites", "dust mites"],
  mold: ["mold"],
  "animal-dander": ["animal dander"],
  "bee-venom": ["bee stings"],
};

export const REACTION_NAMES: Names = {
  anaphylaxis: ["anaphylaxis"],
  swelling: ["swelling", "angioedema"],
  hives: ["hives"],
  rash: ["a rash", "rash"],
  nausea: ["nausea"],
  itching: ["itching"],
  "runny-nose": ["a runny nose", "rhinitis"],
};

export const OPERATION_NAMES: Names = {
  tonsillectomy: ["tonsillectomy", "T&A"],
  appendectomy: ["appendectomy", "appy"],
  cholecystectomy: ["cholecystectomy", "chole"],
  "hernia-repair": ["inguinal hernia repair", "hernia repair"],
  "cesarean-section": ["cesarean section", "C-section"],
  hysterectomy: ["hysterectomy", "hyst"],
  "cataract-surgery": ["cataract surgery"],
  "coronary-intervention": ["percutaneous coronary intervention", "PCI"],
  "coronary-bypass": ["coronary artery bypass grafting", "CABG"],
  "knee-replacement": ["total knee replacement", "TKR"],
  "hip-replacement": ["total hip replacement", "THR"],
  lumpectomy: ["lumpectomy"],
  pacemaker: ["pacemaker implantation", "PPM"],
};

/** What a sentence says of somebody ("smokes daily"), and what stands behind a label ("Tobacco: daily"). */
interface Habit {
  readonly verb: readonly string[];
  readonly label: readonly string[];
}

export const SMOKING_WORDS: Readonly<Record<string, Habit>> = {
  never: {
    verb: ["has never smoked", "is a lifelong non-smoker", "is a never smoker", "has never used tobacco"],
    label: ["never smoker", "non-smoker", "lifelong non-smoker"],
  },
  former: {
    verb: ["used to smoke", "quit smoking", "is a former smoker", "has stopped smoking"],
    label: ["former smoker", "ex-smoker", "quit smoking"],
  },
  "some-days": {
    verb: ["smokes occasionally", "smokes on some days", "is an occasional smoker"],
    label: ["occasional smoker", "smokes occasionally", "some-day smoker"],
  },
  daily: {
    verb: ["smokes daily", "smokes every day", "is a daily smoker", "smokes cigarettes every day"],
    label: ["daily smoker", "smokes daily", "current daily smoker"],
  },
};

export const ALCOHOL_WORDS: Readonly<Record<string, Habit>> = {
  none: {
    verb: ["does not drink alcohol", "drinks no alcohol", "abstains from alcohol", "denies alcohol use"],
    label: ["no alcohol", "no EtOH", "denies EtOH"],
  },
  light: {
    verb: [
      "drinks alcohol occasionally",
      "has an occasional drink",
      "rarely drinks alcohol",
      "drinks a little alcohol",
    ],
    label: ["occasional alcohol", "occasional EtOH", "rare EtOH"],
  },
  moderate: {
    verb: ["drinks alcohol in moderation", "drinks moderately", "drinks a moderate amount of alcohol"],
    label: ["moderate alcohol", "moderate EtOH"],
  },
  heavy: {
    verb: ["drinks heavily", "is a heavy drinker", "drinks alcohol heavily"],
    label: ["heavy alcohol use", "heavy EtOH"],
  },
};
