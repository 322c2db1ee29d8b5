import { describe, expect, it } from "vitest";
import { RESIDUAL_SIZE } from "../../../generators/ecg/residual/levels.ts";
import { DEFAULT_CONFIG } from "../../../src/cohort/config.ts";
import { type DesignOptions, design } from "../../../src/pipeline/design.ts";
import { frameOf } from "../../../src/pipeline/frame.ts";
import { ecgConditioning } from "../../../src/pipeline/signals.ts";

const OPTIONS: DesignOptions = {
  epsilon: "3",
  delta: "1e-6",
  asOf: "2026-01-01",
  projection: "public-basis",
  publicSeed: "1",
};
const of = (size: number, options: Partial<DesignOptions> = {}) =>
  design({ ...DEFAULT_CONFIG, modalities: ["ecg"], size }, { ...OPTIONS, ...options });

const [small, large] = [of(200), of(20_000)];

describe("the rank of a plan", () => {
  it("grows with the public size, stands in the plan, and is the rank of the space", () => {
    expect(Number(small.plan.choices.ecgRank)).toBeLessThan(Number(large.plan.choices.ecgRank));
    for (const { plan, frame } of [small, large]) expect(frame.ecg!.k).toBe(plan.choices.ecgRank);
  });
  it("gives back the same space from the plan alone", () => {
    expect(frameOf(small.plan).ecg!.fingerprint).toBe(small.frame.ecg!.fingerprint);
  });
  it("sizes the blocks of both releases, and leaves their noise as it is", () => {
    const traits = ecgConditioning.traits!.names.length;
    const packed = (rank: number) => (rank * (rank + 1)) / 2;
    // Of 20,000 patients all means are worth measuring that the space has, and moments of the first 96 coordinates.
    const sizes = (rank: number) => [
      5 * (1 + rank) + rank,
      RESIDUAL_SIZE,
      traits * (1 + rank),
      packed(Math.min(rank, 96)),
    ];
    for (const { plan } of [large, of(20_000, { rank: 7 })]) {
      const rank = Number(plan.choices.ecgRank);
      const strata = large.frame.ecg!.strata.length;
      expect(strata).toBe(5);
      const found = plan.releases.flatMap(release => (release.kind === undefined ? release.blocks : []));
      expect(found.filter(({ name }) => name.startsWith("ecg/")).map(({ size }) => size)).toEqual(
        sizes(rank),
      );
    }
    const noise = (rank: number) =>
      of(20_000, { rank }).plan.releases.map(release =>
        release.kind === "selection" ? release.epsilon : release.noiseMultiplier,
      );
    expect(noise(7)).toEqual(noise(30));
  });
  it("measures traits from 2,500 patients times ε on, in the second release, by public numbers alone", () => {
    const named = (design: ReturnType<typeof of>) =>
      design.plan.releases.flatMap(release => (release.kind === undefined ? release.blocks : []));
    const has = (design: ReturnType<typeof of>) => named(design).some(({ name }) => name === "ecg/traits");
    expect([has(small), has(large)]).toEqual([false, true]);
    const norms = large.plan.releases.map(release =>
      release.kind === undefined ? release.blocks.reduce((sum, { weight }) => sum + weight ** 2, 0) : 1,
    );
    for (const norm of norms) expect(norm).toBeLessThanOrEqual(1 + 1e-12);
  });
  it("is the owner's where one is given", () => {
    expect(of(20_000, { rank: 7 }).frame.ecg!.k).toBe(7);
  });
});

describe("the basis of a plan", () => {
  it("is the one that loses least by public numbers, if the choice is left open: principal directions for the ECG", () => {
    expect(of(200, { projection: "auto" }).plan.choices).toEqual(small.plan.choices);
  });
  it("stands in the plan, for each signal, and gives back the same space", () => {
    const { plan, frame } = of(200, { projection: "cosine" });
    expect(plan.choices.ecgProjection).toBe("cosine");
    expect(frame.ecg!.projection.name).toBe("cosine");
    expect(frameOf(plan).ecg!.fingerprint).toBe(frame.ecg!.fingerprint);
  });
});
