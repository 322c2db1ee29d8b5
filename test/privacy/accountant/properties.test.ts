import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer } from "../../../privacy/accountant/answer.ts";
import { calibrate } from "../../../privacy/accountant/calibrate.ts";
import { casesIn, readExactly } from "../../../privacy/accountant/case.ts";
import { certify } from "../../../privacy/accountant/certify.ts";
import { KINDS, plan, step } from "./plans.ts";

const DELTA = 1e-6;
/** `npm run verify:privacy` runs everything at full size. */
const FULL = process.env.SEMBLANCE_FULL === "1";
const epsilon = (steps: Parameters<typeof plan>[0], relation?: "add_remove" | "replace_one", delta = DELTA) =>
  certify(plan(steps, relation), { delta }).upper;
const delta = (steps: Parameters<typeof plan>[0], at: number) => certify(plan(steps), { epsilon: at }).upper;
/** Two engines' worth of rounding. */
const close = (a: number, b: number, relative = 1e-6) =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(relative * Math.max(a, b) + 1e-12);

describe.each(Object.entries(KINDS))("%s", (_kind, fields) => {
  it("P1 ε does not increase with δ", () => {
    const found = [1e-9, 1e-6, 1e-2].map(d => epsilon([step(fields, 3)], "add_remove", d));
    for (let i = 1; i < found.length; i++) expect(found[i]!).toBeLessThanOrEqual(found[i - 1]! * (1 + 1e-9));
  });

  it("P1 ε does not decrease with count", () => {
    const found = [1, 4, 20].map(count => epsilon([step(fields, count)]));
    for (let i = 1; i < found.length; i++)
      expect(found[i]!).toBeGreaterThanOrEqual(found[i - 1]! * (1 - 1e-9));
  });

  it("P2 δ(ε(δ)) is at most δ, and within a millionth of it where δ is continuous", () => {
    const at = epsilon([step(fields, 4)]);
    const back = delta([step(fields, 4)], at);
    expect(back).toBeLessThanOrEqual(DELTA * (1 + 2e-5));
  });

  it("P3 count = 6 equals a loop of six, in any order and grouping", () => {
    const whole = epsilon([step(fields, 6)]);
    close(epsilon(Array.from({ length: 6 }, () => step(fields))), whole, 1e-11);
    close(epsilon([step(fields, 2), step(fields, 4)]), whole, 1e-11);
    const other = step({ type: "laplace", scale: "40" });
    close(epsilon([step(fields, 3), other, step(fields, 3)]), epsilon([other, step(fields, 6)]), 1e-11);
  });

  it("P7 the answer is the worst direction's, and every direction is kept", () => {
    const { upper, directions } = certify(plan([step(fields, 3)]), { delta: DELTA });
    expect(directions.map(({ name }) => name)).toEqual(["remove", "add"]);
    expect(upper).toBeGreaterThanOrEqual(Math.max(...directions.map(d => d.upper)));
  });

  it("P8 a step that uses no data changes nothing", () => {
    const nothing = step({ type: "no_op" }, 7);
    expect(epsilon([step(fields, 2), nothing])).toBe(epsilon([step(fields, 2)]));
  });
});

/** Kinds with a law under replacement. */
const REPLACEABLE = Object.entries(KINDS).filter(
  ([kind]) => !["mixtureGaussian", "poissonLaplace"].includes(kind),
);

describe.each(REPLACEABLE)("replacing one patient: %s", (_kind, fields) => {
  it("P6 costs at least what adding or removing one does", () => {
    expect(epsilon([step(fields, 3)], "replace_one")).toBeGreaterThanOrEqual(
      epsilon([step(fields, 3)]) * (1 - 1e-9),
    );
  });
});

