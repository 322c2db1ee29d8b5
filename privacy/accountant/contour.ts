import { Unsound } from "../../src/errors.ts";
import { type Composed, compose } from "./composed.ts";
import { crossing } from "./crossing.ts";
import type { Direction } from "./law.ts";
import {
  composeFor,
  lowerEnd,
  type Question,
  type Saddle,
  saddleAt,
  soughtBy,
  tiltedUpperEnd,
} from "./saddle.ts";

/** The privacy profile's value itself, with bounds on its error: not an upper bound, but what one is held against. */
export interface ContourValue {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Points on the contour. */
  readonly points: number;
}

/** Relative error of the moments: quadrature and rounding, a composition. */
const MOMENT_ERROR = 1e-13;
const LOG_ALIAS = Math.log(1e-13);
/** What folding may add, relative: LOG_ALIAS over the least share that a tail has of its tilted law. */
const FOLDED = 1e-9;
/** Beyond this ln below the contour's peak the integrand is nothing. */
const VANISHED = -40;
/** Points on the contour: of a moment in closed form, and of one by quadrature. */
const MOST_POINTS = { closed: 8_192, quadrature: 1_024 };
/** Points of a period on a lattice: more where there are few atoms to sum at each. */
const MOST_ON_LATTICE = 2 ** 16;
const MOST_TERMS = 2 ** 25;
const STEEPEST = 10;
/** Points in the first block; each block after it has its moments anew, with nodes for its oscillation. */
const FIRST_BLOCK = 64;

/**
 * δ(ε) = ∞-mass + (1/2πi) ∫ exp(K(z) − εz) / (z (z + 1)) dz along Re z = t, by the trapezoidal rule: what the rule adds
 * is δ at points a window away, bounded by Chernoff. Losses on a lattice sum to one period of the contour.
 *
 * @param direction  with at least one part, and a law for each
 * @source Alghamdi, Asoodeh, Calmon et al. 2022, "The Saddle-Point Method in Differential Privacy", arXiv:2208.09595
 */
export const contourValue = (direction: Direction, question: Question): ContourValue => {
  const sought = soughtBy(question);
  const { composed, saddle: first } = composeFor(direction, sought);
  const lattice = latticeOf(composed);
  // On a lattice a steeper tilt than this leaves only its next point, and no digits.
  const saddle =
    lattice === undefined ? first : saddleAt(composed, Math.min(first.t, STEEPEST / lattice.step));
  const path = pathFor(composed, saddle, "epsilon" in question ? question.epsilon : saddle.mean);
  const samples = sampled(composed, saddle, path);
  return "epsilon" in question
    ? deltaAt(samples, question.epsilon)
    : epsilonAt(samples, question.delta, saddle.mean);
};

interface Path {
  readonly step: number;
  /** Points wanted at most; a sum that has vanished stops earlier. */
  readonly most: number;
  /** Step of the losses, where they are on a lattice: the path is one period. */
  readonly lattice?: { readonly step: number; readonly offset: number };
  /** Whether the window is narrower than it should be: nothing bounds then what folds into it. */
  readonly isCut?: boolean;
}

const latticeOf = ({ parts }: Composed): Path["lattice"] => {
  const first = parts[0]?.moments.law.lattice;
  if (first === undefined) return undefined;
  let offset = 0;
  for (const {
    part,
    moments: { law },
  } of parts) {
    if (law.lattice === undefined || law.pieces.length > 0) return undefined;
    const ratio = law.lattice.step / first.step;
    if (Math.abs(ratio - 1) > 1e-15) return undefined;
    offset += part.count * law.lattice.offset;
  }
  return { step: first.step, offset };
};

