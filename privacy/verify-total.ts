import { type BigNumber, big } from "./verify-arithmetic.ts";
import { gaussianTotal, squaredMu, type Total, UNBOUNDED } from "./verify-epsilon.ts";
import { gaussianRho, selectionRho, zcdpTotal } from "./verify-zcdp.ts";

/** What a charge line says was done, parameters as decimals. */
export type ChargedEvent =
  | { readonly kind: "gaussian"; readonly noiseMultiplier: string }
  | { readonly kind: "exponential"; readonly epsilon: string };

/** How much of an additive measure an event uses, and what a sum of it costs; one a kind of books. */
interface Measure {
  of(event: ChargedEvent): BigNumber;
  total(sum: BigNumber): Total;
}

const NONE = big(Number.POSITIVE_INFINITY);

/** By the name of the accountant in a ledger's header. A selection has no place in exact Gaussian books. */
const MEASURES: Readonly<Record<string, Measure>> = {
  "exact-gaussian": {
    of: event => (event.kind === "gaussian" ? squaredMu(event.noiseMultiplier) : NONE),
    total: gaussianTotal,
  },
  zcdp: {
    of: event =>
      event.kind === "gaussian" ? gaussianRho(squaredMu(event.noiseMultiplier)) : selectionRho(event.epsilon),
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
  totals[0] = total(sum);
  for (const event of events) {
    sum = sum.plus(of(event));
    totals.push(total(sum));
  }
  return totals;
};