describe("accountant", () => {
  it("a certificate is refused unless contour ≤ PLD ≤ RDP, with 1 % for the grid (P4)", () => {
    // certify refuses where the engines disagree; here it must find nothing to refuse, and the rule is checked again.
    const kinds = Object.values(KINDS).filter(({ type }) => type !== "zcdp");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: kinds.length - 1 }), fc.integer({ min: 1, max: 30 })), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.constantFrom(1e-9, 1e-6, 1e-3),
        (chosen, d) => {
          const steps = chosen.map(([kind, count]) => step(kinds[kind]!, count));
          for (const { engines, upper, lower } of certify(plan(steps), { delta: d }).directions) {
            const { pld, contour, rdp } = engines;
            if (pld === undefined || contour === undefined || rdp === undefined) continue;
            expect(contour.low).toBeLessThanOrEqual(pld * (1 + 1e-8));
            expect(pld).toBeLessThanOrEqual(rdp.pairs * 1.01);
            expect(pld).toBeLessThanOrEqual(contour.high * 1.01);
            if (lower !== undefined) expect(lower).toBeLessThanOrEqual(upper * (1 + 1e-8));
          }
        },
      ),
      { numRuns: FULL ? 400 : 20, seed: 20261127 },
    );
  }, 900_000);

  it("the PLD bound is never below the true value: all that is cut, folded or rounded is added to δ (Gaussians)", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 50, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom(1e-3, 1e-6, 1e-12),
        (sigma, count, d) => {
          const fields = { type: "gaussian", sigma: sigma.toFixed(6) };
          const { engines } = certify(plan([step(fields, count)]), { delta: d }).directions[0]!;
          // The closed form is exact to rounding; the contour's own error is known.
          expect(engines.pld!).toBeGreaterThanOrEqual(engines.closed! * (1 - 1e-12));
          expect(engines.contour!.low).toBeLessThanOrEqual(engines.closed! * (1 + 1e-12));
          expect(engines.contour!.high).toBeGreaterThanOrEqual(engines.closed! * (1 - 1e-12));
        },
      ),
      { numRuns: FULL ? 400 : 12, seed: 7 },
    );
  }, 900_000);

  it("P1 ε does not increase with σ, nor decrease with q and sensitivity", () => {
    const sampled = (q: string, sigma: string, sensitivity = "1") =>
      epsilon([step({ type: "poisson_subsampled_gaussian", q, sigma, sensitivity }, 50)]);
    expect(sampled("0.1", "2")).toBeGreaterThan(sampled("0.1", "2.01"));
    expect(sampled("0.1", "2")).toBeLessThan(sampled("0.101", "2"));
    expect(sampled("0.1", "2")).toBeLessThan(sampled("0.1", "2", "1.01"));
  });

  it("P5 sampling everyone is the plain Gaussian, sampling nobody costs nothing, k Gaussians are one of σ/√k", () => {
    const gaussian = epsilon([step({ type: "gaussian", sigma: "2" }, 3)]);
    expect(epsilon([step({ type: "poisson_subsampled_gaussian", q: "1", sigma: "2" }, 3)])).toBe(gaussian);
    expect(epsilon([step({ type: "poisson_subsampled_gaussian", q: "0", sigma: "2" }, 3)])).toBe(0);
    close(
      epsilon([step({ type: "gaussian", sigma: "2" }, 4)]),
      epsilon([step({ type: "gaussian", sigma: "1" })]),
      1e-10,
    );
    // Nearly everyone is nearly the plain Gaussian, and never more.
    const nearly = epsilon([step({ type: "poisson_subsampled_gaussian", q: "0.9999", sigma: "2" }, 3)]);
    expect(nearly).toBeLessThan(gaussian);
    close(nearly, gaussian, 1e-3);
  });

  it("P5 a group of g moves a sum g times as far: sensitivity g is σ/g", () => {
    close(
      epsilon([step({ type: "gaussian", sigma: "20", sensitivity: "10" }, 5)]),
      epsilon([step({ type: "gaussian", sigma: "2" }, 5)]),
      1e-12,
    );
  });

  it("P6 replacing with Gaussian noise σ is adding or removing with σ/2", () => {
    expect(epsilon([step({ type: "gaussian", sigma: "6" }, 5)], "replace_one")).toBe(
      epsilon([step({ type: "gaussian", sigma: "3" }, 5)]),
    );
  });

  it("P9 without δ, Laplace noise costs k/b and Gaussian noise is not private", () => {
    close(epsilon([step({ type: "laplace", scale: "4" }, 3)], "add_remove", 0), 0.75, 1e-12);
    expect(epsilon([step({ type: "gaussian", sigma: "4" })], "add_remove", 0)).toBe(Number.POSITIVE_INFINITY);
    expect(
      epsilon([step({ type: "poisson_subsampled_gaussian", q: "0.1", sigma: "4" })], "add_remove", 0),
    ).toBe(Number.POSITIVE_INFINITY);
    expect(epsilon([step({ type: "gaussian", sigma: "4" })], "add_remove", 1)).toBe(0);
  });

  it("noise calibrated for a plan meets its target when accounted again (P10)", () => {
    for (const fields of [
      { type: "gaussian" },
      { type: "poisson_subsampled_gaussian", q: "0.02" },
      { type: "discrete_gaussian", dimension: "5" },
    ]) {
      const made = (sigma: string) =>
        plan([step({ ...fields, sigma }, 100), step({ type: "laplace", scale: "60" }, 2)]);
      const sigma = calibrate(made, { epsilon: 2, delta: 1e-6 });
      expect(certify(made(sigma), { epsilon: 2 }).upper).toBeLessThanOrEqual(1e-6);
      const less = String(Number(sigma) * (1 - 2e-6));
      expect(certify(made(less), { epsilon: 2 }).upper).toBeGreaterThan(1e-6);
    }
  }, 60_000);

  it("a plan whose other steps exceed the target alone cannot be calibrated", () => {
    const made = (sigma: string) =>
      plan([step({ type: "gaussian", sigma }), step({ type: "pure_dp", epsilon: "3" })]);
    expect(() => calibrate(made, { epsilon: 2, delta: 1e-6 })).toThrow("exceed it alone");
  });

  it("parallel branches cost the worst branch, and two when a patient is replaced", () => {
    const branches = [[step({ type: "laplace", scale: "2" }, 3)], [step({ type: "laplace", scale: "1" })]];
    const alone = branches.map(steps => epsilon(steps));
    close(
      certify({ relation: "add_remove", parts: [{ branches }] }, { delta: DELTA }).upper,
      Math.max(...alone),
      1e-9,
    );
    const replaced = certify({ relation: "replace_one", parts: [{ branches }] }, { delta: DELTA });
    expect(replaced.directions.map(({ name }) => name)).toHaveLength(4);
    expect(replaced.upper).toBeGreaterThan(Math.max(...alone));
  });

  it("more than 1e5 compositions stay sound where a plain transform has lost its digits", () => {
    // contour integral, recomputed with a moved contour: 1.173504802e-25 (reference case acc-122)
    const steps = [step({ type: "poisson_subsampled_gaussian", q: "0.004", sigma: "1" }, 15_000)];
    const { upper, lower } = certify(plan(steps), { epsilon: 8 });
    expect(upper).toBeGreaterThanOrEqual(1.1735048e-25);
    expect(upper).toBeLessThanOrEqual(1.186e-25);
    expect(lower!).toBeLessThanOrEqual(1.1735049e-25);
  });
});

