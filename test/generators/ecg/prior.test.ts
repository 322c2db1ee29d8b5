import { describe, expect, it } from "vitest";
import {
  BEAT_SCALE,
  BEAT_SIZE,
  DIMENSION,
  FEATURE_WEIGHT,
  FEATURES,
  POINTS,
} from "../../../generators/ecg/canonical.ts";
import { measure } from "../../../generators/ecg/delineate.ts";
import { ecgPrior } from "../../../generators/ecg/prior.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";
import { LEADS, RHYTHMS } from "../../../schemas/ecg.ts";
import { rng } from "../../../src/math/rng.ts";
import { drawn, NO_CORRECTION } from "./fixtures.ts";

const featureAt = (name: (typeof FEATURES)[number]["name"]): number =>
  BEAT_SIZE + FEATURES.findIndex(f => f.name === name);
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))]!;

/** Root mean square over the beat's coordinates, millivolts. */
const beatDistance = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < BEAT_SIZE; i++) sum += ((a[i]! - b[i]!) / BEAT_SCALE) ** 2;
  return Math.sqrt(sum / BEAT_SIZE);
};

const typical = (count: number, strata: readonly string[] = RHYTHMS) =>
  Array.from({ length: count }, (_, i) => {
    const stream = rng(`typical ${i}`);
    const order = ecgPrior.order(strata[i % strata.length]!, stream.child("order"));
    return drawn(order, `typical ${i}`);
  });

describe("simulate agrees with view(render(scene, no correction))", () => {
  const pairs = typical(120).map(({ vector, record }) => ({ vector, seen: ecgPrior.view(record) }));
  const both = pairs.flatMap(({ vector, seen }) =>
    seen === undefined ? [] : [{ vector, seen: seen.vector }],
  );

  it("a rendered record can be seen in at least 98 % of typical orders", () => {
    expect(both.length / pairs.length).toBeGreaterThanOrEqual(0.98);
  });

  it("beat: median 5.5 µV RMS, 90 % within 20 µV (f-waves and noise are what is left)", () => {
    const distances = both.map(({ vector, seen }) => beatDistance(vector, seen));
    expect(quantile(distances, 0.5)).toBeLessThan(0.0055);
    expect(quantile(distances, 0.9)).toBeLessThan(0.02);
  });

  it("features: 85 % within 0.25 of a public unit, each of them", () => {
    FEATURES.forEach(({ name }) => {
      const i = featureAt(name);
      const differences = both.map(({ vector, seen }) => Math.abs(vector[i]! - seen[i]!) / FEATURE_WEIGHT);
      expect([name, quantile(differences, 0.85) < 0.25]).toEqual([name, true]);
    });
  });
});

describe("simulate", () => {
  it("gives finite vectors of the dimension, the same for the same seed, whatever the order", () => {
    for (const rhythm of RHYTHMS)
      for (const ageYears of [0, 4, 17, 50, 99, 130]) {
        const vectors = [1, 2].map(
          () => drawn({ rhythm, ageYears, conduction: "left-bundle-branch-block" }, "same").vector,
        );
        expect(vectors[0]).toEqual(vectors[1]);
        expect(vectors[0]!.length).toBe(DIMENSION);
        expect(vectors[0]!.every(Number.isFinite)).toBe(true);
      }
  });

  it("orders of a stratum belong to it", () => {
    for (const stratum of ecgPrior.strata)
      for (let i = 0; i < 20; i++) expect(ecgPrior.stratum(ecgPrior.order(stratum, rng(i)))).toBe(stratum);
  });

  it("features carry 15 to 50 % of the prior's variance: neither drowned nor drowning", () => {
    const vectors = typical(100).map(({ vector }) => vector);
    let [beat, features] = [0, 0];
    for (let i = 0; i < DIMENSION; i++) {
      const mean = vectors.reduce((sum, v) => sum + v[i]!, 0) / vectors.length;
      const variance = vectors.reduce((sum, v) => sum + (v[i]! - mean) ** 2, 0) / vectors.length;
      if (i < BEAT_SIZE) beat += variance;
      else features += variance;
    }
    expect(features / (beat + features)).toBeGreaterThan(0.15);
    expect(features / (beat + features)).toBeLessThan(0.5);
  });
});

