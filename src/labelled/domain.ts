import { z } from "zod";
import { SIDES } from "../../generators/labelled/pictures.ts";
import type { SealedPlan } from "../../schemas/plan.ts";
import { InvalidInput, InvalidRequest } from "../errors.ts";

/** What the owner declares of a cohort of labelled pictures before any is read. */
export interface PictureDomain {
  /** Pixels across: all pictures are square and of one size. */
  readonly side: number;
  readonly colour: "grey" | "rgb";
  readonly classes: readonly string[];
  /** Whether a mirrored picture still shows the same: true of a shirt, not of a digit or a chest. */
  readonly mirror: boolean;
}

const shape = z.strictObject({
  side: z.int().min(SIDES.least).max(SIDES.most),
  colour: z.enum(["grey", "rgb"]).default("grey"),
  classes: z.array(z.string().min(1)).min(2).max(256),
  mirror: z.boolean().default(false),
});

/**
 * A declared domain, as it comes from YAML: `{side, colour, classes, mirror}`.
 *
 * @throws InvalidInput naming the field and the rule
 */
export const parsePictureDomain = (source: unknown, file: string): PictureDomain => {
  const { data, error } = shape.safeParse(source);
  if (error !== undefined) {
    const [issue] = error.issues;
    throw new InvalidInput(issue!.message.toLowerCase(), { file, field: issue!.path.join(".") });
  }
  if (new Set(data.classes).size !== data.classes.length)
    throw new InvalidInput("a class is declared twice", { file, field: "classes" });
  return data;
};

/** The declared domain that a plan was made for. */
export const pictureDomainOf = ({ domain, choices }: SealedPlan): PictureDomain => {
  const classes = domain.find(({ name }) => name === "class")?.categories;
  const { side, colour, mirror } = choices;
  const { data } = shape.safeParse({ side, colour, mirror, classes });
  if (data === undefined) throw new InvalidRequest("the plan must be one of labelled pictures");
  return data;
};

export const channelsIn = ({ colour }: Pick<PictureDomain, "colour">): 1 | 3 => (colour === "grey" ? 1 : 3);
