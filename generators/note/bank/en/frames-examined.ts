import { type Frame, frames } from "../../frame.ts";

const AFFECTED = ["lungs=affected", "finding=effusion", "finding=consolidation", "finding=pneumothorax"];

/** Further ways of saying what was seen, heard and imaged. */
export const EXAMINED_FRAMES: readonly Frame[] = [
  ...frames(
    "exam.general",
    {
      full: [
        "Well, comfortable[ and talkative| at rest|].",
        "Sitting comfortably[ on the couch| in the chair|].",
        "{subj} [was|is] comfortable [during the examination|throughout|on the couch].",
        "General: comfortable, in no distress.",
        "In no acute distress[, alert and oriented|, alert|].",
        "[Looks|Appears] comfortable[, breathing easily|].",
      ],
      terse: ["Gen: NAD.", "Gen: comfortable.", "Comfortable, A&O.", "NAD, conversant."],
    },
    { states: ["sign/comfortable"], unless: ["visit=acute"] },
  ),
  ...frames(
    "exam.general",
    {
      full: ["Alert, [tired-looking|slightly unwell].", "Alert and [answering|talking] in full sentences."],
      terse: ["Gen: alert, mild discomfort.", "Alert, conversant."],
    },
    { given: ["visit=acute"], states: ["sign/alert"] },
  ),
  ...frames(
    "exam.heart",
    {
      full: [
        "Heart [sounds|tones] regular[ today|].",
        "Regular rhythm, [no change from before|as before].",
        "On auscultation a regular rhythm.",
        "Radial pulse regular.",
      ],
      terse: ["Cardiac: RRR.", "Heart: RRR.", "HS regular."],
    },
    { when: ["rhythm=sinus"], unless: ["ectopy=atrial-premature", "ectopy=ventricular-premature"] },
  ),
  ...frames(
    "exam.lungs",
    {
      full: [
        "Lungs [clear|clear to auscultation] in all fields.",
        "Chest clear [front and back|throughout|in all zones].",
        "Respiratory: lungs clear.",
        "On auscultation the lungs are clear.",
      ],
      terse: ["Pulm: CTAB.", "Lungs clear.", "Chest: clear.", "Resp: CTAB."],
    },
    { given: ["cxr", "finding=none"], unless: AFFECTED, states: ["sign/lungs-clear"] },
  ),
  ...frames(
    "cxr.pleura",
    {
      any: [
        "No [effusion|pleural effusion]; no pneumothorax.",
        "No pneumothorax [and no|or] [effusion|pleural effusion].",
      ],
      full: [
        "[Neither|There is neither] a pleural effusion nor a pneumothorax.",
        "No pleural effusion is [seen|present], and there is no pneumothorax.",
      ],
      terse: ["No eff or PTX.", "No effusion, no PTX."],
    },
    { when: ["no=effusion", "no=pneumothorax"] },
  ),
  ...frames(
    "cxr.heart",
    {
      any: ["Heart size normal[ for age|].", "Normal cardiac [silhouette|contour] [on this view|]."],
      full: ["The heart is [not enlarged|of normal size] on this [view|film|projection]."],
    },
    { when: ["no=cardiomegaly"] },
  ),
  ...frames(
    "cxr.impression",
    {
      any: [
        "[Normal|Unremarkable] {view} [film|view] of the chest.",
        "No acute findings[ in the chest| on this film|].",
      ],
      full: ["The lungs are clear and the heart size is normal."],
      terse: ["Unremarkable CXR.", "Normal film."],
    },
    { when: ["finding=none"] },
  ),
  ...frames(
    "cxr.line",
    {
      any: [
        "CXR: [lungs clear|clear lungs][, heart size normal|].",
        "[Film|Radiograph] of the chest: no acute findings.",
      ],
      full: [
        "On chest X-ray the lungs are clear.",
        "A chest film [shows|showed] no acute disease.",
        "The chest X-ray [is|was] [normal|clear|unremarkable].",
        "Chest X-ray [of today|from today|]: [normal|unremarkable|no active disease|no acute disease].",
        "The {view} chest X-ray [shows|showed] [no acute process|no acute findings|clear lungs].",
        "Imaging of the chest: [clear lungs|no acute abnormality|no active disease].",
        "Chest radiograph [normal|unremarkable|without acute findings].",
        "The lungs are clear on [the {view} film|today's film|the chest X-ray].",
      ],
      terse: ["CXR: lungs clear.", "CXR nl.", "CXR normal.", "{view} film: clear.", "CXR: nil acute."],
    },
    { when: ["finding=none"] },
  ),
];
