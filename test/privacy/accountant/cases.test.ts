import { describe, expect, it } from "vitest";
import { answer } from "../../../privacy/accountant/answer.ts";
import { assumptionsOf } from "../../../privacy/accountant/assumptions.ts";
import { caseOf, casesIn, readExactly } from "../../../privacy/accountant/case.ts";
import { groupClaim } from "../../../privacy/accountant/group.ts";
import { mechanismOf } from "../../../privacy/accountant/mechanisms.ts";
import { accountantNamed } from "../../../privacy/accountant/named.ts";
import { InvalidInput, InvalidRequest, UnsupportedEvent } from "../../../src/errors.ts";
import { plan, step } from "./plans.ts";

const r = (num: bigint, den = 1n) => ({ num, den });
const HALF = r(5n, 10n);

describe("a mechanism's fields", () => {
  it.each([
    ["gaussian", { sigma: "2", sensitivity: "0.5" }, { kind: "gaussian", sigma: r(2n), sensitivity: HALF }],
    ["gaussian", { sigma: "0" }, { kind: "gaussian", sigma: r(0n), sensitivity: r(1n) }],
    [
      "poisson_subsampled_gaussian",
      { q: "0.5", sigma: "2" },
      { kind: "poissonGaussian", q: HALF, sigma: r(2n), sensitivity: r(1n) },
    ],
    [
      "mixture_of_gaussians",
      { sigma: "2", sensitivities: ["0", "1"], sampling_probs: ["0.5", "0.5"] },
      { kind: "mixtureGaussian", sigma: r(2n), sensitivities: [r(0n), r(1n)], probabilities: [HALF, HALF] },
    ],
    ["laplace", { scale: "2", sensitivity: "3" }, { kind: "laplace", scale: r(2n), sensitivity: r(3n) }],
    ["laplace", { scale: "2" }, { kind: "laplace", scale: r(2n), sensitivity: r(1n) }],
    [
      "poisson_subsampled_laplace",
      { q: "1", scale: "2" },
      { kind: "poissonLaplace", q: r(1n), scale: r(2n), sensitivity: r(1n) },
    ],
    [
      "discrete_gaussian",
      { sigma: "2" },
      { kind: "discreteGaussian", sigma: r(2n), sensitivity: r(1n), dimension: 1 },
    ],
    [
      "discrete_gaussian",
      { sigma: "2", sensitivity: "0.5", dimension: "7" },
      { kind: "discreteGaussian", sigma: r(2n), sensitivity: HALF, dimension: 7 },
    ],
    [
      "discrete_laplace",
      { noise_parameter: "0.5", sensitivity: "3" },
      { kind: "discreteLaplace", decay: HALF, sensitivity: r(3n) },
    ],
    [
      "discrete_laplace",
      { noise_parameter: "0.5" },
      { kind: "discreteLaplace", decay: HALF, sensitivity: r(1n) },
    ],
    ["exponential_mechanism", { epsilon: "0.5" }, { kind: "exponential", epsilon: HALF }],
    ["report_noisy_max", { epsilon: "0.5", noise: "gumbel" }, { kind: "exponential", epsilon: HALF }],
    [
      "report_noisy_max",
      { epsilon: "0.5", noise: "laplace" },
      { kind: "claim", epsilon: HALF, delta: r(0n) },
    ],
    ["pure_dp", { epsilon: "0.5", delta: "0.9" }, { kind: "claim", epsilon: HALF, delta: r(0n) }],
    ["approx_dp", { epsilon: "0", delta: "0.5" }, { kind: "claim", epsilon: r(0n), delta: HALF }],
    ["zcdp", { rho: "0.5" }, { kind: "zcdp", rho: HALF, xi: r(0n) }],
    ["zcdp", { rho: "0", xi: "0.5" }, { kind: "zcdp", rho: r(0n), xi: HALF }],
    ["no_op", {}, { kind: "nothing" }],
  ])("of %s are read exactly: %j", (type, fields, mechanism) => {
    expect(mechanismOf({ type, ...fields })).toEqual(mechanism);
  });

  it.each([
    ["gaussian", {}, /sigma must be given as a decimal number/],
    ["gaussian", { sigma: 2 }, /sigma must be given/],
    ["gaussian", { sigma: "-1" }, /sigma must not be negative; got -1/],
    ["gaussian", { sigma: "1", sensitivity: "-1" }, /sensitivity must not be negative/],
    ["poisson_subsampled_gaussian", { q: "1.1", sigma: "1" }, /q must be in \[0, 1\]; got 1.1/],
    ["poisson_subsampled_gaussian", { q: "0.1", sigma: "-1" }, /sigma must not be negative/],
    ["poisson_subsampled_gaussian", { q: "-0.1", sigma: "1" }, /q must not be negative/],
    ["laplace", { scale: "-2" }, /scale must not be negative/],
    ["poisson_subsampled_laplace", { q: "2", scale: "2" }, /q must be in/],
    ["discrete_gaussian", { sigma: "0" }, /sigma must be above 0; got 0/],
    ["discrete_gaussian", { sigma: "1", dimension: "0" }, /dimension must be a positive integer; got 0/],
    ["discrete_gaussian", { sigma: "1", dimension: "1.5" }, /dimension must be a positive integer/],
    ["discrete_gaussian", { sigma: "1", dimension: "1000000001" }, /dimension must be a positive integer/],
    ["discrete_laplace", { noise_parameter: "0" }, /noise_parameter must be above 0/],
    ["exponential_mechanism", { epsilon: "-1" }, /epsilon must not be negative/],
    ["pure_dp", { epsilon: "-1" }, /epsilon must not be negative/],
    ["approx_dp", { epsilon: "1", delta: "1.5" }, /delta must be in/],
    ["zcdp", { rho: "-1" }, /rho must not be negative/],
    [
      "mixture_of_gaussians",
      { sigma: "0", sensitivities: ["1"], sampling_probs: ["1"] },
      /sigma must be above 0/,
    ],
    [
      "mixture_of_gaussians",
      { sigma: "1", sensitivities: [], sampling_probs: [] },
      /a list of 1 to 1000 numbers/,
    ],
    [
      "mixture_of_gaussians",
      { sigma: "1", sensitivities: "1", sampling_probs: ["1"] },
      /a list of 1 to 1000 numbers/,
    ],
    [
      "mixture_of_gaussians",
      { sigma: "1", sensitivities: ["1"], sampling_probs: ["0.5", "0.5"] },
      /must have one length/,
    ],
    [
      "mixture_of_gaussians",
      { sigma: "1", sensitivities: ["1", "-1"], sampling_probs: ["0.5", "0.5"] },
      /sensitivities must not be negative/,
    ],
    [
      "mixture_of_gaussians",
      { sigma: "1", sensitivities: ["0", "1"], sampling_probs: ["0.5", "0.4"] },
      /must sum to 1; their sum is 0.9/,
    ],
    [
      "mixture_of_gaussians",
      { sigma: "1", sensitivities: ["0", "1"], sampling_probs: ["0.5", "0.500000000002"] },
      /must sum to 1/,
    ],
  ])("of %s out of range are refused: %j", (type, fields, words) => {
    expect(() => mechanismOf({ type, ...fields })).toThrow(InvalidRequest);
    expect(() => mechanismOf({ type, ...fields })).toThrow(words);
  });

  it("at the end of their ranges are taken", () => {
    for (const fields of [
      { type: "poisson_subsampled_gaussian", q: "1", sigma: "0", sensitivity: "0" },
      { type: "discrete_gaussian", sigma: "1", dimension: "1000000000" },
      {
        type: "mixture_of_gaussians",
        sigma: "1",
        sensitivities: new Array(1000).fill("1"),
        sampling_probs: new Array(1000).fill("0.001"),
      },
      {
        type: "mixture_of_gaussians",
        sigma: "1",
        sensitivities: ["0", "1"],
        sampling_probs: ["0.5", "0.5000000000005"],
      },
    ])
      expect(mechanismOf(fields).kind).toBeDefined();
    expect(() =>
      mechanismOf({
        type: "mixture_of_gaussians",
        sigma: "1",
        sensitivities: new Array(1001).fill("1"),
        sampling_probs: ["1"],
      }),
    ).toThrow("1 to 1000");
  });

  it("of discrete noise are whole where the law is that of whole shifts", () => {
    expect(() => mechanismOf({ type: "discrete_gaussian", sigma: "1", sensitivity: "0.5" })).toThrow(
      UnsupportedEvent,
    );
    expect(() => mechanismOf({ type: "discrete_laplace", noise_parameter: "1", sensitivity: "1.5" })).toThrow(
      UnsupportedEvent,
    );
    expect(mechanismOf({ type: "discrete_gaussian", sigma: "1", sensitivity: "2.0" }).kind).toBe(
      "discreteGaussian",
    );
  });

  it("of an unknown type are refused, whatever JavaScript has under that name", () => {
    for (const type of ["toString", "constructor", "gausian", "", undefined])
      expect(() => mechanismOf({ type })).toThrow(UnsupportedEvent);
  });
});

