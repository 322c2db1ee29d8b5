import type { Say } from "./draft.ts";
import type { Move } from "./frame.ts";
import { STANDS_FOR } from "./knowledge/signals.ts";
import { takenUp } from "./knowledge/taken-up.ts";
import { currentProblems, item, type Matter, say, unexplainedMedications } from "./moves.ts";
import { tagged } from "./realise.ts";

const MOST_PROBLEMS = 5;

/** Summary and what the signals add; where assessment and plan are one list, the problems follow in `planMoves`. */
export const assessmentMoves = (matter: Matter): readonly Say[] => [
  ...say(matter, "assess.summary", 0),
  ...signalsReported(matter),
];

/** Without a results section ECG and image are reported here, as far as the plan does not take them up. */
const signalsReported = (matter: Matter): readonly Say[] =>
  matter.sections.has("results")
    ? []
    : [
        ...(isNewRhythm(matter) ? [] : say(matter, "assess.ecg", 2, 0.6)),
        ...(isNewFinding(matter) ? [] : say(matter, "assess.cxr", 2, 0.8)),
      ];

/** One item a problem, then what concerns all of them. */
export const planMoves = (matter: Matter): readonly Say[] => {
  const problems = currentProblems(matter).slice(0, MOST_PROBLEMS);
  const left = unexplainedMedications(matter, problems);
  const listed = problems.map((slug, i) =>
    item(matter, "problem", matter.speaker.problem(slug), i < 2 ? 0 : 2),
  );
  const isSignalFirst = matter.visit.cause !== undefined && matter.visit.about.length === 0;
  return [
    ...(isSignalFirst ? [...signalItems(matter), ...listed] : [...listed, ...signalItems(matter)]),
    ...labSays(matter, "problem.lab").map(({ move, scope, rank }) => item(matter, move, scope, rank)),
    ...medicationItems(matter, left),
    ...closing(matter, problems.length),
  ];
};

/** ECG and image items where no problem on the list stands for them. */
const signalItems = (matter: Matter): readonly Say[] => {
  const { whole } = matter.speaker;
  return [
    ...(isNewRhythm(matter) ? [item(matter, "problem.signal", whole, 1)] : []),
    ...(matter.visit.cause === "ecg/ectopy" ? [item(matter, "problem.ectopy", whole, 1)] : []),
    ...(isNewFinding(matter) ? [item(matter, "problem.finding", whole, 0)] : []),
  ];
};

const isExplained = ({ index }: Matter, key: string): boolean =>
  (STANDS_FOR[key] ?? []).some(slug => index.get(`condition/${slug}`)?.value === "active");

/** An atrial arrhythmia that no condition stands for, or whatever rhythm brought the person in. */
const isNewRhythm = (matter: Matter): boolean => {
  const rhythm = String(matter.index.get("ecg/rhythm")?.value);
  return (
    matter.visit.cause === "ecg/rhythm" ||
    (rhythm.startsWith("atrial") && !isExplained(matter, `rhythm/${rhythm}`))
  );
};

/** A finding of the image that no condition stands for. */
const isNewFinding = (matter: Matter): boolean => {
  const finding = matter.index.get("imaging/finding")?.value;
  return finding !== undefined && finding !== "none" && !isExplained(matter, `finding/${finding}`);
};

/** At most this many laboratory values are taken up by themselves. */
const MOST_LABS = 2;

/** Values outside their range that no problem of the plan is judged by; an infection explains its white cells. */
export const labSays = (matter: Matter, move: Move): readonly Say[] => {
  const { index, speaker } = matter;
  const problems = currentProblems(matter).slice(0, MOST_PROBLEMS);
  const isInfected = tagged(speaker.whole, "infection") !== undefined;
  return takenUp(index, problems)
    .filter(slug => !isInfected || (slug !== "white-cell-count" && slug !== "c-reactive-protein"))
    .slice(0, MOST_LABS)
    .map((slug, i) => ({
      move,
      scope: speaker.measurement(slug),
      layout: "sentence",
      // What the results mark is not left standing.
      rank: i === 0 && matter.sections.has("results") ? 0 : 1,
    }));
};

const medicationItems = (matter: Matter, slugs: readonly string[]): readonly Say[] => {
  if (slugs.length === 0) return [];
  if (slugs.length > 2 || matter.rng.chance(0.4))
    return [item(matter, "plan.all-medications", matter.speaker.whole, 2)];
  return slugs.map(slug => item(matter, "plan.medication", matter.speaker.medication(slug), 2));
};

const closing = (matter: Matter, problems: number): readonly Say[] => {
  const asItem = (says: readonly Say[]): readonly Say[] =>
    says.map(({ move, scope, rank }) => item(matter, move, scope, rank));
  const isAlone = problems === 0;
  return asItem([
    ...say(matter, "plan.monitor", 3, isAlone ? 0.4 : 0.2),
    ...say(matter, "plan.counsel", 3, isAlone ? 0.7 : 0.3),
    ...(matter.sections.has("follow-up") || matter.type !== "progress"
      ? []
      : say(matter, "plan.return", isAlone ? 0 : 1, isAlone ? 1 : 0.7)),
  ]);
};

/** The problems at the top of a letter; a letter about none has no such list. */
export const letterProblems = (matter: Matter): readonly Say[] =>
  [
    ...causeItem(matter),
    ...currentProblems(matter)
      .slice(0, MOST_PROBLEMS)
      .map(slug => item(matter, "dx.item", matter.speaker.problem(slug), 0)),
  ].map(found => ({ ...found, layout: "item" }));

/** What ECG or image show of the complaint, where no condition on record explains it. */
const causeItem = (matter: Matter): readonly Say[] =>
  matter.visit.about.length === 0 && matter.visit.symptoms.length > 0
    ? [item(matter, isImage(matter) ? "dx.cause-finding" : "dx.cause", matter.speaker.whole, 0)]
    : [];

const isImage = ({ visit }: Matter): boolean => visit.cause === "imaging/finding";

/** Discharge diagnoses: what brought the person in, then the rest. */
export const diagnosisMoves = (matter: Matter): readonly Say[] => {
  const problems = currentProblems(matter).slice(0, MOST_PROBLEMS);
  const isOther = isNewFinding(matter) && !isImage(matter);
  if (!matter.manner.listed && matter.index.size > 0 && matter.visit.about.length > 0)
    return [...say(matter, "dx.prose", 0), ...(isOther ? say(matter, "dx.finding-prose", 0) : [])];
  const listed = problems.map(slug => item(matter, "dx.item", matter.speaker.problem(slug), 0));
  const finding = isOther ? [item(matter, "dx.finding", matter.speaker.whole, 0)] : [];
  const all = [...causeItem(matter), ...listed, ...finding].map(found => ({
    ...found,
    layout: "item" as const,
  }));
  return all.length > 0 ? all : say(matter, "dx.none", 0);
};
