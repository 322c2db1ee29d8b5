/**
 * Does the neural prior bring phantoms closer to real chest X-rays? Against films it never saw (private and test
 * part of NIH ChestX-ray14), one synthetic film for every real one, of the same finding, view, age and sex. Writes
 * bench/realism.png, one row a way of making films: look at it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type NeuralPrior, neuralPrior } from "../../generators/image/neural/denoiser.ts";
import { openEngine } from "../../generators/tensor/open.ts";
import type { Projection } from "../../src/math/projection.ts";
import { rng } from "../../src/math/rng.ts";
import type { Bench } from "../bench.ts";
import { contactSheet } from "./images/contact-sheet.ts";
import { EMBEDDINGS } from "./images/film-embedding.ts";
import {
  dreamt,
  type FilmMaker,
  nothingHeld,
  phantom,
  phantomBasis,
  refined,
  transported,
} from "./images/film-makers.ts";
import {
  discriminator,
  frechet,
  nearestDistance,
  nearestOfSameKind,
  principal,
  taught,
} from "./images/film-realism.ts";
import { type NihFilm, nihFilms } from "./images/nih-films.ts";

const FOLDER = resolve("../shared/data/images/nih_cxr14");
const WEIGHTS = process.env.PRIOR ?? fileURLToPath(new URL("../../generators/image/neural", import.meta.url));
/** Unseen films used: all of them unless told. */
const MOST = Number(process.env.FILMS ?? 1000);
const DIMENSION = 48;
const SHOWN = 10;

const openPrior = async (): Promise<NeuralPrior> => {
  const file = join(WEIGHTS, "thorax-denoiser.safetensors");
  const provenance = readFileSync(join(WEIGHTS, "thorax-denoiser.provenance.json"), "utf8");
  const engine = await openEngine("tfjs-wasm");
  return neuralPrior(
    { name: "thorax-denoiser.safetensors", weights: readFileSync(file), provenance },
    engine,
  );
};

const makers = (prior: NeuralPrior, films: readonly Float64Array[]): Readonly<Record<string, FilmMaker>> => {
  const held = phantomBasis(24);
  const linear = transported(phantom, films, 32);
  const neural = (base: FilmMaker, projection: Projection, sigma: number, steps: number) =>
    refined(base, prior, projection, { sigma, steps });
  return {
    "phantom (analytic prior)": phantom,
    "phantom, linear map to public films": linear,
    "neural σ 0.6": neural(phantom, nothingHeld(), 0.6, 8),
    "neural σ 5, 24 coordinates of the phantom held": neural(phantom, held, 5, 9),
    "neural σ 5, 24 coordinates of the linear map held": neural(linear, held, 5, 9),
    "neural alone, from noise": dreamt(prior, 12),
  };
};

export const realism = async (): Promise<Bench> => {
  if (!existsSync(FOLDER)) return { rows: [], skipped: ["NIH ChestX-ray14 is not here"] };
  const opened = nihFilms(FOLDER, "public");
  const publicFilms = opened.map(film => film.vector);
  const [fitted, judged] = [nihFilms(FOLDER, "private"), nihFilms(FOLDER, "test")];
  const unseen = judged.flatMap((film, i) => [film, ...fitted.slice(i, i + 1)]).slice(0, MOST);
  const real = unseen.map(film => film.vector);
  const prior = await openPrior();
  const random = rng("realism");
  const judges = EMBEDDINGS.map(embed => {
    const reduce = principal(publicFilms.map(embed), DIMENSION);
    return { name: embed.name, embed, reduce, real: real.map(embed) };
  });
  const labelled = (rows: readonly Float64Array[], of: readonly NihFilm[]) =>
    rows.map((x, i) => ({ x, y: of[i]!.condition.finding === "none" ? 0 : 1 }));
  const measured = (
    name: string,
    films: readonly Float64Array[],
    of: readonly NihFilm[],
    perSecond: string,
  ) => {
    const row: Record<string, string | number> = { films: name, n: films.length, "CPU films/s": perSecond };
    for (const { name: judge, embed, reduce, real: all } of judges) {
      const wanted = all.slice(0, films.length);
      const found = films.map(embed);
      const { value, low, high } = discriminator(wanted, found);
      row[`Fréchet ${judge}`] = (1000 * frechet(reduce(wanted), reduce(found))).toFixed(1);
      row[`AUC ${judge}`] = `${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
      row[`1-NN ${judge}`] = nearestOfSameKind(reduce(wanted), reduce(found)).toFixed(3);
    }
    const [{ embed, real: wanted }] = judges as [(typeof judges)[0]];
    const { value, low, high } = taught(labelled(films.map(embed), of), labelled(wanted, unseen));
    row["finding or none, AUC on real"] = `${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
    row["to nearest public film"] = nearestDistance(films, publicFilms).toFixed(1);
    console.error(JSON.stringify(row));
    return row;
  };
  const sheet = [real.slice(0, SHOWN)];
  const open = opened.slice(0, real.length);
  const rows = [measured("real: public part", publicFilms.slice(0, real.length), open, "")];
  for (const [name, make] of Object.entries(makers(prior, publicFilms))) {
    const started = process.cpuUsage();
    const films = unseen.map(({ condition }, i) => make(condition, random.child(`film/${i}`)));
    const { user, system } = process.cpuUsage(started);
    rows.push(measured(name, films, unseen, ((1e6 * films.length) / (user + system)).toPrecision(2)));
    sheet.push(films.slice(0, SHOWN));
  }
  mkdirSync("bench", { recursive: true });
  writeFileSync(join("bench", "realism.png"), contactSheet(sheet));
  return {
    rows,
    skipped: [],
    summary: [
      `${prior.engine}; weights ${prior.provenance.sha256.slice(0, 12)}`,
      `Fréchet distances × 1000 in ${DIMENSION} principal directions of the public films' embedding; biased upwards by n`,
      `held-out real films: median distance to the nearest public film ${nearestDistance(real, publicFilms).toFixed(1)}`,
    ],
  };
};
