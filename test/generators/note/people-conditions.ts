import type { Sex } from "../../../schemas/record.ts";

/** A condition of the test people: how it is coded, who has it, what is taken for it. */
export interface Row {
  readonly display: string;
  readonly slug: string;
  readonly from: number;
  readonly chance: number;
  readonly acute?: true;
  readonly sex?: Sex;
  readonly drugs?: readonly (readonly [display: string, dosage: string])[];
}

const DAILY = "Take 1 tablet by mouth once daily";
const TWICE = "Take 1 tablet by mouth twice daily";
const NIGHT = "Take 1 tablet by mouth once daily at bedtime";

export const ROWS: readonly Row[] = [
  {
    display: "Hypertensive disorder",
    slug: "hypertension",
    from: 30,
    chance: 0.4,
    drugs: [
      ["lisinopril 10 MG Oral Tablet", DAILY],
      ["lisinopril 20 MG Oral Tablet", DAILY],
      ["amlodipine 5 MG Oral Tablet", DAILY],
      ["losartan potassium 50 MG Oral Tablet", DAILY],
    ],
  },
  {
    display: "Diabetes mellitus type 2 (disorder)",
    slug: "type-2-diabetes",
    from: 30,
    chance: 0.2,
    drugs: [
      ["24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet", TWICE],
      ["glipizide 5 MG Oral Tablet", DAILY],
    ],
  },
  {
    display: "Hyperlipidemia",
    slug: "hyperlipidemia",
    from: 30,
    chance: 0.3,
    drugs: [
      ["atorvastatin 20 MG Oral Tablet", NIGHT],
      ["simvastatin 20 MG Oral Tablet", NIGHT],
    ],
  },
  { display: "Obesity", slug: "obesity", from: 10, chance: 0.25 },
  {
    display: "Coronary arteriosclerosis",
    slug: "coronary-artery-disease",
    from: 45,
    chance: 0.12,
    drugs: [["aspirin 81 MG Oral Tablet", DAILY]],
  },
  {
    display: "Heart failure",
    slug: "heart-failure",
    from: 50,
    chance: 0.1,
    drugs: [
      ["furosemide 40 MG Oral Tablet", DAILY],
      ["24 HR metoprolol succinate 50 MG Extended Release Oral Tablet", DAILY],
    ],
  },
  {
    display: "Atrial fibrillation",
    slug: "atrial-fibrillation",
    from: 50,
    chance: 0.1,
    drugs: [
      ["apixaban 5 MG Oral Tablet", TWICE],
      ["warfarin sodium 5 MG Oral Tablet", DAILY],
    ],
  },
  {
    display: "Cerebrovascular accident",
    slug: "stroke",
    from: 50,
    chance: 0.06,
    drugs: [["clopidogrel 75 MG Oral Tablet", DAILY]],
  },
  {
    display: "Chronic obstructive lung disease",
    slug: "copd",
    from: 45,
    chance: 0.1,
    drugs: [["tiotropium 0.018 MG/ACTUAT Inhalation Powder", "Inhale 1 capsule once daily"]],
  },
  {
    display: "Asthma",
    slug: "asthma",
    from: 3,
    chance: 0.1,
    drugs: [["albuterol 0.09 MG/ACTUAT Metered Dose Inhaler", "Inhale 2 puffs every 4 to 6 hours as needed"]],
  },
  {
    display: "Chronic kidney disease stage 3 (disorder)",
    slug: "chronic-kidney-disease",
    from: 45,
    chance: 0.1,
  },
  {
    display: "Anemia",
    slug: "anemia",
    from: 5,
    chance: 0.1,
    drugs: [["ferrous sulfate 325 MG Oral Tablet", DAILY]],
  },
  {
    display: "Hypothyroidism",
    slug: "hypothyroidism",
    from: 20,
    chance: 0.08,
    drugs: [["levothyroxine sodium 0.05 MG Oral Tablet", DAILY]],
  },
  {
    display: "Osteoarthritis",
    slug: "osteoarthritis",
    from: 45,
    chance: 0.2,
    drugs: [["acetaminophen 500 MG Oral Tablet", "Take 1 tablet by mouth every 6 hours as needed"]],
  },
  {
    display: "Depressive disorder",
    slug: "depression",
    from: 14,
    chance: 0.12,
    drugs: [["sertraline 50 MG Oral Tablet", DAILY]],
  },
  {
    display: "Gastroesophageal reflux disease",
    slug: "gerd",
    from: 20,
    chance: 0.15,
    drugs: [["omeprazole 20 MG Delayed Release Oral Capsule", DAILY]],
  },
  { display: "Migraine", slug: "migraine", from: 12, chance: 0.08 },
  {
    display: "Pneumonia",
    slug: "pneumonia",
    from: 1,
    chance: 0.06,
    acute: true,
    drugs: [["doxycycline hyclate 100 MG Oral Tablet", TWICE]],
  },
  {
    display: "Urinary tract infectious disease",
    slug: "urinary-tract-infection",
    from: 15,
    chance: 0.04,
    acute: true,
  },
  { display: "Acute bronchitis (disorder)", slug: "acute-bronchitis", from: 2, chance: 0.05, acute: true },
  { display: "Malignant tumor of prostate", slug: "prostate-cancer", from: 55, chance: 0.06, sex: "male" },
  { display: "Malignant neoplasm of breast", slug: "breast-cancer", from: 40, chance: 0.06, sex: "female" },
  {
    display: "Gout",
    slug: "gout",
    from: 35,
    chance: 0.05,
    drugs: [["allopurinol 100 MG Oral Tablet", DAILY]],
  },
  { display: "Plantar fasciitis", slug: "plantar-fasciitis", from: 25, chance: 0.03 },
];
