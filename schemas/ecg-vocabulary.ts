import type { Conduction, Ectopy, Morphology, Rhythm } from "./ecg.ts";
import { shownOf } from "./ecg-shown.ts";
import type { EcgOrder } from "./person.ts";

/** A SNOMED CT code and its words. */
export interface DxLabel {
  readonly code: string;
  readonly display: string;
}

export type Superclass = "NORM" | "MI" | "STTC" | "CD" | "HYP";
export type Code15Label = "1dAVb" | "RBBB" | "LBBB" | "SB" | "ST" | "AF";

/** One kind in the vocabularies of public ECG collections. */
export interface EcgStatement {
  /** SNOMED CT, as in the PhysioNet/CinC Challenge 2021. */
  readonly snomed: readonly DxLabel[];
  /** SCP-ECG statements, as in PTB-XL. */
  readonly scp: readonly string[];
  /** The label of CODE-15 %, where it has one. */
  readonly code15?: Code15Label;
}

const statement = (
  snomed: readonly (readonly [code: string, display: string])[],
  scp: readonly string[],
  code15?: Code15Label,
): EcgStatement => ({
  snomed: snomed.map(([code, display]) => ({ code, display })),
  scp,
  ...(code15 !== undefined && { code15 }),
});

const RBBB = ["59118001", "Right bundle branch block"] as const;
const LAFB = ["445118002", "Left anterior fascicular block"] as const;
const OLD = ["164867002", "Old myocardial infarction"] as const;
const ACUTE = ["57054005", "Acute myocardial infarction"] as const;
const ANTERIOR = ["54329005", "Anterior myocardial infarction"] as const;
const ST_ELEVATION = ["164931005", "ST elevation"] as const;

/**
 * @source  PhysioNet/CinC Challenge 2021 (dx_mapping_scored, dx_mapping_unscored); PTB-XL scp_statements (Wagner 2020, Sci Data 7:154); CODE-15 % (Ribeiro 2020, Nat Commun 11:1760)
 */
const RHYTHM_STATEMENTS: { readonly [R in Rhythm]: EcgStatement } = {
  sinus: statement([["426783006", "Sinus rhythm"]], ["SR"]),
  bradycardia: statement([["426177001", "Sinus bradycardia"]], ["SBRAD"], "SB"),
  tachycardia: statement([["427084000", "Sinus tachycardia"]], ["STACH"], "ST"),
  "sinus-arrhythmia": statement([["427393009", "Sinus arrhythmia"]], ["SARRH"]),
  "atrial-fibrillation": statement([["164889003", "Atrial fibrillation"]], ["AFIB"], "AF"),
  "atrial-flutter": statement([["164890007", "Atrial flutter"]], ["AFLT"]),
  "supraventricular-tachycardia": statement([["426761007", "Supraventricular tachycardia"]], ["SVTAC"]),
  paced: statement([["10370003", "Pacing rhythm"]], ["PACE"]),
};

const NOTHING: EcgStatement = { snomed: [], scp: [] };

const CONDUCTION_STATEMENTS: { readonly [C in Conduction]: EcgStatement } = {
  normal: NOTHING,
  "first-degree-av-block": statement(
    [["270492004", "First degree atrioventricular block"]],
    ["1AVB"],
    "1dAVb",
  ),
  "second-degree-av-block-mobitz-1": statement(
    [["54016002", "Mobitz type I (Wenckebach) atrioventricular block"]],
    ["2AVB"],
  ),
  "second-degree-av-block-mobitz-2": statement(
    [["426183003", "Mobitz type II atrioventricular block"]],
    ["2AVB"],
  ),
  "third-degree-av-block": statement([["27885002", "Complete heart block"]], ["3AVB"]),
  "left-bundle-branch-block": statement([["164909002", "Left bundle branch block"]], ["CLBBB"], "LBBB"),
  "right-bundle-branch-block": statement([RBBB], ["CRBBB"], "RBBB"),
  "left-anterior-fascicular-block": statement([LAFB], ["LAFB"]),
  "left-posterior-fascicular-block": statement([["445211001", "Left posterior fascicular block"]], ["LPFB"]),
  "right-bundle-branch-and-left-anterior-fascicular-block": statement(
    [RBBB, LAFB],
    ["CRBBB", "LAFB"],
    "RBBB",
  ),
  "pre-excitation": statement([["74390002", "Wolff-Parkinson-White pattern"]], ["WPW"]),
};

const ECTOPY_STATEMENTS: { readonly [E in Ectopy]: EcgStatement } = {
  none: NOTHING,
  "atrial-premature": statement([["284470004", "Premature atrial contraction"]], ["PAC"]),
  "ventricular-premature": statement([["427172004", "Premature ventricular contraction"]], ["PVC"]),
  "ventricular-bigeminy": statement([["11157007", "Ventricular bigeminy"]], ["PVC", "BIGU"]),
  "ventricular-couplets": statement([["251182009", "Paired ventricular premature complexes"]], ["PVC"]),
};

