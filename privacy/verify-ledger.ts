import { EVIDENCE } from "../schemas/evidence.ts";
import { type Books, readBooks } from "./books.ts";
import { modeOf } from "./certificate/statement.ts";
import { readChain } from "./chain.ts";
import { big } from "./verify-arithmetic.ts";
import type { Total } from "./verify-epsilon.ts";
import { thresholdFailures } from "./verify-partitions.ts";
import { canRecompute, runningTotals } from "./verify-total.ts";

/** A ledger as `verify` reads it. */
export interface CheckedLedger {
  readonly books: Books;
  /** The books where every line is intact; else empty, so that no other file is blamed for a damaged line. */
  readonly witness: Books;
  readonly lines: number;
  readonly head: string;
  readonly mode: string;
  readonly total: Total;
  readonly epsilon: number;
  readonly failures: readonly string[];
}

/** Checks chain, bookkeeping, total and budget of a ledger's text; undefined where there is none. */
export const checkLedger = (text: string | undefined): CheckedLedger => {
  const chain = readChain(text ?? "");
  const books = readBooks(chain);
  const { header, charges } = books;
  const totals = runningTotals(
    header?.accountant ?? "",
    charges.map(({ charge }) => charge.event),
  );
  const total = totals.at(-1)!;
  const failures = [
    ...chain.failures,
    ...(chain.torn === "" ? [] : [`line ${chain.lines.length + 1}: is cut short`]),
    ...books.failures.filter(
      failure => !chain.failures.some(fault => fault.startsWith(failure.slice(0, failure.indexOf(":") + 1))),
    ),
    ...headerFailures(books),
    ...budgetFailures(books, totals),
  ];
  const isIntact = chain.failures.length === 0 && chain.torn === "";
  return {
    books,
    witness: isIntact ? books : { charges: [], released: new Map(), failures: [] },
    lines: chain.lines.length,
    head: chain.head,
    mode: header === undefined ? "" : modeOf(header),
    total,
    epsilon: header === undefined ? Number.POSITIVE_INFINITY : total.epsilon(header.plan.budget.delta),
    failures:
      text === undefined
        ? [`${EVIDENCE.ledger}: is missing: what was spent cannot be recomputed`]
        : failures.map(failure => `${EVIDENCE.ledger} ${failure}`),
  };
};

/** From here on δ would allow publishing whole patients. */
const DELTA_LIMIT = "1e-3";

/** A header that says private and carries the warning, or the other way round, was not written by this program. */
const headerFailures = ({ header }: Books): string[] => {
  if (header === undefined) return [];
  const { plan } = header;
  return [
    ...(header.private
      ? []
      : ["line 1: NOT PRIVATE: the noise was not the system's, so nothing here protects anyone"]),
    ...(header.private === (header.warning === undefined)
      ? []
      : ["line 1: its NOT PRIVATE stamp does not fit"]),
    ...(big(plan.budget.delta).lt(DELTA_LIMIT)
      ? []
      : [`line 1: δ = ${plan.budget.delta} is no protection: it must be below ${DELTA_LIMIT}`]),
    ...thresholdFailures(plan).map(failure => `line 1: ${failure}`),
    ...(canRecompute(header.accountant)
      ? []
      : [`line 1: the accountant "${header.accountant}" is none that verify can recompute`]),
  ];
};

/** The budget holds for all charges together, and no charge line claims less than the releases up to it cost. */
const budgetFailures = ({ header, charges }: Books, totals: readonly Total[]): string[] => {
  if (header === undefined || !canRecompute(header.accountant)) return [];
  const { epsilon, delta } = header.plan.budget;
  return [
    ...(totals.at(-1)!.holds(epsilon, delta)
      ? []
      : [`line ${charges.at(-1)!.line}: the charges up to here exceed the budget`]),
    ...charges
      .filter(({ charge }, i) => !totals[i + 1]!.holds(String(charge.epsilon), delta))
      .map(
        ({ line, charge }) =>
          `line ${line}: claims ε = ${charge.epsilon}, less than the releases up to it cost`,
      ),
  ];
};
