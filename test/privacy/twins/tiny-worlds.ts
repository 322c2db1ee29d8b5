import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gaussianMuDown } from "../../../privacy/accountant/analytic-gaussian.ts";
import { errorsOf, provedMu } from "../mechanisms/audit.ts";
import { environment, runCopy } from "./command-line.ts";
import type { Glimpse } from "./tiny-runner.ts";
import { type Copy, copyOf, type Twin } from "./twin.ts";

/** Runs `fit` on a cohort again and again in one process and gives what each run showed. */
const glimpses = async (
  copy: Copy,
  cohort: string,
  work: string,
  runs: number,
): Promise<readonly Glimpse[]> => {
  mkdirSync(work, { recursive: true });
  const args = ["test/privacy/twins/tiny-runner.ts", cohort, work, String(runs)];
  const { status, stdout, stderr } = await runCopy(copy, args, environment(join(work, "home")));
  if (status !== 0) throw new Error(`tiny world ended with ${status}: ${stderr.slice(-2000)}`);
  return stdout
    .trim()
    .split("\n")
    .map(line => JSON.parse(line) as Glimpse);
};

/** Takes the noise away: what each world's sum is, known to an attacker who knows all patients. */
const NOISELESS = [
  {
    file: "privacy/mechanisms/noisy-sum.ts",
    find: "noise.gaussian(sigma)",
    put: "0n * noise.gaussian(sigma)",
  },
];

/** The μ of the command line's default budget, ε = 3 at δ = 1e-6: what a whole run claims. */
export const CLAIMED_MU = gaussianMuDown(3, 1e-6);

export interface TinyWorlds {
  readonly mu: number;
  readonly attack: string;
}

/**
 * Whole runs of `fit` on two tiny neighbouring cohorts. Three attacks, their lines fixed before the runs: the release
 * as a whole and its skeleton, each learnt on the first half of the runs and tried on the second (a text met in one
 * world only gives the world away), and the released numbers along the difference of the two noiseless sums.
 *
 * @param cohorts  folders without and with the patient
 * @source after DP-Sniper (Bichsel et al. 2021), with the attack known beforehand instead of learnt; A3 of the design
 */
export const auditTinyWorlds = async (
  twin: Twin,
  cohorts: readonly [string, string],
  { work, runs, alpha }: { readonly work: string; readonly runs: number; readonly alpha: number },
): Promise<TinyWorlds> => {
  const copy = copyOf(twin);
  const bare = copyOf({ name: `${twin.name}-bare`, breaks: [...twin.breaks, ...NOISELESS] });
  const at = (name: string) => join(work, `${twin.name}-${name}`);
  const both = (from: Copy, name: string, times: number) =>
    Promise.all(cohorts.map((cohort, i) => glimpses(from, cohort, at(`${name}${i}`), times)));
  const [low, high] = (await both(bare, "bare", 1)).map(all => all[0]!.values);
  const [without, present] = await both(copy, "", runs);
  copy.drop();
  bare.drop();
  const half = Math.floor(runs / 2);
  const known = (key: "release" | "skeleton") => {
    const [outside, inside] = [without!, present!].map(all => new Set(all.slice(0, half).map(g => g[key])));
    return (glimpse: Glimpse) => (inside!.has(glimpse[key]) && !outside!.has(glimpse[key]) ? 1 : 0);
  };
  const attacks = [
    { attack: "the release seen before", from: half, threshold: 0.5, score: known("release") },
    { attack: "plan and log", from: half, threshold: 0.5, score: known("skeleton") },
    { attack: "along the patient", from: 0, threshold: 0.5, score: along(low!, high!) },
  ];
  return attacks
    .map(({ attack, from, threshold, score }) => {
      const scores = { out: without!.slice(from).map(score), in: present!.slice(from).map(score) };
      return { attack, mu: provedMu(errorsOf(scores, threshold), alpha / attacks.length) };
    })
    .reduce((best, each) => (each.mu > best.mu ? each : best));
};

/** 0 at the sum without the patient, 1 at the sum with: the likelihood ratio's direction where noise is the same all over. */
const along = (low: readonly number[], high: readonly number[]) => {
  const size = Math.min(low.length, high.length);
  let square = 0;
  for (let i = 0; i < size; i++) square += (high[i]! - low[i]!) ** 2;
  return ({ values }: Glimpse): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (values[i]! - low[i]!) * (high[i]! - low[i]!);
    return square === 0 ? 0 : sum / square;
  };
};
