import { type Frame, frames } from "../../frame.ts";

/** What people are told: at discharge, at the end of a visit, and about coming back. */
export const ADVICE_FRAMES: readonly Frame[] = [
  ...frames("discharge.advice", {
    any: [
      "[Seek|To seek] medical attention [if symptoms recur|for worsening symptoms|if unwell].",
      "[Resume|To resume] [usual|normal] activities [gradually|as able].",
      "[Usual diet|Diet as before|Usual diet and activity].",
      "Call the [clinic|ward|office] with [questions|any concerns|problems].",
      "[Discharge instructions|Instructions for home] [reviewed|explained|handed out].",
    ],
    full: [
      "{subj} [understands|was told] when to [come back|seek help].",
      "{subj} was given the [ward's|clinic's|unit's] telephone number.",
      "[Instructions|Home instructions] were gone over before {he} left.",
      "{^he} may resume [usual|normal] activity as tolerated.",
      "A discharge letter was [sent to|copied to] the primary care physician.",
    ],
    terse: [
      "D/c instr given.",
      "Activity ad lib.",
      "Reg diet, activity as tol.",
      "Instr reviewed w/ pt.",
      "To call w/ questions.",
      "Letter to PCP.",
    ],
  }),
  ...frames(
    "discharge.advice",
    { full: ["{subj} was asked to bring all medication to the next visit."] },
    { given: ["medicated"] },
  ),
  ...frames(
    "plan.counsel",
    { any: ["[Salt intake|Alcohol and salt intake|Portion sizes] [discussed|reviewed]."] },
    { unless: ["child"] },
  ),
  ...frames(
    "plan.counsel",
    {
      any: ["[Medication adherence|How to take the tablets|Side effects] [reviewed|gone over]."],
      terse: ["Adherence reviewed.", "Med side effects d/w pt."],
    },
    { given: ["medicated"] },
  ),
  ...frames("plan.counsel", {
    any: [
      "[Sleep|Stress] and [diet|activity] [discussed|touched upon|reviewed].",
      "[Written information|A leaflet|Reading material] [given|offered].",
    ],
    full: [
      "We [talked|spoke] about [diet and exercise|exercise and weight|sleep and activity].",
      "{subj} [had|has] no further questions.",
      "{subj} will bring a list of questions [for|to] the next visit.",
      "[Vaccinations|Immunizations] were [discussed|reviewed].",
      "{^he} was [encouraged|advised] to stay [active|physically active].",
    ],
    terse: ["Diet/exercise d/w pt.", "Pt agrees w/ plan.", "Info leaflet given."],
  }),
  ...frames(
    "plan.counsel",
    { full: ["{subj} will keep a [symptom diary|diary of symptoms] [for|until] the next visit."] },
    { given: ["visit=symptom"] },
  ),
  ...frames(
    "plan.return",
    {
      any: [
        "[See|To be seen] again in {weeks}.",
        "Back in {weeks}[ with labs| for review|].",
        "[Recheck|Review] here in {weeks}; [call|message] sooner [with questions|if things change].",
      ],
      full: [
        "{subj} was asked to [come back|return] in {weeks}.",
        "I will [see|review] {subj-object} in {weeks}.",
        "The next [visit|review] is [set|planned] for {weeks} from now.",
      ],
      terse: ["Back in {weeks:short}.", "Next appt {weeks:short}.", "Recheck {weeks:short}."],
    },
    { unless: ["stay"] },
  ),
  ...frames("plan.monitor", {
    full: [
      "[Blood tests|Labs] will be [repeated|rechecked] in {weeks}.",
      "{subj} will have labs drawn in {weeks}.",
    ],
    terse: ["Labs prior to next visit."],
  }),
  ...frames(
    "plan.monitor",
    {
      any: ["[Weight and blood pressure|Blood pressure] to be [checked|recorded] at home."],
      terse: ["Home BP log."],
    },
    { given: ["concept=hypertension"] },
  ),
  ...frames(
    "allergy",
    {
      any: [
        "[Not on file|Not known|Not asked today].",
        "[Nothing|No reaction] [recorded|on file|documented].",
        "No [allergy|adverse reaction] [entries|on record].",
      ],
      full: ["No allergies have been [recorded|entered].", "The record lists no allergies."],
      terse: ["None on record.", "No entries."],
    },
    { unless: ["no=allergy", "allergic"] },
  ),
];
