import type { SealedPlan } from "./plan.ts";
import type { BlockPlan } from "./statistic.ts";

/** Stamped on ledger, release and certificate of a run whose noise can be replayed. */
export const NOT_PRIVATE = "NOT PRIVATE: TEST NOISE";

/** What was chosen among the candidates that earlier releases determine: its place in their list. */
export interface Choice {
  readonly purpose: string;
  readonly chosen: number;
}

/** Names that reached their threshold, in alphabetical order, with noisy counts of patients. */
export interface ReleasedPartitions {
  readonly purpose: string;
  readonly partitions: readonly { readonly name: string; readonly patients: number }[];
}

/** What every release states beside its values. `private` is false where the noise did not come from the operating system. */
export interface ReleaseHead {
  readonly format: "semblance-release/1";
  readonly software: string;
  readonly private: boolean;
  /** Only where `private` is false. */
  readonly warning?: typeof NOT_PRIVATE | undefined;
  readonly planHash: string;
  readonly plan: SealedPlan;
}

/**
 * The file a privacy officer signs off: the sealed plan and every number that left the sealed data. Sampling needs
 * nothing else.
 */
export interface Release extends ReleaseHead {
  readonly sums: readonly {
    readonly purpose: string;
    readonly blocks: readonly (BlockPlan & { readonly noise: number; readonly values: readonly number[] })[];
  }[];
  /** Choices of the exponential mechanism, in the order of the plan; absent where the plan has none. */
  readonly choices?: readonly Choice[] | undefined;
  /** Names let out over a threshold; absent where the plan has none. */
  readonly partitions?: readonly ReleasedPartitions[] | undefined;
}
