import { leastSquares, multiplyTransposed } from "../../src/math/linalg.ts";
import type { PhantomView } from "./phantoms.ts";

const RIDGE = 1e-4;

/** A one for the stratum, then the covariates: what means are regressed on. */
export const regressors = (
  strata: readonly string[],
  { stratum, covariates }: Pick<PhantomView, "stratum" | "covariates">,
): Float64Array => {
  const row = new Float64Array(strata.length + covariates.length);
  const at = strata.indexOf(stratum);
  if (at >= 0) row[at] = 1;
  row.set(covariates, strata.length);
  return row;
};

/** Coefficients of the means of targets given their regressors: regressors × outputs, row-major. */
export const regression = (design: readonly Float64Array[], targets: readonly Float64Array[]): Float64Array =>
  leastSquares(design, targets, RIDGE);

/** What targets differ by from what their regressors make expected. */
export const residualsOf = (
  targets: readonly Float64Array[],
  design: readonly Float64Array[],
  coefficients: Float64Array,
): Float64Array[] => {
  const p = design[0]!.length;
  return targets.map((y, n) => {
    const fitted = multiplyTransposed(coefficients, design[n]!, p, y.length);
    return y.map((value, i) => value - fitted[i]!);
  });
};
