import { describe, expect, it } from "vitest";
import { FEATURES, ownership } from "../../../generators/ecg/canonical.ts";
import { measure } from "../../../generators/ecg/delineate.ts";
import { normalsOf } from "../../../generators/ecg/normals.ts";
import type { EcgMeasurements, EcgRecord } from "../../../schemas/ecg.ts";
import { CONDUCTIONS, ECTOPIES, LEADS, RHYTHMS } from "../../../schemas/ecg.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import { drawn } from "./fixtures.ts";

const AGES = [25, 40, 55, 70, 85];
const people = (wish: Partial<EcgOrder>, count: number) =>
  Array.from({ length: count }, (_, i) =>
    drawn(
      { ageYears: AGES[i % AGES.length]!, sex: i % 2 ? "male" : "female", ...wish },
      `${JSON.stringify(wish)} ${i}`,
    ),
  );

const measured = (record: EcgRecord): EcgMeasurements => {
  const m = measure(record);
  if (m === undefined) throw new Error("cannot be measured");
  return m;
};

/** Share of differences within a tolerance. */
const within = (differences: readonly number[], tolerance: number): number =>
  differences.filter(d => Math.abs(d) <= tolerance).length / differences.length;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const lead = (record: EcgRecord, name: (typeof LEADS)[number]): Float32Array =>
  record.leads[LEADS.indexOf(name)]!;

/** Highest and lowest deflection of a lead within ±100 ms of the strongest QRS of V-leads, from the lead's median. */
const deflections = (record: EcgRecord, name: (typeof LEADS)[number]) => {
  const values = lead(record, name).toSorted();
  const zero = values[values.length >> 1]!;
  return {
    high: values[Math.floor(0.998 * values.length)]! - zero,
    low: values[Math.floor(0.002 * values.length)]! - zero,
  };
};

describe("a rendered recording", () => {
  it("obeys Einthoven and Goldberger between the numbers it holds, in every rhythm, conduction and ectopy", () => {
    for (const rhythm of RHYTHMS)
      for (const conduction of CONDUCTIONS)
        for (const ectopy of ECTOPIES) {
          const { record } = drawn({ rhythm, conduction, ectopy }, `${rhythm} ${conduction} ${ectopy}`);
          const [I, II, III, aVR, aVL, aVF] = record.leads as readonly Float32Array[];
          expect(record.leads.map(values => values.length)).toEqual(LEADS.map(() => 5000));
          let broken = 0;
          for (let n = 0; n < 5000; n++) {
            const [a, b] = [I![n]!, II![n]!];
            if (III![n] !== Math.fround(b - a) || aVR![n] !== Math.fround(-(a + b) / 2)) broken++;
            if (aVL![n] !== Math.fround(a - b / 2) || aVF![n] !== Math.fround(b - a / 2)) broken++;
          }
          expect(broken).toBe(0);
        }
  });

  it("is finite and inside ±6 mV", () => {
    for (const { record } of people({ ectopy: "ventricular-premature" }, 10))
      for (const values of record.leads) expect(values.every(value => Math.abs(value) < 6)).toBe(true);
  });

  it("is the same for the same seed and another for another", () => {
    expect(drawn({}, "a").record).toEqual(drawn({}, "a").record);
    expect(drawn({}, "a").record).not.toEqual(drawn({}, "b").record);
  });
});

