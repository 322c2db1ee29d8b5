import { type Frame, frames } from "../../frame.ts";

const no = (...findings: readonly string[]) => ({ when: findings.map(finding => `no=${finding}`) });

/** Findings and impression of a chest radiograph report. */
export const IMAGING_FRAMES: readonly Frame[] = [
  ...frames(
    "cxr.main",
    {
      any: ["{^a-finding} {is} [present|seen|noted|identified].", "There {is} {a-finding}.", "{^finding}."],
      full: [
        "There {is} {a-finding} on this [film|study|radiograph|projection|examination].",
        "{^a-finding} {is} [demonstrated|visible|evident] [on the {view} view|on this view|].",
        "The {view} radiograph [shows|demonstrates] {a-finding}.",
        "Findings include {a-finding}.",
        "Imaging demonstrates {a-finding}.",
      ],
      terse: ["{^finding} noted.", "+ {finding}.", "{^finding} seen."],
    },
    { when: ["finding=some"], unless: ["finding=cardiomegaly"] },
  ),
  ...frames(
    "cxr.main",
    {
      any: [
        "[Cardiomegaly|Cardiomegaly is present|Cardiomegaly noted].",
        "Cardiac silhouette is [enlarged|increased in size].",
        "[The heart|Heart] is enlarged.",
        "Enlarged [cardiac silhouette|heart|cardiac contour].",
      ],
      full: [
        "The cardiac silhouette is [enlarged|increased in size] [on this {view} view|on the {view} film|].",
        "The cardiothoracic ratio is increased[, in keeping with cardiomegaly|, consistent with cardiomegaly].",
      ],
      terse: ["Heart enlarged.", "+ cardiomegaly."],
    },
    { when: ["finding=cardiomegaly"] },
  ),
  ...frames(
    "cxr.lungs",
    {
      any: [
        "[Lungs|Lung fields] [are clear|clear].",
        "Both lungs are clear.",
        "[Lungs|Both lungs|Lung fields] [well aerated and clear|clear and well expanded|free of consolidation].",
        "No [focal consolidation|airspace consolidation|consolidation|airspace opacity].",
        "No [focal|] [consolidation or nodule|airspace disease].",
      ],
      full: [
        "The lungs are [clear|well expanded and clear|free of focal consolidation|clear without focal opacity].",
        "No focal [consolidation|airspace opacity|parenchymal opacity] is [seen|identified|present].",
        "[Both lungs|The lungs] are [well aerated|well inflated] [without consolidation|with no focal opacity].",
      ],
      terse: ["Lungs clear.", "No consolidation.", "No focal opacity."],
    },
    { when: ["finding=none"] },
  ),
  ...frames(
    "cxr.lungs",
    {
      any: [
        "No [focal|airspace|lobar] consolidation.",
        "No [consolidation|airspace consolidation] [seen|identified|].",
      ],
      full: [
        "No focal [consolidation|airspace consolidation] is [seen|identified|present].",
        "There is no [focal|airspace|] consolidation.",
      ],
      terse: ["No consolidation."],
    },
    { when: ["no=consolidation"], unless: ["finding=none"] },
  ),
  ...frames(
    "cxr.pleura",
    {
      any: [
        "No pleural effusion or pneumothorax[| seen| identified| on this view].",
        "No [pneumothorax or pleural effusion|effusion or pneumothorax|pneumothorax or effusion] [seen|identified|].",
        "[Pleural spaces|Costophrenic angles] [are clear|clear|unremarkable]; no pneumothorax.",
        "Pleural spaces clear, no pneumothorax.",
      ],
      full: [
        "There is no [pleural effusion or pneumothorax|pneumothorax or effusion|pneumothorax or pleural effusion].",
        "No [pleural effusion|effusion] or pneumothorax is [seen|identified|present].",
        "[Both costophrenic angles|The costophrenic angles] are [clear|sharp] and there is no pneumothorax.",
        "The pleural spaces are [clear|unremarkable] and there is no pneumothorax.",
        "Neither pleural effusion nor pneumothorax is [seen|present|identified].",
      ],
      terse: [
        "No effusion/PTX.",
        "No PTX or effusion[| seen].",
        "No effusion[ or PTX|, no PTX][| seen].",
        "Pleura clear, no PTX.",
        "Neg for effusion[ or PTX|/PTX].",
        "Pleural spaces clear, no PTX.",
      ],
    },
    no("effusion", "pneumothorax"),
  ),
  ...frames(
    "cxr.pleura",
    {
      any: ["No pneumothorax [seen|identified|]."],
      full: [
        "There is no [associated|visible|] pneumothorax.",
        "No pneumothorax is [seen|identified|present].",
      ],
      terse: ["No PTX."],
    },
    { when: ["no=pneumothorax"], given: ["finding=effusion"] },
  ),
  ...frames(
    "cxr.pleura",
    {
      any: ["No [pleural effusion|effusion] [seen|identified|]."],
      full: ["There is no [associated|] pleural effusion.", "No pleural effusion is [seen|present]."],
      terse: ["No effusion."],
    },
    { when: ["no=effusion"], given: ["finding=pneumothorax"] },
  ),
  ...frames(
    "cxr.heart",
    {
      any: [
        "[Heart size|Cardiac size] [normal|is normal|within normal limits|is within normal limits].",
        "The heart size is [normal|within normal limits].",
        "[Cardiac silhouette|Cardiac contour] [normal|within normal limits|not enlarged|unremarkable].",
        "The cardiac silhouette is [not enlarged|unremarkable|within normal limits].",
        "Normal [heart size|cardiac silhouette|cardiac size].",
      ],
      full: [
        "The [heart|cardiac silhouette] is [normal in size|not enlarged|of normal size].",
        "The heart [size is within normal limits|is of normal size|is not enlarged].",
        "No cardiomegaly [is seen|].",
      ],
      terse: ["Heart nl size.", "No cardiomegaly.", "Heart nl."],
    },
    no("cardiomegaly"),
  ),
  ...frames(
    "cxr.nodule",
    {
      any: ["No [suspicious|pulmonary|lung|discrete] nodule [seen|identified|]."],
      full: [
        "No [pulmonary|discrete|suspicious] nodule is [seen|identified|evident].",
        "There is no [pulmonary|discrete|lung] nodule.",
      ],
      terse: ["No nodule."],
    },
    no("nodule"),
  ),
  ...frames(
    "cxr.impression",
    {
      any: [
        "No acute [cardiopulmonary abnormality|cardiopulmonary process|cardiopulmonary disease|findings|abnormality|process].",
        "[Normal|Unremarkable] [chest radiograph|{view} chest radiograph|chest X-ray|chest film|chest].",
        "No [radiographic evidence of acute disease|acute radiographic abnormality|active disease|acute chest pathology].",
        "Clear lungs[; normal heart size|, normal heart size|].",
        "No acute [cardiopulmonary|intrathoracic|chest] [abnormality|process|disease] [identified|seen|on this view].",
      ],
      full: [
        "No evidence of [acute cardiopulmonary disease|an acute process|active disease|acute disease in the chest].",
        "The chest radiograph is [normal|unremarkable|within normal limits].",
        "There is no acute [cardiopulmonary|intrathoracic] [abnormality|process|disease].",
      ],
      terse: ["Nl CXR.", "No acute dz.", "Clear chest."],
    },
    { when: ["finding=none"] },
  ),
  ...frames(
    "cxr.impression",
    {
      any: [
        "{^finding}.",
        "{^finding}, as [above|described].",
        "{^finding} on {view} [view|chest radiograph|film].",
      ],
      full: [
        "{^finding}. [Clinical correlation|Correlation with the clinical picture] [is suggested|is advised|suggested].",
        "{^finding}; [follow-up as clinically indicated|follow-up imaging as clinically indicated|comparison with prior films would help].",
        "{^a-finding} {is} the [main|principal] finding.",
      ],
      terse: ["{^finding}, clin correlation.", "{^finding} - f/u as indicated."],
    },
    { when: ["finding=some"] },
  ),
  ...frames(
    "cxr.recommendation",
    {
      any: [
        "Chest CT [may be considered|could be considered|is suggested] for further [evaluation|characterization].",
        "[Follow-up imaging|Interval follow-up] [is recommended|is advised|suggested].",
      ],
    },
    { when: ["finding=nodule"] },
  ),
  ...frames(
    "cxr.recommendation",
    {
      any: [
        "[Follow-up radiograph|Repeat film|Repeat radiograph] to [document|confirm] [clearing|resolution] [in 6 weeks|after treatment|] [is advised|is suggested|suggested].",
      ],
    },
    { when: ["finding=consolidation"] },
  ),
];
