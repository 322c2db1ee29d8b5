import type { Wave } from "./waves.ts";

export type Focus = "right-outflow" | "left-inferior";

/** Length of the phases' unit over the QRS duration that a delineator reads of them: Gaussians have tails. */
const UNIT = 0.93;

/** A beat of ventricular origin (premature or escape): one slow wave front from its origin, no P, T opposite. */
export const ventricularBeat = (from: Focus, qrsMs: number, qtMs: number, size: number): Wave[] => {
  // Outflow tract of the right ventricle: down, back and to the left; inferior left ventricle: up, to the right and front.
  const [x, y, z] =
    from === "right-outflow" ? ([0.42, 0.85, 0.62] as const) : ([-0.36, -0.75, -0.7] as const);
  const scaled = (k: number, a: number, b: number, c: number): [number, number, number] => [
    k * size * (x + a),
    k * size * (y + b),
    k * size * (z + c),
  ];
  const fall = 0.11 * qtMs;
  const unit = UNIT * qrsMs;
  return [
    {
      part: "QRS",
      centreMs: 0.37 * unit,
      riseMs: 0.14 * unit,
      fallMs: 0.14 * unit,
      vector: scaled(1.0, 0.15, 0.1, -0.1),
    },
    {
      part: "QRS",
      centreMs: 0.66 * unit,
      riseMs: 0.15 * unit,
      fallMs: 0.13 * unit,
      vector: scaled(0.6, -0.1, -0.1, 0.15),
    },
    {
      part: "T",
      centreMs: 0.52 * qtMs,
      riseMs: 0.09 * qtMs,
      fallMs: 0.09 * qtMs,
      vector: scaled(-0.12, 0, 0, 0),
    },
    {
      part: "T",
      centreMs: qtMs - 2 * fall,
      riseMs: 1.4 * fall,
      fallMs: fall,
      vector: scaled(-0.38, 0, 0, 0),
    },
  ];
};
