import type { BlockPlan } from "../schemas/statistic.ts";
import { InvalidRequest } from "../src/errors.ts";
import { parseDecimal } from "../src/math/rational.ts";
import type { PlanRequest, RequestedRelease } from "./plan.ts";

/** δ at or above this is refused: it would allow publishing whole patients. */
const DELTA_LIMIT = 1e-3;
/** Keeps a patient's weights whole numbers that are not small. */
const MOST_PER_PATIENT = 1024;
/** Room for sums of decimal shares and weights that are 1 on paper. */
const TOLERANCE = 1e-9;

/** @throws InvalidRequest if δ is not above 0, too large for any run, or too large for the public size */
export const checkDelta = (
  delta: number,
  { budget, publicSize }: Pick<PlanRequest, "budget" | "publicSize">,
): void => {
  if (!(delta > 0)) throw new InvalidRequest(`delta must be above 0; got ${budget.delta}`);
  const { num, den } = parseDecimal(budget.delta);
  if (num * 1000n >= den) throw new InvalidRequest(`delta must be below ${DELTA_LIMIT}; got ${budget.delta}`);
  if (publicSize === undefined) return;
  if (!(Number.isSafeInteger(publicSize) && publicSize > 0))
    throw new InvalidRequest(`the public size must be a positive whole number; got ${publicSize}`);
  if (num * 10n * BigInt(publicSize) > den)
    throw new InvalidRequest(
      `delta must be at most 1/(10·N) = ${1 / (10 * publicSize)} for the declared N = ${publicSize}; got ${budget.delta}`,
    );
};

/** @throws InvalidRequest unless purposes differ, shares are in (0, 1] and sum to at most 1, and blocks keep their rules */
export const checkReleases = (releases: readonly RequestedRelease[]): void => {
  if (releases.length === 0) throw new InvalidRequest("a plan needs at least one release");
  if (new Set(releases.map(({ purpose }) => purpose)).size !== releases.length)
    throw new InvalidRequest("the purposes of a plan's releases must differ");
  for (const release of releases) {
    const { purpose, share } = release;
    if (!(share > 0 && share <= 1))
      throw new InvalidRequest(`release "${purpose}": its share must be in (0, 1]; got ${share}`);
    if (release.kind === undefined) checkBlocks(purpose, release.blocks);
    if (release.kind === "partitions") checkPartitions(release);
  }
  const total = sumOf(releases.map(({ share }) => share));
  if (total > 1 + TOLERANCE)
    throw new InvalidRequest(`the shares of a plan must sum to at most 1; got ${total}`);
};

const checkPartitions = ({
  purpose,
  perPatient,
  delta,
}: Extract<RequestedRelease, { kind: "partitions" }>): void => {
  if (!(Number.isSafeInteger(perPatient) && perPatient >= 1 && perPatient <= MOST_PER_PATIENT))
    throw new InvalidRequest(
      `release "${purpose}": a patient may count 1 to ${MOST_PER_PATIENT} names; got ${perPatient}`,
    );
  const { num } = parseDecimal(delta, "delta of a threshold");
  if (num <= 0n) throw new InvalidRequest(`release "${purpose}": its delta must be above 0; got ${delta}`);
};

const checkBlocks = (purpose: string, blocks: readonly BlockPlan[]): void => {
  if (blocks.length === 0) throw new InvalidRequest(`release "${purpose}" needs at least one block`);
  for (const { name, size, weight } of blocks) {
    if (!(Number.isSafeInteger(size) && size > 0))
      throw new InvalidRequest(`block "${name}": its size must be a positive whole number; got ${size}`);
    if (!(weight > 0 && weight <= 1))
      throw new InvalidRequest(`block "${name}": its weight must be in (0, 1]; got ${weight}`);
  }
  const squares = sumOf(blocks.map(({ weight }) => weight * weight));
  if (squares > 1 + TOLERANCE)
    throw new InvalidRequest(
      `release "${purpose}": squared block weights must sum to at most 1; got ${squares}`,
    );
};

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
