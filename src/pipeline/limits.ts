/** What this version is known to be weak at: printed in every report. */
export const LIMITS: readonly string[] = [
  "Records: a tree of pairs over public attributes. Correlations between two conditions that share no parent are the prior's, not the cohort's; histories follow public laws, not measured ones.",
  "ECG: the median beat and ten rhythm features are steered; beat-to-beat variation, noise and rare rhythms are the simulator's. Diagnoses are counted in groups (infarction, hypertrophy, ST-T change …): which kind a person has within one follows public shares, not the cohort.",
  "Image: a procedural thorax steered in a low-dimensional space. Fine texture is the prior's: do not train a detector of subtle lesions on it.",
  "Note: a grammar over the record's facts. It says nothing that the record does not, and its wording repeats.",
  "The ledger counts this run. Privacy losses of other runs on the same patients add up: the owner's lifetime book holds those that used it, and no report can show a run that did not.",
  "Audit numbers come from the patients set aside: with few of them a test can miss a leak, and its row says how large a leak it would have seen.",
];
