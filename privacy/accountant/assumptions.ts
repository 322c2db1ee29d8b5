import type { AccountPlan, Step } from "./case.ts";
import type { MechanismKind } from "./mechanisms.ts";

const KINDS: { readonly [K in MechanismKind]: string } = {
  gaussian: "Gaussian noise is continuous or exactly rounded; its sensitivity is ℓ₂",
  poissonGaussian:
    "every patient is sampled independently with probability q in every run: no fixed-size or shuffled batches",
  mixtureGaussian: "the moved sum is at most the stated mixture, whoever the patient is",
  laplace: "Laplace noise is continuous or exactly rounded; its sensitivity is ℓ₁",
  poissonLaplace:
    "every patient is sampled independently with probability q in every run: no fixed-size or shuffled batches",
  discreteGaussian: "discrete Gaussian noise on the integers; beyond one dimension it is taken as zCDP",
  discreteLaplace: "discrete Laplace noise on the integers; its sensitivity is a whole number",
  exponential: "the mechanism is ε-bounded-range: scores have the sensitivity that its ε is computed with",
  claim: "the (ε, δ) of a third party is taken on trust, under the stated relation",
  zcdp: "the zCDP of a third party is taken on trust, under the stated relation",
  nothing: "a step that uses no data costs nothing",
};

/** What must be true of the world for a certificate to mean anything. */
export const assumptionsOf = ({ relation, parts }: AccountPlan): readonly string[] => {
  const steps: readonly Step[] = parts.flatMap(part => ("branches" in part ? part.branches.flat() : [part]));
  const kinds = [...new Set(steps.map(({ mechanism }) => mechanism.kind))];
  return [
    relation === "add_remove"
      ? "neighbours differ by adding or removing one patient"
      : "neighbours differ by replacing one patient; sensitivities are those of adding or removing one",
    "every step, its parameters and its count were fixed before any data was read",
    ...(parts.some(part => "branches" in part)
      ? ["parallel branches read disjoint groups fixed beforehand; a patient is in one of them"]
      : []),
    ...kinds.map(kind => KINDS[kind]),
  ];
};
