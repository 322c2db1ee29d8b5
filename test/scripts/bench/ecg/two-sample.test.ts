import { describe, expect, it } from "vitest";
import { nearestNeighbour } from "../../../../scripts/bench/ecg/two-sample.ts";
import { rng } from "../../../../src/math/rng.ts";

const random = rng("two-sample");
const rows = (n: number, k: number, shift = 0, scale = 1) =>
  Array.from({ length: n }, () => Float64Array.from({ length: k }, () => shift + scale * random.normal()));

describe("one nearest neighbour between two sets", () => {
  it("is near one half where both come from one law (seed fixed; 300 rows: chance of failing under 5 %)", () => {
    const { area, sameKind } = nearestNeighbour(rows(150, 10), rows(150, 10));
    expect(Math.abs(sameKind - 0.5)).toBeLessThan(0.1);
    expect(Math.abs(area.value - 0.5)).toBeLessThan(0.1);
    expect(area.low < 0.5 && area.high > 0.5).toBe(true);
  });
  it("tells apart what lies apart, wholly where sets do not meet", () => {
    expect(nearestNeighbour(rows(100, 10), rows(100, 10, 1)).sameKind).toBeGreaterThan(0.7);
    const { area, sameKind } = nearestNeighbour(rows(60, 4), rows(60, 4, 30));
    expect([area.value, sameKind]).toEqual([1, 1]);
  });
  it("sees copies: of a set given as both, every nearest is a copy of the other kind", () => {
    const a = rows(50, 6);
    const copies = a.map(row => row.slice());
    const { area, sameKind } = nearestNeighbour(a, copies);
    expect(sameKind).toBe(0);
    expect(area.value).toBe(0);
  });
  it("shows which set is the denser: a narrow one finds itself, a wide one finds the narrow one (seed fixed; shares 3 standard errors off)", () => {
    const { ofReal, ofSynthetic } = nearestNeighbour(rows(150, 12), rows(150, 12, 0, 0.6));
    expect(ofSynthetic).toBeGreaterThan(0.7);
    expect(ofReal).toBeLessThan(0.4);
  });
});
