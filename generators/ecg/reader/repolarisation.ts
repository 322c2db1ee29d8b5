import type { Lead } from "../../../schemas/ecg.ts";
import type { ReaderLabel } from "./label.ts";
import type { Signs } from "./signs.ts";

/** Leads side by side; aVR and V1 have their own normal. */
const CHAINS: readonly (readonly Lead[])[] = [
  ["aVL", "I"],
  ["II", "aVF", "III"],
  ["V2", "V3", "V4", "V5", "V6"],
];

const LATERAL: ReadonlySet<Lead> = new Set(["I", "aVL", "V5", "V6"]);

const LEAST_R_MV = 0.3;
const LEAST_T_MV = 0.08;

/**
 * Ischaemic ST-T change, T-wave change and long QT. ST-T: ST level or falling and lowered by 0.05 mV, or T inverted by 0.1 mV where
 * R outweighs S, in two neighbouring leads; not where QRS is abnormal, which changes ST and T by itself; not in lateral leads of a hypertrophied left ventricle. T-wave change:
 * none of this, and T lower than a tenth of a dominant R, or inverted, in two neighbouring leads. Long QT: QTc
 * (Fridericia) of 450 ms in men, 460 ms in women, less what a broad QRS adds.
 *
 * @source  Rautaharju, Surawicz & Gettes 2009, AHA/ACCF/HRS recommendations part IV; Thygesen et al. 2018, table 2
 */
export const repolarisation = (
  signs: Signs,
  secondary: { readonly everywhere: boolean; readonly lateral: boolean },
): readonly ReaderLabel[] => {
  const { qtcMs, qrsMs, sex, waves } = signs;
  const labels: ReaderLabel[] = [];
  const ischaemic = (lead: Lead): boolean => {
    const { jMv, stMv, tMv, rMv, sMv } = waves[lead];
    const lowered = jMv <= -0.05 && stMv <= -0.05 && stMv <= jMv + 0.02;
    // III alone may invert T in health, which its neighbours tell.
    return lowered || (tMv <= -0.1 && rMv > sMv);
  };
  // A tenth of R is the least of a T in health, where R is there to be followed; 0.1 mV is none too low.
  const flat = (lead: Lead): boolean => {
    const { tMv, rMv, sMv } = waves[lead];
    return rMv >= LEAST_R_MV && rMv > sMv && tMv < Math.min(0.1 * rMv, LEAST_T_MV);
  };
  // Hypertrophy changes ST and T where R is tall.
  const chains = secondary.lateral ? CHAINS.map(chain => chain.filter(lead => !LATERAL.has(lead))) : CHAINS;
  const inNeighbours = (shows: (lead: Lead) => boolean) =>
    chains.some(chain => chain.some((lead, i) => i > 0 && shows(lead) && shows(chain[i - 1]!)));
  if (!secondary.everywhere) {
    if (inNeighbours(ischaemic)) labels.push("ischaemic ST-T change");
    else if (inNeighbours(flat)) labels.push("T-wave change");
  }
  if (qtcMs - Math.max(0, qrsMs - 120) >= (sex === "female" ? 460 : 450)) labels.push("long QT");
  return labels;
};
