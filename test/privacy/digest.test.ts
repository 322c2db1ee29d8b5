import { describe, expect, it, vi } from "vitest";
import { digestEach } from "../../privacy/digest.ts";
import { open, seal } from "../../privacy/private.ts";
import type { Cohort, PatientId } from "../../schemas/cohort.ts";

const cohort = (ages: readonly number[]): Cohort<number> =>
  new Map(ages.map((age, i) => [`p${i}` as PatientId, age]));

const double = (age: number): number | undefined => {
  if (age < 0) throw new Error(`age ${age}`);
  return age === 0 ? undefined : 2 * age;
};

describe("digesting sealed patients", () => {
  it("a patient's digest depends on that patient alone and failing to digest is silent", () => {
    const log = vi.spyOn(console, "error");
    const digest = digestEach(seal(cohort([3, -1, 0, 5])), double);
    expect([...open(digest)]).toEqual([
      ["p0", 6],
      ["p3", 10],
    ]);
    expect(log).not.toHaveBeenCalled();
    expect(String(digest)).toBe("[private]");
  });
});