describe("a written case", () => {
  const written = (change: object = {}) => ({
    id: "a",
    neighboring: "add_remove",
    mechanisms: [{ type: "gaussian", sigma: "2", count: "3" }],
    query: { ask: "epsilon", delta: "1e-6" },
    ...change,
  });
  const asking = (query: object, change: object = {}) => caseOf(written({ query, ...change })).query;

  it("keeps every number as the text it was written as", () => {
    expect(
      readExactly(
        '{"a":[1,-2.5,1e-6,1E+5,Infinity,-Infinity,NaN,0.10],"b":"1.5 \\" 2","c":null,"d":true,"e-1":7}',
      ),
    ).toEqual({
      a: ["1", "-2.5", "1e-6", "1E+5", "Infinity", "-Infinity", "NaN", "0.10"],
      b: '1.5 " 2',
      c: null,
      d: true,
      "e-1": "7",
    });
    expect(() => readExactly("{")).toThrow(InvalidInput);
    expect(() => readExactly("{")).toThrow("is not valid JSON");
    try {
      readExactly("{");
      expect.unreachable();
    } catch (error) {
      expect((error as Error).cause).toBeInstanceOf(SyntaxError);
    }
  });

  it("stands alone, in a list, or under cases", () => {
    expect(casesIn('[{"id":1},2]')).toEqual([{ id: "1" }, "2"]);
    expect(casesIn('{"cases":[1],"more":2}')).toEqual(["1"]);
    expect(casesIn('{"id":1}')).toEqual([{ id: "1" }]);
    expect(casesIn('{"cases":3}')).toEqual([{ cases: "3" }]);
    expect(casesIn("7")).toEqual(["7"]);
  });

  it("has a plan and a query", () => {
    const found = caseOf(written());
    expect([found.id, found.query]).toEqual(["a", { ask: "epsilon", delta: 1e-6 }]);
    expect(found.plan()).toEqual({
      relation: "add_remove",
      parts: [{ mechanism: mechanismOf({ type: "gaussian", sigma: "2" }), count: 3 }],
    });
    expect(caseOf(written({ id: undefined, neighboring: "replace_one" }))).toMatchObject({ id: "case" });
    expect(caseOf(written({ neighboring: "replace_one" })).plan().relation).toBe("replace_one");
  });

  it("without relation, mechanisms, type or query is refused, with the field", () => {
    for (const [change, field] of [
      [{ neighboring: undefined }, "neighboring"],
      [{ neighboring: "swap" }, "neighboring"],
      [{ mechanisms: [] }, "mechanisms"],
      [{ mechanisms: undefined }, "mechanisms"],
      [{ mechanisms: [{}] }, "mechanisms.0.type"],
      [{ query: {} }, "query.ask"],
      [{ query: { ask: "all" } }, "query.ask"],
      [{ id: 3 }, "id"],
    ] as const) {
      const refused = () => caseOf(written(change));
      expect(refused).toThrow(InvalidInput);
      try {
        refused();
      } catch (error) {
        expect((error as InvalidInput).message).toContain(field);
      }
    }
    expect(() => caseOf(null)).toThrow(InvalidInput);
  });

  it("counts whole runs, one where no count is given", () => {
    const counted = (count: unknown) =>
      caseOf(written({ mechanisms: [{ type: "no_op", count }] })).plan().parts[0];
    expect(counted(undefined)).toMatchObject({ count: 1 });
    expect(counted("1e5")).toMatchObject({ count: 100_000 });
    expect(counted("4.0")).toMatchObject({ count: 4 });
    for (const count of ["0", "-1", "0.5", "1e16", "x"])
      expect(() => counted(count), count).toThrow(InvalidRequest);
    expect(() => counted("0.5")).toThrow("count must be a positive integer; got 0.5");
  });

  it("runs parallel branches of one or more steps each", () => {
    const branches = [[{ type: "no_op" }, { type: "gaussian", sigma: "1", count: "2" }], [{ type: "no_op" }]];
    const found = caseOf(written({ mechanisms: [{ type: "parallel", branches }] })).plan().parts[0];
    expect(found).toMatchObject({ branches: [[{ count: 1 }, { count: 2 }], [{ count: 1 }]] });
    for (const bad of [undefined, [], [[]], [[{}]], "x"])
      expect(() => caseOf(written({ mechanisms: [{ type: "parallel", branches: bad }] })).plan()).toThrow(
        "branches of a parallel composition must be lists of mechanisms",
      );
  });

  it("asks with numbers in range", () => {
    expect(asking({ ask: "epsilon", delta: "0" })).toEqual({ ask: "epsilon", delta: 0 });
    expect(asking({ ask: "epsilon", delta: "1" })).toEqual({ ask: "epsilon", delta: 1 });
    expect(asking({ ask: "delta", epsilon: "Infinity" })).toEqual({
      ask: "delta",
      epsilon: Number.POSITIVE_INFINITY,
    });
    expect(asking({ ask: "delta", epsilon: "0.0" })).toEqual({ ask: "delta", epsilon: 0 });
    expect(asking({ ask: "rdp", alpha: "2.5" })).toEqual({ ask: "rdp", alpha: 2.5 });
    expect(asking({ ask: "group", group_size: "3" })).toEqual({ ask: "group", size: 3 });
    expect(asking({ ask: "group", group_size: "1" })).toEqual({ ask: "group", size: 1 });
    expect(asking({ ask: "delta", epsilon: "1e-400" })).toEqual({ ask: "delta", epsilon: 0 });
    for (const [query, words] of [
      [{ ask: "epsilon", delta: "1.1" }, "delta must be in [0, 1]; got 1.1"],
      [{ ask: "epsilon", delta: "-1" }, "delta must not be negative; got -1"],
      [{ ask: "epsilon", delta: "NaN" }, "delta must be a decimal number"],
      [{ ask: "epsilon", delta: "Infinity" }, "delta must be in [0, 1]"],
      [{ ask: "delta" }, "epsilon must be a decimal number"],
      [{ ask: "group", group_size: "0" }, "group_size must be a positive integer; got 0"],
      [{ ask: "group", group_size: "1.5" }, "group_size must be a positive integer"],
      [{ ask: "group", group_size: "Infinity" }, "group_size must be a positive integer"],
    ] as const)
      expect(() => asking(query), JSON.stringify(query)).toThrow(words);
  });

  it("has a free σ where, and only where, it asks for one", () => {
    const free = [
      { type: "gaussian", sigma: "?" },
      { type: "laplace", scale: "1" },
    ];
    const found = caseOf(written({ mechanisms: free, query: { ask: "sigma", epsilon: "1", delta: "1e-6" } }));
    expect(found.query).toEqual({ ask: "sigma", epsilon: 1, delta: 1e-6 });
    expect(found.plan("2.5").parts[0]).toEqual({
      mechanism: mechanismOf({ type: "gaussian", sigma: "2.5" }),
      count: 1,
    });
    expect(found.plan("2.5").parts[1]).toEqual({
      mechanism: mechanismOf({ type: "laplace", scale: "1" }),
      count: 1,
    });
    expect(() => found.plan()).toThrow('got "?"');
    const other = [
      { type: "gaussian", sigma: "?" },
      { type: "gaussian", sigma: "3" },
    ];
    const both = caseOf(written({ mechanisms: other, query: { ask: "sigma", epsilon: "1", delta: "1e-6" } }));
    expect(both.plan("2.5").parts[1]).toEqual({
      mechanism: mechanismOf({ type: "gaussian", sigma: "3" }),
      count: 1,
    });
    const words = 'a query for sigma needs a mechanism with sigma "?"';
    expect(() => caseOf(written({ mechanisms: free }))).toThrow(words);
    expect(() => asking({ ask: "sigma", epsilon: "1", delta: "1e-6" })).toThrow(words);
  });
});

