import { InvalidRequest, UnsupportedEvent } from "../../src/errors.ts";
import { nextUp, numberDown, numberUp, type Rational } from "../../src/math/rational.ts";
import type { AccountPlan, PlanPart, Step } from "./case.ts";
import { addedSample, gaussianLaw, removedSample, replacedSample, type Sampled } from "./gaussian-laws.ts";
import type { Direction, Law, Part } from "./law.ts";
import type { Mechanism, MechanismKind } from "./mechanisms.ts";
import * as other from "./other-laws.ts";

type Sense = "remove" | "add" | "replace";

/** What one run contributes: Gaussians their exact 1/z², the others a law, a Rényi curve or both. */
type Effect =
  | { readonly square: Rational }
  | { readonly law?: Law; readonly bound?: (t: number) => number }
  | undefined;

const times = (a: Rational, b: Rational): Rational => ({ num: a.num * b.num, den: a.den * b.den });
const over = (a: Rational, b: Rational): Rational => ({ num: a.num * b.den, den: a.den * b.num });
const TWO: Rational = { num: 2n, den: 1n };
const moved = (sensitivity: Rational, sense: Sense): Rational =>
  sense === "replace" ? times(sensitivity, TWO) : sensitivity;

const gaussian = (sensitivity: Rational, sigma: Rational): Effect => {
  if (sensitivity.num === 0n) return undefined;
  if (sigma.num === 0n) return { law: other.leak(1, 0) };
  const ratio = over(sensitivity, sigma);
  return { square: times(ratio, ratio) };
};

/** Chance rounded up, at most 1. */
const chanceUp = (q: Rational): number => Math.min(1, numberUp(q));

const noiseless = (q: number, sense: Sense): Law => {
  if (sense === "remove") return other.leak(q, Math.log1p(-q));
  return sense === "replace" ? other.leak(q, 0) : { ...other.leak(0, -Math.log1p(-q)) };
};

const mixtureOf = (mechanism: Mechanism<"mixtureGaussian">): Sampled => {
  const shifts = mechanism.sensitivities.map(numberUp);
  const unit = Math.max(...shifts);
  const rest = mechanism.probabilities.map(numberUp);
  // Chances rounded up; what is left belongs to the smallest move.
  const least = shifts.indexOf(Math.min(...shifts));
  const others = rest.reduce((sum, p, i) => (i === least ? sum : sum + p), 0);
  const probabilities = rest.map((p, i) => (i === least ? Math.max(0, 1 - others) : p));
  return { shifts: shifts.map(c => c / unit), probabilities, s: numberDown(mechanism.sigma) / unit };
};

/** How each kind acts in each sense. */
const EFFECTS: { readonly [K in MechanismKind]: (mechanism: Mechanism<K>, sense: Sense) => Effect } = {
  gaussian: ({ sensitivity, sigma }, sense) => gaussian(moved(sensitivity, sense), sigma),
  poissonGaussian: ({ q, sensitivity, sigma }, sense) => {
    if (q.num === 0n || sensitivity.num === 0n) return undefined;
    if (q.num === q.den) return gaussian(moved(sensitivity, sense), sigma);
    const chance = chanceUp(q);
    if (sigma.num === 0n) return { law: noiseless(chance, sense) };
    const s = numberDown(over(sigma, sensitivity));
    if (sense === "replace") return { law: replacedSample(chance, s) };
    const sampled: Sampled = { shifts: [0, 1], probabilities: [1 - chance, chance], s };
    return { law: sense === "remove" ? removedSample(sampled) : addedSample(sampled) };
  },
  mixtureGaussian: (mechanism, sense) => {
    if (sense === "replace")
      throw new UnsupportedEvent(
        "record sampling has a proven dominating pair only for adding or removing a patient",
      );
    if (mechanism.sensitivities.every(c => c.num === 0n)) return undefined;
    const sampled = mixtureOf(mechanism);
    return { law: sense === "remove" ? removedSample(sampled) : addedSample(sampled) };
  },
  laplace: ({ sensitivity, scale }, sense) => {
    if (sensitivity.num === 0n) return undefined;
    if (scale.num === 0n) return { law: other.leak(1, 0) };
    return { law: other.laplaceLaw(numberUp(over(moved(sensitivity, sense), scale))) };
  },
  poissonLaplace: ({ q, sensitivity, scale }, sense) => {
    if (q.num === 0n || sensitivity.num === 0n) return undefined;
    if (q.num === q.den) return EFFECTS.laplace({ kind: "laplace", sensitivity, scale }, sense);
    if (sense === "replace")
      throw new UnsupportedEvent("sampled Laplace noise is accounted only for adding or removing a patient");
    if (scale.num === 0n) return { law: noiseless(chanceUp(q), sense) };
    const base = other.laplaceLaw(numberUp(over(sensitivity, scale)));
    const sample = sense === "remove" ? other.removedSampleOf : other.addedSampleOf;
    return { law: sample(base, chanceUp(q)) };
  },
  discreteGaussian: ({ sigma, sensitivity, dimension }, sense) => {
    const shift = moved(sensitivity, sense);
    if (shift.num === 0n) return undefined;
    if (dimension === 1)
      return { law: other.discreteGaussianLaw(numberDown(sigma), Number(shift.num / shift.den)) };
    const ratio = over(shift, sigma);
    const rho = numberUp(times(times(ratio, ratio), { num: 1n, den: 2n }));
    return { bound: t => rho * t * (t + 1) };
  },
  discreteLaplace: ({ decay, sensitivity }, sense) => {
    const shift = moved(sensitivity, sense);
    if (shift.num === 0n) return undefined;
    return { law: other.discreteLaplaceLaw(numberUp(decay), Number(shift.num / shift.den)) };
  },
  exponential: ({ epsilon }) => {
    if (epsilon.num === 0n) return undefined;
    const range = numberUp(epsilon);
    if (range > 300) throw new UnsupportedEvent(`a bounded range of ${range} is beyond double precision`);
    return { law: other.boundedRangeLaw(range), bound: other.boundedRangeCurve(range) };
  },
  claim: ({ epsilon, delta }) =>
    epsilon.num === 0n && delta.num === 0n
      ? undefined
      : { law: other.claimLaw(numberUp(epsilon), numberUp(delta)) },
  zcdp: ({ rho, xi }) => {
    const [a, b] = [numberUp(rho), numberUp(xi)];
    return a === 0 && b === 0 ? undefined : { bound: t => t * (b + a * (t + 1)) };
  },
  nothing: () => undefined,
};

