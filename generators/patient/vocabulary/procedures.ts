import type { Coded, Sex } from "../../../schemas/record.ts";
import { SNOMED } from "../fhir-codes.ts";

/** One procedure of the public vocabulary. */
export interface ProcedureEntry {
  readonly slug: string;
  readonly code: Coded;
  /** Ages in years, inclusive, at which it is done. */
  readonly ages: readonly [from: number, to: number];
  /** Chance that somebody at the end of those ages has had it; where there is a reason, of those who have the reason. */
  readonly chance: number;
  readonly sex?: Sex;
  /** Slug of the condition it is done for: not before its onset. */
  readonly reason?: string;
}

const entry = (
  slug: string,
  [code, display]: readonly [string, string],
  ages: ProcedureEntry["ages"],
  chance: number,
  options: Pick<ProcedureEntry, "sex" | "reason"> = {},
): ProcedureEntry => ({ slug, code: { system: SNOMED, code, display }, ages, chance, ...options });

/**
 * Operations that histories commonly hold.
 *
 * @source  lifetime shares, rounded: appendectomy Addiss et al. 1990, Am J Epidemiol 132:910; caesarean births NVSS 2021
 *          (32 %); hysterectomy BRFSS 2018 (15 % at 50); knee and hip replacement Maradit Kremers et al. 2015, JBJS
 *          97:1386; the others are our own round figures. SNOMED CT codes as Synthea and public lists have them
 */
export const PROCEDURES: readonly ProcedureEntry[] = [
  entry("tonsillectomy", ["173422009", "Tonsillectomy"], [4, 18], 0.1),
  entry("appendectomy", ["80146002", "Appendectomy"], [8, 60], 0.08),
  entry("cholecystectomy", ["38102005", "Cholecystectomy"], [30, 80], 0.1),
  entry("inguinal-hernia-repair", ["44558001", "Repair of inguinal hernia"], [20, 80], 0.15, { sex: "male" }),
  entry("cesarean-section", ["11466000", "Cesarean section"], [20, 42], 0.24, { sex: "female" }),
  entry("hysterectomy", ["236886002", "Hysterectomy"], [38, 65], 0.14, { sex: "female" }),
  entry("cataract-surgery", ["110473004", "Cataract surgery"], [60, 90], 0.4),
  entry("coronary-intervention", ["415070008", "Percutaneous coronary intervention"], [40, 90], 0.4, {
    reason: "coronary-artery-disease",
  }),
  entry("coronary-bypass", ["232717009", "Coronary artery bypass grafting"], [45, 85], 0.12, {
    reason: "coronary-artery-disease",
  }),
  entry("knee-replacement", ["609588000", "Total knee replacement"], [50, 88], 0.14, {
    reason: "osteoarthritis",
  }),
  entry("hip-replacement", ["52734007", "Total hip replacement"], [50, 90], 0.08, {
    reason: "osteoarthritis",
  }),
  entry("lumpectomy", ["392021009", "Lumpectomy of breast"], [30, 90], 0.6, { reason: "breast-cancer" }),
];

/** Who has a paced rhythm has had this. */
export const PACEMAKER = entry("pacemaker", ["307280005", "Implantation of cardiac pacemaker"], [18, 120], 1);
