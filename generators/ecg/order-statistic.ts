/**
 * The value that `rank` others do not exceed, by partition around pivots: as `values.toSorted()[rank]` in linear time.
 *
 * @param values  finite; reordered in place
 * @param rank    0 to values.length − 1
 * @source        Hoare 1961, Algorithm 65 (FIND), Commun ACM 4:321
 */
export const orderStatistic = (values: Float64Array, rank: number): number => {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank]!;
};