describe("an answer", () => {
  const ask = (
    query: object,
    mechanisms: readonly object[] = [{ type: "gaussian", sigma: "4" }],
    id: unknown = "a",
  ) =>
    answer({ id, neighboring: "add_remove", mechanisms, query }, 4) as {
      id: string;
      value?: unknown;
      error?: string;
      certificate?: { upper: number; question: object };
    };

  it("is the certificate's headline for ε and δ, and Infinity as a word", () => {
    const epsilon = ask({ ask: "epsilon", delta: "1e-6" });
    expect(epsilon.value).toBe(epsilon.certificate!.upper);
    expect(epsilon.certificate!.question).toEqual({ delta: 1e-6 });
    const delta = ask({ ask: "delta", epsilon: "1" });
    expect(delta.value).toBe(delta.certificate!.upper);
    expect(delta.certificate!.question).toEqual({ epsilon: 1 });
    expect(ask({ ask: "epsilon", delta: "0" }).value).toBe("Infinity");
    expect(ask({ ask: "epsilon", delta: "1" }).value).toBe(0);
  });

  it("is a σ with the certificate of the plan that has it", () => {
    const found = ask({ ask: "sigma", epsilon: "1", delta: "1e-6" }, [{ type: "gaussian", sigma: "?" }]);
    // Balle & Wang 2018: the analytic Gaussian mechanism at ε = 1, δ = 1e-6.
    expect(found.value).toBeCloseTo(4.2247, 3);
    expect(found.certificate!.upper).toBeLessThanOrEqual(1);
    expect(found.certificate!.upper).toBeGreaterThan(0.999999);
  });

  it("is a Rényi divergence at orders that are computed", () => {
    expect(ask({ ask: "rdp", alpha: "2" }).value).toBeCloseTo(1 / 16, 12);
    expect(ask({ ask: "rdp", alpha: "1048576" }).value).toBeCloseTo(32768, 4);
    expect(ask({ ask: "rdp", alpha: "1" }).error).toBe("alpha must be above 1 and finite; got 1");
    expect(ask({ ask: "rdp", alpha: "Infinity" }).error).toBe(
      "alpha must be above 1 and finite; got Infinity",
    );
    expect(ask({ ask: "rdp", alpha: "1048577" }).error).toBe(
      "Rényi orders up to 1048576 are computed; got 1048577",
    );
    expect(ask({ ask: "rdp", alpha: "2" }, [{ type: "gaussian", sigma: "0" }]).value).toBe("Infinity");
  });

  it("is a group's claim", () => {
    expect(ask({ ask: "group", group_size: "2" }, [{ type: "pure_dp", epsilon: "0.5" }]).value).toEqual({
      epsilon: 1,
      delta: 0,
    });
  });

  it("carries the case's id, or its place, also where it is refused", () => {
    expect(ask({ ask: "all" })).toMatchObject({ id: "a" });
    expect(ask({ ask: "all" })).not.toHaveProperty("value");
    for (const id of [null, 3]) expect(ask({ ask: "all" }, [], id).id).toBe("case 5");
    for (const odd of [null, "x", 7, []]) expect(answer(odd, 0)).toMatchObject({ id: "case 1" });
    expect(() =>
      answer(
        {
          neighboring: "add_remove",
          get mechanisms(): never {
            throw new Error("bug");
          },
        },
        0,
      ),
    ).toThrow("bug");
  });
});

