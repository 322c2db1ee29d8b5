import type { AccountPlan, Relation, Step } from "../../../privacy/accountant/case.ts";
import { mechanismOf } from "../../../privacy/accountant/mechanisms.ts";

/** One step as a case writes it, numbers as decimal strings. */
export const step = (fields: Readonly<Record<string, unknown>>, count = 1): Step => ({
  mechanism: mechanismOf(fields),
  count,
});

export const plan = (steps: readonly Step[], relation: Relation = "add_remove"): AccountPlan => ({
  relation,
  parts: steps,
});

/** One of every kind that has a curve, with noise that keeps a handful of runs below ε = 10. */
export const KINDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  gaussian: { type: "gaussian", sigma: "4" },
  poissonGaussian: { type: "poisson_subsampled_gaussian", q: "0.05", sigma: "1.5" },
  mixtureGaussian: {
    type: "mixture_of_gaussians",
    sigma: "3",
    sensitivities: ["0", "1", "2"],
    sampling_probs: ["0.81", "0.18", "0.01"],
  },
  laplace: { type: "laplace", scale: "5" },
  poissonLaplace: { type: "poisson_subsampled_laplace", q: "0.1", scale: "2" },
  discreteGaussian: { type: "discrete_gaussian", sigma: "5", dimension: "1" },
  manyDiscreteGaussians: { type: "discrete_gaussian", sigma: "5", dimension: "9" },
  discreteLaplace: { type: "discrete_laplace", noise_parameter: "0.2" },
  exponential: { type: "exponential_mechanism", epsilon: "0.3" },
  pure: { type: "pure_dp", epsilon: "0.2" },
  approximate: { type: "approx_dp", epsilon: "0.2", delta: "1e-9" },
  zcdp: { type: "zcdp", rho: "0.01" },
};
