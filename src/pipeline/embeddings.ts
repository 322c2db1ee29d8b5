import { ecgPrior } from "../../generators/ecg/prior.ts";
import { imagePriorAt } from "../../generators/image/prior.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import type { Digest } from "../../schemas/digest.ts";
import type { Assignment } from "../../schemas/domain.ts";
import type { SyntheticPatient } from "../../schemas/person.ts";

/** How attacks look at a patient: a few hundred numbers of what the signal shows, whatever the generator projects to. */
export const ecgLook = ({ ecg }: Digest): Float64Array | undefined =>
  ecg?.vector.filter((_, i) => i % 4 === 0);
export const imageLook = ({ image }: Digest): Float64Array | undefined => image && pooled(image.vector);
export const recordLook = ({ attributes }: Digest): Assignment => attributes;

/** 64 × 64 averaged to 16 × 16. */
const pooled = (vector: Float64Array): Float64Array => {
  const out = new Float64Array(256);
  for (let y = 0; y < 64; y++)
    for (let x = 0; x < 64; x++)
      out[(y >> 2) * 16 + (x >> 2)] = out[(y >> 2) * 16 + (x >> 2)]! + vector[y * 64 + x]! / 16;
  return out;
};

/** A synthetic patient digested as a real one would be, from the written signals themselves. */
export const digestOf = (patient: SyntheticPatient, image: CohortConfig["image"]): Digest => {
  const ecg = patient.ecg && ecgPrior.view(patient.ecg.record);
  const picture = patient.image && imagePriorAt(image).view(patient.image.record);
  return {
    attributes: patient.person.assignment,
    ...(ecg ? { ecg } : {}),
    ...(picture ? { image: picture } : {}),
  };
};
