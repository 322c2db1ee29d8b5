import { contradictions } from "../../checker.ts";
import type { Frame, Move } from "../../frame.ts";
import type { Bank } from "../bank.ts";
import { ADVICE_FRAMES } from "./frames-advice.ts";
import { ASSESSMENT_FRAMES } from "./frames-assessment.ts";
import { BACKGROUND_FRAMES } from "./frames-background.ts";
import { BODY_FRAMES } from "./frames-body.ts";
import { COMPLAINT_FRAMES } from "./frames-complaint.ts";
import { DATA_FRAMES } from "./frames-data.ts";
import { DISCHARGE_FRAMES } from "./frames-discharge.ts";
import { ECG_FRAMES } from "./frames-ecg.ts";
import { ECG_LINE_FRAMES } from "./frames-ecg-line.ts";
import { EXAMINED_FRAMES } from "./frames-examined.ts";
import { HISTORY_FRAMES } from "./frames-history.ts";
import { ILLNESS_FRAMES } from "./frames-illness.ts";
import { IMAGING_FRAMES } from "./frames-imaging.ts";
import { IMAGING_LINE_FRAMES } from "./frames-imaging-line.ts";
import { LETTER_FRAMES } from "./frames-letter.ts";
import { PLAN_FRAMES } from "./frames-plan.ts";
import { PROBLEM_FRAMES } from "./frames-problem.ts";
import { ACUTE_PROBLEM_FRAMES } from "./frames-problem-acute.ts";
import { SYSTEM_FRAMES } from "./frames-systems.ts";
import { ASSESSMENT_AND_PLAN, HEADINGS, SETTING_TITLES, SPECIAL, TITLES } from "./headings.ts";
import { speaker } from "./speaker.ts";

const FRAMES: readonly Frame[] = [
  ...COMPLAINT_FRAMES,
  ...ILLNESS_FRAMES,
  ...SYSTEM_FRAMES,
  ...HISTORY_FRAMES,
  ...BACKGROUND_FRAMES,
  ...DATA_FRAMES,
  ...ECG_LINE_FRAMES,
  ...ECG_FRAMES,
  ...IMAGING_LINE_FRAMES,
  ...IMAGING_FRAMES,
  ...ASSESSMENT_FRAMES,
  ...PROBLEM_FRAMES,
  ...ACUTE_PROBLEM_FRAMES,
  ...PLAN_FRAMES,
  ...DISCHARGE_FRAMES,
  ...LETTER_FRAMES,
  ...ADVICE_FRAMES,
  ...EXAMINED_FRAMES,
  ...BODY_FRAMES,
];

/** Words of a patient who speaks for himself: not of a child under six. */
const OF_SPEAKERS =
  /\b(?:reports|describes|mentions|denies|acknowledges|endorses|confirms|noticed|traces|[Dd]enies|agrees|content)\b|c\/o\b|Worried|Lifestyle|concern/;

const withAge = (frame: Frame): Frame =>
  OF_SPEAKERS.test(frame.source) ? { ...frame, unless: [...frame.unless, "toddler"] } : frame;

/** Frames by move, in bank order: the first that fits is the plain one. */
export const byMove = (frames: readonly Frame[]): ReadonlyMap<Move, readonly Frame[]> => {
  const moves = new Map<Move, Frame[]>();
  for (const frame of frames) {
    const found = moves.get(frame.move);
    if (found === undefined) moves.set(frame.move, [frame]);
    else found.push(frame);
  }
  return moves;
};

/** Clinical English as written in the United States, metric units. Frames written for this project. */
export const ENGLISH: Bank = {
  language: "en",
  frames: byMove(FRAMES.map(withAge)),
  headings: HEADINGS,
  special: SPECIAL,
  assessmentAndPlan: ASSESSMENT_AND_PLAN,
  titles: TITLES,
  settingTitles: SETTING_TITLES,
  contradictions,
  speaker,
};
