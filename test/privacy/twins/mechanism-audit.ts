import { join } from "node:path";
import type * as SumModule from "../../../privacy/mechanisms/bounded-sum.ts";
import type { Block, NoisySum } from "../../../schemas/statistic.ts";
import type { Projection } from "../../../src/math/projection.ts";
import type * as NoiseModule from "../../../src/math/secret-noise.ts";
import type { SecretNoise } from "../../../src/math/secret-noise.ts";
import { normalCdf } from "../../../src/math/special.ts";
import { errorsOf, provedMu } from "../mechanisms/audit.ts";
import { cohortOf, planned, type Vector } from "../mechanisms/fixtures.ts";
import type * as ProjectedModule from "../projected.ts";
import type { Copy } from "./twin.ts";

/** z = 1: the claim is μ ≤ 1. */
export const CLAIM = 1;
const LATTICE = 2 ** 20;

/** A patient with several records. */
type Records = readonly Vector[];

/** Stretches its first direction threefold, and is no orthonormal map. */
const STRETCH: Projection = {
  name: "public-basis",
  inputs: 2,
  outputs: 2,
  apply: x => Float64Array.of(3 * x[0]!, x[1]!),
  lift: z => z,
};
/** The worst patient: three records, each far beyond the bound, all in the stretched direction. */
const WORST: Records = [
  [50, 0],
  [50, 0],
  [50, 0],
];
const OTHERS: readonly Records[] = [[[0, 0]], [[0, 0]]];

const records: Block<Records> = {
  name: "values",
  size: 2,
  weight: 1,
  contribute: (patient, out) => {
    for (const record of patient) for (let i = 0; i < 2; i++) out[i] = out[i]! + record[i]!;
  },
};

/** What an attacker tells two worlds apart by: a score, and the line above which it says "in". */
interface Attack {
  readonly name: string;
  readonly threshold: number;
  score(sum: NoisySum, replay: () => NoisySum): number;
}

/** All attacks, with their lines, are fixed here, before any run. */
const ATTACKS: readonly Attack[] = [
  { name: "along the worst direction", threshold: 0.5, score: sum => sum.blocks[0]!.values[0]! },
  {
    name: "along the worst direction, far",
    threshold: 1.5,
    score: sum => sum.blocks[0]!.values[0]!,
  },
  {
    // Sums lie on the lattice; means of three patients do not lie on that of two.
    name: "off the lattice",
    threshold: 0.5,
    score: sum => (sum.blocks[0]!.values.every(v => Number.isInteger(v * 2 * LATTICE)) ? 0 : 1),
  },
  {
    // Metadata that names a seed lets anybody draw the same noise again and take it off.
    name: "noise drawn again",
    threshold: 0.5,
    score: (sum, replay) =>
      "seed" in sum ? sum.blocks[0]!.values[0]! - replay().blocks[0]!.values[0]! : Number.NEGATIVE_INFINITY,
  },
];

export interface Audited {
  readonly runs: number;
  /** False-alarm rate of the whole audit, shared by its attacks (Bonferroni). */
  readonly alpha: number;
  /** Noise for each run; the copy's own system noise if left out. */
  readonly noise?: () => SecretNoise;
}

export interface Audit {
  /** The largest μ that any attack proves: above the claim, the mechanism is caught. */
  readonly mu: number;
  readonly attack: string;
}

/** The mechanism of a copy, as the copy's own modules have it. */
export const loadMechanism = async (copy: Copy) => {
  const load = (file: string) => import(join(copy.folder, file));
  const { boundedSum } = (await load("privacy/mechanisms/bounded-sum.ts")) as typeof SumModule;
  const { systemNoise } = (await load("src/math/secret-noise.ts")) as typeof NoiseModule;
  const { projected } = (await load("test/privacy/projected.ts")) as typeof ProjectedModule;
  return { boundedSum, systemNoise, projected };
};

export type Loaded = Awaited<ReturnType<typeof loadMechanism>>;

/**
 * Runs a mechanism many times with and without the worst patient, lets every attack guess, and proves a μ from its
 * errors.
 *
 * @guarantee on the honest mechanism the proved μ exceeds the claim with probability at most alpha
 * @source    Clopper–Pearson over both error rates; A2 of the design
 */
export const auditMechanism = (
  { boundedSum, systemNoise, projected }: Loaded,
  { runs, alpha, noise = systemNoise }: Audited,
): Audit => {
  const block = projected(records, STRETCH);
  const mechanism = boundedSum(planned("1", [block]), [block]);
  const empty = cohortOf<Records>([]);
  const play = (patients: readonly Records[]) => {
    const cohort = cohortOf(patients);
    const scores = ATTACKS.map((): number[] => []);
    for (let i = 0; i < runs; i++) {
      const sum = mechanism.run(cohort, noise());
      ATTACKS.forEach(({ score }, a) => {
        scores[a]!.push(score(sum, () => mechanism.run(empty, noise())));
      });
    }
    return scores;
  };
  const [without, present] = quietly(() => [play(OTHERS), play([...OTHERS, WORST])] as const);
  const found = ATTACKS.map(({ name, threshold }, a) => ({
    attack: name,
    mu: provedMu(errorsOf({ out: without[a]!, in: present[a]! }, threshold), alpha / ATTACKS.length),
  }));
  return found.reduce((best, each) => (each.mu > best.mu ? each : best));
};

/** What a twin logs is for the whole-run detectors to see. */
const quietly = <T>(work: () => T): T => {
  const { error } = console;
  console.error = () => {};
  try {
    return work();
  } finally {
    console.error = error;
  }
};

/** How many times too little noise an audit of this size sees if its errors come out as expected; in steps of 0.1 %. */
export const leastFactor = (runs: number, alpha: number): number => {
  for (let factor = 1; factor < 20; factor *= 1.001) {
    const errors = Math.ceil(runs * normalCdf(-factor / 2));
    const mu = provedMu({ falsePositives: errors, falseNegatives: errors, runs }, alpha / ATTACKS.length);
    if (mu > CLAIM) return factor;
  }
  return Number.POSITIVE_INFINITY;
};
