/**
 * Whether notes take on the wording of the cohort they are fitted to: Jensen–Shannon divergence of one and two words
 * from held-out notes, by ε, with noise of the system's own. The cohort is the training part of MTS-Dialog, a section a
 * patient; so is the best that can be had, its own divergence from the held-out part.
 */
import { ENGLISH } from "../../../generators/note/bank/en/index.ts";
import { writeWith } from "../../../generators/note/grammar.ts";
import type { NoteRecord } from "../../../schemas/note.ts";
import { rng } from "../../../src/math/rng.ts";
import { digester } from "../../../src/pipeline/digest.ts";
import { type Models, modelsOf } from "../../../src/pipeline/population.ts";
import { subject } from "../../../test/generators/note/people.ts";
import { NO_NOISE, PRIOR_ONLY, releasesOf } from "../in-memory.ts";
import { divergence, ngramShares } from "./ngrams.ts";
import { consultationNotes, dialogueSections } from "./real-texts.ts";

export interface HouseRow {
  readonly epsilon: string;
  readonly learnt: string;
  /** Bits, by corpus and words a run, one a draw of the noise. */
  readonly bits: Readonly<Record<string, readonly number[]>>;
  /** Phrases let out, one a draw. */
  readonly phrases: readonly number[];
}

interface Options {
  readonly seed: string;
  /** Synthetic notes a draw; the same people at every ε. */
  readonly notes: number;
  readonly draws: number;
}

/** Budgets, and what of a release is used at each. */
const ASKED = [
  { name: "prior", epsilon: PRIOR_ONLY, parts: ["all"] },
  { name: "1", epsilon: "1", parts: ["style", "all"] },
  { name: "8", epsilon: "8", parts: ["style", "all"] },
  { name: "∞", epsilon: NO_NOISE, parts: ["style", "frames", "all"] },
] as const;

/** None where the corpora are absent. */
export const houseRows = async (options: Options): Promise<readonly HouseRow[]> => {
  const cohort = dialogueSections("training").map(({ header, text }) => ({ text: `${header}:\n${text}` }));
  if (cohort.length === 0) return [];
  const targets = {
    "MTS-Dialog": dialogueSections("held out").map(({ text }) => text),
    PriMock57: consultationNotes(),
  };
  const measured = (texts: readonly string[]) => measure(texts, targets);
  const rows: HouseRow[] = [];
  for (const { name, epsilon, parts } of ASKED) {
    const released = await releasedModels(
      cohort,
      epsilon,
      name === "prior" || name === "∞" ? 1 : options.draws,
    );
    for (const learnt of parts) {
      const found = released.map(({ models, plain }) =>
        measured(
          written({ ...models, bank: { style: ENGLISH, frames: plain, all: models.bank }[learnt] }, options),
        ),
      );
      rows.push({
        epsilon: name,
        learnt,
        bits: Object.fromEntries(Object.keys(found[0]!).map(key => [key, found.map(each => each[key]!)])),
        phrases: released.map(({ phrases }) => phrases),
      });
    }
  }
  const itself = measured(dialogueSections("training").map(({ text }) => text));
  return [...rows, { epsilon: "real", learnt: "the cohort itself", bits: lists(itself), phrases: [] }];
};

const AS_OF = "2025-01-01";
const NOTHING = { encounters: [], conditions: [], medications: [], observations: [] };

const lists = (bits: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(bits).map(([key, value]) => [key, [value]]));

const releasedModels = async (cohort: readonly NoteRecord[], epsilon: string, draws: number) => {
  const { made, releases } = await releasesOf(
    cohort,
    { modality: "note", epsilon, delta: "1e-6", asOf: AS_OF, publicSeed: "1" },
    (config, { domain, wording }) => {
      const digest = digester(config, domain, AS_OF, wording);
      return (note, id) => digest({ id, record: NOTHING, ecgs: [], images: [], notes: [note], labels: {} });
    },
    draws,
  );
  return releases.map(release => {
    const { partitions = [], ...rest } = release;
    return {
      models: modelsOf(release, made.frame),
      plain: modelsOf(rest, made.frame).bank,
      phrases: partitions.reduce((sum, { partitions }) => sum + partitions.length, 0),
    };
  });
};

/** Sections of notes about the same people, whatever the models. */
const written = (
  { style, bank }: Pick<Models, "style" | "bank">,
  { seed, notes }: Options,
): readonly string[] =>
  Array.from({ length: notes }, (_, i) => {
    const random = rng(`${seed}/house/${i}`);
    const { person, signals } = subject(i, random.child("person"), false);
    const note = writeWith(bank, person, { signals, style, rng: random.child("note") });
    return note.sections.map(({ text }) => text);
  }).flat();

const measure = (
  texts: readonly string[],
  targets: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, number>> => {
  const own = [1, 2].map(length => ngramShares(texts, length));
  return Object.fromEntries(
    Object.entries(targets).flatMap(([corpus, held]) =>
      own.map((shares, i) => [
        `${corpus}, ${i === 0 ? "words" : "pairs"}`,
        divergence(shares, ngramShares(held, i + 1)),
      ]),
    ),
  );
};
