export const VIEWS = ["PA", "AP"] as const;
export type View = (typeof VIEWS)[number];

/** Public domain of chest X-ray findings: the strata of image statistics and an attribute of the backbone. */
export const FINDINGS = [
  "none",
  "cardiomegaly",
  "effusion",
  "consolidation",
  "nodule",
  "pneumothorax",
  "other",
] as const;
export type Finding = (typeof FINDINGS)[number];
export const LATERALITIES = ["left", "right", "bilateral", "not-applicable"] as const;
export type Laterality = (typeof LATERALITIES)[number];

/** One greyscale image. Row-major, width × height, 0 = black (MONOCHROME2), in [0, 2^bits − 1]. */
export interface ImageRecord {
  readonly width: number;
  readonly height: number;
  readonly bits: 8 | 16;
  readonly pixels: Uint8Array | Uint16Array;
  readonly view?: View;
  readonly findings?: readonly string[];
  readonly ageYears?: number;
  readonly sex?: "female" | "male";
  /** The file declares burned-in annotation that could identify a patient: DICOM BurnedInAnnotation (0028,0301). */
  readonly burnedIn?: true;
}
