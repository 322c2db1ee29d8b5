/**
 * A privacy loss to three significant digits, rounded up: the printed number is never below the certified one.
 * Infinite and undefined losses say so.
 */
export const epsilonUp = (epsilon: number): string => {
  if (Number.isNaN(epsilon) || epsilon < 0) return "unknown";
  if (epsilon === Number.POSITIVE_INFINITY) return "∞";
  if (epsilon === 0) return "0";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(epsilon)));
  const nearest = Number(epsilon.toFixed(digits));
  const unit = 10 ** -digits;
  return (nearest >= epsilon ? nearest : nearest + unit).toFixed(digits);
};

/** e^ε as a plain number, rounded up to three significant digits. */
export const oddsUp = (epsilon: number): string => {
  const odds = Math.exp(epsilon);
  if (!(odds < 1e6)) return "more than a million";
  const unit = 10 ** Math.max(-2, Math.floor(Math.log10(odds)) - 2);
  const up = Math.ceil(odds / unit - 1e-9) * unit;
  return grouped(up, unit < 1 ? Math.round(-Math.log10(unit)) : 0);
};

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 1e-6 as 10⁻⁶, 2.5e-7 as 2.5 × 10⁻⁷: every digit given is kept. */
export const power = (value: number): string => {
  if (!(value > 0) || value >= 0.01) return String(value);
  const [mantissa, exponent] = value.toExponential().split("e") as [string, string];
  const raised = [...exponent.replace("-", "")].map(digit => SUPERSCRIPTS[Number(digit)]).join("");
  return `${mantissa === "1" ? "" : `${mantissa} × `}10⁻${raised}`;
};

/** 12,345.6 with the given decimals; a true minus sign. */
export const grouped = (value: number, decimals = 0): string => {
  const [whole, rest] = Math.abs(value).toFixed(decimals).split(".") as [string, string?];
  const digits = `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${rest === undefined ? "" : `.${rest}`}`;
  return value < 0 && Number(digits.replaceAll(",", "")) !== 0 ? `−${digits}` : digits;
};

/** A share as a percentage, kept on one line. */
export const percent = (share: number, decimals = 0): string => `${grouped(100 * share, decimals)}\u202f%`;

/** A measured number with digits enough for three places. */
export const decimal = (value: number): string =>
  Number.isFinite(value) ? grouped(value, Math.abs(value) >= 100 ? 0 : 3) : "—";

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;
