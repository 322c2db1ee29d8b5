/** Orthonormal cosines (DCT-II) of n points, n × n: row = frequency. */
export const cosines = (n: number): Float64Array => {
  const out = new Float64Array(n * n);
  for (let f = 0; f < n; f++)
    for (let x = 0; x < n; x++)
      out[f * n + x] = Math.sqrt((f === 0 ? 1 : 2) / n) * Math.cos((Math.PI * (x + 0.5) * f) / n);
  return out;
};
