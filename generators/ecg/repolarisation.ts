import type { Vector, Wave } from "./waves.ts";

export interface RepolarisationShape {
  readonly st: Vector;
  readonly t: Vector;
  /** A level deviation from the J point on (injury, ischaemia). */
  readonly level?: Vector | undefined;
}

/**
 * ST segment and T wave. T ends (tangent) at QT: its falling side is two widths long, peak to end 0.21 QT (85 ms at
 * 400: Rautaharju 2013's Tp–Te), and its rise is half as long again: asymmetric as T waves are.
 *
 * @param qtMs   QT interval
 */
export const repolarisation = (shape: RepolarisationShape, qrsMs: number, qtMs: number): Wave[] => {
  const fall = 0.106 * qtMs;
  const peak = qtMs - 2 * fall;
  const gap = peak - qrsMs;
  const t: Wave = { part: "T", centreMs: peak, riseMs: 1.5 * fall, fallMs: fall, vector: shape.t };
  const st: Wave = {
    part: "T",
    centreMs: (qrsMs + peak) / 2,
    riseMs: 0.3 * gap,
    fallMs: 0.3 * gap,
    vector: shape.st,
  };
  if (shape.level === undefined) return [st, t];
  // Full height at J, then held until T takes over.
  const level: Wave = {
    part: "T",
    centreMs: qrsMs + 0.02 * gap,
    riseMs: Math.min(13, 0.08 * gap),
    fallMs: 0.5 * gap,
    vector: shape.level,
  };
  return [st, level, t];
};

/** A U wave: small, upright in V2–V4, after T; seen at slow rates. @source Surawicz 1998, J Am Coll Cardiol 31:220 */
export const uWave = (qtMs: number, size: number): Wave => ({
  part: "T",
  centreMs: qtMs + 75,
  riseMs: 28,
  fallMs: 34,
  vector: [0.012 * size, 0.008 * size, -0.026 * size],
});
