/** Three decimals, never down. */
export const roundedUp = (epsilon: number): string => (Math.ceil(epsilon * 1000 - 1e-9) / 1000).toFixed(3);
