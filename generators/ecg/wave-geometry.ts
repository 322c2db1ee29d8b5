import type { Lead } from "../../schemas/ecg.ts";
import { type LeadField, standardLeadField } from "./lead-field.ts";
import { INDEPENDENT_LEADS } from "./leads.ts";
import { netArea, type Vector, type Wave } from "./waves.ts";

/** All waves turned in the frontal plane until their net axis is the wanted one (leads stretch angles, hence the loop). */
export const turnedTo = (waves: readonly Wave[], axisDegrees: number): Wave[] => {
  // Angles within the plane add up, so only the net area has to be turned in the search.
  const area = netArea(waves);
  let turn = 0;
  for (let round = 0; round < 10; round++) {
    const left = axisDegrees - axisOfArea(rotated(area, radians(turn), 0));
    // Damped: the leads stretch an angle by 0.5 to 1.9.
    turn += 0.65 * (left - 360 * Math.round(left / 360));
  }
  return waves.map(wave => turned(wave, radians(turn), 0));
};

/** Frontal axis, degrees, of the net area of waves in the standard lead field. */
export const frontalAxisOf = (waves: readonly Wave[]): number => axisOfArea(netArea(waves));

/** Turned in the frontal plane (positive: towards the feet from the left arm) and about the long axis of the body. */
export const turned = (wave: Wave, frontal: number, horizontal: number): Wave => ({
  ...wave,
  vector: rotated(wave.vector, frontal, horizontal),
});

export const scaled = (wave: Wave, size: number): Wave => ({
  ...wave,
  vector: [wave.vector[0] * size, wave.vector[1] * size, wave.vector[2] * size],
  ...(wave.local && { local: wave.local.map(mv => mv * size) }),
});

/** Length of the strongest wave of QRS, mV. */
export const strengthOfQrs = (waves: readonly Wave[]): number =>
  Math.max(...waves.map(({ part, vector }) => (part === "QRS" ? Math.hypot(...vector) : 0)));

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Weights of x, y and z in any of the twelve leads. */
export const leadWeights = (field: LeadField, lead: Lead): Vector => {
  const row = (l: number): Vector => [field[3 * l]!, field[3 * l + 1]!, field[3 * l + 2]!];
  const own = (INDEPENDENT_LEADS as readonly Lead[]).indexOf(lead);
  if (own >= 0) return row(own);
  const [one, two] = DERIVED[lead] ?? [0, 0];
  const [a, b] = [row(0), row(1)];
  return [one * a[0] + two * b[0], one * a[1] + two * b[1], one * a[2] + two * b[2]];
};

/** Shares of I and II in the derived limb leads. */
const DERIVED: { readonly [L in Lead]?: readonly [number, number] } = {
  III: [-1, 1],
  aVR: [-0.5, -0.5],
  aVL: [1, -0.5],
  aVF: [-0.5, 1],
};

const rotated = ([x, y, z]: Vector, frontal: number, horizontal: number): Vector => {
  const fx = x * Math.cos(frontal) - y * Math.sin(frontal);
  const fy = x * Math.sin(frontal) + y * Math.cos(frontal);
  return [
    fx * Math.cos(horizontal) - z * Math.sin(horizontal),
    fy,
    fx * Math.sin(horizontal) + z * Math.cos(horizontal),
  ];
};

const FIELD = standardLeadField();

const axisOfArea = (area: Vector): number => {
  const lead = (l: number) =>
    FIELD[3 * l]! * area[0] + FIELD[3 * l + 1]! * area[1] + FIELD[3 * l + 2]! * area[2];
  const [one, two] = [lead(0), lead(1)];
  return (Math.atan2((two - one / 2) * (2 / Math.sqrt(3)), one) * 180) / Math.PI;
};
