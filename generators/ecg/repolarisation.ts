import type { Vector, Wave } from "./waves.ts";

export interface RepolarisationShape {
  readonly st: Vector;
  readonly t: Vector;
  /** A level deviation from the J point on (injury, ischaemia). */
  readonly level?: Vector | undefined;
}

/**
 * T's loop: of its vector the front comes sooner, the left and below later. Shares of the sooner wave; times and widths in
 * widths of T's falling side.
 */
const EARLY = [0.535, 0.343, 0.607] as const;
const EARLY_T = { after: -0.07, rise: 1.48, fall: 0.78 } as const;
const LATE_T = { after: 0.36, rise: 1.1, fall: 0.92 } as const;

/**
 * ST segment and T wave. T ends (tangent) at QT: its falling side is two widths long, peak to end 0.21 QT (85 ms at
 * 400: Rautaharju 2013's Tp–Te), and its rise is longer: asymmetric as T waves are.
 *
 * @param qtMs   QT interval
 */
export const repolarisation = (shape: RepolarisationShape, qrsMs: number, qtMs: number): Wave[] => {
  const fall = 0.106 * qtMs;
  const peak = qtMs - 2 * fall;
  const gap = peak - qrsMs;
  const tWave = ({ after, rise, fall: own }: typeof EARLY_T | typeof LATE_T, vector: Vector): Wave => ({
    part: "T",
    centreMs: peak + after * fall,
    riseMs: rise * fall,
    fallMs: own * fall,
    vector,
  });
  const [x, y, z] = shape.t;
  const early: Vector = [EARLY[0] * x, EARLY[1] * y, EARLY[2] * z];
  const t = [tWave(EARLY_T, early), tWave(LATE_T, [x - early[0], y - early[1], z - early[2]])];
  const st: Wave = {
    part: "T",
    centreMs: (qrsMs + peak) / 2,
    riseMs: 0.3 * gap,
    fallMs: 0.3 * gap,
    vector: shape.st,
  };
  if (shape.level === undefined) return [st, ...t];
  // Full height at J, then held until T takes over.
  const level: Wave = {
    part: "T",
    centreMs: qrsMs + 0.02 * gap,
    riseMs: Math.min(13, 0.08 * gap),
    fallMs: 0.75 * gap,
    vector: shape.level,
  };
  return [st, level, ...t];
};

/** A U wave: small, upright in V2–V4, after T; seen at slow rates. @source Surawicz 1998, J Am Coll Cardiol 31:220 */
export const uWave = (qtMs: number, size: number): Wave => ({
  part: "T",
  centreMs: qtMs + 75,
  riseMs: 28,
  fallMs: 34,
  vector: [0.012 * size, 0.008 * size, -0.026 * size],
});
