/** One product: RxNorm clinical drug, usual adult dosage and route. */
export interface Product {
  readonly rxnorm: string;
  readonly display: string;
  readonly dosage: string;
  readonly route: "oral" | "inhalation" | "subcutaneous";
  /** How often it is chosen within its class, relative. */
  readonly share: number;
}

/**
 * One class of medication, as attributes count it. A real order belongs to the class if its RxNorm code is listed or
 * its display holds one of the ingredients.
 */
export interface MedicationEntry {
  readonly slug: string;
  readonly ingredients: readonly string[];
  readonly products: readonly Product[];
  /** Further RxNorm codes whose displays may be missing. */
  readonly also: readonly string[];
  /** Condition slugs, the main one first. */
  readonly indications: readonly string[];
  readonly minAge: number;
  /** Not given in pregnancy. */
  readonly avoidInPregnancy: boolean;
}

const oral = (rxnorm: string, display: string, dosage: string, share = 1): Product => ({
  rxnorm,
  display,
  dosage,
  route: "oral",
  share,
});

const entry = (
  slug: string,
  indications: readonly string[],
  ingredients: readonly string[],
  products: readonly Product[],
  options: Partial<Pick<MedicationEntry, "also" | "minAge" | "avoidInPregnancy">> = {},
): MedicationEntry => ({
  slug,
  indications,
  ingredients,
  products,
  also: [],
  minAge: 18,
  avoidInPregnancy: false,
  ...options,
});

const DAILY = "Take 1 tablet by mouth once daily";
const TWICE = "Take 1 tablet by mouth twice daily";
const BEDTIME = "Take 1 tablet by mouth once daily at bedtime";

/**
 * Common medication classes with representative products.
 *
 * @source  RxNorm (US National Library of Medicine) concept identifiers, several as Synthea writes them; dosages are
 *          the usual adult doses of the US labels (DailyMed).
 */
