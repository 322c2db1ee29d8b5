import { axesOf, type Clique, type CodedTable, type Grouping, tableCells } from "../schemas/marginal.ts";

/**
 * Exact counts of people in every cell of the table over `clique`. Every person is in one cell: a code outside its attribute's
 * categories counts as the last of them, so that nothing here depends on the values but the counts.
 *
 * @param groupings  one for each attribute of the clique, if categories are to be counted together
 * @returns    length cells of the table, row-major; whole numbers
 * @guarantee  adding or removing one person changes one cell by one
 */
export const contingency = (
  { sizes, columns }: CodedTable,
  clique: Clique,
  groupings?: readonly Grouping[],
): Float64Array => {
  const shape = groupings === undefined ? { clique } : { clique, groupings };
  const people = columns.reduce((least, { length }) => Math.min(least, length), columns[0]?.length ?? 0);
  const cell = new Int32Array(people);
  const axes = axesOf(shape, sizes);
  for (const [axis, variable] of clique.entries()) {
    const [size, column, grouping] = [sizes[variable]!, columns[variable]!, groupings?.[axis]];
    for (let i = 0; i < people; i++) {
      const code = Math.min(column[i]!, size - 1);
      cell[i] = cell[i]! * axes[axis]! + (grouping === undefined ? code : grouping[code]!);
    }
  }
  const counts = new Float64Array(tableCells(shape, sizes));
  for (const at of cell) counts[at] = counts[at]! + 1;
  return counts;
};
