import { measure } from "../../generators/ecg/delineate.ts";
import { assignmentFromDx, ecgPrior } from "../../generators/ecg/prior.ts";
import { imagePriorAt } from "../../generators/image/prior.ts";
import { ENGLISH } from "../../generators/note/bank/en/index.ts";
import { noteView } from "../../generators/note/digest.ts";
import type { FrameClusters } from "../../generators/note/house/clusters.ts";
import { wordingReader } from "../../generators/note/house/wording.ts";
import { assign } from "../../generators/patient/assignment.ts";
import type { Patient } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import type { Digest, ModalityView } from "../../schemas/digest.ts";
import type { Domain } from "../../schemas/domain.ts";

/**
 * Turns one patient into what `fit` may sum: categories in the public domain and one vector a modality (the mean
 * over the bounded records), and the notes' wording where it is asked for. Depends on that patient's own data alone and never throws because of a value.
 */
export const digester = (
  config: CohortConfig,
  domain: Domain,
  asOf: string,
  wording?: FrameClusters,
): ((patient: Patient) => Digest) => {
  const imagePrior = imagePriorAt(config.image);
  const readWording = wording && wordingReader(ENGLISH, wording);
  const declared = (name: "ecg" | "image" | "note") => config.modalities.includes(name);
  return patient => {
    const ecgs = declared("ecg") ? patient.ecgs : [];
    const images = declared("image") ? patient.images : [];
    const ecg = averaged(ecgs.map(ecgPrior.view));
    const image = averaged(images.map(imagePrior.view));
    const notes = declared("note") ? patient.notes : [];
    const note = noteView(notes);
    const worded = readWording?.(notes);
    const attributes = assign(patient, config, domain, asOf, {
      ...(ecgs[0] === undefined ? {} : assignmentFromDx(ecgs[0].dx, measure(ecgs[0]))),
      ...(image === undefined ? {} : { finding: image.stratum }),
      ...(images[0]?.view === undefined ? {} : { view: images[0].view }),
    });
    return {
      attributes,
      ...(ecg ? { ecg } : {}),
      ...(image ? { image } : {}),
      ...(note ? { note } : {}),
      ...(worded ? { wording: worded } : {}),
    };
  };
};

/** Mean of the vectors that could be measured; the stratum is the first one's. */
const averaged = (views: readonly (ModalityView | undefined)[]): ModalityView | undefined => {
  const known = views.filter(view => view !== undefined);
  const first = known[0];
  if (first === undefined) return undefined;
  const vector = new Float64Array(first.vector.length);
  for (const view of known)
    for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! + view.vector[i]! / known.length;
  return { vector, stratum: first.stratum };
};
