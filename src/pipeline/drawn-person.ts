import { drawPerson } from "../../generators/patient/person.ts";
import type { DrawnAssignment } from "../../generators/patient/steer/draw.ts";
import type { Person } from "../../schemas/person.ts";
import type { Rng } from "../math/rng.ts";

/** Who is to be drawn. */
export interface DrawnPerson {
  readonly index: number;
  readonly drawn: DrawnAssignment;
  readonly seed: string;
}

/** A person of the drawn categories. @param random  the person's own stream */
export const drawnPerson = (
  { asOf }: { readonly asOf: string },
  { index, drawn, seed }: DrawnPerson,
  random: Rng,
): Person => {
  const { years } = drawn.stratum.where;
  return drawPerson(drawn.assignment, index, random, {
    asOf,
    idSeed: seed,
    ...(years === undefined ? {} : { years }),
  });
};
