import { InvalidRequest } from "../../src/errors.ts";
import { principalDirections } from "../../src/math/linalg.ts";
import {
  identity,
  jl,
  type Projection,
  type ProjectionName,
  publicBasis,
} from "../../src/math/projection.ts";
import type { SmoothFields } from "../modality.ts";
import { cosineDirections } from "./cosine-directions.ts";

/** What a basis is made of: nothing but draws of the public prior. */
export interface BasisSource {
  /** Centred canonical vectors. */
  readonly rows: readonly Float64Array[];
  readonly dimension: number;
  readonly fields: SmoothFields | undefined;
  /** Principal directions are taken of no more rows than this, evenly spaced; 512 unless told. */
  readonly most?: number | undefined;
}

/**
 * The first `rank` directions of a basis by falling variance among the prior's draws; all of them for `identity`, random
 * ones for `jl`.
 *
 * @throws InvalidRequest for a rank below 1 or above the dimension, and for cosines where the vector has no smooth fields
 */
export const directionsOf = (
  { rows, dimension, fields, most = MOST }: BasisSource,
  {
    projection,
    rank,
    publicSeed,
  }: { readonly projection: ProjectionName; readonly rank: number; readonly publicSeed: string },
): Projection => {
  if (!(rank >= 1 && rank <= dimension))
    throw new InvalidRequest(`rank must be between 1 and ${dimension}; got ${rank}`);
  const byName: Readonly<Record<ProjectionName, () => Projection>> = {
    identity: () => identity(dimension),
    "public-basis": () => publicBasis(principalDirections(thinned(rows, most), dimension, rank), dimension),
    cosine: () => {
      if (fields === undefined) throw new InvalidRequest("cosines need a signal of smooth fields");
      return { ...publicBasis(cosineDirections(rows, fields, rank), dimension), name: "cosine" };
    },
    jl: () => jl(dimension, rank, publicSeed),
  };
  return byName[projection]();
};

/** The Gram matrix of more rows costs seconds and moves the leading directions little. */
const MOST = 512;

const thinned = (rows: readonly Float64Array[], most: number): readonly Float64Array[] => {
  const step = Math.ceil(rows.length / most);
  return rows.filter((_, i) => i % step === 0);
};
