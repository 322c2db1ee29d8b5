/**
 * What a classifier learns from synthetic notes, judged on texts that people or other programs wrote, against the same
 * classifier trained on such texts. Wording was developed on the training part of MTS-Dialog; nothing was tuned on what
 * is judged here.
 */
import { DOCUMENTS } from "../../../generators/note/section.ts";
import type { SyntheticNote } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import { type Bag, bagOf, type Labelled, type Scorer, trained } from "./bag-classifier.ts";
import { hasRealNotes, type RealText, realSections, realTypes, syntheaNotes } from "./real-labelled.ts";

/** A score with its 95 % interval: patients (or documents) drawn again, what was trained kept. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Utility {
  readonly task: string;
  readonly of: string;
  readonly synthetic: Interval;
  readonly real: Interval;
  readonly ratio: Interval;
  readonly chance: number;
}

/** Undefined where the texts are not there. */
export const utilityOf = (notes: readonly SyntheticNote[]): readonly Utility[] | undefined =>
  hasRealNotes() ? [sectionUtility(notes), typeUtility(notes), conditionUtility(notes)] : undefined;

const LEAST = 5;

/** One text judged twice: what was right, by the classifier trained on synthetic and by that trained on real notes. */
interface Judged {
  readonly label: string;
  readonly patient: string;
  readonly synthetic: number;
  readonly real: number;
}

const sectionUtility = (notes: readonly SyntheticNote[]): Utility => {
  const made = syntheticSections(notes);
  const [train, test] = [realSections("training"), realSections("held out")];
  const classes = shared([made, train, test]);
  const judged = judge(
    test.filter(({ label }) => classes.includes(label)),
    scorerOf(made, classes),
    { real: scorerOf(train, classes), classes },
  );
  return utility("section", judged, balanced, {
    of: `${classes.length} sections of MTS-Dialog, ${judged.length} texts`,
    chance: 1 / classes.length,
  });
};

/** Sections with one kind under their heading. */
export const syntheticSections = (notes: readonly SyntheticNote[]): readonly Labelled[] =>
  notes.flatMap(({ sections }) =>
    sections.flatMap(({ text, kinds = [] }) => (kinds.length === 1 ? [{ label: kinds[0]!, text }] : [])),
  );

/** Classes that every set has at least a few examples of. */
const shared = (sets: readonly (readonly Labelled[])[]): readonly string[] =>
  [...new Set(sets.at(-1)!.map(({ label }) => label))].filter(name =>
    sets.every(set => set.filter(({ label }) => label === name).length >= LEAST),
  );

const scorerOf = (examples: readonly Labelled[], classes: readonly string[]): Scorer =>
  trained(
    examples
      .filter(({ label }) => classes.includes(label))
      .map(({ text, label }) => ({ bag: bagOf(text), label })),
    classes,
  );

const judge = (
  texts: readonly RealText[],
  synthetic: Scorer,
  { real, classes }: { readonly real: Scorer; readonly classes: readonly string[] },
): readonly Judged[] =>
  texts.map(({ text, label, patient }) => {
    const bag = bagOf(text);
    const isRight = (scorer: Scorer) => Number(top(scorer(bag), classes) === label);
    return { label, patient, synthetic: isRight(synthetic), real: isRight(real) };
  });

const top = (scores: Float64Array, classes: readonly string[]): string =>
  classes[scores.indexOf(Math.max(...scores))]!;

/** Notes of the two kinds that the real ones have; the synthetic ones are told apart among all their kinds. */
const typeUtility = (notes: readonly SyntheticNote[]): Utility => {
  const texts = realTypes();
  // The title names the type: what is learnt is how the rest is written.
  const made = notes.flatMap(({ type, sections }) => {
    const label = TYPE_NAMES[type.code];
    const text = sections.map(section => `${section.title}\n${section.text}`).join("\n");
    return label === undefined ? [] : [{ label, text }];
  });
  const classes = shared([made, texts]);
  const synthetic = scorerOf(made, classes);
  const judged = crossed(texts, (train, test) =>
    judge(test, synthetic, { real: scorerOf(train, classes), classes }),
  );
  return utility("note type", judged, balanced, {
    of: `history and physical (Synthea) or progress (PriMock57), ${judged.length} notes`,
    chance: 1 / classes.length,
  });
};

const TYPE_NAMES: Readonly<Record<string, string>> = {
  [DOCUMENTS["history-physical"].code]: "history-physical",
  [DOCUMENTS.progress.code]: "progress",
};

const FOLDS = 5;

/** Every patient judged once, by what was trained on the others. */
const crossed = <T extends { readonly patient: string }>(
  texts: readonly T[],
  judgeFold: (train: readonly T[], test: readonly T[]) => readonly Judged[],
  folds = FOLDS,
): readonly Judged[] => {
  const patients = [...new Set(texts.map(({ patient }) => patient))].sort();
  const foldOf = new Map(patients.map((patient, i) => [patient, i % folds]));
  return Array.from({ length: folds }, (_, fold) => {
    const isTested = ({ patient }: T) => foldOf.get(patient) === fold;
    return judgeFold(
      texts.filter(text => !isTested(text)),
      texts.filter(isTested),
    );
  }).flat();
};

