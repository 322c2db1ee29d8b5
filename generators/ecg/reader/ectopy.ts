import type { BeatKind } from "./beat-kinds.ts";
import type { ReaderLabel } from "./label.ts";

/** Premature beats and how they are arranged; fibrillation and flutter have no atrial ones. */
export const ectopy = (
  kinds: readonly BeatKind[],
  rhythm: readonly ReaderLabel[],
  conduction: readonly ReaderLabel[],
): readonly ReaderLabel[] => {
  const labels: ReaderLabel[] = [];
  const sinus = rhythm.some(label => label.startsWith("sinus"));
  // After a blocked P the next beats look early.
  const blocked = conduction.some(label => /second|third/.test(label));
  if (sinus && !blocked && kinds.includes("atrial")) labels.push("atrial premature beat");
  if (!kinds.includes("ventricular")) return labels;
  labels.push("ventricular premature beat");
  const text = kinds.map(kind => (kind === "ventricular" ? "V" : "N")).join("");
  if (/(NV){3}/.test(text)) labels.push("ventricular bigeminy");
  if (/(^|N)VV(N|$)/.test(text)) labels.push("ventricular couplet");
  return labels;
};
