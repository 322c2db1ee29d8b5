/** The oldest age that is drawn; an open band ends here. */
export const OLDEST = 105;

/**
 * Whole years, first and last, that an age category states: "40-49", "90+", "<18", ">=65", "7".
 *
 * @returns  undefined where the category states none (an owner's "adult", or `missing`)
 */
export const ageRange = (category: string): readonly [number, number] | undefined => {
  const match = /^(?:(\d+)-(\d+)|(\d+)\+|>=(\d+)|<(\d+)|(\d+))$/.exec(category);
  if (match === null) return undefined;
  const [, low, high, open, from, below, one] = match;
  if (low !== undefined) return [Number(low), Number(high)];
  if (below !== undefined) return [0, Number(below) - 1];
  if (one !== undefined) return [Number(one), Number(one)];
  return [Number(open ?? from), OLDEST_READ];
};

/** The oldest age that is read. */
const OLDEST_READ = 130;
