import type { EcgMeasurements } from "../../schemas/ecg.ts";
import type { Finding } from "../../schemas/image.ts";
import type { EcgOrder, Fact, ImageOrder } from "../../schemas/person.ts";
import { fact } from "./fact.ts";

/** What the recording shows (the order) and what was measured on it, as whole bpm, ms and degrees. */
export const ecgFacts = (measured: EcgMeasurements, order: EcgOrder): readonly Fact[] => [
  fact("ecg/rhythm", "ecg", "rhythm", order.rhythm),
  fact("ecg/conduction", "ecg", "conduction", order.conduction),
  fact("ecg/ectopy", "ecg", "ectopy", order.ectopy),
  fact("ecg/morphology", "ecg", "morphology", order.morphology),
  ...whole("ecg/rate", "ventricular rate", measured.heartRate, "bpm"),
  // No P wave, no PR interval: atrial fibrillation and flutter have none to report.
  ...(order.rhythm.startsWith("atrial") ? [] : whole("ecg/pr", "PR interval", measured.prMs, "ms")),
  ...whole("ecg/qrs", "QRS duration", measured.qrsMs, "ms"),
  ...whole("ecg/qt", "QT interval", measured.qtMs, "ms"),
  ...whole("ecg/qtc", "QTc interval", measured.qtcMs, "ms"),
  ...whole("ecg/axis", "QRS axis", measured.axisDegrees, "degrees"),
];

const whole = (id: string, name: string, value: number | undefined, unit: string): readonly Fact[] =>
  value === undefined || !Number.isFinite(value) ? [] : [fact(id, "ecg", name, Math.round(value) + 0, unit)];

const DENIABLE: readonly Exclude<Finding, "none" | "other">[] = [
  "cardiomegaly",
  "effusion",
  "consolidation",
  "nodule",
  "pneumothorax",
];

/** What the image shows, and what it does not: an order holds one finding, so the others are licensed negatives. */
export const imagingFacts = (order: ImageOrder): readonly Fact[] => [
  fact("imaging/finding", "imaging", "finding", order.finding),
  ...(order.finding === "none" || order.laterality === "not-applicable"
    ? []
    : [fact("imaging/laterality", "imaging", "laterality", order.laterality)]),
  fact("imaging/view", "imaging", "view", order.view),
  ...DENIABLE.filter(finding => finding !== order.finding).map(finding =>
    fact(`imaging/${finding}`, "imaging", finding, false),
  ),
];
