import { type Assignment, MISSING } from "../../schemas/domain.ts";
import { open } from "../private.ts";
import { type Attack, type Draws, drawn, type Evidence } from "./attack.ts";

/** Predicates tried, and people and synthetic records looked at, at most. */
const MOST = { predicates: 2000, real: 5000, synthetic: 10_000 };
/** Attributes in one predicate. */
const WIDTH = { from: 2, to: 8 };
const SURPRISE = 0.05;

/** A conjunction "attribute = category and …". */
type Predicate = readonly (readonly [name: string, category: string])[];

const holds = (predicate: Predicate, record: Assignment): boolean =>
  predicate.every(([name, category]) => record[name] === category);

/** Number of records a predicate holds for, counting no further than two. */
const matches = (predicate: Predicate, records: readonly Assignment[]): readonly number[] => {
  const found: number[] = [];
  for (let i = 0; i < records.length && found.length < 2; i++)
    if (holds(predicate, records[i]!)) found.push(i);
  return found;
};

/**
 * Combinations of known categories that exactly one synthetic record has and that would hardly meet anybody by chance:
 * fewer than `SURPRISE` of the real people, were the attributes independent with their synthetic shares.
 */
const rarePredicates = (
  synthetic: readonly Assignment[],
  people: number,
  draws: Draws,
): readonly Predicate[] => {
  const shareOf = shares(synthetic);
  const found: Predicate[] = [];
  for (let i = 0; i < MOST.predicates; i++) {
    const record = synthetic[draws.integer(synthetic.length)]!;
    const known = Object.entries(record).filter(([, category]) => category !== MISSING);
    const width = WIDTH.from + draws.integer(WIDTH.to - WIDTH.from + 1);
    const predicate = drawn(known, Math.min(width, known.length), draws);
    const expected = predicate.reduce(
      (product, [name, category]) => product * shareOf(name, category),
      people,
    );
    if (expected < SURPRISE && matches(predicate, synthetic).length === 1) found.push(predicate);
  }
  return found;
};

const shares = (records: readonly Assignment[]): ((name: string, category: string) => number) => {
  const counts = new Map<string, number>();
  for (const record of records)
    for (const [name, category] of Object.entries(record)) {
      const key = JSON.stringify([name, category]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return (name, category) => (counts.get(JSON.stringify([name, category])) ?? 0) / records.length;
};

/**
 * Singling out: combinations of attributes that are rare and unique in the synthetic data, tried on real people. A hit is a
 * real person whom some combination isolates, alone among train and holdout together.
 *
 * @source the risk: Article 29 Working Party, Opinion 05/2014, §2; the count by person is our own
 */
export const singlingOut: Attack<Evidence<Assignment>> = {
  name: "singling out",
  meaning:
    "Patients isolated by a combination of attributes that is unique in the synthetic data, beyond people never used",
  play: (evidence, draws) => {
    const named = {
      attack: singlingOut.name,
      meaning: singlingOut.meaning,
      group: evidence.group,
      rule: "fixed" as const,
    };
    const train = drawn(open(evidence.train), MOST.real, draws);
    const holdout = evidence.holdout === undefined ? [] : drawn(open(evidence.holdout), MOST.real, draws);
    const synthetic = drawn(evidence.synthetic, MOST.synthetic, draws);
    const none = { hits: 0, trials: 0 };
    if (holdout.length === 0 || train.length === 0 || synthetic.length === 0)
      return { ...named, train: none, holdout: none, why: missing(train.length, holdout.length) };
    const people = [...train, ...holdout];
    const isolated = new Set(
      rarePredicates(synthetic, people.length, draws)
        .map(predicate => matches(predicate, people))
        .filter(found => found.length === 1)
        .map(found => found[0]!),
    );
    const inTrain = [...isolated].filter(i => i < train.length).length;
    return {
      ...named,
      train: { hits: inTrain, trials: train.length },
      holdout: { hits: isolated.size - inTrain, trials: holdout.length },
    };
  },
};

/** Which side is empty, in words. */
export const missing = (train: number, holdout: number): string =>
  holdout === 0
    ? "no holdout: without people who were never used, nothing can be compared"
    : train === 0
      ? "no patients on the used side"
      : "no synthetic items";
