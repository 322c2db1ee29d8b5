import { describe, expect, it } from "vitest";
import { analyse } from "../../../generators/ecg/delineate.ts";
import type { LeadGains } from "../../../generators/ecg/disturbance.ts";
import { INDEPENDENT, INDEPENDENT_AT } from "../../../generators/ecg/leads.ts";
import { ecgPrior, recordedWith } from "../../../generators/ecg/prior.ts";
import { residualBlock } from "../../../generators/ecg/residual/block.ts";
import { residualGains } from "../../../generators/ecg/residual/gains.ts";
import {
  RESIDUAL_BANDS,
  RESIDUAL_SIZE,
  RESIDUAL_STRATA,
  residualLevels,
} from "../../../generators/ecg/residual/levels.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";
import { rng } from "../../../src/math/rng.ts";
import { ecgResidual } from "../../../src/pipeline/frame.ts";

const NORMS = ecgResidual();
const BANDS = RESIDUAL_BANDS.length;
const NONE = new Float64Array(ecgPrior.dimension);

/** Recordings of sinus rhythm, the same hearts whatever the gains. */
const recordings = (count: number, prior: typeof ecgPrior, seed: string): readonly EcgRecord[] =>
  Array.from({ length: count }, (_, i) => {
    const random = rng(`${seed} ${i}`);
    const { scene } = prior.simulate(
      prior.order(RESIDUAL_STRATA[i % RESIDUAL_STRATA.length]!, random.child("order")),
      random.child("simulate"),
    );
    return prior.render(scene, NONE, random.child("render"));
  });

const levelsOf = (record: EcgRecord): Float64Array | undefined => {
  const analysis = analyse(record);
  return analysis && residualLevels(record, analysis);
};
const allLevels = (records: readonly EcgRecord[]): readonly Float64Array[] =>
  records.map(levelsOf).filter(levels => levels !== undefined);
const meanOf = (rows: readonly Float64Array[]): Float64Array =>
  rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]! / rows.length, 0));

/** The block's sum over people, without noise. */
const summed = (rows: readonly Float64Array[], noise = 0) => {
  const block = residualBlock(NORMS, 1);
  const values = new Float64Array(block.size);
  for (const residual of rows) {
    const out = new Float64Array(block.size);
    block.contribute({ attributes: {}, residual }, out);
    for (let i = 0; i < values.length; i++) values[i] = values[i]! + out[i]!;
  }
  return { name: block.name, size: block.size, weight: 1, noise, values };
};

const plain: LeadGains = { wander: 1, slow: 1, fast: 1, muscle: 1 };

describe("levels of what a recording holds besides its beats", () => {
  it("of white noise on a quiet recording are its share of each band, within 1.5 dB (σ 20 µV)", () => {
    const quiet = recordings(
      1,
      recordedWith(Array(INDEPENDENT).fill({ wander: 0, slow: 0, fast: 0, muscle: 0 })),
      "q",
    )[0]!;
    const random = rng("white");
    const leads = quiet.leads.map(lead => lead.slice());
    for (const at of INDEPENDENT_AT) {
      const lead = leads[at]!;
      for (let n = 0; n < lead.length; n++) lead[n] = lead[n]! + 0.02 * random.normal();
    }
    const levels = levelsOf({ ...quiet, leads })!;
    for (const band of [4, 5]) {
      const { from, to } = RESIDUAL_BANDS[band]!;
      const expected = 10 * Math.log10((0.02 ** 2 * (to - from)) / 250);
      for (let l = 0; l < INDEPENDENT; l++)
        expect(Math.abs(levels[l * BANDS + band]! - expected), `${l} ${from}`).toBeLessThan(1.5);
    }
  });
  it("hardly know of the beats: twice their height changes no level by more than 2 dB on average", () => {
    const records = recordings(20, ecgPrior, "beats");
    const before = meanOf(allLevels(records));
    const after = meanOf(
      allLevels(
        records.map(record => {
          const { beat, places } = analyse(record) ?? { beat: new Float64Array(4000), places: [] };
          const leads = record.leads.map(lead => lead.slice());
          INDEPENDENT_AT.forEach((at, l) => {
            const taken = new Uint8Array(leads[at]!.length);
            for (const place of places)
              for (let n = Math.max(0, place - 100); n < Math.min(taken.length, place + 150); n++)
                if (taken[n]++ === 0) leads[at]![n] = leads[at]![n]! + beat[l * 500 + n - place + 210]!;
          });
          return { ...record, leads };
        }),
      ),
    );
    for (let i = 0; i < RESIDUAL_SIZE; i++)
      if (i % BANDS > 0) expect(Math.abs(after[i]! - before[i]!)).toBeLessThan(2);
  });
  it("are not told from less than 8.2 seconds", () => {
    const [record] = recordings(1, ecgPrior, "short");
    const short = { ...record!, leads: record!.leads.map(lead => lead.subarray(0, 4000)) };
    expect(levelsOf(short)).toBeUndefined();
  });
});

