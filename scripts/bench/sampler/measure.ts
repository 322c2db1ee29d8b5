/** Milliseconds of CPU time an item, after one round to warm up. */
export const millisecondsOf = <T>(items: readonly T[], work: (item: T) => unknown): number => {
  for (const item of items) work(item);
  const before = process.cpuUsage();
  for (const item of items) work(item);
  return process.cpuUsage(before).user / 1000 / items.length;
};

export const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const spreadOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return rootMeanSquare(values.map(value => value - mean));
};
