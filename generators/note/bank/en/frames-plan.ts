import { type Frame, frames } from "../../frame.ts";

/** Assessment, problem items, plan, follow-up. */
export const PLAN_FRAMES: readonly Frame[] = [
  ...frames("assess.summary", {
    full: [
      "{^person:full} with {symptoms}[, most likely related to {cause}|, in the setting of {cause}|, likely due to {cause}].",
      "{^symptoms} in a/an {person:full} with {cause}.",
      "{subj} presents with {symptoms}, [most likely|probably] explained by {cause}.",
      "Presentation [fits|is in keeping with|is consistent with] {cause}.",
    ],
    terse: ["{person:short} w/ {cause:short}, p/w {symptoms}.", "{^symptoms} [in setting of|2/2|likely 2/2] {cause:short}.", "{person:short}, {symptoms}, likely {cause:short}."],
  }, { when: ["visit=symptom"] }),
  ...frames("assess.summary", {
    full: ["{^person:full} with {symptoms}[, evaluated as above|, cause under evaluation|].", "{^symptoms}, [cause to be clarified|work-up in progress|see data above].", "{subj} is a/an {person:full} with {symptoms} {duration}."],
    terse: ["{person:short} w/ {symptoms}.", "{^symptoms}, w/u ongoing."],
  }, { when: ["visit=symptom"], unless: ["cause"] }),
  ...frames("assess.summary", {
    full: [
      "{^person:full} with {problems}, [seen for follow-up|doing as above|here for routine follow-up].",
      "A/an {person:full} [with|followed for] {history}[, without new complaints|].",
      "{subj} is [seen for|followed for] {problems}[; no new problems raised|].",
      "{^problems} [reviewed today|reviewed|discussed at this visit].",
    ],
    terse: ["{person:short} w/ {history:short}, here for f/u.", "{person:short}, {problems:short}, f/u.", "{^problems:short} reviewed."],
  }, { when: ["visit=routine", "history"], unless: ["stay"] }),
  ...frames("assess.summary", {
    full: [
      "{^person:full} with {history} under [observation|evaluation|monitoring].",
      "{^person:full}, admitted for [observation|evaluation], with {history}.",
      "A/an {person:full} with {problems}, in hospital for [observation|evaluation|monitoring].",
    ],
    terse: ["{person:short} w/ {history:short}, adm for [obs|eval|monitoring].", "{person:short}, {problems:short}, under [obs|eval]."],
  }, { when: ["visit=routine", "history", "stay"] }),
  ...frames("assess.summary", {
    full: ["{^person:full} seen for [a routine|a general|an annual] [examination|check]; no [active|chronic] problems on record.", "Routine [examination|visit] of a/an {person:full}[, nothing outstanding|]."],
    terse: ["{person:short}, [annual|routine] exam.", "Health check, {person:short}."],
  }, { when: ["visit=routine", "no=history"], unless: ["stay"] }),
  ...frames("assess.summary", {
    any: ["{^person}[, admitted for observation| under observation|, in hospital for evaluation]; no chronic problems on record.", "{^person:full} [under observation|admitted for monitoring]."],
    terse: ["{person:short}, adm for [obs|eval]."],
  }, { when: ["visit=routine", "no=history", "stay"] }),
  ...frames("assess.ecg", {
    full: ["The ECG [shows|showed] {abnormal}.", "ECG [is|was] notable for {abnormal}.", "{^abnormal} on [the|today's] ECG."],
    terse: ["EKG w/ {abnormal:short}.", "EKG: {abnormal:short}."],
  }, { when: ["ecg=abnormal"] }),
  ...frames("assess.cxr", {
    full: ["Chest X-ray [shows|showed] {a-finding}.", "{^a-finding} on [the|today's] chest [X-ray|film|radiograph].", "Imaging is notable for {a-finding}."],
    terse: ["CXR w/ {finding}.", "{^finding} on CXR."],
  }, { when: ["finding=some"] }),

  ...frames("problem", {
    any: [
      "{^cond}{sep} {marker}, above goal. Continue {drugs}[; recheck in {weeks}|, repeat in {weeks}|].",
      "{^cond}{sep} {marker}, [not at goal|above goal]. Continue {drugs} and [review diet|reinforce adherence|review adherence].",
    ],
    full: [
      "{^cond}{sep} {measure} {reading} is above goal. Continue {drugs} and recheck in {weeks}.",
      "{^cond}{sep} [not at goal|above target] with {marker}. Adherence and diet reviewed; continue {doses}.",
      "{^cond}{sep} {marker}. [Lifestyle measures|Diet and activity] discussed; remains on {drugs}, [reassess|recheck] in {weeks}.",
    ],
    terse: ["{^cond:short}{sep} {marker:short}, above goal. Cont {drugs:short}, recheck {weeks:short}.", "{^cond:short}{sep} {marker:short}, not at goal. Cont {doses:short}.", "{^cond:short}{sep} {marker:short} ↑. Cont {drugs:short}, diet."],
  }, { when: ["current", "marker=above-goal", "treated"] }),
  ...frames("problem", {
    any: ["{^cond}{sep} {marker}, above goal. [Diet and exercise|Lifestyle measures|Lifestyle changes] [discussed|advised|reviewed]; [recheck|repeat] in {weeks}.", "{^cond}{sep} {marker}. [Recheck|Reassess] in {weeks}[ before starting treatment|]."],
    full: ["{^cond}{sep} {measure} {reading}, above goal and not on treatment; [treatment to be discussed|options reviewed], recheck in {weeks}."],
    terse: ["{^cond:short}{sep} {marker:short}, above goal. Lifestyle, recheck {weeks:short}.", "{^cond:short}{sep} {marker:short}. Recheck {weeks:short}."],
  }, { when: ["current", "marker=above-goal"], unless: ["treated"] }),
  ...frames("problem", {
    any: ["{^cond}{sep} {marker}, at goal. Continue {drugs}.", "{^cond}{sep} at goal ({marker}). [Continue|Stay on] {doses}.", "{^cond}{sep} [well controlled|controlled|at goal] on {drugs}, {marker}."],
    full: ["{^cond}{sep} {measure} {reading}, at goal on {drugs}. No changes.", "{^cond} is at goal with {marker}; continue {doses}.", "{^cond}{sep} {marker} on current treatment. [No changes|No change to treatment|Treatment unchanged]."],
    terse: ["{^cond:short}{sep} {marker:short}, at goal. Cont {drugs:short}.", "{^cond:short}{sep} at goal, cont {doses:short}.", "{^cond:short}{sep} ctrl'd, {marker:short}, no changes."],
  }, { when: ["current", "marker=at-goal", "treated"] }),
  ...frames("problem", {
    any: ["{^cond}{sep} {marker}, at goal [off medication|without drug treatment|on no medication]. [Monitor|Continue monitoring|Observe].", "{^cond}{sep} {marker}, at goal. [Recheck|Repeat] in {weeks}."],
    terse: ["{^cond:short}{sep} {marker:short}, at goal. Monitor."],
  }, { when: ["current", "marker=at-goal"], unless: ["treated"] }),
  ...frames("problem", {
    any: ["{^cond}{sep} {marker}, [elevated|high]. [Repeat|Recheck] in {weeks}.", "{^cond}{sep} {marker}, above range; [trend|monitor|repeat with next labs]."],
    full: ["{^cond}{sep} {measure} [remains|is] [elevated|above range] at {reading}; [repeat|recheck] in {weeks}."],
    terse: ["{^cond:short}{sep} {marker:short} ↑, recheck {weeks:short}.", "{^cond:short}{sep} {marker:short} (H), trend."],
  }, { when: ["current", "marker=high"], unless: ["treated"] }),
  ...frames("problem", {
    any: ["{^cond}{sep} {marker}, [elevated|high]. Continue {drugs}, [repeat|recheck] in {weeks}.", "{^cond}{sep} {marker}, above range on {drugs}; recheck in {weeks}."],
    full: ["{^cond}{sep} {measure} is [elevated|above range] at {reading} on {doses}; [repeat|recheck] in {weeks}."],
    terse: ["{^cond:short}{sep} {marker:short} ↑ on {drugs:short}, recheck {weeks:short}."],
  }, { when: ["current", "marker=high", "treated"] }),
  ...frames("problem", {
    any: ["{^cond}{sep} {marker}; [diet and activity|weight and diet|diet and exercise|weight management] [discussed|reviewed|encouraged].", "{^cond}{sep} {marker}. [Weight goals|Calorie intake|Physical activity] [discussed|reviewed].", "{^cond}{sep} [dietary advice|nutrition advice|lifestyle advice] [given|repeated], {marker}."],
    full: ["{^cond}{sep} {measure} {reading}; [weight loss|gradual weight loss|regular exercise] [advised|encouraged]."],
    terse: ["{^cond:short}{sep} {marker:short}, diet/exercise d/w pt.", "{^cond:short}{sep} {marker:short}, wt mgmt."],
  }, { when: ["current", "marker=noted"] }),
  ...frames("problem", {
    any: ["{^cond}{sep} {marker}, low. [Repeat|Recheck] in {weeks}.", "{^cond}{sep} {marker}, [below range|reduced]; [trend|monitor|follow]."],
    full: ["{^cond}{sep} {measure} is [low|reduced] at {reading}; [repeat|recheck] in {weeks}."],
    terse: ["{^cond:short}{sep} {marker:short} (L), trend.", "{^cond:short}{sep} {marker:short} ↓, recheck {weeks:short}."],
  }, { when: ["current", "marker=low"], unless: ["treated"] }),
  ...frames("problem", {
    any: ["{^cond}{sep} {marker}, low. Continue {drugs}, [repeat|recheck] in {weeks}.", "{^cond}{sep} {marker}, [below range|reduced]; on {drugs}, [monitor|follow]."],
    full: ["{^cond}{sep} {measure} is [low|reduced] at {reading} on {doses}; recheck in {weeks}."],
    terse: ["{^cond:short}{sep} {marker:short} ↓, on {drugs:short}, recheck {weeks:short}."],
  }, { when: ["current", "marker=low", "treated"] }),
  ...frames("problem", {
    any: ["{^cond}{sep} {marker}, in range. Continue {drugs}.", "{^cond}{sep} {marker}; continue {doses}.", "{^cond}{sep} {marker} on {drugs}, [no change|unchanged]."],
    terse: ["{^cond:short}{sep} {marker:short}, cont {drugs:short}."],
  }, { when: ["current", "marker=normal", "treated"] }),
  ...frames("problem", {
    any: ["{^cond}{sep} {marker}, [in range|normal]. [Monitor|Observe|Repeat yearly].", "{^cond}{sep} {marker}; [no treatment needed now|no change|monitor]."],
    terse: ["{^cond:short}{sep} {marker:short}, monitor."],
  }, { when: ["current", "marker=normal"], unless: ["treated"] }),
  ...frames("problem", {
    any: ["{^cond}{sep} ventricular rate {rate} on [today's|the] ECG. Continue {drugs}.", "{^cond}{sep} rate {rate} on ECG[ today|]; continue {drugs}."],
    full: ["{^cond}{sep} the ECG today shows a ventricular rate of {rate}; continue {doses}."],
    terse: ["{^cond:short}{sep} rate {rate} on EKG, cont {drugs:short}."],
  }, { when: ["current", "problem=atrial-fibrillation", "rhythm=atrial-fibrillation", "treated"] }),
  ...frames("problem", {
    any: [
      "{^cond}{sep} continue {drugs}.",
      "{^cond}{sep} continue {doses}.",
      "{^cond}{sep} on {drugs}, [continue|no change|no changes|unchanged].",
      "{^cond}{sep} [no change in|no change to] {drugs}.",
      "{^cond}{sep} [maintained|stays|remains] on {doses}.",
    ],
    full: ["{^cond}, treated with {doses}: [continue unchanged|no change today|continue].", "{^cond}{sep} current treatment with {drugs} [continued|to continue|is continued].", "Continue {drugs} for {cond}."],
    terse: ["{^cond:short}{sep} cont {drugs:short}.", "{^cond:short}{sep} cont {doses:short}.", "{^cond:short}{sep} on {drugs:short}, no Δ."],
  }, { when: ["current", "treated"], unless: ["marker=above-goal", "marker=high", "marker=low"] }),
  ...frames("problem", {
    any: [
      "{^cond}{sep} [monitor|observe|follow] [clinically|].",
      "{^cond}{sep} [reviewed|discussed] [today|], [no change|no change in management|no new measures].",
      "{^cond}{sep} [no change in management|management unchanged|no changes today].",
      "{^cond}{sep} [review|reassess] [at next visit|next visit|in {weeks}].",
    ],
    full: ["{^cond}{sep} [no specific treatment at present|managed without medication]; reassess in {weeks}.", "{^cond}{sep} present since {since}, [under observation|followed clinically|monitored]."],
    terse: ["{^cond:short}{sep} monitor.", "{^cond:short}{sep} no Δ.", "{^cond:short}{sep} f/u [next visit|PRN]."],
  }, { when: ["current"], unless: ["course=acute", "treated", "marker=above-goal", "marker=high", "marker=low"] }),
  ...frames("problem", {
    any: ["{^cond}{sep} [supportive care|symptomatic treatment|fluids and rest|symptomatic measures].", "{^cond}{sep} [supportive care|symptomatic treatment], [recheck|reassess|review] in {weeks}.", "{^cond}{sep} [reassess|recheck] in {weeks}, sooner if worse."],
    full: ["{^cond}{sep} [supportive care|symptomatic treatment] for now; [call|return] if no better in {weeks}."],
    terse: ["{^cond:short}{sep} supportive care, recheck {weeks:short}.", "{^cond:short}{sep} sx tx, RTC if no better in {weeks:short}."],
  }, { when: ["current", "course=acute"], unless: ["treated", "marker=high", "marker=low", "problem=pregnancy"] }),
  ...frames("problem.signal", {
    any: ["{^rhythm} on ECG, rate {rate}: [review|reassess|clinical follow-up|discuss with cardiology].", "{^rhythm} (rate {rate}): [further evaluation|repeat ECG in {weeks}|rhythm monitoring]."],
    full: ["{^rhythm} at {bpm} on the ECG; [repeat tracing|repeat ECG|rhythm monitoring] [planned|to be arranged]."],
    terse: ["{^rhythm:short} on EKG, rate {rate}: [f/u|monitor|repeat EKG]."],
  }, { when: ["ecg=abnormal"], unless: ["rhythm=sinus"] }),
  ...frames("problem.finding", {
    any: ["{^finding} on CXR: [repeat film in {weeks}|follow-up film in {weeks}|clinical follow-up|further imaging as needed].", "{^finding}: [follow-up imaging|repeat chest X-ray] in {weeks}."],
    full: ["{^finding} on the chest X-ray; [repeat imaging|a follow-up film] in {weeks}."],
    terse: ["{^finding} on CXR: repeat {weeks:short}.", "{^finding}: f/u CXR {weeks:short}."],
  }, { when: ["finding=some"], unless: ["finding=cardiomegaly", "finding=pneumothorax", "finding=consolidation", "finding=nodule"] }),
  ...frames("problem.finding", {
    any: ["{^finding} on CXR: [CT chest to characterize|chest CT ordered|CT chest requested|low-dose CT chest].", "{^finding}: [CT chest|chest CT] [for further evaluation|to follow|in 3 months].", "{^finding} on CXR: [repeat imaging|follow-up imaging] in [3|6] months."],
    full: ["{^finding} on the chest X-ray; a chest CT [will be arranged|is planned|was requested]."],
    terse: ["{^finding} on CXR: CT chest.", "{^finding}: f/u CT [3|6] mo."],
  }, { when: ["finding=nodule"] }),
  ...frames("problem.finding", {
    any: ["{^finding}: [surgical consult|chest surgery consult|ED evaluation|same-day surgical review], repeat film in {soon}.", "{^finding} on CXR: [urgent referral|same-day referral|close observation], [serial films|repeat film in {soon}]."],
    full: ["{^finding} on the chest X-ray: [discussed with surgery|referred for urgent review], repeat film in {soon}."],
    terse: ["{^finding}: surg c/s, serial CXR.", "{^finding} on CXR: urgent referral."],
  }, { when: ["finding=pneumothorax"] }),
  ...frames("problem.finding", {
    any: ["{^finding} on CXR: [sputum and blood cultures|cultures sent|infection work-up], [reassess|recheck] in {soon}.", "{^finding}: [cultures|work-up for infection] [pending|sent], repeat film in {weeks}."],
    full: ["{^finding} on the chest X-ray; [infection work-up|cultures] [under way|pending], [reassess|recheck] in {soon}."],
    terse: ["{^finding} on CXR: cx sent, recheck {soon:short}.", "{^finding}: infectious w/u, recheck {soon:short}."],
  }, { when: ["finding=consolidation"] }),
  ...frames("problem.finding", {
    any: ["{^finding} on CXR: [echocardiogram to be arranged|echocardiogram to follow|consider echocardiogram|review with echocardiogram].", "{^finding}: [echocardiogram|echo] [requested|to be arranged|planned]."],
    full: ["{^finding} on the chest X-ray; an echocardiogram [will be arranged|is planned|was requested]."],
    terse: ["{^finding} on CXR: [TTE|echo] [ordered|requested|pending]."],
  }, { when: ["finding=cardiomegaly"] }),

  ...frames("plan.medication", {
    any: ["Continue {drug}.", "Continue {drug} {dose} {freq}.", "Continue {drug} at {dose}."],
    full: ["{^drug} to continue at {dose}.", "No change to {drug}.", "{^drug} is continued unchanged."],
    terse: ["Cont {drug} {dose} {freq:short}.", "Cont {drug}.", "{^drug}: no Δ."],
  }, { unless: ["stopped"] }),
  ...frames("plan.all-medications", {
    any: ["Continue current [medications|medication|treatment|regimen].", "No changes to [the medication list|current medications|medications].", "[Medications|Current medications] [unchanged|reviewed, unchanged|reviewed and continued]."],
    full: ["{^his} medications were [reviewed and continued|reviewed; no changes].", "Present treatment [is continued|to continue|continues]."],
    terse: ["Cont current meds.", "Meds unchanged.", "No med changes."],
  }),
  ...frames("plan.monitor", {
    any: ["[Repeat|Recheck] [basic labs|labs|routine labs|blood work] [before|prior to|at] [the next visit|next visit|follow-up].", "[Labs|Blood work] [in {weeks}|before next visit|at next visit]."],
    full: ["[Routine|Follow-up] [labs|blood tests|laboratory work] to be drawn [before the next visit|in {weeks}]."],
    terse: ["Labs [{weeks:short}|next visit].", "Recheck labs {weeks:short}."],
  }),
  ...frames("plan.counsel", {
    any: ["[Diet and exercise|Diet and activity|Healthy lifestyle|Lifestyle measures|Weight and activity] [discussed|reviewed|encouraged].", "[Questions answered|Plan discussed and agreed|Plan reviewed with the patient|Plan agreed]."],
    full: ["[Return precautions|Warning signs|Reasons to return] were [reviewed|discussed|explained].", "{subj} [agrees|is comfortable|is content] with the plan.", "The plan was [discussed|reviewed] and {his} questions were answered."],
    terse: ["Return precautions given.", "Plan d/w pt.", "Lifestyle d/w pt."],
  }),
  ...frames("plan.return", {
    any: [
      "Return in {weeks}.",
      "[Follow-up|Follow up|Recheck|Review] in {weeks}.",
      "Return in {weeks} or sooner [if needed|if symptoms change|with new symptoms|if worse].",
      "[Next visit|Next appointment|Clinic visit] in {weeks}.",
      "Return to clinic in {weeks}[, sooner as needed|, earlier if needed|].",
    ],
    full: ["{subj} will return in {weeks}.", "We will see {subj-object} again in {weeks}.", "[A follow-up visit|Follow-up] [is planned|was arranged|has been scheduled] in {weeks}."],
    terse: ["RTC {weeks:short}.", "F/u {weeks:short}.", "RTC {weeks:short} or PRN.", "F/u {weeks:short}, sooner PRN."],
  }, { unless: ["stay"] }),
];
