/** Mean and spread of a measurement in one group of people, on `scale`. */
export interface Spread {
  /** At ages 5, 15, … 95. */
  readonly mean: readonly number[];
  readonly sd: number;
}

/**
 * One laboratory test or vital sign: LOINC code, UCUM unit, public bins and reference values.
 */
export interface MeasurementEntry {
  readonly slug: string;
  readonly loinc: string;
  readonly display: string;
  readonly unit: string;
  /** Further LOINC codes of the same quantity. */
  readonly also: readonly string[];
  /** Inner bin edges, ascending, in `unit`. */
  readonly edges: readonly number[];
  /** Values outside are read as missing and never drawn. */
  readonly hard: readonly [number, number];
  /** Usual adult reference range. */
  readonly normal: readonly [number, number];
  readonly decimals: number;
  readonly scale: "linear" | "log";
  /** Condition that the value goes with. */
  readonly condition?: string;
  readonly without: Spread;
  readonly with?: Spread;
  /** Added to the mean for women. */
  readonly female: number;
  /** Chance that it is on record, without and with the condition. */
  readonly recorded: readonly [number, number];
}

/** The same mean at every age. */
export const flat = (mean: number): readonly number[] => Array.from({ length: 10 }, () => mean);
