import { describe, expect, it } from "vitest";
import { lbfgs, type Smooth } from "../../../src/math/lbfgs.ts";

/** ½ xᵀ diag(d) x − bᵀx. */
const quadratic =
  (d: readonly number[], b: readonly number[]): Smooth =>
  (x, gradient) => {
    let value = 0;
    for (let i = 0; i < x.length; i++) {
      gradient[i] = d[i]! * x[i]! - b[i]!;
      value += (d[i]! * x[i]! ** 2) / 2 - b[i]! * x[i]!;
    }
    return value;
  };

describe("limited-memory BFGS", () => {
  it("finds the minimum of a quadratic of condition number 1e4", () => {
    const d = Array.from({ length: 20 }, (_, i) => 10 ** (-4 * (i / 19)));
    const b = d.map((_, i) => i - 7);
    const { x, converged } = lbfgs(quadratic(d, b), new Float64Array(20), {
      tolerance: 1e-7,
      maxIterations: 2000,
    });
    expect(converged).toBe(true);
    for (const [i, value] of x.entries()) expect(Math.abs(d[i]! * value - b[i]!)).toBeLessThan(1e-6);
  });
  it("with the Hessian's diagonal known, a diagonal quadratic takes two steps", () => {
    const d = [1, 1e3, 1e-3];
    const { iterations } = lbfgs(quadratic(d, [1, 2, 3]), new Float64Array(3), {
      tolerance: 1e-9,
      maxIterations: 50,
      curvature: diagonal => diagonal.set(d),
    });
    expect(iterations).toBeLessThanOrEqual(2);
  });
  it("goes down on ln cosh from far away, and does not change its start", () => {
    const start = Float64Array.of(30);
    const f: Smooth = (x, gradient) => {
      gradient[0] = Math.tanh(x[0]! - 1);
      return Math.log(Math.cosh(x[0]! - 1));
    };
    expect(lbfgs(f, start, { tolerance: 1e-10, maxIterations: 200 }).x[0]).toBeCloseTo(1, 8);
    expect(start[0]).toBe(30);
  });
  it("comes back from a step where the function is infinite", () => {
    const f: Smooth = (x, gradient) => {
      gradient[0] = 1 - 1 / x[0]!;
      return x[0]! > 0 ? x[0]! - Math.log(x[0]!) : Number.POSITIVE_INFINITY;
    };
    expect(lbfgs(f, Float64Array.of(0.01), { tolerance: 1e-9, maxIterations: 200 }).x[0]).toBeCloseTo(1, 7);
  });
  it("says when it stopped short", () => {
    const { converged, iterations } = lbfgs(quadratic([1, 100], [1, 1]), new Float64Array(2), {
      tolerance: 0,
      maxIterations: 1,
    });
    expect([converged, iterations]).toEqual([false, 1]);
  });
});
