/**
 * Large private cohorts under laws that the prior does not know (`hidden-law.ts`): how much of the way from the prior
 * alone to training on the cohort itself do records go that are drawn from its release? Macro-AUC of one-against-rest
 * logistic regressions over canonical vectors, judged on people of the hidden law that nobody fitted.
 * BENCH_LAWS, BENCH_SIZES, BENCH_EPSILONS, BENCH_DRAWS choose.
 */
import { ecgPrior } from "../../../generators/ecg/prior.ts";
import { drawSignal } from "../../../generators/latent/draw.ts";
import { movesOf } from "../../../generators/latent/moves.ts";
import type { SignalPrior } from "../../../generators/modality.ts";
import { AGE_BANDS } from "../../../generators/patient/domain.ts";
import { drawPerson } from "../../../generators/patient/person.ts";
import type { Digest } from "../../../schemas/digest.ts";
import { type Domain, MISSING } from "../../../schemas/domain.ts";
import {
  CONDUCTION_GROUP,
  ECTOPY_GROUP,
  MORPHOLOGY_GROUP,
  RHYTHM_GROUP,
  RHYTHM_GROUPS,
} from "../../../schemas/ecg-groups.ts";
import { shownOf } from "../../../schemas/ecg-shown.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import type { Release } from "../../../schemas/release.ts";
import { type Rng, rng } from "../../../src/math/rng.ts";
import { auc } from "../../../src/math/stats.ts";
import { modelsOf } from "../../../src/pipeline/population.ts";
import { ecgConditioning } from "../../../src/pipeline/signals.ts";
import { steeringOf } from "../../../src/pipeline/steering.ts";
import type { Bench } from "../../bench.ts";
import { NO_NOISE, PRIOR_ONLY, releasesOf } from "../in-memory.ts";
import { logisticScore } from "../logistic-score.ts";
import { beatLesson } from "./beat-lesson.ts";
import { hiddenVector, LAWS, type LawName } from "./hidden-law.ts";
import { AS_OF } from "./record-release.ts";

/** A person of a law: what was asked for, and the canonical vector. */
interface Sample {
  readonly order: EcgOrder;
  readonly vector: Float64Array;
}

/** Shares of the rhythms in the hidden cohort. */
const RHYTHM_SHARES = [0.58, 0.15, 0.14, 0.1, 0.03];
/** The labels that are taught, one against the rest. */
const LABELS: Readonly<Record<string, (order: EcgOrder) => boolean>> = {
  normal: ({ morphology, conduction }) => morphology === "normal" && conduction === "normal",
  hypertrophy: ({ morphology }) => MORPHOLOGY_GROUP[morphology] === "hypertrophy",
  infarction: ({ morphology }) => MORPHOLOGY_GROUP[morphology] === "infarction",
  "st-t-change": ({ morphology }) => MORPHOLOGY_GROUP[morphology] === "st-t-change",
  conduction: ({ conduction }) => conduction !== "normal",
  fibrillation: ({ rhythm }) => rhythm === "atrial-fibrillation",
};
/** People drawn from every release; the cohort itself teaches with all it has. */
const TAUGHT = 8000;
const JUDGED = 3000;
const RIDGE = 1;

type Row = Bench["rows"][number];

export const privateCohort = async (): Promise<Bench> => {
  const sizes = (process.env.BENCH_SIZES ?? "1000,5000,20000").split(",").map(Number);
  const epsilons = (process.env.BENCH_EPSILONS ?? "1,8").split(",");
  const draws = Number(process.env.BENCH_DRAWS ?? 3);
  const rows: Row[] = [];
  const wanted = process.env.BENCH_LAWS?.split(",");
  const laws = (Object.keys(LAWS) as LawName[]).filter(law => wanted?.includes(law) ?? true);
  for (const [law, size] of laws.flatMap(each => sizes.map(n => [each, n] as const))) {
    const judged = hiddenPeople(JUDGED, rng("hidden law/judged"), law);
    const people = hiddenPeople(size, rng(`hidden law/${size}`), law);
    const real = scoreOf(people, judged);
    const prior = scoreOf(await drawnFrom(people, PRIOR_ONLY, "0"), judged);
    const add = (method: string, epsilon: string, scores: readonly number[]) => {
      const gaps = scores.map(score => (100 * (score - prior)) / (real - prior));
      const row = {
        law,
        n: size,
        ε: epsilon,
        "trained on": method,
        draws: scores.length,
        "macro-AUC": spread(scores, 3),
        "gap closed, %": spread(gaps, 0),
      };
      rows.push(row);
      console.error(JSON.stringify(row));
    };
    add("the cohort itself", "∞", [real]);
    add("the prior alone", "0", [prior]);
    for (const epsilon of [...epsilons, NO_NOISE]) {
      const scores: number[] = [];
      for (let draw = 0; draw < (epsilon === NO_NOISE ? 1 : draws); draw++)
        scores.push(scoreOf(await drawnFrom(people, epsilon, String(draw)), judged));
      add("a release of it", epsilon, scores);
    }
  }
  return { rows, skipped: [] };
};

