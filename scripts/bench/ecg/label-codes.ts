import type { ReaderLabel } from "../../../generators/ecg/reader/label.ts";

/** Which SNOMED CT codes of the Challenge say what a reader's label says, and which leave it open. */
export interface LabelCodes {
  /** The reader's labels that count as this finding. */
  readonly read: readonly ReaderLabel[];
  readonly codes: readonly string[];
  /** Recordings with one of these neither have nor lack the finding. */
  readonly open?: readonly string[];
  /** Recordings without any of these codes say nothing of the finding. */
  readonly among?: readonly string[];
}

/** A source that names no rhythm leaves it open. */
const RHYTHMS = [
  "426783006",
  "426177001",
  "426627000",
  "427084000",
  "427393009",
  "164889003",
  "164890007",
  "713422000",
  "233897008",
  "425856008",
  "10370003",
  "106068003",
];

const AV_BLOCK = "233917008";

export const LABEL_CODES: Readonly<Record<string, LabelCodes>> = {
  "sinus rhythm": {
    read: ["sinus rhythm"],
    codes: ["426783006"],
    open: ["427393009"],
    among: RHYTHMS,
  },
  "sinus bradycardia": { read: ["sinus bradycardia"], codes: ["426177001", "426627000"] },
  "sinus tachycardia": { read: ["sinus tachycardia"], codes: ["427084000"] },
  "sinus arrhythmia": { read: ["sinus arrhythmia"], codes: ["427393009"] },
  "atrial fibrillation": { read: ["atrial fibrillation"], codes: ["164889003"] },
  "atrial flutter": { read: ["atrial flutter"], codes: ["164890007"] },
  "fibrillation or flutter": {
    read: ["atrial fibrillation", "atrial flutter"],
    codes: ["164889003", "164890007"],
  },
  "supraventricular tachycardia": {
    read: ["supraventricular tachycardia"],
    codes: ["713422000", "233897008", "426761007"],
    open: ["425856008"],
  },
  paced: { read: ["paced rhythm"], codes: ["10370003"] },
  "atrial premature beats": { read: ["atrial premature beat"], codes: ["284470004", "251170000"] },
  "ventricular premature beats": {
    read: ["ventricular premature beat"],
    codes: ["427172004", "17338001", "164884008"],
  },
  "first degree AV block": {
    read: ["first degree AV block"],
    codes: ["270492004", "164947007"],
    open: [AV_BLOCK],
  },
  "left bundle branch block": { read: ["left bundle branch block"], codes: ["164909002"] },
  "right bundle branch block": {
    read: ["right bundle branch block"],
    codes: ["59118001", "713427006"],
    open: ["713426002"],
  },
  "left anterior fascicular block": { read: ["left anterior fascicular block"], codes: ["445118002"] },
  "left ventricular hypertrophy or high voltage": {
    read: ["left ventricular hypertrophy"],
    codes: ["164873001", "55827005"],
  },
  "right ventricular hypertrophy": { read: ["right ventricular hypertrophy"], codes: ["89792004"] },
  "old infarction, any": {
    read: [
      "old anterior infarction",
      "old septal infarction",
      "old inferior infarction",
      "old lateral infarction",
    ],
    codes: ["164867002", "164865005", "164917005"],
    open: ["365413008", "164951009"],
  },
  "ischaemic ST-T change": {
    read: ["ischaemic ST-T change"],
    codes: ["429622005", "59931005", "426434006", "425623009", "164861001", "413844008"],
    // T wave abnormal, unspecific ST-T, ST-T change, ST interval abnormal: too weak to say.
    open: ["164934002", "428750005", "55930002", "164930006"],
  },
  "T-wave change": {
    read: ["T-wave change"],
    codes: ["164934002", "428750005"],
    open: [
      "429622005",
      "59931005",
      "426434006",
      "425623009",
      "164861001",
      "413844008",
      "55930002",
      "164930006",
    ],
  },
  "long QT": { read: ["long QT"], codes: ["111975006"] },
  "low voltage": { read: ["low voltage"], codes: ["251146004"] },
  "left axis deviation": { read: ["left axis deviation"], codes: ["39732003"], open: ["445118002"] },
  "right axis deviation": { read: ["right axis deviation"], codes: ["47665007"] },
};
