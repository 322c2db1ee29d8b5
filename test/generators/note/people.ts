import type { Signals } from "../../../generators/note/facts.ts";
import type { Person } from "../../../schemas/person.ts";
import type { Coded, Condition, Medication, Observation, Sex } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { backgroundOf } from "./people-background.ts";
import { ROWS, type Row } from "./people-conditions.ts";
import { ecgOf, imageOf } from "./people-signals.ts";

/** A person with signals, made for the note tests: plausible, not representative. */
export interface Subject {
  readonly person: Person;
  readonly signals: Signals;
}

const SNOMED = "http://snomed.info/sct";
const coded = (system: string, code: string, display: string): Coded => ({ system, code, display });

const FAMILIES = [
  "Nowak",
  "Reyes",
  "Okafor",
  "Lindqvist",
  "Tran",
  "Haddad",
  "Moreau",
  "Whitfield",
  "Castellano",
  "Byrne",
];

/** A random subject; `full` gives ECG, image and an inpatient stay, so that every note type is possible. */
export const subject = (index: number, random: Rng, full = true): Subject => {
  const age = Math.min(97, Math.max(1, Math.round(55 + 22 * random.normal())));
  const sex: Sex = random.chance(0.5) ? "female" : "male";
  const visitDate = day(random, 2022, 2024);
  const rows = ROWS.filter(row => age >= row.from && (row.sex ?? sex) === sex);
  const drawn = rows.filter(row => random.chance(row.chance));
  const hasStay = full || random.chance(0.3);
  const leaves = addDays(visitDate, 1 + random.integer(6));
  const order = { ageYears: age, sex };
  const ecg = full || random.chance(0.6) ? ecgOf(order, drawn, random) : undefined;
  const image = full || random.chance(0.6) ? imageOf(order, drawn, random) : undefined;
  const person: Person = {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    index,
    assignment: Object.fromEntries(
      rows.map(row => [`condition/${row.slug}`, drawn.includes(row) ? "yes" : "no"]),
    ),
    name: { given: "Test", family: random.pick(FAMILIES) },
    visitDate,
    record: {
      sex,
      birthDate: `${Number(visitDate.slice(0, 4)) - age}-01-01`,
      ageYears: age,
      encounters: [
        hasStay ? { start: visitDate, end: leaves, class: "IMP" } : { start: visitDate, class: "AMB" },
      ],
      conditions: drawn.map(row => conditionOf(row, age, visitDate, random)),
      medications: drawn.flatMap(row => medicationOf(row, age, visitDate, random)),
      observations: observationsOf(drawn, age, visitDate, random),
      ...backgroundOf({ age, sex, visit: visitDate }, random),
    },
    hasNote: true,
    labels: {},
    ...(ecg === undefined ? {} : { ecg: ecg.order }),
    ...(image === undefined ? {} : { image }),
  };
  return {
    person,
    signals: { ...(ecg === undefined ? {} : { ecg }), ...(image === undefined ? {} : { image }) },
  };
};

const conditionOf = (row: Row, age: number, visit: string, random: Rng): Condition => {
  const code = coded(SNOMED, "1", row.display);
  if (row.acute) {
    const isNow = random.chance(0.5);
    const onset = addDays(visit, isNow ? -random.integer(8) : -200 - random.integer(300));
    return { code, onset, ...(isNow ? {} : { abatement: addDays(onset, 14) }) };
  }
  const years = random.integer(Math.max(1, Math.min(25, age - row.from)));
  return { code, onset: addDays(visit, -Math.round(years * 365.25) - random.integer(300) - 5) };
};

const medicationOf = (row: Row, age: number, visit: string, random: Rng): readonly Medication[] => {
  if (row.drugs === undefined || age < 12 || random.chance(0.2)) return [];
  const [display, dosage] = random.pick(row.drugs);
  const status = random.chance(0.95) ? "active" : "stopped";
  return [
    {
      code: coded("http://www.nlm.nih.gov/research/umls/rxnorm", "1", display),
      authored: addDays(visit, -random.integer(300)),
      status,
      dosage,
    },
  ];
};

const observationsOf = (
  rows: readonly Row[],
  age: number,
  date: string,
  random: Rng,
): readonly Observation[] => {
  const has = (slug: string) => rows.some(row => row.slug === slug);
  const around = (mean: number, sd: number, decimals: number) =>
    Number((mean + sd * random.normal()).toFixed(decimals));
  const row = (code: string, unit: string, value: number, chance: number): readonly Observation[] =>
    random.chance(chance) ? [{ code: coded("http://loinc.org", code, code), value, unit, date }] : [];
  const upper = Math.max(85, around(has("hypertension") ? 136 : 118 + age / 20, 12, 0));
  const lower = Math.max(45, Math.min(upper - 20, around(0.4 * upper + 26, 6, 0)));
  const pressure = random.chance(0.95)
    ? [...row("8480-6", "mm[Hg]", upper, 1), ...row("8462-4", "mm[Hg]", lower, 1)]
    : [];
  return [
    ...pressure,
    ...row("8867-4", "/min", around(74, 9, 0), 0.9),
    ...row("9279-1", "/min", Math.max(10, around(15, 1.5, 0)), 0.6),
    ...row("8310-5", "Cel", around(has("pneumonia") ? 37.9 : 36.8, 0.3, 1), 0.7),
    ...row("2708-6", "%", Math.min(100, around(has("copd") ? 93 : 97, 1.5, 0)), 0.8),
    ...row("39156-5", "kg/m2", Math.max(15, around(has("obesity") ? 34 : 25, 3, 1)), 0.7),
    ...row(
      "4548-4",
      "%",
      Math.max(4.4, around(has("type-2-diabetes") ? 7.4 : 5.4, 0.6, 1)),
      has("type-2-diabetes") ? 0.95 : 0.3,
    ),
    ...row("2160-0", "mg/dL", Math.max(0.4, around(has("chronic-kidney-disease") ? 1.6 : 0.9, 0.2, 2)), 0.7),
    ...row(
      "33914-3",
      "mL/min/{1.73_m2}",
      Math.max(15, around(has("chronic-kidney-disease") ? 45 : 85, 10, 0)),
      0.5,
    ),
    ...row("2951-2", "mmol/L", around(139, 2.5, 0), 0.5),
    ...row("2823-3", "mmol/L", around(4.2, 0.35, 1), 0.5),
    ...row("718-7", "g/dL", Math.max(6, around(has("anemia") ? 10.5 : 14.2, 1, 1)), 0.6),
    ...row("6690-2", "10*3/uL", Math.max(2, around(has("pneumonia") ? 12.5 : 7, 2, 1)), 0.5),
    ...row("18262-6", "mg/dL", Math.max(30, around(has("hyperlipidemia") ? 128 : 105, 25, 0)), 0.5),
    ...row("3016-3", "m[IU]/L", Math.max(0.1, around(2.2, 1, 2)), has("hypothyroidism") ? 0.9 : 0.2),
  ];
};

const day = (random: Rng, from: number, to: number): string =>
  addDays(`${from}-01-01`, random.integer((to - from + 1) * 365));

const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
