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
    { part: "P", centreMs: -prMs + 1.9 * width, riseMs: width, fallMs: width, vector: [0.045, 0.075, -0.07] },
    {
      part: "P",
      centreMs: -prMs + 3.8 * width,
      riseMs: width,
      fallMs: 1.1 * width,
      vector: [0.08, 0.05, 0.026],
    },
  ];
};

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
