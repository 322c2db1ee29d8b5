import { encode } from "fast-png";
import { type EcgRecord, LEADS } from "../../../schemas/ecg.ts";
import type { Estimate, Finding, Fitness, ReportInput, Support } from "../../../schemas/report.ts";
import { coverage } from "../../../src/coverage.ts";
import { type Rng, rng } from "../../../src/math/rng.ts";
import { REFERENCES } from "../../../src/reference/index.ts";

/** Bumps of one beat: onset after the beat's start in ms, width in ms, and size in mV along a frontal axis. */
const WAVES = [
  { at: 0, width: 22, size: 0.14 },
  { at: 142, width: 8, size: -0.12 },
  { at: 160, width: 10, size: 1.15 },
  { at: 178, width: 9, size: -0.22 },
  { at: 400, width: 45, size: 0.32 },
];
const GAIN: Readonly<Record<string, number>> = {
  I: 0.7,
  II: 1,
  III: 0.3,
  aVR: -0.85,
  aVL: 0.25,
  aVF: 0.65,
  V1: -0.55,
  V2: -0.35,
  V3: 0.5,
  V4: 1.1,
  V5: 1.05,
  V6: 0.8,
};

/** A plain sinus rhythm, so that the report has something to draw. Not the product's generator. */
export const drawnEcg = (rate: number, seed = "ecg"): EcgRecord => {
  const random = rng(seed);
  const beats: number[] = [];
  for (let at = -200; at < 10_500; at += 60_000 / rate + 25 * random.normal()) beats.push(at);
  const leads = LEADS.map(lead =>
    Float32Array.from({ length: 5000 }, (_, i) => {
      const ms = 2 * i;
      let value = 0.006 * random.normal() + 0.03 * Math.sin(ms / 900);
      for (const beat of beats) {
        if (ms < beat - 150 || ms > beat + 700) continue;
        for (const { at, width, size } of WAVES)
          value += GAIN[lead]! * size * Math.exp(-(((ms - beat - at) / width) ** 2) / 2);
      }
      return value;
    }),
  );
  return { rateHz: 500, leads, dx: [] };
};

const shadow = (random: Rng): Uint8Array => {
  const size = 96;
  const data = Uint8Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [(i % size) / size - 0.5, Math.floor(i / size) / size - 0.5];
    const lung = Math.exp(-(((Math.abs(x) - 0.22) / 0.12) ** 2) - ((y + 0.02) / 0.33) ** 2);
    return Math.max(0, Math.min(255, 165 - 120 * lung + 6 * random.normal()));
  });
  return encode({ width: size, height: size, data, channels: 1, depth: 8 });
};

const NOTE = `Discharge summary

Reason for admission: 67-year-old woman with palpitations since the morning.

ECG: sinus rhythm, rate 72 per minute, PR 160 ms, QRS 92 ms, QTc 412 ms. No acute ischaemic change.

Chest X-ray (PA): no focal consolidation. Heart size normal.

Plan: bisoprolol 2.5 mg once daily; review in clinic in 6 weeks.`;

const SUPPORT: readonly Support[] = [
  { modality: "ecg", stratum: "sinus", noisyCount: 96.2, noise: 2.7, weight: 0.91, provenance: "measured" },
  {
    modality: "ecg",
    stratum: "atrial-fibrillation",
    noisyCount: 13.4,
    noise: 2.7,
    weight: 0.34,
    provenance: "pooled",
  },
  {
    modality: "ecg",
    stratum: "atrial-flutter",
    noisyCount: -1.8,
    noise: 2.7,
    weight: 0,
    provenance: "prior-only",
  },
  { modality: "image", stratum: "none", noisyCount: 121.7, noise: 3.1, weight: 0.78, provenance: "measured" },
  {
    modality: "image",
    stratum: "pneumothorax",
    noisyCount: 4.4,
    noise: 3.1,
    weight: 0.05,
    provenance: "prior-only",
  },
];

const attack = (metric: string, group: string, change: Partial<Finding> = {}): Finding => ({
  metric,
  meaning:
    "Patients whose own data lead to a synthetic item unusually near to them (7 of 480 used, 1 of 120 not used)",
  group,
  estimate: { value: 0.006, low: -0.013, high: 0.021, level: 0.95, method: "Newcombe", trials: 600 },
  threshold: 0.09,
  verdict: "PASS",
  power: "flags 23 of 480 patients given away (4.8 %) in four of five releases",
  audience: "internal",
  ...change,
});

export const FINDINGS: readonly Finding[] = [
  attack("linkage: excess rate", "ecg"),
  attack("copies: excess rate", "image", {
    verdict: "INCONCLUSIVE",
    estimate: { value: 0.021, low: -0.061, high: 0.104, level: 0.95, method: "Newcombe", trials: 75 },
    power: "flags 20 of 60 patients given away (33.3 %) in four of five releases",
  }),
  attack("linkage: AUC", "ecg", {
    verdict: "INFORMATION",
    estimate: { value: 0.507, low: 0.461, high: 0.553, level: 0.95, method: "DeLong, logit", trials: 600 },
  }),
];

const area = (value: number, half: number): Estimate => ({
  value,
  low: value - half,
  high: value + half,
  level: 0.95,
  method: "jackknife over patients, t",
  trials: 312,
});

