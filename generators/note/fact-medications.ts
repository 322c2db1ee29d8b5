import type { Fact, Person } from "../../schemas/person.ts";
import { fact, slugOf } from "./fact.ts";
import { prescription } from "./knowledge/dosage.ts";

const STOPPED = new Set([
  "stopped",
  "completed",
  "cancelled",
  "ended",
  "entered-in-error",
  "draft",
  "unknown",
  "on-hold",
]);

/** One group of facts an ingredient; where a drug was prescribed twice, the latest prescription up to the visit counts. */
export const medicationFacts = (person: Person): readonly Fact[] => {
  const visit = person.visitDate.slice(0, 10);
  const latest = new Map<string, { readonly authored: string; readonly facts: readonly Fact[] }>();
  for (const medication of person.record.medications) {
    const authored = (medication.authored ?? visit).slice(0, 10);
    const parsed = prescription(medication);
    if (parsed === undefined || authored > visit || medication.status === "entered-in-error") continue;
    const slug = slugOf(parsed.drug);
    const before = latest.get(slug);
    if (before !== undefined && before.authored > authored) continue;
    const id = `medication/${slug}`;
    // What ended after the visit was still taken at it.
    const isTaken = medication.ended !== undefined && medication.ended.slice(0, 10) > visit;
    const status = !isTaken && STOPPED.has(medication.status ?? "active") ? "stopped" : "active";
    const facts = [
      fact(id, "medication", parsed.drug, status),
      ...(parsed.dose === undefined
        ? []
        : [fact(`${id}/dose`, "medication", `${parsed.drug} dose`, parsed.dose, parsed.unit)]),
      ...(parsed.route === undefined
        ? []
        : [fact(`${id}/route`, "medication", `${parsed.drug} route`, parsed.route)]),
      ...(parsed.frequency === undefined
        ? []
        : [fact(`${id}/frequency`, "medication", `${parsed.drug} frequency`, parsed.frequency)]),
      ...(parsed.asNeeded ? [fact(`${id}/as-needed`, "medication", `${parsed.drug} as needed`, true)] : []),
    ];
    latest.set(slug, { authored, facts });
  }
  return [...latest.values()].flatMap(({ facts }) => facts);
};
