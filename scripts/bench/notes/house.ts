/**
 * Whether notes take on the wording of the cohort they are fitted to: Jensen–Shannon divergence of single words and of
 * pairs from held-out notes of the same kind, by ε, with the system's own noise. Two cohorts, a note a patient: the
 * training part of MTS-Dialog (real sections, mostly not in the bank's language), and a house with planted habits, which
 * shows what can be learnt where the bank has the words.
 */
import type { Bank } from "../../../generators/note/bank/bank.ts";
import { ENGLISH } from "../../../generators/note/bank/en/index.ts";
import { writeWith } from "../../../generators/note/grammar.ts";
import { rng } from "../../../src/math/rng.ts";
import { digester } from "../../../src/pipeline/digest.ts";
import { bankOf } from "../../../src/pipeline/house.ts";
import { type Models, modelsOf } from "../../../src/pipeline/population.ts";
import { HOUSE, notesOf } from "../../../test/generators/note/house/planted-house.ts";
import { subject } from "../../../test/generators/note/people.ts";
import { NO_NOISE, PRIOR_ONLY, releasesOf } from "../in-memory.ts";
import { divergence, ngramShares } from "./ngrams.ts";
import { consultationNotes, dialogueSections } from "./real-texts.ts";

export interface HouseRow {
  readonly cohort: string;
  readonly epsilon: string;
  readonly learnt: string;
  /** Held-out notes and words a run → bits, one a draw of the noise. */
  readonly bits: Readonly<Record<string, readonly number[]>>;
  /** Phrases let out, one a draw. */
  readonly phrases: readonly number[];
}

interface Options {
  readonly seed: string;
  /** Synthetic notes a draw; the same people at every ε. */
  readonly notes: number;
  /** Patients of the planted house. */
  readonly planted: number;
  readonly draws: number;
}

/** Notes that a release is made of, and others that what is drawn from it is held against. */
interface Source {
  readonly cohort: string;
  readonly notes: readonly string[];
  readonly heldOut: Readonly<Record<string, readonly string[]>>;
}

/** Budgets, and what of a release is used at each. */
const ASKED = [
  { name: "prior only", epsilon: PRIOR_ONLY, parts: ["all"] },
  { name: "1", epsilon: "1", parts: ["style", "all"] },
  { name: "8", epsilon: "8", parts: ["style", "all"] },
  { name: "∞", epsilon: NO_NOISE, parts: ["style", "frames", "all"] },
] as const;

export const houseRows = async (options: Options): Promise<readonly HouseRow[]> => {
  const rows: HouseRow[] = [];
  for (const source of sourcesOf(options)) rows.push(...(await rowsOf(source, options)));
  return rows;
};

/** Real notes only where they are here. */
const sourcesOf = ({ seed, planted, notes }: Options): readonly Source[] => {
  const training = dialogueSections("training");
  const real: Source = {
    cohort: "MTS-Dialog",
    notes: training.map(({ header, text }) => `${header}:\n${text}`),
    heldOut: {
      "MTS-Dialog": dialogueSections("held out").map(({ text }) => text),
      PriMock57: consultationNotes(),
    },
  };
  const house: Source = {
    cohort: "planted house",
    notes: notesOf(HOUSE, planted, `${seed}/cohort`),
    heldOut: { "planted house": notesOf(HOUSE, notes, `${seed}/held out`) },
  };
  return training.length > 0 ? [real, house] : [house];
};

const rowsOf = async (source: Source, options: Options): Promise<readonly HouseRow[]> => {
  const { cohort, heldOut } = source;
  const targets = Object.entries(heldOut).flatMap(([name, texts]) => [
    [`${name}, words`, ngramShares(texts, 1)] as const,
    [`${name}, pairs`, ngramShares(texts, 2)] as const,
  ]);
  const measured = (texts: readonly string[]) => {
    const own = [ngramShares(texts, 1), ngramShares(texts, 2)];
    return targets.map(([, target], i) => divergence(own[i % 2]!, target));
  };
  const row = (
    epsilon: string,
    learnt: string,
    found: readonly (readonly number[])[],
    phrases: readonly number[],
  ) => ({
    cohort,
    epsilon,
    learnt,
    bits: Object.fromEntries(targets.map(([key], i) => [key, found.map(each => each[i]!)])),
    phrases,
  });
  const rows: HouseRow[] = [];
  for (const { name, epsilon, parts } of ASKED) {
    const isNoisy = name === "1" || name === "8";
    const released = await releasedModels(source.notes, epsilon, isNoisy ? options.draws : 1);
    for (const learnt of parts) {
      const found = released.map(({ style, banks }) =>
        measured(written({ style, bank: banks[learnt] }, options)),
      );
      rows.push(row(name, learnt, found, learnt === "all" ? released.map(({ phrases }) => phrases) : []));
    }
  }
  return [...rows, row("real", "the cohort itself", [measured(source.notes)], [])];
};

const AS_OF = "2025-01-01";
const NOTHING = { encounters: [], conditions: [], medications: [], observations: [] };

const releasedModels = async (notes: readonly string[], epsilon: string, draws: number) => {
  const { made, releases } = await releasesOf(
    notes,
    { modality: "note", epsilon, delta: "1e-6", asOf: AS_OF, publicSeed: "1" },
    (config, { domain, wording }) => {
      const digest = digester(config, domain, AS_OF, wording);
      return (text, id) =>
        digest({ id, record: NOTHING, ecgs: [], images: [], notes: [{ text }], labels: {} });
    },
    draws,
  );
  return releases.map(release => {
    const { partitions = [], ...rest } = release;
    const { style } = modelsOf(rest, made.frame);
    const plain = () => written({ style, bank: ENGLISH }, { seed: "plain", notes: PLAIN });
    return {
      style,
      banks: {
        style: ENGLISH,
        frames: bankOf(rest, ENGLISH, plain),
        all: bankOf(release, ENGLISH, plain),
      },
      phrases: partitions.reduce((sum, { partitions }) => sum + partitions.length, 0),
    };
  });
};

/** Notes that show how the bank alone words what is said of these people. */
const PLAIN = 200;

/** Notes about the same people, whatever the models: whole, as those of the planted house are. */
const written = (
  { style, bank }: Pick<Models, "style"> & { readonly bank: Bank },
  { seed, notes }: Pick<Options, "seed" | "notes">,
): readonly string[] =>
  Array.from({ length: notes }, (_, i) => {
    const random = rng(`${seed}/house/${i}`);
    const { person, signals } = subject(i, random.child("person"), false);
    return writeWith(bank, person, { signals, style, rng: random.child("note") }).text;
  });
