import type { AllergyCategory, Coded } from "../../../schemas/record.ts";
import { SNOMED } from "../fhir-codes.ts";

/** One allergy of the public vocabulary. */
export interface AllergyEntry {
  readonly slug: string;
  readonly code: Coded;
  readonly category: AllergyCategory;
  /** Chance that an adult's record holds it. */
  readonly chance: number;
  readonly reactions: readonly Coded[];
  /** Ingredients that are not given to those who have it. */
  readonly forbids: readonly string[];
}

const snomed = (code: string, display: string): Coded => ({ system: SNOMED, code, display });

const RASH = snomed("271807003", "Eruption of skin");
const HIVES = snomed("126485001", "Urticaria");
const SWELLING = snomed("402387002", "Allergic angioedema");
const ANAPHYLAXIS = snomed("39579001", "Anaphylaxis");
const NAUSEA = snomed("422587007", "Nausea");
const ITCH = snomed("418290006", "Itching");
const RUNNING_NOSE = snomed("267101005", "Nose running");

/**
 * Allergies and intolerances that records commonly hold.
 *
 * @source  drugs: Zhou et al. 2016, Allergy 71:1305 (penicillins 12.8 %, sulfonamides 7.4 %, opiates 6.8 %, NSAIDs
 *          3.5 %, of 1.7 million records); food: Gupta et al. 2019, JAMA Netw Open 2:e185630 (shellfish 2.9 %, peanut
 *          1.8 % of adults); the rest are our own round figures. SNOMED CT codes as Synthea and public lists have them
 */
export const ALLERGIES: readonly AllergyEntry[] = [
  {
    slug: "penicillin",
    code: snomed("91936005", "Allergy to penicillin"),
    category: "medication",
    chance: 0.11,
    reactions: [RASH, RASH, HIVES, HIVES, SWELLING, ANAPHYLAXIS],
    forbids: ["penicillin", "amoxicillin", "ampicillin", "piperacillin"],
  },
  {
    slug: "sulfonamide",
    code: snomed("91939003", "Allergy to sulfonamide"),
    category: "medication",
    chance: 0.06,
    reactions: [RASH, RASH, HIVES],
    forbids: ["sulfamethoxazole", "sulfasalazine"],
  },
  {
    slug: "codeine",
    code: snomed("293597001", "Allergy to codeine"),
    category: "medication",
    chance: 0.04,
    reactions: [NAUSEA, NAUSEA, ITCH],
    forbids: ["codeine", "oxycodone", "hydrocodone", "morphine"],
  },
  {
    slug: "aspirin",
    code: snomed("293586001", "Allergy to aspirin"),
    category: "medication",
    chance: 0.02,
    reactions: [HIVES, SWELLING],
    forbids: ["aspirin", "ibuprofen", "naproxen"],
  },
  {
    slug: "erythromycin",
    code: snomed("91931000", "Allergy to erythromycin"),
    category: "medication",
    chance: 0.02,
    reactions: [NAUSEA, RASH],
    forbids: ["erythromycin", "azithromycin", "clarithromycin"],
  },
  {
    slug: "peanut",
    code: snomed("91935009", "Allergy to peanuts"),
    category: "food",
    chance: 0.018,
    reactions: [HIVES, SWELLING, ANAPHYLAXIS],
    forbids: [],
  },
  {
    slug: "shellfish",
    code: snomed("300913006", "Shellfish allergy"),
    category: "food",
    chance: 0.025,
    reactions: [HIVES, SWELLING],
    forbids: [],
  },
  {
    slug: "latex",
    code: snomed("300916003", "Latex allergy"),
    category: "environment",
    chance: 0.01,
    reactions: [RASH, ITCH],
    forbids: [],
  },
  {
    slug: "tree-pollen",
    code: snomed("419263009", "Allergy to tree pollen"),
    category: "environment",
    chance: 0.02,
    reactions: [RUNNING_NOSE],
    forbids: [],
  },
  {
    slug: "house-dust-mite",
    code: snomed("232350006", "House dust mite allergy"),
    category: "environment",
    chance: 0.02,
    reactions: [RUNNING_NOSE],
    forbids: [],
  },
  {
    slug: "bee-venom",
    code: snomed("424213003", "Allergy to bee venom"),
    category: "environment",
    chance: 0.01,
    reactions: [SWELLING, ANAPHYLAXIS],
    forbids: [],
  },
];

/** Somebody asked, and nothing is known. */
export const NO_KNOWN_ALLERGY = snomed("716186003", "No known allergy");
