import type { EcgRecord } from "../../../schemas/ecg.ts";
import { atrioventricular } from "./atrioventricular.ts";
import { beatKinds } from "./beat-kinds.ts";
import { chambers } from "./chambers.ts";
import { ectopy } from "./ectopy.ts";
import { infarction } from "./infarction.ts";
import type { ReaderLabel } from "./label.ts";
import { repolarisation } from "./repolarisation.ts";
import { rhythm } from "./rhythm.ts";
import { signsOf } from "./signs.ts";
import { ventricularConduction } from "./ventricular-conduction.ts";

/** An escape rhythm with a QRS this long comes from the ventricles. */
const BROAD_MS = 120;

/**
 * What a 12-lead recording shows, by published criteria (README.md) and from its samples, age and sex alone.
 *
 * @param record  12 leads at 500 Hz, millivolts
 * @returns       undefined where fewer than three beats share a shape, or QRS or T cannot be told
 */
export const readLabels = (record: EcgRecord): readonly ReaderLabel[] | undefined => {
  const signs = signsOf(record);
  if (signs === undefined) return undefined;
  const kinds = beatKinds(signs);
  const conduction = atrioventricular(signs);
  const named = rhythm(signs, kinds, conduction);
  const paced = named.includes("paced rhythm");
  const sinus = named.some(label => label.startsWith("sinus"));
  const escapes = conduction.labels.includes("third degree AV block") && signs.qrsMs >= BROAD_MS;
  // Of a QRS that begins in the ventricles, shape and axis say nothing of branches and chambers.
  const foreign = paced || escapes;
  const branches = foreign ? [] : ventricularConduction(signs);
  const broad = foreign || branches.some(label => /bundle|pre-excitation/.test(label));
  // Flutter waves run through ST and T.
  const flutter = named.includes("atrial flutter");
  const hidden = foreign || branches.some(label => /left bundle|pre-excitation/.test(label));
  const shape = foreign ? [] : chambers(signs, branches);
  const secondary = { everywhere: broad, lateral: shape.includes("left ventricular hypertrophy") };
  return [
    ...named,
    ...(paced ? [] : ectopy(kinds, named, conduction.labels)),
    ...(sinus ? conduction.labels : []),
    ...branches,
    ...shape,
    ...infarction(signs, { all: hidden, st: flutter }),
    ...(flutter ? [] : repolarisation(signs, secondary)),
  ];
};
