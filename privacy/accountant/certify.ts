import { InvalidRequest, Unsound } from "../../src/errors.ts";
import { decimalUp, exactly } from "../../src/math/rational.ts";
import { gaussianDeltaUp, gaussianEpsilonUp } from "./analytic-gaussian.ts";
import { assumptionsOf } from "./assumptions.ts";
import type { AccountPlan, Relation } from "./case.ts";
import { type ContourValue, contourValue } from "./contour.ts";
import { directionsOf } from "./directions.ts";
import type { Direction } from "./law.ts";
import { pldBound } from "./pld.ts";
import type { ErrorLedger } from "./profile.ts";
import { type RenyiBounds, renyiBounds } from "./rdp.ts";
import type { Question } from "./saddle.ts";
import { singleValue } from "./single.ts";
import { worstLoss } from "./worst-loss.ts";

/** What the engines say of one direction; undefined where an engine has no answer. All in the unit that was asked for. */
export interface Engines {
  readonly closed?: number;
  readonly pld?: number;
  readonly contour?: ContourValue;
  /** With the tightest Rényi curve of each mechanism; and with those of the dominating pairs alone. */
  readonly rdp?: RenyiBounds;
}

export interface DirectionCertificate {
  readonly name: string;
  /** The smallest of the engines' upper bounds. */
  readonly upper: number;
  /** A value that no sound answer is below; undefined where only a bound of the mechanisms is known. */
  readonly lower?: number;
  readonly engines: Engines;
  readonly errors?: ErrorLedger;
}

/** An answer to one question about a plan, with the evidence for it. */
export interface AccountCertificate {
  readonly relation: Relation;
  readonly question: Question;
  /** Rounded up in the twelfth digit. */
  readonly upper: number;
  readonly lower?: number;
  readonly directions: readonly DirectionCertificate[];
  readonly assumptions: readonly string[];
}

/** PLD over contour, at most; and over Rényi, which the grid alone passes where Rényi is exact. */
const AGREEMENT = 0.01;
/** Room for the rounding of two engines that say the same. */
const SLACK = 1e-8;

/**
 * Runs every engine on every direction of a plan and refuses where they disagree.
 *
 * @guarantee a certificate is refused unless contour ≤ PLD ≤ RDP, with 1 % for the grid
 * @throws InvalidRequest for a question out of range; UnsupportedEvent; Unsound where the engines disagree
 */
export const certify = (plan: AccountPlan, question: Question): AccountCertificate => {
  checkQuestion(question);
  const directions = directionsOf(plan).map(direction => certifyDirection(direction, question));
  checkAgreement(directions);
  const lowers = directions.map(({ lower }) => lower);
  return {
    relation: plan.relation,
    question,
    upper: roundUp(Math.max(0, ...directions.map(({ upper }) => upper))),
    ...(lowers.every(lower => lower !== undefined) ? { lower: Math.max(0, ...lowers) } : {}),
    directions,
    assumptions: assumptionsOf(plan),
  };
};

/** Below this the arithmetic of the engines has no digits. */
const SMALLEST_DELTA = 1e-280;

const checkQuestion = (question: Question): void => {
  if ("delta" in question) {
    const { delta } = question;
    if (!(delta >= 0 && delta <= 1) || (delta > 0 && delta < SMALLEST_DELTA))
      throw new InvalidRequest(`delta must be 0, or between ${SMALLEST_DELTA} and 1; got ${delta}`);
  } else if (!(question.epsilon >= 0))
    throw new InvalidRequest(`epsilon must not be negative; got ${question.epsilon}`);
};

export const roundUp = (value: number): number =>
  Number.isFinite(value) ? Number(decimalUp(exactly(value), 12)) : value;