describe("a group", () => {
  const claim = (epsilon: string, delta: string, count = 1) =>
    plan([step({ type: "approx_dp", epsilon, delta }, count)]);

  it("of one claim is Vadhan's: gε, and δ times the geometric sum", () => {
    const found = groupClaim(claim("0.5", "1e-6"), 3);
    expect(found.epsilon).toBe(1.5);
    expect(found.delta / (1e-6 * (1 + Math.exp(0.5) + Math.exp(1)))).toBeCloseTo(1, 12);
    expect(groupClaim(claim("0", "0.1"), 4)).toEqual({ epsilon: 0, delta: 0.4 });
    expect(groupClaim(claim("2", "0.1"), 4)).toEqual({ epsilon: 8, delta: 1 });
    expect(groupClaim(claim("0.5", "0.125"), 1)).toEqual({ epsilon: 0.5, delta: 0.125 });
  });

  it("is asked of one claim alone", () => {
    for (const wrong of [
      plan([]),
      claim("0.5", "1e-6", 2),
      plan([step({ type: "pure_dp", epsilon: "1" }), step({ type: "pure_dp", epsilon: "1" })]),
      plan([step({ type: "gaussian", sigma: "1" })]),
      { relation: "add_remove", parts: [{ branches: [[step({ type: "pure_dp", epsilon: "1" })]] }] } as const,
    ])
      expect(() => groupClaim(wrong, 2)).toThrow(UnsupportedEvent);
  });
});

