import { ageRange } from "../../generators/patient/age-range.ts";
import { shareIn } from "../../generators/patient/steer/where.ts";
import { AGE } from "../../generators/patient/tree.ts";
import { embedded } from "../../privacy/measure/embed.ts";
import { type Fill, fitness, UNMEASURED } from "../../privacy/measure/fitness.ts";
import type { Assignment } from "../../schemas/domain.ts";
import type { Fitness, Group } from "../../schemas/report.ts";
import { rng } from "../math/rng.ts";
import { REFERENCES } from "../reference/index.ts";
import { recordLook } from "./embeddings.ts";
import type { SealedCohort } from "./fit.ts";
import { fillableGroups, groupsOf, knownOf, referenceShare } from "./groups.ts";
import { type LawModels, type Steering, steeringOf } from "./steering.ts";

/** Synthetic people in a training set. */
const PEOPLE = 2000;
/** Training sets drawn of either kind: as many as tell how much a draw matters. */
const DRAWS = 4;
/** A group is filled where its share is under this part of its share of the reference. */
const UNDER = 0.5;
/** People of a filled group asked what they rest on. */
const ASKED = 200;

/**
 * What the released people are good for, group by group, and what filling would do. People are drawn afresh from the
 * release's law, categories only; which groups are looked at and which are filled does not depend on a real patient.
 */
export const fitnessOf = (sealed: Pick<SealedCohort, "train" | "controls">, models: LawModels): Fitness => {
  if (sealed.controls === undefined) return UNMEASURED;
  const { domain } = models.law;
  return fitness({
    domain,
    fitted: embedded(sealed.train, recordLook),
    controls: embedded(sealed.controls, recordLook),
    released: trainingSets(models),
    groups: groupsOf(domain),
    reference: `${REFERENCE.name}, ${REFERENCE.year}`,
    fills: fillsOf(models),
  });
};

const REFERENCE = REFERENCES["us-2024"];

/** Of the groups that may be filled, those of whom the release's people hold too few. Reads the release only. */
export const fillsOf = (models: LawModels): readonly Fill[] =>
  fillableGroups(models.law.domain).flatMap(group => fillOf(group, models));

/** Nothing where the reference or the law holds nobody of the group, or where enough are there. */
const fillOf = (group: Group, models: LawModels): readonly Fill[] => {
  const { law } = models;
  const massOf = (allowed: Group["allowed"]) => shareIn(law, { allowed });
  const reference = referenceShare(group, REFERENCE) ?? 0;
  const mass = massOf(group.allowed);
  if (!(reference > 0 && mass > 0)) return [];
  const share = mass / massOf(knownOf(group, law.domain));
  if (share >= UNDER * reference) return [];
  return [
    {
      group,
      share,
      reference,
      basis: basisOf(group, models),
      draws: () =>
        trainingSets(models, [`${quotaText(group)}:${Math.max(1, Math.round(reference * PEOPLE))}`]),
    },
  ];
};

/** What `--quota … --allow-pooled` would ask for: so many of the group, everyone else as they are. */
const asked = (models: LawModels, patients: number, seed: string, quotas: readonly string[]) =>
  steeringOf(models, { patients, seed, quotas, allowPooled: true });

const trainingSets = (
  models: LawModels,
  quotas: readonly string[] = [],
): readonly (readonly Assignment[])[] =>
  Array.from({ length: DRAWS }, (_, draw) => {
    const seed = `fitness|${draw}`;
    const steering = asked(models, PEOPLE, seed, quotas);
    return Array.from(peopleOf(steering, PEOPLE, seed), ({ assignment }) => assignment);
  });

const peopleOf = (steering: Steering, count: number, seed: string) =>
  steering.assignments({ from: 0, to: count }, index => rng(`${seed}|${index}`));

/** People of the group alone, by provenance. */
const basisOf = (group: Group, models: LawModels): Readonly<Record<string, number>> => {
  const seed = "fitness|basis";
  const steering = asked(models, ASKED, seed, [`${quotaText(group)}:${ASKED}`]);
  const basis: Record<string, number> = {};
  for (const drawn of peopleOf(steering, ASKED, seed)) {
    const provenance = steering.provenanceOf(drawn);
    basis[provenance] = (basis[provenance] ?? 0) + 1;
  }
  return basis;
};

const quotaText = ({ allowed }: Group): string =>
  [...allowed]
    .map(
      ([name, categories]) =>
        `${name}=${[...categories].map(each => (name === AGE ? yearsOf(each) : each)).join("|")}`,
    )
    .join(",");

const yearsOf = (category: string): string => ageRange(category)!.join("-");
