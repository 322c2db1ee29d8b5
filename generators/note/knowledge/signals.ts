/** Conditions that a finding on ECG or image is a picture of: with one of them on record the finding is explained. */
export const STANDS_FOR: Readonly<Record<string, readonly string[]>> = {
  "rhythm/atrial-fibrillation": ["atrial-fibrillation", "atrial-flutter"],
  "rhythm/atrial-flutter": ["atrial-flutter", "atrial-fibrillation"],
  "finding/consolidation": ["pneumonia"],
  "finding/effusion": ["pleural-effusion", "heart-failure"],
  "finding/pneumothorax": ["pneumothorax"],
  "finding/nodule": ["pulmonary-nodule", "lung-cancer"],
  "finding/cardiomegaly": ["heart-failure", "cardiomyopathy"],
};

/** Symptoms that lead to an ECG, and to a chest X-ray. */
export const LEADS_TO = {
  ecg: new Set([
    "palpitations",
    "lightheadedness",
    "skipped-beats",
    "exertional-chest-tightness",
    "exertional-dyspnea",
    "dyspnea",
    "chest-tightness",
    "leg-swelling",
    "orthopnea",
    "fatigue",
  ]),
  radiology: new Set([
    "dyspnea",
    "exertional-dyspnea",
    "orthopnea",
    "productive-cough",
    "dry-cough",
    "wheezing",
    "fever",
    "pleuritic-pain",
    "chest-tightness",
    "exertional-chest-tightness",
    "weight-loss",
  ]),
} as const;

/** What brings people into hospital rather than to a clinic. */
export const ADMITS: ReadonlySet<string> = new Set([
  "heart-failure",
  "atrial-fibrillation",
  "atrial-flutter",
  "coronary-artery-disease",
  "angina",
  "aortic-stenosis",
  "pulmonary-embolism",
  "deep-vein-thrombosis",
  "copd",
  "asthma",
  "pneumonia",
  "covid-19",
  "influenza",
  "sepsis",
  "cellulitis",
  "urinary-tract-infection",
  "pleural-effusion",
  "pneumothorax",
  "anemia",
  "kidney-stones",
  "effusion",
  "consolidation",
]);
