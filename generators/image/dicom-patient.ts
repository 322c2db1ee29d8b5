import { VIEWS, type View } from "../../schemas/image.ts";
import type { Sex } from "../../schemas/record.ts";
import { InvalidInput } from "../../src/errors.ts";

const YEARS: Readonly<Record<string, number>> = { Y: 1, M: 1 / 12, W: 7 / 365.25, D: 1 / 365.25 };

/**
 * Whole years of a DICOM age string (AS: three digits and D, W, M or Y); absent where empty.
 *
 * @throws InvalidInput naming file and field where it has another form or is above 130 years
 */
export const ageOf = (text: string | undefined, file: string): number | undefined => {
  if (text === undefined || text === "") return undefined;
  const match = /^(\d{1,3})([DWMY])$/.exec(text);
  const years = match === null ? Number.NaN : Number(match[1]) * YEARS[match[2]!]!;
  if (years <= 130) return Math.floor(years + 1e-9);
  throw new InvalidInput("must be up to three digits and D, W, M or Y, at most 130 years", {
    file,
    field: "PatientAge",
  });
};

export const sexOf = (text: string | undefined): Sex | undefined =>
  text === "F" ? "female" : text === "M" ? "male" : undefined;

export const viewOf = (text: string | undefined): View | undefined => VIEWS.find(view => view === text);
