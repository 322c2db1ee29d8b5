/**
 * One class per thing a caller can do about it. Messages are "subject rule; what came", lower case, and never hold
 * a private value: about cohort content they name file, place, field and rule only.
 */
abstract class SemblanceError extends Error {
  abstract readonly code: string;
  abstract readonly exitCode: number;
  override get name(): string {
    return this.constructor.name;
  }
}

/** Where in the input a rule was broken: a path relative to the cohort, and a line, field or element inside it. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly field?: string;
}

const at = (place: Place): string =>
  [place.file, place.line === undefined ? undefined : `line ${place.line}`, place.field]
    .filter(part => part !== undefined)
    .join(": ");

/** The input breaks a rule: fix the file (exit 65). */
export class InvalidInput extends SemblanceError {
  readonly code = "INVALID_INPUT";
  readonly exitCode = 65;
  constructor(
    readonly rule: string,
    readonly place: Place = {},
    options?: ErrorOptions,
  ) {
    super(at(place) === "" ? rule : `${at(place)}: ${rule}`, options);
  }
}

/** An option or a plan asks for something that is not allowed: ask differently (exit 64). */
export class InvalidRequest extends SemblanceError {
  readonly code = "INVALID_REQUEST";
  readonly exitCode = 64;
}

/** The books would exceed the budget: ask for less (exit 69). */
export class BudgetExceeded extends SemblanceError {
  readonly code = "BUDGET_EXCEEDED";
  readonly exitCode = 69;
}

/** The accountant has no sound curve for this event: choose another (exit 69). */
export class UnsupportedEvent extends SemblanceError {
  readonly code = "UNSUPPORTED_EVENT";
  readonly exitCode = 69;
}

/** Evidence does not hold: a ledger, release or output was changed (exit 1). */
export class VerificationFailed extends SemblanceError {
  readonly code = "VERIFICATION_FAILED";
  readonly exitCode = 1;
}

/** A stated guarantee is broken by our own code: please report it (exit 70). */
export class Unsound extends SemblanceError {
  readonly code = "UNSOUND";
  readonly exitCode = 70;
}

export const isSemblanceError = (error: unknown): error is SemblanceError => error instanceof SemblanceError;