/** Concepts on record with at least two of Synthea's patients who have them in a note and two who never do. */
const conditionUtility = (notes: readonly SyntheticNote[]): Utility => {
  const texts = syntheaNotes().map(note => ({ ...note, bag: bagOf(note.text) }));
  const made = notes.map(note => ({ conditions: conditionsStated(note), bag: bagOf(note.text) }));
  const patients = new Set(texts.map(({ patient }) => patient));
  const concepts = [...new Set(texts.flatMap(({ conditions }) => [...conditions]))].filter(slug => {
    const having = new Set(
      texts.filter(({ conditions }) => conditions.has(slug)).map(({ patient }) => patient),
    );
    const isLearnable = made.filter(({ conditions }) => conditions.has(slug)).length >= 4 * LEAST;
    return isLearnable && having.size >= 2 && patients.size - having.size >= 2;
  });
  const judged = concepts.flatMap(slug => {
    const labelled = ({
      conditions,
      bag,
    }: {
      readonly conditions: ReadonlySet<string>;
      readonly bag: Bag;
    }) => ({
      bag,
      label: conditions.has(slug) ? "yes" : "no",
    });
    const oddsOf = (examples: readonly { readonly bag: Bag; readonly label: string }[]) => {
      const scorer = trained(examples, ["no", "yes"]);
      return (bag: Bag) => scorer(bag).reduce((no, yes) => yes - no);
    };
    const synthetic = oddsOf(made.map(labelled));
    return crossed(
      texts,
      (train, test) => {
        const real = oddsOf(train.map(labelled));
        return test.map(note => ({
          label: `${slug}/${labelled(note).label}`,
          patient: note.patient,
          synthetic: synthetic(note.bag),
          real: real(note.bag),
        }));
      },
      patients.size,
    );
  });
  return utility("condition", judged, meanAuroc, {
    of: `${concepts.length} conditions of ${patients.size} Synthea patients, ${texts.length} notes; AUROC`,
    chance: 0.5,
  });
};

/** Conditions that a note says the person has or had. */
const conditionsStated = ({ spans, facts }: SyntheticNote): ReadonlySet<string> => {
  const stated = new Set(spans.flatMap(span => span.facts));
  return new Set(
    facts.flatMap(({ id, value }) =>
      stated.has(id) && value !== "absent" ? (/^condition\/([^/]+)$/.exec(id)?.[1] ?? []) : [],
    ),
  );
};

type Measure = (judged: readonly Judged[], of: "synthetic" | "real") => number;

/** Mean over classes of the share told right. */
const balanced: Measure = (judged, of) => {
  const byClass = groups(judged, ({ label }) => label);
  const shares = byClass.map(own => own.reduce((sum, each) => sum + each[of], 0) / own.length);
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
};

/** Mean over conditions of the AUROC; each patient's notes weigh one together. */
const meanAuroc: Measure = (judged, of) => {
  const values = groups(judged, ({ label }) => label.split("/")[0]!).flatMap(own => {
    const notes = new Map<string, number>();
    for (const { patient } of own) notes.set(patient, (notes.get(patient) ?? 0) + 1);
    const weighted = own.map(each => ({
      score: each[of],
      weight: 1 / notes.get(each.patient)!,
      isYes: each.label.endsWith("/yes"),
    }));
    const value = weightedAuroc(weighted);
    return Number.isNaN(value) ? [] : [value];
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

interface Scored {
  readonly score: number;
  readonly weight: number;
  readonly isYes: boolean;
}

/** Ties count half; NaN where one side is empty. */
const weightedAuroc = (scored: readonly Scored[]): number => {
  const sorted = [...scored].sort((a, b) => a.score - b.score);
  let [won, below, yes] = [0, 0, 0];
  for (let i = 0; i < sorted.length; ) {
    let [tiedNo, tiedYes, end] = [0, 0, i];
    for (; end < sorted.length && sorted[end]!.score === sorted[i]!.score; end++)
      if (sorted[end]!.isYes) tiedYes += sorted[end]!.weight;
      else tiedNo += sorted[end]!.weight;
    won += tiedYes * (below + tiedNo / 2);
    below += tiedNo;
    yes += tiedYes;
    i = end;
  }
  return won / (yes * below);
};

const groups = <T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] => {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group === undefined) found.set(key, [item]);
    else group.push(item);
  }
  return [...found.values()];
};

const REDRAWS = 400;

const utility = (
  task: string,
  judged: readonly Judged[],
  measure: Measure,
  about: Pick<Utility, "of" | "chance">,
): Utility => {
  const people = groups(judged, ({ patient }) => patient);
  const random = rng(`utility/${task}`);
  const scores = (all: readonly Judged[]) => {
    const [synthetic, real] = [measure(all, "synthetic"), measure(all, "real")];
    return { synthetic, real, ratio: synthetic / real };
  };
  const whole = scores(judged);
  const again = Array.from({ length: REDRAWS }, () =>
    scores(people.flatMap(() => people[random.integer(people.length)]!)),
  );
  const interval = (name: keyof typeof whole): Interval => {
    const sorted = again.map(each => each[name]).sort((a, b) => a - b);
    const at = (p: number) => sorted[Math.round(p * (REDRAWS - 1))]!;
    return { value: whole[name], low: at(0.025), high: at(0.975) };
  };
  return {
    task,
    ...about,
    synthetic: interval("synthetic"),
    real: interval("real"),
    ratio: interval("ratio"),
  };
};
