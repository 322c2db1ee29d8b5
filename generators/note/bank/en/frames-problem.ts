import { type Frame, frames } from "../../frame.ts";

/** One problem of the list with its marker, treatment and next step; what passes stands in `frames-problem-acute.ts`. */
export const PROBLEM_FRAMES: readonly Frame[] = [
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} {marker}, above goal. Continue {drugs}[; recheck in {weeks}|, repeat in {weeks}|].",
        "{^cond}{sep} {marker}, [not at goal|above goal]. Continue {drugs} and [review diet|reinforce adherence|review adherence].",
      ],
      full: [
        "{^cond}{sep} {measure} {reading} is above goal. Continue {drugs} and recheck in {weeks}.",
        "{^cond}{sep} [not at goal|above target] with {marker}. [Adherence and diet|Diet and adherence|Adherence] [reviewed|gone over|discussed]; continue {doses}.",
        "{^cond}{sep} {marker}. [Lifestyle measures|Diet and activity] discussed; remains on {drugs}, [reassess|recheck] in {weeks}.",
      ],
      terse: [
        "{^cond:short}{sep} {marker:short}, above goal. Cont {drugs:short}, recheck {weeks:short}.",
        "{^cond:short}{sep} {marker:short}, not at goal. Cont {doses:short}.",
        "{^cond:short}{sep} {marker:short} ↑. Cont {drugs:short}, diet.",
      ],
    },
    { when: ["current", "marker=above-goal", "treated"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} {marker}, above goal. [Diet and exercise|Lifestyle measures|Lifestyle changes] [discussed|advised|reviewed]; [recheck|repeat] in {weeks}.",
        "{^cond}{sep} {marker}. [Recheck|Reassess] in {weeks}[ before starting treatment|].",
      ],
      full: [
        "{^cond}{sep} {measure} {reading}, above goal and not on treatment; [treatment to be discussed|options reviewed], recheck in {weeks}.",
      ],
      terse: [
        "{^cond:short}{sep} {marker:short}, above goal. Lifestyle, recheck {weeks:short}.",
        "{^cond:short}{sep} {marker:short}. Recheck {weeks:short}.",
      ],
    },
    { when: ["current", "marker=above-goal"], unless: ["treated"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} {marker}, at goal. Continue {drugs}.",
        "{^cond}{sep} at goal ({marker}). [Continue|Stay on] {doses}.",
        "{^cond}{sep} [well controlled|controlled|at goal] on {drugs}, {marker}.",
      ],
      full: [
        "{^cond}{sep} {measure} {reading}, at goal on {drugs}. No changes.",
        "{^cond} is at goal with {marker}; continue {doses}.",
        "{^cond}{sep} {marker} on current treatment. [No changes|No change to treatment|Treatment unchanged].",
      ],
      terse: [
        "{^cond:short}{sep} {marker:short}, at goal. Cont {drugs:short}.",
        "{^cond:short}{sep} at goal ({marker:short}), cont {doses:short}.",
        "{^cond:short}{sep} ctrl'd, {marker:short}, no changes.",
      ],
    },
    { when: ["current", "marker=at-goal", "treated"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} {marker}, at goal [off medication|without drug treatment|on no medication]. [Monitor|Continue monitoring|Observe].",
        "{^cond}{sep} {marker}, at goal. [Recheck|Repeat] in {weeks}.",
      ],
      terse: ["{^cond:short}{sep} {marker:short}, at goal. Monitor."],
    },
    { when: ["current", "marker=at-goal"], unless: ["treated"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} {marker}, [elevated|high]. [Repeat|Recheck] in {weeks}.",
        "{^cond}{sep} {marker}, above range; [trend|monitor|repeat with next labs].",
      ],
      full: [
        "{^cond}{sep} {measure} [remains|is] [elevated|above range] at {reading}; [repeat|recheck] in {weeks}.",
      ],
      terse: [
        "{^cond:short}{sep} {marker:short} ↑, recheck {weeks:short}.",
        "{^cond:short}{sep} {marker:short} (H), trend.",
      ],
    },
    { when: ["current", "marker=high"], unless: ["treated"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} {marker}, [elevated|high]. Continue {drugs}, [repeat|recheck] in {weeks}.",
        "{^cond}{sep} {marker}, above range on {drugs}; recheck in {weeks}.",
      ],
      full: [
        "{^cond}{sep} {measure} is [elevated|above range] at {reading} on {doses}; [repeat|recheck] in {weeks}.",
      ],
      terse: ["{^cond:short}{sep} {marker:short} ↑ on {drugs:short}, recheck {weeks:short}."],
    },
    { when: ["current", "marker=high", "treated"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} {marker}; [calorie intake|weight and diet|portion sizes|weight management] [discussed|reviewed|gone over].",
        "{^cond}{sep} {marker}. [Weight goals|Calorie intake|Physical activity] [discussed|reviewed].",
        "{^cond}{sep} [dietary advice|nutrition advice|lifestyle advice] [given|repeated], {marker}.",
      ],
      full: [
        "{^cond}{sep} {measure} {reading}; [weight loss|gradual weight loss|regular exercise] [advised|encouraged].",
      ],
      terse: [
        "{^cond:short}{sep} {marker:short}, diet/exercise d/w pt.",
        "{^cond:short}{sep} {marker:short}, wt mgmt.",
      ],
    },
    { when: ["current", "marker=noted"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} {marker}, low. [Repeat|Recheck] in {weeks}.",
        "{^cond}{sep} {marker}, [below range|reduced]; [trend|monitor|follow].",
      ],
      full: ["{^cond}{sep} {measure} is [low|reduced] at {reading}; [repeat|recheck] in {weeks}."],
      terse: [
        "{^cond:short}{sep} {marker:short} (L), trend.",
        "{^cond:short}{sep} {marker:short} ↓, recheck {weeks:short}.",
      ],
    },
    { when: ["current", "marker=low"], unless: ["treated"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} {marker}, low. Continue {drugs}, [repeat|recheck] in {weeks}.",
        "{^cond}{sep} {marker}, [below range|reduced]; on {drugs}, [monitor|follow].",
      ],
      full: ["{^cond}{sep} {measure} is [low|reduced] at {reading} on {doses}; recheck in {weeks}."],
      terse: ["{^cond:short}{sep} {marker:short} ↓, on {drugs:short}, recheck {weeks:short}."],
    },
    { when: ["current", "marker=low", "treated"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} {marker}, in range. Continue {drugs}.",
        "{^cond}{sep} {marker}; continue {doses}.",
        "{^cond}{sep} {marker} on {drugs}, [no change|unchanged].",
      ],
      terse: ["{^cond:short}{sep} {marker:short}, cont {drugs:short}."],
    },
    { when: ["current", "marker=normal", "treated"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} {marker}, [in range|normal]. [Monitor|Observe|Repeat yearly].",
        "{^cond}{sep} {marker}; [no treatment needed now|no change|monitor].",
      ],
      terse: ["{^cond:short}{sep} {marker:short}, monitor."],
    },
    { when: ["current", "marker=normal"], unless: ["treated"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} ventricular rate {rate} on [today's|the] ECG. Continue {drugs}.",
        "{^cond}{sep} rate {rate} on ECG[ today|]; continue {drugs}.",
      ],
      full: ["{^cond}{sep} the ECG today shows a ventricular rate of {rate}; continue {doses}."],
      terse: ["{^cond:short}{sep} rate {rate} on EKG, cont {drugs:short}."],
    },
    { when: ["current", "problem=atrial-fibrillation", "rhythm=atrial-fibrillation", "treated"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} continue {drugs}.",
        "{^cond}{sep} continue {doses}.",
        "{^cond}{sep} on {drugs}, [continue|no change|no changes|unchanged].",
        "{^cond}{sep} [no change in|no change to] {drugs}.",
        "{^cond}{sep} [maintained|stays|remains] on {doses}.",
      ],
      full: [
        "{^cond}, treated with {doses}: [continue unchanged|no change today|continue].",
        "{^cond}{sep} current treatment with {drugs} [continued|to continue|is continued].",
        "Continue {drugs} for {cond}.",
      ],
      terse: [
        "{^cond:short}{sep} cont {drugs:short}.",
        "{^cond:short}{sep} cont {doses:short}.",
        "{^cond:short}{sep} on {drugs:short}, no Δ.",
      ],
    },
    { when: ["current", "treated"], unless: ["marker=above-goal", "marker=high", "marker=low"] },
  ),
  ...frames(
    "problem",
    {
      any: [
        "{^cond}{sep} [monitor|observe|follow] [clinically|].",
        "{^cond}{sep} [reviewed|discussed] [today|], [no change|no change in management|no new measures].",
        "{^cond}{sep} [no change in management|management unchanged|no changes today].",
        "{^cond}{sep} [review|reassess] [at next visit|next visit|in {weeks}].",
      ],
      full: [
        "{^cond}{sep} [no specific treatment at present|managed without medication]; reassess in {weeks}.",
        "{^cond}{sep} present since {since}, [under observation|followed clinically|monitored].",
      ],
      terse: [
        "{^cond:short}{sep} monitor.",
        "{^cond:short}{sep} no Δ.",
        "{^cond:short}{sep} f/u [next visit|PRN].",
      ],
    },
    {
      when: ["current"],
      unless: ["course=acute", "treated", "marker=above-goal", "marker=high", "marker=low"],
    },
  ),
];