describe("a correction", () => {
  const bump = (lead: number, at: number, height: number): Float64Array => {
    const out = new Float64Array(DIMENSION);
    for (let k = 0; k < POINTS; k++)
      out[lead * POINTS + k] = BEAT_SCALE * height * Math.exp(-0.5 * ((k - at) / 8) ** 2);
    return out;
  };

  it("of the beat arrives in the view: 0.2 mV on T of V3 comes back within 15 %", () => {
    const correction = bump(4, 130, 0.2);
    const plain = ecgPrior.view(drawn({}, "steer").record)!.vector;
    const steered = ecgPrior.view(drawn({}, "steer", correction).record)!.vector;
    const change = (steered[4 * POINTS + 130]! - plain[4 * POINTS + 130]!) / BEAT_SCALE;
    expect(change).toBeGreaterThan(0.17);
    expect(change).toBeLessThan(0.23);
  });

  it("to another person's vector arrives there: median 8 µV RMS over 20 sinus pairs that start 100 µV apart or more", () => {
    const [before, after]: [number[], number[]] = [[], []];
    for (let i = 0; i < 20; i++) {
      const target = drawn({ ageYears: 30, sex: "male" }, `target ${i}`).vector;
      const own = drawn({}, `own ${i}`).vector;
      const difference = target.map((value, k) => value - own[k]!);
      const arrived = ecgPrior.view(drawn({}, `own ${i}`, difference).record)?.vector;
      before.push(beatDistance(own, target));
      after.push(arrived === undefined ? 1 : beatDistance(arrived, target));
    }
    console.log(`steered: ${quantile(before, 0.5).toFixed(3)} -> ${quantile(after, 0.5).toFixed(3)} mV RMS`);
    expect(quantile(before, 0.5)).toBeGreaterThan(0.1);
    expect(quantile(after, 0.5)).toBeLessThan(0.008);
  });

  it("joins without steps: even a constant offset changes no sample to the next by more than 0.02 mV", () => {
    const correction = new Float64Array(DIMENSION).fill(BEAT_SCALE * 0.2, 0, BEAT_SIZE);
    for (const rhythm of RHYTHMS) {
      const [plain, steered] = [
        drawn({ rhythm }, "join").record,
        drawn({ rhythm }, "join", correction).record,
      ];
      for (const name of ["I", "V3"] as const) {
        const lead = LEADS.indexOf(name);
        const added = steered.leads[lead]!.map((value, n) => value - plain.leads[lead]![n]!);
        expect(added.every((value, n) => n === 0 || Math.abs(value - added[n - 1]!) < 0.02)).toBe(true);
      }
    }
  });

  it("never gives atrial fibrillation a P wave", () => {
    const p = bump(1, 35, 0.3);
    const wish = { rhythm: "atrial-fibrillation" } as const;
    const [plain, steered] = [drawn(wish, "af").record, drawn(wish, "af", p).record];
    const sinus = drawn({}, "af", p).record;
    expect(measure(steered)!.prMs).toBeUndefined();
    expect(measure(steered)!.pEnergy).toBeLessThan(measure(plain)!.pEnergy + 0.01);
    expect(measure(sinus)!.pEnergy).toBeGreaterThan(0.03);
  });

  it("of the rate moves the rate, inside the rhythm's limits", () => {
    const faster = (units: number) => {
      const out = new Float64Array(DIMENSION);
      out[featureAt("heart rate")] = FEATURE_WEIGHT * units;
      return out;
    };
    const rate = (record: EcgRecord) => measure(record)!.heartRate;
    const before = rate(drawn({}, "rate 3").record);
    expect(rate(drawn({}, "rate 3", faster(0.5)).record) - before).toBeCloseTo(10, -0.5);
    for (const units of [-5, 5])
      expect(rate(drawn({}, "rate 3", faster(units)).record)).toSatisfy((r: number) => r > 58 && r < 102);
    expect(rate(drawn({ rhythm: "bradycardia" }, "rate 4", faster(5)).record)).toBeLessThan(61.5);
  });

  it("of log SDNN and log RMSSD scales the variability", () => {
    const more = new Float64Array(DIMENSION);
    for (const name of ["log SDNN", "log RMSSD"] as const)
      more[featureAt(name)] = FEATURE_WEIGHT * (Math.log(2) / 0.9);
    const [plain, steered] = [measure(drawn({}, "hrv").record)!, measure(drawn({}, "hrv", more).record)!];
    expect(steered.sdnnMs / plain.sdnnMs).toBeGreaterThan(1.6);
    expect(steered.sdnnMs / plain.sdnnMs).toBeLessThan(2.5);
  });

  it("with values that are not finite counts as none there", () => {
    const broken = NO_CORRECTION.map(() => Number.NaN);
    expect(drawn({}, "nan", broken).record).toEqual(drawn({}, "nan").record);
  });
});