const pathFor = (composed: Composed, saddle: Saddle, at: number): Path => {
  const lattice = latticeOf(composed);
  const low = Math.min(lowerEnd(composed, saddle, LOG_ALIAS), at);
  const high = Math.max(tiltedUpperEnd(composed, saddle, LOG_ALIAS), at);
  // A window of losses: what lies beyond it folds in. From below with weight e^{−tW}, from above with its tilted mass.
  const wanted = Math.max(high - at, (-LOG_ALIAS - logTarget(saddle)) / saddle.t, at - low);
  const isClosed = composed.parts.every(
    ({ moments: { law } }) => law.pieces.length === 0 || law.transform !== undefined || law.mu !== undefined,
  );
  const most = isClosed ? MOST_POINTS.closed : MOST_POINTS.quadrature;
  if (lattice === undefined) return { step: (2 * Math.PI) / wanted, most };
  const atoms = composed.parts.reduce((sum, { moments: { law } }) => sum + law.atoms.length, 0);
  const limit = Math.max(MOST_POINTS.closed, Math.min(MOST_ON_LATTICE, MOST_TERMS / atoms));
  const needed = Math.ceil(wanted / lattice.step) + 1;
  const points = Math.floor(Math.min(limit, needed));
  const step = (2 * Math.PI) / (points * lattice.step);
  return { step, most: Math.floor(points / 2), lattice, isCut: points < needed };
};

/** About ln δ, beside its peak. */
const logTarget = ({ t, variance }: Saddle): number =>
  -Math.log(t * (t + 1)) - 0.5 * Math.log(1 + 2 * Math.PI * variance);

/** exp(K(z) − K(t) − i y mean) on the path: what no question changes. */
interface Samples {
  readonly composed: Composed;
  readonly saddle: Saddle;
  readonly path: Path;
  readonly re: readonly number[];
  readonly im: readonly number[];
  /** |value| at the end of the path: what is left is at most this over y. */
  readonly left: number;
}

const sampled = (composed: Composed, saddle: Saddle, path: Path): Samples => {
  const re: number[] = [1];
  const im: number[] = [0];
  const revival = path.lattice === undefined ? revivalOf(composed, saddle) : 0;
  let recent = 1;
  for (let from = 1, block = FIRST_BLOCK; from <= path.most; from += block, block *= 4) {
    const to = Math.min(path.most, from + block - 1);
    const { parts } = compose(composed.direction, { t: 1.05 * saddle.t, y: to * path.step });
    for (let j = from, quiet = 0; j <= to; j++) {
      const y = j * path.step;
      let logRadius = -saddle.k;
      let angle = -y * saddle.mean;
      for (const { part, moments } of parts) {
        const k = moments.along(saddle.t, y);
        logRadius += part.count * k.re;
        angle += part.count * k.im;
      }
      const radius = Math.exp(logRadius);
      re.push(radius * Math.cos(angle));
      im.push(radius * Math.sin(angle));
      recent = Math.max(radius, recent * 0.8);
      quiet = logRadius < VANISHED ? quiet + 1 : 0;
      if (path.lattice === undefined && quiet > QUIET && Math.log(revival) < VANISHED)
        return { composed, saddle, path, re, im, left: Math.exp(VANISHED) };
    }
  }
  return { composed, saddle, path, re, im, left: path.lattice === undefined ? Math.max(recent, revival) : 0 };
};

/** So many points without a value end the path. */
const QUIET = 20;

/** Most that the tilted characteristic function can come back to: its atoms may meet in phase again and again. */
const revivalOf = ({ parts }: Composed, { t }: Saddle): number =>
  Math.exp(
    parts.reduce((sum, { part, moments }) => {
      const atoms = moments.law.atoms.reduce(
        (mass, { loss, logMass }) => mass + Math.exp(logMass + t * loss - moments.at(t)),
        0,
      );
      return sum + part.count * Math.log(Math.min(1, atoms + 1e-300));
    }, 0),
  );

