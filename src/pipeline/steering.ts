import { type DrawnAssignment, drawAssignments } from "../../generators/patient/steer/draw.ts";
import { type Quota, shuffled, strataFor, type TargetCell } from "../../generators/patient/steer/strata.ts";
import {
  type GroupSupport,
  isBacked,
  LEAST_PATIENTS,
  LEAST_WEIGHT,
} from "../../generators/patient/steer/support.ts";
import {
  ANYONE,
  both,
  parseWhere,
  shareIn,
  sideOf,
  type Where,
} from "../../generators/patient/steer/where.ts";
import type { Domain } from "../../schemas/domain.ts";
import type { RecordProvenance } from "../../schemas/person.ts";
import { InvalidRequest } from "../errors.ts";
import type { Rng } from "../math/rng.ts";
import { digitsOf, marginal, type ReferencePopulation } from "../reference/population.ts";
import type { Models } from "./population.ts";

/** Who is to be drawn: how many, and how they differ from the release's own people. */
export interface Request {
  readonly patients: number;
  readonly seed: string;
  readonly match?: ReferencePopulation | undefined;
  /** `sex=female,age=70-90:500`: exactly 500 of that group. */
  readonly quotas?: readonly string[] | undefined;
  readonly allowPooled?: boolean | undefined;
}

/** What people's categories are drawn from, and what is known of groups. */
export type LawModels = Pick<Models, "law" | "groups" | "backbone">;

/** Draws the categories of any range of the people asked for. Spends nothing: it reads the models of a release. */
export interface Steering {
  assignments(
    range: { readonly from: number; readonly to: number },
    streamOf: (index: number) => Rng,
  ): Generator<DrawnAssignment>;
  provenanceOf(drawn: DrawnAssignment): RecordProvenance;
}

/**
 * @throws InvalidRequest for a quota that cannot be read, overlaps another, asks for more people than are drawn, or names
 *         a group that the release does not support (unless pooled groups are allowed)
 */
export const steeringOf = (models: LawModels, request: Request): Steering => {
  const { law, groups } = models;
  const shareOf = (where: Where) => shareIn(law, where);
  const quotas = (request.quotas ?? []).map(text => quotaOf(text, models, shareOf));
  const refused = quotas.find(({ isSupported }) => !isSupported && request.allowPooled !== true);
  if (refused !== undefined)
    throw new InvalidRequest(refusal(refused.text, groups(refused.where, shareOf(refused.where))));
  const target = request.match === undefined ? [] : targetOf(request.match, law.domain);
  const strata = strataFor(law, { patients: request.patients, quotas, target }, request.seed);
  const slots = shuffled(strata, request.seed);
  const isKnown = isBacked(groups, shareOf);
  // Without a size that stands out of its noise the models are the prior.
  const rest: RecordProvenance = Object.keys(models.backbone.support).length > 0 ? "pooled" : "unsupported";
  return {
    assignments: (range, streamOf) => drawAssignments(law, { strata, slots }, range, streamOf),
    provenanceOf: ({ assignment, stratum }) => {
      if (!stratum.isSupported || !isKnown(assignment)) return rest;
      return stratum.isReweighted ? "reweighted" : "measured";
    },
  };
};

const quotaOf = (text: string, models: LawModels, shareOf: (where: Where) => number): Quota => {
  const at = text.lastIndexOf(":");
  const count = Number(text.slice(at + 1));
  if (at < 0 || !Number.isInteger(count) || count < 1)
    throw new InvalidRequest(`a quota must end with a colon and a whole number ≥ 1; got "${text}"`);
  const group = text.slice(0, at).trim();
  const where = parseWhere(group, models.law.domain);
  const share = shareOf(where);
  if (!(share > 0)) throw new InvalidRequest(`quota "${group}": the rules of the records allow nobody in it`);
  return { text: group, where, count, isSupported: models.groups(where, share).isSupported };
};

/** What was found of the group, what would be needed, and the way out. Released numbers only. */
const refusal = (group: string, { counted, least, weight, needed }: GroupSupport): string => {
  const way = "--allow-pooled draws them from pooled statistics and the prior, and tags every one";
  if (counted === undefined || needed === undefined)
    return `quota "${group}": no released table counts this group by itself, so that nothing in the release is known of it alone; ${way}`;
  const found = `the release counts ${Math.round(counted.count)} ± ${Math.ceil(counted.noise)} patients (at least ${Math.max(0, Math.floor(least))} with 95 % confidence)`;
  const why =
    least < LEAST_PATIENTS
      ? `at least ${LEAST_PATIENTS} are needed: a cohort with about ${needed} of them at this noise`
      : `their share weighs ${weight.toFixed(2)} against the prior, and ${LEAST_WEIGHT} is needed`;
  return `quota "${group}" is not supported: ${found}; ${why}; ${way}`;
};

/** The cells of a reference population over the attributes that the release has too. */
export const targetOf = (population: ReferencePopulation, domain: Domain): readonly TargetCell[] => {
  const axes = population.axes.filter(axis => domain.some(({ name }) => name === axis.name));
  if (axes.length === 0)
    throw new InvalidRequest(
      `the release has none of the attributes of ${population.name}: ${population.axes.map(({ name }) => name).join(", ")}`,
    );
  const sizes = axes.map(({ categories }) => categories.length);
  const counts = marginal(
    population,
    axes.map(({ name }) => name),
  );
  return counts.flatMap((share, at) => {
    if (!(share > 0)) return [];
    const digits = digitsOf(at, sizes);
    const sides = axes.map(({ name, categories }, i) => sideOf(name, [categories[digits[i]!]!], domain));
    const where = sides.reduce<Where | undefined>((box, side) => box && both(box, side), ANYONE);
    return where === undefined ? [] : [{ where, share }];
  });
};
