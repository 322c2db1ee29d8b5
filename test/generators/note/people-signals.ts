import type { EcgMeasurements } from "../../../schemas/ecg.ts";
import type { EcgOrder, ImageOrder } from "../../../schemas/person.ts";
import type { Sex } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import type { Row } from "./people-conditions.ts";

export const ecgOf = (
  { ageYears, sex }: { readonly ageYears: number; readonly sex: Sex },
  rows: readonly Row[],
  random: Rng,
): { readonly measurements: EcgMeasurements; readonly order: EcgOrder } => {
  const hasAf = rows.some(row => row.slug === "atrial-fibrillation");
  const rhythms = ["sinus", "bradycardia", "tachycardia", "atrial-fibrillation", "atrial-flutter"] as const;
  const rhythm = rhythms[random.weighted(hasAf ? [4, 1, 0.5, 5, 1] : [10, 1.5, 1.5, 0.6, 0.2])]!;
  const conduction = (
    ["normal", "first-degree-av-block", "left-bundle-branch-block", "right-bundle-branch-block"] as const
  )[random.weighted([10, rhythm.startsWith("atrial") ? 0 : 0.8, 0.6, 0.9])]!;
  const ectopy = (["none", "atrial-premature", "ventricular-premature"] as const)[
    random.weighted([9, rhythm.startsWith("atrial") ? 0 : 0.8, 0.7])
  ]!;
  const rates = {
    sinus: [76, 8, 60, 100],
    bradycardia: [53, 4, 38, 59],
    tachycardia: [112, 8, 101, 160],
    "atrial-fibrillation": [92, 18, 48, 160],
    "atrial-flutter": [110, 20, 60, 155],
  } as const;
  const [mean, sd, least, most] = rates[rhythm];
  const heartRate = Math.min(most, Math.max(least, mean + sd * random.normal()));
  const qtcMs =
    (sex === "female" ? 422 : 412) + 20 * random.normal() + (conduction.includes("bundle") ? 25 : 0);
  const measurements: EcgMeasurements = {
    heartRate,
    sdnnMs: 40,
    rmssdMs: 35,
    qrsMs: (conduction.includes("bundle") ? 138 : 92) + 8 * random.normal(),
    qtMs: qtcMs * Math.cbrt(60 / heartRate),
    qtcMs,
    axisDegrees: 35 + 38 * random.normal(),
    pEnergy: 0.1,
    ...(rhythm.startsWith("atrial")
      ? {}
      : { prMs: (conduction === "first-degree-av-block" ? 226 : 158) + 14 * random.normal() }),
  };
  return { measurements, order: { rhythm, conduction, ectopy, morphology: "normal", ageYears, sex } };
};

export const imageOf = (
  { ageYears, sex }: { readonly ageYears: number; readonly sex: Sex },
  rows: readonly Row[],
  random: Rng,
): ImageOrder => {
  const has = (slug: string) => rows.some(row => row.slug === slug);
  const findings = [
    "none",
    "cardiomegaly",
    "effusion",
    "consolidation",
    "nodule",
    "pneumothorax",
    "other",
  ] as const;
  const finding =
    findings[
      random.weighted([
        8,
        has("heart-failure") ? 6 : 0.6,
        has("heart-failure") ? 4 : 0.7,
        has("pneumonia") ? 15 : 0.5,
        0.7,
        0.3,
        0.6,
      ])
    ]!;
  const isSided = finding !== "none" && finding !== "cardiomegaly";
  const laterality = isSided
    ? (["left", "right", "bilateral", "not-applicable"] as const)[
        random.weighted([4, 5, 2, finding === "other" ? 3 : 0.3])
      ]!
    : "not-applicable";
  return { finding, laterality, view: random.chance(0.7) ? "PA" : "AP", ageYears, sex };
};
