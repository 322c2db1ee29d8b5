import { expect, it } from "vitest";
import { gaussLegendre } from "../../../src/math/quadrature.ts";

it.each([2, 3, 5, 8, 12])("the rule of %i points integrates every power up to 2n − 1 exactly", n => {
  const { nodes, weights } = gaussLegendre(n);
  for (let power = 0; power < 2 * n; power++) {
    const sum = nodes.reduce((total, x, i) => total + weights[i]! * x ** power, 0);
    expect(sum).toBeCloseTo(power % 2 === 0 ? 2 / (power + 1) : 0, 14);
  }
});
