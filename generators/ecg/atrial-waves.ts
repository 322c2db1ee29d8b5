import { scaled } from "./wave-geometry.ts";
import type { Wave } from "./waves.ts";

/**
 * P wave: the right atrium (down and front), then the left (left and back), which makes V1 biphasic. The onset, as a
 * tangent sees it, lies at −PR.
 *
 * @param durationMs  onset to end
 */
export const atrialWaves = (prMs: number, durationMs: number): Wave[] => {
  const width = 0.165 * durationMs;
  return [
    {
      part: "P",
      centreMs: -prMs + 2.15 * width,
      riseMs: width,
      fallMs: width,
      vector: [0.036, 0.06, -0.056],
    },
    {
      part: "P",
      centreMs: -prMs + 4 * width,
      riseMs: width,
      fallMs: 1.1 * width,
      vector: [0.064, 0.04, 0.021],
    },
  ];
};

/** Height of Ta over that of P. */
const RECOVERY = -0.24;
const RECOVERY_AFTER_MS = 105;

/**
 * P and the recovery of the atria after it (Ta): against P in every lead, long and flat, lowest under QRS, so that the PR
 * segment lies below the line between T and P.
 *
 * @source  Holmqvist 2009, Ann Noninvasive Electrocardiol 14:13
 */
export const withRecovery = (p: readonly Wave[]): Wave[] => [
  ...p,
  ...p.map(wave => ({
    ...scaled(wave, RECOVERY),
    centreMs: wave.centreMs + RECOVERY_AFTER_MS,
    riseMs: 50,
    fallMs: 90,
  })),
];

/** P of atria activated from below: negative in II, III and aVF, upright in V1; its peak `afterMs` after QRS onset. */
export const retrogradeWave = (afterMs: number): Wave => ({
  part: "P",
  centreMs: afterMs,
  riseMs: 15,
  fallMs: 16,
  vector: [-0.01, -0.11, -0.07],
});

/** A pacing spike, 2 ms between its half heights. */
export const spike = (atMs: number, part: "P" | "QRS", size: number): Wave => ({
  part,
  centreMs: atMs,
  riseMs: 0.85,
  fallMs: 0.85,
  vector: [0.45 * size, -0.85 * size, 0.5 * size],
});
