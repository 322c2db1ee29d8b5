import { describe, expect, it } from "vitest";
import { gaussianDeltaUp } from "../../../privacy/accountant/analytic-gaussian.ts";
import { calibrate } from "../../../privacy/accountant/calibrate.ts";
import type { Relation, Step } from "../../../privacy/accountant/case.ts";
import { certify } from "../../../privacy/accountant/certify.ts";
import { InvalidRequest } from "../../../src/errors.ts";
import { plan, step } from "./plans.ts";

const made =
  (
    fields: Readonly<Record<string, unknown>>,
    others: readonly Step[] = [],
    { count = 1, relation = "add_remove" as Relation } = {},
  ) =>
  (sigma: string) =>
    plan([step({ ...fields, sigma }, count), ...others], relation);

describe("calibrated noise", () => {
  it("of Gaussians is the closed form's, to 13 digits, and never less", () => {
    for (const [epsilon, delta, count] of [
      [1, 1e-6, 1],
      [0.01, 1e-3, 1],
      [12, 1e-9, 1],
      [2, 1e-5, 50],
    ] as const) {
      const sigma = calibrate(made({ type: "gaussian" }, [], { count }), { epsilon, delta });
      const at = (value: number) => gaussianDeltaUp(Math.sqrt(count) / value, epsilon);
      expect(sigma).toMatch(/^[\d.e+-]+$/);
      expect(at(Number(sigma))).toBeLessThanOrEqual(delta);
      expect(at(Number(sigma) * (1 - 1e-12))).toBeGreaterThan(delta);
      expect(
        certify(made({ type: "gaussian" }, [], { count })(sigma), { epsilon }).upper,
      ).toBeLessThanOrEqual(delta * (1 + 1e-11));
    }
    const alone = calibrate(made({ type: "gaussian" }), { epsilon: 1, delta: 1e-6 });
    const replaced = calibrate(made({ type: "gaussian" }, [], { relation: "replace_one" }), {
      epsilon: 1,
      delta: 1e-6,
    });
    expect(Number(replaced) / Number(alone)).toBeCloseTo(2, 11);
  });

  const meets = (fields: Readonly<Record<string, unknown>>, others: readonly Step[] = []) => {
    const asked = made(fields, others, { count: 4 });
    const sigma = calibrate(asked, { epsilon: 1, delta: 1e-6 });
    expect(certify(asked(sigma), { epsilon: 1 }).upper).toBeLessThanOrEqual(1e-6 * (1 + 1e-11));
    expect(certify(asked(String(Number(sigma) * (1 - 2e-6))), { epsilon: 1 }).upper).toBeGreaterThan(1e-6);
  };

  it("of sampled Gaussians meets its target when accounted again, and a millionth less does not", () => {
    meets({ type: "poisson_subsampled_gaussian", q: "0.5" });
  });

  it("of Gaussians beside other noise, or of a curve alone, meets it too, and a millionth less does not", () => {
    meets({ type: "gaussian" }, [step({ type: "discrete_laplace", noise_parameter: "0.05" }, 3)]);
    meets({ type: "discrete_gaussian", dimension: "5" });
    meets({ type: "gaussian" }, [step({ type: "zcdp", rho: "0.001" })]);
  });

  it("is that of the worst branch", () => {
    const branches = (sigma: string) => ({
      relation: "add_remove" as const,
      parts: [
        {
          branches: [
            [step({ type: "gaussian", sigma })],
            [step({ type: "gaussian", sigma, sensitivity: "3" })],
          ],
        },
      ],
    });
    const alone = calibrate(made({ type: "gaussian" }), { epsilon: 1, delta: 1e-6 });
    expect(Number(calibrate(branches, { epsilon: 1, delta: 1e-6 })) / Number(alone)).toBeCloseTo(3, 10);
    const idle = (sigma: string) => ({
      relation: "add_remove" as const,
      parts: [{ branches: [[step({ type: "no_op" })], [step({ type: "gaussian", sigma })]] }],
    });
    expect(calibrate(idle, { epsilon: 1, delta: 1e-6 })).toBe(alone);
  });

  it("is asked for a target in range", () => {
    for (const [target, words] of [
      [{ epsilon: 0, delta: 1e-6 }, "epsilon must be above 0 and finite; got 0"],
      [{ epsilon: -1, delta: 1e-6 }, "epsilon must be above 0"],
      [
        { epsilon: Number.POSITIVE_INFINITY, delta: 1e-6 },
        "epsilon must be above 0 and finite; got Infinity",
      ],
      [{ epsilon: 1, delta: 0 }, "delta must be inside (0, 1); got 0"],
      [{ epsilon: 1, delta: 1 }, "delta must be inside (0, 1); got 1"],
      [{ epsilon: 1, delta: Number.NaN }, "delta must be inside"],
    ] as const) {
      expect(() => calibrate(made({ type: "gaussian" }), target), words).toThrow(InvalidRequest);
      expect(() => calibrate(made({ type: "gaussian" }), target)).toThrow(words);
    }
  });

  it("is found for any that is, however large or small, and for none that is not", () => {
    for (const [epsilon, delta] of [
      [1e-6, 1e-9],
      [300, 1e-3],
      [1, 0.5],
    ] as const) {
      const sigma = Number(calibrate(made({ type: "gaussian" }), { epsilon, delta }));
      // Up to the closed form's own room for rounding, which is large beside a small δ at a small ε.
      expect(gaussianDeltaUp(1 / sigma, epsilon)).toBeLessThanOrEqual(delta * (1 + 2e-9));
      expect(gaussianDeltaUp(1.000001 / sigma, epsilon)).toBeGreaterThan(delta);
    }
    const claim = (epsilon: string) => [step({ type: "pure_dp", epsilon })];
    expect(() => calibrate(made({ type: "gaussian" }, claim("3")), { epsilon: 2, delta: 1e-6 })).toThrow(
      "no noise meets this target: the plan's other steps exceed it alone",
    );
    const nothing = made({ type: "gaussian", sensitivity: "0" });
    expect(() => calibrate(nothing, { epsilon: 2, delta: 1e-6 })).toThrow("this target is met without noise");
  });
});
