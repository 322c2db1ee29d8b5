/**
 * Real against synthetic recordings. One half of the real ten-second recordings is fitted, the other judges; synthetic
 * sets have the size, ages, sexes and labels of the judging half. Distances of what is read off the recordings, beside
 * that of the real halves and what chance makes of one set dealt in two; how well real and synthetic are told apart, and
 * by which part of the beat; where the prior alone is furthest off, in traits and along the averaged beat.
 * BENCH_EPSILONS, BENCH_DRAWS choose; STUDENT_PYTHON adds a network. The privacy noise is the system's and takes no seed:
 * another run gives other digits.
 */
import type { Bench } from "../../bench.ts";
import { beatDifferences } from "./beat-differences.ts";
import { distanceRows } from "./distance-rows.ts";
import { drawnKinds, PRIOR } from "./drawn-kinds.ts";
import { furthest } from "./furthest.ts";
import { realHalves } from "./real-halves.ts";
import { toldApart, toldByPart } from "./told-apart.ts";

export const fidelity = async (): Promise<Bench> => {
  const halves = await realHalves();
  if (halves === undefined) return { rows: [], skipped: ["the real recordings are not here"] };
  const kinds = await drawnKinds(halves);
  const told = kinds.map(kind => toldApart(halves.judged, kind));
  const prior = kinds.find(({ name }) => name === PRIOR)!;
  return {
    rows: [
      ...distanceRows(halves.judged, kinds),
      ...told.flatMap(({ rows }) => rows),
      ...toldByPart(halves.judged, prior),
      ...(await furthest(halves)),
      ...beatDifferences(halves.judged, prior.draws.flat()),
    ],
    skipped: [...new Set(told.flatMap(({ skipped }) => skipped))],
    summary: [
      halves.about,
      "goal: real and synthetic told apart with an AUC ≤ 0.70 by 1-NN, whose bare answer has the AUC “own kind”",
      "privacy noise: the system's, without a seed; phantoms: seeds 0, 1, …",
    ],
  };
};
