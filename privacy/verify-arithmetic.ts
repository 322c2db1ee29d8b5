import { type BigNumber, bignumberDependencies, create } from "mathjs";

export type { BigNumber } from "mathjs";

/** 100-digit decimals: for `verify` only, so that it shares no arithmetic with the accountants. */
const math = create({ bignumberDependencies }, { number: "BigNumber", precision: 100 });

export const big = (value: string | number): BigNumber => math.bignumber(value);

export const ONE = big(1);

/** A double that is at least a positive decimal, and within two ulp of it. */
export const doubleUp = (value: BigNumber): number => {
  const nearest = value.toNumber();
  return big(nearest).lt(value) ? nearest * (1 + Number.EPSILON) : nearest;
};