const MORPHOLOGY_STATEMENTS: { readonly [M in Morphology]: EcgStatement } = {
  normal: NOTHING,
  "left-ventricular-hypertrophy": statement([["164873001", "Left ventricular hypertrophy"]], ["LVH"]),
  "right-ventricular-hypertrophy": statement([["89792004", "Right ventricular hypertrophy"]], ["RVH"]),
  // The Challenge's "anterior myocardial infarction" is an acute one in SNOMED CT.
  "old-anterior-infarction": statement([OLD], ["AMI"]),
  "old-septal-infarction": statement([OLD], ["ASMI"]),
  "old-lateral-infarction": statement([OLD], ["LMI"]),
  "old-inferior-infarction": statement([OLD], ["IMI"]),
  "acute-anterior-infarction": statement([ACUTE, ANTERIOR, ST_ELEVATION], ["AMI", "STE_"]),
  "acute-lateral-infarction": statement([ACUTE, ST_ELEVATION], ["LMI", "STE_"]),
  "acute-inferior-infarction": statement([ACUTE, ST_ELEVATION], ["IMI", "STE_"]),
  "ischaemic-st-t-change": statement(
    [
      ["164861001", "Myocardial ischemia"],
      ["429622005", "ST depression"],
    ],
    ["ISC_", "STD_"],
  ),
  "t-wave-change": statement([["164934002", "T wave abnormal"]], ["NDT"]),
  "long-qt": statement([["111975006", "Prolonged QT interval"]], ["LNGQT"]),
  "low-voltage": statement([["251146004", "Low QRS voltages"]], ["LVOLT"]),
};

/** Every label that a recording can have. */
export const ECG_LABELS: readonly DxLabel[] = [
  ...new Map(
    [RHYTHM_STATEMENTS, CONDUCTION_STATEMENTS, ECTOPY_STATEMENTS, MORPHOLOGY_STATEMENTS]
      .flatMap(table => Object.values<EcgStatement>(table))
      .flatMap(({ snomed }) => snomed.map(label => [label.code, label] as const)),
  ).values(),
];

/** Superclass of the diagnostic statements used here; statements of form and rhythm have none. */
export const SCP_SUPERCLASS: Readonly<Record<string, Superclass>> = {
  NORM: "NORM",
  "1AVB": "CD",
  "2AVB": "CD",
  "3AVB": "CD",
  CLBBB: "CD",
  CRBBB: "CD",
  LAFB: "CD",
  LPFB: "CD",
  WPW: "CD",
  LVH: "HYP",
  RVH: "HYP",
  AMI: "MI",
  ASMI: "MI",
  LMI: "MI",
  IMI: "MI",
  ISC_: "STTC",
  NDT: "STTC",
  LNGQT: "STTC",
};

const statementsOf = (order: EcgOrder): readonly EcgStatement[] => {
  const { rhythm, conduction, ectopy, morphology } = shownOf(order);
  return [
    RHYTHM_STATEMENTS[rhythm],
    CONDUCTION_STATEMENTS[conduction],
    ECTOPY_STATEMENTS[ectopy],
    MORPHOLOGY_STATEMENTS[morphology],
  ];
};

/** Diagnoses an order's recording shows, rhythm first: SNOMED CT. What cannot be shown is not claimed. */
export const labelsOf = (order: EcgOrder): readonly DxLabel[] =>
  statementsOf(order).flatMap(({ snomed }) => snomed);

/** The same as SCP-ECG statements; "NORM" where nothing but a sinus rhythm of normal rate is there. */
export const scpOf = (order: EcgOrder): readonly string[] => {
  const { rhythm, conduction, ectopy, morphology } = shownOf(order);
  const isNormal = [conduction, morphology].every(kind => kind === "normal") && ectopy === "none";
  const plain = isNormal && (rhythm === "sinus" || rhythm === "sinus-arrhythmia");
  return [...(plain ? ["NORM"] : []), ...new Set(statementsOf(order).flatMap(({ scp }) => scp))];
};

/** The same as superclasses of PTB-XL. */
export const superclassesOf = (order: EcgOrder): readonly Superclass[] => [
  ...new Set(scpOf(order).flatMap(code => SCP_SUPERCLASS[code] ?? [])),
];

/** The same in CODE-15 %, which knows six abnormalities. */
export const code15Of = (order: EcgOrder): readonly Code15Label[] =>
  statementsOf(order).flatMap(({ code15 }) => code15 ?? []);

/** Header comments that state an order in the vocabularies beside SNOMED CT (which the `#Dx:` line has). */
export const vocabularyComments = (order: EcgOrder): readonly string[] => [
  `SCP: ${scpOf(order).join(",")}`,
  `Superclass: ${superclassesOf(order).join(",") || "none"}`,
  `CODE-15: ${code15Of(order).join(",") || "none"}`,
];
