/** Nodes and weights on [−1, 1]. */
export interface Rule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** Value and derivative of the Legendre polynomial of degree n. */
const legendre = (n: number, x: number): readonly [number, number] => {
  let before = 1;
  let value = x;
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return [value, (n * (x * value - before)) / (x * x - 1)];
};

/** Gauss–Legendre rule of n points: exact for polynomials of degree 2n − 1. */
export const gaussLegendre = (n: number): Rule => {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < n; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    for (let step = 0; step < 8; step++) {
      const [value, slope] = legendre(n, x);
      x -= value / slope;
    }
    if (2 * i + 1 === n) x = 0;
    const slope = legendre(n, x)[1];
    nodes.push(x);
    weights.push(2 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
};
