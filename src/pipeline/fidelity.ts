import { BEAT_SIZE, FEATURE_WEIGHT, FEATURES } from "../../generators/ecg/canonical.ts";
import { embedded } from "../../privacy/measure/embed.ts";
import { attributeFidelity, type Features, featureFidelity } from "../../privacy/measure/fidelity.ts";
import { vectorFidelity } from "../../privacy/measure/spread.ts";
import type { Private } from "../../privacy/private.ts";
import type { Cohort } from "../../schemas/cohort.ts";
import type { Digest } from "../../schemas/digest.ts";
import type { Domain } from "../../schemas/domain.ts";
import type { Finding } from "../../schemas/report.ts";
import { imageLook, recordLook } from "./embeddings.ts";

/** How alike real and synthetic patients are, modality by modality. Internal: read on real patients. */
export const fidelityFindings = (
  train: Private<Cohort<Digest>>,
  synthetic: readonly Digest[],
  domain: Domain,
): readonly Finding[] => [
  ...attributeFidelity(domain, embedded(train, recordLook), synthetic.map(recordLook)),
  ...featureFidelity(
    "ecg",
    embedded(train, ecgFeatures),
    synthetic.map(ecgFeatures).filter(value => value !== undefined),
  ),
  ...vectorFidelity(
    "ecg beat",
    embedded(train, ecgBeat),
    synthetic.map(ecgBeat).filter(value => value !== undefined),
  ),
  ...vectorFidelity(
    "image",
    embedded(train, imageLook),
    synthetic.map(imageLook).filter(value => value !== undefined),
  ),
];

/** The rhythm features of a digest, back in their own units. */
const ecgFeatures = ({ ecg }: Digest): Features | undefined =>
  ecg &&
  Object.fromEntries(
    FEATURES.map(({ name, centre, unit }, i) => [
      name,
      centre + (unit * ecg.vector[BEAT_SIZE + i]!) / FEATURE_WEIGHT,
    ]),
  );

const ecgBeat = ({ ecg }: Digest): Float64Array | undefined =>
  ecg?.vector.subarray(0, BEAT_SIZE).filter((_, i) => i % 4 === 0);
