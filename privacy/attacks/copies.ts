import type { Attack } from "./attack.ts";
import { NEIGHBOURS, type Neighbourhood } from "./neighbourhood.ts";

/** Nearer than all but one real person in a thousand is to anybody else: a wider line drowns copies in phantoms. */
const QUANTILE = 0.001;

/**
 * Copies: patients with a synthetic item as near as the nearest thousandth of real people are to one another (at
 * least: the nearest two). The same count on people never used are phantoms: look-alikes that nobody copied.
 *
 * Counted by patient, not by synthetic item, so that ten items around one patient are one patient.
 */
export const copies: Attack<Neighbourhood> = {
  name: "copies",
  meaning:
    "Patients with a synthetic look-alike nearer than nearly all real people are to each other, beyond phantoms of people never used",
  play: scene => {
    const nearest = scene.real.filter((_, i) => i % NEIGHBOURS === 0).sort();
    const line = nearest[Math.max(0, Math.ceil(QUANTILE * nearest.length) - 1)]!;
    const copied = (member: number) => {
      const targets = [...scene.member.keys()].filter(t => scene.member[t] === member);
      return {
        hits: targets.filter(t => scene.synthetic[t * NEIGHBOURS]! <= line).length,
        trials: targets.length,
      };
    };
    return {
      attack: copies.name,
      meaning: copies.meaning,
      group: scene.group,
      train: copied(1),
      holdout: copied(0),
      rule: "fixed",
    };
  },
};
