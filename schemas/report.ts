import type { Audience } from "./disclosure.ts";
import type { EcgMeasurements, EcgRecord } from "./ecg.ts";
import type { SealedPlan } from "./plan.ts";

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

/**
 * What can be said of a cell: "covered" at 0.8 to 1.25 times its reference share; "under" and "over" outside of that and
 * told from chance; "unclear" outside, but not told from chance; "too small" where fewer than five people are expected;
 * "not in evidence" where the number is there, but nobody of it is backed by the group's own patients.
 */
export type CoverageVerdict = "covered" | "under" | "over" | "unclear" | "too small" | "not in evidence";

/** One demographic cell against a reference population. */
export interface CoverageCell {
  readonly cell: Readonly<Record<string, string>>;
  readonly count: number;
  /** Simultaneous within the cell's table. */
  readonly share: Estimate;
  readonly reference: number;
  /** share / reference; absent where nobody of the reference is in the cell. */
  readonly ratio?: Estimate;
  /** logit(share) − logit(reference); absent where the reference share is 0 or 1. */
  readonly logDisparity?: Estimate;
  /** False where people are there, but none of them is backed by patients of their own group. */
  readonly inEvidence?: boolean;
  readonly verdict: CoverageVerdict;
  /** Patients of this cell by provenance. */
  readonly provenance?: Readonly<Record<string, number>>;
}

/** Shares of the reference population by what is said of the cells they live in; they add up to 1. */
export type CoverageMass = Readonly<Record<CoverageVerdict | "empty", number>>;

/** The cells of one crossing of axes. */
export interface CoverageTable {
  readonly axes: readonly string[];
  /** Synthetic people whose place in this table is known. */
  readonly people: number;
  readonly cells: readonly CoverageCell[];
  /** "empty": nobody is in the cell, whatever its verdict; the other shares are of cells with people. */
  readonly mass: CoverageMass;
}

export interface Coverage {
  readonly reference: {
    readonly name: string;
    /** Absent where a reference of the user's own does not state one. */
    readonly year?: number;
    readonly source: string;
    readonly licence: string;
    readonly note: string;
  };
  /** Synthetic people compared. */
  readonly people: number;
  /** Axes compared, in the order in which they are crossed. */
  readonly axes: readonly string[];
  /** Axes of the reference that no synthetic person has: nothing can be said along them. */
  readonly unrecorded: readonly string[];
  /** Axes on which no value is a category of the reference, with the values found: other words, or another thing. */
  readonly unmatched: readonly { readonly axis: string; readonly found: readonly string[] }[];
  /** All one-, two- and three-way tables, fewest axes first. */
  readonly tables: readonly CoverageTable[];
  /** Axes of the table that stands for the whole: the first three. */
  readonly crossed: readonly string[];
  /** Share of the reference population's mass in cells of that table with at least `minimum` synthetic patients. */
  readonly mass: number;
  /** Like `mass`, counting only cells with someone backed by patients of their own group. */
  readonly massInEvidence?: number;
  /** What the people's provenance speaks of: the whole record, or only its signals. */
  readonly backing?: "records" | "signals";
  readonly minimum: number;
  /** Of that table, the judged cell with the lowest ratio. */
  readonly worst?: CoverageCell;
  /** People left out of that table: a value is missing. */
  readonly unknown: number;
  /** People left out of that table: a value is outside the reference's categories. */
  readonly outside: number;
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
    /** Part of δ that pays for what a threshold may let through. */
    readonly thresholdDelta?: string;
    readonly epsilonAlone: number;
  }[];
  readonly private: boolean;
}

/** A group of people by public attributes: in it is who has, of every attribute named, one of the categories given. */
export interface Group {
  readonly name: string;
  readonly allowed: ReadonlyMap<string, ReadonlySet<string>>;
}

/** How well classifiers tell who of a group's controls has a condition or takes a medication. */
export interface GroupUtility {
  readonly group: string;
  readonly controls: number;
  /** Outcomes that enough controls of the group have and have not. */
  readonly outcomes: number;
  /** Concordance (AUC) of classifiers trained on synthetic and on real people, and the difference; absent where the group is too small to judge. */
  readonly auc?: {
    readonly synthetic: Estimate;
    readonly real: Estimate;
    readonly difference: Estimate;
  };
}

export type FillVerdict = "helped" | "no difference seen" | "harmed" | "too small to judge";

/** What filling an under-represented group to its reference share does for classifiers of that group's real controls. */
export interface FillEffect {
  readonly group: string;
  /** Of the synthetic people as released, and of the reference population; 0 to 1. */
  readonly share: number;
  readonly reference: number;
  /** Filled-in people of the group by what their records rest on. */
  readonly basis: Readonly<Record<string, number>>;
  readonly controls: number;
  readonly outcomes: number;
  /** Concordance as released and filled, and filled less released; absent where the group is too small to judge. */
  readonly auc?: {
    readonly released: Estimate;
    readonly filled: Estimate;
    readonly difference: Estimate;
  };
  readonly verdict: FillVerdict;
}

/** Measured on real patients outside the ledger: for the data owner only, never public. */
export type Fitness = { readonly audience: "internal" } & (
  | { readonly unmeasured: string }
  | {
      /** Synthetic people in a training set, and how many such sets were drawn. */
      readonly people: number;
      readonly draws: number;
      /** Real people in the other training set. */
      readonly fitted: number;
      readonly outcomes: readonly string[];
      readonly groups: readonly GroupUtility[];
      readonly reference: string;
      readonly fills: readonly FillEffect[];
    }
);

export interface ReportInput {
  readonly title: string;
  /** ISO date of the run's reference date, not of the clock. */
  readonly asOf: string;
  readonly audience: Audience;
  readonly plan: SealedPlan;
  /** Numbers that left the sealed data: the values of all released blocks, and choices. */
  readonly released: number;
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
  /** Shown where audience is "internal" only. */
  readonly fitness?: Fitness;
  /** What the generators of this version are known to be weak at, in plain words. */
  readonly limits: readonly string[];
}
