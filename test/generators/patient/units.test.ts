import { describe, expect, it } from "vitest";
import { valueIn } from "../../../generators/patient/units.ts";
import { MEASUREMENTS } from "../../../generators/patient/vocabulary/measurements.ts";
import { measurementEntry } from "../../../generators/patient/vocabulary.ts";

const converted = (slug: string, value: number, unit: string) =>
  valueIn(measurementEntry(slug)!, { value, unit });

describe("a measurement in the vocabulary's unit", () => {
  // Right-hand sides are laboratory reference conversions, not this code's output.
  it.each([
    ["glucose", 5.55, "mmol/L", 100],
    ["glucose", 1, "g/L", 100],
    ["ldl-cholesterol", 2.59, "mmol/L", 100],
    ["creatinine", 88.4, "umol/L", 1],
    ["creatinine", 88.4, "µmol/L", 1],
    ["hemoglobin", 140, "g/L", 14],
    ["hemoglobin", 8.69, "mmol/L", 14],
    ["hemoglobin-a1c", 53, "mmol/mol", 7],
    ["hemoglobin-a1c", 53, "mmol/mol{Hb}", 7],
    ["nt-probnp", 14.78, "pmol/L", 125],
    ["thyrotropin", 2.5, "u[IU]/mL", 2.5],
    ["egfr", 90, "mL/min/1.73 m2", 90],
    ["egfr", 1.5, "mL/s/{1.73_m2}", 90],
    ["systolic-blood-pressure", 16, "kPa", 120],
    ["heart-rate", 72, "{Beats}/min", 72],
    ["body-temperature", 98.6, "[degF]", 37],
    ["body-temperature", 310.15, "K", 37],
    ["body-height", 70, "[in_i]", 177.8],
    ["body-height", 1.778, "m", 177.8],
    ["body-weight", 150, "[lb_av]", 68.04],
    ["oxygen-saturation", 97, "%", 97],
  ])("%s: %d %s", (slug, value, unit, expected) => {
    const found = converted(slug, value, unit);
    expect(Math.abs(found! / expected - 1)).toBeLessThan(0.003);
  });

  it("is as written in its own unit, in either case of UCUM", () => {
    for (const entry of MEASUREMENTS)
      for (const unit of [entry.unit, entry.unit.toUpperCase(), entry.unit.toLowerCase()])
        expect(valueIn(entry, { value: 41.5, unit }), unit).toBe(41.5);
  });

  it("has no value in a unit of something else, nor in none where that could be mistaken", () => {
    for (const entry of MEASUREMENTS)
      for (const unit of ["furlong", "__proto__", "constructor", "mol/kg"])
        expect(converted(entry.slug, 5, unit), `${entry.slug} ${unit}`).toBeUndefined();
    expect(converted("thyrotropin", 5, "mmol/L")).toBeUndefined();
    for (const slug of ["glucose", "creatinine", "body-weight", "body-height", "body-temperature", "egfr"])
      expect(converted(slug, 5, "1"), slug).toBeUndefined();
    expect(converted("systolic-blood-pressure", 120, "1")).toBe(120);
  });
});
