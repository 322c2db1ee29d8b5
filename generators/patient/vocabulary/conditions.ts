/**
 * One condition of the public vocabulary.
 *
 * `snomed` and `display` are what synthetic records carry; `also` are further SNOMED CT codes of the same thing or
 * of a stage or form of it; `icd10` lists ICD-10-CM categories, matched by prefix, the first being the usual code.
 */
export interface ConditionEntry {
  readonly slug: string;
  readonly snomed: string;
  readonly display: string;
  readonly also: readonly string[];
  readonly icd10: readonly string[];
  /** An episode ends; it counts for a patient only in the year before the reference date. */
  readonly course: "chronic" | "episode";
  /** Ages in years, inclusive, at which the condition is recorded at all: clinical rules, not statistics. */
  readonly minAge: number;
  readonly maxAge: number;
  readonly sex?: "female" | "male";
  /** Typical years since onset of a chronic condition; days an episode lasts. */
  readonly span: number;
}

type Options = Partial<Pick<ConditionEntry, "course" | "minAge" | "maxAge" | "sex" | "span">>;

const entry = (
  slug: string,
  [snomed, display, ...also]: readonly [string, string, ...string[]],
  icd10: readonly string[],
  options: Options = {},
): ConditionEntry => ({
  slug,
  snomed,
  display,
  also,
  icd10,
  course: "chronic",
  minAge: 0,
  maxAge: 120,
  span: 8,
  ...options,
});

/** Atrial fibrillation by what the ECG shows: flutter, or paroxysmal where the rhythm is another. */
export const ATRIAL_FORMS = {
  flutter: { code: "5370000", display: "Atrial flutter" },
  paroxysmal: { code: "282825002", display: "Paroxysmal atrial fibrillation" },
} as const;

/**
 * Common conditions of adult and paediatric care.
 *
 * @source  SNOMED CT and ICD-10-CM concept identifiers as published; further SNOMED codes include those of Synthea's
 *          disease modules (github.com/synthetichealth/synthea, Apache-2.0). Minimum ages are coarse clinical rules.
 */
