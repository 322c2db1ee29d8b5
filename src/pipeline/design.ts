import { SPACE_RANK } from "../../generators/ecg/space/shipped.ts";
import { momentsBlock, traitsBlock } from "../../generators/latent/blocks.ts";
import { strataOf } from "../../generators/latent/model.ts";
import type { LatentSpace } from "../../generators/latent/space.ts";
import { ENGLISH } from "../../generators/note/bank/en/index.ts";
import { clustersOf, type FrameClusters } from "../../generators/note/house/clusters.ts";
import { PHRASES_PER_PATIENT } from "../../generators/note/house/wording.ts";
import { domain as domainOf } from "../../generators/patient/domain.ts";
import { recordLaw } from "../../generators/patient/law.ts";
import type { Focus } from "../../generators/patient/marginals.ts";
import { priorBackbone } from "../../generators/patient/model.ts";
import { makePlan, type RequestedRelease } from "../../privacy/plan.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import type { Digest } from "../../schemas/digest.ts";
import type { Domain } from "../../schemas/domain.ts";
import type { SealedPlan } from "../../schemas/plan.ts";
import type { Block, NoisySum } from "../../schemas/statistic.ts";
import { Unsound } from "../errors.ts";
import type { ProjectionName } from "../math/projection.ts";
import { decimalUp, parseDecimal } from "../math/rational.ts";
import { firstBlocks, signalsOf } from "./first-blocks.ts";
import { bestBases, type Frame, type FrameChoices, framesOf, USUAL_BASIS, writtenChoices } from "./frame.ts";
import { noiseOn, type Ranks, ranksOf } from "./ranks.ts";

export interface DesignOptions {
  /** Decimal strings, as the user wrote them. */
  readonly epsilon: string;
  readonly delta: string;
  readonly asOf: string;
  /** Space of both signals; `auto`: for each the one from which least is expected to be lost, by public numbers. */
  readonly projection: ProjectionName | "auto";
  /** Dimension of each signal's projected space; by default from public size, noise and prior. */
  readonly rank?: number;
  readonly publicSeed: string;
}

/** What will be released, in order, all of it fixed by public numbers. */
export interface Design {
  readonly plan: SealedPlan;
  readonly domain: Domain;
  readonly frame: Frame;
  readonly focus: Focus;
  /** The wordings that notes are read for; absent where they would be noise. */
  readonly wording?: FrameClusters;
  readonly first: readonly Block<Digest>[];
  /** The second round looks at patients around the offsets that the first released. */
  second(released: NoisySum): readonly Block<Digest>[];
}

/**
 * Shares of μ²: the first round buys counts, marginals and means, the second the spread around them. Where public size
 * times ε is small the spread would be noise and is left to the prior.
 */
const ROUNDS = {
  few: { first: 1, second: 0 },
  some: { first: 0.85, second: 0.15 },
  many: { first: 0.65, second: 0.35 },
};
/**
 * From here on it stands out of the noise what sets people of one stratum apart (trait means): they are bought in the
 * second round, around the offsets of the first, where a tight bound makes them cheap.
 */
const TRAITS = { from: 2500, rounds: { first: 0.45, second: 0.55 }, weight: Math.sqrt(0.75) };
const FEW = 1000;
/**
 * From here on pairs that the public tree does not join stand out of the noise: a part of every round's share goes to
 * choosing and measuring them. Choosing makes the whole plan be accounted by zCDP, 6 % more noise at ε = 3.
 */
const MANY_PAIRS = 20_000;
const PAIRS = { rounds: 10, share: 0.2, choices: 0.15 };
/** A model may have this many times the cells of the public tree. */
const GROWTH = 2.5;
/** Below this only the coarse shape of a cohort can be told from noise. */
const SOME = 5000;
/**
 * Phrases of notes get this share of the budget, and this part of δ pays for those of one patient alone. Below SOME the
 * threshold is more patients than a phrase is likely to have.
 */
