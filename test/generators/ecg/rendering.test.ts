import { describe, expect, it } from "vitest";
import type { Disturbance } from "../../../generators/ecg/disturbance.ts";
import { CHEST_ELECTRODES, type ElectrodeFault } from "../../../generators/ecg/electrode-fault.ts";
import { renderEcg } from "../../../generators/ecg/render.ts";
import { drawScene } from "../../../generators/ecg/scene.ts";
import { CONDUCTIONS, type EcgRecord, LEADS, MORPHOLOGIES, RHYTHMS } from "../../../schemas/ecg.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import { clean } from "./clean-beat.ts";
import { NO_CORRECTION, ORDER } from "./fixtures.ts";

const rendered = (
  wish: Partial<EcgOrder>,
  options: {
    readonly rateHz?: number;
    readonly durationMs?: number;
    readonly disturbance?: Partial<Disturbance>;
  },
): EcgRecord => {
  const stream = rng("rendering");
  const scene = drawScene({ ...ORDER, ...wish }, stream.child("scene"), options.durationMs);
  const disturbance = { ...scene.disturbance, ...options.disturbance };
  return renderEcg({ ...scene, disturbance }, NO_CORRECTION, stream.child("render"), {
    rateHz: options.rateHz ?? 500,
  });
};

const identitiesBroken = ({ leads }: EcgRecord): number => {
  const [I, II, III, aVR, aVL, aVF] = leads as readonly Float32Array[];
  let broken = 0;
  for (let n = 0; n < I!.length; n++) {
    const [a, b] = [I![n]!, II![n]!];
    if (III![n] !== Math.fround(b - a) || aVR![n] !== Math.fround(-(a + b) / 2)) broken++;
    if (aVL![n] !== Math.fround(a - b / 2) || aVF![n] !== Math.fround(b - a / 2)) broken++;
  }
  return broken;
};

describe("any rate and length", () => {
  it.each([100, 250, 360, 500, 1000])("%i Hz: samples as asked, Einthoven and Goldberger exact", rateHz => {
    for (const durationMs of [3000, 10_000, 61_000]) {
      const record = rendered({ rhythm: "paced" }, { rateHz, durationMs });
      expect(record.rateHz).toBe(rateHz);
      expect(record.leads.map(values => values.length)).toEqual(
        LEADS.map(() => Math.round((durationMs * rateHz) / 1000)),
      );
      expect(identitiesBroken(record)).toBe(0);
    }
  });

  it.each([0, 99, 1001, Number.NaN])("%d Hz is refused", rateHz => {
    expect(() => rendered({}, { rateHz })).toThrow("rateHz must be from 100 to 1000");
  });

  it("the same scene at 250 and at 1000 Hz is the same curve, to a microvolt, in every kind", () => {
    for (const wish of [
      ...RHYTHMS.map(rhythm => ({ rhythm })),
      ...CONDUCTIONS.map(conduction => ({ conduction })),
      ...MORPHOLOGIES.map(morphology => ({ morphology })),
    ] as readonly Partial<EcgOrder>[]) {
      // Spikes are narrower than a sample and f-waves have a wandering of their own at every rate.
      if (wish.rhythm === "paced" || wish.rhythm === "atrial-fibrillation") continue;
      const [slow, fast] = [250, 1000].map(rateHz => clean(wish, "same", { rateHz }).record);
      let worst = 0;
      for (let l = 0; l < LEADS.length; l++)
        for (let n = 0; n < 2500; n++)
          worst = Math.max(worst, Math.abs(slow!.leads[l]![n]! - fast!.leads[l]![4 * n]!));
      expect([wish, worst < 1e-3]).toEqual([wish, true]);
    }
  });

  it("a pacing spike keeps its area, whatever the rate and wherever it falls between samples", () => {
    const areas = [250, 500, 1000].map(rateHz => {
      const { scene, record } = clean({ rhythm: "paced" }, "area", { rateHz });
      const without = renderEcg(
        { ...scene, waves: scene.waves.filter(({ riseMs }) => riseMs > 1) },
        NO_CORRECTION,
        rng("area").child("render"),
        { rateHz },
      );
      const two = LEADS.indexOf("II");
      return (
        record.leads[two]!.reduce((sum, value, n) => sum + (value - without.leads[two]![n]!), 0) / rateHz
      );
    });
    expect(areas[0]! / areas[2]!).toBeCloseTo(1, 1);
    expect(areas[1]! / areas[2]!).toBeCloseTo(1, 1);
  });

  it("a minute beats to its end, at every rate of the heart", () => {
    for (const rhythm of RHYTHMS) {
      const { annotations } = rendered({ rhythm }, { durationMs: 60_000 });
      expect(annotations!.at(-1)!.sample).toBeGreaterThan(500 * 58);
    }
  });
});

describe("electrode faults", () => {
  const faulty = (fault?: ElectrodeFault) =>
    rendered({}, { disturbance: fault === undefined ? {} : { fault } });
  const plain = faulty();
  const changed = (record: EcgRecord) =>
    LEADS.filter((_, l) => record.leads[l]!.some((value, n) => Math.abs(value - plain.leads[l]![n]!) > 0.05));

  it("are never drawn by the prior itself", () => {
    for (let i = 0; i < 200; i++)
      expect(drawScene(ORDER, rng(`fault ${i}`)).disturbance).not.toHaveProperty("fault");
  });

  it("exchanged arms turn I upside down, exchange II with III and aVL with aVR, and leave aVF and the chest", () => {
    const record = faulty({ kind: "arms-reversed" });
    const at = (from: EcgRecord, name: (typeof LEADS)[number]) => from.leads[LEADS.indexOf(name)]!;
    const pairs = [
      ["I", "I", -1],
      ["II", "III", 1],
      ["III", "II", 1],
      ["aVL", "aVR", 1],
      ["aVR", "aVL", 1],
      ["aVF", "aVF", 1],
      ["V1", "V1", 1],
      ["V6", "V6", 1],
    ] as const;
    for (const [name, source, sign] of pairs)
      for (let n = 0; n < 5000; n += 7)
        expect(at(record, name)[n]! - sign * at(plain, source)[n]!).toBeCloseTo(0, 5);
    expect(identitiesBroken(record)).toBe(0);
  });

  it("a loose chest electrode disturbs its lead alone", () => {
    for (const electrode of CHEST_ELECTRODES)
      expect(changed(faulty({ kind: "loose", electrode }))).toEqual([electrode]);
  });

  it("a loose limb electrode disturbs every lead but the one it is no part of; the identities hold", () => {
    for (const [electrode, spared] of [
      ["RA", "III"],
      ["LA", "II"],
      ["LL", "I"],
    ] as const) {
      const record = faulty({ kind: "loose", electrode });
      expect(LEADS.filter(name => !changed(record).includes(name))).toEqual([spared]);
      expect(identitiesBroken(record)).toBe(0);
    }
  });
});
