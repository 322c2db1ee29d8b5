/** Spans spoilt at random: what the uncertainty of spans learns from. Not the errors that benchmarks plant. */
import type { Rng } from "../../src/math/rng.ts";

/** One change to a span: a number other than it was, a word left out, a word or the whole from elsewhere. */
export const spoilt = (text: string, others: readonly string[], random: Rng): string => {
  const other = random.pick(others);
  const words = text.split(" ");
  const at = random.integer(words.length);
  const numbers = [...text.matchAll(/\d+/g)];
  const kinds: readonly (() => string)[] = [
    () => words.filter((_, i) => i !== at).join(" "),
    () => words.map((word, i) => (i === at ? random.pick(other.split(" ")) : word)).join(" "),
    () => other,
    ...(numbers.length === 0
      ? []
      : [
          () => {
            const match = random.pick(numbers);
            const number = String(1 + random.integer(300));
            return text.slice(0, match.index) + number + text.slice(match.index + match[0].length);
          },
        ]),
  ];
  return random.pick(kinds)();
};
