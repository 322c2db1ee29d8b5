import { momentBlocks, spreadBlock } from "../../generators/labelled/blocks.ts";
import { canonicalPictures, publicShapes } from "../../generators/labelled/pictures.ts";
import { pictureSpace } from "../../generators/labelled/space.ts";
import { whitening } from "../../generators/labelled/whitening.ts";
import { gradientBlock } from "../../privacy/mechanisms/gradient-sum.ts";
import { makePlan } from "../../privacy/plan.ts";
import type { Plan, SealedPlan } from "../../schemas/plan.ts";
import { channelsIn, type PictureDomain } from "./domain.ts";

/** What tells the plan of labelled pictures from others: its choice `model`. */
export const PICTURES = "labelled-pictures/3";

export const MOMENTS = "counts, mean and squared pictures";
export const SPREADS = "covariances around the released means";
export const stepName = (step: number): string => `gradient ${step + 1}`;

/** Shares of μ². Source: methods.md [E3]. */
const SHARES = { moments: 0.15, spreads: 0.35, head: 0.5 };
/** Steps of the classifier's descent, and gradients that it sees: where noise is small, more of both are worth their time. */
const DETAIL = { usual: { steps: 40, gradients: 200 }, fine: { steps: 60, gradients: 352 } };
const detailAt = (epsilon: string) => (Number(epsilon) > 3 ? DETAIL.fine : DETAIL.usual);

/** What pictures of a domain are seen as at a budget; public, made of shapes alone. */
export interface PictureView {
  readonly space: ReturnType<typeof pictureSpace>;
  readonly whitening: ReturnType<typeof whitening>;
}

export const viewOf = (domain: PictureDomain, { epsilon }: SealedPlan["budget"]): PictureView => {
  const pictures = canonicalPictures(domain.side, channelsIn(domain));
  const shapes = publicShapes(pictures);
  return {
    space: pictureSpace(pictures, shapes),
    whitening: whitening(pictures, shapes, detailAt(epsilon).gradients),
  };
};

/**
 * The sealed plan of labelled pictures: counts, mean and squared pictures of every class; covariances around them; and
 * the steps of a linear classifier. It depends on the declared domain, budget and size alone.
 *
 * @param publicSize  number of patients, if the owner declares it public: bounds δ
 */
export const picturePlan = (
  domain: PictureDomain,
  { space, whitening: { features } }: PictureView,
  budget: SealedPlan["budget"],
  publicSize?: number,
): Plan => {
  const classes = domain.classes.length;
  const { steps } = detailAt(budget.epsilon);
  const none = domain.classes.map(() => undefined);
  return makePlan({
    budget,
    releases: [
      { purpose: MOMENTS, share: SHARES.moments, blocks: momentBlocks(space, classes) },
      { purpose: SPREADS, share: SHARES.spreads, blocks: [spreadBlock(space, none)] },
      ...Array.from({ length: steps }, (_, step) => ({
        purpose: stepName(step),
        share: SHARES.head / steps,
        blocks: [gradientBlock({ classes, features })],
      })),
    ],
    domain: [{ name: "class", categories: domain.classes }],
    choices: {
      model: PICTURES,
      prior: "shapes/1",
      side: domain.side,
      colour: domain.colour,
      mirror: domain.mirror,
      steps,
    },
    ...(publicSize === undefined ? {} : { publicSize }),
  });
};