describe("what was asked for is measured back", () => {
  it("PR within 10 ms and QRS within 10 ms in 90 % of sinus recordings, QT within 20 ms in 90 %", () => {
    const all = people({ rhythm: "sinus" }, 40).map(({ scene, record }) => ({
      wanted: scene.intervals,
      got: measured(record),
    }));
    const pr = all
      .filter(({ got }) => got.prMs !== undefined)
      .map(({ wanted, got }) => got.prMs! - wanted.prMs!);
    expect(pr.length).toBeGreaterThanOrEqual(36);
    expect(within(pr, 10)).toBeGreaterThanOrEqual(0.9);
    expect(
      within(
        all.map(({ wanted, got }) => got.qrsMs - wanted.qrsMs),
        10,
      ),
    ).toBeGreaterThanOrEqual(0.9);
    expect(
      within(
        all.map(({ wanted, got }) => got.qtMs - wanted.qtMs),
        20,
      ),
    ).toBeGreaterThanOrEqual(0.9);
  });

  it("the rate lies in the rhythm's limits", () => {
    const rates = (rhythm: EcgOrder["rhythm"]) =>
      people({ rhythm }, 20).map(({ record }) => measured(record).heartRate);
    for (const rate of rates("sinus")) expect(rate).toSatisfy((r: number) => r >= 58 && r <= 102);
    for (const rate of rates("bradycardia")) expect(rate).toBeLessThan(61);
    for (const rate of rates("tachycardia")) expect(rate).toBeGreaterThan(99);
  });

  it("first-degree AV block has a PR above 200 ms in sinus rhythm and bradycardia", () => {
    for (const rhythm of ["sinus", "bradycardia"] as const) {
      const values = people({ rhythm, conduction: "first-degree-av-block" }, 80).map(
        ({ record }) => measured(record).prMs ?? 0,
      );
      expect(values.filter(pr => pr > 200).length).toBeGreaterThanOrEqual(72);
    }
  });
});

describe("bundle branch blocks", () => {
  it.each(["left-bundle-branch-block", "right-bundle-branch-block"] as const)(
    "%s: QRS above 120 ms in 90 %%",
    conduction => {
      const widths = people({ conduction }, 30).map(({ record }) => measured(record).qrsMs);
      expect(widths.filter(width => width > 120).length).toBeGreaterThanOrEqual(27);
    },
  );

  it("right: V1 ends upwards (R'), I and V6 have a broad S", () => {
    const leads = people({ conduction: "right-bundle-branch-block" }, 20).map(({ record }) => record);
    expect(median(leads.map(record => deflections(record, "V1").high))).toBeGreaterThan(0.4);
    expect(median(leads.map(record => deflections(record, "V6").low))).toBeLessThan(-0.25);
  });

  it("left: V1 is negative (QS or rS) and V6 has R without S, with T the other way", () => {
    const leads = people({ conduction: "left-bundle-branch-block" }, 20).map(({ record }) => record);
    const v1 = leads.map(record => deflections(record, "V1"));
    expect(median(v1.map(({ low }) => low))).toBeLessThan(-0.6);
    const v6 = leads.map(record => deflections(record, "V6"));
    expect(median(v6.map(({ high }) => high))).toBeGreaterThan(0.4);
    expect(median(v6.map(({ low }) => low))).toBeLessThan(-0.1);
  });
});

describe("normal morphology", () => {
  const leads = people({}, 40).map(({ record }) => record);
  const r = (name: (typeof LEADS)[number]) => median(leads.map(record => deflections(record, name).high));
  const s = (name: (typeof LEADS)[number]) => -median(leads.map(record => deflections(record, name).low));

  it("R grows from V1 to V4 and S shrinks from V2 to V6", () => {
    expect(r("V1")).toBeLessThan(r("V2"));
    expect(r("V2")).toBeLessThan(r("V3"));
    expect(r("V3")).toBeLessThan(r("V4"));
    expect(s("V2")).toBeGreaterThan(s("V4"));
    expect(s("V4")).toBeGreaterThan(s("V6"));
  });

  it("V1 is rS and V6 is R; amplitudes are those of adults (R V5 0.7–2 mV, S V2 0.5–2 mV)", () => {
    expect(r("V1")).toBeLessThan(s("V1"));
    expect(r("V6")).toBeGreaterThan(2 * s("V6"));
    expect(r("V5")).toSatisfy((value: number) => value > 0.7 && value < 2);
    expect(s("V2")).toSatisfy((value: number) => value > 0.5 && value < 2);
  });

  it("women have a longer QTc and a shorter QRS than men, and axes turn left with age", () => {
    const [woman, man] = [normalsOf(50, "female"), normalsOf(50, "male")];
    expect(woman.qtcMs - man.qtcMs).toBeGreaterThan(5);
    expect(man.qrsMs - woman.qrsMs).toBeGreaterThan(3);
    expect(normalsOf(80, "male").axisDegrees).toBeLessThan(normalsOf(25, "male").axisDegrees - 20);
  });

  it("children have faster rates and shorter intervals, continuous at 16 years", () => {
    const ages = [0, 1, 3, 8, 12, 15.99];
    const rates = ages.map(age => normalsOf(age, "male").heartRate);
    expect(rates).toEqual(rates.toSorted((a, b) => b - a));
    expect(Math.abs(normalsOf(15.99, "male").prMs - normalsOf(16, "male").prMs)).toBeLessThan(10);
  });
});

