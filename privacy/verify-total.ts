import { type BigNumber, big } from "./verify-arithmetic.ts";
import { gaussianTotal, squaredMu, type Total, UNBOUNDED } from "./verify-epsilon.ts";
import { gaussianRho, selectionRho, zcdpTotal } from "./verify-zcdp.ts";

/** What a charge line says was done, parameters as decimals. */
export type ChargedEvent =
  | { readonly kind: "gaussian"; readonly noiseMultiplier: string }
  | { readonly kind: "exponential"; readonly epsilon: string }
  | { readonly kind: "thresholded"; readonly noiseMultiplier: string; readonly delta: string };

/** How much of an additive measure an event uses, and what a sum of it costs; one a kind of books. */
interface Measure {
  of(event: ChargedEvent): BigNumber;
  total(sum: BigNumber): Total;
}

const NONE = big(Number.POSITIVE_INFINITY);

/** By the name of the accountant in a ledger's header. A selection has no place in exact Gaussian books. */
const MEASURES: Readonly<Record<string, Measure>> = {
  "exact-gaussian": {
    of: event => (event.kind === "exponential" ? NONE : squaredMu(event.noiseMultiplier)),
    total: gaussianTotal,
  },
  zcdp: {
    of: event =>
      event.kind === "exponential"
        ? selectionRho(event.epsilon)
        : gaussianRho(squaredMu(event.noiseMultiplier)),
    total: zcdpTotal,
  },
};

/** Whether `verify` can recompute what this accountant claims. */
export const canRecompute = (accountant: string): boolean => Object.hasOwn(MEASURES, accountant);

/**
 * Totals of the first 0, 1, 2, … n charges; without any guarantee where the accountant is unknown.
 *
 * @param accountant  as the ledger's header names it
 */
export const runningTotals = (accountant: string, events: readonly ChargedEvent[]): readonly Total[] => {
  const totals = [UNBOUNDED];
  if (!canRecompute(accountant)) return [...totals, ...events.map(() => UNBOUNDED)];
  const { of, total } = MEASURES[accountant]!;
  let sum = big(0);
  let failure = big(0);
  totals[0] = total(sum);
  for (const event of events) {
    sum = sum.plus(of(event));
    if (event.kind === "thresholded") failure = failure.plus(event.delta);
    totals.push(afterFailure(total(sum), failure));
  }
  return totals;
};

/** What is left to a total of noise once what thresholds may let through is taken off δ. */
const afterFailure = (noise: Total, failure: BigNumber): Total => {
  if (failure.isZero()) return noise;
  const left = (delta: string) => big(delta).minus(failure);
  return {
    holds: (epsilon, delta) => left(delta).gt(0) && noise.holds(epsilon, left(delta).toString()),
    epsilon: delta => (left(delta).gt(0) ? noise.epsilon(left(delta).toString()) : Number.POSITIVE_INFINITY),
  };
};
