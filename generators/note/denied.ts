import type { Fact } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import { type FactIndex, fact, slugIn } from "./fact.ts";
import { SYMPTOMS } from "./knowledge/symptoms.ts";
import { deniableIn, pertinentTo, SYSTEMS } from "./knowledge/systems.ts";
import { shuffled } from "./shuffled.ts";

const TODDLER_YEARS = 6;
const FEVER_CELSIUS = 38;
const MOST_SYSTEMS = 6;
const MOST_OF_ONE = 3;

/**
 * Symptoms the person was asked about and does not have: none that the visit is about, that goes with a condition on
 * record or with what ECG and image show, nor one of the same group.
 *
 * @param symptoms  what the person complains of
 * @returns         facts `symptom/<slug>` "absent"; none for an infant
 */
export const deniedFacts = (facts: FactIndex, symptoms: readonly string[], rng: Rng): readonly Fact[] => {
  const age = facts.get("demographic/age")?.value;
  if (age === 0) return [];
  const isSmallChild = typeof age === "number" && age < TODDLER_YEARS;
  const known = new Set([...symptoms, ...explained(facts)]);
  const temperature = facts.get("observation/temperature")?.value;
  if (typeof temperature === "number" && temperature >= FEVER_CELSIUS) known.add("fever");
  const pertinent = pertinentTo(symptoms);
  const others = SYSTEMS.filter(system => !pertinent.has(system));
  const systems = [...shuffled([...pertinent], rng), ...shuffled(others, rng)].slice(
    0,
    3 + rng.integer(MOST_SYSTEMS - 2),
  );
  const denied = systems.flatMap(system =>
    shuffled(
      deniableIn(system, symptom => known.has(symptom), isSmallChild),
      rng,
    ).slice(0, 1 + rng.integer(MOST_OF_ONE)),
  );
  return [...new Set(denied)].map(symptom =>
    fact(`symptom/${symptom}`, "condition", symptom.replaceAll("-", " "), "absent"),
  );
};

/** Symptoms that go with what the facts hold. */
const explained = (facts: FactIndex): readonly string[] => {
  const conditions: string[] = [];
  for (const { id, value } of facts.values()) {
    const slug = value === "active" ? slugIn("condition", id) : undefined;
    if (slug !== undefined) conditions.push(slug);
  }
  const signals = ["ecg/rhythm", "ecg/ectopy", "imaging/finding"].map(
    id => `${id.split("/")[1]}/${facts.get(id)?.value}`,
  );
  return [...conditions, ...signals].flatMap(key => SYMPTOMS[key] ?? []);
};