describe("rhythms", () => {
  const fibrillation = people({ rhythm: "atrial-fibrillation" }, 30).map(({ record }) => measured(record));
  const sinus = people({}, 30).map(({ record }) => measured(record));

  it("atrial fibrillation has irregular intervals and, in 90 %, no P wave", () => {
    expect(median(fibrillation.map(m => (m.sdnnMs * m.heartRate) / 60_000))).toBeGreaterThan(0.12);
    expect(fibrillation.filter(m => m.prMs === undefined).length).toBeGreaterThanOrEqual(27);
    expect(median(fibrillation.map(m => m.pEnergy))).toBeLessThan(0.4 * median(sinus.map(m => m.pEnergy)));
  });

  it("atrial flutter's ventricular cycles are whole multiples of the atrial one", () => {
    for (const { scene } of people({ rhythm: "atrial-flutter" }, 10)) {
      if (scene.atrium.kind !== "flutter") throw new Error("no flutter");
      const { cycleMs } = scene.atrium;
      for (const interval of scene.sequence.intervalsMs)
        expect(Math.abs(interval / cycleMs - Math.round(interval / cycleMs))).toBeLessThan(0.15);
    }
  });

  it("heart-rate variability falls with age", () => {
    const sdnn = (ageYears: number) =>
      median(people({ ageYears }, 30).map(({ record }) => measured(record).sdnnMs));
    expect(sdnn(75)).toBeLessThan(0.6 * sdnn(25));
  });

  it("a ventricular premature beat comes early, is broad, and is followed by a compensatory pause", () => {
    for (const { scene } of people({ ectopy: "ventricular-premature" }, 10)) {
      const { kinds, intervalsMs } = scene.sequence;
      const at = kinds.indexOf("ventricular-premature");
      const usual = median([...intervalsMs]);
      expect(intervalsMs[at - 1]!).toBeLessThan(0.75 * usual);
      expect(intervalsMs[at - 1]! + intervalsMs[at]!).toBeGreaterThan(1.7 * usual);
    }
  });

  it("an atrial premature beat comes early without a full pause", () => {
    for (const { scene } of people({ ectopy: "atrial-premature" }, 10)) {
      const { kinds, intervalsMs } = scene.sequence;
      const at = kinds.indexOf("atrial-premature");
      const usual = median([...intervalsMs]);
      expect(intervalsMs[at - 1]!).toBeLessThan(0.85 * usual);
      expect(intervalsMs[at - 1]! + intervalsMs[at]!).toBeLessThan(1.97 * usual);
    }
  });
});

describe("the canonical window", () => {
  it("gives every instant of a cycle to one beat only", () => {
    for (const rrMs of [400, 600, 800])
      for (let t = -300; t < 200; t += 10)
        expect(ownership(t, rrMs) + ownership(t + rrMs, rrMs)).toBeLessThanOrEqual(1);
  });

  it("has ten features of order one", () => {
    expect(FEATURES).toHaveLength(10);
  });
});
