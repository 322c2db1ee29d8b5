import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assign } from "../../../generators/patient/assignment.ts";
import { daysBetween } from "../../../generators/patient/calendar.ts";
import { courseOf, isAcute } from "../../../generators/patient/course.ts";
import { isFhirFile, readFhir } from "../../../generators/patient/fhir-read.ts";
import { writeFhir } from "../../../generators/patient/fhir-write.ts";
import {
  conditionOf,
  measurementOf,
  medicationEntry,
  medicationOf,
} from "../../../generators/patient/vocabulary.ts";
import type { PatientId } from "../../../schemas/cohort.ts";
import type { Person } from "../../../schemas/person.ts";
import type { PatientRecord } from "../../../schemas/record.ts";
import { DEFAULT_CONFIG } from "../../../src/cohort/config.ts";
import { rng } from "../../../src/math/rng.ts";
import { FULL, samplerOf } from "./backbone-cohort.ts";
import { folder } from "./folder.ts";
import { AS_OF, cohort, fitted, oldest, people } from "./histories.ts";
import { imageUids } from "./people.ts";

const withHistory = people.filter(({ assignment }) => assignment["has/fhir"] === "yes");
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const classOf = (code: PatientRecord["medications"][number]["code"]) => medicationOf(code)?.slug;
/** Courses of antibiotics are no class that attributes count: `background.test.ts`. */
const counted = ({ medications }: PatientRecord) =>
  medications.filter(({ code }) => medicationOf(code) !== undefined);

