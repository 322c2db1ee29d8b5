import { type Frame, frames } from "../../frame.ts";

const AFFECTED = ["lungs=affected", "finding=effusion", "finding=consolidation", "finding=pneumothorax"];

/** Vital signs, examination, laboratory values. */
export const DATA_FRAMES: readonly Frame[] = [
  ...frames("vitals", {
    any: ["{^vitals}.", "Vitals: {vitals}."],
    full: [
      "Vital signs: {vitals}.",
      "Vital signs today: {vitals}.",
      "[Recorded|Measured] today: {vitals}.",
      "Observations: {vitals}.",
    ],
    terse: ["VS: {vitals:short}.", "{^vitals:short}.", "Obs: {vitals:short}.", "VS {vitals:short}."],
  }),
  ...frames(
    "vitals",
    {
      full: ["On arrival {vitals}.", "On admission {vitals}.", "Admission vitals: {vitals}."],
      terse: ["Adm VS: {vitals:short}."],
    },
    { when: ["stay"] },
  ),
  ...frames("body", {
    any: ["{^body}.", "Measurements: {body}."],
    full: ["[Today's|Current] {body}.", "Recorded {body}."],
    terse: ["{^body:short}."],
  }),
  ...frames(
    "exam.general",
    {
      full: [
        "Alert and [comfortable|in no distress|in no acute distress].",
        "{subj} [is|appears|looks] [comfortable|well and comfortable|at ease].",
        "Comfortable at rest[, alert|].",
        "[Awake, alert|Alert, oriented], comfortable.",
      ],
      terse: ["NAD.", "Alert, NAD.", "Comfortable, NAD.", "A&O, comfortable."],
    },
    { states: ["sign/comfortable"], unless: ["visit=acute"] },
  ),
  ...frames(
    "exam.general",
    {
      full: [
        "Alert, [mildly|somewhat] uncomfortable.",
        "{subj} [is|looks] [mildly|somewhat] uncomfortable but alert.",
        "[Awake and alert|Alert], speaking in full sentences.",
        "Alert and [cooperative|appropriate].",
      ],
      terse: ["Alert, mildly uncomfortable.", "A&O, cooperative.", "Alert, full sentences."],
    },
    { given: ["visit=acute"], states: ["sign/alert"] },
  ),
  ...frames(
    "exam.heart",
    {
      full: [
        "[Heart|Cardiac]: regular rhythm.",
        "Heart [rhythm regular|sounds regular|is regular].",
        "Cardiac [rhythm|exam] regular.",
        "Regular rhythm[ on auscultation|].",
        "Pulse regular.",
      ],
      terse: ["CV: RRR.", "RRR.", "Heart regular.", "CV regular."],
    },
    { when: ["rhythm=sinus"], unless: ["ectopy=atrial-premature", "ectopy=ventricular-premature"] },
  ),
  ...frames(
    "exam.heart",
    {
      full: [
        "Heart regular with [occasional|a few] early beats.",
        "[Regular|Basically regular] rhythm with [occasional|a few] [premature|extra] beats.",
        "Pulse regular apart from [occasional|a few] early beats.",
      ],
      terse: ["CV: regular, occ early beats.", "Regular w/ occ ectopic beats."],
    },
    { given: ["rhythm=any-sinus"], when: ["ectopy=atrial-premature"] },
  ),
  ...frames(
    "exam.heart",
    {
      full: [
        "Heart regular with [occasional|a few] early beats.",
        "[Regular|Basically regular] rhythm with [occasional|a few] [premature|extra] beats.",
        "Pulse regular apart from [occasional|a few] early beats.",
      ],
      terse: ["CV: regular, occ early beats.", "Regular w/ occ ectopic beats."],
    },
    { given: ["rhythm=any-sinus"], when: ["ectopy=ventricular-premature"] },
  ),
  ...frames(
    "exam.heart",
    {
      full: [
        "Heart irregularly irregular.",
        "[Rhythm|Pulse] irregularly irregular.",
        "[Cardiac exam|Heart]: irregularly irregular rhythm.",
        "Irregularly irregular [rhythm|pulse|heart sounds].",
      ],
      terse: ["CV: irreg irreg.", "Irreg irreg.", "CV: irregularly irregular."],
    },
    { when: ["rhythm=atrial-fibrillation"] },
  ),
  ...frames(
    "exam.heart",
    {
      full: [
        "Pulse [slow|slow and regular].",
        "Heart [slow, regular|regular, bradycardic].",
        "Regular, bradycardic rhythm.",
      ],
      terse: ["CV: brady, regular.", "Bradycardic, regular."],
    },
    { when: ["rhythm=bradycardia"], given: ["ectopy=none"] },
  ),
  ...frames(
    "exam.heart",
    {
      full: [
        "[Heart|Pulse] rapid and regular.",
        "Regular, tachycardic rhythm.",
        "[Tachycardic|Fast] but regular.",
      ],
      terse: ["CV: tachy, regular.", "Tachycardic, regular."],
    },
    { when: ["rhythm=tachycardia"], given: ["ectopy=none"] },
  ),
  ...frames(
    "exam.lungs",
    {
      full: [
        "Lungs clear [to auscultation|] [bilaterally|on both sides|].",
        "[Chest|Lung fields] clear [to auscultation|on auscultation|].",
        "Clear breath sounds [bilaterally|throughout|on both sides].",
        "Breath sounds [clear|normal] [bilaterally|throughout|].",
      ],
      terse: ["Lungs CTAB.", "CTAB.", "Chest clear.", "Resp: clear."],
    },
    { given: ["cxr", "finding=none"], unless: AFFECTED, states: ["sign/lungs-clear"] },
  ),
  ...frames(
    "exam.lungs",
    {
      full: [
        "[Reduced|Decreased|Diminished] breath sounds at the {side} base.",
        "Breath sounds [reduced|decreased|diminished] at the {side} base[, dull to percussion|].",
        "Dull to percussion at the {side} base.",
        "{^side} base dull with [reduced|decreased] [air entry|breath sounds].",
      ],
      terse: ["Dec BS {side} base.", "↓ BS at {side} base.", "{^side} base dull."],
    },
    { when: ["finding=effusion", "side=one"] },
  ),
  ...frames(
    "exam.lungs",
    {
      full: [
        "[Reduced|Decreased|Diminished] breath sounds at both bases.",
        "Both bases dull [to percussion|].",
      ],
      terse: ["Dec BS both bases.", "↓ BS bilat bases."],
    },
    { when: ["finding=effusion", "side=bilateral"] },
  ),
  ...frames(
    "exam.lungs",
    {
      full: [
        "[Crackles|Coarse crackles] [over|on] the {side} [side|chest|lung].",
        "{^side}-sided crackles[ on auscultation|].",
        "Bronchial breath sounds on the {side}.",
        "Inspiratory crackles [on|over] the {side}.",
      ],
      terse: ["Crackles {side}.", "{^side} crackles.", "Crackles on {side}."],
    },
    { when: ["finding=consolidation", "side=one"] },
  ),
  ...frames(
    "exam.lungs",
    {
      full: ["[Coarse|Bilateral] crackles on both sides.", "Crackles [bilaterally|over both lungs]."],
      terse: ["Bilat crackles.", "Crackles b/l."],
    },
    { when: ["finding=consolidation", "side=bilateral"] },
  ),
  ...frames(
    "exam.lungs",
    {
      full: [
        "[Reduced|Decreased|Absent] breath sounds on the {side}.",
        "{^side} chest hyperresonant with [reduced|decreased] breath sounds.",
        "Air entry [reduced|decreased] on the {side}.",
      ],
      terse: ["Dec BS on {side}.", "↓ air entry {side}."],
    },
    { when: ["finding=pneumothorax", "side=one"] },
  ),
  ...frames(
    "exam.lungs",
    {
      full: [
        "[Scattered|Mild] expiratory wheeze.",
        "Prolonged expiration[ with scattered wheeze|].",
        "Expiratory wheeze [bilaterally|on both sides].",
      ],
      terse: ["Scattered exp wheeze.", "Mild wheeze b/l."],
    },
    { given: ["about=copd"], states: ["sign/wheeze"] },
  ),
  ...frames(
    "exam.lungs",
    {
      full: [
        "[Scattered|Mild] expiratory wheeze.",
        "Expiratory wheeze [bilaterally|on both sides|in both lungs].",
      ],
      terse: ["Scattered exp wheeze.", "Mild wheeze b/l."],
    },
    { given: ["about=asthma"], states: ["sign/wheeze"] },
  ),
  ...frames(
    "exam.legs",
    {
      full: [
        "[Mild|Trace|Slight] pitting edema [of both ankles|at the ankles|of the lower legs].",
        "Ankles [mildly|slightly] swollen[ on both sides|].",
        "Pitting edema to [the ankles|mid-shin].",
      ],
      terse: ["Trace LE edema.", "1+ pedal edema.", "1+ LE edema b/l."],
    },
    { given: ["about=heart-failure", "visit=symptom"], states: ["sign/edema"] },
  ),
  ...frames("labs", {
    any: ["{^labs}.", "Labs: {labs}."],
    full: [
      "Laboratory results: {labs}.",
      "[Recent|Latest] labs: {labs}.",
      "Bloods: {labs}.",
      "[Laboratory|Lab] values were {labs}.",
    ],
    terse: ["{^labs:short}.", "Labs: {labs:short}.", "Recent labs {labs:short}."],
  }),
  ...frames(
    "labs.flagged",
    {
      any: ["[Abnormal|Out of range]: {flagged}."],
      full: [
        "[Abnormal values were|Labs were notable for|Outside the reference range were] {flagged}.",
        "[Notable|Remarkable] for {flagged}.",
        "[Labs|Bloods] showed {flagged}.",
        "Laboratory work [showed|was notable for] {flagged}.",
      ],
      terse: ["Labs sig for {flagged:short}.", "Abnl: {flagged:short}.", "Labs: {flagged:short}."],
    },
    { when: ["labs=flagged"] },
  ),
  ...frames("labs.normal", {
    any: ["{^normals} [normal|within normal limits|in range|unremarkable]."],
    full: [
      "{^normals} were [normal|within normal limits|in the reference range|unremarkable].",
      "Normal {normals}.",
    ],
    terse: ["{^normals:short} WNL.", "Nl {normals:short}."],
  }),
];
