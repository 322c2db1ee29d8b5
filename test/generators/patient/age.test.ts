import { describe, expect, it } from "vitest";
import { ageOn } from "../../../generators/patient/age.ts";

describe("ageOn", () => {
  it.each([
    ["1950-06-01", "2026-06-01", 76],
    ["1950-06-02", "2026-06-01", 75],
    ["2000-02-29", "2026-02-28", 25],
    ["2000-02-29", "2026-03-01", 26],
    ["1950", "2026-06-30", 75],
    ["1950", "2026-07-01", 76],
    ["1950-06", "2026-06-14", 75],
    ["2026-06-01", "2026-06-01T10:00:00Z", 0],
    ["2026", "2026-01-01", 0],
  ])("someone born %s is on %s %i years old", (born, day, age) => {
    expect(ageOn(born, day)).toBe(age);
  });
});
