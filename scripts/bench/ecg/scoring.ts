/** Two lists of times matched one to one, nearest first in time order, within a tolerance. Times ascending, one unit. */
export const matched = (
  truth: readonly number[],
  found: readonly number[],
  tolerance: number,
): readonly (readonly [number, number])[] => {
  const pairs: (readonly [number, number])[] = [];
  let j = 0;
  for (let i = 0; i < truth.length; i++) {
    while (j < found.length && found[j]! < truth[i]! - tolerance) j++;
    if (j >= found.length || found[j]! > truth[i]! + tolerance) continue;
    // A later one that is nearer, and not nearer still to the next true one.
    while (
      j + 1 < found.length &&
      Math.abs(found[j + 1]! - truth[i]!) < Math.abs(found[j]! - truth[i]!) &&
      Math.abs(found[j + 1]! - truth[i]!) <=
        Math.abs(found[j + 1]! - (truth[i + 1] ?? Number.POSITIVE_INFINITY))
    )
      j++;
    pairs.push([i, j]);
    j++;
  }
  return pairs;
};

/** Beats found, missed and invented, over any number of recordings. */
export class Detection {
  private true = 0;
  private found = 0;
  private both = 0;

  /** Returns the matched pairs of this recording. */
  add(
    truth: readonly number[],
    found: readonly number[],
    tolerance: number,
  ): readonly (readonly [number, number])[] {
    const pairs = matched(truth, found, tolerance);
    this.true += truth.length;
    this.found += found.length;
    this.both += pairs.length;
    return pairs;
  }

  get beats(): number {
    return this.true;
  }
  get sensitivity(): number {
    return this.both / this.true;
  }
  get precision(): number {
    return this.both / this.found;
  }
}

/** Mean ± standard deviation of errors, milliseconds. */
export const errorText = (errors: readonly number[]): string => {
  if (errors.length < 2) return "";
  const mean = errors.reduce((sum, x) => sum + x, 0) / errors.length;
  const sd = Math.sqrt(errors.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (errors.length - 1));
  return `${mean.toFixed(1)} ± ${sd.toFixed(1)} (${errors.length})`;
};

export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
