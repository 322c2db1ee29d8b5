import { type Frame, frames } from "../../frame.ts";

/** ECG results in one line, and why an ECG was made. */
export const ECG_LINE_FRAMES: readonly Frame[] = [
  ...frames("ecg.line", {
    any: [
      "ECG: {rhythm}, rate {rate}, QRS {qrs} ms, QTc {qtc} ms.",
      "ECG: {rhythm}, [ventricular rate|rate] {rate}, QRS {qrs} ms, QTc {qtc} ms.",
      "EKG: {rhythm} at {bpm}, QRS {qrs}, QTc {qtc}.",
      "ECG [today|]: {rhythm} {rate}, PR {pr}, QRS {qrs}, QTc {qtc}.",
      "12-lead ECG: {rhythm}, {bpm}, QTc {qtc} ms.",
    ],
    full: [
      "The ECG [shows|showed] {rhythm} at {bpm}, with a QRS duration of {qrs} ms and a QTc of {qtc} ms.",
      "ECG [shows|demonstrates] {rhythm} with a rate of {rate}; PR {pr} ms, QRS {qrs} ms, QTc {qtc} ms.",
      "A 12-lead ECG [shows|showed] {rhythm}, rate {rate}, QRS {qrs} ms, QTc {qtc} ms.",
      "On ECG {rhythm} at {bpm}, QTc {qtc} ms.",
      "Electrocardiogram: {rhythm}, {bpm}, QTc {qtc} ms.",
    ],
    terse: [
      "EKG {rhythm:short} {rate}, QRS {qrs}, QTc {qtc}.",
      "ECG: {rhythm:short}, rate {rate}, QTc {qtc}.",
      "EKG: {rhythm:short} @ {rate}, PR/QRS/QTc {pr}/{qrs}/{qtc}.",
      "ECG {rhythm:short}, HR {rate}, QRS {qrs}.",
    ],
  }),
  ...frames(
    "ecg.extra",
    {
      any: ["{^block} [present|noted|on ECG]."],
      full: ["The tracing [also shows|shows] {block}.", "Conduction: {block}."],
      terse: ["{^block:short} on EKG.", "+ {block:short}."],
    },
    {},
  ),
  ...frames(
    "ecg.extra",
    {
      any: ["[Occasional|Isolated] {ectopics}."],
      full: [
        "[Occasional|Isolated] {ectopics} [are seen|were noted|on the tracing].",
        "The tracing shows [occasional|isolated] {ectopics}.",
      ],
      terse: ["Occ {ectopics:short}.", "{ectopics:short} noted."],
    },
    {},
  ),

  ...frames(
    "ecg.impression",
    {
      any: [
        "Normal ECG.",
        "[Normal tracing|Normal electrocardiogram].",
        "{^rhythm}, [normal ECG|otherwise normal|normal tracing].",
        "ECG within normal limits.",
        "{^rhythm} at {bpm}; normal ECG.",
        "{^rhythm}. No abnormality.",
      ],
      full: [
        "Normal 12-lead ECG [in {rhythm}|with {rhythm}|].",
        "This is a normal [ECG|electrocardiogram|tracing].",
      ],
      terse: ["{rhythm:short}, nl ECG.", "Nl EKG, rate {rate}."],
    },
    { when: ["ecg=normal"] },
  ),
  ...frames(
    "ecg.impression",
    {
      any: [
        "Abnormal ECG: {abnormal}.",
        "{^abnormal}.",
        "[Abnormal ECG|Abnormal tracing] [due to|because of|with] {abnormal}.",
        "{^abnormal}; rate {rate}.",
        "Abnormal ECG. {^abnormal}.",
      ],
      full: [
        "The ECG is abnormal, [with|showing|on account of] {abnormal}.",
        "This tracing shows {abnormal}.",
        "ECG [remarkable|notable] for {abnormal}.",
      ],
      terse: ["Abnl ECG - {abnormal:short}.", "{^abnormal:short}.", "Abnl: {abnormal:short}, rate {rate}."],
    },
    { when: ["ecg=abnormal"] },
  ),
  ...frames(
    "ecg.indication",
    {
      any: ["{^symptoms}.", "{^symptoms} {duration}.", "[Evaluation of|Evaluate|Work-up of] {symptoms}."],
      full: [
        "{^symptoms} in a/an {person:full}.",
        "A/an {person:full} with {symptoms}.",
        "{^person:full} with {symptoms} {duration}.",
      ],
      terse: ["{person:short}, {symptoms}.", "{symptoms:short}."],
    },
    { when: ["visit=symptom"] },
  ),
  ...frames(
    "ecg.indication",
    {
      any: [
        "[Follow-up|Monitoring|History] of {problems}.",
        "{^problems}.",
        "{^person}, {problems}.",
        "Known {problems}.",
      ],
      full: ["{^person:full} with {problems}.", "A/an {person:full} with {history}."],
      terse: ["{person:short}, h/o {problems:short}.", "{problems:short} f/u."],
    },
    { when: ["visit=routine"] },
  ),
  ...frames(
    "ecg.indication",
    {
      any: [
        "Routine [ECG|tracing|recording|examination], {person}.",
        "[Baseline|Screening|Routine] ECG[ in a/an {person:full}|, {person}].",
        "{^person}, [routine|baseline].",
      ],
    },
    { when: ["visit=routine"] },
  ),
];