const certifyDirection = (direction: Direction, question: Question): DirectionCertificate => {
  const { name } = direction;
  const plain = plainAnswer(direction, question);
  if (plain !== undefined) return { name, upper: plain, lower: plain, engines: { closed: plain } };
  const closed = closedForm(direction, question);
  const rdp = renyiBounds(direction, question);
  if (direction.parts.some(({ law }) => law === undefined))
    return { name, upper: rdp.tightest, engines: { rdp } };
  const pld = pldBound(direction, question);
  const contour = profileOf(direction, question);
  const engines: Engines = { ...(closed === undefined ? {} : { closed }), pld: pld.value, contour, rdp };
  const isTight = direction.parts.every(({ bound }) => bound === undefined);
  return {
    name,
    upper: Math.min(pld.value, rdp.tightest, closed ?? Number.POSITIVE_INFINITY),
    ...(isTight ? { lower: contour.low } : {}),
    engines,
    errors: pld.errors,
  };
};

/** Answers that need no engine: nothing is learned, everything may be, or no failure is allowed. */
const plainAnswer = ({ parts }: Direction, question: Question): number | undefined => {
  if (parts.length === 0 || ("delta" in question && question.delta === 1)) return 0;
  const leak = -Math.expm1(
    parts.reduce((sum, { law, count }) => sum + count * Math.log1p(-(law?.infinite ?? 0)), 0),
  );
  const worst = worstLoss(parts);
  if ("epsilon" in question) return leak === 1 || question.epsilon >= worst ? leak : undefined;
  if (question.delta === 0) return leak > 0 ? Number.POSITIVE_INFINITY : worst;
  return leak > question.delta ? Number.POSITIVE_INFINITY : undefined;
};

const closedForm = ({ parts }: Direction, question: Question): number | undefined => {
  const [part, ...more] = parts;
  const mu = part?.law?.mu;
  if (mu === undefined || more.length > 0 || part?.count !== 1) return undefined;
  return "delta" in question ? gaussianEpsilonUp(mu, question.delta) : gaussianDeltaUp(mu, question.epsilon);
};

/** By the contour integral; for a single run by quadrature of the definition, which is its closed form. */
const profileOf = (direction: Direction, question: Question): ContourValue => {
  const [part, ...more] = direction.parts;
  return part?.law !== undefined && part.law.mu === undefined && part.count === 1 && more.length === 0
    ? singleValue(part.law, question)
    : contourValue(direction, question);
};

/** A direction this far below the worst one decides nothing, and may lie where no engine has digits. */
const IRRELEVANT = 1e-9;

/** @throws Unsound where engines of a direction that decides something contradict each other */
export const checkAgreement = (
  directions: readonly Pick<DirectionCertificate, "name" | "engines" | "upper">[],
): void => {
  const worst = Math.max(...directions.map(({ upper }) => upper));
  for (const { name, engines, upper } of directions) {
    const faults = upper < IRRELEVANT * worst ? [] : disagreements(engines);
    if (faults.length > 0) throw new Unsound(`no certificate (${name}): ${faults.join("; ")}`);
  }
};

const isAtMost = (a: number, b: number, slack = SLACK): boolean => a <= b * (1 + slack);

const disagreements = ({ closed, pld, contour, rdp }: Engines): readonly string[] => {
  if (pld === undefined || contour === undefined || rdp === undefined) return [];
  const faults: string[] = [];
  if (!isAtMost(contour.low, pld)) faults.push(`the contour ${contour.low} is above the PLD bound ${pld}`);
  if (!isAtMost(pld, contour.high, AGREEMENT))
    faults.push(`the PLD bound ${pld} is not within 1 % of ${contour.high}`);
  if (!isAtMost(pld, rdp.pairs, AGREEMENT))
    faults.push(`the PLD bound ${pld} is above the Rényi bound ${rdp.pairs}`);
  if (closed !== undefined && !(isAtMost(contour.low, closed) && isAtMost(closed, pld)))
    faults.push(`the closed form ${closed} is not between ${contour.low} and ${pld}`);
  return faults;
};
