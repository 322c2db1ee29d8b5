import { describe, expect, it } from "vitest";
import { deltaLeft, failureSum } from "../../../privacy/accountant/failure.ts";
import { gaussianAccountant } from "../../../privacy/accountant/gaussian.ts";
import { zcdpAccountant } from "../../../privacy/accountant/zcdp.ts";
import type { Spend } from "../../../privacy/event.ts";
import { runningTotals } from "../../../privacy/verify-total.ts";

const gaussian = (noiseMultiplier: string): Spend => ({
  purpose: "sum",
  event: { kind: "gaussian", noiseMultiplier },
  count: 1,
});
const thresholded = (noiseMultiplier: string, delta: string, count = 1): Spend => ({
  purpose: "names",
  event: { kind: "thresholded", noiseMultiplier, delta },
  count,
});

describe.each([gaussianAccountant, zcdpAccountant])("$name, of selections over a threshold", accountant => {
  it("what selections let through with probability Σδ is taken off δ before ε is told", () => {
    const spends = [gaussian("5"), thresholded("8", "1e-7", 3)];
    const noise = [gaussian("5"), ...Array.from({ length: 3 }, () => gaussian("8"))];
    const told = accountant.epsilon(spends, 1e-6);
    expect(told).toBe(accountant.epsilon(noise, 7e-7));
    expect(told).toBeGreaterThan(accountant.epsilon(noise, 1e-6));
    expect(accountant.delta(spends, told)).toBeGreaterThan(1e-6 * (1 - 1e-6));
    expect(accountant.delta(spends, told)).toBeLessThanOrEqual(1e-6 * (1 + 1e-9));
  });

  it("promises nothing at a δ that the thresholds use up, whatever the noise", () => {
    const spends = [thresholded("1000", "1e-7", 10)];
    expect(accountant.epsilon(spends, 1e-6)).toBe(Number.POSITIVE_INFINITY);
    expect(accountant.epsilon(spends, 9e-7)).toBe(Number.POSITIVE_INFINITY);
    expect(accountant.epsilon(spends, 1.1e-6)).toBeLessThan(1);
    expect(accountant.delta(spends, 50)).toBeGreaterThanOrEqual(1e-6);
  });

  it("is what verify recomputes in 100 digits, to 1e-10 and never less", () => {
    const spends = [gaussian("5"), thresholded("8", "1e-7"), thresholded("9", "2.5e-7")];
    const total = runningTotals(
      accountant.name,
      spends.map(({ event }) => event),
    ).at(-1)!;
    const told = accountant.epsilon(spends, 1e-6);
    expect(told / total.epsilon("1e-6") - 1).toBeLessThan(1e-10);
    expect(total.holds(String(told), "1e-6")).toBe(true);
    expect(total.holds(String(told * (1 - 1e-9)), "1e-6")).toBe(false);
    expect(total.holds("1000", "3.5e-7")).toBe(false);
    expect(total.epsilon("3e-7")).toBe(Number.POSITIVE_INFINITY);
  });
});

it("failures add up exactly, and leave δ as it is where there are none", () => {
  expect(failureSum([gaussian("1"), thresholded("1", "0.1", 3)])).toEqual({ num: 3n, den: 10n });
  expect(deltaLeft({ num: 0n, den: 1n }, 1e-6)).toBe(1e-6);
  expect(deltaLeft({ num: 1n, den: 10n }, 0.1)).toBeLessThan(1e-16);
  expect(deltaLeft({ num: 1n, den: 5n }, 0.1)).toBeUndefined();
});