describe("view", () => {
  const noise = (seed: string): EcgRecord => {
    const stream = rng(seed);
    return {
      rateHz: 500,
      leads: LEADS.map(() => Float32Array.from({ length: 5000 }, () => stream.normal())),
      dx: [],
    };
  };
  it.each<[string, EcgRecord]>([
    ["zeros", { rateHz: 500, leads: LEADS.map(() => new Float32Array(5000)), dx: [] }],
    [
      "not a number",
      { rateHz: 500, leads: LEADS.map(() => new Float32Array(5000).fill(Number.NaN)), dx: [] },
    ],
    [
      "infinite",
      { rateHz: 500, leads: LEADS.map(() => new Float32Array(5000).fill(Number.POSITIVE_INFINITY)), dx: [] },
    ],
    ["no leads", { rateHz: 500, leads: [], dx: [] }],
    ["empty leads", { rateHz: 500, leads: LEADS.map(() => new Float32Array(0)), dx: [] }],
    ["unequal leads", { rateHz: 500, leads: LEADS.map((_, l) => new Float32Array(4000 + l)), dx: [] }],
    ["another rate", { ...drawn({}, "rate").record, rateHz: 360 }],
  ])("of %s is undefined and does not throw", (_, record) => {
    expect(ecgPrior.view(record)).toBeUndefined();
  });

  it("of white noise does not throw, and is finite where defined", () => {
    for (let i = 0; i < 20; i++)
      expect(ecgPrior.view(noise(`${i}`))?.vector.every(Number.isFinite) ?? true).toBe(true);
  });

  it("takes the stratum from the labels, and from the rate without them", () => {
    const { record } = drawn({ rhythm: "tachycardia" }, "stratum");
    expect(ecgPrior.view(record)?.stratum).toBe("tachycardia");
    expect(ecgPrior.view({ ...record, dx: [] })?.stratum).toBe("tachycardia");
    expect(ecgPrior.view({ ...record, dx: ["164890007"] })?.stratum).toBe("atrial-flutter");
  });

  it("does not change when the whole recording is shifted by a constant", () => {
    const { record } = drawn({}, "shift");
    const shifted = { ...record, leads: record.leads.map(lead => lead.map(value => value + 0.5)) };
    expect(beatDistance(ecgPrior.view(record)!.vector, ecgPrior.view(shifted)!.vector)).toBeLessThan(1e-4);
  });
});

describe("speed", () => {
  it("is printed", () => {
    const time = (work: () => void, rounds: number): string => {
      const start = performance.now();
      for (let i = 0; i < rounds; i++) work();
      return ((performance.now() - start) / rounds).toFixed(2);
    };
    const { scene, record } = drawn({}, "speed");
    const stream = rng("speed");
    const order = ecgPrior.order("sinus", stream);
    const simulate = time(() => ecgPrior.simulate(order, stream), 200);
    const render = time(() => ecgPrior.render(scene, NO_CORRECTION, stream), 50);
    const view = time(() => ecgPrior.view(record), 50);
    console.log(`ecg: simulate ${simulate} ms, render ${render} ms, view ${view} ms`);
    expect(Number(simulate)).toBeGreaterThan(0);
  });
});
