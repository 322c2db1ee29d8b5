/** The shared sampler on simulated films of 64 pixels: what each way of steering costs and how far it comes. CPU time. */
import { coarseToFine } from "../../generators/coarse-to-fine.ts";
import { type Denoiser, gaussianDenoiser } from "../../generators/denoiser.ts";
import { gaussianFlow } from "../../generators/gaussian-flow.ts";
import { decode, encode } from "../../generators/sampler.ts";
import { karras } from "../../generators/schedule.ts";
import { ddim, heun } from "../../generators/solver.ts";
import { eigenSymmetric } from "../../src/math/eigen.ts";
import { blockMeans } from "../../src/math/projection.ts";
import { rng } from "../../src/math/rng.ts";
import type { Bench } from "../bench.ts";
import { batchRows } from "./sampler/batch-rows.ts";
import { drawRows } from "./sampler/draw-rows.ts";
import { filmDenoiser, filmLaw, projected } from "./sampler/film-law.ts";
import { millisecondsOf, rootMeanSquare } from "./sampler/measure.ts";
import { particleRows } from "./sampler/particle-rows.ts";

const SIDE = 64;
const D = SIDE * SIDE;
const RANGE = { max: 80, min: 0.02 };
const STEPS = 18;

export const sampler = async (): Promise<Bench> => {
  const law = filmLaw(60, 16);
  const denoise = filmDenoiser(law);
  const halves = blockMeans(SIDE, 2);
  const coarse = filmDenoiser(law.map(component => projected(component, halves)));
  return {
    rows: [
      ...closedFormRows(),
      ...coarseRows(denoise, coarse),
      ...batchRows({ schedule: karras(STEPS, RANGE), solver: heun, denoise }),
      ...particleRows({ schedule: karras(STEPS, RANGE), solver: heun, denoise }),
      ...drawRows(),
    ],
    skipped: ["a neural denoiser: its own bench is `tensor`"],
  };
};

/** A whitened residual of k numbers moved to a released law: the formula against the ODE that it solves. */
const closedFormRows = (): Bench["rows"] =>
  [12, 40].map(k => {
    const random = rng(`flow ${k}`);
    const factors = Float64Array.from({ length: k * k }, () => random.normal() / Math.sqrt(k));
    const matrix = Float64Array.from({ length: k * k }, (_, at) => {
      const [i, j] = [Math.floor(at / k), at % k];
      let sum = i === j ? 0.5 : 0;
      for (let m = 0; m < k; m++) sum += 0.5 * factors[i * k + m]! * factors[j * k + m]!;
      return sum;
    });
    const covariance = eigenSymmetric(matrix, k);
    const unit = { values: covariance.values.map(() => 1), vectors: covariance.vectors };
    const released = { mean: Float64Array.from({ length: k }, () => 0.7 * random.normal()), covariance };
    const schedule = karras(STEPS, { max: 60, min: 0.02 });
    const before = {
      schedule,
      solver: heun,
      denoise: gaussianDenoiser({ mean: new Float64Array(k), covariance: unit }),
    };
    const after = { schedule, solver: heun, denoise: gaussianDenoiser(released) };
    const flow = gaussianFlow(released);
    const points = Array.from({ length: 100 }, () => Float64Array.from({ length: k }, () => random.normal()));
    const ode = (x: Float64Array) => decode(after, encode(before, x, random), random);
    const gap = rootMeanSquare(points.flatMap(x => Array.from(ode(x), (value, i) => value - flow(x)[i]!)));
    const [slow, fast] = [millisecondsOf(points, ode), millisecondsOf(points, flow)];
    return {
      what: `closed form, k = ${k}, against ${STEPS} Heun steps up and down`,
      "ms a draw": fast.toPrecision(2),
      "speed-up": (slow / fast).toPrecision(2),
      result: `the steps are ${gap.toPrecision(2)} sd off`,
    };
  });

const starts = Array.from({ length: 16 }, (_, i) => {
  const random = rng(`start ${i}`);
  return Float64Array.from({ length: D }, () => RANGE.max * random.normal());
});

/**
 * Deviation is per pixel, in standard deviations of a film, from the same noise: the median film's, and how many films
 * came out as another one altogether (beyond 0.25), because a shortcut chose another component of the mixture.
 */
const coarseRows = (denoise: Denoiser, coarse: Denoiser): Bench["rows"] => {
  const random = rng("coarse");
  const at = (steps: number, solver = heun) => {
    const sampler = { schedule: karras(steps, RANGE), solver, denoise };
    return (x: Float64Array) => decode(sampler, x, random);
  };
  const full = at(STEPS);
  const reference = starts.map(full);
  const cost = millisecondsOf(starts, full);
  const row = (what: string, way: (x: Float64Array) => Float64Array) => {
    const spent = millisecondsOf(starts, way);
    const off = starts
      .map((x, s) => rootMeanSquare(Array.from(way(x), (value, i) => value - reference[s]![i]!)))
      .sort((a, b) => a - b);
    const others = off.filter(each => each > 0.25).length;
    return {
      what,
      "ms a draw": spent.toPrecision(3),
      "speed-up": (cost / spent).toPrecision(2),
      result: `${off[Math.floor(off.length / 2)]!.toPrecision(2)} sd from the ${STEPS} full Heun steps, ${others} of ${off.length} others`,
    };
  };
  const projection = blockMeans(SIDE, 2);
  const sampler = { schedule: karras(STEPS, RANGE), solver: heun, denoise };
  return [
    row(`full, ${STEPS} Heun steps`, full),
    row(`full, ${4 * STEPS} Heun steps`, at(4 * STEPS)),
    row(`full, ${STEPS} DDIM steps`, at(STEPS, ddim)),
    row(`full, ${Math.round(STEPS / 2)} Heun steps`, at(Math.round(STEPS / 2))),
    ...[8, 4, 2, 1, 0.5].map(until =>
      row(`half the side down to σ = ${until}, then full`, x =>
        coarseToFine(sampler, { projection, denoise: coarse, until }, x, random),
      ),
    ),
  ];
};
