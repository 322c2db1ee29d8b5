import { describe, expect, it } from "vitest";
import { twelveLeads } from "../../../generators/ecg/leads.ts";
import { brokenLimbLeads, LIMB_LEADS, limbPair, oneAndTwo } from "../../../generators/ecg/limb-leads.ts";
import { LEADS, type Lead } from "../../../schemas/ecg.ts";
import { rng } from "../../../src/math/rng.ts";

const random = rng("limb leads");
const wave = () => Float64Array.from({ length: 300 }, () => random.normal());
const eight = Array.from({ length: 8 }, wave);
const twelve = new Map<Lead, Float64Array>(
  twelveLeads(eight).map((values, i) => [LEADS[i]!, Float64Array.from(values)]),
);

describe("limb leads", () => {
  it("any two give I and II back to a microvolt (single precision)", () => {
    for (const a of LIMB_LEADS)
      for (const b of LIMB_LEADS) {
        const pair = limbPair([a, b]);
        if (a === b) {
          expect(pair).toBeUndefined();
          continue;
        }
        const [one, two] = oneAndTwo(pair!, [twelve.get(pair![0])!, twelve.get(pair![1])!]);
        for (let n = 0; n < 300; n++) {
          expect(Math.abs(one[n]! - eight[0]![n]!)).toBeLessThan(2e-6);
          expect(Math.abs(two[n]! - eight[1]![n]!)).toBeLessThan(2e-6);
        }
      }
  });

  it("that follow from I and II are whole, offsets and a turned aVR included", () => {
    expect(brokenLimbLeads(twelve)).toEqual([]);
    const moved = new Map([...twelve].map(([lead, values]) => [lead, values.map(value => value + 3)]));
    expect(brokenLimbLeads(moved)).toEqual([]);
    const cabrera = new Map(twelve).set(
      "aVR",
      twelve.get("aVR")!.map(value => -value),
    );
    expect(brokenLimbLeads(cabrera)).toEqual([]);
  });

  it("are broken where one holds another lead or is turned", () => {
    expect(brokenLimbLeads(new Map(twelve).set("III", twelve.get("aVL")!))).toEqual(["III"]);
    expect(
      brokenLimbLeads(
        new Map(twelve).set(
          "aVF",
          twelve.get("aVF")!.map(value => -value),
        ),
      ),
    ).toEqual(["aVF"]);
    const others = ["III", "aVR", "aVL", "aVF"];
    expect(brokenLimbLeads(new Map(twelve).set("II", twelve.get("V2")!))).toEqual(others);
  });
});
