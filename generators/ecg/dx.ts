import type { Conduction, EcgMeasurements, Ectopy, Rhythm } from "../../schemas/ecg.ts";
import type { EcgOrder } from "../../schemas/person.ts";

/** A SNOMED CT code and its words. */
export interface DxLabel {
  readonly code: string;
  readonly display: string;
}

/** Codes and names as in the mapping of the PhysioNet/CinC Challenge 2021. */
const RHYTHM_LABELS: { readonly [R in Rhythm]: DxLabel } = {
  sinus: { code: "426783006", display: "Sinus rhythm" },
  bradycardia: { code: "426177001", display: "Sinus bradycardia" },
  tachycardia: { code: "427084000", display: "Sinus tachycardia" },
  "atrial-fibrillation": { code: "164889003", display: "Atrial fibrillation" },
  "atrial-flutter": { code: "164890007", display: "Atrial flutter" },
};

const CONDUCTION_LABELS: { readonly [C in Exclude<Conduction, "normal">]: DxLabel } = {
  "first-degree-av-block": { code: "270492004", display: "First degree atrioventricular block" },
  "left-bundle-branch-block": { code: "164909002", display: "Left bundle branch block" },
  "right-bundle-branch-block": { code: "59118001", display: "Right bundle branch block" },
};

const ECTOPY_LABELS: { readonly [E in Exclude<Ectopy, "none">]: DxLabel } = {
  "atrial-premature": { code: "284470004", display: "Premature atrial contraction" },
  "ventricular-premature": { code: "427172004", display: "Premature ventricular contraction" },
};

/**
 * Diagnoses an order's recording shows, rhythm first. What the rhythm makes impossible (a PR interval or atrial
 * premature beats without P waves) is not claimed.
 */
export const labelsOf = (order: EcgOrder): readonly DxLabel[] => {
  const { rhythm, conduction, ectopy } = order;
  const hasP = rhythm !== "atrial-fibrillation" && rhythm !== "atrial-flutter";
  return [
    RHYTHM_LABELS[rhythm],
    ...(conduction === "normal" || (conduction === "first-degree-av-block" && !hasP)
      ? []
      : [CONDUCTION_LABELS[conduction]]),
    ...(ectopy === "none" || (ectopy === "atrial-premature" && !hasP) ? [] : [ECTOPY_LABELS[ectopy]]),
  ];
};

/** What each code says, most telling first: the first match wins. Synonyms are those the Challenge scores as one. */
const RHYTHM_CODES: readonly (readonly [Rhythm, readonly string[]])[] = [
  ["atrial-fibrillation", ["164889003", "195080001", "426749004", "282825002", "314208002"]],
  ["atrial-flutter", ["164890007"]],
  ["tachycardia", ["427084000"]],
  ["bradycardia", ["426177001", "426627000"]],
  ["sinus", ["426783006", "427393009"]],
];
const CONDUCTION_CODES: readonly (readonly [Conduction, readonly string[]])[] = [
  ["left-bundle-branch-block", ["164909002", "733534002"]],
  ["right-bundle-branch-block", ["59118001", "713427006"]],
  ["first-degree-av-block", ["270492004", "164947007"]],
];
/** Conduction that none of our categories describes: other or unspecified blocks, pacing, pre-excitation. */
const OTHER_CONDUCTION = new Set([
  "6374002",
  "698252002",
  "233917008",
  "195042002",
  "426183003",
  "54016002",
  "27885002",
  "10370003",
  "251266004",
  "251268003",
  "74390002",
  "195060002",
  "251120003",
  "713426002",
]);
const ECTOPY_CODES: readonly (readonly [Ectopy, readonly string[]])[] = [
  ["ventricular-premature", ["427172004", "17338001", "164884008", "251182009", "11157007", "251180001"]],
  ["atrial-premature", ["284470004", "63593006", "251173003", "251168009", "251170000"]],
];

/**
 * Rhythm, conduction and ectopy that a recording's labels and measurements tell. Rhythm: the label's, else by rate
 * (below 60, 60 to 100, above 100). Conduction and ectopy: by label; a labelled recording that names none is normal
 * and has none, except where it names a conduction disorder outside our categories. Without labels they are absent.
 */
export const assignmentFromDx = (
  dx: readonly string[],
  measurements?: EcgMeasurements,
): { rhythm?: Rhythm; conduction?: Conduction; ectopy?: Ectopy } => {
  const labelled = dx.length > 0;
  const rhythm = firstMatch(RHYTHM_CODES, dx) ?? rhythmByRate(measurements?.heartRate);
  const other = dx.some(code => OTHER_CONDUCTION.has(code));
  const conduction = firstMatch(CONDUCTION_CODES, dx) ?? (labelled && !other ? "normal" : undefined);
  const ectopy = firstMatch(ECTOPY_CODES, dx) ?? (labelled ? "none" : undefined);
  return { ...(rhythm && { rhythm }), ...(conduction && { conduction }), ...(ectopy && { ectopy }) };
};

const firstMatch = <T>(
  table: readonly (readonly [T, readonly string[]])[],
  dx: readonly string[],
): T | undefined => table.find(([, codes]) => codes.some(code => dx.includes(code)))?.[0];

const rhythmByRate = (heartRate: number | undefined): Rhythm | undefined => {
  if (heartRate === undefined) return undefined;
  if (heartRate < 60) return "bradycardia";
  return heartRate > 100 ? "tachycardia" : "sinus";
};
