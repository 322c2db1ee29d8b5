/**
 * Sections told by their words: a naive Bayes classifier trained on synthetic notes, and one on the training part of
 * MTS-Dialog, both tested on sections of MTS-Dialog that nothing was trained on.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sectionsOpenedBy } from "../../../generators/note/headings.ts";
import type { SyntheticNote } from "../../../schemas/person.ts";
import { rowsOf } from "../../train-notes/real.ts";
import { wordsOf } from "./diversity.ts";

export interface Labelled {
  readonly section: string;
  readonly text: string;
}

export interface Utility {
  readonly classes: readonly string[];
  readonly tested: number;
  /** Mean over classes of the share told right. */
  readonly synthetic: number;
  readonly real: number;
  readonly chance: number;
}

const FOLDER = fileURLToPath(new URL("../../../../shared/data/notes/mts_dialog", import.meta.url));

/** Headings of MTS-Dialog that the public lexicon does not have. */
const HEADERS: Readonly<Record<string, string>> = {
  GENHX: "present-illness",
  PASTMEDICALHX: "past-history",
  PASTSURGICAL: "past-history",
  EXAM: "examination",
  LABS: "results",
  IMAGING: "results",
  DISPOSITION: "follow-up",
  EDCOURSE: "hospital-course",
};

const realSections = (isTraining: boolean): readonly Labelled[] =>
  readdirSync(FOLDER)
    .filter(name => name.endsWith(".csv") && name.includes("Training") === isTraining)
    .flatMap(name => rowsOf(readFileSync(join(FOLDER, name), "utf8")))
    .flatMap(([, header = "", text = ""]) => {
      const section = HEADERS[header] ?? sectionsOpenedBy(`${header}:`)[0];
      return section === undefined ? [] : [{ section, text }];
    });

const syntheticSections = (notes: readonly SyntheticNote[]): readonly Labelled[] =>
  notes.flatMap(({ sections }) =>
    sections.flatMap(({ text, kinds = [] }) => (kinds.length === 1 ? [{ section: kinds[0]!, text }] : [])),
  );

const LEAST = 5;

/** Undefined where the data are not there. */
export const utilityOf = (notes: readonly SyntheticNote[]): Utility | undefined => {
  if (!existsSync(FOLDER)) return undefined;
  const made = syntheticSections(notes);
  const train = realSections(true);
  const test = realSections(false);
  const has = (all: readonly Labelled[], section: string) =>
    all.filter(each => each.section === section).length >= LEAST;
  const classes = [...new Set(test.map(({ section }) => section))].filter(section =>
    [made, train, test].every(all => has(all, section)),
  );
  const judged = test.filter(({ section }) => classes.includes(section));
  return {
    classes,
    tested: judged.length,
    synthetic: accuracyOf(naiveBayes(made, classes), judged, classes),
    real: accuracyOf(naiveBayes(train, classes), judged, classes),
    chance: 1 / classes.length,
  };
};

type Classifier = (text: string) => string;

/** Added to every count: more drowns the small real training set. */
const SMOOTHING = 0.05;

/** Words and pairs, classes alike: how often a section is written says nothing here. */
const naiveBayes = (examples: readonly Labelled[], classes: readonly string[]): Classifier => {
  const counts = new Map(classes.map(section => [section, new Map<string, number>()]));
  const vocabulary = new Set<string>();
  for (const { section, text } of examples) {
    const own = counts.get(section);
    if (own === undefined) continue;
    for (const feature of featuresOf(text)) {
      own.set(feature, (own.get(feature) ?? 0) + 1);
      vocabulary.add(feature);
    }
  }
  const totals = new Map(
    [...counts].map(([section, own]) => [section, [...own.values()].reduce((sum, n) => sum + n, 0)]),
  );
  return text => {
    const features = featuresOf(text).filter(feature => vocabulary.has(feature));
    const scores = classes.map(section =>
      features.reduce(
        (sum, feature) =>
          sum +
          Math.log(
            ((counts.get(section)!.get(feature) ?? 0) + SMOOTHING) /
              (totals.get(section)! + SMOOTHING * vocabulary.size),
          ),
        0,
      ),
    );
    return classes[scores.indexOf(Math.max(...scores))]!;
  };
};

const featuresOf = (text: string): readonly string[] => {
  const words = wordsOf(text).map(word => word.replace(/\d+/g, "0"));
  return [...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)];
};

const accuracyOf = (classify: Classifier, tested: readonly Labelled[], classes: readonly string[]): number =>
  classes.reduce((sum, section) => {
    const own = tested.filter(each => each.section === section);
    return sum + own.filter(({ text }) => classify(text) === section).length / own.length;
  }, 0) / classes.length;
