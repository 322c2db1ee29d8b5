import { describe, expect, it } from "vitest";
import { eigenSymmetric } from "../../../src/math/eigen.ts";
import {
  leastSquares,
  multiply,
  multiplyTransposed,
  principalDirections,
  secondMoment,
} from "../../../src/math/linalg.ts";
import { rng } from "../../../src/math/rng.ts";

const gaussianRows = (n: number, d: number, seed: string): Float64Array[] => {
  const random = rng(seed);
  return Array.from({ length: n }, () => Float64Array.from({ length: d }, () => random.normal()));
};

describe("symmetric eigen-decomposition", () => {
  it.each([1, 2, 3, 17, 60])("rebuilds a random symmetric %i × %i matrix from orthonormal vectors", n => {
    const a = secondMoment(gaussianRows(n + 3, n, `eig${n}`), n);
    const { values, vectors } = eigenSymmetric(a, n);
    for (let i = 0; i < n; i++) {
      const row = vectors.subarray(i * n, (i + 1) * n);
      const image = multiply(a, Float64Array.from(row), n, n);
      for (let j = 0; j < n; j++) expect(image[j]).toBeCloseTo(values[i]! * row[j]!, 9);
      for (let k = 0; k <= i; k++) {
        const dot = row.reduce((sum, value, t) => sum + value * vectors[k * n + t]!, 0);
        expect(dot).toBeCloseTo(i === k ? 1 : 0, 10);
      }
      if (i > 0) expect(values[i - 1]!).toBeGreaterThanOrEqual(values[i]!);
    }
  });

  it("finds the eigenvalues of a known matrix", () => {
    // [[2,1,0],[1,2,1],[0,1,2]]: 2 ± √2 and 2
    const { values } = eigenSymmetric(Float64Array.of(2, 1, 0, 1, 2, 1, 0, 1, 2), 3);
    expect(Array.from(values)).toEqual([
      expect.closeTo(2 + Math.SQRT2, 12),
      expect.closeTo(2, 12),
      expect.closeTo(2 - Math.SQRT2, 12),
    ]);
  });

  it("copes with zero and diagonal matrices", () => {
    expect(Array.from(eigenSymmetric(new Float64Array(9), 3).values)).toEqual([0, 0, 0]);
    expect(Array.from(eigenSymmetric(Float64Array.of(1, 0, 0, 5), 2).values)).toEqual([5, 1]);
  });
});

describe("principal directions", () => {
  it("recover the plane that the data lie in", () => {
    const latent = gaussianRows(40, 2, "plane");
    const axes = [
      Float64Array.from({ length: 30 }, (_, i) => Math.sin(i)),
      Float64Array.from({ length: 30 }, (_, i) => Math.cos(2 * i)),
    ];
    const rows = latent.map(z =>
      Float64Array.from({ length: 30 }, (_, i) => z[0]! * axes[0]![i]! + z[1]! * axes[1]![i]!),
    );
    const basis = principalDirections(rows, 30, 5);
    expect(basis.length).toBe(2 * 30);
    for (const row of rows) {
      const back = multiplyTransposed(basis, multiply(basis, row, 2, 30), 2, 30);
      for (let i = 0; i < 30; i++) expect(back[i]).toBeCloseTo(row[i]!, 8);
    }
  });
});

describe("least squares", () => {
  it("returns the coefficients of an exact linear law", () => {
    const inputs = gaussianRows(50, 3, "ls");
    const targets = inputs.map(x => Float64Array.of(2 * x[0]! - x[2]!, 5 * x[1]!));
    const coefficients = leastSquares(inputs, targets, 0);
    [2, 0, 0, 5, -1, 0].forEach((value, i) => {
      expect(coefficients[i]).toBeCloseTo(value, 9);
    });
  });
});
