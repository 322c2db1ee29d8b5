import type { Definitions } from "../definitions.ts";
import type { Index } from "../index-of.ts";
import type { Fault, Resource } from "../resource.ts";
import type { Visit } from "../walk.ts";

/** What a rule may know beside the resource itself. */
export interface Context {
  /** Every value of the resource: walked once for all rules. */
  readonly visits: readonly Visit[];
  readonly definitions: Definitions;
  readonly index: Index;
  /** Day after which nothing may be dated, YYYY-MM-DD. */
  readonly asOf: string;
  /** Ids and identifiers of the real cohort, which no synthetic resource may bear. */
  readonly taken: ReadonlySet<string>;
  /** Whether an attachment's file is there; not asked where the files were not written. */
  readonly isThere?: (url: string) => boolean;
}

/** Faults of one resource; undefined where the rule does not apply to it. */
export type Rule = (resource: Resource, context: Context) => readonly Fault[] | undefined;
