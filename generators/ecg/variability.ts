/** Rhythm of a sequence of beats. */
export interface Variability {
  readonly rrMs: number;
  readonly sdnnMs: number;
  readonly rmssdMs: number;
}

/**
 * Mean interval over all beats; SDNN and RMSSD over intervals between beats of the dominant shape (atrial premature
 * beats, which share it, count).
 *
 * @param timesMs   beat times, ascending, milliseconds
 * @param dominant  whether each beat has the dominant shape
 * @returns         undefined where there are fewer than two such intervals
 */
export const variability = (
  timesMs: readonly number[],
  dominant: readonly boolean[],
): Variability | undefined => {
  if (timesMs.length < 3) return undefined;
  const rrMs = (timesMs.at(-1)! - timesMs[0]!) / (timesMs.length - 1);
  const normal: number[] = [];
  const steps: number[] = [];
  let previous: number | undefined;
  for (let i = 1; i < timesMs.length; i++) {
    const interval = dominant[i] && dominant[i - 1] ? timesMs[i]! - timesMs[i - 1]! : undefined;
    if (interval !== undefined) normal.push(interval);
    if (interval !== undefined && previous !== undefined) steps.push(interval - previous);
    previous = interval;
  }
  if (normal.length < 2) return undefined;
  const mean = normal.reduce((a, b) => a + b, 0) / normal.length;
  const squares = normal.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  const stepSquares = steps.reduce((sum, x) => sum + x * x, 0);
  return {
    rrMs,
    sdnnMs: Math.sqrt(squares / (normal.length - 1)),
    rmssdMs:
      steps.length > 0
        ? Math.sqrt(stepSquares / steps.length)
        : Math.SQRT2 * Math.sqrt(squares / normal.length),
  };
};
