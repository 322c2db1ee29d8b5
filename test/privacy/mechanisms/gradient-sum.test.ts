import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LATTICE } from "../../../privacy/clip.ts";
import { gradientBlock, gradientSum } from "../../../privacy/mechanisms/gradient-sum.ts";
import {
  BIAS_INPUT,
  FEATURE_STEPS,
  type LabelledPatient,
  type LinearHead,
} from "../../../schemas/labelled.ts";
import { InvalidRequest } from "../../../src/errors.ts";
import { cohortOf, noNoise, planned } from "./fixtures.ts";

const HEAD: LinearHead = {
  classes: 3,
  features: 5,
  weights: Float64Array.from({ length: 18 }, (_, i) => Math.sin(3 * i + 1)),
};
const BOUND = 0.7;

const view = (label: number, features: readonly number[]) => ({
  label,
  pixels: new Float32Array(0),
  features: Int16Array.from(features),
});
const sumOf = (patients: readonly LabelledPatient[], head = HEAD, bound = BOUND): Float64Array =>
  gradientSum(planned("1", [{ ...gradientBlock(head), contribute: () => undefined }]), head, bound).run(
    cohortOf(patients),
    noNoise,
  ).blocks[0]!.values;
const inSteps = (values: Float64Array): bigint[] =>
  Array.from(values, value => {
    expect(Number.isInteger(value * LATTICE)).toBe(true);
    return BigInt(value * LATTICE);
  });
const squaredDistance = (a: readonly bigint[], b: readonly bigint[]): bigint =>
  a.reduce((sum, v, i) => sum + (v - b[i]!) ** 2n, 0n);

const views = fc.array(
  fc
    .record({
      label: fc.integer({ min: -1, max: 4 }),
      features: fc.array(
        fc.oneof(
          fc.integer({ min: -300, max: 300 }),
          fc.integer({ min: -32768, max: 32767 }),
          fc.constant(32767),
        ),
        { minLength: 5, maxLength: 5 },
      ),
    })
    .map(({ label, features }) => view(label, features)),
  { maxLength: 12 },
);
const patients = views.map(each => ({ views: each }));
const weights = fc.array(
  fc.oneof(
    fc.double({ min: -5, max: 5, noNaN: true }),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1e300, 1e300),
  ),
  { minLength: 18, maxLength: 18 },
);

describe("gradient sum", () => {
  it("adding or removing one patient moves the sum by at most the lattice bound, however many pictures (1e3 random neighbours and classifiers, in integers)", () => {
    fc.assert(
      fc.property(
        fc.array(patients, { maxLength: 3 }),
        patients,
        weights,
        fc.constantFrom(0.01, 0.7, 1, 50),
        (others, patient, own, bound) => {
          const head = { ...HEAD, weights: Float64Array.from(own) };
          const moved = squaredDistance(
            inSteps(sumOf([...others, patient], head, bound)),
            inSteps(sumOf(others, head, bound)),
          );
          expect(moved <= BigInt(LATTICE) ** 2n).toBe(true);
        },
      ),
      { seed: 21, numRuns: 1000 },
    );
  });

  it("a confident mistake with long features moves the sum by the lattice bound, less two parts in a thousand", () => {
    const head = { ...HEAD, weights: Float64Array.from(HEAD.weights, value => 100 * value) };
    const moved = squaredDistance(
      inSteps(sumOf([{ views: [view(0, [500, 500, -500, 500, 500])] }], head)),
      inSteps(sumOf([], head)),
    );
    expect(Number(moved)).toBeGreaterThan(0.996 * LATTICE ** 2);
  });

  it("is the gradient of the logistic loss over the bound, to one step of the residual", () => {
    const x = [0.2, -0.1, 0.3, 0, 0.1];
    const picture = view(
      1,
      x.map(value => Math.round(value * FEATURE_STEPS)),
    );
    const seen = [...Array.from(picture.features, value => value / FEATURE_STEPS), BIAS_INPUT];
    const logits = [0, 1, 2].map(c =>
      seen.reduce((sum, value, j) => sum + value * HEAD.weights[c * 6 + j]!, 0),
    );
    const total = logits.reduce((sum, value) => sum + Math.exp(value), 0);
    const found = sumOf([{ views: [picture] }]);
    for (let c = 0; c < 3; c++)
      for (let j = 0; j < 6; j++) {
        const expected = ((Math.exp(logits[c]!) / total - (c === 1 ? 1 : 0)) * seen[j]!) / BOUND;
        const step = (FEATURE_STEPS / LATTICE) * Math.abs(seen[j]!);
        expect(Math.abs(found[c * 6 + j]! - expected)).toBeLessThanOrEqual(1.01 * step + 1 / LATTICE);
      }
  });

  it("a picture whose label or features do not fit counts as zero, silently", () => {
    const good = { views: [view(2, [10, 20, 30, 40, 50])] };
    const bad = [
      { views: [view(3, [1, 2, 3, 4, 5])] },
      { views: [view(-1, [1, 2, 3, 4, 5])] },
      { views: [view(0, [1, 2])] },
    ];
    expect(sumOf([good, ...bad])).toEqual(sumOf([good]));
  });

  it("the sum does not depend on the order of patients, nor on how they fall into batches", () => {
    fc.assert(
      fc.property(fc.array(patients, { maxLength: 20 }), all => {
        expect(sumOf([...all].reverse())).toEqual(sumOf(all));
      }),
      { seed: 22, numRuns: 100 },
    );
  });

  it("of forty copies of a picture under one patient each counts one fortieth", () => {
    const one = view(1, [200, -100, 50, 0, 300]);
    const forty = sumOf([{ views: Array.from({ length: 40 }, () => one) }]);
    const single = sumOf([{ views: [one] }]);
    for (const [i, value] of forty.entries()) expect(value).toBeCloseTo(single[i]!, 1);
    expect(Math.hypot(...forty)).toBeLessThanOrEqual(Math.hypot(...single));
  });

  it("refuses a plan with another block", () => {
    const block = { ...gradientBlock(HEAD), contribute: () => undefined };
    expect(() => gradientSum(planned("1", [{ ...block, size: 5 }]), HEAD, BOUND)).toThrow(InvalidRequest);
  });
});