describe("1 200 histories of 3 000 people", () => {
  it("have the encounters, acute care and years that were drawn, and where no history was drawn the visit alone", () => {
    for (const { record, assignment, visitDate } of people) {
      const found = courseOf(record, record.deceased ?? AS_OF);
      if (assignment["has/fhir"] !== "yes") {
        expect(record.encounters.map(({ start }) => start)).toEqual([visitDate]);
        continue;
      }
      for (const name of ["encounters", "acute", "span"] as const)
        expect(found[name], name).toBe(assignment[`history/${name}`]);
      if (found.encounters !== "none") expect(record.encounters.at(-1)!.start).toBe(visitDate);
    }
    for (const category of ["none", "1", "16+"])
      expect(
        withHistory.filter(each => each.assignment["history/encounters"] === category).length,
      ).toBeGreaterThan(20);
  });

  it("have encounters in order, on different days, no stay overlapping the next, at most 52", () => {
    expect(withHistory.length).toBeGreaterThan(1200);
    for (const { encounters } of withHistory.map(({ record }) => record)) {
      expect(encounters.length).toBeLessThanOrEqual(52);
      for (let i = 1; i < encounters.length; i++)
        expect(encounters[i - 1]!.end! < encounters[i]!.start).toBe(true);
    }
  });

  it("have gaps like appointments: never all the same, planned visits hardly ever on weekends, a follow-up after most stays", () => {
    const weekends: boolean[] = [];
    const followed: boolean[] = [];
    for (const { encounters } of withHistory.map(({ record }) => record)) {
      const gaps = encounters.slice(1).map(({ start }, i) => daysBetween(encounters[i]!.start, start));
      if (gaps.length >= 4) expect(new Set(gaps).size).toBeGreaterThan(1);
      for (const [i, each] of encounters.entries()) {
        if (!isAcute(each)) weekends.push([0, 6].includes(new Date(each.start).getUTCDay()));
        const next = encounters[i + 1];
        if (isAcute(each) && next !== undefined && !isAcute(next) && i + 2 < encounters.length)
          followed.push(daysBetween(each.start, next.start) <= 45);
      }
    }
    expect(mean(weekends.map(Number))).toBeLessThan(0.03);
    expect(followed.length).toBeGreaterThan(100);
    expect(mean(followed.map(Number))).toBeGreaterThan(0.5);
  });

  it("write every condition down at an encounter on or after its onset, if there is one at all", () => {
    for (const { record } of withHistory)
      for (const { onset, recorded } of record.conditions) {
        const due = record.encounters.find(({ start }) => start >= onset!)?.start;
        expect(recorded).toBe(due);
        if (record.encounters.length > 0) expect(recorded).toBeDefined();
      }
  });

  it("start a medication at an encounter on or after the day its indication was written down; what is stopped has ended", () => {
    let [changed, stopped] = [0, 0];
    for (const { record, visitDate } of withHistory) {
      const onset = new Map(record.conditions.map(each => [conditionOf(each.code)!.slug, each]));
      const started = new Set(record.encounters.map(({ start }) => start));
      const classes = new Map<string, PatientRecord["medications"]>();
      for (const order of counted(record)) {
        const slug = classOf(order.code)!;
        classes.set(slug, [...(classes.get(slug) ?? []), order]);
        const reason = medicationEntry(slug)!
          .indications.map(each => onset.get(each))
          .find(each => each);
        if (reason !== undefined) expect(order.authored! >= (reason.recorded ?? reason.onset!)).toBe(true);
        if (record.encounters.length > 0) expect(started.has(order.authored!)).toBe(true);
        expect(order.ended === undefined).toBe(order.status === "active");
        if (order.ended !== undefined) expect(order.ended > order.authored!).toBe(true);
        if (order.ended !== undefined && order.ended <= visitDate) stopped++;
      }
      for (const orders of classes.values()) {
        expect(orders.length).toBeLessThanOrEqual(2);
        if (orders.length < 2) continue;
        changed++;
        expect(orders[0]!.ended).toBe(orders[1]!.authored);
        expect(orders[0]!.code.code).not.toBe(orders[1]!.code.code);
      }
    }
    expect(changed).toBeGreaterThan(50);
    expect(stopped).toBeGreaterThan(100);
  });

  it("have nothing after death, and nobody dead takes anything", () => {
    const dead = oldest.filter(({ record }) => record.deceased !== undefined);
    expect(dead.length).toBeGreaterThan(10);
    for (const { record } of dead) {
      for (const { status } of record.medications) expect(status).not.toBe("active");
      const days = JSON.stringify(record).match(/\d{4}-\d\d-\d\d/g)!;
      expect(days.every(day => day <= record.deceased!)).toBe(true);
    }
  });

  it("measure at encounters alone, HbA1c of diabetics not before the diabetes, and a grown height stays", () => {
    for (const { record, visitDate } of withHistory) {
      const days = new Set([...record.encounters.map(({ start }) => start), visitDate]);
      const diabetes = record.conditions.find(each => conditionOf(each.code)!.slug === "type-2-diabetes");
      const heights = new Set<number>();
      for (const { date, code, value } of record.observations) {
        expect(days.has(date!)).toBe(true);
        const { slug } = measurementOf(code)!;
        if (slug === "hemoglobin-a1c" && diabetes !== undefined && date !== visitDate)
          expect(date! >= diabetes.onset!).toBe(true);
        if (slug === "body-height") heights.add(value);
      }
      if ((record.ageYears ?? 0) >= 50) expect(heights.size).toBeLessThanOrEqual(1);
    }
  });

  it("let children grow, newborns from about 50 cm, and test no well child's blood between visits", () => {
    let grown = 0;
    for (const { record, visitDate } of withHistory) {
      if (record.birthDate === undefined || record.ageYears! >= 17) continue;
      const emergencies = new Set(record.encounters.filter(isAcute).map(({ start }) => start));
      let last = 0;
      for (const { date, code, value } of record.observations) {
        const { slug } = measurementOf(code)!;
        if (slug === "ldl-cholesterol" && record.conditions.length === 0) expect(date).toBe(visitDate);
        if (slug === "egfr" && record.conditions.length === 0 && date !== visitDate)
          expect(emergencies.has(date!)).toBe(true);
        if (slug !== "body-height") continue;
        expect(value).toBeGreaterThanOrEqual(last);
        if (value > last && last > 0) grown++;
        last = value;
        if (daysBetween(record.birthDate, date!) < 30) expect(Math.abs(value - 52)).toBeLessThan(10);
      }
    }
    expect(grown).toBeGreaterThan(30);
  });

  it("let the blood pressure fall after its medicine, by 5 to 20 mmHg on average (150 people: p < 1e-5)", () => {
    const falls = withHistory.flatMap(({ record }) => {
      const first = record.medications
        .filter(({ code }) =>
          ["thiazide", "calcium-channel-blocker", "ace-inhibitor-or-arb"].includes(classOf(code) ?? ""),
        )
        .map(({ authored }) => authored!)
        .sort()[0];
      const pressures = record.observations.filter(({ code }) => code.code === "8480-6");
      if (first === undefined) return [];
      const before = pressures.filter(({ date }) => date! <= first && daysBetween(date!, first) < 730);
      const after = pressures.filter(({ date }) => daysBetween(first, date!) > 30);
      return before.length === 0 || after.length === 0
        ? []
        : [mean(before.map(({ value }) => value)) - mean(after.map(({ value }) => value))];
    });
    // 8 mmHg a class, 1.3 classes in the mean, and 4 for knowing of it; single falls spread by 12.
    expect(falls.length).toBeGreaterThan(150);
    expect(mean(falls)).toBeGreaterThan(5);
    expect(mean(falls)).toBeLessThan(20);
  });
});

