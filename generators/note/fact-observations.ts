import type { Fact, Person } from "../../schemas/person.ts";
import type { Observation } from "../../schemas/record.ts";
import { fact, slugOf } from "./fact.ts";
import { analyteOf, ECG_CODES, flagOf } from "./knowledge/analytes.ts";

/**
 * The latest value of each observation up to the visit, at printed precision, with its flag where the recorded unit
 * is the one the reference range is given in. With an ECG of the same day, rate and intervals come from the ECG.
 */
export const observationFacts = (person: Person, hasEcg: boolean): readonly Fact[] => {
  const visit = person.visitDate.slice(0, 10);
  const latest = new Map<string, { readonly date: string; readonly facts: readonly Fact[] }>();
  for (const observation of person.record.observations) {
    const date = (observation.date ?? visit).slice(0, 10);
    if (date > visit || !Number.isFinite(observation.value)) continue;
    if (ECG_CODES.has(observation.code.code) && (hasEcg || observation.code.code !== "8867-4")) continue;
    const facts = factsOfOne(observation, person);
    const key = facts[0]?.id;
    if (key === undefined || (latest.get(key)?.date ?? "") > date) continue;
    latest.set(key, { date, facts: [...facts, fact(`${key}/date`, "date", `${facts[0]!.name} date`, date)] });
  }
  return [...latest.values()].flatMap(({ facts }) => facts);
};

const ADULT = 18;

const factsOfOne = (observation: Observation, person: Person): readonly Fact[] => {
  const analyte = analyteOf(observation.code.code);
  if (analyte === undefined || !analyte.unit.test(observation.unit)) return unknownObservation(observation);
  const id = `observation/${analyte.slug}`;
  const value = Number(observation.value.toFixed(analyte.decimals));
  const name = analyte.slug.replaceAll("-", " ");
  // Reference ranges are those of adults; children's values stand without a flag.
  const isChild = (person.record.ageYears ?? ADULT) < ADULT;
  const flag = isChild ? undefined : flagOf(analyte, value, person.record.sex);
  return [
    fact(id, "observation", name, value, analyte.printed),
    ...(flag === undefined ? [] : [fact(`${id}/flag`, "observation", `${name} flag`, flag)]),
  ];
};

/** An observation outside the table keeps its display and unit: it is listed, but no sentence frame speaks of it. */
const unknownObservation = ({ code, value, unit }: Observation): readonly Fact[] => {
  const slug = slugOf(code.display);
  if (slug === "") return [];
  return [fact(`observation/${slug}`, "observation", code.display, Number(value.toPrecision(4)), unit)];
};
