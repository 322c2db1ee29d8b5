import { UnsupportedEvent } from "../../src/errors.ts";
import { numberUp } from "../../src/math/rational.ts";
import type { AccountPlan } from "./case.ts";

/**
 * What one (ε, δ) claim for single patients says of groups: (gε, δ (e^{gε} − 1) / (e^ε − 1)).
 *
 * @throws UnsupportedEvent for anything but one claim: for noise of known kind, scale its sensitivity by g instead,
 *         which is tight
 * @source Vadhan 2017, "The Complexity of Differential Privacy", Lemma 2.2, with the geometric sum kept exact
 */
export const groupClaim = (
  { parts }: AccountPlan,
  size: number,
): { readonly epsilon: number; readonly delta: number } => {
  const [part, ...more] = parts;
  if (
    part === undefined ||
    "branches" in part ||
    more.length > 0 ||
    part.count !== 1 ||
    part.mechanism.kind !== "claim"
  )
    throw new UnsupportedEvent(
      "group privacy is converted for one (ε, δ) claim; scale the sensitivity of known noise instead",
    );
  const [epsilon, delta] = [numberUp(part.mechanism.epsilon), numberUp(part.mechanism.delta)];
  const factor = epsilon === 0 ? size : Math.expm1(size * epsilon) / Math.expm1(epsilon);
  return { epsilon: size * epsilon, delta: Math.min(1, delta * factor) };
};
