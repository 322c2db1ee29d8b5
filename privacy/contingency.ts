import { type Clique, type CodedTable, cellsOf } from "../schemas/marginal.ts";

/**
 * Exact counts of people in every cell of the table over `clique`. Every person is in one cell: a code outside its attribute's
 * categories counts as the last of them, so that nothing here depends on the values but the counts.
 *
 * @returns    length cells of `clique`, row-major; whole numbers
 * @guarantee  adding or removing one person changes one cell by one
 */
export const contingency = ({ sizes, columns }: CodedTable, clique: Clique): Float64Array => {
  const people = columns.reduce((least, { length }) => Math.min(least, length), columns[0]?.length ?? 0);
  const cell = new Int32Array(people);
  for (const variable of clique) {
    const size = sizes[variable]!;
    const column = columns[variable]!;
    for (let i = 0; i < people; i++) cell[i] = cell[i]! * size + Math.min(column[i]!, size - 1);
  }
  const counts = new Float64Array(cellsOf(clique, sizes));
  for (let i = 0; i < people; i++) counts[cell[i]!] = counts[cell[i]!]! + 1;
  return counts;
};
