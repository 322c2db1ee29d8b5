import { type Frame, frames } from "../../frame.ts";

/** Hospital course, discharge diagnoses and disposition. */
export const DISCHARGE_FRAMES: readonly Frame[] = [
  ...frames(
    "course.open",
    {
      full: [
        "{subj} was admitted on {admitted} with {symptoms}.",
        "Admitted on {admitted} [for|with|because of] {symptoms} {duration}.",
        "This {person:full} was [admitted|hospitalized] on {admitted} with {symptoms}.",
        "On {admitted} {he} was admitted [for evaluation of|because of] {symptoms}.",
        "{^symptoms} led to admission on {admitted}.",
        "A/an {person:full} was brought in on {admitted} with {symptoms}.",
      ],
      terse: [
        "Admitted {admitted} w/ {symptoms}.",
        "{person:short} adm {admitted} for {symptoms:short}.",
        "Adm {admitted}, {symptoms:short} {duration:short}.",
      ],
    },
    { when: ["visit=symptom"] },
  ),
  ...frames(
    "course.open",
    {
      full: [
        "{subj} was admitted on {admitted} for {purpose:full}.",
        "Admitted on {admitted} for {purpose:full}.",
        "This {person:full} was [admitted|hospitalized] on {admitted} for {purpose:full}.",
        "On {admitted} {he} was admitted for {purpose:full}.",
      ],
      terse: [
        "Adm {admitted} for {purpose:short}.",
        "{person:short} admitted {admitted} for {purpose:short}.",
      ],
    },
    { when: ["visit=routine"] },
  ),
  ...frames(
    "course.cause",
    {
      full: [
        "Symptoms were felt to be due to {cause}.",
        "The picture was [attributed to|that of|consistent with] {cause}.",
        "{^his} symptoms were attributed to {cause}.",
        "Evaluation pointed to {cause}.",
        "{subj} was treated for {cause}.",
      ],
      terse: ["Attributed to {cause}.", "C/w {cause:short}.", "Tx'd for {cause:short}."],
    },
    { when: ["visit=symptom"] },
  ),
  ...frames(
    "course.antibiotics",
    {
      full: [
        "{subj} was treated with {antibiotics}.",
        "Antibiotic treatment with {antibiotics} was [started|given].",
        "{^antibiotics} was started [on admission|for the infection|].",
        "For the infection {he} received {antibiotics}.",
      ],
      terse: ["Tx'd w/ {antibiotics:short}.", "On {antibiotics:short} for infection."],
    },
    { given: ["infection"] },
  ),
  ...frames(
    "course.antibiotics",
    {
      full: [
        "[Antibiotics were|Empiric antibiotic treatment was|Antibiotic treatment was] [started|begun] [on admission|after cultures|].",
        "{subj} [was treated with|received|was given] [empiric|a course of|intravenous] antibiotics.",
        "{^he} improved on [empiric antibiotics|antibiotics|antibiotic treatment].",
        "Antibiotics were given [throughout the stay|for the infection|with good effect].",
      ],
      terse: ["Abx started.", "Tx'd w/ empiric abx.", "Improved on abx.", "Empiric abx given."],
    },
    { given: ["infection"], unless: ["antibiotic"], states: ["therapy/antibiotics"] },
  ),
  ...frames(
    "med.antibiotics",
    {
      any: [
        "[Oral antibiotic|Antibiotic], to [complete|finish] the course",
        "[Antibiotics|Oral antibiotics] until the course is [complete|finished]",
        "[Antibiotic|Oral antibiotic] for the rest of the course",
      ],
      terse: ["PO abx to complete course", "Abx, finish course"],
    },
    { given: ["infection"], unless: ["antibiotic"], states: ["therapy/antibiotics"] },
  ),
  ...frames("course.medication", {
    full: [
      "{^drugs-all} {were} continued.",
      "{subj} was continued on {drugs-all}.",
      "Home treatment with {drugs-all} was continued [throughout|during the stay|].",
      "{subj} remained on {drugs-all} [throughout|during the stay|].",
      "[During the stay|Throughout the stay|In hospital] {he} was kept on {drugs-all}.",
    ],
    terse: [
      "Cont'd on {drugs-all:short}.",
      "Home {drugs-all:short} cont'd.",
      "Maintained on {drugs-all:short}.",
    ],
  }),
  ...frames("course.stay", {
    full: [
      "The stay lasted {nights}.",
      "{subj} was in hospital for {nights}.",
      "{subj} stayed [in hospital|on the ward] for {nights}.",
      "Hospital stay of {nights}.",
      "{^he} was observed for {nights}.",
    ],
    terse: ["LOS {nights:short}.", "Stayed {nights:short}."],
  }),
  ...frames("course.end", {
    full: [
      "{subj} was discharged on {discharged}.",
      "Discharged on {discharged} [with follow-up arranged|with outpatient follow-up|].",
      "{^he} left [the hospital|hospital] on {discharged}.",
      "Discharge was on {discharged}.",
      "By {discharged} {he} was [ready|fit] for discharge.",
    ],
    terse: ["D/c'd {discharged}.", "Discharged {discharged}.", "D/c {discharged} w/ outpt f/u."],
  }),
  ...frames("dx.item", { any: ["{cond}"], full: ["{cond}, on {drugs}"] }, { when: ["current"] }),
  ...frames("dx.item", { any: ["history of {cond}", "prior {cond}"] }, { unless: ["current"] }),
  ...frames("dx.cause", {
    any: ["{cause}", "{cause} with {symptoms}", "{cause}, presenting with {symptom}"],
  }),
  ...frames("dx.cause-finding", {
    any: ["{^finding}", "{^finding} with {symptoms}", "{^finding}, presenting with {symptom}"],
  }),
  ...frames(
    "dx.finding",
    { any: ["{^finding} on [chest X-ray|CXR|chest imaging]", "{^finding}"] },
    { when: ["finding=some"], unless: ["finding=cardiomegaly", "finding=other"] },
  ),
  ...frames(
    "dx.finding-prose",
    {
      any: ["{^finding} on [chest X-ray|CXR|chest imaging]."],
      full: ["[The chest X-ray also showed|Chest imaging also showed] {a-finding}."],
      terse: ["Also {finding} on CXR."],
    },
    { when: ["finding=some"], unless: ["finding=cardiomegaly", "finding=other"] },
  ),
  ...frames("dx.prose", {
    any: ["{^diagnoses}."],
    full: ["Principal diagnosis {problems}.", "Discharged with {diagnoses}.", "Treated for {diagnoses}."],
    terse: ["{^diagnoses:short}."],
  }),
  ...frames("dx.none", {
    any: [
      "[No|No active] [diagnosis|diagnoses] [coded|recorded] [for this stay|].",
      "Observation [only|without a coded diagnosis].",
    ],
  }),
  ...frames(
    "discharge.state",
    {
      any: [
        "[Stable|Stable at discharge|Condition at discharge: stable].",
        "[Discharged|Left the ward] in [stable|good] condition.",
        "Condition [on|at] discharge [stable|good].",
      ],
      full: [
        "{subj} was [discharged|sent home] in [stable|good|satisfactory] condition.",
        "The patient is [stable|well enough] for discharge[ home|].",
        "{^he} [was|is] in stable condition [at discharge|on the day of discharge].",
      ],
      terse: ["Stable.", "D/c in stable condition.", "Stable for d/c."],
    },
    { states: ["sign/stable"] },
  ),
  ...frames(
    "discharge.antibiotics",
    {
      any: [
        "[Complete|Finish|To complete] the [course of antibiotics|antibiotic course|antibiotics] [at home|as prescribed|].",
        "Antibiotics to be [completed|continued] [at home|for five more days|for seven days in all].",
      ],
      full: [
        "{subj} was [told|asked|reminded] to finish the antibiotics.",
        "The antibiotic course [will be|is to be] completed at home.",
      ],
      terse: ["Complete abx at home.", "Finish abx course."],
    },
    { given: ["infection"], states: ["therapy/antibiotics"] },
  ),
  ...frames("discharge.follow", {
    any: [
      "Follow up with [primary care|the primary care physician|the family physician|the PCP] in {weeks}.",
      "[Primary care|PCP|Outpatient|Clinic] follow-up in {weeks}.",
      "See [primary care|the family doctor|the PCP] [within|in] {weeks}.",
    ],
    full: [
      "{subj} is to [see|be seen by] {his} primary care [physician|doctor|provider] in {weeks}.",
      "[Follow-up|An appointment] with primary care [is arranged|has been made|was requested] in {weeks}.",
      "{subj} [should|will] be seen in clinic in {weeks}.",
    ],
    terse: ["F/u PCP {weeks:short}.", "PCP f/u {weeks:short}.", "F/u w/ PCP in {weeks:short}."],
  }),
  ...frames(
    "discharge.cardiology",
    {
      any: [
        "[Cardiology|Cardiology clinic] [follow-up|review|appointment] in {weeks}.",
        "[Follow up|To follow up] with cardiology in {weeks}.",
      ],
      terse: ["Cards f/u {weeks:short}."],
    },
    { given: ["rhythm=atrial-fibrillation"] },
  ),
  ...frames(
    "discharge.film",
    {
      any: [
        "[Repeat chest X-ray|Follow-up chest X-ray|Repeat film] in {weeks}[ for the {finding}|].",
        "{^finding} to be followed with a [repeat film|chest X-ray] in {weeks}.",
      ],
      terse: ["Repeat CXR {weeks:short} ({finding})."],
    },
    { when: ["finding=some"], unless: ["finding=cardiomegaly", "finding=nodule", "finding=other"] },
  ),
  ...frames(
    "discharge.film",
    {
      any: [
        "[CT chest|Chest CT] [as an outpatient|after discharge] for the {finding}.",
        "{^finding} to be [followed up|characterized] with a chest CT.",
      ],
      terse: ["Outpt CT chest for {finding}."],
    },
    { when: ["finding=nodule"] },
  ),
  ...frames("discharge.lab", {
    any: ["{^lab}: [repeat|recheck] with primary care in {weeks}.", "[Repeat|Recheck] in {weeks}: {lab}."],
    full: ["{^lab} is to be [repeated|rechecked] by primary care in {weeks}."],
    terse: ["{^lab:short}: recheck w/ PCP {weeks:short}."],
  }),
  ...frames("discharge.advice", {
    any: [
      "Return if symptoms [recur|worsen|come back|return].",
      "[Return precautions|Warning signs] [reviewed|discussed|explained|given].",
      "[Diet|Activity|Diet and activity] as tolerated.",
    ],
    full: [
      "{subj} was [told|advised|asked] to return [if symptoms recur|for any worsening|if {he} feels worse].",
      "Written instructions were [given|provided].",
    ],
    terse: ["Return precautions given.", "Diet/activity as tol."],
  }),
];
