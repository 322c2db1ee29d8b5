/**
 * Learns the space in which ECGs are released, from draws of the public prior alone, and writes it where the product
 * reads it: generators/ecg/space. To be run whenever the prior's version or its conditioning changes.
 *
 *   npm run learn:ecg-space          some two minutes, 2 GiB
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { analyse } from "../generators/ecg/delineate.ts";
import { ecgPrior } from "../generators/ecg/prior.ts";
import type { ResidualNorms } from "../generators/ecg/residual/block.ts";
import { RESIDUAL_SIZE, RESIDUAL_STRATA, residualLevels } from "../generators/ecg/residual/levels.ts";
import { type EcgSpaceCard, SPACE_FILES, SPACE_RANK } from "../generators/ecg/space/shipped.ts";
import { phantomsOf } from "../generators/latent/phantoms.ts";
import { learn } from "../generators/latent/space.ts";
import { flat } from "../src/math/linalg.ts";
import { rng } from "../src/math/rng.ts";
import { mean, quantile } from "../src/math/stats.ts";
import { ecgConditioning } from "../src/pipeline/signals.ts";

const PHANTOMS = 2000;
const SEED = "ecg-space";
/** Draws that principal directions are taken of. */
const BASIS_ROWS = 2400;
/** Recordings of each of RESIDUAL_STRATA whose levels are measured. */
const RECORDINGS = 500;

const main = (): void => {
  const draws = phantomsOf(ecgPrior, ecgConditioning, { phantoms: PHANTOMS, publicSeed: SEED });
  console.error(`${draws.length} draws`);
  const { projection, centre, coefficients, spread, radii } = learn(ecgPrior, {
    draws,
    options: {
      projection: "public-basis",
      rank: SPACE_RANK,
      phantoms: PHANTOMS,
      publicSeed: SEED,
      basisRows: BASIS_ROWS,
    },
  });
  const k = projection.outputs;
  const levels = recordedLevels();
  const residual = normsOf(levels);
  const bytes = safetensors({
    basis: { shape: [k, ecgPrior.dimension], values: rowsOf(projection.lift, k) },
    centre: { shape: [centre.length], values: centre },
    coefficients: { shape: [coefficients.length / k, k], values: coefficients },
    spread: { shape: [k], values: spread },
    radii: { shape: [k], values: radii },
    "residual.mean": { shape: [RESIDUAL_SIZE], values: residual.mean },
    "residual.spread": { shape: [RESIDUAL_SIZE], values: residual.spread },
    "residual.radius": { shape: [1], values: Float64Array.of(residual.radius) },
  });
  const card: EcgSpaceCard = {
    prior: ecgPrior.version,
    strata: ecgPrior.strata,
    covariates: ecgConditioning.names,
    traits: ecgConditioning.traits!.names,
    phantoms: PHANTOMS,
    draws: draws.length,
    recordings: levels.length,
    seed: SEED,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
  writeFileSync(SPACE_FILES.numbers, bytes);
  writeFileSync(SPACE_FILES.card, `${JSON.stringify(card, null, 2)}\n`);
};

/** Levels of whole recordings of the prior that can be measured. */
const recordedLevels = (): readonly Float64Array[] => {
  const none = new Float64Array(ecgPrior.dimension);
  return RESIDUAL_STRATA.flatMap(stratum =>
    Array.from({ length: RECORDINGS }, (_, i) => {
      const random = rng(`${SEED}|recording|${stratum}|${i}`);
      const { scene } = ecgPrior.simulate(
        ecgPrior.order(stratum, random.child("order")),
        random.child("simulate"),
      );
      const record = ecgPrior.render(scene, none, random.child("render"));
      const analysis = analyse(record);
      return analysis && residualLevels(record, analysis);
    }).filter(levels => levels !== undefined),
  );
};

const normsOf = (levels: readonly Float64Array[]): ResidualNorms => {
  const columns = Array.from({ length: RESIDUAL_SIZE }, (_, i) => Float64Array.from(levels, row => row[i]!));
  const means = Float64Array.from(columns, mean);
  const spread = Float64Array.from(columns, (column, i) => deviationOf(column, means[i]!));
  const norms = Float64Array.from(levels, row =>
    Math.hypot(...row.map((level, i) => (level - means[i]!) / spread[i]!)),
  );
  return { mean: means, spread, radius: quantile(norms, 0.99) };
};

const deviationOf = (values: Float64Array, centre: number): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);

/** Rows of an orthonormal projection: what its unit vectors are lifted to. */
const rowsOf = (lift: (z: Float64Array) => Float64Array, k: number): Float64Array =>
  flat(
    Array.from({ length: k }, (_, i) => lift(Float64Array.from({ length: k }, (_, j) => (i === j ? 1 : 0)))),
  );

interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** Single precision, little-endian. */
const safetensors = (tensors: Readonly<Record<string, Tensor>>): Uint8Array => {
  let end = 0;
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, values }]) => {
      const start = end;
      end += 4 * values.length;
      return [name, { dtype: "F32", shape, data_offsets: [start, end] }];
    }),
  );
  const text = JSON.stringify(header);
  const padded = new TextEncoder().encode(text.padEnd(8 * Math.ceil(text.length / 8)));
  const out = new Uint8Array(8 + padded.length + end);
  const view = new DataView(out.buffer);
  view.setBigUint64(0, BigInt(padded.length), true);
  out.set(padded, 8);
  let at = 8 + padded.length;
  for (const { values } of Object.values(tensors))
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  return out;
};

main();
