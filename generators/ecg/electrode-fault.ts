import type { Rng } from "../../src/math/rng.ts";
import { INDEPENDENT_LEADS } from "./leads.ts";

export const LIMB_ELECTRODES = ["RA", "LA", "LL"] as const;
export const CHEST_ELECTRODES = ["V1", "V2", "V3", "V4", "V5", "V6"] as const;
export type Electrode = (typeof LIMB_ELECTRODES)[number] | (typeof CHEST_ELECTRODES)[number];

/** One electrode that comes off and on, or the cables of both arms exchanged. */
export type ElectrodeFault =
  | { readonly kind: "loose"; readonly electrode: Electrode }
  | { readonly kind: "arms-reversed" };

/**
 * Lays a fault over the independent leads, in place. A loose limb electrode disturbs every lead it is part of, by
 * I = LA − RA, II = LL − RA and the central terminal (RA + LA + LL)/3 of the chest leads; exchanged arms turn I upside
 * down and make II what III was. The identities between limb leads hold: they are between potentials, right or wrong.
 *
 */
export const addFault = (
  leads: readonly Float32Array[],
  fault: ElectrodeFault,
  rateHz: number,
  rng: Rng,
): void => {
  const [one, two] = leads as readonly [Float32Array, Float32Array];
  if (fault.kind === "arms-reversed") {
    for (let n = 0; n < one.length; n++) {
      two[n] = two[n]! - one[n]!;
      one[n] = -one[n]!;
    }
    return;
  }
  const artefact = looseContact(one.length, rateHz, rng);
  const shares = SHARES[fault.electrode];
  for (const [l, lead] of leads.entries())
    for (let n = 0; n < lead.length; n++) lead[n] = lead[n]! + shares[l]! * artefact[n]!;
};

const REFERENCE = CHEST_ELECTRODES.map(() => -1 / 3);
const only = (electrode: Electrode): readonly number[] =>
  INDEPENDENT_LEADS.map(lead => (lead === electrode ? 1 : 0));

/** Share of one electrode's potential in each independent lead. */
const SHARES: { readonly [E in Electrode]: readonly number[] } = {
  RA: [-1, -1, ...REFERENCE],
  LA: [1, 0, ...REFERENCE],
  LL: [0, 1, ...REFERENCE],
  V1: only("V1"),
  V2: only("V2"),
  V3: only("V3"),
  V4: only("V4"),
  V5: only("V5"),
  V6: only("V6"),
};

/** Steps of the half-cell potential that decay through the amplifier's high-pass, and hum while contact is bad. */
const looseContact = (length: number, rateHz: number, rng: Rng): Float64Array => {
  const out = new Float64Array(length);
  const decay = Math.exp(-1 / (0.7 * rateHz));
  let [level, left, hum] = [0, 0, 0];
  for (let n = 0; n < length; n++) {
    // A touch every two seconds or so.
    if (rng.chance(0.5 / rateHz)) {
      level += 1.1 * rng.normal();
      left = (0.1 + 0.5 * rng.uniform()) * rateHz;
    }
    hum = left-- > 0 ? 0.75 * hum + 0.08 * rng.normal() : 0.9 * hum;
    level *= decay;
    out[n] = level + hum;
  }
  return out;
};
