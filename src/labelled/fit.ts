import { momentBlocks, spreadBlock } from "../../generators/labelled/blocks.ts";
import { Descent, type DescentSettings, GRADIENT_BOUND } from "../../generators/labelled/head.ts";
import { type ClassMoments, classMoments } from "../../generators/labelled/model.ts";
import type { Ledger } from "../../privacy/ledger.ts";
import { gradientSum } from "../../privacy/mechanisms/gradient-sum.ts";
import { stratifiedSum } from "../../privacy/mechanisms/stratified-sum.ts";
import type { Private } from "../../privacy/private.ts";
import type { Cohort } from "../../schemas/cohort.ts";
import type { LabelledPatient, LabelledView } from "../../schemas/labelled.ts";
import type { PlannedRelease, SealedPlan } from "../../schemas/plan.ts";
import type { Release } from "../../schemas/release.ts";
import type { NoisySum } from "../../schemas/statistic.ts";
import { blockOf } from "../pipeline/design.ts";
import { releaseHead } from "../pipeline/release-file.ts";
import { writtenSums } from "../pipeline/sums.ts";
import { pictureDomainOf } from "./domain.ts";
import { MOMENTS, type PictureView, SPREADS, stepName } from "./plan.ts";

const STRATA = {
  recordsOf: ({ views }: LabelledPatient) => views,
  stratumOf: ({ label }: LabelledView) => label,
};

/**
 * Runs the sealed plan of labelled pictures through the ledger: the only step that sees patients. A run that stopped goes
 * on with a resumed ledger.
 *
 * @param tell  told after every release how many there are
 */
export const fitPictures = async (
  view: PictureView,
  ledger: Ledger,
  data: Private<Cohort<LabelledPatient>>,
  tell: (done: number) => void = () => undefined,
): Promise<Release> => {
  const { plan } = ledger;
  const { classes } = pictureDomainOf(plan);
  const planned = (purpose: string): PlannedRelease =>
    plan.releases.find(release => release.purpose === purpose)!;
  const sums: NoisySum[] = [];
  const keep = (sum: NoisySum): NoisySum => {
    tell(sums.push(sum));
    return sum;
  };
  const { space } = view;
  const moments = keep(
    await ledger.releaseNoted(
      stratifiedSum(planned(MOMENTS), momentBlocks(space, classes.length), STRATA),
      data,
    ),
  );
  const laws = momentsOf(view, plan, moments);
  keep(
    await ledger.releaseNoted(
      stratifiedSum(planned(SPREADS), [spreadBlock(space, meansAround(view, laws))], STRATA),
      data,
    ),
  );
  const settings = settingsOf(view, plan, laws);
  const descent = new Descent(settings);
  for (let step = 0; step < settings.steps; step++) {
    const mechanism = gradientSum(planned(stepName(step)), descent.head, GRADIENT_BOUND);
    descent.step(blockOf(keep(await ledger.releaseNoted(mechanism, data)), "gradient").values);
  }
  return { ...releaseHead(ledger, plan), sums: writtenSums(sums) };
};

export const momentsOf = ({ space }: PictureView, plan: SealedPlan, sum: NoisySum): readonly ClassMoments[] =>
  classMoments(space, pictureDomainOf(plan).classes.length, {
    mean: blockOf(sum, "mean"),
    square: blockOf(sum, "square"),
  });

/** What the second release looks around: the released means of the classes that have support. */
const meansAround = ({ space }: PictureView, laws: readonly ClassMoments[]) =>
  laws.map(({ mean, supported }) => (supported ? Float64Array.from(space.spread, i => mean[i]!) : undefined));

export const settingsOf = (
  { whitening: { features } }: PictureView,
  { budget, choices }: SealedPlan,
  laws: readonly ClassMoments[],
): DescentSettings => ({
  classes: laws.length,
  features,
  steps: Number(choices.steps),
  count: Math.max(
    1,
    laws.reduce((sum, { count }) => sum + Math.max(0, count), 0),
  ),
  epsilon: Number(budget.epsilon),
});
