import { createHash } from "node:crypto";
import type { Bank } from "../bank/bank.ts";
import type { Frame } from "../frame.ts";
import { readingsOf } from "../readings.ts";
import { DIMENSIONS, dot, type GramSpace, gramSpace, normalised } from "./gram-space.ts";

/** Frames of one place in a note ("hpi", "plan"): their clusters are numbered from `start`. */
export interface Family {
  readonly name: string;
  readonly start: number;
  readonly size: number;
}

/** A bank's frames, grouped by wording within families. Public: no private text has a part in it. */
export interface FrameClusters {
  readonly count: number;
  readonly families: readonly Family[];
  /** Cluster by frame id; a frame of slots alone, or of a note's head, is in none. */
  readonly of: ReadonlyMap<string, number>;
  /** The cluster of the frame that a sentence is nearest to; undefined where it is near none. */
  nearest(sentence: string): number | undefined;
  /** Changes with the frames, how they are grouped and how near a sentence must be. */
  readonly fingerprint: string;
}

/** Moves of the head of a note, which is in no section. */
const HEAD = "header.";
/** Frames a cluster, on average. */
const FRAMES_A_CLUSTER = 8;
const ITERATIONS = 12;
/** Least cosine of a sentence with a frame for it to count as of that frame's wording. */
const NEAR = 0.4;

/** Groups a bank's frames: spherical k-means within each family, begun at the frames farthest from one another. */
export const clustersOf = (bank: Bank): FrameClusters => {
  const frames = [...bank.frames.values()].flat().filter(({ move }) => !move.startsWith(HEAD));
  const space = gramSpace(frames.map(({ source }) => source));
  const families: Family[] = [];
  const of = new Map<string, number>();
  const known: Float64Array[] = [];
  const labelled: number[] = [];
  let count = 0;
  for (const [name, members] of byFamily(frames)) {
    const worded = members.flatMap(frame => {
      const vector = frameVector(frame, space);
      return vector === undefined ? [] : [{ frame, vector }];
    });
    if (worded.length === 0) continue;
    const size = Math.max(1, Math.round(worded.length / FRAMES_A_CLUSTER));
    const labels = sphericalMeans(
      worded.map(({ vector }) => vector),
      size,
    );
    worded.forEach(({ frame, vector }, i) => {
      of.set(frame.id, count + labels[i]!);
      known.push(vector);
      labelled.push(count + labels[i]!);
    });
    families.push({ name, start: count, size });
    count += size;
  }
  return {
    count,
    families,
    of,
    nearest: sentence => {
      const vector = space.vector(sentence);
      const frame = vector === undefined ? undefined : nearestOf(known, vector, NEAR);
      return frame === undefined ? undefined : labelled[frame];
    },
    fingerprint: createHash("sha256")
      .update(JSON.stringify([DIMENSIONS, NEAR, ...of]))
      .digest("hex")
      .slice(0, 16),
  };
};

const byFamily = (frames: readonly Frame[]): ReadonlyMap<string, readonly Frame[]> => {
  const families = new Map<string, Frame[]>();
  for (const frame of frames) {
    const name = frame.move.split(".")[0]!;
    families.set(name, [...(families.get(name) ?? []), frame]);
  }
  return families;
};

/** Mean of a frame's readings; undefined for a frame of slots alone. */
const frameVector = ({ source }: Frame, space: GramSpace): Float64Array | undefined => {
  const sum = new Float64Array(DIMENSIONS);
  for (const reading of readingsOf(source)) {
    const vector = space.vector(reading);
    if (vector !== undefined) for (let i = 0; i < DIMENSIONS; i++) sum[i] = sum[i]! + vector[i]!;
  }
  return normalised(sum);
};

/** Label of each vector. */
const sphericalMeans = (vectors: readonly Float64Array[], size: number): readonly number[] => {
  let means = farthest(vectors, size);
  for (let i = 0; i < ITERATIONS; i++) {
    const labels = vectors.map(vector => nearestOf(means, vector, Number.NEGATIVE_INFINITY)!);
    means = means.map((mean, label) => meanOf(vectors.filter((_, at) => labels[at] === label)) ?? mean);
  }
  return vectors.map(vector => nearestOf(means, vector, Number.NEGATIVE_INFINITY)!);
};

/** The first vector, then again and again the one least like those taken. */
const farthest = (vectors: readonly Float64Array[], size: number): readonly Float64Array[] => {
  const taken = [vectors[0]!];
  const likeness = vectors.map(vector => dot(vector, taken[0]!));
  while (taken.length < size) {
    const next = vectors[likeness.indexOf(Math.min(...likeness))]!;
    taken.push(next);
    vectors.forEach((vector, i) => {
      likeness[i] = Math.max(likeness[i]!, dot(vector, next));
    });
  }
  return taken;
};

const meanOf = (vectors: readonly Float64Array[]): Float64Array | undefined => {
  const sum = new Float64Array(DIMENSIONS);
  for (const vector of vectors) for (let i = 0; i < DIMENSIONS; i++) sum[i] = sum[i]! + vector[i]!;
  return normalised(sum);
};

const nearestOf = (
  centres: readonly Float64Array[],
  vector: Float64Array,
  least: number,
): number | undefined => {
  let best: number | undefined;
  let most = least;
  for (let i = 0; i < centres.length; i++) {
    const cosine = dot(centres[i]!, vector);
    if (cosine > most) {
      most = cosine;
      best = i;
    }
  }
  return best;
};
