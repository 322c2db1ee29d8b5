import type { Lead } from "../../../schemas/ecg.ts";
import type { ReaderLabel } from "./label.ts";
import type { LeadWaves } from "./lead-waves.ts";
import type { Signs } from "./signs.ts";

/** Pairs of neighbours of a territory. */
const TERRITORIES = {
  septal: [["V1", "V2"]],
  anterior: [
    ["V2", "V3"],
    ["V3", "V4"],
  ],
  inferior: [
    ["II", "aVF"],
    ["aVF", "III"],
  ],
  lateral: [
    ["I", "aVL"],
    ["V5", "V6"],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [Lead, Lead])[]>>;

type Territory = keyof typeof TERRITORIES;
const NAMES = Object.keys(TERRITORIES) as Territory[];

/**
 * Old infarction by Q waves and acute infarction by ST elevation, each in two neighbouring leads of a territory.
 * Left bundle branch block, pre-excitation and pacing hide both.
 *
 * @source  Thygesen et al. 2018, Fourth Universal Definition of Myocardial Infarction, tables 2 and 3
 */
export const infarction = (
  signs: Signs,
  hidden: { readonly all: boolean; readonly st: boolean },
): readonly ReaderLabel[] => {
  if (hidden.all) return [];
  const { waves } = signs;
  const old = NAMES.filter(name => neighbours(name, lead => hasOldQ(waves[lead], lead)));
  const raised = hidden.st ? [] : NAMES.filter(name => neighbours(name, lead => isRaised(signs, lead)));
  return [
    ...old.map(name => `old ${name} infarction` as const),
    ...raised.map(name => `${name} ST elevation` as const),
  ];
};

const neighbours = (name: Territory, holds: (lead: Lead) => boolean): boolean =>
  TERRITORIES[name].some(([a, b]) => holds(a) && holds(b));

/** V2, V3: Q of 20 ms or QS. Elsewhere: Q of 30 ms and 0.1 mV, and a quarter of R, or QS; V1 may have QS. */
const hasOldQ = ({ qMs, qMv, rMv, isQs, spanMv }: LeadWaves, lead: Lead): boolean => {
  if (isQs) return spanMv >= 0.15;
  if (lead === "V1") return false;
  if (lead === "V2" || lead === "V3") return qMs >= 20 && qMv >= 0.07;
  return qMs >= 30 && qMv >= 0.1 && qMv >= 0.25 * rMv;
};

/** Elevation at J: 0.1 mV, but in V2 and V3 by sex and age. */
const isRaised = ({ waves, sex, ageYears }: Signs, lead: Lead): boolean => {
  const { jMv, stMv } = waves[lead];
  const young = (ageYears ?? 50) < 40;
  const chest = sex === "female" ? 0.15 : young ? 0.25 : 0.2;
  const limit = lead === "V2" || lead === "V3" ? chest : 0.1;
  // An early-repolarisation J wave is over 60 ms later.
  return jMv >= limit && stMv >= 0.7 * limit;
};