const PHRASES = { share: 0.04, ofDelta: 10n };
/** Most coordinates that are measured unless more are asked for: of second moments of more there would be noise alone. */
const MOST: Ranks = { moments: { ecg: 96, image: 96 }, means: { ecg: SPACE_RANK, image: 96 } };

export const FIRST = "counts, marginals and means";
export const SECOND = "second moments around the released means";
export const THIRD = "phrases of notes";

export const design = (config: CohortConfig, options: DesignOptions): Design => {
  const isWorded = config.modalities.includes("note") && seenBy(config, options) > FEW;
  const wording = isWorded ? clustersOf(ENGLISH) : undefined;
  if (options.projection !== "auto")
    return designIn(bothIn(options.projection), { config, options, wording });
  const usual = designIn(bothIn(USUAL_BASIS), { config, options, wording });
  const chosen = bestBases({ image: config.image, publicSeed: options.publicSeed }, MOST.moments.ecg, {
    ecg: noiseOn(usual.plan, usual.frame.ecg, sizeOf(config)),
    image: noiseOn(usual.plan, usual.frame.image, sizeOf(config)),
  });
  const isUsual = chosen.ecg === USUAL_BASIS && chosen.image === USUAL_BASIS;
  return isUsual ? usual : designIn(chosen, { config, options, wording });
};

const bothIn = (name: ProjectionName): FrameChoices["projection"] => ({ ecg: name, image: name });

/** The design in given bases; its ranks by public numbers unless the owner gives one. */
const designIn = (projection: FrameChoices["projection"], asked: Asked): Design => {
  const { config, options } = asked;
  const common = {
    modalities: config.modalities,
    image: config.image,
    projection,
    publicSeed: options.publicSeed,
  };
  const frames = framesOf(common);
  const at = (ranks: Ranks) =>
    designAt(
      { ...common, rank: ranks.means },
      { spaces: frames(ranks.means), moments: ranks.moments },
      asked,
    );
  if (options.rank !== undefined) return at(bothAt(options.rank));
  if (options.projection === "identity") return at(bothAt(MOST.means.ecg));
  return at(ranksOf(at(MOST), sizeOf(config), MOST));
};

/** Means of so many coordinates; moments of them where they are not too many. */
const bothAt = (rank: number): Ranks => {
  const moments = rank <= MOST.moments.ecg ? rank : 0;
  return { means: { ecg: rank, image: rank }, moments: { ecg: moments, image: moments } };
};

interface Asked {
  readonly config: CohortConfig;
  readonly options: DesignOptions;
  readonly wording: FrameClusters | undefined;
}

