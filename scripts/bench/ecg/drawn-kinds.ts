import { NO_NOISE, PRIOR_ONLY } from "../in-memory.ts";
import { drawnLike } from "./drawn-like.ts";
import { drawnPeople } from "./drawn-people.ts";
import type { RealHalves } from "./real-halves.ts";
import { recordReleases } from "./record-release.ts";
import type { SeenRecord } from "./seen-record.ts";

/** Sets of recordings made in one way, a draw each, all the size of the judging half. */
export interface Kind {
  readonly name: string;
  readonly draws: readonly (readonly SeenRecord[])[];
  /** Drawn with the labels of the release instead of the judging half's. */
  readonly people?: readonly (readonly SeenRecord[])[];
}

export const [REAL, PRIOR] = ["real fitted half", "prior alone"];

/** The real fitted half itself, the prior alone, and releases of that half: BENCH_EPSILONS, BENCH_DRAWS. */
export const drawnKinds = async ({ fitted, judged }: RealHalves): Promise<readonly Kind[]> => {
  const epsilons = (process.env.BENCH_EPSILONS ?? "1,8").split(",");
  const seeds = Array.from({ length: Number(process.env.BENCH_DRAWS ?? 3) }, (_, draw) => String(draw));
  const records = fitted.map(({ record }) => record);
  const kinds: Kind[] = [{ name: REAL, draws: [fitted] }];
  for (const epsilon of [PRIOR_ONLY, ...epsilons, NO_NOISE]) {
    const releases = await recordReleases(records, epsilon, seeds.length);
    const draws = releases.map((release, i) => drawnLike(judged, release, seeds[i]!));
    if (epsilon === PRIOR_ONLY) kinds.push({ name: PRIOR, draws });
    else
      kinds.push({
        name: epsilon === NO_NOISE ? "no noise" : `ε = ${epsilon}`,
        draws,
        people: releases.map((release, i) => drawnPeople(release, judged.length, seeds[i]!)),
      });
  }
  return kinds;
};
