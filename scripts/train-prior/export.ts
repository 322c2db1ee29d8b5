/**
 * `tsx scripts/train-prior/export.ts <data folder> <out folder> [phantoms]`: what the neural prior is trained on.
 *
 * Writes phantoms.f32 (n × 64 × 64, canonical), films.u8 (n × 128 × 128, centre square) of the public part of NIH
 * ChestX-ray14 only, and sources.json: conditions in the same order, licences, the rule of the split, SHA-256 sums.
 */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FilmCondition } from "../../generators/image/neural/condition.ts";
import { imagePrior } from "../../generators/image/prior.ts";
import { FINDINGS } from "../../schemas/image.ts";
import { rng } from "../../src/math/rng.ts";
import { nihFilms } from "../bench/images/nih-films.ts";
import { NIH_SHARES } from "../bench/images/nih-split.ts";

const FILM_SIDE = 128;
const SEED = "neural-prior/1";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const phantoms = (count: number) => {
  const random = rng(SEED);
  const pixels = new Float32Array(count * imagePrior.dimension);
  const conditions = Array.from({ length: count }, (_, i): FilmCondition => {
    const child = random.child(`phantom/${i}`);
    const order = imagePrior.order(FINDINGS[i % FINDINGS.length]!, child.child("order"));
    pixels.set(imagePrior.simulate(order, child.child("simulate")).vector, i * imagePrior.dimension);
    const { finding, view, sex, ageYears } = order;
    return { finding, view, sex, ageYears, domain: "phantom" };
  });
  return { bytes: new Uint8Array(pixels.buffer), conditions };
};

const publicFilms = (folder: string) => {
  const films = nihFilms(folder, "public");
  const bytes = Buffer.concat(
    films.map(({ record: { width, height, bits, pixels } }) => {
      if (width !== FILM_SIDE || height !== FILM_SIDE || bits !== 8)
        throw new Error(
          `a film is ${width} × ${height}, ${bits} bit; must be ${FILM_SIDE} × ${FILM_SIDE}, 8 bit`,
        );
      return Uint8Array.from(pixels);
    }),
  );
  return { bytes, conditions: films.map(({ condition }) => condition) };
};

const [data, out, count = "4000"] = process.argv.slice(2);
if (data === undefined || out === undefined)
  throw new Error("usage: export.ts <data folder> <out folder> [phantoms]");
mkdirSync(out, { recursive: true });
const simulated = phantoms(Number(count));
const films = publicFilms(join(data, "images/nih_cxr14"));
writeFileSync(join(out, "phantoms.f32"), simulated.bytes);
writeFileSync(join(out, "films.u8"), films.bytes);
writeFileSync(
  join(out, "sources.json"),
  `${JSON.stringify(
    {
      sources: [
        {
          class: "procedural",
          name: `simulated chest X-rays, ${imagePrior.version}, seed "${SEED}"`,
          licence: "Apache-2.0",
          images: simulated.conditions.length,
          sha256: sha256(simulated.bytes),
        },
        {
          class: "open-licence",
          name: "NIH ChestX-ray14, public part",
          licence: "no restrictions on use (NIH Clinical Center)",
          attribution:
            "NIH Clinical Center, https://nihcc.app.box.com/v/ChestXray-NIHCC; Wang et al., ChestX-ray8, CVPR 2017",
          split: `SHA-256("nih-cxr14|" + patient id) / 2^256 < ${NIH_SHARES.public}`,
          images: films.conditions.length,
          patients: films.conditions.length,
          sha256: sha256(films.bytes),
        },
      ],
      conditions: { phantoms: simulated.conditions, films: films.conditions },
    },
    undefined,
    1,
  )}\n`,
);
console.log(`${simulated.conditions.length} phantoms, ${films.conditions.length} films in ${out}`);
