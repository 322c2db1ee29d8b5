import { type Frame, frames } from "../../frame.ts";

const AF = { when: ["rhythm=atrial-fibrillation"] };

/** Findings of an ECG report. */
export const ECG_FRAMES: readonly Frame[] = [
  ...frames("ecg.rhythm", {
    any: [
      "{^rhythm}, rate {rate}.",
      "{^rhythm} at {bpm}.",
      "{^rhythm}, [ventricular rate|rate] {bpm}.",
      "Rhythm: {rhythm}. Rate: {bpm}.",
      "{^rhythm} {rate}.",
    ],
    full: [
      "The rhythm is {rhythm} [at|with a rate of] {bpm}.",
      "[Basic|Underlying] rhythm is {rhythm}, rate {bpm}.",
      "{^rhythm} with a ventricular rate of {bpm}.",
      "The tracing shows {rhythm} at {bpm}.",
      "12-lead recording shows {rhythm} at {bpm}.",
    ],
    terse: ["{^rhythm:short} @ {rate}.", "{^rhythm:short}, HR {rate}.", "Vent rate {rate}, {rhythm:short}."],
  }),
  ...frames(
    "ecg.rhythm",
    {
      any: ["{^rhythm} with [rapid ventricular response|a rapid ventricular rate], {bpm}."],
      full: ["{^rhythm} with [a fast|a rapid] ventricular response at {bpm}."],
      terse: ["{^rhythm:short} w/ RVR, rate {rate}."],
    },
    { when: ["rhythm=atrial-fibrillation", "rate=fast"] },
  ),
  ...frames(
    "ecg.rhythm",
    {
      any: ["{^rhythm} with a controlled ventricular [response|rate], {bpm}."],
      full: ["{^rhythm}, ventricular response controlled at {bpm}."],
      terse: ["{^rhythm:short}, rate-controlled at {rate}."],
    },
    { when: ["rhythm=atrial-fibrillation", "rate=normal"] },
  ),

  ...frames("ecg.intervals", {
    any: [
      "PR {pr} ms, QRS {qrs} ms, QT/QTc {qt}/{qtc} ms.",
      "Intervals: PR {pr} ms, QRS {qrs} ms, QTc {qtc} ms.",
      "PR interval {pr} ms, QRS duration {qrs} ms, QT {qt} ms, QTc {qtc} ms.",
      "PR {pr}, QRS {qrs}, QT {qt}, QTc {qtc} ms.",
    ],
    full: [
      "The PR interval is {pr} ms, the QRS duration {qrs} ms and the QTc {qtc} ms.",
      "PR interval measures {pr} ms; QRS duration is {qrs} ms; QT is {qt} ms (QTc {qtc} ms).",
      "QRS duration is {qrs} ms with a PR interval of {pr} ms and QTc of {qtc} ms.",
    ],
    terse: [
      "PR/QRS/QTc {pr}/{qrs}/{qtc} ms.",
      "PR {pr} QRS {qrs} QT {qt} QTc {qtc}.",
      "PR {pr}, QRS {qrs}, QT/QTc {qt}/{qtc}.",
    ],
  }),
  ...frames(
    "ecg.intervals",
    {
      any: [
        "QRS {qrs} ms, QT/QTc {qt}/{qtc} ms.",
        "Intervals: QRS {qrs} ms, QTc {qtc} ms.",
        "QRS duration {qrs} ms, QT {qt} ms, QTc {qtc} ms.",
        "QRS {qrs}, QT {qt}, QTc {qtc} ms.",
      ],
      full: [
        "The QRS duration is {qrs} ms and the QTc {qtc} ms.",
        "QRS duration is {qrs} ms; QT is {qt} ms (QTc {qtc} ms).",
      ],
      terse: ["QRS/QTc {qrs}/{qtc} ms.", "QRS {qrs} QT {qt} QTc {qtc}."],
    },
    { given: ["rhythm=atrial"] },
  ),
  ...frames(
    "ecg.pr",
    {
      any: [
        "No [measurable|] P waves[; PR not applicable|; PR interval not measured|].",
        "PR interval not [measurable|applicable|reported].",
      ],
      full: [
        "There are no [distinct|organized|consistent] P waves[ and the baseline is irregular|].",
        "P waves are absent[, with an irregular ventricular response|].",
      ],
      terse: ["No P waves.", "PR n/a."],
    },
    AF,
  ),

  ...frames(
    "ecg.axis",
    {
      any: [
        "Normal axis, {axis} degrees.",
        "[QRS axis|Axis] {axis} degrees, [normal|within normal limits].",
        "Normal [frontal|QRS|] axis [of {axis} degrees|({axis} degrees)|at {axis} degrees].",
      ],
      full: [
        "The [frontal plane|QRS|frontal] axis is normal [at {axis} degrees|].",
        "Axis is {axis} degrees, within normal limits.",
      ],
      terse: ["Axis {axis}.", "Axis nl ({axis}).", "Axis normal at {axis}."],
    },
    { when: ["axis=normal"] },
  ),
  ...frames(
    "ecg.axis",
    {
      any: ["Left axis deviation, {axis} degrees.", "[QRS axis|Axis] {axis} degrees, left axis deviation."],
      full: [
        "There is left axis deviation ({axis} degrees).",
        "The [frontal|QRS] axis is deviated to the left at {axis} degrees.",
      ],
      terse: ["LAD, axis {axis}.", "Axis {axis} (LAD)."],
    },
    { when: ["axis=left"] },
  ),
  ...frames(
    "ecg.axis",
    {
      any: ["Right axis deviation, {axis} degrees.", "[QRS axis|Axis] {axis} degrees, right axis deviation."],
      full: [
        "There is right axis deviation ({axis} degrees).",
        "The [frontal|QRS] axis is deviated to the right at {axis} degrees.",
      ],
      terse: ["RAD, axis {axis}.", "Axis {axis} (RAD)."],
    },
    { when: ["axis=right"] },
  ),
  ...frames(
    "ecg.axis",
    { any: ["Extreme axis deviation, {axis} degrees.", "Extreme axis ({axis} degrees)."] },
    { when: ["axis=extreme"] },
  ),

  ...frames(
    "ecg.conduction",
    {
      any: [
        "No [bundle branch block|intraventricular conduction delay|conduction abnormality] [seen|noted|].",
        "AV and intraventricular conduction [normal|are normal|within normal limits].",
        "Conduction [is normal|normal|unremarkable].",
      ],
      full: [
        "There is no [bundle branch block|conduction delay|conduction abnormality|AV or bundle branch block].",
        "Atrioventricular and intraventricular conduction are [normal|unremarkable].",
        "No conduction [delay|disturbance|abnormality] is [seen|present].",
      ],
      terse: ["No BBB.", "Conduction nl.", "No block."],
    },
    { when: ["conduction=normal"], given: ["rhythm=any-sinus"] },
  ),
  ...frames(
    "ecg.conduction",
    {
      any: ["No bundle branch block [seen|noted|].", "QRS [is not widened|not widened|narrow]."],
      full: ["There is no bundle branch block.", "Intraventricular conduction is [normal|unremarkable]."],
      terse: ["No BBB."],
    },
    { when: ["conduction=normal"], given: ["rhythm=atrial"] },
  ),
  ...frames("ecg.conduction", {
    any: ["{^block}.", "{^block} [present|is present|noted]."],
    full: [
      "[The tracing shows|Conduction shows|There is evidence of] {block}.",
      "{^block} is [seen|evident] on this tracing.",
      "Findings [consistent with|of] {block}.",
    ],
    terse: ["{block:short}.", "{block:short} noted."],
  }),
  ...frames(
    "ecg.ectopy",
    {
      any: [
        "No [ectopy|ectopic beats|premature beats] [seen|noted|recorded|].",
        "No atrial or ventricular [ectopy|premature beats].",
      ],
      full: [
        "There are no [premature|ectopic] beats[ on this recording|].",
        "No ectopic activity [is seen|was recorded|in this recording].",
        "No extrasystoles [are seen|were recorded].",
      ],
      terse: [
        "No ectopy.",
        "No PACs or PVCs[| seen].",
        "No ectopic beats[| seen].",
        "No extrasystoles[| seen].",
        "No PACs, no PVCs.",
      ],
    },
    { when: ["ectopy=none"] },
  ),
  ...frames("ecg.ectopy", {
    any: ["[Occasional|Isolated|Single] {ectopics}.", "{^ectopics} [present|noted|seen]."],
    full: [
      "There are [occasional|isolated|scattered] {ectopics}.",
      "[Occasional|Isolated] {ectopics} [are seen|interrupt the basic rhythm|are present].",
      "The rhythm is interrupted by [occasional|isolated] {ectopics}.",
    ],
    terse: ["Occ {ectopics:short}.", "+ {ectopics:short}."],
  }),
  ...frames(
    "ecg.qtc",
    {
      any: [
        "QTc [is not prolonged|not prolonged|within normal limits|normal].",
        "[Corrected QT|QTc] [normal|within normal limits].",
      ],
      full: [
        "The corrected QT interval is [normal|not prolonged|within normal limits].",
        "No QT prolongation [is seen|].",
      ],
      terse: ["QTc nl.", "QTc ok."],
    },
    { when: ["qtc=normal"] },
  ),
  ...frames(
    "ecg.qtc",
    {
      any: ["QTc prolonged [at|to] {qtc} ms.", "Prolonged QTc ({qtc} ms)."],
      full: [
        "The corrected QT interval is prolonged at {qtc} ms.",
        "There is QT prolongation (QTc {qtc} ms).",
      ],
      terse: ["QTc long, {qtc}."],
    },
    { when: ["qtc=prolonged"] },
  ),
];
