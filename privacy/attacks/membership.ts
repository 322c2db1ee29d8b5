import { type Attack, drawn } from "./attack.ts";
import { NEIGHBOURS, type Neighbourhood } from "./neighbourhood.ts";
import { beyondControls, nearness } from "./scores.ts";

/** Targets of either kind, and the share of people that counts as isolated. */
const MOST = 1000;
const ISOLATED = 0.1;

/**
 * Membership of the most isolated people: the tenth of all real people farthest from their five nearest real
 * neighbours (chosen without looking at who was used). Outliers are copied first and missed by averages.
 *
 * @source choosing targets by isolation: Meeus et al. 2023, "Achilles' Heels", arXiv:2306.10308
 */
export const membershipIsolated: Attack<Neighbourhood> = {
  name: "membership of isolated patients",
  meaning:
    "Of the tenth of patients who stand apart most, those whose use is given away, beyond people never used",
  play: scene => ({
    attack: membershipIsolated.name,
    meaning: membershipIsolated.meaning,
    group: scene.group,
    ...beyondControls(scene, isolated(scene), target => nearness(scene, target, 1)),
  }),
};

/** Membership of people drawn at random, by the density of synthetic data around them against that of real data. */
export const membershipRandom: Attack<Neighbourhood> = {
  name: "membership of random patients",
  meaning:
    "Patients drawn at random whose use is given away by how densely synthetic data lie around them, beyond people never used",
  play: (scene, draws) => ({
    attack: membershipRandom.name,
    meaning: membershipRandom.meaning,
    group: scene.group,
    ...beyondControls(scene, drawn([...scene.member.keys()], MOST, draws), target =>
      nearness(scene, target, NEIGHBOURS),
    ),
  }),
};

const isolated = (scene: Neighbourhood): readonly number[] => {
  const apart = (target: number) => {
    let sum = 0;
    for (let i = 0; i < NEIGHBOURS; i++) {
      const distance = scene.real[target * NEIGHBOURS + i]!;
      if (Number.isFinite(distance)) sum += distance;
    }
    return sum;
  };
  const distances = Float64Array.from(scene.member.keys(), apart);
  const order = [...scene.member.keys()].sort((a, b) => distances[b]! - distances[a]!);
  return order.slice(0, Math.min(MOST, Math.ceil(ISOLATED * order.length)));
};