describe("one patient's residual levels", () => {
  it("write a vector of norm at most 1, whatever the recording holds", () => {
    const random = rng("norm");
    for (const size of [0, 1, 100, 1e300, Number.NaN, Number.POSITIVE_INFINITY]) {
      const out = new Float64Array(RESIDUAL_SIZE);
      const residual = Float64Array.from({ length: RESIDUAL_SIZE }, () => size * random.normal());
      residualBlock(NORMS, 1).contribute({ attributes: {}, residual }, out);
      expect(Math.hypot(...out)).toBeLessThanOrEqual(1 + 1e-12);
    }
  });
  it("write nothing where there are none", () => {
    const out = new Float64Array(RESIDUAL_SIZE);
    residualBlock(NORMS, 1).contribute({ attributes: {} }, out);
    expect(out.every(value => value === 0)).toBe(true);
  });
});

describe("the correction of the residual spectrum", () => {
  const truth: readonly LeadGains[] = Array.from({ length: INDEPENDENT }, (_, l) => ({
    wander: l === 2 ? 2 : 1,
    slow: 1.6,
    fast: l < 2 ? 1 : 2.2,
    muscle: 1,
  }));
  const cohort = allLevels(recordings(120, recordedWith(truth), "cohort"));
  const gains = residualGains(NORMS, summed(cohort), cohort.length);
  it("without noise, draws have the cohort's mean levels within 2.5 dB in every lead and band (120 recordings)", () => {
    const drawn = meanOf(allLevels(recordings(120, recordedWith(gains), "drawn")));
    const before = meanOf(allLevels(recordings(120, ecgPrior, "drawn")));
    const wanted = meanOf(cohort);
    let worst = 0;
    wanted.forEach((level, i) => {
      worst = Math.max(worst, Math.abs(level - before[i]!));
      // Wander differs by 7 dB from recording to recording: two sets of 120 by 0.9 dB (standard error). In the other bands
      // powers of typical levels are added up, which are not the typical powers.
      expect(Math.abs(drawn[i]! - level), `${Math.floor(i / BANDS)} ${i % BANDS}`).toBeLessThan(2.5);
    });
    expect(worst).toBeGreaterThan(3);
  });
  it("leaves everything as it is where nobody is counted, and moves little where noise drowns the cohort", () => {
    const same = residualGains(NORMS, summed(cohort), 0);
    for (const lead of same)
      for (const name of ["wander", "slow", "fast", "muscle"] as const)
        expect(lead[name]).toBeCloseTo(plain[name], 6);
    const random = rng("drowned");
    const noisy = summed([], 1e5);
    const values = noisy.values.map(() => 1e5 * random.normal());
    for (const lead of residualGains(NORMS, { ...noisy, values }, 120))
      for (const name of ["wander", "slow", "fast", "muscle"] as const)
        expect(Math.abs(Math.log(lead[name]))).toBeLessThan(0.2);
  });
  it("puts no lead's muscle up that all leads share: that is a feature of the canonical vector", () => {
    const product = gains.reduce((sum, { muscle }) => sum + Math.log(muscle), 0);
    expect(product).toBeCloseTo(0, 9);
  });
});
