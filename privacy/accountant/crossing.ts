/**
 * A small interval in which a rising function crosses 0: by false position, with every third step a halving, so that
 * the interval shrinks from both sides.
 *
 * @param f         rising, f(from) < 0 ≤ f(to)
 * @param isNarrow  whether an interval is small enough
 */
export const crossing = (
  f: (x: number) => number,
  [from, to]: readonly [number, number],
  isNarrow: (low: number, high: number) => boolean,
): readonly [low: number, high: number] => {
  let [low, high] = [from, to];
  let [below, above] = [f(low), f(high)];
  for (let i = 1; i <= 200 && !isNarrow(low, high); i++) {
    const secant = high - (above * (high - low)) / (above - below);
    const x = i % 3 > 0 && secant > low && secant < high ? secant : (low + high) / 2;
    const y = f(x);
    if (y < 0) [low, below] = [x, y];
    else [high, above] = [x, y];
  }
  return [low, high];
};
