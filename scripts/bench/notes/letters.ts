/** An interpolated model of letters. @source Witten & Bell 1991 */
export interface LetterModel {
  /** −log₂ of the probability of a text. */
  bits(text: string): number;
}

const ORDER = 5;
/** Letters the model reckons with where it has seen none. */
const ALPHABET = 100;

interface Node {
  total: number;
  readonly next: Map<string, number>;
}

export const letterModel = (texts: readonly string[]): LetterModel => {
  const nodes = new Map<string, Node>();
  for (const text of texts) {
    const line = plain(text);
    for (let i = 0; i < line.length; i++)
      for (let order = 0; order <= Math.min(ORDER, i); order++) {
        const context = line.slice(i - order, i);
        const node = nodes.get(context) ?? { total: 0, next: new Map<string, number>() };
        nodes.set(context, node);
        node.total++;
        node.next.set(line[i]!, (node.next.get(line[i]!) ?? 0) + 1);
      }
  }
  return {
    bits: text => {
      const line = plain(text);
      let bits = 0;
      for (let i = 0; i < line.length; i++) bits -= Math.log2(probability(nodes, line, i));
      return bits;
    },
  };
};

/** Numbers alike and spaces single: what counts is the words. */
const plain = (text: string): string => text.replace(/\d/g, "0").replace(/\s+/g, " ");

const probability = (nodes: ReadonlyMap<string, Node>, line: string, at: number): number => {
  let p = 1 / ALPHABET;
  for (let order = 0; order <= Math.min(ORDER, at); order++) {
    const node = nodes.get(line.slice(at - order, at));
    if (node === undefined) break;
    const kinds = node.next.size;
    p = ((node.next.get(line[at]!) ?? 0) + kinds * p) / (node.total + kinds);
  }
  return p;
};
