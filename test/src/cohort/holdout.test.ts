import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PatientId } from "../../../schemas/cohort.ts";
import { isSetAside } from "../../../src/cohort/holdout.ts";

const key = Buffer.alloc(32, 7);
const ids = Array.from({ length: 20_000 }, (_, i) => `patient-${i}` as PatientId);

describe("patients set aside", () => {
  it("are those whose keyed hash lies below the fraction", () => {
    const digest = createHmac("sha256", key).update("a").digest();
    const share = Number(`0x${digest.subarray(0, 6).toString("hex")}`) / 2 ** 48;
    expect(isSetAside("a" as PatientId, key, share)).toBe(false);
    expect(isSetAside("a" as PatientId, key, share + 2 ** -40)).toBe(true);
  });

  it.each([0.01, 0.2, 0.5, 0.9])("are a fraction of %d (fixed key, normal test, p < 1e-6)", fraction => {
    const count = ids.filter(id => isSetAside(id, key, fraction)).length;
    const deviation = Math.sqrt(ids.length * fraction * (1 - fraction));
    expect(Math.abs(count - ids.length * fraction)).toBeLessThan(4.9 * deviation);
  });

  it("are chosen each by their own id: the fraction grows by adding patients, never by trading them", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (id, a, b) => {
          const patient = id as PatientId;
          if (isSetAside(patient, key, Math.min(a, b)))
            expect(isSetAside(patient, key, Math.max(a, b))).toBe(true);
          expect(isSetAside(patient, key, a)).toBe(isSetAside(patient, Buffer.from(key), a));
        },
      ),
      { seed: 1 },
    );
    expect(ids.some(id => isSetAside(id, key, 0))).toBe(false);
    expect(ids.every(id => isSetAside(id, key, 1))).toBe(true);
  });

  it("change with the key, and a short key or a fraction outside [0, 1] is refused", () => {
    const other = Buffer.alloc(32, 8);
    expect(ids.some(id => isSetAside(id, key, 0.5) !== isSetAside(id, other, 0.5))).toBe(true);
    expect(() => isSetAside(ids[0]!, Buffer.alloc(8), 0.5)).toThrow("at least 16 bytes");
    expect(() => isSetAside(ids[0]!, key, 1.5)).toThrow("[0, 1]");
  });
});
