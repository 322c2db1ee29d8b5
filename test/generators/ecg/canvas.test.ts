import { describe, expect, it } from "vitest";
import { allLeadsOf, blankCanvas, leadMajor } from "../../../generators/ecg/canvas.ts";
import { INDEPENDENT, twelveLeads } from "../../../generators/ecg/leads.ts";
import { orderStatistic } from "../../../generators/ecg/order-statistic.ts";
import { addWaves, TYPICAL_BEAT } from "../../../generators/ecg/waves.ts";
import { rng } from "../../../src/math/rng.ts";

const SAMPLES = 333;
const noisy = () => {
  const random = rng("canvas");
  return blankCanvas(SAMPLES).map(() => random.normal());
};

describe("a canvas of independent leads", () => {
  it("gives the twelve leads that its rows give", () => {
    const canvas = noisy();
    const rows = leadMajor(canvas);
    const eight = Array.from({ length: INDEPENDENT }, (_, l) =>
      rows.subarray(l * SAMPLES, (l + 1) * SAMPLES),
    );
    expect(allLeadsOf(canvas)).toEqual(twelveLeads(eight));
  });

  it("takes from a wave that reaches over its edges what lies inside, as a longer canvas has it", () => {
    const heights = Float64Array.from({ length: INDEPENDENT }, (_, l) => l - 3.5);
    const wave = { part: "T", centreMs: 0, riseMs: 40, fallMs: 90, heights } as const;
    for (const onset of [-1000, -60, -1.5, 0, 20.25, 99, 130, 1000]) {
      const [short, long] = [blankCanvas(100), blankCanvas(3000)];
      addWaves(short, [wave], onset, 2, TYPICAL_BEAT);
      addWaves(long, [wave], onset + 1450, 2, TYPICAL_BEAT);
      const same = long.subarray(1450 * INDEPENDENT, 1550 * INDEPENDENT);
      for (let i = 0; i < short.length; i++) expect(short[i]).toBeCloseTo(same[i]!, 9);
    }
  });
});

describe("an order statistic", () => {
  it("is what sorting gives, with ties too", () => {
    const random = rng("order statistic");
    for (let draw = 0; draw < 300; draw++) {
      const values = Float64Array.from({ length: 1 + random.integer(60) }, () =>
        draw % 2 === 0 ? random.normal() : random.integer(6),
      );
      const rank = random.integer(values.length);
      expect(orderStatistic(values.slice(), rank)).toBe(values.toSorted()[rank]);
    }
  });
});