describe("P11 fail closed", () => {
  const good = { type: "gaussian", sigma: 2, count: 1 };
  const asked = (
    mechanism: unknown,
    query: unknown = { ask: "epsilon", delta: 1e-6 },
    neighboring = "add_remove",
  ) => answer(casesIn(JSON.stringify({ id: "x", neighboring, mechanisms: [mechanism], query }))[0], 0);

  it("the case that the rest are broken from is answered", () => {
    expect(asked(good)).toHaveProperty("value");
  });

  it.each([
    ["NaN", '{"type":"gaussian","sigma":NaN,"count":1}'],
    ["1e400", '{"type":"gaussian","sigma":2,"count":1e400}'],
    ["a negative σ", '{"type":"gaussian","sigma":-2,"count":1}'],
    ["no σ", '{"type":"gaussian","count":1}'],
    ["q above 1", '{"type":"poisson_subsampled_gaussian","q":1.0000001,"sigma":1,"count":1}'],
    ["q below 0", '{"type":"poisson_subsampled_gaussian","q":-0.1,"sigma":1,"count":1}'],
    ["half a run", '{"type":"gaussian","sigma":2,"count":1.5}'],
    ["count 0", '{"type":"gaussian","sigma":2,"count":0}'],
    ["count −5", '{"type":"gaussian","sigma":2,"count":-5}'],
    ["an unknown kind", '{"type":"gausian","sigma":2,"count":1}'],
    ["a kind from the prototype", '{"type":"toString","count":1}'],
    [
      "chances that do not sum to one",
      '{"type":"mixture_of_gaussians","sigma":1,"sensitivities":[0,1],"sampling_probs":[0.5,0.4]}',
    ],
    [
      "a fractional shift of whole numbers",
      '{"type":"discrete_laplace","noise_parameter":1,"sensitivity":0.5}',
    ],
    ["fixed-size batches", '{"type":"wor_gaussian","n":10,"m":1,"count":1}'],
  ])("%s is refused", (_name, mechanism) => {
    const text = `{"id":"x","neighboring":"add_remove","mechanisms":[${mechanism}],"query":{"ask":"epsilon","delta":1e-6}}`;
    const found = answer(casesIn(text)[0], 0);
    expect(found).toHaveProperty("error");
    expect(found).not.toHaveProperty("value");
  });

  it.each([
    ["δ above 1", { ask: "epsilon", delta: 1.5 }],
    ["δ below 0", { ask: "epsilon", delta: -1e-9 }],
    ["δ beyond double precision", { ask: "epsilon", delta: 1e-300 }],
    ["ε below 0", { ask: "delta", epsilon: -1 }],
    ["a σ query without a free σ", { ask: "sigma", epsilon: 1, delta: 1e-6 }],
    ["an order of 1", { ask: "rdp", alpha: 1 }],
    ["a group of half a patient", { ask: "group", group_size: 0.5 }],
    ["a group for known noise", { ask: "group", group_size: 2 }],
    ["no query", { ask: "everything" }],
  ])("%s is refused", (_name, query) => {
    expect(asked(good, query)).toHaveProperty("error");
  });

  it("a relation that is not named is refused: there is no default", () => {
    const text = JSON.stringify({ mechanisms: [good], query: { ask: "epsilon", delta: 1e-6 } });
    expect(answer(casesIn(text)[0], 0)).toHaveProperty("error");
    expect(asked(good, { ask: "epsilon", delta: 1e-6 }, "neighbours")).toHaveProperty("error");
  });

  it("no noise at all is an infinite ε, not an error", () => {
    expect(asked({ ...good, sigma: 0 })).toMatchObject({ value: "Infinity" });
    expect(asked({ ...good, sigma: 0, sensitivity: 0 })).toMatchObject({ value: 0 });
  });

  it("P13 numbers are read as they were written: 0.1 is one tenth", () => {
    expect(readExactly('{"a":0.1,"b":[1e-3,-2],"c":"0.5 \\"x\\" 7"}')).toEqual({
      a: "0.1",
      b: ["1e-3", "-2"],
      c: '0.5 "x" 7',
    });
    const third = { type: "gaussian", sigma: 0.1, sensitivity: 0.3, count: 1 };
    const whole = { type: "gaussian", sigma: 1, sensitivity: 3, count: 1 };
    expect(asked(third)).toMatchObject({ value: (asked(whole) as { value: number }).value });
  });
});