/** The design of a frame that is given. */
const designAt = (
  choices: FrameChoices,
  { spaces, moments: momentRank }: { readonly spaces: Frame; readonly moments: Ranks["moments"] },
  { config, options, wording }: Asked,
): Design => {
  const seen = seenBy(config, options);
  const focus: Focus = seen <= SOME ? "core" : "full";
  const traits = seen < TRAITS.from ? [] : traitsIn(spaces);
  const usual = seen <= FEW ? ROUNDS.few : seen <= SOME ? ROUNDS.some : ROUNDS.many;
  const rounds = traits.length > 0 ? TRAITS.rounds : usual;
  const domain = domainOf(config);
  const phrases = wording !== undefined && seen > SOME ? PHRASES.share : 0;
  const first = firstBlocks(config, { domain, spaces, focus, wording });
  const moments = signalsOf(spaces).filter(
    ({ space }) => rounds.second > 0 && momentRank[space.name] > 0 && space.projection.name !== "identity",
  );
  const secondBlocks = (offsets: (space: LatentSpace) => Readonly<Record<string, Float64Array>>) => {
    const left = moments.length === 0 || traits.length === 0 ? 1 : Math.sqrt(1 - TRAITS.weight ** 2);
    const weight = (moments.length === 0 ? 1 : TRAITS.weight) / Math.sqrt(traits.length);
    return [
      ...traits.map(({ space, conditioning }) => traitsBlock(space, conditioning, weight, offsets(space))),
      ...moments.map(({ space, conditioning }) =>
        momentsBlock(
          space,
          conditioning,
          { weight: left / Math.sqrt(moments.length), rank: momentRank[space.name] },
          offsets(space),
        ),
      ),
    ];
  };
  const second = (released: NoisySum) => secondBlocks(space => offsetsOf(space, released));
  const empty = secondBlocks(() => ({}));
  const pairs = seen >= MANY_PAIRS && config.modalities.includes("fhir") ? PAIRS.share : 0;
  const left = 1 - pairs - phrases;
  const releases: readonly RequestedRelease[] = [
    { purpose: FIRST, share: left * (empty.length === 0 ? 1 : rounds.first), blocks: first },
    ...(pairs > 0 ? pairReleases : []),
    ...(empty.length === 0 ? [] : [{ purpose: SECOND, share: left * rounds.second, blocks: empty }]),
    ...(phrases > 0 ? [phraseRelease(options.delta)] : []),
  ];
  const plan = makePlan({
    budget: { epsilon: options.epsilon, delta: options.delta },
    releases,
    domain,
    choices: {
      ...writtenChoices(choices, spaces),
      asOf: options.asOf,
      focus,
      ...(wording === undefined ? {} : { noteFrames: wording.fingerprint }),
      ...(pairs > 0 ? { cellLimit: Math.ceil(GROWTH * publicCells(domain)) } : {}),
      modalitiesDeclared: config.declared,
      ecgPerPatient: config.recordsPerPatient.ecg,
      imagesPerPatient: config.recordsPerPatient.image,
      notesPerPatient: config.recordsPerPatient.note,
    },
    ...(config.size === undefined ? {} : { publicSize: config.size }),
  });
  return { plan, domain, frame: spaces, focus, ...(wording && { wording }), first, second };
};

/** Rounds of a choice and a table, equal shares. */
const pairReleases: readonly RequestedRelease[] = Array.from({ length: PAIRS.rounds }, (_, round) => {
  const share = PAIRS.share / PAIRS.rounds;
  return [
    { kind: "selection", purpose: `choice ${round + 1}`, share: share * PAIRS.choices } as const,
    { kind: "tables", purpose: `table ${round + 1}`, share: share * (1 - PAIRS.choices) } as const,
  ];
}).flat();

const phraseRelease = (delta: string): RequestedRelease => {
  const { num, den } = parseDecimal(delta, "delta");
  return {
    kind: "partitions",
    purpose: THIRD,
    share: PHRASES.share,
    perPatient: PHRASES_PER_PATIENT,
    delta: decimalUp({ num, den: den * PHRASES.ofDelta }, 6),
  };
};

/** Cells of the public tree over a domain. */
const publicCells = (domain: Domain): number =>
  recordLaw(priorBackbone(domain)).tree.nodes.reduce((sum, { cells }) => sum + cells, 0);

/** The block of a release by name; its absence is a bug, not an input error. */
export const blockOf = (sum: NoisySum, name: string) => {
  const found = sum.blocks.find(block => block.name === name);
  if (found === undefined) throw new Unsound(`the release "${sum.purpose}" holds no block "${name}"`);
  return found;
};

/** A cohort of undeclared size is planned for as one of a thousand. */
const UNKNOWN_SIZE = 1000;
const sizeOf = (config: CohortConfig): number => config.size ?? UNKNOWN_SIZE;
/** How much there is to be seen: public size times ε. */
const seenBy = (config: CohortConfig, { epsilon }: DesignOptions): number => sizeOf(config) * Number(epsilon);

/** The signals whose conditioning knows traits. */
const traitsIn = (spaces: Frame) =>
  signalsOf(spaces).flatMap(({ space, conditioning }) => {
    const { fromAssignment, traits } = conditioning;
    return traits === undefined ? [] : [{ space, conditioning: { fromAssignment, traits } }];
  });

const offsetsOf = (space: LatentSpace, released: NoisySum): Readonly<Record<string, Float64Array>> =>
  Object.fromEntries(
    Object.values(strataOf(space, blockOf(released, `${space.name}/means`))).map(({ name, offset }) => [
      name,
      offset,
    ]),
  );
