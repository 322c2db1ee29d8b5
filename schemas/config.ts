import type { ModalityName } from "./cohort.ts";
import type { Attribute } from "./domain.ts";

/** Where an attribute's value comes from: a cohort.csv column, through a public mapping or public bins. */
export interface AttributeSource {
  readonly attribute: Attribute;
  readonly column: string;
  /** Raw text → category; unmapped text must be a category itself, else missing. */
  readonly mapping: Readonly<Record<string, string>>;
  /** Ascending edges for numeric columns: category i is [edges[i], edges[i+1]). */
  readonly edges?: readonly number[];
}

/** Everything an owner declares as public about a cohort (cohort.yaml), or the built-in public defaults. */
export interface CohortConfig {
  readonly declared: boolean;
  readonly modalities: readonly ModalityName[];
  /** Public size N, if the owner declares one. */
  readonly size?: number;
  /** Reference date (YYYY-MM-DD) for ages. */
  readonly asOf?: string;
  readonly recordsPerPatient: Readonly<Record<"ecg" | "image" | "note", number>>;
  readonly image: { readonly width: number; readonly height: number; readonly bits: 8 | 16 };
  /** Owner-declared attributes beyond, or in place of, the built-in ones of the same name. */
  readonly attributes: readonly AttributeSource[];
}
