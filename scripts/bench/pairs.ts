/**
 * What choosing further tables buys: simulated cohorts whose records hold pairs that the public tree does not join, fitted
 * through a ledger with and without the rounds. Exact tables of the fitted law against those of the cohort; system noise.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { everyPair, pairTables, singleTables } from "../../generators/patient/graphical/candidates.ts";
import { calibrate } from "../../generators/patient/graphical/propagation.ts";
import { type RecordLaw, recordLaw, sampler } from "../../generators/patient/law.ts";
import { priorBackbone } from "../../generators/patient/model.ts";
import { codedOf } from "../../generators/patient/refine.ts";
import { contingency } from "../../privacy/contingency.ts";
import { seal } from "../../privacy/private.ts";
import type { Cohort, PatientId } from "../../schemas/cohort.ts";
import type { Digest } from "../../schemas/digest.ts";
import type { Assignment, Domain } from "../../schemas/domain.ts";
import { DEFAULT_CONFIG } from "../../src/cohort/config.ts";
import { rng } from "../../src/math/rng.ts";
import { type Design, design } from "../../src/pipeline/design.ts";
import { fit, openLedger } from "../../src/pipeline/fit.ts";
import { modelsOf } from "../../src/pipeline/population.ts";
import { silentProgress } from "../../src/progress.ts";
import type { Bench } from "../bench.ts";

const DRAWS = 3;
/** Pairs planted by copying one attribute over another in so many of the records. */
const PLANTED = [
  ["condition/osteoarthritis", "condition/depression", 0.5],
  ["condition/asthma", "medication/thiazide", 0.4],
  ["condition/copd", "medication/metformin", 0.5],
  ["condition/anemia", "condition/hypothyroidism", 0.6],
  ["condition/obesity", "condition/asthma", 0.3],
  ["medication/statin", "medication/albuterol", 0.3],
] as const;

export const pairs = async (): Promise<Bench> => {
  const rows = [];
  for (const size of [7000, 20_000]) {
    // The same people and ε; a public size just below the threshold plans no rounds.
    const plans = { "public tree": designFor(6600), "with rounds": designFor(size) };
    const cohort = simulated(plans["with rounds"].domain, size);
    for (const [name, built] of Object.entries(plans))
      rows.push({ size, plan: name, ...(await scored(built, cohort)) });
  }
  return { rows, skipped: [] };
};

const designFor = (size: number): Design =>
  design(
    { ...DEFAULT_CONFIG, modalities: ["fhir"], declared: true, size },
    { epsilon: "3", delta: "1e-6", asOf: "2026-01-01", projection: "public-basis", publicSeed: "pairs" },
  );

const simulated = (domain: Domain, size: number): Cohort<Digest> => {
  const { draw } = sampler(recordLaw(priorBackbone(domain)));
  const person = (i: number): Assignment => {
    const drawn: Record<string, string> = { ...draw(rng(`pairs ${i}`)) };
    for (const [from, to, share] of PLANTED)
      if (drawn[from] !== "missing" && rng(`planted ${from} ${i}`).chance(share)) drawn[to] = drawn[from]!;
    return drawn;
  };
  return new Map(
    Array.from({ length: size }, (_, i): [PatientId, Digest] => [
      `p${i}` as PatientId,
      { attributes: person(i) },
    ]),
  );
};

/** Mean and worst total variation of the fitted law's tables from the cohort's, over draws of the noise. */
const scored = async (built: Design, cohort: Cohort<Digest>) => {
  const table = codedOf(cohort, built.domain);
  const cliques = everyPair(built.domain.length);
  const truth = (clique: readonly number[]) => contingency(table, clique).map(count => count / cohort.size);
  const [ones, twos] = [built.domain.map((_, variable) => truth([variable])), cliques.map(truth)];
  const found: { one: number; two: number; worst: number; seconds: number }[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const started = process.cpuUsage();
    const law = await fittedLaw(built, cohort);
    const { user } = process.cpuUsage(started);
    const calibrated = calibrate(law.tree, law.potentials);
    const one = distances(singleTables({ tree: law.tree, calibrated }), ones);
    const two = distances(pairTables({ tree: law.tree, calibrated }, cliques), twos);
    found.push({ one: mean(one), two: mean(two), worst: Math.max(...two), seconds: user / 1e6 });
  }
  const shown = (of: (each: (typeof found)[number]) => number) =>
    `${mean(found.map(of)).toFixed(4)} (${Math.min(...found.map(of)).toFixed(4)}–${Math.max(...found.map(of)).toFixed(4)})`;
  return {
    "1-way TV": shown(each => each.one),
    "2-way TV": shown(each => each.two),
    "worst 2-way TV": shown(each => each.worst),
    "CPU s a fit": mean(found.map(each => each.seconds)).toFixed(1),
  };
};

const fittedLaw = async (built: Design, cohort: Cohort<Digest>): Promise<RecordLaw> => {
  const folder = mkdtempSync(join(tmpdir(), "semblance-pairs-"));
  try {
    const ledger = await openLedger(folder, built);
    return modelsOf(await fit(built, ledger, seal(cohort), silentProgress), built.frame).law;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const distances = (found: readonly Float64Array[], truth: readonly Float64Array[]): readonly number[] =>
  found.map((table, i) => table.reduce((sum, p, cell) => sum + Math.abs(p - truth[i]![cell]!), 0) / 2);
