/** Every fourth sample is enough for a quantile. */
const STRIDE = 4;

/**
 * High-frequency noise of a recording: the median over leads of a robust standard deviation (1.4826 times the median
 * absolute value) of second differences, divided by √6, which is its factor for white noise. Slow waves hardly
 * change it.
 *
 * @param leads  8 leads at 500 Hz, millivolts
 * @returns      millivolts
 */
export const noiseLevel = (leads: readonly Float64Array[]): number => {
  const levels = leads.map(lead => {
    const count = Math.max(0, Math.floor((lead.length - 2) / STRIDE));
    const values = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      const n = k * STRIDE;
      values[k] = Math.abs(lead[n]! - 2 * lead[n + 1]! + lead[n + 2]!);
    }
    values.sort();
    return (1.4826 * (values[count >> 1] ?? 0)) / Math.sqrt(6);
  });
  levels.sort((a, b) => a - b);
  return levels[levels.length >> 1] ?? 0;
};
