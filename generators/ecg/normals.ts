import type { Sex } from "../../schemas/record.ts";

/** Centres and spreads of a healthy resting ECG for one age and sex. Milliseconds, beats a minute, degrees. */
export interface Normals {
  /** Resting rate over the adult's: 1 from 16 years on. Rhythm limits of children scale with it. */
  readonly rateFactor: number;
  readonly heartRate: number;
  readonly prMs: number;
  readonly qrsMs: number;
  /** Fridericia. */
  readonly qtcMs: number;
  readonly axisDegrees: number;
  readonly pAxisDegrees: number;
  readonly tAxisDegrees: number;
  /** QRS and T amplitude over those of a man of 40. */
  readonly voltage: number;
  readonly tVoltage: number;
  /** Median SDNN of 10 s. */
  readonly sdnnMs: number;
  /** Share of the infant's right-ventricular dominance, 0 to 1. */
  readonly rightDominance: number;
}

/**
 * Standard deviations: (98th − 2nd percentile) / 4.11 of Mason 2007, with QTc 2 ms more and QRS 1.5 ms less: phases of
 * activation that come sooner or later add to what is measured.
 */
export const SPREAD = { heartRate: 12, prMs: 22, qrsMs: 7.5, qtcMs: 21, axisDegrees: 30 } as const;

/** Rounded medians of Rijnbeek 2001 and Davignon 1980: age in years, rate, PR, QRS, frontal axis. */
const CHILDREN = [
  [0, 140, 102, 62, 110],
  [1, 125, 112, 66, 70],
  [3, 108, 120, 70, 65],
  [5, 98, 126, 75, 65],
  [8, 86, 134, 80, 65],
  [12, 78, 142, 86, 62],
  [16, 72, 150, 90, 60],
] as const;

/**
 * Normal values for an age and sex.
 *
 * Adults: sex medians of ELSA-Brasil (PR 164/158 ms, QRS 92/86 ms, rate 63/66, R axis 35/39°, P axis 54/57°, T axis
 * 39/45°, men/women), centred on the ranges of Mason 2007 (rate 48–98, PR 113–212, QRS 69–109, QTcF 359–445, axis
 * −40–91); QRS is lower, as this delineator reads it in the fitted half of the public recordings; the axis turns left and PR and QTc lengthen slowly with age (Rijnbeek 2014). T is 25 % higher in men and
 * falls by 10 % and 15 % over the two steps 18–39, 40–59, 60–79 (Gambill 1995). SDNN of 10 s falls log-linearly
 * from about 45 ms at 20 to 17 ms at 70 years (trend of van den Berg 2018).
 *
 * @source Mason 2007 J Electrocardiol 40:228; Pinto-Filho 2017 Arq Bras Cardiol 109:416 (ELSA-Brasil); Rijnbeek 2014
 *         J Electrocardiol 47:914; Gambill 1995 J Electrocardiol 28:191; van den Berg 2018 Front Physiol 9:424;
 *         children: Rijnbeek 2001 Eur Heart J 22:702, Davignon 1980 Pediatr Cardiol 1:123
 */
export const normalsOf = (ageYears: number, sex: Sex): Normals => {
  const woman = sex === "female";
  const age = Math.max(0, Math.min(100, ageYears));
  const past50 = Math.max(16, age) - 50;
  const adult = {
    rateFactor: 1,
    heartRate: woman ? 72 : 69,
    prMs: (woman ? 158 : 164) + 0.25 * past50,
    qrsMs: woman ? 79 : 84,
    qtcMs: (woman ? 394 : 383) + 0.2 * past50,
    axisDegrees: (woman ? 39 : 35) - 0.6 * past50,
    pAxisDegrees: woman ? 57 : 54,
    tAxisDegrees: woman ? 45 : 39,
    voltage: (woman ? 0.86 : 1) * (1 + 0.006 * Math.max(0, 40 - Math.max(16, age))),
    tVoltage: (woman ? 0.8 : 1) * ageOfT(age),
    sdnnMs: 45 * Math.exp(-(Math.max(10, age) - 20) / 51),
    rightDominance: Math.max(0, 1 - age / 2.5),
  };
  if (age >= 16) return adult;
  const [heartRate, prMs, qrsMs, axisDegrees] = childAt(age);
  return { ...adult, rateFactor: heartRate / 72, heartRate, prMs, qrsMs, axisDegrees };
};

const ageOfT = (age: number): number => {
  if (age <= 30) return 1.1;
  if (age <= 50) return 1.1 - (0.11 * (age - 30)) / 20;
  return Math.max(0.72, 0.99 - (0.15 * (age - 50)) / 20);
};

const childAt = (age: number): [number, number, number, number] => {
  const above = Math.max(
    1,
    CHILDREN.findIndex(row => row[0] >= age),
  );
  const [low, high] = [CHILDREN[above - 1]!, CHILDREN[above]!];
  const u = (age - low[0]) / (high[0] - low[0]);
  const at = (i: 1 | 2 | 3 | 4) => low[i] + (high[i] - low[i]) * u;
  return [at(1), at(2), at(3), at(4)];
};
