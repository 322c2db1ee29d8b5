import type { Domain } from "./domain.ts";
import type { BlockPlan } from "./statistic.ts";

/** The neighbouring relation beside every ε: one patient with all records in all modalities, added or removed. */
export const RELATION = "add or remove one patient";
export const UNIT = "patient (all records, all modalities)";

interface Planned {
  /** What the release is called in plan, ledger and release: no two of a run are the same. */
  readonly purpose: string;
  /** Share of the budget (of μ², or of ρ: the same share) that this release buys; those of a plan sum to at most 1. */
  readonly share: number;
}

/** A bounded sum of patient vectors (ℓ₂ norm ≤ 1 each) with Gaussian noise. */
export interface PlannedSum extends Planned {
  readonly kind?: never;
  /** Noise standard deviation over sensitivity, decimal string: exactly what ledger and sampler use. */
  readonly noiseMultiplier: string;
  readonly blocks: readonly BlockPlan[];
}

/** A choice by the exponential mechanism among candidates that earlier releases determine. */
export interface PlannedSelection extends Planned {
  readonly kind: "selection";
  /** ε of the mechanism, decimal string. */
  readonly epsilon: string;
}

/** Tables with Gaussian noise on every cell; which ones, earlier releases determine. */
export interface PlannedTables extends Planned {
  readonly kind: "tables";
  /** Noise standard deviation over the ℓ₂ norm of one person, decimal string. */
  readonly noiseMultiplier: string;
}

/**
 * Names that patients hold (phrases, say), from no list made beforehand: each patient counts at most `perPatient` of them,
 * once each, with Gaussian noise on every count; those whose noisy count reaches `threshold` are let out with it.
 */
export interface PlannedPartitions extends Planned {
  readonly kind: "partitions";
  /** Noise standard deviation over the ℓ₂ norm of one patient, decimal string. */
  readonly noiseMultiplier: string;
  /** Positive whole number. */
  readonly perPatient: number;
  /** Patients, decimal string. */
  readonly threshold: string;
  /** Probability, at most, that anything of one patient alone reaches the threshold; part of the plan's δ. Decimal string. */
  readonly delta: string;
}

/** One release of a sealed plan: what is done and at what price is fixed, what it is done to may follow from releases. */
export type PlannedRelease = PlannedSum | PlannedSelection | PlannedTables | PlannedPartitions;

/**
 * Everything `fit` will do, fixed before any data is read. Its hash is the first line of the ledger. An adaptive run's
 * plan lists no release: it fixes the budget and all that is public.
 */
export interface Plan<R extends PlannedRelease = PlannedSum> {
  readonly format: "semblance-plan/1";
  readonly relation: typeof RELATION;
  readonly unit: typeof UNIT;
  /** Decimal strings, so that the ledger and the sampler read the same number. */
  readonly budget: { readonly epsilon: string; readonly delta: string };
  readonly releases: readonly R[];
  readonly domain: Domain;
  /** Other public choices that the result depends on: prior versions, basis, dimensions, record bounds, reference date. */
  readonly choices: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** A plan of releases of any kind, as the ledger keeps it. */
export type SealedPlan = Plan<PlannedRelease>;
