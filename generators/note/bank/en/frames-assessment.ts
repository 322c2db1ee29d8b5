import { type Frame, frames } from "../../frame.ts";

/** Summary of the assessment, and problems that ECG or image raise. */
export const ASSESSMENT_FRAMES: readonly Frame[] = [
  ...frames(
    "assess.summary",
    {
      full: [
        "{^person:full} with {symptoms}[, most likely related to {cause}|, in the setting of {cause}|, likely due to {cause}].",
        "{^symptoms} in a/an {person:full} with {cause}.",
        "{subj} presents with {symptoms}, [most likely|probably] explained by {cause}.",
        "Presentation [fits|is in keeping with|is consistent with] {cause}.",
      ],
      terse: [
        "{person:short} w/ {cause:short}, p/w {symptoms}.",
        "{^symptoms} [in setting of|2/2|likely 2/2] {cause:short}.",
        "{person:short}, {symptoms}, likely {cause:short}.",
      ],
    },
    { when: ["visit=symptom"] },
  ),
  ...frames(
    "assess.summary",
    {
      full: [
        "{^person:full} with {symptoms}[, evaluated as above|, cause under evaluation|].",
        "{^symptoms}, [cause to be clarified|work-up in progress|see data above].",
        "{subj} is a/an {person:full} with {symptoms} {duration}.",
      ],
      terse: ["{person:short} w/ {symptoms}.", "{^symptoms}, w/u ongoing."],
    },
    { when: ["visit=symptom"], unless: ["cause"] },
  ),
  ...frames(
    "assess.summary",
    {
      full: [
        "{^person:full} with {problems}, [seen for follow-up|doing as above|here for routine follow-up].",
        "A/an {person:full} [with|followed for] {history}[, without new complaints|].",
        "{subj} is [seen for|followed for] {problems}[; no new problems raised|].",
        "{^problems} [reviewed today|reviewed|discussed at this visit].",
      ],
      terse: [
        "{person:short} w/ {history:short}, here for f/u.",
        "{person:short}, {problems:short}, f/u.",
        "{^problems:short} reviewed.",
      ],
    },
    { when: ["visit=routine", "history"], unless: ["stay"] },
  ),
  ...frames(
    "assess.summary",
    {
      full: [
        "{^person:full} with {history} under {purpose:full}.",
        "{^person:full}, admitted for {purpose:full}, with {history}.",
        "A/an {person:full} with {problems}, in hospital for {purpose:full}.",
      ],
      terse: [
        "{person:short} w/ {history:short}, adm for {purpose:short}.",
        "{person:short}, {problems:short}, under {purpose:short}.",
      ],
    },
    { when: ["visit=routine", "history", "stay"] },
  ),
  ...frames(
    "assess.summary",
    {
      full: [
        "{^person:full} seen for [a routine|a general|an annual] [examination|check]; no [active|chronic] problems on record.",
        "Routine [examination|visit] of a/an {person:full}[, nothing outstanding|].",
      ],
      terse: ["{person:short}, [annual|routine] exam.", "Health check, {person:short}."],
    },
    { when: ["visit=routine", "no=history"], unless: ["stay"] },
  ),
  ...frames(
    "assess.summary",
    {
      any: [
        "{^person}, [admitted|in hospital] for {purpose:full}; no chronic problems on record.",
        "{^person:full} [under|admitted for] {purpose:full}.",
      ],
      terse: ["{person:short}, adm for {purpose:short}."],
    },
    { when: ["visit=routine", "no=history", "stay"] },
  ),
  ...frames(
    "assess.ecg",
    {
      full: [
        "The ECG [shows|showed] {abnormal}.",
        "ECG [is|was] notable for {abnormal}.",
        "{^abnormal} on [the|today's] ECG.",
      ],
      terse: ["EKG w/ {abnormal:short}.", "EKG: {abnormal:short}."],
    },
    { when: ["ecg=abnormal"] },
  ),
  ...frames(
    "assess.cxr",
    {
      full: [
        "Chest X-ray [shows|showed] {a-finding}.",
        "{^a-finding} on [the|today's] chest [X-ray|film|radiograph].",
        "Imaging is notable for {a-finding}.",
      ],
      terse: ["CXR w/ {finding}.", "{^finding} on CXR."],
    },
    { when: ["finding=some"] },
  ),

  ...frames(
    "problem.signal",
    {
      any: [
        "{^rhythm} on ECG, rate {rate}: [review|reassess|clinical follow-up|discuss with cardiology].",
        "{^rhythm} (rate {rate}): [further evaluation|repeat ECG in {weeks}|rhythm monitoring].",
      ],
      full: [
        "{^rhythm} at {bpm} on the ECG; [repeat tracing|repeat ECG|rhythm monitoring] [planned|to be arranged].",
      ],
      terse: ["{^rhythm:short} on EKG, rate {rate}: [f/u|monitor|repeat EKG]."],
    },
    { when: ["ecg=abnormal"], unless: ["rhythm=sinus"] },
  ),
  ...frames("problem.ectopy", {
    any: [
      "{^ectopics} on ECG: [reassurance|no treatment needed|observe|repeat ECG in {weeks}].",
      "{^ectopics}: [reassurance|less caffeine advised|ambulatory monitor if they go on].",
    ],
    terse: ["{^ectopics:short} on EKG: [observe|reassured|Holter if persistent]."],
  }),
  ...frames(
    "problem.finding",
    {
      any: [
        "{^finding} on CXR: [repeat film in {weeks}|follow-up film in {weeks}|clinical follow-up|further imaging as needed].",
        "{^finding}: [follow-up imaging|repeat chest X-ray] in {weeks}.",
      ],
      full: [
        "{^finding} on [the chest X-ray|chest imaging|the chest film|the chest radiograph]; [repeat imaging|a follow-up film] in {weeks}.",
      ],
      terse: ["{^finding} on CXR: repeat {weeks:short}.", "{^finding}: f/u CXR {weeks:short}."],
    },
    {
      when: ["finding=some"],
      unless: ["finding=cardiomegaly", "finding=pneumothorax", "finding=consolidation", "finding=nodule"],
    },
  ),
  ...frames(
    "problem.finding",
    {
      any: [
        "{^finding} on CXR: [CT chest to characterize|chest CT ordered|CT chest requested|low-dose CT chest].",
        "{^finding}: [CT chest|chest CT] [for further evaluation|to follow|in 3 months].",
        "{^finding} on CXR: [repeat imaging|follow-up imaging] in [3|6] months.",
      ],
      full: ["{^finding} on the chest X-ray; a chest CT [will be arranged|is planned|was requested]."],
      terse: ["{^finding} on CXR: CT chest.", "{^finding}: f/u CT [3|6] mo."],
    },
    { when: ["finding=nodule"] },
  ),
  ...frames(
    "problem.finding",
    {
      any: [
        "{^finding}: [surgical consult|chest surgery consult|ED evaluation|same-day surgical review], repeat film in {soon}.",
        "{^finding} on CXR: [urgent referral|same-day referral|close observation], [serial films|repeat film in {soon}].",
      ],
      full: [
        "{^finding} on the chest X-ray: [discussed with surgery|referred for urgent review], repeat film in {soon}.",
      ],
      terse: ["{^finding}: surg c/s, serial CXR.", "{^finding} on CXR: urgent referral."],
    },
    { when: ["finding=pneumothorax"] },
  ),
  ...frames(
    "problem.finding",
    {
      any: [
        "{^finding} on CXR: [empiric antibiotics|antibiotics started], [cultures sent|cultures pending|reassess in {soon}].",
        "{^finding}: [antibiotics|antibiotic treatment] [started|begun], repeat film in [six|6] weeks.",
      ],
      full: [
        "{^finding} on the chest X-ray; [antibiotics|empiric antibiotics] [started|begun], [reassess|recheck] in {soon}.",
        "{^finding}, treated as an infection: [antibiotics|empiric antibiotics], repeat film in [six|6] weeks.",
      ],
      terse: ["{^finding} on CXR: abx, recheck {soon:short}.", "{^finding}: empiric abx, repeat film 6 wks."],
    },
    { when: ["finding=consolidation"], states: ["therapy/antibiotics"] },
  ),
  ...frames(
    "problem.finding",
    {
      any: [
        "{^finding} on CXR: [echocardiogram to be arranged|echocardiogram to follow|consider echocardiogram|review with echocardiogram].",
        "{^finding}: [echocardiogram|echo] [requested|to be arranged|planned].",
      ],
      full: ["{^finding} on the chest X-ray; an echocardiogram [will be arranged|is planned|was requested]."],
      terse: ["{^finding} on CXR: [TTE|echo] [ordered|requested|pending]."],
    },
    { when: ["finding=cardiomegaly"] },
  ),
];
