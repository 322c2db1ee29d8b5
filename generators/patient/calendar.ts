/** Calendar days as YYYY-MM-DD text in UTC; text order is time order. */
const DAY_MS = 86_400_000;

/** A day moved by whole days; a date that is none is returned as it is. */
export const addDays = (day: string, days: number): string => {
  const time = Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
  return Number.isFinite(time) ? new Date(time + Math.round(days) * DAY_MS).toISOString().slice(0, 10) : day;
};

/** The same calendar day some years later (29 February becomes 28 February where there is none). */
export const addYears = (day: string, years: number): string => {
  const year = String(Number(day.slice(0, 4)) + years).padStart(4, "0");
  const moved = `${year}${day.slice(4)}`;
  return day.slice(5) === "02-29" && !isLeap(Number(year)) ? `${year}-02-28` : moved;
};

/** Whole days from `from` to `to`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

export const earlier = (a: string, b: string): string => (a < b ? a : b);
export const later = (a: string, b: string): string => (a > b ? a : b);

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
