import { type Frame, frames } from "../../frame.ts";

/** Acute problems of the list: infections and their treatment, pneumothorax, pleural effusion. */
export const ACUTE_PROBLEM_FRAMES: readonly Frame[] = [
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} [supportive care|symptomatic treatment|fluids and rest|symptomatic measures].",
        "{^cond}{sep} [supportive care|symptomatic treatment], [recheck|reassess|review] in {weeks}.",
        "{^cond}{sep} [reassess|recheck] in {weeks}, sooner if worse.",
      ],
      full: [
        "{^cond}{sep} [supportive care|symptomatic treatment] for now; [call|return] if no better in {weeks}.",
      ],
      terse: [
        "{^cond:short}{sep} supportive care, recheck {weeks:short}.",
        "{^cond:short}{sep} sx tx, RTC if no better in {weeks:short}.",
      ],
    },
    {
      when: ["current", "course=acute"],
      unless: [
        "treated",
        "marker=high",
        "marker=low",
        "problem=pregnancy",
        "problem=pneumothorax",
        "problem=pleural-effusion",
        "bacterial",
      ],
    },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} [antibiotics|empiric antibiotics|antibiotic treatment], [recheck|reassess|review] in {weeks}.",
        "{^cond}{sep} [antibiotics started|on antibiotics|antibiotic course], [fluids and rest|supportive care].",
      ],
      full: [
        "{^cond}{sep} [treated with antibiotics|antibiotics prescribed]; [call|return] if no better in {weeks}.",
      ],
      terse: [
        "{^cond:short}{sep} abx, recheck {weeks:short}.",
        "{^cond:short}{sep} empiric abx, RTC if no better in {weeks:short}.",
      ],
    },
    {
      when: ["current", "course=acute"],
      given: ["bacterial"],
      unless: ["treated"],
      states: ["therapy/antibiotics"],
    },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} [surgical consult|chest surgery consult|observation in hospital], repeat film in {soon}.",
        "{^cond}{sep} [observation and oxygen|close observation], [serial films|repeat chest X-ray in {soon}].",
      ],
      full: ["{^cond}{sep} [discussed with surgery|referred for urgent review]; repeat film in {soon}."],
      terse: ["{^cond:short}{sep} surg c/s, serial CXR.", "{^cond:short}{sep} obs, repeat CXR {soon:short}."],
    },
    { when: ["current", "problem=pneumothorax"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} [work-up of the cause|diagnostic tap if it grows|look for a cause], repeat film in {weeks}.",
        "{^cond}{sep} [follow-up film|repeat chest X-ray] in {weeks}, [tap if larger|drainage if larger].",
      ],
      full: ["{^cond}{sep} the cause is [being worked up|under review]; repeat film in {weeks}."],
      terse: [
        "{^cond:short}{sep} w/u, repeat CXR {weeks:short}.",
        "{^cond:short}{sep} tap if larger, CXR {weeks:short}.",
      ],
    },
    { when: ["current", "problem=pleural-effusion"], unless: ["treated"] },
  ),
];
