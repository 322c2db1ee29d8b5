import { InvalidRequest } from "../errors.ts";

/** An exact fraction; `den` > 0. Privacy parameters enter as decimal strings, so that 0.1 is 1/10 everywhere. */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

const DECIMAL = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?(?:e([+-]?\d{1,3}))?$/i;

/**
 * Exact value of a decimal string such as "3", "0.25" or "1e-6".
 *
 * @throws InvalidRequest if the text is no such number
 */
export const parseDecimal = (text: string, subject = "number"): Rational => {
  const match = DECIMAL.exec(text);
  if (!match)
    throw new InvalidRequest(`${subject} must be a decimal number such as "0.5" or "1e-6"; got "${text}"`);
  const [, sign, whole, fraction = "", exponent = "0"] = match;
  const digits = BigInt(`${whole}${fraction}`) * (sign === "-" ? -1n : 1n);
  const power = Number(exponent) - fraction.length;
  return power >= 0
    ? { num: digits * 10n ** BigInt(power), den: 1n }
    : { num: digits, den: 10n ** BigInt(-power) };
};

/** ⌈num / den⌉. */
export const ceilDivide = (num: bigint, den: bigint): bigint => {
  const quotient = num / den;
  return num % den !== 0n && num > 0n === den > 0n ? quotient + 1n : quotient;
};

/** The exact value of a finite double. */
export const exactly = (value: number): Rational => {
  if (!Number.isFinite(value)) throw new InvalidRequest(`a rational must be finite; got ${value}`);
  let num = value;
  let power = 0;
  while (!Number.isInteger(num)) {
    num *= 2;
    power++;
  }
  return { num: BigInt(num), den: 1n << BigInt(power) };
};

const view = () => {
  const float = new Float64Array(1);
  return { float, bits: new BigInt64Array(float.buffer) };
};

/** The next larger double; Infinity stays. */
export const nextUp = (value: number): number => {
  if (Number.isNaN(value) || value === Number.POSITIVE_INFINITY) return value;
  if (value === 0) return Number.MIN_VALUE;
  const { float, bits } = view();
  float[0] = value;
  bits[0] = bits[0]! + (value > 0 ? 1n : -1n);
  return float[0]!;
};

/** The next smaller double. */
export const nextDown = (value: number): number => -nextUp(-value);

const isBelow = (a: Rational, b: Rational): boolean => a.num * b.den < b.num * a.den;

/** A double near q: the quotient of the leading 64 bits, within 2 ulp. */
const near = ({ num, den }: Rational): number => {
  if (num < 0n) return -near({ num: -num, den });
  const shift = num.toString(2).length - den.toString(2).length - 64;
  const quotient = shift >= 0 ? num / (den << BigInt(shift)) : (num << BigInt(-shift)) / den;
  // Two steps, so that no factor overflows before the product does.
  const half = Math.trunc(shift / 2);
  return Number(quotient) * 2 ** half * 2 ** (shift - half);
};

/** The smallest double that is at least q. */
export const numberUp = (q: Rational): number => {
  let value = Math.max(near(q), -Number.MAX_VALUE);
  while (value !== Number.POSITIVE_INFINITY && isBelow(exactly(value), q)) value = nextUp(value);
  while (Number.isFinite(value) && Number.isFinite(nextDown(value)) && !isBelow(exactly(nextDown(value)), q))
    value = nextDown(value);
  return value;
};

/** The largest double that is at most q. */
export const numberDown = (q: Rational): number => -numberUp({ num: -q.num, den: q.den });

/** Decimal string of q > 0 with `digits` significant digits, rounded up. */
export const decimalUp = (q: Rational, digits: number): string => {
  let exponent = q.num.toString().length - q.den.toString().length;
  const scaled = (power: number) =>
    power >= 0
      ? ceilDivide(q.num * 10n ** BigInt(power), q.den)
      : ceilDivide(q.num, q.den * 10n ** BigInt(-power));
  // The length estimate of the exponent is off by at most one; rounding up may carry into one more digit.
  if (scaled(digits - exponent).toString().length <= digits) exponent -= 1;
  let mantissa = scaled(digits - 1 - exponent).toString();
  if (mantissa.length > digits) {
    exponent += 1;
    mantissa = ceilDivide(BigInt(mantissa), 10n).toString();
  }
  return placePoint(mantissa, exponent);
};

/** "1234", exponent 0 → "1.234". */
const placePoint = (mantissa: string, exponent: number): string => {
  const trim = (text: string) => (text.includes(".") ? text.replace(/\.?0*$/, "") : text);
  if (exponent < -6 || exponent > 20) return `${trim(`${mantissa[0]}.${mantissa.slice(1)}`)}e${exponent}`;
  if (exponent < 0) return trim(`0.${"0".repeat(-exponent - 1)}${mantissa}`);
  const whole = mantissa.padEnd(exponent + 1, "0");
  return trim(`${whole.slice(0, exponent + 1)}.${whole.slice(exponent + 1) || "0"}`);
};
