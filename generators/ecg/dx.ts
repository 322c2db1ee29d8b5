import type { EcgMeasurements } from "../../schemas/ecg.ts";
import type { ConductionGroup, EctopyGroup, MorphologyGroup, RhythmGroup } from "../../schemas/ecg-groups.ts";

/** What each code says, most telling first: the first match wins. Synonyms are those the Challenge scores as one. */
const RHYTHM_CODES: readonly (readonly [RhythmGroup, readonly string[]])[] = [
  ["atrial-fibrillation", ["164889003", "195080001", "426749004", "282825002", "314208002"]],
  ["atrial-flutter", ["164890007"]],
  // Sinus tachycardia, and supraventricular tachycardias by any mechanism.
  ["tachycardia", ["427084000", "426761007", "67198005", "233897008", "251166008", "713422000"]],
  ["bradycardia", ["426177001", "426627000"]],
  ["sinus", ["426783006", "427393009"]],
];

/** Complete blocks before fascicular ones: with both, the bundle branch block shapes the beat. */
const CONDUCTION_CODES: readonly (readonly [ConductionGroup, readonly string[]])[] = [
  ["left-bundle-branch-block", ["164909002", "733534002"]],
  ["right-bundle-branch-block", ["59118001", "713427006"]],
  [
    "other-conduction-disorder",
    ["54016002", "426183003", "195042002", "27885002", "445118002", "445211001", "74390002"],
  ],
  ["first-degree-av-block", ["270492004", "164947007"]],
];

/** Conduction that none of our categories describes: unspecified or partial blocks, pacing. */
const UNCLEAR_CONDUCTION: ReadonlySet<string> = new Set([
  "6374002",
  "698252002",
  "233917008",
  "10370003",
  "251266004",
  "251268003",
  "195060002",
  "251120003",
  "713426002",
]);

const ECTOPY_CODES: readonly (readonly [EctopyGroup, readonly string[]])[] = [
  ["ventricular-premature", ["427172004", "17338001", "164884008", "251182009", "11157007", "251180001"]],
  ["atrial-premature", ["284470004", "63593006", "251173003", "251168009", "251170000"]],
];

const MORPHOLOGY_CODES: readonly (readonly [MorphologyGroup, readonly string[]])[] = [
  ["infarction", ["57054005", "54329005", "164865005", "164867002"]],
  ["hypertrophy", ["164873001", "89792004", "266249003", "370365005"]],
  [
    "st-t-change",
    [
      "164861001",
      "413444003",
      "413844008",
      "426434006",
      "425419005",
      "425623009",
      "429622005",
      "111975006",
      "428750005",
      "59931005",
      "164934002",
    ],
  ],
  ["low-voltage", ["251146004"]],
];

/** Rhythm alone, or findings outside morphology: with one of these Q waves or ST elevation may be an infarction's. */
const UNCLEAR_MORPHOLOGY: ReadonlySet<string> = new Set(["164917005", "164931005"]);

/** Groups that a recording's labels and measurements tell. */
export interface EcgGroups {
  readonly rhythm?: RhythmGroup;
  readonly conduction?: ConductionGroup;
  readonly ectopy?: EctopyGroup;
  readonly morphology?: MorphologyGroup;
}

/**
 * Rhythm, conduction, ectopy and morphology that a recording's labels and measurements tell. Rhythm: the label's, else
 * by rate (below 60, 60 to 100, above 100). The others: by label; a labelled recording that names none is normal and
 * has none, except where it names something of that kind outside our categories. Without labels they are absent.
 */
export const assignmentFromDx = (dx: readonly string[], measurements?: EcgMeasurements): EcgGroups => {
  const labelled = dx.length > 0;
  const rhythm = firstMatch(RHYTHM_CODES, dx) ?? rhythmByRate(measurements?.heartRate);
  const unclear = (codes: ReadonlySet<string>) => !labelled || dx.some(code => codes.has(code));
  const conduction = firstMatch(CONDUCTION_CODES, dx) ?? (unclear(UNCLEAR_CONDUCTION) ? undefined : "normal");
  const ectopy = firstMatch(ECTOPY_CODES, dx) ?? (labelled ? "none" : undefined);
  const morphology = firstMatch(MORPHOLOGY_CODES, dx) ?? (unclear(UNCLEAR_MORPHOLOGY) ? undefined : "normal");
  return {
    ...(rhythm && { rhythm }),
    ...(conduction && { conduction }),
    ...(ectopy && { ectopy }),
    ...(morphology && { morphology }),
  };
};

const firstMatch = <T>(
  table: readonly (readonly [T, readonly string[]])[],
  dx: readonly string[],
): T | undefined => table.find(([, codes]) => codes.some(code => dx.includes(code)))?.[0];

const rhythmByRate = (heartRate: number | undefined): RhythmGroup | undefined => {
  if (heartRate === undefined) return undefined;
  if (heartRate < 60) return "bradycardia";
  return heartRate > 100 ? "tachycardia" : "sinus";
};
