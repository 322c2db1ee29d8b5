import type { Say } from "./draft.ts";
import { courseOf } from "./knowledge/concepts.ts";
import { SYSTEMS } from "./knowledge/systems.ts";
import {
  about,
  activeMedications,
  currentProblems,
  item,
  knownConditions,
  type Matter,
  say,
  slugsOf,
} from "./moves.ts";
import { assessmentMoves, diagnosisMoves, labSays, letterProblems, planMoves } from "./plan-moves.ts";
import { tagged } from "./realise.ts";
import type { NoteType, Section } from "./section.ts";
import { shuffled } from "./shuffled.ts";

type SectionPlan = (matter: Matter) => readonly Say[];

/** What each section sets out to say, in order; what the facts do not allow falls away when it is drafted. */
export const SECTION_PLANS: Readonly<Record<Section, SectionPlan>> = {
  "chief-complaint": matter => say(matter, "cc", 0),
  "present-illness": matter => presentIllness(matter),
  "past-history": matter => pastHistory(matter),
  medications: matter => medications(matter),
  allergies: matter => allergies(matter),
  "social-family": matter =>
    shuffled([say(matter, "social.habits", 0), say(matter, "social.work", 1)], matter.rng).flat(),
  "systems-review": matter => systemsReview(matter),
  indication: matter => say(matter, matter.type === "ecg" ? "ecg.indication" : "cxr.indication", 0),
  examination: matter => examination(matter),
  results: matter => results(matter),
  findings: matter => (matter.type === "ecg" ? ecgFindings(matter) : imageFindings(matter)),
  "hospital-course": matter => hospitalCourse(matter),
  impression: matter => impression(matter),
  assessment: matter => ASSESSMENTS[matter.type](matter),
  plan: matter => planMoves(matter),
  "follow-up": matter => followUp(matter),
};

const ASSESSMENTS: Readonly<Record<NoteType, SectionPlan>> = {
  progress: assessmentMoves,
  "history-physical": assessmentMoves,
  discharge: diagnosisMoves,
  radiology: assessmentMoves,
  ecg: assessmentMoves,
  letter: letterProblems,
};

const presentIllness: SectionPlan = matter => {
  const { visit, rng, type, index } = matter;
  const problems = currentProblems(matter);
  const leading = visit.about.filter(slug => problems.includes(slug));
  const others = shuffled(
    problems.filter(slug => !leading.includes(slug)),
    rng,
  ).slice(0, rng.integer(3));
  const isBrief = type === "discharge";
  // An admission without a complaint is told once: where a letter begins, or in the hospital course.
  const isTold = (type === "letter" || isBrief) && visit.kind === "routine" && index.has("date/admission");
  const background = [...leading, ...others].flatMap((slug, i) => {
    // What examination and results report is not told before them.
    const isReported = matter.sections.has("examination") || matter.sections.has("results");
    const options = shuffled(["hpi.chronic", "hpi.treatment", ...(isReported ? [] : ["hpi.marker"])], rng);
    const first = about(matter, options[0]!, slug, isBrief ? 0.3 : i === 0 ? 0.85 : 0.65);
    const second = about(matter, options[1]!, slug, isBrief ? 0.1 : 0.4);
    return [...first, ...second];
  });
  return [
    ...(type === "letter" ? say(matter, "letter.open", isTold ? 0 : 1, isTold ? 1 : 0.9) : []),
    ...say(matter, isTold ? "hpi.person" : "hpi.open", 0),
    ...(visit.symptoms.length > 1 ? say(matter, "hpi.detail", 2, 0.5) : []),
    ...say(matter, "hpi.onset", 3, 0.35),
    ...(matter.sections.has("systems-review")
      ? []
      : say(matter, "hpi.denies", 2, visit.kind === "symptom" ? 0.6 : 0.2)),
    ...background,
    ...say(matter, "hpi.negative", 2, isBrief ? 0.45 : 0.75),
  ];
};

const systemsReview: SectionPlan = matter => [
  ...(matter.visit.kind === "symptom" ? say(matter, "ros", 0) : []),
  ...SYSTEMS.flatMap(system => say(matter, `ros.${system}`, 1)),
];

const pastHistory: SectionPlan = matter => {
  const all = knownConditions(matter);
  if (all.length === 0) return [...say(matter, "pmh.none", 0), ...operations(matter)];
  // What is going on now is told in the present illness; without anything else the section is left out.
  const current = currentProblems(matter);
  const known = all.filter(slug => courseOf(slug) !== "acute" || !current.includes(slug));
  if (known.length === 0) return operations(matter);
  if (!matter.manner.listed) {
    const isDenied = matter.sections.has("present-illness");
    return [
      ...say(matter, "pmh.prose", 0),
      ...operations(matter),
      ...(isDenied ? [] : say(matter, "hpi.negative", 3, 0.4)),
    ];
  }
  return [
    ...known.map(slug => item(matter, "pmh.item", matter.speaker.problem(slug), 0)),
    ...operations(matter),
  ];
};

const allergies: SectionPlan = matter => {
  const known = slugsOf("allergy", matter);
  return matter.manner.listed && known.length > 1
    ? known.map(slug => ({
        ...item(matter, "allergy.item", matter.speaker.allergy(slug), 0),
        layout: "item",
      }))
    : say(matter, "allergy", 0);
};

const operations: SectionPlan = matter =>
  matter.manner.listed
    ? slugsOf("procedure", matter).map(slug => item(matter, "psh.item", matter.speaker.operation(slug), 1))
    : say(matter, "psh.prose", 1);

