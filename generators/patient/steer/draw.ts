import type { Assignment } from "../../../schemas/domain.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { type RecordLaw, sampler } from "../law.ts";
import type { Stratum } from "./strata.ts";
import { evidenceOf } from "./where.ts";

/** A person's categories, and the box they were drawn from. */
export interface DrawnAssignment {
  readonly assignment: Assignment;
  readonly stratum: Stratum;
}

/** People whose categories are in memory at a time. */
const CHUNK = 2000;

/**
 * Categories of the people from..to, in order. One box's conditional law is in memory at a time: a chunk is drawn box by
 * box, and every person has a stream of their own, so that neither chunks nor boxes change who comes out.
 *
 * @param slots     stratum of every person
 * @param streamOf  randomness of a person
 */
export function* drawAssignments(
  law: RecordLaw,
  { strata, slots }: { readonly strata: readonly Stratum[]; readonly slots: Int32Array },
  range: { readonly from: number; readonly to: number },
  streamOf: (index: number) => Rng,
): Generator<DrawnAssignment> {
  const samplers = strata.length === 1 ? strata.map(each => samplerOf(law, each)) : [];
  for (let from = range.from; from < range.to; from += CHUNK) {
    const members = new Map<number, number[]>();
    for (let index = from; index < Math.min(range.to, from + CHUNK); index++)
      append(members, slots[index]!, index);
    const drawn: DrawnAssignment[] = [];
    for (const [s, people] of members) {
      const stratum = strata[s]!;
      const own = samplers[s] ?? samplerOf(law, stratum);
      for (const index of people) drawn[index - from] = { assignment: own.draw(streamOf(index)), stratum };
    }
    yield* drawn;
  }
}

const samplerOf = (law: RecordLaw, { where }: Stratum) =>
  sampler(law, evidenceOf(where, law.domain), where.years);

const append = (members: Map<number, number[]>, stratum: number, index: number): void => {
  const known = members.get(stratum);
  if (known === undefined) members.set(stratum, [index]);
  else known.push(index);
};
