import type { Assignment, Domain } from "../../schemas/domain.ts";
import type {
  Estimate,
  FillEffect,
  FillVerdict,
  Fitness,
  Group,
  GroupUtility,
} from "../../schemas/report.ts";
import { concordance, concordanceDifference } from "../../src/math/concordance.ts";
import type { CodedColumns } from "../../src/math/logistic.ts";
import { open, type Private } from "../private.ts";
import {
  codedPeople,
  isAskable,
  judge,
  type Outcome,
  outcomesOf,
  placesIn,
  type Scores,
  taskOf,
  transferred,
} from "./transfer.ts";

/** A group that a fill is asked for, by a public rule. */
export interface Fill extends Pick<FillEffect, "share" | "reference" | "basis"> {
  readonly group: Group;
  /** Training sets with the group at its reference share; drawn only where there is somebody to judge them by. */
  draws(): readonly (readonly Assignment[])[];
}

export interface Trial {
  readonly domain: Domain;
  /** Real patients who were fitted, and real patients who never were. */
  readonly fitted: Private<readonly Assignment[]>;
  readonly controls: Private<readonly Assignment[]>;
  /** Training sets of the release's own people, each of the same size, at least one. */
  readonly released: readonly (readonly Assignment[])[];
  readonly groups: readonly Group[];
  readonly reference: string;
  readonly fills: readonly Fill[];
}

const LEVEL = 0.95;

/** Where no patient was set aside. */
export const UNMEASURED: Fitness = {
  audience: "internal",
  unmeasured:
    "No real patient was set aside: classifiers can only be judged on people whom neither side has seen. Run with --holdout or --set-aside.",
};

/**
 * How well classifiers trained on synthetic people do on real ones who were never fitted: group by group, beside
 * classifiers trained on as many real fitted patients at most; and whether a group's classifiers gain where the group is
 * filled to its share of a reference population.
 *
 * Reads sealed data outside the ledger: internal, and never fed back into generation. The outcomes are all conditions and
 * medications of which ten fitted patients and ten controls (of the group) have and ten have not; where a group has none
 * it gets no number. Verdicts on fills hold together at 95 %; the other intervals hold one by one.
 */
export const fitness = (trial: Trial): Fitness => {
  const controls = open(trial.controls);
  const { domain, released } = trial;
  const size = released[0]!.length;
  const fitted = spaced(open(trial.fitted), size);
  const real = codedPeople(domain, fitted);
  const judged = codedPeople(domain, controls);
  const everyone = { allowed: new Map() };
  const outcomes = outcomesOf(domain).filter(
    outcome =>
      isAskable(taskOf(real, outcome, placesIn(fitted, everyone))) &&
      isAskable(taskOf(judged, outcome, placesIn(controls, everyone))),
  );
  const learn = (people: readonly Assignment[], asked: readonly Outcome[]) =>
    transferred(codedPeople(domain, people), judged, asked);
  const bench: Bench = {
    controls,
    judged,
    outcomes,
    synthetic: released.map(people => learn(people, outcomes)),
    real: [transferred(real, judged, outcomes)],
    learn,
    fillLevel: 1 - (1 - LEVEL) / Math.max(1, trial.fills.length),
  };
  return {
    audience: "internal",
    people: size,
    draws: released.length,
    fitted: fitted.length,
    outcomes: outcomes.map(({ variable }) => domain[variable]!.name),
    groups: [{ name: "everyone", allowed: new Map() }, ...trial.groups].map(group => utilityIn(bench, group)),
    reference: trial.reference,
    fills: trial.fills.map(fill => effectOf(bench, fill)),
  };
};

/** At most so many, evenly spaced: the order of a folder may follow a ward or a year. */
const spaced = <T>(items: readonly T[], most: number): readonly T[] =>
  items.length <= most
    ? items
    : Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]!);

/** Who is judged, on what, by whom. */
interface Bench {
  readonly controls: readonly Assignment[];
  readonly judged: CodedColumns;
  readonly outcomes: readonly Outcome[];
  readonly synthetic: readonly Scores[];
  readonly real: readonly Scores[];
  learn(people: readonly Assignment[], outcomes: readonly Outcome[]): Scores;
  readonly fillLevel: number;
}

/** The people of a group among the controls, and what may be asked of them. */
const askedOf = ({ controls, judged, outcomes }: Bench, group: Group) => {
  const among = placesIn(controls, group);
  const asked = outcomes.filter(outcome => isAskable(taskOf(judged, outcome, among)));
  return {
    asked,
    counts: { group: group.name, controls: among.length, outcomes: asked.length },
    tally: (all: readonly Scores[]) => all.map(scores => judge(judged, asked, among, scores)),
  };
};

const utilityIn = (bench: Bench, group: Group): GroupUtility => {
  const { asked, counts, tally } = askedOf(bench, group);
  if (asked.length === 0) return counts;
  const [synthetic, real] = [tally(bench.synthetic), tally(bench.real)];
  return {
    ...counts,
    auc: {
      synthetic: concordance(synthetic, LEVEL),
      real: concordance(real, LEVEL),
      difference: concordanceDifference(synthetic, real, LEVEL),
    },
  };
};

const effectOf = (bench: Bench, { group, share, reference, basis, draws }: Fill): FillEffect => {
  const { asked, counts, tally } = askedOf(bench, group);
  const told = { ...counts, share, reference, basis };
  if (asked.length === 0) return { ...told, verdict: "too small to judge" };
  const released = tally(bench.synthetic);
  const filled = tally(draws().map(people => bench.learn(people, asked)));
  const difference = concordanceDifference(filled, released, bench.fillLevel);
  return {
    ...told,
    auc: { released: concordance(released, LEVEL), filled: concordance(filled, LEVEL), difference },
    verdict: verdictOn(difference),
  };
};

const verdictOn = ({ low, high }: Estimate): FillVerdict => {
  if (low > 0) return "helped";
  return high < 0 ? "harmed" : "no difference seen";
};
