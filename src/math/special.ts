/**
 * Special functions in double precision: error function, normal law, gamma and beta integrals.
 * Relative errors: error functions and normal law below 1e-15 (the density x²·1e-16 far out), gamma and beta below 1e-11.
 */

const SQRT_PI_INVERSE = 0.5641895835477563;

// Cody's minimax coefficients: [0, 0.46875], [0.46875, 4], [4, ∞).
const A = [3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694, 0.18577770618460315];
const B = [23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const C = [
  0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972, 2.1531153547440383e-8,
];
const D = [
  15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const P = [
  0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275, 0.0006587491615298378,
  0.016315387137302097,
];
const Q = [
  2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
];

/** Rational value with the leading numerator coefficient last, as Cody's CALERF stores it. */
const rational = (x: number, numerator: readonly number[], denominator: readonly number[]): number => {
  const n = denominator.length;
  let top = numerator[n]! * x;
  let bottom = x;
  for (let i = 0; i < n - 1; i++) {
    top = (top + numerator[i]!) * x;
    bottom = (bottom + denominator[i]!) * x;
  }
  return (top + numerator[n - 1]!) / (bottom + denominator[n - 1]!);
};

/** exp(−x²) without the rounding error of x²: x is split into sixteenths and a small rest. */
const expMinusSquare = (x: number): number => {
  const head = Math.trunc(x * 16) / 16;
  return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head));
};

/** erf on [−0.46875, 0.46875]. */
const erfSmall = (x: number): number => x * rational(x * x, A, B);

/** exp(x²)·erfc(x) for x > 0.46875. */
const scaledTail = (x: number): number => {
  if (x <= 4) return rational(x, C, D);
  const z = 1 / (x * x);
  return (SQRT_PI_INVERSE - z * rational(z, P, Q)) / x;
};

/**
 * Scaled complementary error function exp(x²)·erfc(x): no underflow for large x; Infinity below about −26.
 *
 * @source Cody 1969, "Rational Chebyshev approximations for the error function", Math. Comp. 23
 */
export const erfcx = (x: number): number => {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > 0.46875) return scaledTail(x);
  if (x >= -0.46875) return Math.exp(x * x) * (1 - erfSmall(x));
  if (x < -26.7) return Number.POSITIVE_INFINITY;
  return 2 / expMinusSquare(x) - scaledTail(-x);
};

/** Complementary error function. @source Cody 1969 */
export const erfc = (x: number): number => {
  if (Number.isNaN(x)) return Number.NaN;
  if (Math.abs(x) <= 0.46875) return 1 - erfSmall(x);
  const tail = Math.abs(x) > 27.3 ? 0 : expMinusSquare(x) * scaledTail(Math.abs(x));
  return x > 0 ? tail : 2 - tail;
};

/** Error function. */
export const erf = (x: number): number => (Math.abs(x) <= 0.46875 ? erfSmall(x) : 1 - erfc(x));

/** Density of the standard normal law. */
export const normalPdf = (x: number): number =>
  expMinusSquare(x * Math.SQRT1_2) * SQRT_PI_INVERSE * Math.SQRT1_2;

/** Φ(x). */
export const normalCdf = (x: number): number => erfc(-x * Math.SQRT1_2) / 2;

/** ln Φ(x), accurate far into the lower tail. */
export const logNormalCdf = (x: number): number =>
  x > -1 ? Math.log1p(-erfc(x * Math.SQRT1_2) / 2) : Math.log(erfcx(-x * Math.SQRT1_2) / 2) - (x * x) / 2;

/** (1 − Φ(x)) / φ(x), x ≥ 0. */
export const millsRatio = (x: number): number => erfcx(x * Math.SQRT1_2) * Math.sqrt(Math.PI / 2);

const polynomial = (x: number, coefficients: readonly number[]): number => {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
};

const CENTRE = [
  [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ],
  [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
] as const;
const TAIL = [
  [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
] as const;

/** Acklam's approximation for p ≤ 1/2, relative error 1.2e-9. */
const quantileGuess = (p: number): number => {
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(q, TAIL[0]) / polynomial(q, TAIL[1]);
  }
  const q = p - 0.5;
  return (q * polynomial(q * q, CENTRE[0])) / polynomial(q * q, CENTRE[1]);
};

/** Φ⁻¹(p); ∓Infinity at 0 and 1. Acklam's approximation and one Halley step. */
export const normalQuantile = (p: number): number => {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p > 0.5) return -normalQuantile(1 - p);
  const x = quantileGuess(p);
  const step = (normalCdf(x) - p) / normalPdf(x);
  return Number.isFinite(step) ? x - step / (1 + (x * step) / 2) : x;
};

const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 0.000009984369578019572, 1.5056327351493116e-7,
];

/** ln Γ(x), x > 0. @source Lanczos 1964 with Godfrey's g = 7 coefficients */
export const logGamma = (x: number): number => {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const t = x + 6.5;
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x - 1 + i);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
};

/** Upper regularised gamma Q(a, x) = P[Poisson-type tail]; the p-value of χ² with k degrees is Q(k/2, χ²/2). */
export const gammaQ = (a: number, x: number): number => {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  return front * gammaFraction(a, x);
};

/** Continued fraction of Γ(a, x)·eˣ·x⁻ᵃ by modified Lentz. */
const gammaFraction = (a: number, x: number): number => {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 100_000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h;
};

/** Regularised incomplete beta I_x(a, b), a, b > 0: P[Beta(a, b) ≤ x]. */
export const betaCdf = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
};

const betaFraction = (x: number, a: number, b: number): number => {
  const clear = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / clear(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / clear(1 + even * d);
    c = clear(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / clear(1 + odd * d);
    c = clear(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h;
};

/** x with I_x(a, b) = p, by bisection. */
export const betaQuantile = (p: number, a: number, b: number): number => {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 200 && high - low > 1e-16 * high; i++) {
    const middle = (low + high) / 2;
    if (betaCdf(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