export const MEDICATIONS: readonly MedicationEntry[] = [
  entry(
    "ace-inhibitor-or-arb",
    ["hypertension", "heart-failure", "chronic-kidney-disease"],
    ["lisinopril", "captopril", "enalapril", "ramipril", "benazepril", "losartan", "valsartan"],
    [
      oral("314076", "lisinopril 10 MG Oral Tablet", DAILY, 6),
      oral("979492", "losartan potassium 50 MG Oral Tablet", DAILY, 4),
    ],
    { also: ["833036"], minAge: 6, avoidInPregnancy: true },
  ),
  entry(
    "thiazide",
    ["hypertension"],
    ["hydrochlorothiazide", "chlorthalidone", "indapamide"],
    [
      oral(
        "310798",
        "hydrochlorothiazide 25 MG Oral Tablet",
        "Take 1 tablet by mouth once daily in the morning",
        7,
      ),
      oral(
        "197499",
        "chlorthalidone 25 MG Oral Tablet",
        "Take 1 tablet by mouth once daily in the morning",
        3,
      ),
    ],
    { also: ["316049"] },
  ),
  entry(
    "calcium-channel-blocker",
    ["hypertension"],
    ["amlodipine", "nifedipine", "felodipine", "diltiazem", "verapamil"],
    [oral("197361", "amlodipine 5 MG Oral Tablet", DAILY)],
    { also: ["897718"] },
  ),
  entry(
    "beta-blocker",
    ["coronary-artery-disease", "heart-failure", "atrial-fibrillation", "hypertension"],
    ["metoprolol", "carvedilol", "bisoprolol", "atenolol", "propranolol"],
    [
      oral("866436", "24 HR metoprolol succinate 50 MG Extended Release Oral Tablet", DAILY, 6),
      oral("866412", "24 HR metoprolol succinate 100 MG Extended Release Oral Tablet", DAILY, 2),
      oral("200031", "carvedilol 6.25 MG Oral Tablet", TWICE, 3),
    ],
    { also: ["866414"] },
  ),
  entry(
    "statin",
    ["hyperlipidemia", "coronary-artery-disease", "stroke", "type-2-diabetes"],
    ["atorvastatin", "simvastatin", "simvistatin", "rosuvastatin", "pravastatin", "lovastatin"],
    [
      oral("617310", "atorvastatin 20 MG Oral Tablet", BEDTIME, 7),
      oral("312961", "simvastatin 20 MG Oral Tablet", BEDTIME, 3),
    ],
    { also: ["316672", "314231", "259255"], avoidInPregnancy: true },
  ),
  entry(
    "metformin",
    ["type-2-diabetes", "prediabetes"],
    ["metformin"],
    [
      oral(
        "861007",
        "metformin hydrochloride 500 MG Oral Tablet",
        "Take 1 tablet by mouth twice daily with meals",
        6,
      ),
      oral(
        "860975",
        "24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet",
        "Take 2 tablets by mouth once daily with the evening meal",
        4,
      ),
    ],
    { minAge: 10 },
  ),
  entry(
    "levothyroxine",
    ["hypothyroidism"],
    ["levothyroxine"],
    [
      oral(
        "966221",
        "levothyroxine sodium 0.05 MG Oral Tablet",
        "Take 1 tablet by mouth once daily before breakfast",
      ),
    ],
    { minAge: 0 },
  ),
  entry(
    "albuterol",
    ["asthma", "copd"],
    ["albuterol"],
    [
      {
        rxnorm: "745679",
        display: "200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler",
        dosage: "Inhale 2 puffs every 4 to 6 hours as needed",
        route: "inhalation",
        share: 1,
      },
    ],
    { also: ["351137"], minAge: 0 },
  ),
  entry(
    "loop-diuretic",
    ["heart-failure", "chronic-kidney-disease"],
    ["furosemide", "lasix", "torsemide", "bumetanide"],
    [oral("313988", "furosemide 40 MG Oral Tablet", "Take 1 tablet by mouth once daily in the morning")],
    { also: ["315971", "1719286"] },
  ),
  entry(
    "anticoagulant",
    ["atrial-fibrillation"],
    ["apixaban", "warfarin", "rivaroxaban", "dabigatran"],
    [
      oral("1364445", "apixaban 5 MG Oral Tablet", TWICE, 7),
      oral("855332", "warfarin sodium 5 MG Oral Tablet", DAILY, 3),
    ],
    { avoidInPregnancy: true },
  ),
  entry(
    "ssri",
    ["depression", "anxiety"],
    ["sertraline", "escitalopram", "fluoxetine", "citalopram", "paroxetine"],
    [oral("312941", "sertraline 50 MG Oral Tablet", DAILY)],
    { also: ["328670"], minAge: 8 },
  ),
  entry(
    "antiplatelet",
    ["coronary-artery-disease", "stroke"],
    ["aspirin 81", "clopidogrel"],
    [
      oral("243670", "aspirin 81 MG Oral Tablet", DAILY, 8),
      oral("309362", "clopidogrel 75 MG Oral Tablet", DAILY, 2),
    ],
  ),
  entry(
    "proton-pump-inhibitor",
    ["gerd"],
    ["omeprazole", "pantoprazole"],
    [
      oral(
        "198051",
        "omeprazole 20 MG Delayed Release Oral Capsule",
        "Take 1 capsule by mouth once daily before breakfast",
      ),
    ],
  ),
  entry(
    "iron",
    ["anemia"],
    ["ferrous sulfate"],
    [oral("310325", "ferrous sulfate 325 MG Oral Tablet", DAILY)],
    { minAge: 12 },
  ),
  entry(
    "bisphosphonate",
    ["osteoporosis"],
    ["alendronic", "alendronate"],
    [
      oral(
        "904419",
        "alendronic acid 10 MG Oral Tablet",
        "Take 1 tablet by mouth once daily before breakfast",
      ),
    ],
  ),
  entry("allopurinol", ["gout"], ["allopurinol"], [oral("197319", "allopurinol 100 MG Oral Tablet", DAILY)]),
  entry(
    "inhaled-steroid-laba",
    ["asthma", "copd"],
    ["salmeterol", "formoterol"],
    [
      {
        rxnorm: "896209",
        display:
          "60 ACTUAT fluticasone propionate 0.25 MG/ACTUAT / salmeterol 0.05 MG/ACTUAT Dry Powder Inhaler",
        dosage: "Inhale 1 puff twice daily",
        route: "inhalation",
        share: 1,
      },
    ],
  ),
  entry(
    "digoxin",
    ["atrial-fibrillation", "heart-failure"],
    ["digoxin"],
    [oral("197604", "digoxin 0.125 MG Oral Tablet", DAILY)],
  ),
  entry(
    "nitroglycerin",
    ["coronary-artery-disease"],
    ["nitroglycerin"],
    [
      oral(
        "705129",
        "nitroglycerin 0.4 MG/ACTUAT Mucosal Spray",
        "1 spray under the tongue as needed for chest pain",
      ),
    ],
  ),
  entry(
    "insulin",
    ["type-2-diabetes"],
    ["insulin"],
    [
      {
        rxnorm: "106892",
        display:
          "insulin isophane, human 70 UNT/ML / insulin, regular, human 30 UNT/ML Injectable Suspension [Humulin]",
        dosage: "Inject 10 units under the skin twice daily before meals",
        route: "subcutaneous",
        share: 1,
      },
    ],
  ),
];
