/** How far the words of one set of notes are from another's. */
import { wordsOf } from "./diversity.ts";

/** Shares of runs of `length` words within texts; what holds a digit counts as one and the same word. */
export const ngramShares = (texts: readonly string[], length: number): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  let total = 0;
  for (const text of texts) {
    const words = wordsOf(text).map(word => (/\d/.test(word) ? "0" : word));
    for (let i = 0; i + length <= words.length; i++) {
      const run = words.slice(i, i + length).join(" ");
      counts.set(run, (counts.get(run) ?? 0) + 1);
      total++;
    }
  }
  return new Map([...counts].map(([run, count]) => [run, count / total]));
};

/** Jensen–Shannon divergence of two laws, bits: 0 where they are one, 1 where they share nothing. @source Lin 1991 */
export const divergence = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number => {
  let sum = 0;
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const [p, q] = [a.get(key) ?? 0, b.get(key) ?? 0];
    const middle = (p + q) / 2;
    if (p > 0) sum += (p / 2) * Math.log2(p / middle);
    if (q > 0) sum += (q / 2) * Math.log2(q / middle);
  }
  return sum;
};
