import { analyse } from "../../generators/ecg/delineate.ts";
import { assignmentFromDx, ecgView } from "../../generators/ecg/prior.ts";
import { RESIDUAL_STRATA, residualLevels } from "../../generators/ecg/residual/levels.ts";
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
import { meanVector } from "../math/linalg.ts";

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
    const analyses = ecgs.map(analyse);
    const ecg = averaged(ecgs.map((record, i) => ecgView(record, analyses[i])));
    const residual = RESIDUAL_STRATA.some(stratum => stratum === ecg?.stratum)
      ? meanVector(
          ecgs.map((record, i) => analyses[i] && residualLevels(record, analyses[i])).filter(isKnown),
        )
      : undefined;
    const image = averaged(images.map(imagePrior.view));
    const notes = declared("note") ? patient.notes : [];
    const note = noteView(notes);
    const worded = readWording?.(notes);
    const attributes = assign(patient, config, domain, asOf, {
      ...(ecgs[0] === undefined ? {} : assignmentFromDx(ecgs[0].dx, analyses[0]?.measurements)),
      ...(image === undefined ? {} : { finding: image.stratum }),
      ...(images[0]?.view === undefined ? {} : { view: images[0].view }),
    });
    return {
      attributes,
      ...(ecg ? { ecg } : {}),
      ...(residual ? { residual } : {}),
      ...(image ? { image } : {}),
      ...(note ? { note } : {}),
      ...(worded ? { wording: worded } : {}),
    };
  };
};

/** Mean of the vectors that could be measured; the stratum is the first one's. */
const averaged = (views: readonly (ModalityView | undefined)[]): ModalityView | undefined => {
  const known = views.filter(isKnown);
  const vector = meanVector(known.map(view => view.vector));
  return vector && { vector, stratum: known[0]!.stratum };
};

const isKnown = <T>(value: T | undefined): value is T => value !== undefined;
