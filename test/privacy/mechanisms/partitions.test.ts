import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LATTICE } from "../../../privacy/clip.ts";
import { countsOf, partitionSelection } from "../../../privacy/mechanisms/partitions.ts";
import { leakUp, onLattice, thresholdUp } from "../../../privacy/threshold.ts";
import type { PlannedPartitions } from "../../../schemas/plan.ts";
import { InvalidRequest, VerificationFailed } from "../../../src/errors.ts";
import { systemNoise } from "../../../src/math/secret-noise.ts";
import { betaQuantile } from "../../../src/math/special.ts";
import { errorsOf, provedMu } from "./audit.ts";
import { cohortOf, noNoise } from "./fixtures.ts";

type Names = readonly string[];
const own = (names: Names): Names => names;

const plannedAt = (change: Partial<PlannedPartitions> = {}): PlannedPartitions => {
  const base = {
    kind: "partitions",
    purpose: "names",
    share: 1,
    noiseMultiplier: "0.5",
    perPatient: 4,
    delta: "0.05",
  } as const;
  return { ...base, threshold: thresholdUp({ ...base, ...change }), ...change };
};

const names = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f", "__proto__", ""), { maxLength: 9 });

/** What one patient more does to the counts, squared, in lattice steps. */
const moved = (
  others: readonly Names[],
  patient: Names,
  perPatient: number,
  count = countsOf<Names>,
): bigint => {
  const { unit } = onLattice(plannedAt({ perPatient }));
  const [before, after] = [others, [...others, patient]].map(all => count(cohortOf(all), own, perPatient));
  return [...new Set([...before!.keys(), ...after!.keys()])].reduce((sum, name) => {
    const steps = BigInt((after!.get(name) ?? 0) - (before!.get(name) ?? 0)) * BigInt(unit);
    return sum + steps * steps;
  }, 0n);
};

