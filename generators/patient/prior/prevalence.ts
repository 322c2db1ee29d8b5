import type { Sex } from "../../../schemas/record.ts";

/** Percent at ages 5, 15, … 95, linear between and constant beyond: [both] or [female, male]. */
type Curve = readonly [readonly number[]] | readonly [readonly number[], readonly number[]];

/**
 * Prevalence of recorded conditions in percent by age (5, 15, … 95) and sex; for episodes, the share with one within a
 * year (pregnancy: pregnant at some time within the year, about 1.3 × point prevalence).
 *
 * These are a prior, rounded by hand from published tables and smoothed over age: right in level and shape, not to
 * the decimal. Everything a cohort releases overrules them as far as its noise allows.
 *
 * @source  hypertension, cholesterol, obesity: NCHS Data Briefs 364, 363, 360; NHIS 2019. Diabetes: CDC National
 *          Diabetes Statistics Report 2022. Coronary disease, heart failure, stroke: AHA Heart Disease and Stroke
 *          Statistics 2023. Atrial fibrillation: Go et al. 2001 (ATRIA), JAMA 285:2370. COPD: Wheaton et al. 2015, MMWR
 *          64:289. Asthma: CDC National Asthma Data 2021. Chronic kidney disease: CDC Surveillance System 2023 (stages
 *          3–5). Anaemia: NCHS Data Brief 519; Guralnik et al. 2004. Hypothyroidism: Hollowell et al. 2002 (NHANES III).
 *          Osteoarthritis: Barbour et al. 2017, MMWR 66:246. Depression: Lee et al. 2023, MMWR 72:643. Pneumonia: Jain et
 *          al. 2015, NEJM 373:415 (hospital) scaled to all care. Effusion: Light 2002. Cancers: SEER prevalence 2020.
 *          Pregnancy: NCHS NVSR 72-1 birth rates. Osteoporosis: NCHS Data Brief 405. Dementia: Manly et al. 2022. Gout:
 *          Chen-Xu et al. 2019. Reflux: El-Serag et al. 2014. Nodules: Gould et al. 2015. Migraine, epilepsy: NHIS.
 */
