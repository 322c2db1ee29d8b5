/** Krankheiten nach der Kennung der Tatsache: Name im Text, dann gebräuchliche Abkürzung. */
export const KRANKHEITEN: Readonly<Record<string, readonly [string, string?]>> = {
  hypertension: ["arterielle Hypertonie", "aHT"],
  "type-1-diabetes": ["Diabetes mellitus Typ 1", "DM Typ 1"],
  "type-2-diabetes": ["Diabetes mellitus Typ 2", "DM Typ 2"],
  diabetes: ["Diabetes mellitus", "DM"],
  prediabetes: ["Prädiabetes"],
  hyperlipidemia: ["Hyperlipidämie"],
  obesity: ["Adipositas"],
  "coronary-artery-disease": ["koronare Herzkrankheit", "KHK"],
  "myocardial-infarction": ["Myokardinfarkt"],
  "heart-failure": ["Herzinsuffizienz", "HI"],
  "atrial-fibrillation": ["Vorhofflimmern", "VHF"],
  "atrial-flutter": ["Vorhofflattern"],
  stroke: ["Schlaganfall"],
  "transient-ischemic-attack": ["transitorische ischämische Attacke", "TIA"],
  "chronic-kidney-disease": ["chronische Nierenkrankheit", "CKD"],
  copd: ["chronisch obstruktive Lungenerkrankung", "COPD"],
  asthma: ["Asthma bronchiale"],
  "sleep-apnea": ["obstruktives Schlafapnoe-Syndrom", "OSAS"],
  pneumonia: ["Pneumonie"],
  "acute-bronchitis": ["akute Bronchitis"],
  influenza: ["Influenza"],
  "covid-19": ["COVID-19"],
  hypothyroidism: ["Hypothyreose"],
  hyperthyroidism: ["Hyperthyreose"],
  osteoarthritis: ["Arthrose"],
  osteoporosis: ["Osteoporose"],
  "rheumatoid-arthritis": ["rheumatoide Arthritis", "RA"],
  gout: ["Gicht"],
  gerd: ["gastroösophageale Refluxkrankheit", "GERD"],
  depression: ["Depression"],
  anxiety: ["Angststörung"],
  migraine: ["Migräne"],
  anemia: ["Anämie"],
  "urinary-tract-infection": ["Harnwegsinfekt", "HWI"],
  "prostate-cancer": ["Prostatakarzinom"],
  "breast-cancer": ["Mammakarzinom"],
};

/** Beschwerden, als Hauptwort ohne Artikel. */
export const BESCHWERDEN: Readonly<Record<string, string>> = {
  "exertional-dyspnea": "Belastungsdyspnoe",
  dyspnea: "Dyspnoe",
  orthopnea: "Orthopnoe",
  "leg-swelling": "Beinschwellung",
  fatigue: "Abgeschlagenheit",
  "weight-gain": "Gewichtszunahme",
  "weight-loss": "Gewichtsverlust",
  palpitations: "Palpitationen",
  lightheadedness: "Schwindel",
  "skipped-beats": "Herzstolpern",
  "exertional-chest-tightness": "Belastungsangina",
  "chest-tightness": "Engegefühl in der Brust",
  "pleuritic-pain": "atemabhängigen Thoraxschmerzen",
  "productive-cough": "produktivem Husten",
  "dry-cough": "trockenem Reizhusten",
  wheezing: "Giemen",
  fever: "Fieber",
  malaise: "allgemeinem Krankheitsgefühl",
  "knee-pain": "Knieschmerzen",
  "hip-pain": "Hüftschmerzen",
  "back-pain": "Rückenschmerzen",
  headache: "Kopfschmerzen",
  dysuria: "Dysurie",
  "urinary-frequency": "Pollakisurie",
  heartburn: "Sodbrennen",
  "poor-sleep": "Schlafstörungen",
  "low-mood": "gedrückter Stimmung",
};

export const EINNAHME: Readonly<Record<string, string>> = {
  "once-daily": "1 × täglich",
  "twice-daily": "2 × täglich",
  "three-times-daily": "3 × täglich",
  "four-times-daily": "4 × täglich",
  "every-6-hours": "alle 6 Stunden",
  "every-8-hours": "alle 8 Stunden",
  "every-12-hours": "alle 12 Stunden",
  "every-4-to-6-hours": "alle 4 bis 6 Stunden",
  "once-weekly": "1 × pro Woche",
  "at-bedtime": "zur Nacht",
};

export const RHYTHMEN: Readonly<Record<string, string>> = {
  sinus: "Sinusrhythmus",
  bradycardia: "Sinusbradykardie",
  tachycardia: "Sinustachykardie",
  "atrial-fibrillation": "Vorhofflimmern",
  "atrial-flutter": "Vorhofflattern",
};

/** Befunde des Thoraxbildes, # ist die Seite. */
export const BEFUNDE: Readonly<Record<string, string>> = {
  cardiomegaly: "Kardiomegalie",
  effusion: "Pleuraerguss #",
  consolidation: "Infiltrat #",
  nodule: "Rundherd #",
  pneumothorax: "Pneumothorax #",
  other: "unspezifische Veränderung #",
};

export const SEITEN: Readonly<Record<string, string>> = {
  left: "links",
  right: "rechts",
  bilateral: "beidseits",
};

export const WERTE: Readonly<Record<string, string>> = {
  hba1c: "HbA1c",
  creatinine: "Kreatinin",
  egfr: "eGFR",
  sodium: "Natrium",
  potassium: "Kalium",
  hemoglobin: "Hb",
  "white-cell-count": "Leukozyten",
  "ldl-cholesterol": "LDL-Cholesterin",
  tsh: "TSH",
};

/** Allergene, als Hauptwort ohne Artikel. */
export const ALLERGENE: Readonly<Record<string, string>> = {
  penicillin: "Penicillin",
  sulfonamide: "Sulfonamide",
  codeine: "Codein",
  aspirin: "Acetylsalicylsäure",
  erythromycin: "Erythromycin",
  peanut: "Erdnüsse",
  "tree-nut": "Nüsse",
  shellfish: "Schalentiere",
  egg: "Hühnerei",
  latex: "Latex",
  "tree-pollen": "Baumpollen",
  "grass-pollen": "Gräserpollen",
  "house-dust-mite": "Hausstaubmilben",
  mold: "Schimmelpilze",
  "animal-dander": "Tierhaare",
  "bee-venom": "Bienengift",
};
