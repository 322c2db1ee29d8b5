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