export const CONDITIONS: readonly ConditionEntry[] = [
  entry(
    "hypertension",
    ["38341003", "Hypertensive disorder", "59621000"],
    ["I10", "I11", "I12", "I13", "I15"],
    {
      minAge: 5,
      span: 10,
    },
  ),
  entry(
    "hyperlipidemia",
    ["55822004", "Hyperlipidemia", "13644009", "302870006", "267432004"],
    ["E78.5", "E78"],
    {
      minAge: 5,
    },
  ),
  entry(
    "type-2-diabetes",
    [
      "44054006",
      "Type 2 diabetes mellitus",
      "368581000119106",
      "422034002",
      "127013003",
      "157141000119108",
      "90781000119102",
      "97331000119101",
      "1551000119108",
      "1501000119109",
      "60951000119105",
    ],
    ["E11.9", "E11"],
    { minAge: 10, span: 9 },
  ),
  entry("obesity", ["414916001", "Obesity", "162864005", "408512008", "238136002"], ["E66.9", "E66"], {
    minAge: 2,
  }),
  entry(
    "coronary-artery-disease",
    [
      "53741008",
      "Coronary arteriosclerosis",
      "414545008",
      "22298006",
      "399211009",
      "399261000",
      "401303003",
      "401314000",
    ],
    ["I25.10", "I25", "I21", "I20"],
    { minAge: 25 },
  ),
  entry(
    "heart-failure",
    ["84114007", "Heart failure", "88805009", "42343007", "48447003", "85232009"],
    ["I50.9", "I50"],
    {
      minAge: 18,
      span: 5,
    },
  ),
  entry(
    "atrial-fibrillation",
    [
      "49436004",
      "Atrial fibrillation",
      "5370000",
      "282825002",
      "440028005",
      "440059007",
      "426749004",
      "195080001",
    ],
    ["I48.91", "I48"],
    { minAge: 18, span: 5 },
  ),
  entry(
    "stroke",
    ["230690007", "Cerebrovascular accident", "422504002", "432504007"],
    ["I63.9", "I63", "I64"],
    {
      minAge: 18,
      span: 6,
    },
  ),
  entry(
    "copd",
    ["13645005", "Chronic obstructive lung disease", "87433001", "185086009"],
    ["J44.9", "J44", "J43"],
    {
      minAge: 35,
    },
  ),
  entry(
    "asthma",
    ["195967001", "Asthma", "233678006", "304527002", "370218001", "426656000"],
    ["J45.909", "J45"],
    {
      minAge: 2,
      span: 15,
    },
  ),
  entry(
    "chronic-kidney-disease",
    [
      "709044004",
      "Chronic kidney disease",
      "431855005",
      "431856006",
      "433144002",
      "431857002",
      "433146000",
      "46177005",
    ],
    ["N18.9", "N18"],
    { minAge: 5, span: 6 },
  ),
  entry(
    "anemia",
    ["271737000", "Anemia", "87522002", "234347009"],
    ["D64.9", "D50", "D51", "D52", "D53", "D63", "D64"],
    {
      span: 3,
    },
  ),
  entry("hypothyroidism", ["40930008", "Hypothyroidism", "83664006"], ["E03.9", "E03"], { span: 10 }),
  entry(
    "osteoarthritis",
    ["396275006", "Osteoarthritis", "239873007", "201834006", "239872002"],
    ["M19.90", "M15", "M16", "M17", "M18", "M19"],
    { minAge: 25, span: 10 },
  ),
  entry("depression", ["35489007", "Depressive disorder", "370143000", "36923009"], ["F32.A", "F32", "F33"], {
    minAge: 8,
    span: 6,
  }),
  entry(
    "pneumonia",
    ["233604007", "Pneumonia", "385093006", "53084003", "75570004"],
    ["J18.9", "J12", "J13", "J14", "J15", "J16", "J18"],
    {
      course: "episode",
      span: 21,
    },
  ),
  entry("pleural-effusion", ["60046008", "Pleural effusion"], ["J90", "J91"], {
    course: "episode",
    span: 30,
  }),
  entry("pregnancy", ["77386006", "Pregnancy", "72892002", "47200007"], ["Z33.1", "Z34", "Z3A", "O09"], {
    course: "episode",
    minAge: 15,
    maxAge: 49,
    sex: "female",
    span: 280,
  }),
  entry(
    "prostate-cancer",
    ["399068003", "Malignant tumor of prostate", "126906006", "92691004", "314994000"],
    ["C61"],
    {
      minAge: 40,
      sex: "male",
      span: 6,
    },
  ),
  entry("breast-cancer", ["254837009", "Malignant neoplasm of breast"], ["C50.919", "C50"], {
    minAge: 20,
    span: 6,
  }),
  entry("anxiety", ["197480006", "Anxiety disorder", "80583007"], ["F41.9", "F41"], { minAge: 5 }),
  entry("gerd", ["235595009", "Gastroesophageal reflux disease"], ["K21.9", "K21"]),
  entry("lung-nodule", ["427359005", "Solitary nodule of lung"], ["R91.1"], { span: 1 }),
  entry("pneumothorax", ["36118008", "Pneumothorax"], ["J93.9", "J93"], { course: "episode", span: 14 }),
  entry("osteoporosis", ["64859006", "Osteoporosis", "443165006"], ["M81.0", "M80", "M81"], { minAge: 30 }),
  entry("prediabetes", ["714628002", "Prediabetes", "15777000"], ["R73.03"], { minAge: 10, span: 4 }),
  entry("gout", ["90560007", "Gout"], ["M10.9", "M10"], { minAge: 20 }),
  entry("migraine", ["37796009", "Migraine", "124171000119105"], ["G43.909", "G43"], { minAge: 5, span: 12 }),
  entry("epilepsy", ["84757009", "Epilepsy", "128613002"], ["G40.909", "G40"], { span: 12 }),
  entry(
    "dementia",
    ["52448006", "Dementia", "26929004", "230265002"],
    ["F03.90", "F01", "F02", "F03", "G30"],
    {
      minAge: 45,
      span: 4,
    },
  ),
  entry(
    "lung-cancer",
    ["93880001", "Primary malignant neoplasm of lung", "254637007", "424132000", "254632001"],
    ["C34.90", "C34"],
    {
      minAge: 30,
      span: 2,
    },
  ),
  entry(
    "colorectal-cancer",
    ["363406005", "Malignant tumor of colon", "109838007", "93761005"],
    ["C18.9", "C18", "C19", "C20"],
    {
      minAge: 25,
      span: 5,
    },
  ),
];