const medications: SectionPlan = matter => {
  const active = activeMedications(matter);
  const course = antibioticCourse(matter);
  if (active.length === 0) return course.length > 0 ? course : say(matter, "med.none", 0);
  const prose = matter.type === "discharge" ? "med.discharge-prose" : "med.prose";
  if (!matter.manner.listed && active.length <= 5 && course.length === 0) return say(matter, prose, 0);
  const listed = active.map(slug => item(matter, "med.item", matter.speaker.medication(slug), 0));
  return [...listed, ...course].map(found => ({ ...found, layout: "item" }));
};

/** Who is sent home with an infection goes on with the antibiotic, whether or not the record names it. */
const antibioticCourse: SectionPlan = ({ type, speaker: { whole } }) =>
  type === "discharge" &&
  tagged(whole, "infection") !== undefined &&
  tagged(whole, "antibiotic") === undefined
    ? [{ move: "med.antibiotics", scope: whole, layout: "item", rank: 0 }]
    : [];

const examination: SectionPlan = matter => [
  ...say(matter, "vitals", 0),
  ...say(matter, "body", 3, 0.35),
  ...say(matter, "exam.general", 2, 0.6),
  ...say(matter, "exam.heart", 2, 0.7),
  ...say(matter, "exam.lungs", 2, 0.8),
  ...say(matter, "exam.abdomen", 2, 0.45),
  ...say(matter, "exam.legs", 2, 0.7),
  ...shuffled(
    [
      say(matter, "exam.neck", 3, 0.3),
      say(matter, "exam.throat", 3, 0.2),
      say(matter, "exam.skin", 3, 0.25),
      say(matter, "exam.nerves", 3, 0.3),
    ],
    matter.rng,
  ).flat(),
];

const results: SectionPlan = matter => {
  const labs = matter.rng.chance(0.6)
    ? say(matter, "labs", 1)
    : [...say(matter, "labs.flagged", 1), ...say(matter, "labs.normal", 2, 0.7)];
  const ecg = [...say(matter, "ecg.line", 1), ...say(matter, "ecg.extra", 2, 0.8)];
  const image = say(matter, "cxr.line", 1);
  return shuffled([labs, ecg, image], matter.rng).flat();
};

const ecgFindings: SectionPlan = matter => [
  ...say(matter, "ecg.rhythm", 0),
  ...say(matter, "ecg.pr", 3, 0.3),
  ...say(matter, "ecg.intervals", 0),
  ...shuffled(
    [
      say(matter, "ecg.axis", 1, 0.9),
      say(matter, "ecg.conduction", 1, 0.85),
      say(matter, "ecg.ectopy", 1, 0.8),
      say(matter, "ecg.qtc", 3, 0.35),
    ],
    matter.rng,
  ).flat(),
];

const imageFindings: SectionPlan = matter => [
  ...say(matter, "cxr.technique", 3, 0.55),
  ...say(matter, "cxr.main", 0),
  ...shuffled(
    [
      say(matter, "cxr.lungs", 1, 0.95),
      say(matter, "cxr.pleura", 1, 0.95),
      say(matter, "cxr.heart", 1, 0.85),
      say(matter, "cxr.nodule", 3, 0.15),
    ],
    matter.rng,
  ).flat(),
];

const impression: SectionPlan = matter =>
  matter.type === "ecg"
    ? say(matter, "ecg.impression", 0)
    : [...say(matter, "cxr.impression", 0), ...say(matter, "cxr.recommendation", 2, 0.5)];

const hospitalCourse: SectionPlan = matter => {
  const { visit, sections } = matter;
  const hasResults = sections.has("results");
  const cause = visit.symptoms.length > 0 ? say(matter, "course.cause", 1, 0.75) : [];
  // What the symptoms were put down to is not shown once more.
  const shown = (move: string, sources: readonly string[]) => {
    if (cause.length > 0 && sources.includes(visit.cause ?? "")) return [];
    return hasResults ? say(matter, move, 2, 0.15) : say(matter, move, 1, 0.9);
  };
  return [
    ...say(matter, "course.open", 0),
    ...cause,
    ...shown("ecg.line", ["ecg/rhythm", "ecg/ectopy"]),
    ...shown("cxr.line", ["imaging/finding"]),
    ...(hasResults ? [] : say(matter, "labs.flagged", 1, 0.8)),
    ...say(matter, "course.antibiotics", 0),
    ...say(matter, "course.medication", 2, 0.65),
    ...say(matter, "course.stay", 3, 0.3),
    ...say(matter, "course.end", 1, 0.85),
  ];
};

const followUp: SectionPlan = matter =>
  matter.type === "letter"
    ? [...say(matter, "plan.return", 1, 0.5), ...say(matter, "letter.close", 0)]
    : later(matter);

const later: SectionPlan = matter =>
  matter.type === "discharge"
    ? [
        ...say(matter, "discharge.state", 2, 0.6),
        ...(matter.sections.has("medications") && antibioticCourse(matter).length > 0
          ? []
          : say(matter, "discharge.antibiotics", 1, 0.7)),
        ...say(matter, "discharge.follow", 0),
        ...say(matter, "discharge.cardiology", 2, 0.5),
        ...say(matter, "discharge.film", 0),
        ...labSays(matter, "discharge.lab"),
        ...say(matter, "discharge.advice", 2, 0.6),
      ]
    : say(matter, "plan.return", 0);
