import { expect, it } from "vitest";
import { ecgPrior, recordedWith } from "../../../generators/ecg/prior.ts";
import { RESIDUAL_STRATA } from "../../../generators/ecg/residual/levels.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";
import { recordReleases } from "../../../scripts/bench/ecg/record-release.ts";
import { rng } from "../../../src/math/rng.ts";

// As many of each stratum, as in the draws that the prior's levels are the mean of: beats leave more where they come fast.
const PATIENTS = 81;

/** Patients whose chest leads tremble three times as much as the prior's, limb leads as the prior's. */
const records: readonly EcgRecord[] = (() => {
  const loud = recordedWith(
    Array.from({ length: 8 }, (_, l) => ({ wander: 1, slow: 1, fast: l < 2 ? 1 : 3, muscle: 1 })),
  );
  return Array.from({ length: PATIENTS }, (_, i) => {
    const random = rng(`loud ${i}`);
    const order = loud.order(RESIDUAL_STRATA[i % RESIDUAL_STRATA.length]!, random.child("order"));
    const { scene } = loud.simulate(order, random.child("simulate"));
    return loud.render(scene, new Float64Array(loud.dimension), random.child("render"));
  });
})();

const recordingAt = async (epsilon: string) => {
  const [fitted] = await recordReleases(records, epsilon, 1);
  return fitted!.models.recording!;
};

// 81 people's mean level is known to half a decibel, and which of two processes it is less well.
it("recordings are drawn as loud as a release without noise says, lead by lead", async () => {
  const gains = await recordingAt("1000");
  expect(gains.length).toBe(8);
  for (const { fast } of gains.slice(2)) {
    expect(fast).toBeGreaterThan(2);
    expect(fast).toBeLessThan(4);
  }
  for (const { fast } of gains.slice(0, 2)) expect(Math.abs(Math.log(fast))).toBeLessThan(Math.log(1.9));
});

it("recordings are drawn as the prior draws them where the release tells nobody from noise", async () => {
  for (const lead of await recordingAt("0.001"))
    for (const gain of Object.values(lead)) expect(gain).toBeCloseTo(1, 6);
});

it("the prior that draws them is the same hearts: only what is added differs", () => {
  const same = recordedWith(Array(8).fill({ wander: 1, slow: 1, fast: 1, muscle: 1 }));
  const order = ecgPrior.order("sinus", rng("order"));
  const { scene } = ecgPrior.simulate(order, rng("scene"));
  const none = new Float64Array(ecgPrior.dimension);
  expect(same.render(scene, none, rng("render"))).toEqual(ecgPrior.render(scene, none, rng("render")));
});
