import type { Attack } from "./attack.ts";
import type { Neighbourhood } from "./neighbourhood.ts";
import { beyondControls, nearness } from "./scores.ts";

/**
 * Linkage: an attacker who holds a real recording looks for the synthetic item that is unusually near to it, nearer
 * than the people around it are, and claims that the person was in the data.
 *
 * Plays every real person, train and holdout; score `nearness` with one neighbour.
 */
export const linkage: Attack<Neighbourhood> = {
  name: "linkage",
  meaning:
    "Patients whose own data lead to a synthetic item unusually near to them, beyond what happens to people who were never used",
  play: scene => ({
    attack: "linkage",
    meaning: linkage.meaning,
    group: scene.group,
    ...beyondControls(scene, [...scene.member.keys()], target => nearness(scene, target, 1)),
  }),
};
