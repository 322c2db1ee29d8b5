import { type Frame, frames } from "../../frame.ts";

/** Chest X-ray results in one line, and why a film was made. */
export const IMAGING_LINE_FRAMES: readonly Frame[] = [
  ...frames(
    "cxr.line",
    {
      any: [
        "CXR: no acute [findings|cardiopulmonary abnormality|process|disease|cardiopulmonary process].",
        "Chest X-ray ({view}): [no acute findings|clear|no acute abnormality|lungs clear].",
        "CXR [today|]: [clear lungs, normal heart size|lungs clear|no acute abnormality].",
      ],
      full: [
        "Chest X-ray [shows|showed] [no acute abnormality|no acute cardiopulmonary disease|clear lungs and a normal heart size|no consolidation or effusion].",
        "The chest radiograph is [unremarkable|normal|clear].",
        "[{view} chest film|{view} radiograph]: [unremarkable|no acute abnormality|lungs clear].",
        "Chest imaging [shows|showed] no [acute|active] [disease|abnormality|process].",
      ],
      terse: [
        "CXR neg.",
        "CXR ({view}): NAD.",
        "CXR clear.",
        "CXR[: no| - no| w/o| {view}: no] acute [dz|process|findings].",
        "CXR {view} unremarkable.",
      ],
    },
    { when: ["finding=none"] },
  ),
  ...frames(
    "cxr.line",
    {
      any: [
        "CXR: {finding}.",
        "Chest X-ray ({view}): {finding}.",
        "CXR [shows|with] {a-finding}.",
        "Chest X-ray today: {finding}.",
      ],
      full: [
        "Chest X-ray [shows|showed|demonstrates] {a-finding}.",
        "The chest radiograph [shows|showed] {a-finding}.",
        "There {is} {a-finding} on the chest [X-ray|radiograph|film].",
        "The {view} chest film shows {a-finding}.",
        "Chest imaging [shows|revealed] {a-finding}.",
      ],
      terse: ["CXR {view}: {finding}.", "CXR w/ {finding}.", "CXR + for {finding}."],
    },
    { when: ["finding=some"] },
  ),

  ...frames("cxr.technique", {
    any: [
      "[Single|One] {view} view of the chest.",
      "{view} [chest radiograph|view of the chest|chest film|chest].",
      "Chest radiograph, {view} [projection|view].",
      "[Frontal|Single frontal] view ({view}).",
      "Chest, {view}.",
      "[Frontal chest radiograph|Frontal radiograph], {view} projection.",
      "One {view} [radiograph|film|image] of the chest [was obtained|was acquired|].",
      "Technique: {view} [view|projection|chest].",
      "XR chest {view}.",
    ],
  }),
  ...frames(
    "cxr.indication",
    {
      any: [
        "{^symptoms}.",
        "{^symptoms} {duration}.",
        "[Evaluate|Evaluation of|Work-up of] {symptoms}.",
        "{^person}, {symptoms}.",
      ],
      full: [
        "A/an {person:full} with {symptoms}.",
        "{^person:full} with {symptoms} {duration}.",
        "{^symptoms} in a/an {person:full}[ with {background}|].",
      ],
      terse: ["{person:short}, {symptoms}.", "{person:short} w/ {symptoms:short} {duration:short}."],
    },
    { when: ["visit=symptom"] },
  ),
  ...frames(
    "cxr.indication",
    {
      any: [
        "{^person}, [follow-up|routine film|routine].",
        "[Routine|Screening|Baseline] [film|study|examination|chest film], {person}.",
        "Routine examination of a/an {person:full}.",
      ],
      terse: ["{person:short}, routine."],
    },
    { when: ["visit=routine"] },
  ),
  ...frames(
    "cxr.indication",
    {
      any: ["{^person} with {history}.", "{^person}, {problems}.", "[Follow-up|History] of {problems}."],
      full: ["A/an {person:full} with {history}."],
      terse: ["{person:short}, h/o {problems:short}."],
    },
    { when: ["visit=routine"] },
  ),
];