/** A twin that counts what a patient holds as often as it is held, note after note. */
const perNote: typeof countsOf<Names> = cohort => {
  const counts = new Map<string, number>();
  for (const held of cohort.values()) for (const name of held) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

const RUNS = 4000;
/** One-sided: below this many of 4,000 runs with chance 0.05 each, but for one time in a million. */
const mostHits = (rate: number) => {
  let hits = Math.ceil(rate * RUNS);
  while (betaQuantile(1e-6, hits + 1, RUNS - hits) <= rate) hits++;
  return hits;
};

const letOut = (planned: PlannedPartitions, cohort: readonly Names[]): number =>
  Array.from(
    { length: RUNS },
    () => partitionSelection(planned, own).run(cohortOf(cohort), systemNoise()).partitions.length > 0,
  ).filter(Boolean).length;

describe("partition selection", () => {
  it("adding or removing one patient moves the counts by at most the lattice bound, however many names it holds (1e3 random neighbours, in integers)", () => {
    const bound = BigInt(LATTICE) ** 2n;
    fc.assert(
      fc.property(
        fc.array(names, { maxLength: 6 }),
        names,
        fc.integer({ min: 1, max: 8 }),
        (others, patient, k) => {
          expect(moved(others, patient, k) <= bound).toBe(true);
        },
      ),
      { seed: 41, numRuns: 1000 },
    );
    const fifty: Names = Array.from({ length: 50 }, () => "the same phrase");
    expect(moved([], fifty, 1) <= bound).toBe(true);
    expect(moved([], fifty, 1, perNote) > bound).toBe(true);
    for (const k of [1, 2, 3, 5, 7, 16, 1000])
      expect(k * onLattice(plannedAt({ perPatient: k })).unit ** 2).toBeLessThanOrEqual(LATTICE ** 2);
  });

  it("what one patient alone holds is let out with probability at most delta (4,000 runs; false alarm once in a million runs of this test)", () => {
    const alone: Names = ["a", "b", "c", "d", "e"];
    const most = mostHits(0.05);
    expect(letOut(plannedAt(), [alone])).toBeLessThanOrEqual(most);
    // Twins: the threshold forgets the patient's own weight; half the noise it was bought for; one count a note.
    const { threshold } = plannedAt();
    const forgetful = { ...plannedAt({ delta: "1" }), threshold: String(Number(threshold) - 1) };
    expect(letOut(forgetful, [alone])).toBeGreaterThan(most);
    const loud = { ...plannedAt({ delta: "1", noiseMultiplier: "1" }), threshold };
    expect(letOut(loud, [alone])).toBeGreaterThan(most);
    const fifty = cohortOf([Array.from({ length: 50 }, () => "a")]);
    expect(Number(onLattice(plannedAt()).least) / onLattice(plannedAt()).unit).toBeLessThan(
      perNote(fifty, own, 4).get("a")!,
    );
  });

  it("its noise is that of the plan: no threshold on a name's noisy count proves more than μ = 1/(z√k), and a twin without noise is caught", () => {
    const planned = plannedAt({ noiseMultiplier: "1", perPatient: 1, delta: "0.05" });
    const least = Math.round(Number(planned.threshold));
    const world = (patients: number, noise: () => typeof noNoise) =>
      Array.from(
        { length: RUNS },
        () =>
          partitionSelection(planned, own).run(
            cohortOf(Array.from({ length: patients }, () => ["a"])),
            noise(),
          ).partitions.length,
      );
    const audit = (noise: () => typeof noNoise) =>
      provedMu(errorsOf({ out: world(least - 1, noise), in: world(least, noise) }, 0.5), 1e-6);
    const honest = audit(systemNoise);
    expect(honest).toBeLessThanOrEqual(1);
    expect(honest).toBeGreaterThan(0.5);
    expect(audit(() => noNoise)).toBeGreaterThan(3);
  });

  it("the released names do not depend on the order of patients", () => {
    fc.assert(
      fc.property(fc.array(names, { maxLength: 12 }), patients => {
        const planned = { ...plannedAt({ delta: "0.9" }), threshold: "2" };
        const run = (all: readonly Names[]) => partitionSelection(planned, own).run(cohortOf(all), noNoise);
        expect(run([...patients].reverse())).toEqual(run(patients));
        const listed = run(patients).partitions.map(({ name }) => name);
        expect(listed).toEqual([...listed].sort());
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("gives the noisy count in patients, and nothing of a patient whose names cannot be read", () => {
    const planned = { ...plannedAt({ delta: "0.9" }), threshold: "2" };
    const throwing = (held: Names): Names => {
      if (held.length === 0) throw new Error("secret");
      return held;
    };
    const cohort = cohortOf<Names>([["x"], ["x", "x"], ["x", "y"], []]);
    expect(partitionSelection(planned, throwing).run(cohort, noNoise)).toEqual({
      purpose: "names",
      partitions: [{ name: "x", patients: 3 }],
    });
  });

  it("refuses a threshold that does not buy its δ, and a stored value of another release", () => {
    const low = { ...plannedAt(), threshold: String(Number(plannedAt().threshold) * 0.99) };
    expect(() => partitionSelection(low, own)).toThrow(InvalidRequest);
    expect(() => partitionSelection({ ...plannedAt(), noiseMultiplier: "0" }, own)).toThrow(InvalidRequest);
    const { restore } = partitionSelection(plannedAt(), own);
    const value = { purpose: "names", partitions: [{ name: "x", patients: 9.5 }] };
    expect(restore!(JSON.parse(JSON.stringify(value)))).toEqual(value);
    for (const other of [{ ...value, purpose: "other" }, { ...value, more: 1 }, undefined, []])
      expect(() => restore!(other)).toThrow(VerificationFailed);
  });
});

describe("a threshold", () => {
  it("buys its δ from above, and a part in 10⁴ less does not, at δ down to 1e-12 (300 random plans)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 2, max: 12 }),
        (z, perPatient, digits) => {
          const of = { noiseMultiplier: String(z / 10), perPatient, delta: `1e-${digits}` };
          const threshold = thresholdUp(of);
          expect(leakUp({ ...of, threshold })).toBeLessThanOrEqual(10 ** -digits);
          const less = String(Number(threshold) - 1e-4 * (Number(threshold) - 1));
          expect(leakUp({ ...of, threshold: less })).toBeGreaterThan(10 ** -digits);
        },
      ),
      { seed: 43, numRuns: 300 },
    );
  });

  it("is that of Gopi et al.'s Gaussian weights but for half a lattice step: 1/√k + σ Φ⁻¹(1 − δ/k)", () => {
    // Python 3.11 statistics: -NormalDist().inv_cdf(1e-7 / 16) = 5.69276; σ = 5 · √16 patients
    const threshold = thresholdUp({ noiseMultiplier: "5", perPatient: 16, delta: "1e-7" });
    expect(Number(threshold)).toBeCloseTo(1 + 20 * 5.6927628, 3);
  });
});
