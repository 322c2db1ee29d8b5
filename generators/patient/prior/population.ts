import type { Sex } from "../../../schemas/record.ts";
import { OLDEST } from "../age-range.ts";

/**
 * Residents of the United States on 1 July 2024, thousands, by five-year age group 0–4, 5–9, …, 80–84, 85+.
 *
 * @source  US Census Bureau, Population Estimates Program, Vintage 2024 (public domain), rounded to thousands
 */
const THOUSANDS: Readonly<Record<Sex, readonly number[]>> = {
  female: [
    9098, 9878, 10200, 10914, 10970, 11069, 11866, 11468, 11115, 10164, 10294, 10308, 10939, 10192, 8553,
    6557, 4165, 4021,
  ],
  male: [
    9501, 10320, 10701, 11462, 11452, 11391, 12128, 11702, 11254, 10130, 10193, 10052, 10363, 9298, 7402,
    5436, 3141, 2414,
  ],
};

const OPEN_GROUP = 17;

/** Yearly fall of the population within 85+: 36 % of it is 90 or older (Census 2020: 2.0 of 6.3 million, rounded up). */
const OPEN_FALL = 0.2;
const OPEN_TOTAL = Array.from({ length: OLDEST - 84 }, (_, i) => Math.exp(-OPEN_FALL * i)).reduce(
  (a, b) => a + b,
  0,
);

/** Public population law: residents of one year of age and one sex, thousands; uniform inside five-year groups. */
export const population = (age: number, sex: Sex): number => {
  const group = Math.min(OPEN_GROUP, Math.floor(age / 5));
  const people = THOUSANDS[sex][group]!;
  return group < OPEN_GROUP ? people / 5 : (people * Math.exp(-OPEN_FALL * (age - 85))) / OPEN_TOTAL;
};

/**
 * Race of residents by age 0–9, 10–19, …, 80+, thousands, in the order of RACES; two or more races count as other.
 *
 * @source  as above (race alone, any ethnicity)
 */
export const RACE_THOUSANDS: readonly (readonly number[])[] = [
  [26726, 6165, 2490, 743, 151, 2522],
  [30785, 6596, 2592, 747, 139, 2418],
  [32295, 6684, 3192, 721, 132, 1857],
  [33911, 7157, 3891, 703, 148, 1354],
  [31760, 5847, 3414, 580, 130, 933],
  [31422, 5359, 2814, 490, 99, 663],
  [32681, 4854, 2232, 420, 78, 526],
  [23148, 2763, 1461, 235, 43, 298],
  [11554, 1183, 740, 104, 19, 141],
];

/** Share of Hispanic origin within each race, in the order of RACES. @source as above, all ages */
export const HISPANIC_SHARE: readonly number[] = [0.231, 0.078, 0.033, 0.485, 0.282, 0.212];
