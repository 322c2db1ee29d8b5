import { canonicalVector } from "../../../generators/ecg/canonical.ts";
import { noiseReading } from "../../../generators/ecg/disturbance.ts";
import { drawScene, type EcgScene } from "../../../generators/ecg/scene.ts";
import { idealBeat } from "../../../generators/ecg/simulator.ts";
import { radians, scaled, turned } from "../../../generators/ecg/wave-geometry.ts";
import type { Part, Wave } from "../../../generators/ecg/waves.ts";
import { MORPHOLOGY_GROUP, type MorphologyGroup } from "../../../schemas/ecg-groups.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import type { Rng } from "../../../src/math/rng.ts";

/** How a part of the beat lies and how large it is, against the prior: degrees in the frontal plane and about the body. */
interface Pose {
  readonly size: number;
  readonly frontal: number;
  readonly horizontal: number;
}

/** A population that the prior does not know. */
interface Law {
  readonly pose: { readonly [P in Part]: Pose };
  /** What disease does to its hearts besides, and does not do to the prior's: on top of the pose. */
  readonly disease: { readonly [G in MorphologyGroup]: { readonly [P in Part]?: Pose } };
  /** Gains of the electrodes of this hospital: I, II, V1 to V6. */
  readonly gains: readonly number[];
}

export const LAWS = {
  /** Hearts lie more upright and turned to the back, QRS is small, T is flat and points elsewhere, P is large. */
  upright: {
    pose: {
      P: { size: 1.3, frontal: 10, horizontal: -15 },
      QRS: { size: 0.75, frontal: 25, horizontal: -30 },
      T: { size: 0.55, frontal: 5, horizontal: 35 },
    },
    disease: {
      normal: {},
      hypertrophy: {
        QRS: { size: 0.85, frontal: -20, horizontal: 25 },
        T: { size: 1.3, frontal: 0, horizontal: -40 },
      },
      infarction: {
        QRS: { size: 1.1, frontal: 20, horizontal: -20 },
        T: { size: 1.4, frontal: -25, horizontal: 20 },
      },
      "st-t-change": { T: { size: 1.5, frontal: 30, horizontal: 50 } },
      "low-voltage": { QRS: { size: 1.2, frontal: 0, horizontal: 0 } },
    },
    gains: [0.9, 0.9, 0.8, 0.75, 0.75, 0.85, 0.95, 1],
  },
  /**
   * Hearts lie flat and turned to the front, QRS is large, T is tall and points to the left, P is small. Nothing was
   * designed while looking at it: it judges.
   */
  flat: {
    pose: {
      P: { size: 0.7, frontal: -10, horizontal: 10 },
      QRS: { size: 1.3, frontal: -30, horizontal: 30 },
      T: { size: 1.35, frontal: -20, horizontal: -30 },
    },
    disease: {
      normal: {},
      hypertrophy: {
        QRS: { size: 0.8, frontal: 20, horizontal: -20 },
        T: { size: 0.7, frontal: 20, horizontal: 30 },
      },
      infarction: {
        QRS: { size: 0.85, frontal: 25, horizontal: 25 },
        T: { size: 0.7, frontal: 30, horizontal: -25 },
      },
      "st-t-change": { T: { size: 0.6, frontal: -30, horizontal: 40 } },
      "low-voltage": { T: { size: 0.8, frontal: 0, horizontal: 20 } },
    },
    gains: [1.1, 1, 1.2, 1.25, 1.15, 1, 0.9, 0.85],
  },
} as const satisfies Readonly<Record<string, Law>>;
export type LawName = keyof typeof LAWS;

/**
 * A person's canonical vector under a law that is not the prior's: the same physics with other hearts, another chest and
 * another disease. The bench's private cohorts are drawn from it; nothing that ships knows its numbers.
 *
 * @returns  undefined where the beat cannot be measured
 */
export const hiddenVector = (order: EcgOrder, rng: Rng, law: LawName): Float64Array | undefined => {
  const scene = changed(drawScene(order, rng), LAWS[law]);
  const ideal = idealBeat(scene);
  return (
    ideal &&
    canonicalVector(ideal.beat, ideal.marks.centre, {
      measurements: ideal.measurements,
      rrMs: ideal.rhythm.rrMs,
      noiseMv: 2 * noiseReading(scene.disturbance),
    })
  );
};

const changed = (scene: EcgScene, { pose, disease: diseases, gains }: Law): EcgScene => {
  const disease = diseases[MORPHOLOGY_GROUP[scene.order.morphology]];
  const own = (wave: Wave): Wave => {
    const usual = posed(wave, pose[wave.part]);
    const ill = disease[wave.part];
    return ill === undefined ? usual : posed(usual, ill);
  };
  const leadField = scene.leadField.map((value, i) => gains[Math.floor(i / 3)]! * value);
  return { ...scene, waves: scene.waves.map(own), atrialWaves: scene.atrialWaves.map(own), leadField };
};

const posed = (wave: Wave, { size, frontal, horizontal }: Pose): Wave =>
  scaled(turned(wave, radians(frontal), radians(horizontal)), size);