const effectOf = <K extends MechanismKind>(mechanism: Mechanism<K>, sense: Sense): Effect => {
  const effect: (mechanism: Mechanism<K>, sense: Sense) => Effect = EFFECTS[mechanism.kind];
  return effect(mechanism, sense);
};

interface Sensed extends Step {
  readonly sense: Sense;
}

/** All ways a patient can run through the plan: its branch, and for a replacement the branch left and the one joined. */
const routes = (parts: readonly PlanPart[], sense: Sense): readonly (readonly Sensed[])[] => {
  let found: readonly (readonly Sensed[])[] = [[]];
  for (const part of parts) {
    const choices = "branches" in part ? throughBranches(part.branches, sense) : [[{ ...part, sense }]];
    found = found.flatMap(route => choices.map(choice => [...route, ...choice]));
    if (found.length > 256) throw new InvalidRequest("parallel branches combine in more than 256 ways");
  }
  return found;
};

const throughBranches = (
  branches: readonly (readonly Step[])[],
  sense: Sense,
): readonly (readonly Sensed[])[] => {
  const inside = (steps: readonly Step[], as: Sense) => steps.map(step => ({ ...step, sense: as }));
  const one = branches.map(steps => inside(steps, sense));
  if (sense !== "replace") return one;
  const two = branches.flatMap((left, i) =>
    branches.flatMap((joined, j) => (i === j ? [] : [[...inside(left, "remove"), ...inside(joined, "add")]])),
  );
  return [...one, ...two];
};

const keyOf = ({ mechanism, sense }: Sensed): string =>
  JSON.stringify([mechanism, sense], (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );

/** Equal mechanisms counted together, in the order of their keys; Gaussians become one. */
const direction = (name: string, steps: readonly Sensed[]): Direction => {
  const counts = new Map<string, { readonly step: Sensed; readonly count: number }>();
  for (const step of steps) {
    const key = keyOf(step);
    counts.set(key, { step, count: (counts.get(key)?.count ?? 0) + step.count });
  }
  const parts: Part[] = [];
  let square: Rational = { num: 0n, den: 1n };
  for (const [key, { step, count }] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const effect = effectOf(step.mechanism, step.sense);
    if (effect === undefined) continue;
    if (!("square" in effect)) parts.push({ ...effect, count, key });
    else {
      const { num, den } = effect.square;
      square = { num: square.num * den + num * square.den * BigInt(count), den: square.den * den };
    }
  }
  if (square.num > 0n) {
    const mu = nextUp(Math.sqrt(numberUp(square)));
    parts.unshift({ law: gaussianLaw(mu), count: 1, key: `gaussian ${mu}` });
  }
  return { name, parts };
};

/** @returns one direction for each route and sense; the plan costs the largest */
export const directionsOf = ({ relation, parts }: AccountPlan): readonly Direction[] => {
  const senses: readonly Sense[] = relation === "replace_one" ? ["replace"] : ["remove", "add"];
  return senses.flatMap(sense => {
    const all = routes(parts, sense);
    return all.map((route, i) => direction(all.length === 1 ? sense : `${sense}, way ${i + 1}`, route));
  });
};
