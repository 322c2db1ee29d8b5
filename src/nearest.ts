/** The known word that a mistyped one most likely means; undefined where none is near. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const begun = word === "" ? undefined : known.find(name => name.startsWith(word));
  if (begun !== undefined) return begun;
  const [best] = known
    .map(name => ({ name, distance: editDistance(name, word) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= 3 ? best.name : undefined;
};

const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
};
