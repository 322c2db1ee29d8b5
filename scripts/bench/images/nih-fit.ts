/**
 * Finding or no finding on NIH films of 64 × 64: what films that `generate` draws from a release of the private part
 * teach a student that is judged on the test part, as the share of what the real films teach, AUC above one half.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { canonical } from "../../../generators/image/canonical.ts";
import { EMPTY_RECORD } from "../../../schemas/record.ts";
import type { Release } from "../../../schemas/release.ts";
import { rng } from "../../../src/math/rng.ts";
import { auc, quantile } from "../../../src/math/stats.ts";
import { digester } from "../../../src/pipeline/digest.ts";
import { modelsOf, population } from "../../../src/pipeline/population.ts";
import type { Bench } from "../../bench.ts";
import { PRIOR_ONLY, releasesOf } from "../in-memory.ts";
import { type Lesson, logisticScore } from "../logistic-score.ts";
import { EMBEDDINGS } from "./film-embedding.ts";
import { type NihFilm, nihFilms } from "./nih-films.ts";

const FOLDER = resolve("../shared/data/images/nih_cxr14");
const AS_OF = "2018-01-01";
/** Films drawn from every release. */
const DRAWN = 600;
const RESAMPLES = 2000;

type Row = Bench["rows"][number];

/** @param draws  noise draws of every ε; AUC as mean ± standard deviation, the interval of the share over all of them */
export const nihRows = async (epsilons: readonly string[], draws: number): Promise<Row[] | string> => {
  if (!existsSync(FOLDER)) return "nih-64: NIH ChestX-ray14 is not here";
  const [own, judged] = [nihFilms(FOLDER, "private"), nihFilms(FOLDER, "test")];
  const lessons = (films: readonly NihFilm[]) =>
    films.map(({ vector, condition }) => lessonOf(vector, condition.finding));
  const test = lessons(judged);
  const scored = (of: readonly Lesson[]): Float64Array => {
    const score = logisticScore(of, 1);
    return Float64Array.from(test, ({ x }) => score(x));
  };
  const real = scored(lessons(own));
  const row = (method: string, epsilon: string, all: readonly Float64Array[]): Row => ({
    task: "nih-64",
    ε: epsilon,
    method,
    draws: all.length,
    "regression on films, AUC": spread(all.map(scores => aucOf(scores, test))),
    "share of real's AUC above ½, 95 %": shareOf(all, real, test),
  });
  const rows = [row(`real films (${own.length} fitted, ${judged.length} judge)`, "∞", [real])];
  for (const epsilon of [PRIOR_ONLY, ...epsilons]) {
    const all: Float64Array[] = [];
    for (let draw = 0; draw < draws; draw++) {
      const release = await releaseOf(own, epsilon);
      const films = drawnFilms(release, String(draw));
      all.push(scored(films.map(({ film, finding }) => lessonOf(film, finding))));
    }
    const isPrior = epsilon === PRIOR_ONLY;
    rows.push(row(isPrior ? "prior only" : "semblance", isPrior ? "0" : epsilon, all));
    console.error(JSON.stringify(rows.at(-1)));
  }
  return rows;
};

const releaseOf = async (films: readonly NihFilm[], epsilon: string): Promise<Release> => {
  const { releases } = await releasesOf(
    films,
    { modality: "image", side: 64, epsilon, delta: "0.0001", asOf: AS_OF, publicSeed: "nih-64" },
    (config, { domain }) => {
      const digest = digester(config, domain, AS_OF);
      return ({ record }, id) =>
        digest({ id, record: EMPTY_RECORD, ecgs: [], images: [record], notes: [], labels: {} });
    },
  );
  return releases[0]!;
};

const drawnFilms = (release: Release, seed: string) => {
  const films: { readonly film: Float64Array; readonly finding: string }[] = [];
  for (const { person, image } of population(release, modelsOf(release), { patients: DRAWN, seed })) {
    const view = image && canonical(image.record);
    if (view !== undefined && person.image !== undefined)
      films.push({ film: view.vector, finding: person.image.finding });
  }
  return films;
};

/** Gradients and the film itself at 16 × 16: of a few views and ridges the best from public to private films and back. */
const lessonOf = (film: Float64Array, finding: string): Lesson => ({
  x: Float64Array.of(...EMBEDDINGS[0]!(film), ...pooled(film)),
  y: finding === "none" ? 0 : 1,
});

const pooled = (film: Float64Array): Float64Array => {
  const out = new Float64Array(256);
  for (let i = 0; i < film.length; i++) {
    const at = (i >> 8) * 16 + ((i & 63) >> 2);
    out[at] = out[at]! + film[i]! / 16;
  }
  return out;
};

const aucOf = (scores: Float64Array, test: readonly Lesson[], at?: readonly number[]): number => {
  const chosen = at ?? test.map((_, i) => i);
  const of = (label: number) => chosen.filter(i => test[i]!.y === label).map(i => scores[i]!);
  return auc(of(1), of(0)).value;
};

/** Mean over draws of (AUC − ½)/(real − ½), percentile interval over films that judge, drawn again together. */
const shareOf = (all: readonly Float64Array[], real: Float64Array, test: readonly Lesson[]): string => {
  const share = (at?: readonly number[]) =>
    all.reduce((sum, scores) => sum + aucOf(scores, test, at) - 0.5, 0) /
    all.length /
    (aucOf(real, test, at) - 0.5);
  const random = rng("nih-64/bootstrap");
  const found = Array.from({ length: RESAMPLES }, () => share(test.map(() => random.integer(test.length))));
  const [low, high] = [0.025, 0.975].map(q => quantile(found, q).toFixed(2));
  return `${share().toFixed(2)} (${low} to ${high})`;
};

const spread = (values: readonly number[]): string => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return mean.toFixed(3);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return `${mean.toFixed(3)} ± ${Math.sqrt(squares / (values.length - 1)).toFixed(3)}`;
};
