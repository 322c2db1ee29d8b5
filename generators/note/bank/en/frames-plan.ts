import { type Frame, frames } from "../../frame.ts";

/** Medications to continue, monitoring, counsel and return. */
export const PLAN_FRAMES: readonly Frame[] = [
  ...frames(
    "plan.medication",
    {
      any: ["Continue {drug}.", "Continue {drug} {dose} {freq}.", "Continue {drug} at {dose}."],
      full: ["{^drug} to continue at {dose}.", "No change to {drug}.", "{^drug} is continued unchanged."],
      terse: ["Cont {drug} {dose} {freq:short}.", "Cont {drug}.", "{^drug}: no Δ."],
    },
    { unless: ["stopped"] },
  ),
  ...frames("plan.all-medications", {
    any: [
      "Continue current [medications|medication|treatment|regimen].",
      "No changes to [the medication list|current medications|medications].",
      "[Medications|Current medications] [unchanged|reviewed, unchanged|reviewed and continued].",
    ],
    full: [
      "{^his} medications were [reviewed and continued|reviewed; no changes].",
      "Present treatment [is continued|to continue|continues].",
    ],
    terse: ["Cont current meds.", "Meds unchanged.", "No med changes."],
  }),
  ...frames("problem.lab", {
    any: ["{^lab}: [repeat|recheck] in {weeks}.", "{^lab}, to be [repeated|rechecked] in {weeks}."],
    full: [
      "{^lab}; [a repeat|a further sample] in {weeks}.",
      "{^lab}: [discussed|noted], [repeat|recheck] in {weeks}.",
    ],
    terse: [
      "{^lab:short}: recheck {weeks:short}.",
      "{^lab:short}, trend.",
      "{^lab:short}: rpt {weeks:short}.",
    ],
  }),
  ...frames(
    "problem.lab",
    { any: ["{^lab}: [repeat|recheck] [with the next labs|at the next visit|before the next visit]."] },
    { unless: ["pressing"] },
  ),
  ...frames("plan.monitor", {
    any: [
      "[Repeat|Recheck] [basic labs|labs|routine labs|blood work] [before|prior to|at] [the next visit|next visit|follow-up].",
      "[Labs|Blood work] [in {weeks}|before next visit|at next visit].",
    ],
    full: [
      "[Routine|Follow-up] [labs|blood tests|laboratory work] to be drawn [before the next visit|in {weeks}].",
    ],
    terse: ["Labs [{weeks:short}|next visit].", "Recheck labs {weeks:short}."],
  }),
  ...frames("plan.counsel", {
    any: [
      "[Diet and exercise|Diet and activity|Healthy lifestyle|Lifestyle measures|Weight and activity] [discussed|reviewed|encouraged].",
      "[Questions answered|Plan discussed and agreed|Plan reviewed with the patient|Plan agreed].",
    ],
    full: [
      "[Return precautions|Warning signs|Reasons to return] were [reviewed|discussed|explained].",
      "{subj} [agrees|is comfortable|is content] with the plan.",
      "The plan was [discussed|reviewed] and {his} questions were answered.",
    ],
    terse: ["Return precautions given.", "Plan d/w pt.", "Lifestyle d/w pt."],
  }),
  ...frames(
    "plan.return",
    {
      any: [
        "Return in {weeks}.",
        "[Follow-up|Follow up|Recheck|Review] in {weeks}.",
        "Return in {weeks} or sooner [if needed|if symptoms change|with new symptoms|if worse].",
        "[Next visit|Next appointment|Clinic visit] in {weeks}.",
        "Return to clinic in {weeks}[, sooner as needed|, earlier if needed|].",
      ],
      full: [
        "{subj} will return in {weeks}.",
        "We will see {subj-object} again in {weeks}.",
        "[A follow-up visit|Follow-up] [is planned|was arranged|has been scheduled] in {weeks}.",
      ],
      terse: [
        "RTC {weeks:short}.",
        "F/u {weeks:short}.",
        "RTC {weeks:short} or PRN.",
        "F/u {weeks:short}, sooner PRN.",
      ],
    },
    { unless: ["stay"] },
  ),
];
