/** Throughput of one core, step by step, median of five rounds. */
import { measure } from "../../generators/ecg/delineate.ts";
import { ecgPrior } from "../../generators/ecg/prior.ts";
import { imagePriorAt } from "../../generators/image/prior.ts";
import { builtInDomain } from "../../generators/patient/domain.ts";
import { recordLaw, sampler } from "../../generators/patient/law.ts";
import { priorBackbone } from "../../generators/patient/model.ts";
import { drawPerson } from "../../generators/patient/person.ts";
import { MODALITIES } from "../../schemas/cohort.ts";
import { rng } from "../../src/math/rng.ts";
import { systemNoise } from "../../src/math/secret-noise.ts";
import type { Bench } from "../bench.ts";

export const speed = async (): Promise<Bench> => {
  const root = rng("speed");
  const { draw } = sampler(recordLaw(priorBackbone(builtInDomain(MODALITIES))));
  const image = imagePriorAt({ width: 64, height: 64, bits: 8 });
  const large = imagePriorAt({ width: 128, height: 128, bits: 8 });
  const ecgScene = (i: number) =>
    ecgPrior.simulate(ecgPrior.order(ecgPrior.strata[i % 5]!, root.child(`o${i}`)), root.child(`s${i}`))
      .scene;
  const scenes = Array.from({ length: 20 }, (_, i) => ecgScene(i));
  const records = scenes.map((scene, i) =>
    ecgPrior.render(scene, new Float64Array(ecgPrior.dimension), root.child(`r${i}`)),
  );
  const order = (prior: typeof image, i: number) => prior.order(prior.strata[i % 7]!, root.child(`io${i}`));
  const thorax = Array.from(
    { length: 10 },
    (_, i) => large.simulate(order(large, i), root.child(`is${i}`)).scene,
  );
  const none = new Float64Array(4096);
  const film = (i: number) => {
    const { scene } = image.simulate(order(image, i), root.child(`fs${i}`));
    return image.render(scene, none, root.child(`fr${i}`));
  };
  const noise = systemNoise();
  const steps: readonly (readonly [string, number, (i: number) => unknown])[] = [
    [
      "person drawn",
      100,
      i => drawPerson(draw(root.child(`a${i}`)), i, root.child(`p${i}`), { asOf: "2026-01-01", idSeed: "1" }),
    ],
    ["ECG phantom simulated", 200, ecgScene],
    [
      "ECG rendered (10 s, 12 leads, 500 Hz)",
      40,
      i => ecgPrior.render(scenes[i % 20]!, new Float64Array(ecgPrior.dimension), root.child(`x${i}`)),
    ],
    ["ECG measured", 40, i => measure(records[i % 20]!)],
    ["ECG digested (view)", 40, i => ecgPrior.view(records[i % 20]!)],
    ["X-ray drawn: phantom and film (64 px)", 300, film],
    ["X-ray phantom simulated (64 px)", 30, i => image.simulate(order(image, i), root.child(`y${i}`))],
    ["X-ray rendered (128 px)", 20, i => large.render(thorax[i % 10]!, none, root.child(`z${i}`))],
    ["exactly rounded Gaussian", 20_000, () => noise.gaussian(2_000_000n)],
  ];
  return {
    rows: steps.map(([step, count, work]) => ({ step, "per second": perSecond(count, work).toPrecision(3) })),
    skipped: [],
  };
};

const perSecond = (count: number, work: (i: number) => unknown): number => {
  const rounds = Array.from({ length: 5 }, () => {
    const started = process.hrtime.bigint();
    for (let i = 0; i < count; i++) work(i);
    return Number(process.hrtime.bigint() - started) / 1e9;
  });
  return count / rounds.sort((a, b) => a - b)[2]!;
};
