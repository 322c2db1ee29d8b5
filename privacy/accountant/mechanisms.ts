import { InvalidRequest, UnsupportedEvent } from "../../src/errors.ts";
import { parseDecimal, type Rational } from "../../src/math/rational.ts";

/**
 * Mechanisms the reference accountant knows, each with its own sensitivity. Parameters are exact; the sensitivity is
 * that of adding or removing one patient, as is the ε of a claim unless the plan's relation is to replace one.
 */
export interface MechanismKinds {
  readonly gaussian: { readonly sigma: Rational; readonly sensitivity: Rational };
  readonly poissonGaussian: {
    readonly q: Rational;
    readonly sigma: Rational;
    readonly sensitivity: Rational;
  };
  readonly mixtureGaussian: {
    readonly sigma: Rational;
    readonly sensitivities: readonly Rational[];
    readonly probabilities: readonly Rational[];
  };
  readonly laplace: { readonly scale: Rational; readonly sensitivity: Rational };
  readonly poissonLaplace: { readonly q: Rational; readonly scale: Rational; readonly sensitivity: Rational };
  readonly discreteGaussian: {
    readonly sigma: Rational;
    readonly sensitivity: Rational;
    readonly dimension: number;
  };
  readonly discreteLaplace: { readonly decay: Rational; readonly sensitivity: Rational };
  /** ε-bounded range: the loss lies in an interval of length ε. */
  readonly exponential: { readonly epsilon: Rational };
  readonly claim: { readonly epsilon: Rational; readonly delta: Rational };
  /** Rényi divergence of order α at most ξ + ρα, for every α > 1. */
  readonly zcdp: { readonly rho: Rational; readonly xi: Rational };
  readonly nothing: object;
}

export type MechanismKind = keyof MechanismKinds;
export type Mechanism<K extends MechanismKind = MechanismKind> = {
  readonly [P in K]: { readonly kind: P } & MechanismKinds[P];
}[K];

/** Decimal strings and lists of them, as they stand in a case. */
export type Fields = Readonly<Record<string, unknown>>;

const number = (fields: Fields, name: string, fallback?: string): Rational => {
  const text = fields[name] ?? fallback;
  if (typeof text !== "string") throw new InvalidRequest(`${name} must be given as a decimal number`);
  return parseDecimal(text, name);
};

const atLeastZero = (fields: Fields, name: string, fallback?: string): Rational => {
  const value = number(fields, name, fallback);
  if (value.num < 0n) throw new InvalidRequest(`${name} must not be negative; got ${String(fields[name])}`);
  return value;
};

const aboveZero = (fields: Fields, name: string, fallback?: string): Rational => {
  const value = number(fields, name, fallback);
  if (value.num <= 0n) throw new InvalidRequest(`${name} must be above 0; got ${String(fields[name])}`);
  return value;
};

const probability = (fields: Fields, name: string, fallback?: string): Rational => {
  const value = atLeastZero(fields, name, fallback);
  if (value.num > value.den)
    throw new InvalidRequest(`${name} must be in [0, 1]; got ${String(fields[name])}`);
  return value;
};

const whole = (value: Rational, name: string): Rational => {
  if (value.num % value.den !== 0n)
    throw new UnsupportedEvent(`${name} of a discrete mechanism must be whole`);
  return value;
};

const list = (fields: Fields, name: string): readonly Rational[] => {
  const values = fields[name];
  if (!Array.isArray(values) || values.length === 0 || values.length > 1000)
    throw new InvalidRequest(`${name} must be a list of 1 to 1000 numbers`);
  return values.map((value: unknown) => atLeastZero({ [name]: value }, name));
};

const claim = (fields: Fields, delta: Rational): Mechanism => ({
  kind: "claim",
  epsilon: atLeastZero(fields, "epsilon"),
  delta,
});

const NONE: Rational = { num: 0n, den: 1n };

const mixture = (fields: Fields): Mechanism => {
  const sensitivities = list(fields, "sensitivities");
  const probabilities = list(fields, "sampling_probs");
  if (probabilities.length !== sensitivities.length)
    throw new InvalidRequest("sampling_probs and sensitivities must have one length");
  const sum = probabilities.reduce((a, b) => a + Number(b.num) / Number(b.den), 0);
  if (!(Math.abs(sum - 1) <= 1e-12))
    throw new InvalidRequest(`sampling_probs must sum to 1; their sum is ${sum}`);
  return { kind: "mixtureGaussian", sigma: aboveZero(fields, "sigma"), sensitivities, probabilities };
};

const dimensionOf = (fields: Fields): number => {
  const dimension = number(fields, "dimension", "1");
  if (dimension.den !== 1n || dimension.num < 1n || dimension.num > 1_000_000_000n)
    throw new InvalidRequest(`dimension must be a positive integer; got ${String(fields.dimension)}`);
  return Number(dimension.num);
};

/** How each written type is read; a type that is not here cannot be accounted for. */
const READERS: Readonly<Record<string, (fields: Fields) => Mechanism>> = {
  gaussian: f => ({
    kind: "gaussian",
    sigma: atLeastZero(f, "sigma"),
    sensitivity: atLeastZero(f, "sensitivity", "1"),
  }),
  poisson_subsampled_gaussian: f => ({
    kind: "poissonGaussian",
    q: probability(f, "q"),
    sigma: atLeastZero(f, "sigma"),
    sensitivity: atLeastZero(f, "sensitivity", "1"),
  }),
  mixture_of_gaussians: mixture,
  laplace: f => ({
    kind: "laplace",
    scale: atLeastZero(f, "scale"),
    sensitivity: atLeastZero(f, "sensitivity", "1"),
  }),
  poisson_subsampled_laplace: f => ({
    kind: "poissonLaplace",
    q: probability(f, "q"),
    scale: atLeastZero(f, "scale"),
    sensitivity: atLeastZero(f, "sensitivity", "1"),
  }),
  discrete_gaussian: f => ({
    kind: "discreteGaussian",
    sigma: aboveZero(f, "sigma"),
    sensitivity:
      dimensionOf(f) === 1
        ? whole(atLeastZero(f, "sensitivity", "1"), "sensitivity")
        : atLeastZero(f, "sensitivity", "1"),
    dimension: dimensionOf(f),
  }),
  discrete_laplace: f => ({
    kind: "discreteLaplace",
    decay: aboveZero(f, "noise_parameter"),
    sensitivity: whole(atLeastZero(f, "sensitivity", "1"), "sensitivity"),
  }),
  exponential_mechanism: f => ({ kind: "exponential", epsilon: atLeastZero(f, "epsilon") }),
  // Gumbel noise makes report-noisy-max the exponential mechanism; other noise is only known to be ε-DP.
  report_noisy_max: f =>
    f.noise === "gumbel" ? { kind: "exponential", epsilon: atLeastZero(f, "epsilon") } : claim(f, NONE),
  pure_dp: f => claim(f, NONE),
  approx_dp: f => claim(f, probability(f, "delta")),
  zcdp: f => ({ kind: "zcdp", rho: atLeastZero(f, "rho"), xi: atLeastZero(f, "xi", "0") }),
  no_op: () => ({ kind: "nothing" }),
};

/**
 * A mechanism from the fields of a case.
 *
 * @param fields  `type` and the parameters, numbers as decimal strings
 * @throws        UnsupportedEvent for a type without a sound curve; InvalidRequest for a parameter out of range
 */
export const mechanismOf = (fields: Fields): Mechanism => {
  const type = String(fields.type);
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (reader === undefined) throw new UnsupportedEvent(`no sound curve is known for the mechanism "${type}"`);
  return reader(fields);
};
