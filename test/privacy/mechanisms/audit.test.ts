import { describe, expect, it } from "vitest";
import { LATTICE } from "../../../privacy/clip.ts";
import { boundedSum } from "../../../privacy/mechanisms/bounded-sum.ts";
import type { Block } from "../../../schemas/statistic.ts";
import type { Projection } from "../../../src/math/projection.ts";
import { replayNoise } from "../../replay-noise.ts";
import { projected } from "../projected.ts";
import { provedMu } from "./audit.ts";
import { cohortOf, planned, vectorBlock } from "./fixtures.ts";
import { type Leak, leakySum, type Records } from "./leaky-sum.ts";

const RUNS = 20_000;
/** z = 1: the claim is μ ≤ 1. */
const CLAIM = 1;
const SIGMA = BigInt(LATTICE);
/** Stretches its first direction threefold. */
const STRETCH = [
  [3, 0],
  [0, 1],
];
/** The worst patient: three records, each far beyond the bound, all in the stretched direction. */
const WORST: Records = [
  [50, 0],
  [50, 0],
  [50, 0],
];
const NOBODY: Records = [[0, 0]];

const records: Block<Records> = {
  ...vectorBlock(2),
  contribute: (patient, out) => {
    for (const record of patient) for (let i = 0; i < 2; i++) out[i] = out[i]! + record[i]!;
  },
};
const stretch: Projection = {
  name: "public-basis",
  inputs: 2,
  outputs: 2,
  apply: x => Float64Array.from(STRETCH, row => row[0]! * x[0]! + row[1]! * x[1]!),
  lift: z => z,
};

/** Scores fixed beforehand: along the worst direction, and whether the values lie on the lattice of two patients' means. */
const ALONG = { score: (values: Float64Array) => values[0]!, threshold: 0.5 };
const OFF_LATTICE = {
  score: (values: Float64Array) => (values.every(v => Number.isInteger(v * 2 * LATTICE)) ? 0 : 1),
  threshold: 0.5,
};

const auditOf = (attack: typeof ALONG, world: (patients: readonly Records[]) => Float64Array): number => {
  const others = [NOBODY, NOBODY];
  return provedMu({
    runs: RUNS,
    threshold: attack.threshold,
    score: isIn => attack.score(world(isIn ? [...others, WORST] : others)),
  });
};

describe("mechanism audit on nobody against the worst patient (2e4 runs, fixed seed, false alarm 1e-3)", () => {
  it("the honest mechanism proves no more than it claims, by either attack", () => {
    const noise = replayNoise("honest audit");
    const block = projected(records, stretch);
    const mechanism = boundedSum(planned("1", [block]), [block]);
    const world = (patients: readonly Records[]) =>
      mechanism.run(cohortOf(patients), noise).blocks[0]!.values;
    const along = auditOf(ALONG, world);
    expect(along).toBeLessThanOrEqual(CLAIM);
    // The attack is strong enough to mean something: it comes within a tenth of the claim.
    expect(along).toBeGreaterThan(0.9 * CLAIM);
    expect(auditOf(OFF_LATTICE, world)).toBeLessThanOrEqual(CLAIM);
  });

  it("the twin without a leak passes as the product does", () => {
    const noise = replayNoise("honest twin");
    const world = (patients: readonly Records[]) =>
      leakySum({ leak: "none", projection: STRETCH, sigma: SIGMA }, patients, noise);
    expect(auditOf(ALONG, world)).toBeLessThanOrEqual(CLAIM);
    expect(auditOf(OFF_LATTICE, world)).toBeLessThanOrEqual(CLAIM);
  });

  it.each<[Leak, typeof ALONG]>([
    ["half the noise", { ...ALONG, threshold: 0.5 }],
    ["clips before projecting", { ...ALONG, threshold: 1.5 }],
    ["clips records, not patients", { ...ALONG, threshold: 1.5 }],
    ["divides by the true n", OFF_LATTICE],
  ])("the twin that %s is caught", (leak, attack) => {
    const noise = replayNoise(`leak ${leak}`);
    const world = (patients: readonly Records[]) =>
      leakySum({ leak, projection: STRETCH, sigma: SIGMA }, patients, noise);
    expect(auditOf(attack, world)).toBeGreaterThan(CLAIM);
  });
});