/** δ at ε from the samples: Re Σ value · kernel(t + iy). */
const deltaAt = (samples: Samples, epsilon: number): ContourValue => {
  const { composed, saddle, path, re, im, left } = samples;
  const { t, k, mean } = saddle;
  const kernel = path.lattice === undefined ? plain : periodic(path.lattice, epsilon);
  const logScale = k - t * epsilon;
  // Far below the tilt's own ε nothing is left of the digits; δ is near 1 there.
  if (logScale > 600) return { value: 1, low: 0, high: 1, points: re.length };
  const scale = Math.exp(logScale) * (path.step / Math.PI);
  let sum = 0;
  let size = 0;
  for (let j = 0; j < re.length; j++) {
    const y = j * path.step;
    const turn = y * (mean - epsilon);
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    const a = re[j]! * c - im[j]! * s;
    const b = re[j]! * s + im[j]! * c;
    const [x, z] = kernel(t, y);
    // The ends of a period, and the real point, count half.
    const weight = j === 0 || (path.lattice !== undefined && j === path.most && isEven(path)) ? 0.5 : 1;
    sum += weight * (a * x - b * z);
    size += weight * Math.hypot(a, b) * Math.hypot(x, z);
  }
  const core = scale * sum;
  const counts = composed.parts.reduce((total, { part }) => total + part.count, 0);
  const end = re.length * path.step;
  const error =
    scale * size * (2 * counts * MOMENT_ERROR + 1e-14 * (Math.abs(k) + 10)) +
    (Math.exp(logScale) * left) / (Math.PI * end) +
    (path.isCut === true ? Number.POSITIVE_INFINITY : Math.abs(core) * FOLDED);
  const value = core + composed.infinite;
  if (!(error >= 0)) throw new Unsound(`a contour integral came out as ${value}`);
  return {
    value: Math.max(0, value),
    low: Math.max(0, value - error),
    high: Math.min(1, value + error),
    points: re.length,
  };
};

const isEven = ({ step, lattice }: Path): boolean =>
  Math.round((2 * Math.PI) / (step * lattice!.step)) % 2 === 0;

type Kernel = (t: number, y: number) => readonly [number, number];

/** 1 / (z (z + 1)). */
const plain: Kernel = (t, y) => {
  const a = t * (t + 1) - y * y;
  const b = y * (2 * t + 1);
  const square = a * a + b * b;
  return [a / square, -b / square];
};

/** Σ over lattice losses l > ε of e^{−z (l − ε)} (1 − e^{ε − l}), times the lattice's step. */
const periodic = ({ step, offset }: NonNullable<Path["lattice"]>, epsilon: number): Kernel => {
  const above = offset + step * (Math.floor((epsilon - offset) / step + 1e-12) + 1) - epsilon;
  return (t, y) => {
    const geometric = (s: number): readonly [number, number] => {
      // e^{−z above} / (1 − e^{−z step}), z = s + iy
      const [c, d] = [1 - Math.exp(-s * step) * Math.cos(y * step), Math.exp(-s * step) * Math.sin(y * step)];
      const square = c * c + d * d;
      const [e, f] = [
        Math.exp(-s * above) * Math.cos(y * above),
        -Math.exp(-s * above) * Math.sin(y * above),
      ];
      return [(e * c + f * d) / square, (f * c - e * d) / square];
    };
    const [p, q] = [geometric(t), geometric(t + 1)];
    return [step * (p[0] - q[0]), step * (p[1] - q[1])];
  };
};

/** ε with δ(ε) = δ, by Newton's secant on ln δ inside a bracket; its bounds are those of δ's error. */
const epsilonAt = (samples: Samples, delta: number, guess: number): ContourValue => {
  const solve = (pick: (value: ContourValue) => number): number => {
    const over = (epsilon: number) =>
      Math.log(Math.max(pick(deltaAt(samples, epsilon)), 1e-320)) - Math.log(delta);
    let [low, high] = [guess, guess];
    for (let i = 0; over(high) > 0; i++, high = Math.max(high * 1.2, high + 0.1))
      if (i > 400) return Number.POSITIVE_INFINITY;
    while (low > 1e-12 && over(low) <= 0) low *= 0.9;
    if (over(low) <= 0) return 0;
    const [from, to] = crossing(
      x => -over(x),
      [low, high],
      (a, b) => b - a <= 1e-13 * b,
    );
    return (from + to) / 2;
  };
  const isCut = samples.path.isCut === true;
  return {
    value: solve(({ value }) => value),
    low: isCut ? 0 : solve(({ low }) => low),
    high: isCut ? Number.POSITIVE_INFINITY : solve(({ high }) => high),
    points: samples.re.length,
  };
};
