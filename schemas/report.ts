import type { Audience } from "./disclosure.ts";
import type { EcgMeasurements, EcgRecord } from "./ecg.ts";
import type { Plan } from "./plan.ts";

/** A measured number with its interval. `method` names the interval ("Wilson", "Clopper–Pearson"). */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly method: string;
  readonly trials: number;
}

export type Verdict = "PASS" | "FAIL" | "INCONCLUSIVE" | "INFORMATION";

/** One row of the evidence: what was measured, how sure, for whom, and what it means. */
export interface Finding {
  readonly metric: string;
  /** One plain sentence: what an officer reads from it. */
  readonly meaning: string;
  readonly group?: string;
  readonly estimate: Estimate;
  readonly threshold?: number;
  readonly verdict: Verdict;
  /** The smallest leak this test would have flagged, in words. */
  readonly power?: string;
  readonly audience: Audience;
}

/** One demographic cell against a reference population. */
export interface CoverageCell {
  readonly cell: Readonly<Record<string, string>>;
  readonly count: number;
  readonly share: Estimate;
  readonly reference: number;
  /** share / reference. */
  readonly ratio: number;
  /** logit(share) − logit(reference). */
  readonly logDisparity?: Estimate;
  /** False where people are there, but none of them has signals measured in their own group. */
  readonly inEvidence?: boolean;
  readonly verdict: "covered" | "under" | "over" | "cannot judge";
  /** Patients of this cell by provenance of their signals. */
  readonly provenance?: Readonly<Record<string, number>>;
}

export interface Coverage {
  readonly reference: {
    readonly name: string;
    /** Absent where a reference of the user's own does not state one. */
    readonly year?: number;
    readonly source: string;
    readonly licence: string;
    readonly note?: string;
  };
  /** Synthetic people compared. */
  readonly people?: number;
  /** Axes of the reference that no synthetic person has: nothing can be said along them. */
  readonly unrecorded?: readonly string[];
  /** Like `mass`, counting only cells whose people have signals measured in their own group. */
  readonly massInEvidence?: number;
  readonly cells: readonly CoverageCell[];
  /** Share of the reference population's mass in cells with at least `minimum` synthetic patients. */
  readonly mass: number;
  readonly minimum: number;
  readonly worst?: CoverageCell;
  readonly unknown: number;
}

/** What one group's statistics can carry, from released numbers alone. */
export interface Support {
  readonly modality: string;
  readonly stratum: string;
  readonly noisyCount: number;
  readonly noise: number;
  /** Weight of the released statistics against the prior, 0 (prior only) to 1. */
  readonly weight: number;
  readonly provenance: string;
}

export interface Certificate {
  readonly epsilon: number;
  readonly delta: number;
  readonly relation: string;
  readonly unit: string;
  readonly accountant: string;
  readonly spends: readonly {
    readonly purpose: string;
    /** Of Gaussian noise. */
    readonly noiseMultiplier?: string;
    /** ε of the exponential mechanism, where the release is a selection. */
    readonly selectionEpsilon?: string;
    readonly epsilonAlone: number;
  }[];
  readonly private: boolean;
}

export interface ReportInput {
  readonly title: string;
  /** ISO date of the run's reference date, not of the clock. */
  readonly asOf: string;
  readonly audience: Audience;
  readonly plan: Plan;
  readonly certificate: Certificate;
  readonly support: readonly Support[];
  readonly patients: number;
  readonly images: readonly { readonly png: Uint8Array; readonly caption: string }[];
  readonly ecgs: readonly {
    readonly record: EcgRecord;
    readonly measurements: EcgMeasurements;
    readonly caption: string;
  }[];
  readonly notes: readonly { readonly text: string; readonly caption: string }[];
  readonly coverage?: Coverage;
  /** Public findings in both reports; internal ones only where audience is "internal". */
  readonly findings: readonly Finding[];
  /** What the generators of this version are known to be weak at, in plain words. */
  readonly limits: readonly string[];
}
