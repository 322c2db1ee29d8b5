/**
 * Whole years of age on a day.
 *
 * @param birthDate  FHIR date; a missing month counts as July, a missing day as the 15th (least error on average)
 * @param day        FHIR date or dateTime; only its calendar day is used, completed the same way
 * @returns          whole years ≥ 0
 */
export const ageOn = (birthDate: string, day: string): number => {
  const born = calendarDay(birthDate);
  const on = calendarDay(day);
  const hadBirthday = on.month > born.month || (on.month === born.month && on.day >= born.day);
  return Math.max(0, on.year - born.year - (hadBirthday ? 0 : 1));
};

const calendarDay = (
  date: string,
): { readonly year: number; readonly month: number; readonly day: number } => {
  const [year, month, day] = date.slice(0, 10).split("-").map(Number) as [number, number?, number?];
  return { year, month: month ?? 7, day: day ?? (month === undefined ? 1 : 15) };
};
