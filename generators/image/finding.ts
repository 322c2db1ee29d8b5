import type { Finding } from "../../schemas/image.ts";

/**
 * Public mapping of the 14 labels of ChestX-ray14 and their common spellings (Wang et al. 2017, CVPR) to findings.
 * Air-space disease goes together, as a film cannot tell its causes apart.
 */
const FINDING_OF: Readonly<Record<string, Finding>> = {
  nofinding: "none",
  normal: "none",
  none: "none",
  pneumothorax: "pneumothorax",
  effusion: "effusion",
  pleuraleffusion: "effusion",
  cardiomegaly: "cardiomegaly",
  enlargedcardiomediastinum: "cardiomegaly",
  nodule: "nodule",
  mass: "nodule",
  lunglesion: "nodule",
  consolidation: "consolidation",
  infiltration: "consolidation",
  pneumonia: "consolidation",
  edema: "consolidation",
  lungopacity: "consolidation",
};

/** Which of several findings counts: what changes the picture most, first. Fixed and public. */
const PRIORITY: readonly Finding[] = [
  "pneumothorax",
  "effusion",
  "cardiomegaly",
  "consolidation",
  "nodule",
  "other",
];

/** The one finding a set of labels stands for: none without labels, other for labels unknown to the mapping. */
export const findingOf = (labels: readonly string[]): Finding => {
  const found = labels.map(label => FINDING_OF[label.toLowerCase().replaceAll(/[^a-z]/g, "")] ?? "other");
  return PRIORITY.find(finding => found.includes(finding)) ?? "none";
};
