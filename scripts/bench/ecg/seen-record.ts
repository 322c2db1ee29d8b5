import { canonicalVector } from "../../../generators/ecg/canonical.ts";
import { type Analysis, analyse } from "../../../generators/ecg/delineate.ts";
import { assignmentFromDx, type EcgGroups } from "../../../generators/ecg/dx.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";

/** A recording, real or synthetic, with what the product reads from it: the same reader for both. */
export interface SeenRecord {
  readonly record: EcgRecord;
  readonly analysis: Analysis;
  /** By its labels, as `fit` has them. */
  readonly groups: EcgGroups;
  /** Canonical vector. */
  readonly vector: Float64Array;
}

/** Undefined where it cannot be measured, as in `fit`. */
export const seenRecord = (record: EcgRecord): SeenRecord | undefined => {
  const analysis = analyse(record);
  return (
    analysis && {
      record,
      analysis,
      groups: assignmentFromDx(record.dx, analysis.measurements),
      vector: canonicalVector(analysis.beat, analysis.marks.centre, analysis),
    }
  );
};