/** Every verdict once; made up. */
export const FITNESS: Fitness = {
  audience: "internal",
  people: 2000,
  draws: 4,
  fitted: 2000,
  outcomes: ["condition/type-2-diabetes", "medication/statin"],
  reference: "United States, resident population, 2024",
  groups: [
    {
      group: "everyone",
      controls: 312,
      outcomes: 2,
      auc: { synthetic: area(0.731, 0.03), real: area(0.768, 0.028), difference: area(-0.037, 0.02) },
    },
    { group: "race pacific-islander", controls: 3, outcomes: 0 },
  ],
  fills: [
    {
      group: "female, age 70+",
      share: 0.012,
      reference: 0.068,
      basis: { reweighted: 150, pooled: 50 },
      controls: 61,
      outcomes: 2,
      auc: { released: area(0.642, 0.06), filled: area(0.713, 0.05), difference: area(0.071, 0.05) },
      verdict: "helped",
    },
    {
      group: "male, age 70+",
      share: 0.02,
      reference: 0.054,
      basis: { pooled: 200 },
      controls: 48,
      outcomes: 1,
      auc: { released: area(0.7, 0.06), filled: area(0.61, 0.07), difference: area(-0.09, 0.06) },
      verdict: "harmed",
    },
    {
      group: "race black",
      share: 0.05,
      reference: 0.137,
      basis: { pooled: 200 },
      controls: 40,
      outcomes: 1,
      auc: { released: area(0.7, 0.06), filled: area(0.71, 0.07), difference: area(0.01, 0.06) },
      verdict: "no difference seen",
    },
    {
      group: "race american-indian",
      share: 0.006,
      reference: 0.0139,
      basis: { unsupported: 200 },
      controls: 2,
      outcomes: 0,
      verdict: "too small to judge",
    },
  ],
};

/** A cohort from one hospital: few races, few children. */
const people = (count: number) => {
  const random = rng("people");
  return Array.from({ length: count }, () => ({
    age: Math.min(95, Math.max(1, 58 + 19 * random.normal())),
    sex: random.chance(0.53) ? "female" : "male",
    race: ["white", "black", "asian", "american-indian", "other"][random.weighted([78, 5, 8, 0.6, 2])],
    ethnicity: random.chance(0.08) ? "hispanic" : "not-hispanic",
    provenance: random.chance(0.7) ? "measured" : random.chance(0.5) ? "pooled" : "prior-only",
  }));
};

/** A realistic report input, all of it made up here. */
export const reportInput = (change: Partial<ReportInput> = {}): ReportInput => {
  const random = rng("pictures");
  const measurements = {
    heartRate: 72.4,
    sdnnMs: 31,
    rmssdMs: 28,
    prMs: 158,
    qrsMs: 91,
    qtMs: 384,
    qtcMs: 407,
    axisDegrees: 48,
    pEnergy: 0.06,
  };
  const blocks = [
    { name: "patient/marginals", size: 3164, weight: Math.sqrt(0.4) },
    { name: "image/means", size: 224, weight: Math.sqrt(0.25) },
    { name: "ecg/means", size: 165, weight: Math.sqrt(0.2) },
    { name: "note/style", size: 20, weight: Math.sqrt(0.1) },
  ];
  const second = [
    { name: "ecg/moments", size: 528, weight: Math.SQRT1_2 },
    { name: "image/moments", size: 528, weight: Math.SQRT1_2 },
  ];
  const relation = "add or remove one patient" as const;
  const unit = "patient (all records, all modalities)" as const;
  return {
    title: "Cardiology clinic, synthetic cohort",
    asOf: "2024-06-30",
    audience: "public",
    plan: {
      format: "semblance-plan/1",
      relation,
      unit,
      budget: { epsilon: "3", delta: "1e-6" },
      releases: [
        { purpose: "counts, marginals and means", share: 0.65, noiseMultiplier: "1.9532", blocks },
        {
          purpose: "second moments around the released means",
          share: 0.35,
          noiseMultiplier: "2.6618",
          blocks: second,
        },
      ],
      domain: [],
      choices: {},
    },
    released: 4321,
    certificate: {
      epsilon: 2.99941,
      delta: 1e-6,
      relation,
      unit,
      accountant: "exact Gaussian composition",
      private: true,
      spends: [
        { purpose: "counts, marginals and means", noiseMultiplier: "1.9532", epsilonAlone: 2.3341 },
        {
          purpose: "second moments around the released means",
          noiseMultiplier: "2.6618",
          epsilonAlone: 1.6622,
        },
      ],
    },
    support: SUPPORT,
    patients: 500,
    images: Array.from({ length: 8 }, (_, i) => ({
      png: shadow(random),
      caption: `no finding; PA; female, ${40 + i} y`,
    })),
    ecgs: [
      { record: drawnEcg(72), measurements, caption: "sinus; female, 67 y" },
      {
        record: drawnEcg(112, "fast"),
        measurements: { ...measurements, heartRate: 112 },
        caption: "tachycardia; male, 41 y",
      },
    ],
    notes: Array.from({ length: 3 }, () => ({ text: NOTE, caption: "Discharge summary; female, 67 y" })),
    coverage: coverage(people(500), REFERENCES["us-2024"], { backing: "signals" }),
    findings: FINDINGS,
    fitness: FITNESS,
    limits: [
      "ECG: the median beat and ten rhythm features are steered; the rest is the simulator’s.",
      "Image: fine texture is the prior’s.",
    ],
    ...change,
  };
};
