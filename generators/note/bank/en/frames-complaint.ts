import { type Frame, frames } from "../../frame.ts";

const SYMPTOM = { when: ["visit=symptom"] };
const ROUTINE = { when: ["visit=routine"], unless: ["stay"] };
const ADMITTED = { when: ["visit=routine", "stay"] };
const NO_HISTORY = { when: ["visit=routine", "no=history"], unless: ["stay"] };

/** Head of the note and chief complaint. */
export const COMPLAINT_FRAMES: readonly Frame[] = [
  ...frames("header.date", {
    any: [
      "Date: {visit}",
      "Date of service: {visit}",
      "Visit date: {visit}",
      "DOS: {visit}",
      "Seen on {visit}",
      "Encounter date: {visit}",
    ],
  }),
  ...frames("header.exam-date", {
    any: [
      "Date of study: {visit}",
      "Exam date: {visit}",
      "Study date: {visit}",
      "Performed: {visit}",
      "Date: {visit}",
    ],
  }),
  ...frames("header.stay", {
    any: [
      "Admitted: {admitted}\nDischarged: {discharged}",
      "Admission date: {admitted}\nDischarge date: {discharged}",
      "Date of admission: {admitted}. Date of discharge: {discharged}",
      "Admit date {admitted}, discharge date {discharged}",
    ],
  }),
  ...frames("header.stay", {
    any: ["Admitted: {admitted}", "Admission date: {admitted}", "Date of admission: {admitted}"],
  }),
  ...frames("header.person", {
    any: ["Patient: {person:full}", "{^person}", "Age/sex: {person:short}"],
  }),

  ...frames(
    "cc",
    {
      any: [
        "{^symptoms}.",
        "{^symptoms} {duration}.",
        "{^symptom} {duration}.",
        "{^symptom}.",
        "{^symptoms}, onset {ago}.",
      ],
      full: [
        "Presents with {symptoms}.",
        "Evaluation of {symptoms} {duration}.",
        "Comes in with {symptoms} {duration}.",
        "Worried about {symptoms}.",
      ],
      terse: [
        "c/o {symptoms} {duration:short}.",
        "{^symptoms:short} {duration:short}.",
        "Pt c/o {symptoms:short}.",
      ],
    },
    SYMPTOM,
  ),
  ...frames(
    "cc",
    {
      any: [
        "Follow-up of {problems}.",
        "[Routine|Scheduled|Regular] follow-up, {problems}.",
        "{^problems}, [routine|scheduled|planned] [visit|check|review].",
        "{^problems} follow-up.",
        "Here for {problems}.",
        "[Recheck|Review] of {problems}.",
      ],
      full: [
        "Here for [a] [scheduled|regular|planned] [visit|appointment] for {problems}.",
        "Medication review for {problems}.",
        "No new [complaints|concerns]; follow-up of {problems}.",
      ],
      terse: ["F/u {problems:short}.", "Routine f/u {problems:short}.", "{^problems:short} f/u, no new c/o."],
    },
    { when: ["visit=routine", "history"], unless: ["stay"] },
  ),
  ...frames(
    "cc",
    {
      any: [
        "[Routine|Annual|Periodic] [check-up|health check|physical|examination].",
        "[General|Preventive|Wellness] [visit|check|examination].",
        "No complaints; [here for a|] [health check|physical|check-up].",
        "Health maintenance.",
      ],
    },
    NO_HISTORY,
  ),
  ...frames(
    "cc",
    {
      any: [
        "[Routine|Scheduled|Regular] [visit|appointment|check-up].",
        "[Medication|Prescription] [review|refills|check].",
      ],
    },
    ROUTINE,
  ),

  ...frames(
    "cc",
    {
      any: ["{^purpose:full}.", "Admission for {purpose:full}.", "Admitted for {purpose:full}."],
    },
    ADMITTED,
  ),
];
