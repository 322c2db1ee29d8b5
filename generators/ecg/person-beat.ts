import type { Lead } from "../../schemas/ecg.ts";
import type { EcgOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import { type Activation, ventricularWaves } from "./activation.ts";
import { atrialWaves, withRecovery } from "./atrial-waves.ts";
import { type LeadField, recoveryField } from "./lead-field.ts";
import { drawNotches, withLocalMuscle } from "./local-muscle.ts";
import { drawMuscle, type Muscle } from "./muscle.ts";
import { type Normals, SPREAD } from "./normals.ts";
import { repolarisation } from "./repolarisation.ts";
import { fittedVoltage } from "./voltage.ts";
import {
  frontalAxisOf,
  leadWeights,
  radians,
  scaled,
  strengthOfQrs,
  turned,
  turnedTo,
} from "./wave-geometry.ts";
import type { Vector, Wave } from "./waves.ts";

/** What a person's beat is made from. */
export interface BeatPlan {
  /** As shown. */
  readonly order: EcgOrder;
  readonly normals: Normals;
  readonly activation: Activation;
  readonly field: LeadField;
  /** How far this heart may be from the textbook's: 0 not at all, 1 as hearts are. */
  readonly freedom: number;
  /** `prMs` absent: no P waves. */
  readonly intervals: { readonly prMs?: number; readonly qrsMs: number; readonly qtMs: number };
}

/** P (empty where there is none), an ectopic P, and QRS with ST and T. */
export interface PersonalBeat {
  readonly p: readonly Wave[];
  readonly ectopicP: readonly Wave[];
  readonly ventricular: readonly Wave[];
}

/**
 * One person's waves: the activation's with this age and sex's size and axes, the muscle's changes on top, turned and
 * varied as hearts in chests are. The individual spreads are wide on purpose: the prior is for unselected patients,
 * and what it does not span no released statistic can steer.
 *
 */
export const personalBeat = (plan: BeatPlan, rng: Rng): PersonalBeat => {
  const muscle = drawMuscle(plan.order.morphology, rng);
  // What is read off one territory, or a fascicle, must stay in it.
  const isLocal = muscle.axis !== undefined || isFascicular(plan.activation);
  const horizontal = radians((isLocal ? 8 : 20) * plan.freedom * rng.normal());
  const qrs = qrsOf(plan, muscle, horizontal, rng);
  const recovery = recoveryOf(plan, muscle, horizontal, rng);
  const free = plan.freedom * looseness(muscle, plan.activation);
  const notches = drawNotches(plan.intervals.qrsMs, free * strengthOfQrs(qrs), rng);
  const ventricular = [...withLocalMuscle([...qrs, ...recovery], free, rng), ...notches];
  return { ...atriaOf(plan, rng), ventricular: fittedVoltage(ventricular, plan, rng) };
};

const atriaOf = ({ intervals: { prMs }, normals, freedom }: BeatPlan, rng: Rng) => {
  if (prMs === undefined) return { p: [], ectopicP: [] };
  // Atrial activation ends before the ventricles begin, even where PR is short.
  const duration = Math.min(
    0.85 * prMs,
    prMs - 30,
    105 * Math.exp(0.08 * rng.normal()) * Math.min(1, normals.prMs / 155),
  );
  const size = Math.exp(0.22 * rng.normal());
  const each = atrialWaves(prMs, duration).map(wave => scaled(wave, size * Math.exp(0.17 * rng.normal())));
  const atria = withLocalMuscle(each, 0.85 * freedom, rng);
  const sway = radians(14 * rng.normal());
  const p = turnedTo(atria, normals.pAxisDegrees + 14 * rng.normal()).map(wave => turned(wave, 0, sway));
  // An ectopic focus: another direction, slightly shorter way to the node.
  const ectopicP = p.map(wave =>
    turned({ ...scaled(wave, 0.9), centreMs: wave.centreMs + 8 }, radians(-70 + 40 * rng.normal()), 0),
  );
  return { p: withRecovery(p), ectopicP: withRecovery(ectopicP) };
};

const qrsOf = (
  { normals, activation, freedom, intervals: { qrsMs } }: BeatPlan,
  muscle: Muscle,
  horizontal: number,
  rng: Rng,
): Wave[] => {
  const raw = ventricularWaves(activation, qrsMs);
  const young = normals.rightDominance;
  if (young > 0)
    raw.push({
      part: "QRS",
      centreMs: 0.6 * qrsMs,
      riseMs: 0.11 * qrsMs,
      fallMs: 0.11 * qrsMs,
      vector: [-0.75 * young, 0.1 * young, -0.8 * young],
    });
  const target = normals.axisDegrees + SPREAD.axisDegrees * rng.normal();
  const size = normals.voltage * Math.exp(0.25 * rng.normal());
  const base = turnedTo(raw, axisOf(raw, { activation, muscle, target, young }));
  const loose = freedom * looseness(muscle, activation);
  const unit = activation.unit * activation.left * qrsMs;
  const forces = muscle.forces.map(([centre, width, x, y, z]): Wave => {
    // Forces that begin with QRS, not before it.
    const rise = Math.min(width, centre / 2.6) * unit;
    return { part: "QRS", centreMs: centre * unit, riseMs: rise, fallMs: width * unit, vector: [x, y, z] };
  });
  return [
    ...base.map((wave, i) => {
      const time = base.length > 1 ? i / (base.length - 1) : 0;
      return turned(varied(scaled(wave, size), time, loose, rng), 0, horizontal);
    }),
    ...forces.map(wave => varied(scaled(wave, size), 0.5, 0.3 * loose, rng)),
  ];
};

const axisOf = (
  raw: readonly Wave[],
  how: {
    readonly activation: Activation;
    readonly muscle: Muscle;
    readonly target: number;
    readonly young: number;
  },
): number => {
  const { activation, muscle, target, young } = how;
  // A block has its own axis; the person's deviation from the average one is kept in part.
  if (activation.axisShare !== undefined)
    return frontalAxisOf(raw) + activation.axisShare * Math.max(-60, Math.min(60, target - 37));
  const [low, high] = muscle.axis ?? [-50, 105 + 40 * young];
  return Math.max(low, Math.min(high, target));
};

/** Told by its axis, of which little is the person's own. */
const isFascicular = ({ axisShare = 1 }: Activation): boolean => axisShare < 0.2;

/** How freely the phases vary: patterns that are told by small deflections less than the rest, and least by a fascicle's. */
const looseness = ({ forces }: Muscle, activation: Activation): number => {
  if (forces.length > 0 || isFascicular(activation)) return 0.4;
  return activation.secondary ? 0.4 : 1;
};

const recoveryOf = (
  { order, normals, activation, field, freedom, intervals: { qrsMs, qtMs } }: BeatPlan,
  muscle: Muscle,
  horizontal: number,
  rng: Rng,
): Wave[] => {
  const isOwn = !activation.secondary && muscle.t === undefined;
  // Flat or inverted T waves are the commonest abnormality of unselected ECGs, commoner with age; a QT is called long
  // where its T is there to end it.
  const flattened =
    isOwn && order.morphology !== "long-qt" && rng.chance(0.015 + 0.0005 * Math.max(0, order.ageYears - 30));
  const spread = isOwn ? 0.52 : 0.26;
  const size =
    normals.tVoltage *
    Math.exp(spread * freedom * rng.normal()) *
    (flattened ? -0.35 + 0.9 * rng.uniform() : 1);
  const sway = 0.5 * horizontal + radians((muscle.t === undefined ? 11 : 5) * freedom * rng.normal());
  const level = levelOf(muscle, field, rng);
  const shape = { st: muscle.slope ?? activation.st, t: muscle.t ?? activation.t, level };
  const raw = repolarisation(shape, qrsMs, qtMs);
  const axis = normals.tAxisDegrees + 14 * rng.normal();
  const waves = isOwn ? turnedTo(raw, axis) : raw;
  return waves.map((wave, i) => {
    if (level !== undefined && i === 1) return wave;
    const own = turned(scaled(wave, size), 0, sway);
    if (i > 0) return own;
    // Small individual ST deviations.
    const [x, y, z] = own.vector;
    const free = (muscle.st === undefined && muscle.t === undefined ? 1.3 : 0.3) * freedom;
    return {
      ...own,
      vector: [
        x + 0.02 * free * rng.normal(),
        y + 0.02 * free * rng.normal(),
        z + 0.025 * free * rng.normal(),
      ],
    };
  });
};

/** The level ST deviation, scaled to the wanted mean in the territory's leads on this torso. */
const levelOf = ({ st }: Muscle, field: LeadField, rng: Rng): Vector | undefined => {
  if (st === undefined) return undefined;
  const recovery = recoveryField(field);
  const seen = (lead: Lead) => {
    const weights = leadWeights(recovery, lead);
    return weights[0] * st.vector[0] + weights[1] * st.vector[1] + weights[2] * st.vector[2];
  };
  const mean = st.leads.reduce((sum, lead) => sum + seen(lead), 0) / st.leads.length;
  const wanted = st.mv[0] + (st.mv[1] - st.mv[0]) * rng.uniform();
  const [x, y, z] = st.vector;
  const gain = wanted / (Math.sign(wanted) * Math.max(0.3, Math.abs(mean)));
  return [gain * x, gain * y, gain * z];
};

/** By how much phases of activation differ between hearts, in size and in direction: early, in the middle, late. */
const VARIED = [
  { size: 0.25, way: 0.2 },
  { size: 0.3, way: 0.22 },
  { size: 0.18, way: 0.28 },
] as const;

/**
 * A phase of activation a little stronger or weaker, another way, faster or slower, sooner or later.
 *
 * @param time  its place among the phases, 0 first to 1 last
 */
const varied = (wave: Wave, time: number, looseness: number, rng: Rng): Wave => {
  const [x, y, z] = wave.vector;
  const { size, way } = VARIED[time < 0.4 ? 0 : time < 0.6 ? 1 : 2];
  const gain = Math.exp(size * looseness * rng.normal());
  const loose = way * looseness * Math.hypot(x, y, z);
  const width = Math.exp(0.1 * looseness * rng.normal());
  return {
    ...wave,
    centreMs: wave.centreMs + 0.26 * looseness * wave.riseMs * rng.normal(),
    riseMs: wave.riseMs * width,
    fallMs: wave.fallMs * width,
    vector: [
      gain * x + loose * rng.normal(),
      gain * y + loose * rng.normal(),
      gain * z + loose * rng.normal(),
    ],
  };
};
