const ROWS: readonly (readonly [drugs: string, concepts: string])[] = [
  [
    "lisinopril enalapril ramipril benazepril captopril quinapril losartan valsartan candesartan irbesartan olmesartan telmisartan",
    "hypertension heart-failure chronic-kidney-disease",
  ],
  ["sacubitril/valsartan sacubitril", "heart-failure"],
  ["amlodipine nifedipine felodipine clonidine hydralazine", "hypertension"],
  ["hydrochlorothiazide chlorthalidone indapamide hydrochlorothiazide/lisinopril", "hypertension"],
  ["furosemide torsemide bumetanide", "heart-failure"],
  ["spironolactone eplerenone", "heart-failure hypertension"],
  [
    "metoprolol carvedilol bisoprolol",
    "heart-failure atrial-fibrillation coronary-artery-disease hypertension",
  ],
  ["atenolol propranolol nebivolol labetalol", "hypertension atrial-fibrillation"],
  ["diltiazem verapamil", "atrial-fibrillation atrial-flutter hypertension"],
  ["digoxin", "atrial-fibrillation atrial-flutter heart-failure"],
  ["amiodarone sotalol flecainide dofetilide", "atrial-fibrillation atrial-flutter"],
  [
    "apixaban rivaroxaban dabigatran warfarin edoxaban",
    "atrial-fibrillation atrial-flutter pulmonary-embolism deep-vein-thrombosis",
  ],
  [
    "aspirin clopidogrel ticagrelor prasugrel",
    "coronary-artery-disease myocardial-infarction stroke transient-ischemic-attack peripheral-artery-disease",
  ],
  ["nitroglycerin isosorbide ranolazine", "coronary-artery-disease angina"],
  [
    "atorvastatin simvastatin rosuvastatin pravastatin lovastatin ezetimibe fenofibrate gemfibrozil",
    "hyperlipidemia coronary-artery-disease",
  ],
  [
    "metformin glipizide glimepiride glyburide sitagliptin linagliptin pioglitazone semaglutide liraglutide dulaglutide empagliflozin dapagliflozin canagliflozin insulin",
    "type-2-diabetes diabetes type-1-diabetes",
  ],
  ["levothyroxine", "hypothyroidism"],
  ["methimazole propylthiouracil", "hyperthyroidism"],
  ["allopurinol febuxostat colchicine", "gout"],
  ["alendronate risedronate zoledronic denosumab", "osteoporosis"],
  [
    "albuterol budesonide fluticasone salmeterol montelukast budesonide/formoterol fluticasone/salmeterol",
    "asthma copd",
  ],
  ["tiotropium umeclidinium ipratropium", "copd"],
  ["omeprazole pantoprazole esomeprazole lansoprazole famotidine", "gerd peptic-ulcer-disease"],
  ["sertraline escitalopram citalopram fluoxetine venlafaxine duloxetine paroxetine", "depression anxiety"],
  ["bupropion mirtazapine trazodone", "depression"],
  ["buspirone lorazepam alprazolam clonazepam", "anxiety"],
  ["quetiapine lithium lamotrigine", "bipolar-disorder epilepsy"],
  ["risperidone olanzapine aripiprazole", "schizophrenia bipolar-disorder"],
  ["donepezil memantine galantamine", "dementia"],
  ["levetiracetam phenytoin carbamazepine valproate", "epilepsy"],
  ["sumatriptan topiramate rizatriptan", "migraine"],
  ["carbidopa/levodopa levodopa", "parkinson-disease"],
  ["gabapentin pregabalin", "diabetic-neuropathy low-back-pain"],
  ["acetaminophen ibuprofen naproxen meloxicam celecoxib", "osteoarthritis low-back-pain"],
  ["methotrexate adalimumab etanercept", "rheumatoid-arthritis psoriasis"],
  ["hydroxychloroquine", "rheumatoid-arthritis lupus"],
  ["ferrous iron", "iron-deficiency-anemia anemia"],
  ["tamsulosin finasteride terazosin", "benign-prostatic-hyperplasia"],
  [
    "amoxicillin azithromycin doxycycline levofloxacin ceftriaxone amoxicillin/clavulanate",
    "pneumonia acute-bronchitis sinusitis",
  ],
  ["nitrofurantoin ciprofloxacin trimethoprim sulfamethoxazole/trimethoprim", "urinary-tract-infection"],
  ["cephalexin clindamycin", "cellulitis"],
  ["tamoxifen anastrozole letrozole", "breast-cancer"],
  ["latanoprost timolol", "glaucoma"],
  ["loratadine cetirizine fexofenadine", "allergic-rhinitis"],
  ["sevelamer epoetin", "end-stage-renal-disease chronic-kidney-disease"],
];

const INDICATIONS = new Map<string, readonly string[]>(
  ROWS.flatMap(([drugs, concepts]) => drugs.split(" ").map(drug => [drug, concepts.split(" ")] as const)),
);

/**
 * Slugs of the conditions a drug is commonly given for, the most usual first; none for an unknown drug. Looked up by
 * the whole ingredient name, then by its first word (metoprolol succinate → metoprolol).
 *
 * @source  labelled indications and first-line uses of common outpatient drugs (British National Formulary 2023)
 */
export const indicationsOf = (drug: string): readonly string[] =>
  INDICATIONS.get(drug) ?? INDICATIONS.get(drug.split(/[ /]/)[0]!) ?? [];

/** Whether a drug treats infections by bacteria. */
export const isAntibiotic = (drug: string): boolean =>
  indicationsOf(drug).some(
    slug => slug === "pneumonia" || slug === "urinary-tract-infection" || slug === "cellulitis",
  );
