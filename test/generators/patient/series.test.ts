import { describe, expect, it } from "vitest";
import { addDays } from "../../../generators/patient/calendar.ts";
import type { Body } from "../../../generators/patient/draw/body.ts";
import { earlierValues, type Life } from "../../../generators/patient/draw/series.ts";
import { valueLaw } from "../../../generators/patient/prior/history.ts";
import { withinPerson } from "../../../generators/patient/vocabulary/within-person.ts";
import { measurementEntry, measurementOf } from "../../../generators/patient/vocabulary.ts";
import { rng } from "../../../src/math/rng.ts";
import { people } from "./histories.ts";

const VISIT = "2025-02-10";
const body: Body = { sex: "male", ageYears: 50 };
const lifeOf = (more: Partial<Life> = {}): Life => ({
  body,
  birthDate: "1974-09-01",
  visitDate: VISIT,
  conditions: [],
  medications: [],
  ...more,
});
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]) =>
  Math.sqrt(mean(values.map(value => (value - mean(values)) ** 2)));
const correlation = (a: readonly number[], b: readonly number[]) =>
  mean(a.map((value, i) => (value - mean(a)) * (b[i]! - mean(b)))) / (deviation(a) * deviation(b));

const N = 4000;
const GAP = 60;

/** Latest values of the public law and what leads to them, a column a day; on the scale of the law. */
const columns = (slug: string) => {
  const entry = measurementEntry(slug)!;
  const [mu, sigma] = valueLaw(entry, body.ageYears, body.sex, false);
  const scale = (value: number) => (entry.scale === "log" ? Math.log(value) : value);
  const random = rng(`series ${slug}`);
  const days = [1, 2, 3].map(i => addDays(VISIT, -i * GAP));
  const rows = Array.from({ length: N }, (_, i) => {
    const drawn = mu + sigma * random.normal();
    const latest = entry.scale === "log" ? Math.exp(drawn) : drawn;
    const own = rng(`${slug}/${i}`);
    return [latest, ...earlierValues(entry, latest, { life: lifeOf(), days, rng: own })].map(scale);
  });
  return { mu, sigma, at: (i: number) => rows.map(row => row[i]!), entry };
};

describe("earlier values", () => {
  it.each(["systolic-blood-pressure", "hemoglobin", "egfr", "hemoglobin-a1c", "ldl-cholesterol"])(
    "%s: follow the public law as the latest do, and its correlation from visit to visit (n = 4 000, z < 5.5, p < 1e-7)",
    slug => {
      const { mu, sigma, at, entry } = columns(slug);
      const { cv, memory } = withinPerson(slug);
      const spread = cv[0] * (entry.scale === "log" ? 1 : mu);
      const kept = Math.exp(-GAP / 365.25 / memory);
      const expected = 1 - (spread / sigma) ** 2 * (1 - kept);
      for (const i of [1, 2, 3]) {
        // The law itself moves with age: less than a tenth of its spread in half a year.
        expect(Math.abs(mean(at(i)) - mu) / sigma).toBeLessThan(5.5 / Math.sqrt(N) + 0.1);
        expect(Math.abs(deviation(at(i)) / sigma - 1)).toBeLessThan(5.5 / Math.sqrt(2 * N));
        const error = (1 - expected ** 2) / Math.sqrt(N);
        expect(Math.abs(correlation(at(i - 1), at(i)) - expected)).toBeLessThan(5.5 * error);
      }
    },
  );

  it("lead an extreme up from nearer the mean, and an average value from itself", () => {
    const entry = measurementEntry("systolic-blood-pressure")!;
    const led = (latest: number) =>
      mean(
        Array.from(
          { length: 2000 },
          (_, i) =>
            earlierValues(entry, latest, {
              life: lifeOf(),
              days: [addDays(VISIT, -720)],
              rng: rng(`extreme ${i}`),
            })[0]!,
        ),
      );
    // w = (0.06 · 119 / 11)² = 0.42: of 31 above the mean 13 are the day's, all but gone two years before.
    expect(led(150)).toBeGreaterThan(132);
    expect(led(150)).toBeLessThan(142);
    expect(Math.abs(led(119) - 119)).toBeLessThan(2.5);
  });

  it("are what they would be without a medicine before it began", () => {
    const entry = measurementEntry("ldl-cholesterol")!;
    const order = { code: { system: "", code: "", display: "" }, authored: addDays(VISIT, -200) };
    const [withStatin, without] = [[{ slug: "statin", order }], []].map(medications =>
      earlierValues(entry, 95, {
        life: lifeOf({ medications }),
        days: [addDays(VISIT, -100), addDays(VISIT, -400)],
        rng: rng("statin"),
      }),
    );
    expect(withStatin![0]).toBeCloseTo(without![0]!, 9);
    expect(withStatin![1]! - without![1]!).toBeCloseTo(42, 9);
  });

  it("are diagnostic on the day that they are the diagnosis, and only then", () => {
    const entry = measurementEntry("hemoglobin-a1c")!;
    const [found, later] = [addDays(VISIT, -400), addDays(VISIT, -200)];
    const code = { system: "", code: "", display: "" };
    const conditions = [{ slug: "type-2-diabetes", condition: { code, onset: found, recorded: found } }];
    for (let i = 0; i < 300; i++) {
      const life = lifeOf({ conditions });
      const values = earlierValues(entry, 6, { life, days: [later, found], rng: rng(`found ${i}`) });
      expect(values[1]).toBeGreaterThanOrEqual(6.5);
      if (i === 0) expect(values[0]).toBeLessThan(6.5);
    }
  });

  it("vary within drawn people as published: SBP of 3 to 9 % root mean square in those without disease or treatment", () => {
    const spreads = people.flatMap(({ record }) => {
      if (record.conditions.length + record.medications.length > 0 || (record.ageYears ?? 0) < 20) return [];
      const values = record.observations
        .filter(({ code }) => measurementOf(code)!.slug === "systolic-blood-pressure")
        .map(({ value }) => value);
      return values.length < 5
        ? []
        : [(deviation(values) ** 2 * values.length) / (values.length - 1) / mean(values) ** 2];
    });
    expect(spreads.length).toBeGreaterThan(15);
    expect(Math.sqrt(mean(spreads))).toBeGreaterThan(0.03);
    expect(Math.sqrt(mean(spreads))).toBeLessThan(0.09);
  });
});
