/** Mean ± standard deviation over draws. */
export const spread = (values: readonly number[], significant = 3): string => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return short(mean, significant);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return `${short(mean, significant)} ± ${short(Math.sqrt(squares / (values.length - 1)), 2)}`;
};

const short = (value: number, significant: number): string => String(Number(value.toPrecision(significant)));
