import { InvalidInput, isSemblanceError, type Place } from "../errors.ts";

/** Called with every broken rule of a part that could be left out; throws to stop, returns to leave it out. */
export type OnInvalid = (error: unknown) => void;

/** One part left out: where, and which rule it broke. For the data owner. */
export interface Skipped {
  readonly place: Place;
  readonly rule: string;
}

/** A part left out, in one line, as its error would have said it. */
export const leftOutLine = ({ place, rule }: Skipped): string => new InvalidInput(rule, place).message;

/** "stop" throws the first broken rule; "skip" lists it. What is not about the input is always thrown. */
export const collector = (mode: "stop" | "skip", skipped: Skipped[]): OnInvalid => {
  return error => {
    if (mode === "stop" || !(error instanceof InvalidInput)) throw error;
    skipped.push({ place: error.place, rule: error.rule });
  };
};

/**
 * The error of a file's reader as the owner sees it. A foreign error is reduced to its class or code and dropped: its
 * message may quote the file.
 */
export const asInvalid = (error: unknown, file: string): unknown => {
  if (isSemblanceError(error)) return error;
  const code =
    error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
  const name = code ?? (error instanceof Error ? error.name : "unknown");
  return new InvalidInput(`cannot be read (${name})`, { file });
};