/** Of everyone with the main indication on record and without: the share with the medication. */
const treatedShares = (all: readonly Person["assignment"][], medication: string, indication: string) =>
  (["no", "yes"] as const).map(has => {
    const group = all.filter(each => each["has/fhir"] === "yes" && each[`condition/${indication}`] === has);
    return {
      n: group.length,
      p: mean(group.map(each => Number(each[`medication/${medication}`] === "yes"))),
    };
  });

describe("a medication without its indication", () => {
  it("is as frequent as in the cohort that was measured, at noise 3: 20 shares within 6 standard errors (p < 1e-7)", () => {
    const drawn = Array.from({ length: 6000 }, (_, i) => samplerOf(fitted).draw(rng(`treated/${i}`)));
    const named = Object.keys(cohort[0]!).filter(name => name.startsWith("medication/"));
    for (const name of named) {
      const slug = name.slice("medication/".length);
      const indication = medicationEntry(slug)!.indications.find(each => `condition/${each}` in cohort[0]!)!;
      const [real, synthetic] = [
        treatedShares(cohort, slug, indication),
        treatedShares(drawn, slug, indication),
      ];
      for (const i of [0, 1]) {
        const { n, p } = real[i]!;
        const error = Math.sqrt(p * (1 - p) * (1 / n + 1 / synthetic[i]!.n)) + NOISE / n;
        expect(Math.abs(synthetic[i]!.p - p), `${slug} ${i}`).toBeLessThan(6 * error);
      }
    }
  });
});

// biome-ignore lint/suspicious/noExplicitAny: the tests look into FHIR JSON of any shape
const linesOf = (path: string): readonly any[] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map(line => JSON.parse(line));

/** One cell of a medication's table carries about this many patients of noise: 3 / weight. */
const NOISE = 35;

describe("record → FHIR → record", () => {
  it("gives the same categories: age, sex, race, conditions, medications, measurements and course", async () => {
    const written = withHistory.filter((_, i) => i % 4 === 0);
    const dir = folder();
    const patients = written.map(person => ({ person, provenance: "measured" as const }));
    await writeFhir(dir, patients, { asOf: AS_OF, imageUids });
    const files = readdirSync(dir)
      .filter(isFhirFile)
      .map(name => ({ path: join(dir, name), name }));
    const reading = await readFhir(files, { asOf: AS_OF });
    for (const { id, assignment, record } of written) {
      const read = reading.patients.get(id)!.record;
      expect(read).toEqual(record);
      const patient = { id: id as PatientId, record: read, ecgs: [], images: [], notes: [], labels: {} };
      const again = assign(patient, DEFAULT_CONFIG, FULL, AS_OF, {});
      for (const { name } of FULL)
        if (/^(age|sex|race|ethnicity|(condition|medication|lab|history)\/.*)$/.test(name))
          expect(again[name], name).toBe(assignment[name]);
    }
    expect(written.length).toBeGreaterThan(300);
  }, 120_000);

  it("hangs measurements, orders and conditions on their encounter", async () => {
    const dir = folder();
    const person = withHistory.find(
      ({ record }) => record.encounters.length > 6 && record.medications.length > 2,
    )!;
    await writeFhir(dir, [{ person, provenance: "measured" }], { asOf: AS_OF, imageUids });
    const lines = (type: string) => linesOf(join(dir, `${type}.000.ndjson`));
    const starts = new Map(lines("Encounter").map(each => [`Encounter/${each.id}`, each.period.start]));
    for (const [type, field] of [
      ["Observation", "effectiveDateTime"],
      ["MedicationRequest", "authoredOn"],
      ["Condition", "recordedDate"],
    ] as const)
      for (const each of lines(type)) expect(starts.get(each.encounter.reference), type).toBe(each[field]);
  });
});
