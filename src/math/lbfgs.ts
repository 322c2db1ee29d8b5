/** A smooth function: its value at `x`, with the gradient written over `gradient`. */
export type Smooth = (x: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** Whether every component of the gradient came under the tolerance. */
  readonly converged: boolean;
}

export interface LbfgsOptions {
  /** Stops when no component of the gradient is larger. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Pairs of steps remembered; 10 unless told. */
  readonly memory?: number;
  /** Writes an estimate > 0 of the Hessian's diagonal where the function was evaluated last; all ones unless told. */
  readonly curvature?: (diagonal: Float64Array) => void;
}

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly rho: number;
}

/**
 * Minimum of a smooth convex function by limited-memory BFGS with a backtracking (Armijo) line search.
 *
 * @param start   not changed
 * @source        Nocedal & Wright 2006, Numerical Optimization, algorithms 7.4 and 7.5
 */
export const lbfgs = (f: Smooth, start: Float64Array, options: LbfgsOptions): Minimum => {
  const { tolerance, maxIterations, memory = 10, curvature } = options;
  const diagonal = new Float64Array(start.length).fill(1);
  let x: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(x.length);
  let value = f(x, gradient);
  const pairs: Pair[] = [];
  for (let iterations = 0; ; iterations++) {
    const converged = largest(gradient) <= tolerance;
    if (converged || iterations >= maxIterations) return { x, value, iterations, converged };
    curvature?.(diagonal);
    const direction = descent(gradient, pairs, diagonal);
    const next = lineSearch(f, { x, value, gradient, direction });
    if (next === undefined) {
      // No decrease along a remembered direction: forget, and once more along the gradient itself.
      if (pairs.length === 0) return { x, value, iterations, converged };
      pairs.length = 0;
      continue;
    }
    remember(pairs, { x, gradient, next, memory });
    ({ x, gradient, value } = next);
  }
};

interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

const lineSearch = (
  f: Smooth,
  { x, value, gradient, direction }: Point & { readonly direction: Float64Array },
): Point | undefined => {
  const slope = dot(gradient, direction);
  if (!(slope < 0)) return undefined;
  const candidate = new Float64Array(x.length);
  const newGradient = new Float64Array(x.length);
  for (let step = 1; step > 1e-12; step /= 2) {
    for (let i = 0; i < x.length; i++) candidate[i] = x[i]! + step * direction[i]!;
    const reached = f(candidate, newGradient);
    if (reached <= value + 1e-4 * step * slope)
      return { x: candidate, value: reached, gradient: newGradient };
  }
  return undefined;
};

const remember = (
  pairs: Pair[],
  { x, gradient, next, memory }: Omit<Point, "value"> & { readonly next: Point; readonly memory: number },
): void => {
  const step = new Float64Array(x.length);
  const change = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    step[i] = next.x[i]! - x[i]!;
    change[i] = next.gradient[i]! - gradient[i]!;
  }
  const curvature = dot(step, change);
  // Curvature lost to rounding would make the next direction climb.
  if (!(curvature > 1e-14 * Math.sqrt(dot(step, step) * dot(change, change)))) return;
  pairs.push({ step, change, rho: 1 / curvature });
  if (pairs.length > memory) pairs.shift();
};

/** Two-loop recursion: −(approximate inverse Hessian)·gradient. */
const descent = (gradient: Float64Array, pairs: readonly Pair[], diagonal: Float64Array): Float64Array => {
  const q = gradient.slice();
  const alphas = new Float64Array(pairs.length);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { step, change, rho } = pairs[k]!;
    const alpha = rho * dot(step, q);
    alphas[k] = alpha;
    for (let i = 0; i < q.length; i++) q[i] = q[i]! - alpha * change[i]!;
  }
  const scale = scaleOf(pairs.at(-1), diagonal);
  for (let i = 0; i < q.length; i++) q[i] = (q[i]! * scale) / diagonal[i]!;
  for (const [k, { step, change, rho }] of pairs.entries()) {
    const beta = alphas[k]! - rho * dot(change, q);
    for (let i = 0; i < q.length; i++) q[i] = q[i]! + beta * step[i]!;
  }
  for (let i = 0; i < q.length; i++) q[i] = -q[i]!;
  return q;
};

/** How far the inverse diagonal must be stretched to explain the last step: sᵀy / yᵀD⁻¹y. */
const scaleOf = (last: Pair | undefined, diagonal: Float64Array): number => {
  if (last === undefined) return 1;
  let size = 0;
  for (let i = 0; i < diagonal.length; i++) size += last.change[i]! ** 2 / diagonal[i]!;
  return 1 / (last.rho * size);
};

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

const largest = (values: Float64Array): number => {
  let top = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    if (!(size <= top)) top = size;
  }
  return top;
};
