import type { Rng } from "../../../../src/math/rng.ts";
import type { Binding } from "../../realise.ts";
import { words } from "./wording.ts";

const INTERVALS = {
  days: [
    ["48 hours", "two days", "48h"],
    ["three days", "3 days", "3d"],
    ["one week", "a week", "1 wk"],
    ["two weeks", "2 weeks", "2 wks"],
  ],
  soon: [
    ["one week", "a week", "1 wk"],
    ["two weeks", "2 weeks", "2 wks"],
    ["four weeks", "4 weeks", "4 wks"],
    ["six weeks", "6 weeks", "6 wks"],
  ],
  later: [
    ["six weeks", "6 weeks", "6 wks"],
    ["two months", "2 months", "2 mo"],
    ["three months", "3 months", "3 mo"],
    ["four months", "4 months", "4 mo"],
    ["six months", "6 months", "6 mo"],
  ],
} as const;

/** Time to the next look: part of the plan, not a fact. */
export const interval = (urgency: keyof typeof INTERVALS, rng: Rng): Binding => {
  const [spelt, digits, short] = rng.pick<readonly [string, string, string]>(INTERVALS[urgency]);
  return words([], [spelt, digits], [short]);
};
