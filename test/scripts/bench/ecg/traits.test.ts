import { describe, expect, it } from "vitest";
import { ecgPrior } from "../../../../generators/ecg/prior.ts";
import type { EcgRecord } from "../../../../schemas/ecg.ts";
import { BANDS, bandLevels } from "../../../../scripts/bench/ecg/band-levels.ts";
import { leadCorrelations, PAIRS } from "../../../../scripts/bench/ecg/lead-correlations.ts";
import { seenRecord } from "../../../../scripts/bench/ecg/seen-record.ts";
import { TRAITS, traitValues } from "../../../../scripts/bench/ecg/traits.ts";
import { rng } from "../../../../src/math/rng.ts";

const waves = (of: (lead: number, seconds: number) => number): EcgRecord => ({
  rateHz: 500,
  dx: [],
  leads: Array.from({ length: 12 }, (_, l) => Float32Array.from({ length: 5000 }, (_, n) => of(l, n / 500))),
});

describe("power by bands", () => {
  it("of a sine lies in its band, at the decibels of its variance", () => {
    BANDS.forEach(({ from, to }, b) => {
      const hz = (from + to) / 2;
      const levels = bandLevels(waves((_, t) => 0.2 * Math.sin(2 * Math.PI * hz * t)));
      const own = levels.slice(8 * b, 8 * b + 8);
      for (const level of own) expect(Math.abs(level - 10 * Math.log10(0.02))).toBeLessThan(0.5);
      const others = levels.filter((_, i) => Math.floor(i / 8) !== b);
      // A Hann window's main lobe is four bins wide, half a hertz: the lowest bands leak into each other.
      expect(Math.max(...others)).toBeLessThan(own[0]! - (hz < 3 ? 8 : 30));
    });
  });
  it("keeps mains out of every band", () => {
    for (const hz of [50, 60, 100])
      expect(Math.max(...bandLevels(waves((_, t) => Math.sin(2 * Math.PI * hz * t))))).toBeLessThan(-60);
  });
  it("rises by 20 dB where a lead is ten times as large, whatever its offset", () => {
    const noise = rng("bands");
    const values = Float64Array.from({ length: 5000 }, () => noise.normal());
    const [small, large] = [
      bandLevels(waves((_, t) => values[Math.round(500 * t)]!)),
      bandLevels(waves((_, t) => 3 + 10 * values[Math.round(500 * t)]!)),
    ];
    large.forEach((level, i) => {
      expect(level - small[i]!).toBeCloseTo(20, 2);
    });
  });
});

describe("correlation of leads", () => {
  it("is 1 of leads that differ by size and offset, −1 upside down, 0 a quarter of a period apart", () => {
    const record = waves((l, t) =>
      l === 0
        ? Math.sin(2 * Math.PI * t)
        : l === 1
          ? 2 - 5 * Math.sin(2 * Math.PI * t)
          : Math.cos(2 * Math.PI * t),
    );
    const at = (a: number, b: number) =>
      leadCorrelations(record)[PAIRS.findIndex(([x, y]) => x === a && y === b)]!;
    expect(at(0, 1)).toBeCloseTo(-1, 6);
    expect(at(2, 3)).toBeCloseTo(1, 6);
    expect(at(0, 2)).toBeCloseTo(0, 6);
    expect(PAIRS).toHaveLength(28);
  });
});

describe("traits of a recording", () => {
  const order = {
    rhythm: "sinus",
    conduction: "normal",
    ectopy: "none",
    morphology: "normal",
    ageYears: 50,
    sex: "female",
  } as const;
  const { scene } = ecgPrior.simulate(order, rng("traits"));
  const seen = seenRecord(ecgPrior.render(scene, new Float64Array(ecgPrior.dimension), rng("noise")))!;
  const value = (family: string, of?: string) =>
    traitValues(seen)[TRAITS.findIndex(trait => trait.family === family && trait.of === of)]!;

  it("have a value for every name", () => {
    expect(traitValues(seen)).toHaveLength(TRAITS.length);
    expect(traitValues(seen).some(Number.isNaN)).toBe(false);
  });
  it("are what the delineator measures", () => {
    const { heartRate, qrsMs, qtcMs, prMs } = seen.analysis.measurements;
    expect([value("heart rate"), value("QRS"), value("QTc"), value("PR")]).toEqual([
      heartRate,
      qrsMs,
      qtcMs,
      prMs,
    ]);
  });
  it("of waves keep to the leads' identities: aVR is upright nowhere that I and II are", () => {
    expect(value("R, height", "II")).toBeGreaterThan(0.2);
    expect(value("Q or S, height", "aVR")).toBeLessThan(-0.1);
    expect(value("T, height", "aVR")).toBeLessThan(0);
    expect(value("P, height", "II")).toBeGreaterThan(0);
  });
});