describe("assumptions", () => {
  it("are one line each: relation, sealing, branches where there are any, and each kind once", () => {
    const two = [step({ type: "gaussian", sigma: "1" }), step({ type: "gaussian", sigma: "2" })];
    const plain = assumptionsOf(plan(two));
    expect(plain).toHaveLength(3);
    expect(plain[0]).toContain("adding or removing one patient");
    expect(assumptionsOf(plan(two, "replace_one"))[0]).toContain("replacing one patient");
    expect(plain[2]).toContain("Gaussian noise");
    const branched = assumptionsOf({
      relation: "add_remove",
      parts: [{ branches: [[step({ type: "laplace", scale: "1" })], [step({ type: "no_op" })]] }, ...two],
    });
    expect(branched).toHaveLength(6);
    expect(branched[2]).toContain("disjoint groups");
    expect(branched.slice(3).map(text => text.split(" ")[0])).toEqual(["Laplace", "a", "Gaussian"]);
    for (const line of branched) expect(line).toBeTruthy();
  });
});

describe("the run's accountants", () => {
  it("are found by the names that ledgers hold, and no other", () => {
    expect(accountantNamed("exact-gaussian")?.name).toBe("exact-gaussian");
    expect(accountantNamed("zcdp")?.name).toBe("zcdp");
    expect(accountantNamed("renyi")).toBeUndefined();
  });
});
