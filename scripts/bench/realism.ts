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
} from "./images/film-realism.ts";
import { nihFilms } from "./images/nih-films.ts";

const FOLDER = resolve("../shared/data/images/nih_cxr14");
const WEIGHTS = process.env.PRIOR ?? fileURLToPath(new URL("../../generators/image/neural", import.meta.url));
const MOST = Number(process.env.FILMS ?? 1000);
const DIMENSION = 48;
const SHOWN = 10;
const STEPS = 8;

const open = async (): Promise<NeuralPrior> => {
  const file = join(WEIGHTS, "thorax-denoiser.safetensors");
  const provenance = readFileSync(join(WEIGHTS, "thorax-denoiser.provenance.json"), "utf8");
  const engine = await openEngine("tfjs-wasm");
  return neuralPrior(
    { name: "thorax-denoiser.safetensors", weights: readFileSync(file), provenance },
    engine,
  );
};

const makers = (prior: NeuralPrior, films: readonly Float64Array[]): Readonly<Record<string, FilmMaker>> => {
  const free = nothingHeld();
  const held = phantomBasis(24);
  const linear = transported(phantom, films, 64);
  return {
    "phantom (analytic prior)": phantom,
    "phantom, linear map to public films": linear,
    "neural, σ 0.3": refined(phantom, prior, free, { sigma: 0.3, steps: STEPS }),
    "neural, σ 0.6": refined(phantom, prior, free, { sigma: 0.6, steps: STEPS }),
    "neural, σ 1": refined(phantom, prior, free, { sigma: 1, steps: STEPS }),
    "neural, σ 2": refined(phantom, prior, free, { sigma: 2, steps: STEPS }),
    "neural, σ 0.6, 24 coordinates held": refined(phantom, prior, held, { sigma: 0.6, steps: STEPS }),
    "neural, σ 1, 24 coordinates held": refined(phantom, prior, held, { sigma: 1, steps: STEPS }),
    "linear, then neural σ 0.6, 24 held": refined(linear, prior, held, { sigma: 0.6, steps: STEPS }),
    "neural alone, from noise": dreamt(prior, 2 * STEPS),
  };
};

export const realism = async (): Promise<Bench> => {
  if (!existsSync(FOLDER)) return { rows: [], skipped: ["NIH ChestX-ray14 is not here"] };
  const publicFilms = nihFilms(FOLDER, "public").map(film => film.vector);
  const unseen = [...nihFilms(FOLDER, "private"), ...nihFilms(FOLDER, "test")].slice(0, MOST);
  const real = unseen.map(film => film.vector);
  const prior = await open();
  const random = rng("realism");
  const judges = EMBEDDINGS.map(embed => {
    const reduce = principal(publicFilms.map(embed), DIMENSION);
    return { name: embed.name, embed, reduce, real: real.map(embed) };
  });
  const measured = (name: string, films: readonly Float64Array[], perSecond: string) => {
    const row: Record<string, string | number> = { films: name, n: films.length, "CPU films/s": perSecond };
    for (const { name: judge, embed, reduce, real: all } of judges) {
      const wanted = all.slice(0, films.length);
      const found = films.map(embed);
      const { value, low, high } = discriminator(wanted, found);
      row[`Fréchet ${judge}`] = (1000 * frechet(reduce(wanted), reduce(found))).toFixed(1);
      row[`AUC ${judge}`] = `${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
      row[`1-NN ${judge}`] = nearestOfSameKind(reduce(wanted), reduce(found)).toFixed(3);
    }
    row["to nearest public film"] = nearestDistance(films, publicFilms).toFixed(1);
    console.error(JSON.stringify(row));
    return row;
  };
  const sheet = [real.slice(0, SHOWN)];
  const rows = [measured("real: public part", publicFilms.slice(0, real.length), "")];
  for (const [name, make] of Object.entries(makers(prior, publicFilms))) {
    const started = process.cpuUsage();
    const films = unseen.map(({ condition }, i) => make(condition, random.child(`film/${i}`)));
    const { user, system } = process.cpuUsage(started);
    rows.push(measured(name, films, ((1e6 * films.length) / (user + system)).toPrecision(2)));
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
