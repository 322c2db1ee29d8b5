import { InvalidRequest, isSemblanceError, UnsupportedEvent } from "../../src/errors.ts";
import { calibrate } from "./calibrate.ts";
import { type AccountPlan, type Case, caseOf } from "./case.ts";
import { type AccountCertificate, certify } from "./certify.ts";
import { directionsOf } from "./directions.ts";
import { groupClaim } from "./group.ts";
import { renyiDivergence } from "./rdp.ts";

/** A case's answer; `value` has no JSON number for infinity, so it is the string "Infinity" there. */
export type Answer =
  | {
      readonly id: string;
      readonly value: number | "Infinity" | { readonly epsilon: number; readonly delta: number };
      readonly certificate?: AccountCertificate;
    }
  | { readonly id: string; readonly error: string };

/** Answers a written case, or says why not: a case that cannot be accounted for is refused, never approximated. */
export const answer = (written: unknown, position: number): Answer => {
  const id = idOf(written) ?? `case ${position + 1}`;
  try {
    return { id, ...answered(caseOf(written)) };
  } catch (error) {
    if (isSemblanceError(error)) return { id, error: error.message };
    throw error;
  }
};

const idOf = (written: unknown): string | undefined =>
  typeof written === "object" && written !== null && "id" in written && typeof written.id === "string"
    ? written.id
    : undefined;

const answered = ({
  query,
  plan,
}: Case): Pick<Extract<Answer, { value: unknown }>, "value" | "certificate"> => {
  switch (query.ask) {
    case "epsilon": {
      const certificate = certify(plan(), { delta: query.delta });
      return { value: finite(certificate.upper), certificate };
    }
    case "delta": {
      const certificate = certify(plan(), { epsilon: query.epsilon });
      return { value: finite(certificate.upper), certificate };
    }
    case "sigma": {
      const sigma = calibrate(plan, query);
      return { value: Number(sigma), certificate: certify(plan(sigma), { delta: query.delta }) };
    }
    case "rdp":
      return { value: finite(renyi(plan(), query.alpha)) };
    case "group":
      return { value: groupClaim(plan(), query.size) };
  }
};

const finite = (value: number): number | "Infinity" =>
  value === Number.POSITIVE_INFINITY ? "Infinity" : value;

const renyi = (plan: AccountPlan, alpha: number): number => {
  if (!(alpha > 1 && Number.isFinite(alpha)))
    throw new InvalidRequest(`alpha must be above 1 and finite; got ${alpha}`);
  if (alpha > 2 ** 20) throw new UnsupportedEvent(`Rényi orders up to ${2 ** 20} are computed; got ${alpha}`);
  return renyiDivergence(directionsOf(plan), alpha);
};
