import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zcdpAccountant } from "../../privacy/accountant/zcdp.ts";
import { planHash } from "../../privacy/plan.ts";
import { verifyRun } from "../../privacy/verify.ts";
import { canRecompute, runningTotals } from "../../privacy/verify-total.ts";
import { plan } from "./fixtures.ts";
import { bodiesOf, charge, forged } from "./forged-ledger.ts";
import { run } from "./signed-folder.ts";

const gaussian = (noiseMultiplier: string) => ({ kind: "gaussian" as const, noiseMultiplier });
const selection = (epsilon: string) => ({ kind: "exponential" as const, epsilon });
const totalOf = (...events: Parameters<typeof runningTotals>[1]) => runningTotals("zcdp", events).at(-1)!;

describe("zCDP books recomputed in 100 digits", () => {
  it("agree with the accountant to 1e-10, and never lie above it (random noise and selections, 1500 cases)", () => {
    const hundredths = fc.integer({ min: 5, max: 50_000 }).map(h => String(h / 100));
    const thousandths = fc.integer({ min: 1, max: 5000 }).map(t => String(t / 1000));
    const events = fc.array(fc.oneof(hundredths.map(gaussian), thousandths.map(selection)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(events, fc.integer({ min: 3, max: 30 }), (charged, digits) => {
        const delta = `1e-${digits}`;
        const spends = charged.map(event => ({ purpose: "x", event, count: 1 }));
        const accounted = zcdpAccountant.epsilon(spends, Number(delta));
        const total = totalOf(...charged);
        const recomputed = total.epsilon(delta);
        expect(Math.abs(recomputed - accounted)).toBeLessThan(1e-10 * Math.max(1, accounted));
        // The accountant rounds up further than 100 digits need to: its claim must hold here.
        expect(total.holds(String(accounted), delta)).toBe(true);
        expect(total.holds(String(accounted * (1 - 1e-11)), delta)).toBe(recomputed === 0);
      }),
      { seed: 31, numRuns: 1500 },
    );
  });

  it("ε of known ρ is IBM's, to its last digits", () => {
    // IBM discrete-gaussian-differential-privacy, cdp2adp.py: cdp_eps(rho, delta); z = 10 is ρ = 0.005; 8²/8 + 1/(2·0.5²) = 10.
    expect(totalOf(gaussian("10")).epsilon("1e-6") / 0.4299414688369493).toBeCloseTo(1, 13);
    expect(totalOf(selection("8"), gaussian("0.5")).epsilon("1e-5") / 30.110857303795726).toBeCloseTo(1, 13);
  });

  it("no order gives less than the one found: 2e4 orders on a grid, in doubles", () => {
    for (const [z, delta] of [
      ["0.7", "1e-6"],
      ["3", "1e-9"],
      ["200", "1e-4"],
    ] as const) {
      const rho = 1 / (2 * Number(z) ** 2);
      const found = totalOf(gaussian(z)).epsilon(delta);
      for (let i = 1; i <= 20_000; i++) {
        const alpha = 1 + Math.exp(-8 + i * 0.001);
        const bound =
          alpha * rho + Math.log1p(-1 / alpha) - (Math.log(alpha) + Math.log(Number(delta))) / (alpha - 1);
        expect(bound).toBeGreaterThan(found - 1e-9);
      }
    }
  });

  it("a selection of ε costs ρ = ε²/8, what a Gaussian release with z = 2/ε costs, and adds to the rest", () => {
    for (const epsilon of ["0.1", "0.5", "2"]) {
      const twin = gaussian(String(2 / Number(epsilon)));
      expect(totalOf(selection(epsilon)).epsilon("1e-6")).toBeCloseTo(totalOf(twin).epsilon("1e-6"), 12);
      expect(totalOf(selection(epsilon), gaussian("3")).epsilon("1e-6")).toBeCloseTo(
        totalOf(twin, gaussian("3")).epsilon("1e-6"),
        12,
      );
    }
  });

  it("k charges counted one by one cost what one with ρ = kρ costs, and each more costs more", () => {
    const totals = runningTotals("zcdp", new Array(9).fill(gaussian("6")));
    expect(totals).toHaveLength(10);
    expect(totals[0]!.epsilon("1e-6")).toBe(0);
    expect(totals[9]!.epsilon("1e-6")).toBeCloseTo(totalOf(gaussian("2")).epsilon("1e-6"), 12);
    const epsilons = totals.map(total => total.epsilon("1e-6"));
    expect([...epsilons].sort((a, b) => a - b)).toEqual(epsilons);
    expect(new Set(epsilons).size).toBe(10);
  });

  it("nothing is promised for δ = 0, for noise that is none, or by an unknown accountant", () => {
    expect(totalOf(gaussian("1")).epsilon("0")).toBe(Number.POSITIVE_INFINITY);
    expect(totalOf(gaussian("1")).holds("1e300", "0")).toBe(false);
    expect(totalOf(gaussian("0")).epsilon("1e-6")).toBe(Number.POSITIVE_INFINITY);
    expect(totalOf(gaussian("1e-9")).holds("1e300", "1e-6")).toBe(false);
    expect(totalOf(gaussian("1")).epsilon("1")).toBe(0);
    for (const name of ["trust me", "toString", "__proto__", ""]) {
      expect(canRecompute(name)).toBe(false);
      expect(runningTotals(name, [gaussian("1")]).map(total => total.holds("9", "1e-6"))).toEqual([
        false,
        false,
      ]);
    }
  });

  it("exact Gaussian books have no price for a selection", () => {
    const total = runningTotals("exact-gaussian", [gaussian("5"), selection("0.1")]).at(-1)!;
    expect(total.epsilon("1e-6")).toBe(Number.POSITIVE_INFINITY);
    expect(total.holds("1e6", "1e-6")).toBe(false);
  });
});

describe("a ledger kept by zCDP", () => {
  const [header] = bodiesOf(run([]).ledger);
  const kept = (budget: string, accountant: string) => {
    const wider = { ...plan, budget: { ...plan.budget, epsilon: budget } };
    return forged(
      { ...header, plan: wider, planHash: planHash(wider), accountant } as never,
      charge(0, { epsilon: 9 }),
      charge(1, { epsilon: 9 }),
    );
  };
  it("is recomputed by zCDP, which is looser than the exact total, and held against its budget", () => {
    const loose = verifyRun({ files: { ledger: kept("9", "zcdp") } });
    expect(loose.failures).toEqual([]);
    const exact = verifyRun({ files: { ledger: kept("9", "exact-gaussian") } });
    expect(exact.epsilon).toBeCloseTo(3, 9);
    expect(loose.epsilon).toBeGreaterThan(exact.epsilon * 1.02);
    expect(loose.epsilon).toBeLessThan(exact.epsilon * 1.3);
    expect(verifyRun({ files: { ledger: kept("3", "zcdp") } }).failures).toEqual([
      "ledger.jsonl line 3: the charges up to here exceed the budget",
    ]);
  });
  it("by an accountant that verify does not know is refused, not believed", () => {
    const found = verifyRun({ files: { ledger: kept("9", "moments") } });
    expect(found.epsilon).toBe(Number.POSITIVE_INFINITY);
    expect(found.failures).toContain(
      'ledger.jsonl line 1: the accountant "moments" is none that verify can recompute',
    );
  });
});

describe("an adaptive ledger", () => {
  const sealedBudget = { ...plan, releases: [], budget: { epsilon: "2", delta: "1e-6" } };
  const header = {
    ...bodiesOf(run([]).ledger)[0],
    mode: "adaptive",
    accountant: "zcdp",
    plan: sealedBudget,
    planHash: planHash(sealedBudget),
  } as never;
  const events = [selection("0.2"), gaussian("9"), selection("0.2"), gaussian("12.5")];
  const charges = (claims: readonly number[]) =>
    events.map(
      (event, release) =>
        ({ kind: "charge", release, purpose: `step ${release}`, event, epsilon: claims[release] }) as never,
    );
  const claimed = runningTotals("zcdp", events)
    .slice(1)
    .map(total => total.epsilon("1e-6"));

  it("with selections is recomputed by zCDP, charge by charge, and told as chosen on the way", () => {
    const found = verifyRun({ files: { ledger: forged(header, ...charges(claimed)) } });
    expect(found.failures).toEqual([]);
    const spends = events.map(event => ({ purpose: "x", event, count: 1 }));
    expect(found.epsilon).toBeCloseTo(zcdpAccountant.epsilon(spends, 1e-6), 11);
    expect(found.statements.join("\n")).toMatch(
      /4 releases, chosen on the way from what was released before, were charged/,
    );
  });

  it("whose second claim is a hair too low is refused at its line", () => {
    const low = claimed.map((epsilon, i) => (i === 1 ? epsilon * (1 - 1e-9) : epsilon));
    const { failures } = verifyRun({ files: { ledger: forged(header, ...charges(low)) } });
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(/^ledger.jsonl line 3: claims ε = .*, less than the releases up to it cost$/);
  });

  it("over its budget is refused", () => {
    const more = [
      ...charges(claimed),
      ...[4, 5].map(
        release =>
          ({
            kind: "charge",
            release,
            purpose: `step ${release}`,
            event: gaussian("2"),
            epsilon: 9,
          }) as never,
      ),
    ];
    expect(verifyRun({ files: { ledger: forged(header, ...more) } }).failures).toEqual([
      "ledger.jsonl line 7: the charges up to here exceed the budget",
    ]);
  });
});