const PERCENT: Readonly<Record<string, Curve>> = {
  hypertension: [
    [0.1, 0.6, 4, 9, 20, 35, 51, 61, 68, 68],
    [0.1, 1, 7, 13, 24, 38, 52, 60, 64, 64],
  ],
  hyperlipidemia: [[0.1, 0.5, 4, 10, 22, 34, 46, 48, 42, 35]],
  "type-2-diabetes": [
    [0, 0.1, 0.8, 2.3, 6, 11, 17, 20, 20, 16],
    [0, 0.1, 0.8, 2.7, 7, 13, 20, 24, 22, 18],
  ],
  obesity: [[13, 20, 36, 41, 44, 45, 44, 40, 28, 18]],
  "coronary-artery-disease": [
    [0, 0, 0.2, 0.5, 1.8, 4, 8, 14, 19, 22],
    [0, 0, 0.2, 0.7, 3, 8, 15, 23, 29, 30],
  ],
  "heart-failure": [
    [0, 0.02, 0.1, 0.2, 0.8, 1.7, 4, 6.5, 10.5, 13],
    [0, 0.02, 0.1, 0.3, 1, 2.2, 5.5, 8, 11, 13],
  ],
  "atrial-fibrillation": [
    [0, 0, 0.03, 0.05, 0.1, 0.3, 1.3, 4.2, 8, 9.5],
    [0, 0, 0.05, 0.1, 0.2, 0.7, 2.4, 6, 10.5, 11.5],
  ],
  stroke: [[0, 0.1, 0.5, 0.8, 1.5, 3, 6, 8, 13, 14]],
  copd: [[0, 0, 0, 1.5, 4.5, 8, 11, 12.5, 12, 10]],
  asthma: [
    [5, 8, 10, 10.5, 11, 11, 10.5, 9.5, 8, 6],
    [7, 9, 7, 6, 5.5, 5.5, 5.5, 5.5, 5, 4],
  ],
  "chronic-kidney-disease": [[0.05, 0.1, 0.5, 1, 2.5, 5, 11, 22, 34, 38]],
  anemia: [
    [5, 12, 14, 14.5, 15, 10, 9, 12, 17, 22],
    [4, 2.5, 2, 2.5, 3.5, 5, 8, 13, 20, 28],
  ],
  hypothyroidism: [
    [0.2, 0.8, 2.5, 4, 6, 9, 12, 15, 16, 16],
    [0.2, 0.3, 0.6, 1, 1.6, 2.5, 4, 6, 7, 8],
  ],
  osteoarthritis: [
    [0, 0, 1, 3.5, 9, 18, 27, 34, 38, 39],
    [0, 0, 0.9, 2.6, 7, 12, 18, 23, 26, 27],
  ],
  depression: [
    [0.5, 10, 22, 22, 21, 21, 18, 14, 11, 9],
    [0.5, 5, 12, 12, 11.5, 11.5, 9.5, 7.5, 6, 5],
  ],
  pneumonia: [[2, 0.6, 0.6, 0.7, 0.9, 1.3, 2, 3, 5, 7]],
  "pleural-effusion": [[0.05, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 1.8, 3, 4]],
  pregnancy: [[0, 1.5, 8, 7, 0.5, 0, 0, 0, 0, 0], [0]],
  "prostate-cancer": [[0], [0, 0, 0, 0, 0.1, 1, 4.5, 9.5, 12, 12]],
  "breast-cancer": [
    [0, 0, 0.02, 0.25, 1.1, 2.6, 4.5, 6.5, 7.5, 7],
    [0, 0, 0, 0.001, 0.002, 0.01, 0.02, 0.04, 0.06, 0.06],
  ],
  anxiety: [
    [3, 12, 20, 19, 17, 16, 14, 11, 9, 7],
    [3, 8, 11, 11, 10, 9, 8, 6, 5, 4],
  ],
  gerd: [[0.5, 2, 6, 9, 13, 17, 20, 20, 18, 15]],
  "lung-nodule": [[0.02, 0.05, 0.1, 0.3, 0.6, 1.2, 2, 2.5, 2.3, 1.8]],
  pneumothorax: [[0.01, 0.03, 0.04, 0.03, 0.03, 0.03, 0.04, 0.04, 0.03, 0.02]],
  osteoporosis: [
    [0, 0, 0.1, 0.3, 2, 10, 20, 27, 35, 40],
    [0, 0, 0.1, 0.2, 0.6, 2.5, 4.5, 6, 9, 12],
  ],
  prediabetes: [[0, 1, 8, 12, 18, 22, 24, 24, 20, 15]],
  gout: [
    [0, 0, 0.1, 0.4, 0.8, 2, 3.5, 5, 6, 5],
    [0, 0, 0.5, 2, 3.5, 6, 8, 9.5, 10, 8],
  ],
  migraine: [
    [2, 8, 18, 22, 21, 15, 9, 6, 4, 3],
    [2, 5, 8, 9, 8, 6, 4, 3, 2, 2],
  ],
  epilepsy: [[0.6, 0.7, 1.1, 1.1, 1.2, 1.3, 1.2, 1.2, 1.2, 1.2]],
  dementia: [[0, 0, 0, 0, 0.02, 0.2, 1.5, 6, 20, 35]],
  "lung-cancer": [[0, 0, 0, 0.01, 0.05, 0.2, 0.5, 0.9, 0.9, 0.6]],
  "colorectal-cancer": [[0, 0, 0.01, 0.04, 0.15, 0.4, 0.8, 1.5, 2.2, 2.4]],
};

/** Share of people of an age and sex with a condition, in [0, 1]; 0.02 for a condition that has no curve. */
export const prevalence = (slug: string, age: number, sex: Sex): number => {
  const curve = PERCENT[slug];
  if (curve === undefined) return 0.02;
  return at(sex === "female" ? curve[0] : (curve[1] ?? curve[0]), age) / 100;
};

/** A curve given at ages 5, 15, …, linear between, constant beyond. */
export const at = (curve: readonly number[], age: number): number => {
  const place = Math.min(curve.length - 1, Math.max(0, (age - 5) / 10));
  const left = Math.floor(place);
  const right = Math.min(curve.length - 1, left + 1);
  return curve[left]! + (place - left) * (curve[right]! - curve[left]!);
};
