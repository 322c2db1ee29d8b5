import type { Say } from "./draft.ts";
import { STANDS_FOR } from "./knowledge/signals.ts";
import { currentProblems, item, type Matter, say, unexplainedMedications } from "./moves.ts";

const MOST_PROBLEMS = 5;

/** Summary and what the signals add; where assessment and plan are one list, the problems follow in `planMoves`. */
export const assessmentMoves = (matter: Matter): readonly Say[] => [
  ...say(matter, "assess.summary", 0),
  ...signalsReported(matter),
];

/** Without a results section ECG and image are reported here. */
const signalsReported = (matter: Matter): readonly Say[] =>
  matter.sections.has("results")
    ? []
    : [...say(matter, "assess.ecg", 2, 0.6), ...say(matter, "assess.cxr", 2, 0.8)];

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
    ...medicationItems(matter, left),
    ...closing(matter, problems.length),
  ];
};

/** ECG and image items where no problem on the list stands for them. */
const signalItems = (matter: Matter): readonly Say[] => {
  const has = (...slugs: readonly string[]) =>
    slugs.some(slug => matter.index.get(`condition/${slug}`)?.value === "active");
  const rhythm = String(matter.index.get("ecg/rhythm")?.value);
  const isNewRhythm = rhythm.startsWith("atrial") && !has(...(STANDS_FOR[`rhythm/${rhythm}`] ?? []));
  const finding = String(matter.index.get("imaging/finding")?.value);
  const isNewFinding = !has(...(STANDS_FOR[`finding/${finding}`] ?? []));
  return [
    ...(isNewRhythm ? [item(matter, "problem.signal", matter.speaker.whole, 1)] : []),
    ...(isNewFinding ? [item(matter, "problem.finding", matter.speaker.whole, 0)] : []),
  ];
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
  currentProblems(matter)
    .slice(0, MOST_PROBLEMS)
    .map(slug => ({ ...item(matter, "dx.item", matter.speaker.problem(slug), 0), layout: "item" }));

/** Discharge diagnoses: what brought the person in, then the rest. */
export const diagnosisMoves = (matter: Matter): readonly Say[] => {
  const problems = currentProblems(matter).slice(0, MOST_PROBLEMS);
  if (!matter.manner.listed && matter.index.size > 0 && matter.visit.about.length > 0)
    return say(matter, "dx.prose", 0);
  const symptoms =
    matter.visit.about.length === 0 && matter.visit.symptoms.length > 0
      ? [item(matter, "dx.cause", matter.speaker.whole, 0)]
      : [];
  const listed = problems.map(slug => item(matter, "dx.item", matter.speaker.problem(slug), 0));
  const all = [...symptoms, ...listed].map(found => ({ ...found, layout: "item" as const }));
  return all.length > 0 ? all : say(matter, "dx.none", 0);
};
