import type { Fact } from "../../../../schemas/person.ts";
import { type FactIndex, slugIn } from "../../fact.ts";
import type { Binding, Scope } from "../../realise.ts";
import type { Manner } from "../bank.ts";
import { FREQUENCY_NAMES, ROUTE_NAMES } from "./names.ts";
import { type Item, slots, words } from "./wording.ts";

/** A medication as sentences name it: bare, and with dose and frequency. */
export interface MedicationItem {
  /** Ingredient name as the fact has it. */
  readonly slug: string;
  readonly isActive: boolean;
  readonly name: Item;
  readonly dosed: Item;
}

/** Medications in record order. */
export const medicationItems = (
  facts: FactIndex,
  all: readonly Fact[],
  manner: Manner,
): readonly MedicationItem[] =>
  all.flatMap(({ id, name, value }) => {
    if (slugIn("medication", id) === undefined) return [];
    const dose = facts.get(`${id}/dose`);
    const frequency = frequencyNames(facts, id);
    const doseText = dose === undefined ? "" : ` ${dose.value} ${dose.unit}`;
    const ids = [id, ...(dose === undefined ? [] : [dose.id])];
    const often = frequency === undefined ? "" : ` ${frequency.full[0]}`;
    const oftenShort = frequency === undefined ? "" : ` ${frequency.short![0]}`;
    const dosedFacts = frequency === undefined ? ids : [...ids, ...frequency.facts];
    return [
      {
        slug: name,
        isActive: value === "active",
        name: { facts: [id], full: name, short: manner.abbreviation > 0.5 ? (BRIEF[name] ?? name) : name },
        dosed: {
          facts: dosedFacts,
          full: `${name}${doseText}${often}`,
          short: `${name}${doseText}${oftenShort}`,
        },
      },
    ];
  });

const BRIEF: Readonly<Record<string, string>> = {
  hydrochlorothiazide: "HCTZ",
  aspirin: "ASA",
  acetaminophen: "APAP",
};

const frequencyNames = (facts: FactIndex, id: string): Binding | undefined => {
  const value = facts.get(`${id}/frequency`)?.value;
  const names = typeof value === "string" ? FREQUENCY_NAMES[value] : undefined;
  const asNeeded = facts.has(`${id}/as-needed`);
  if (names === undefined) return asNeeded ? words([`${id}/as-needed`], ["as needed"], ["PRN"]) : undefined;
  if (!asNeeded) return words([`${id}/frequency`], names.full, names.short);
  return words(
    [`${id}/frequency`, `${id}/as-needed`],
    names.full.map(name => `${name} as needed`),
    names.short.map(name => `${name} PRN`),
  );
};

/** Slots about one medication, by fact slug. */
export const medicationScope = (whole: Scope, facts: FactIndex, slug: string): Scope => {
  const id = `medication/${slug}`;
  const name = facts.get(id)?.name ?? slug;
  const dose = facts.get(`${id}/dose`);
  const route = facts.get(`${id}/route`)?.value;
  const routeNames = typeof route === "string" ? ROUTE_NAMES[route] : undefined;
  const unit = dose?.unit === "units" ? ["units"] : [dose?.unit ?? ""];
  return {
    around: whole,
    slots: {
      ...slots({
        drug: words([id], [name]),
        dose:
          dose === undefined
            ? undefined
            : words(
                [dose.id],
                unit.map(printed => `${dose.value} ${printed}`),
              ),
        route:
          routeNames === undefined ? undefined : words([`${id}/route`], [routeNames[0]], [routeNames[1]]),
        freq: frequencyNames(facts, id),
      }),
    },
    tags: {
      ...(dose === undefined ? {} : { dose: [dose.id] }),
      ...(route === undefined ? {} : { route: [`${id}/route`] }),
      ...(facts.has(`${id}/frequency`) || facts.has(`${id}/as-needed`) ? { frequency: [] } : {}),
      ...(facts.get(id)?.value === "stopped" ? { stopped: [id] } : {}),
    },
  };
};
