import { describe, expect, it } from "vitest";
import { audit } from "../../../privacy/attacks/audit.ts";
import type { Finding } from "../../../schemas/report.ts";
import { rng } from "../../../src/math/rng.ts";
import { type World, world } from "./world.ts";

const SEEDS = 100;
const failures = (shape: World) => {
  const all = Array.from({ length: SEEDS }, (_, seed) =>
    audit(world(shape, `world ${seed}`), rng(`draws ${seed}`)),
  );
  const failed = (wanted: (finding: Finding) => boolean) =>
    all.filter(findings => findings.some(f => f.verdict === "FAIL" && wanted(f))).length;
  return {
    release: failed(() => true),
    cleared: all.filter(findings =>
      findings.every(({ verdict }) => verdict === "PASS" || verdict === "INFORMATION"),
    ).length,
    by: (attack: string) => failed(({ metric }) => metric.startsWith(attack)),
  };
};

describe("leak L7: 2 % of the training records, the most isolated ones, are copied verbatim", () => {
  const leaky = failures({ train: 500, holdout: 500, synthetic: 500, copied: 0.02 });
  it("fails the release in at least 95 of 100 seeded worlds", () =>
    expect(leaky.release).toBeGreaterThanOrEqual(95));
  it("membership of isolated patients alone fails it in at least 95", () =>
    expect(leaky.by("membership of isolated")).toBeGreaterThanOrEqual(95));
  it("copies alone fail it in at least 90", () => expect(leaky.by("copies")).toBeGreaterThanOrEqual(90));
  it("clears none of them", () => expect(leaky.cleared).toBe(0));
});

describe("copies blurred by a third of a standard deviation", () => {
  const leaky = failures({ train: 500, holdout: 500, synthetic: 500, copied: 0.02, blur: 0.3 });
  it("still fail the release in at least 95 of 100 seeded worlds, by membership of isolated patients", () =>
    expect(leaky.by("membership of isolated")).toBeGreaterThanOrEqual(95));
});

describe("independent worlds", () => {
  // P[Bin(100, 0.05) > 12] = 0.0015 (scipy 1.10.1: binom.sf(12, 100, .05))
  it("without a leak, and with train and holdout exchangeable, the audit fails with probability ≤ alpha (5 %): at most 12 of 100 seeds (exceeded by chance < 0.2 %)", () =>
    expect(failures({ train: 500, holdout: 500, synthetic: 500, copied: 0 }).release).toBeLessThanOrEqual(
      12,
    ));
  it("the same with a small holdout (160 against 40)", () =>
    expect(failures({ train: 160, holdout: 40, synthetic: 400, copied: 0 }).release).toBeLessThanOrEqual(12));
});
