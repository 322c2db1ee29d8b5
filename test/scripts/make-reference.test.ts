import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { referenceModules } from "../../scripts/make-reference.ts";
import { REFERENCES } from "../../src/reference/index.ts";
import { AGE_BANDS, marginal } from "../../src/reference/population.ts";

const folder = fileURLToPath(new URL("../../../shared/data/reference_population", import.meta.url));
const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
const US = REFERENCES["us-2024"];
const INDIA = REFERENCES["india-2011"];

describe("the reference populations that ship", () => {
  it.skipIf(!existsSync(folder))(
    "are, byte for byte, what the census tables give (skipped without the tables)",
    () => {
      for (const [file, text] of Object.entries(referenceModules(folder)))
        expect(readFileSync(`src/reference/${file}`, "utf8")).toBe(text);
    },
  );
  it("hold the census totals, and marginals add up to them", () => {
    // US Census PEP Vintage 2024: 340,110,988. Census of India 2011: 1,210,854,977 less 4,489,802 of age not stated.
    expect(total(US.counts)).toBe(340_110_988);
    expect(total(INDIA.counts)).toBe(1_206_365_175);
    expect(total(marginal(US, ["race", "age"]))).toBe(340_110_988);
    // Same file, white_only and asian_only summed over everything else.
    expect(marginal(US, ["race"]).slice(0, 3)).toEqual([254_281_598, 46_608_846, 22_825_008]);
  });
  it("India is whole: 35 states, each with its census total less those of age not stated", () => {
    const states = INDIA.axes.find(({ name }) => name === "state")!.categories;
    expect(states).toHaveLength(35);
    const people = marginal(INDIA, ["state"]);
    // Table C-14, all ages: Uttar Pradesh 199,812,341; Lakshadweep 64,473.
    const stated = (name: string) => people[states.indexOf(name)]!;
    expect(stated("uttar-pradesh")).toBeLessThanOrEqual(199_812_341);
    expect(stated("uttar-pradesh")).toBeGreaterThan(0.98 * 199_812_341);
    expect(stated("lakshadweep")).toBeGreaterThan(0.98 * 64_473);
    expect(Math.min(...people)).toBe(stated("lakshadweep"));
    // Rural and urban females of 80 and over: Table C-14, row India, 80+.
    const at = (AGE_BANDS.length - 1) * 4;
    expect(marginal(INDIA, ["age", "sex", "residence"]).slice(at, at + 2)).toEqual([4_129_194, 1_876_116]);
  });
  it("carry name, year, source and licence", () => {
    for (const { name, source, licence, year } of Object.values(REFERENCES)) {
      expect(Math.min(name.length, source.length, licence.length)).toBeGreaterThan(10);
      expect(year).toBeGreaterThan(2000);
    }
  });
});
