/** At its end for this long a lead has hit it, whatever came before. */
const LONG_SECONDS = 0.2;
const SHORT_SECONDS = 0.03;
/** A wave's own top is reached in steps of one or two levels, a clipped wave's in a jump. */
const JUMP_LEVELS = 3;

/**
 * Share of samples at which a lead stays at its highest or lowest value: for 0.2 s or longer, or for 30 ms after or
 * before a jump. A converter's rail does that, a wave's rounded top does not.
 *
 * @param lead  as recorded, any unit, not resampled
 */
export const saturatedShare = (lead: Float64Array, rateHz: number): number => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let level = Number.POSITIVE_INFINITY;
  for (let n = 0; n < lead.length; n++) {
    low = Math.min(low, lead[n]!);
    high = Math.max(high, lead[n]!);
    const step = n > 0 ? Math.abs(lead[n]! - lead[n - 1]!) : 0;
    if (step > 0 && step < level) level = step;
  }
  let [count, start] = [0, 0];
  for (let n = 1; n <= lead.length; n++) {
    if (n < lead.length && lead[n] === lead[start]) continue;
    const value = lead[start]!;
    const jump = Math.max(Math.abs(value - (lead[start - 1] ?? value)), Math.abs(value - (lead[n] ?? value)));
    const seconds = (n - start) / rateHz;
    const stuck = seconds >= LONG_SECONDS || (seconds >= SHORT_SECONDS && jump >= JUMP_LEVELS * level);
    if (stuck && (value === low || value === high)) count += n - start;
    start = n;
  }
  return count / lead.length;
};
