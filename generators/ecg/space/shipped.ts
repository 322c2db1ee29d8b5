import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { InvalidInput } from "../../../src/errors.ts";
import { publicBasis } from "../../../src/math/projection.ts";
import { type Conditioning, type LatentSpace, spaceOf } from "../../latent/space.ts";
import { digest, provenanceOf } from "../../tensor/provenance.ts";
import { readSafetensors } from "../../tensor/safetensors.ts";
import { ecgPrior } from "../prior.ts";
import type { ResidualNorms } from "../residual/block.ts";

/** Coordinates that the shipped space has; a release takes the first of them. */
export const SPACE_RANK = 192;

const at = (suffix: string) => fileURLToPath(new URL(`ecg-space.${suffix}`, import.meta.url));
/** Written by `npm run learn:ecg-space`. */
export const SPACE_FILES = { numbers: at("safetensors"), card: at("json") };

const cardSchema = z.strictObject({
  /** Version of the prior whose draws it was learnt from. */
  prior: z.string(),
  strata: z.array(z.string()).readonly(),
  covariates: z.array(z.string()).readonly(),
  traits: z.array(z.string()).readonly(),
  /** Draws of every stratum, and at least of every trait. */
  phantoms: z.int(),
  draws: z.int(),
  /** Recordings whose levels were measured. */
  recordings: z.int(),
  seed: z.string(),
  /** Of the file with the numbers. */
  sha256: digest,
});
/** What the shipped space was learnt from. */
export type EcgSpaceCard = z.output<typeof cardSchema>;

/** Public numbers of the prior. */
export interface ShippedEcg {
  readonly space: (rank: number) => LatentSpace;
  readonly residual: ResidualNorms;
}

/**
 * The public space of the ECG that lies beside this file: principal directions, means and spreads of tens of thousands
 * of draws of the prior. The few that there is time for when a release is made leave means that are wrong by a third of
 * what sets a disease apart from hospital to hospital.
 *
 * @returns  the space of the first coordinates, as many as asked for, and the levels of the prior's recordings
 * @throws   InvalidInput where numbers, card, prior and conditioning do not belong together
 */
export const shippedEcg = (conditioning: Conditioning<never>): ShippedEcg => {
  const file = "ecg-space.safetensors";
  const bytes = readFileSync(SPACE_FILES.numbers);
  const json = readFileSync(SPACE_FILES.card, "utf8");
  const card = provenanceOf(cardSchema, { weights: bytes, json, file });
  const traits = conditioning.traits?.names ?? [];
  const rules: readonly (readonly [boolean, string])[] = [
    [card.prior === ecgPrior.version, `must be learnt from ${ecgPrior.version}: npm run learn:ecg-space`],
    [same(card.strata, ecgPrior.strata), "must have the prior's strata"],
    [same(card.covariates, conditioning.names), "must have the covariates of this version"],
    [same(card.traits, traits), "must have the traits of this version"],
  ];
  const broken = rules.find(([holds]) => !holds);
  if (broken !== undefined) throw new InvalidInput(broken[1], { file });
  const tensors = readSafetensors(bytes, file);
  const numbers = (name: string): Float64Array => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new InvalidInput("must be there", { file, field: name });
    return Float64Array.from(tensor.values);
  };
  const d = ecgPrior.dimension;
  const [basis, centre, coefficients, spread, radii] = [
    numbers("basis"),
    numbers("centre"),
    numbers("coefficients"),
    numbers("spread"),
    numbers("radii"),
  ] as const;
  const space = (rank: number): LatentSpace =>
    spaceOf(
      ecgPrior,
      {
        projection: publicBasis(basis.subarray(0, rank * d), d),
        centre,
        coefficients: firstColumns(coefficients, spread.length, rank),
        spread: spread.slice(0, rank),
        radii: radii.slice(0, rank),
      },
      createHash("sha256").update(`${card.sha256}|${rank}`).digest("hex"),
    );
  const [mean, residualSpread, radius] = [
    numbers("residual.mean"),
    numbers("residual.spread"),
    numbers("residual.radius"),
  ] as const;
  return { space, residual: { mean, spread: residualSpread, radius: radius[0]! } };
};

const same = (a: readonly string[], b: readonly string[]): boolean => a.join("\n") === b.join("\n");

const firstColumns = (matrix: Float64Array, columns: number, kept: number): Float64Array => {
  const out = new Float64Array((matrix.length / columns) * kept);
  for (let row = 0; row * columns < matrix.length; row++)
    out.set(matrix.subarray(row * columns, row * columns + kept), row * kept);
  return out;
};