const hiddenPeople = (count: number, random: Rng, law: LawName): readonly Sample[] => {
  const out: Sample[] = [];
  for (let i = 0; out.length < count; i++) {
    const own = random.child(String(i));
    const stratum = RHYTHM_GROUPS[own.weighted(RHYTHM_SHARES)]!;
    const order = shownOf(ecgPrior.order(stratum, own.child("order")));
    const vector = hiddenVector(order, own.child("scene"), law);
    if (vector !== undefined) out.push({ order, vector });
  }
  return out;
};

/** Fitted and drawn by the product's own design, ledger, mechanisms and steering, in the canonical space. */
const drawnFrom = async (people: readonly Sample[], epsilon: string, seed: string): Promise<Sample[]> => {
  const release = await releaseOf(people, epsilon);
  const models = modelsOf(release);
  const source = {
    prior: bare,
    conditioning: ecgConditioning,
    model: models.ecg!,
    moves: movesOf(models.frame.ecg!, models.ecg!),
  };
  const random = rng(`private cohort/${seed}`);
  const out: Sample[] = [];
  const request = { patients: TAUGHT, seed };
  const streamOf = (index: number) => random.child(String(index));
  let index = 0;
  for (const { assignment } of steeringOf(models, request).assignments({ from: 0, to: TAUGHT }, streamOf)) {
    const own = streamOf(index).child("person");
    const { ecg } = drawPerson(assignment, index++, own, { asOf: AS_OF, idSeed: seed });
    if (ecg === undefined) continue;
    out.push({ order: shownOf(ecg), vector: drawSignal(source, ecg, own.child("ecg")).record });
  }
  return out;
};

/** The prior without rendering: a record is its canonical vector, steered. */
const bare: SignalPrior<EcgOrder, Float64Array, Float64Array> = {
  ...ecgPrior,
  simulate: (order, random) => {
    const { vector } = ecgPrior.simulate(order, random);
    return { vector, scene: vector };
  },
  render: (vector, correction) => vector.map((value, i) => value + correction[i]!),
  view: () => undefined,
};

const releaseOf = async (people: readonly Sample[], epsilon: string): Promise<Release> => {
  const { releases } = await releasesOf(
    people,
    { modality: "ecg", epsilon, delta: "0.000001", asOf: AS_OF, publicSeed: "private cohort" },
    (_, { domain }) =>
      person =>
        digestOf(person, domain),
  );
  return releases[0]!;
};

const digestOf = ({ order, vector }: Sample, domain: Domain): Digest => {
  const known: Readonly<Record<string, string>> = {
    age: AGE_BANDS[Math.min(AGE_BANDS.length - 1, Math.floor(order.ageYears / 10))]!,
    sex: order.sex,
    rhythm: RHYTHM_GROUP[order.rhythm],
    conduction: CONDUCTION_GROUP[order.conduction],
    ectopy: ECTOPY_GROUP[order.ectopy],
    morphology: MORPHOLOGY_GROUP[order.morphology],
    "has/ecg": "yes",
  };
  return {
    attributes: Object.fromEntries(domain.map(({ name }) => [name, known[name] ?? MISSING])),
    ecg: { vector, stratum: RHYTHM_GROUP[order.rhythm] },
  };
};

/** Mean AUC over the labels. */
const scoreOf = (taught: readonly Sample[], judged: readonly Sample[]): number => {
  const [lessons, tests] = [taught, judged].map(samples =>
    samples.map(({ order, vector }) => ({ order, x: beatLesson(vector) })),
  );
  const scores = Object.values(LABELS).map(label => {
    const score = logisticScore(
      lessons!.map(({ order, x }) => ({ x, y: label(order) ? 1 : 0 })),
      RIDGE,
    );
    const of = (wanted: boolean) =>
      tests!.filter(({ order }) => label(order) === wanted).map(({ x }) => score(x));
    return auc(of(true), of(false)).value;
  });
  return scores.reduce((sum, value) => sum + value, 0) / scores.length;
};

const spread = (values: readonly number[], digits: number): string => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return mean.toFixed(digits);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return `${mean.toFixed(digits)} ± ${Math.sqrt(squares / (values.length - 1)).toFixed(digits)}`;
};
