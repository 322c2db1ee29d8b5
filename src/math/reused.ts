/**
 * Zeros in memory that is one and the same as long as one length is asked for: whoever asks for the next is done with the
 * last. For scratch of tens of kilobytes and more in a loop over a cohort: each would lie outside the heap, and the collector
 * would be kept busy for as long as the work itself.
 */
export const reused = (): ((length: number) => Float64Array) => {
  let kept: Float64Array | undefined;
  return length => {
    if (kept?.length !== length) kept = new Float64Array(length);
    return kept.fill(0);
  };
};
