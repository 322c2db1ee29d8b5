import type { EcgOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import { standardLeadField } from "./lead-field.ts";
import { type Normals, SPREAD } from "./normals.ts";
import { atrialWaves, repolarisation, ventricularWaves } from "./ventricle.ts";
import { netArea, type Wave } from "./waves.ts";

/**
 * One person's beat: the conduction's waves with this age and sex's size and axes, turned and varied as hearts in
 * chests are. The individual spreads are wide on purpose: the prior is for unselected patients, and what it does not
 * span no released statistic can steer.
 */
export const personalBeat = (
  order: EcgOrder,
  normals: Normals,
  intervals: { readonly prMs?: number; readonly qrsMs: number; readonly qtMs: number },
  rng: Rng,
): { waves: Wave[]; prematureAtrial: Wave[] } => {
  const { prMs, qrsMs, qtMs } = intervals;
  const horizontal = radians(18 * rng.normal());
  const qrs = qrsOf(order, normals, qrsMs, rng).map(wave => turned(wave, 0, horizontal));
  const st = repolarisationOf(order, normals, qrsMs, qtMs, rng).map(wave =>
    turned(wave, 0, 0.5 * horizontal),
  );
  if (prMs === undefined) return { waves: [...qrs, ...st], prematureAtrial: [...qrs, ...st] };
  const pDuration = Math.min(
    0.92 * prMs,
    108 * Math.exp(0.08 * rng.normal()) * Math.min(1, normals.prMs / 155),
  );
  const pSize = Math.exp(0.22 * rng.normal());
  const atria = atrialWaves(prMs, pDuration).map(wave => scaled(wave, pSize));
  const p = turnedTo(atria, normals.pAxisDegrees + 14 * rng.normal());
  // An ectopic focus: another direction, slightly shorter way to the node.
  const ectopic = p.map(wave =>
    turned({ ...scaled(wave, 0.9), centreMs: wave.centreMs + 8 }, radians(-70 + 40 * rng.normal()), 0),
  );
  return { waves: [...p, ...qrs, ...st], prematureAtrial: [...ectopic, ...qrs, ...st] };
};

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

const qrsOf = (order: EcgOrder, normals: Normals, qrsMs: number, rng: Rng): Wave[] => {
  const raw = ventricularWaves(order.conduction, qrsMs);
  const young = normals.rightDominance;
  if (young > 0)
    raw.push({
      part: "QRS",
      centreMs: 0.6 * qrsMs,
      riseMs: 0.11 * qrsMs,
      fallMs: 0.11 * qrsMs,
      vector: [-0.75 * young, 0.1 * young, -0.8 * young],
    });
  const blocked = order.conduction.endsWith("bundle-branch-block");
  const target = normals.axisDegrees + SPREAD.axisDegrees * rng.normal();
  // A block has its own axis; the person's deviation from the average one is kept in part.
  const axis = blocked
    ? frontalAxisOf(raw) + 0.6 * (target - 37)
    : Math.max(-50, Math.min(105 + 40 * young, target));
  const size = normals.voltage * Math.exp(0.25 * rng.normal());
  return turnedTo(raw, axis).map(wave => varied(scaled(wave, size), rng));
};

const repolarisationOf = (
  order: EcgOrder,
  normals: Normals,
  qrsMs: number,
  qtMs: number,
  rng: Rng,
): Wave[] => {
  const blocked = order.conduction.endsWith("bundle-branch-block");
  // Flat or inverted T waves are the commonest abnormality of unselected ECGs, commoner with age.
  const flattened = !blocked && rng.chance(0.04 + 0.0025 * Math.max(0, order.ageYears - 30));
  const size =
    normals.tVoltage * Math.exp(0.33 * rng.normal()) * (flattened ? -0.35 + 0.9 * rng.uniform() : 1);
  const sway = radians(16 * rng.normal());
  const raw = repolarisation(order.conduction, qrsMs, qtMs);
  const waves = blocked ? raw : turnedTo(raw, normals.tAxisDegrees + 16 * rng.normal());
  return waves.map((wave, i) => {
    const own = turned(scaled(wave, size), 0, sway);
    if (i > 0) return own;
    // Small individual ST deviations.
    const [x, y, z] = own.vector;
    return { ...own, vector: [x + 0.02 * rng.normal(), y + 0.02 * rng.normal(), z + 0.025 * rng.normal()] };
  });
};

const scaled = (wave: Wave, size: number): Wave => ({
  ...wave,
  vector: [wave.vector[0] * size, wave.vector[1] * size, wave.vector[2] * size],
});

/** Every phase of activation a little stronger or weaker, another way, faster or slower. */
const varied = (wave: Wave, rng: Rng): Wave => {
  const [x, y, z] = wave.vector;
  const gain = Math.exp(0.18 * rng.normal());
  const loose = 0.13 * Math.hypot(x, y, z);
  const width = Math.exp(0.04 * rng.normal());
  return {
    ...wave,
    riseMs: wave.riseMs * width,
    fallMs: wave.fallMs * width,
    vector: [
      gain * x + loose * rng.normal(),
      gain * y + loose * rng.normal(),
      gain * z + loose * rng.normal(),
    ],
  };
};

/** Turned in the frontal plane (positive: towards the feet from the left arm) and about the long axis of the body. */
const turned = (wave: Wave, frontal: number, horizontal: number): Wave => {
  const [x, y, z] = wave.vector;
  const [fx, fy] = [
    x * Math.cos(frontal) - y * Math.sin(frontal),
    x * Math.sin(frontal) + y * Math.cos(frontal),
  ];
  return {
    ...wave,
    vector: [
      fx * Math.cos(horizontal) - z * Math.sin(horizontal),
      fy,
      fx * Math.sin(horizontal) + z * Math.cos(horizontal),
    ],
  };
};

/** All waves turned in the frontal plane until their net axis is the wanted one (leads stretch angles, hence the loop). */
const turnedTo = (waves: readonly Wave[], axisDegrees: number): Wave[] => {
  let turn = 0;
  let current = waves.map(wave => turned(wave, 0, 0));
  for (let round = 0; round < 10; round++) {
    const left = axisDegrees - frontalAxisOf(current);
    // Damped: the leads stretch an angle by 0.5 to 1.9.
    turn += 0.65 * (left - 360 * Math.round(left / 360));
    current = waves.map(wave => turned(wave, radians(turn), 0));
  }
  return current;
};

/** Frontal axis, degrees, of the net area of waves in the standard lead field. */
export const frontalAxisOf = (waves: readonly Wave[]): number => {
  const area = netArea(waves);
  const field = standardLeadField();
  const lead = (l: number) =>
    field[3 * l]! * area[0] + field[3 * l + 1]! * area[1] + field[3 * l + 2]! * area[2];
  const [one, two] = [lead(0), lead(1)];
  return (Math.atan2((two - one / 2) * (2 / Math.sqrt(3)), one) * 180) / Math.PI;
};
