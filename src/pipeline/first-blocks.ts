import { residualBlock } from "../../generators/ecg/residual/block.ts";
import { meansBlock } from "../../generators/latent/blocks.ts";
import type { FrameClusters } from "../../generators/note/house/clusters.ts";
import { framesBlock } from "../../generators/note/house/frame-block.ts";
import { noteBlock } from "../../generators/note/style.ts";
import { type Focus, marginalBlock } from "../../generators/patient/marginals.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import type { Digest } from "../../schemas/digest.ts";
import type { Domain } from "../../schemas/domain.ts";
import type { Block } from "../../schemas/statistic.ts";
import { ecgResidual, type Frame } from "./frame.ts";
import { ecgConditioning, imageConditioning } from "./signals.ts";

/** Shares of a patient's squared norm within a round. Source: methods.md §5.4. */
const SHARES = { patient: 0.4, image: 0.25, ecg: 0.2, residual: 0.01, note: 0.1, frames: 0.05 };
/** Without a coded history a person is few attributes. */
const WITHOUT_HISTORY = 0.15;

/** What the first round releases: marginals, and counts and means of everything that is declared. */
export const firstBlocks = (
  config: CohortConfig,
  {
    domain,
    spaces,
    focus,
    wording,
  }: {
    readonly domain: Domain;
    readonly focus: Focus;
    readonly spaces: Frame;
    readonly wording: FrameClusters | undefined;
  },
): readonly Block<Digest>[] => {
  const active = {
    patient: true,
    ecg: spaces.ecg !== undefined,
    // What a recording holds besides its beats is the same in any space.
    residual: spaces.ecg !== undefined,
    image: spaces.image !== undefined,
    note: config.modalities.includes("note"),
    frames: wording !== undefined,
  };
  const shares = config.modalities.includes("fhir") ? SHARES : { ...SHARES, patient: WITHOUT_HISTORY };
  const total = (Object.keys(shares) as (keyof typeof SHARES)[]).reduce(
    (sum, name) => sum + (active[name] ? shares[name] : 0),
    0,
  );
  const weight = (name: keyof typeof SHARES) => Math.sqrt(shares[name] / total);
  return [
    marginalBlock(domain, weight("patient"), focus),
    ...signalsOf(spaces).map(({ space, conditioning }) =>
      meansBlock(space, conditioning, weight(space.name)),
    ),
    ...(active.residual ? [residualBlock(ecgResidual(), weight("residual"))] : []),
    ...(active.note ? [noteBlock(weight("note"))] : []),
    ...(wording ? [framesBlock(wording.count, weight("frames"))] : []),
  ];
};

/** The signals of a frame with what conditions them. */
export const signalsOf = (spaces: Frame) => [
  ...(spaces.ecg ? [{ space: spaces.ecg, conditioning: ecgConditioning }] : []),
  ...(spaces.image ? [{ space: spaces.image, conditioning: imageConditioning }] : []),
];
