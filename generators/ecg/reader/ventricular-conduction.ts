import type { ReaderLabel } from "./label.ts";
import type { Signs } from "./signs.ts";

const BROAD_MS = 120;

/**
 * Bundle branch and fascicular blocks and pre-excitation.
 *
 * @source  Surawicz, Childers, Deal & Gettes 2009, AHA/ACCF/HRS recommendations part III, Circulation 119:e235
 */
export const ventricularConduction = (signs: Signs): readonly ReaderLabel[] => {
  if (isPreExcited(signs)) return ["pre-excitation"];
  const right = isRight(signs);
  if (right) return ["right bundle branch block", ...(isLeftAnterior(signs) ? [LEFT_ANTERIOR] : [])];
  if (isLeft(signs)) return ["left bundle branch block"];
  if (signs.qrsMs >= BROAD_MS) return [];
  if (isLeftAnterior(signs)) return [LEFT_ANTERIOR];
  return isLeftPosterior(signs) ? ["left posterior fascicular block"] : [];
};

const LEFT_ANTERIOR: ReaderLabel = "left anterior fascicular block";

/** Broad; V1 or V2 ends upwards; S in I and V6 of at least 40 ms or longer than R. */
const isRight = ({ qrsMs, waves }: Signs): boolean => {
  if (qrsMs < BROAD_MS) return false;
  const { I, V1, V2, V6 } = waves;
  const late = V1.terminalMv > 0.05 || (V2.terminalMv > 0.1 && V1.terminalMv > 0);
  const broadS = (lead: typeof I) => lead.sMs >= 40 && lead.sMv > 0.04;
  return late && (broadS(I) || broadS(V6)) && (I.terminalMv < 0 || V6.terminalMv < 0);
};

/** Broad; V1 QS or rS; R without q in I and V6, late or broad to the end, no S that matters in I. */
const isLeft = ({ qrsMs, waves }: Signs): boolean => {
  if (qrsMs < BROAD_MS) return false;
  const { I, V1, V5, V6 } = waves;
  const negative = V1.netMv < -0.1 && V1.terminalMv < 0 && V1.rMv < 0.3 * V1.spanMv;
  // S in V6 is common where the transition lies far left.
  const lateral = [I, V6].every(lead => lead.netMv > 0 && lead.qMv < 0.05) && I.sMv < 0.3 * I.rMv;
  const late = Math.max(V5.rPeakMs, V6.rPeakMs, I.rPeakMs) >= 50;
  // A notched R may be highest at its first peak: then it is broad.
  const broad = [I, V6].every(lead => lead.terminalMv > 0.2 * lead.rMv);
  return negative && lateral && (late || broad);
};

/** Axis −45° to −90°, qR in aVL, rS in II, III and aVF. */
const isLeftAnterior = ({ axisDegrees, waves }: Signs): boolean => {
  const { aVL, II, III, aVF } = waves;
  const rs = [II, III, aVF].every(lead => lead.rMv > 0 && lead.sMv > lead.rMv && !lead.isQs);
  return axisDegrees <= -45 && axisDegrees >= -90 && rs && aVL.rMv > aVL.sMv && !aVL.isQs;
};

/** Axis above 90°, rS in I and aVL, qR in III and aVF, and nothing that speaks for the right ventricle. */
const isLeftPosterior = ({ axisDegrees, waves }: Signs): boolean => {
  const { I, aVL, III, aVF, V1 } = waves;
  const rs = [I, aVL].every(lead => lead.rMv > 0 && lead.sMv > lead.rMv);
  const qr = [III, aVF].every(
    lead => lead.qMv > 0.03 && lead.rMv > 3 * lead.qMv && lead.sMv < 0.4 * lead.rMv,
  );
  return axisDegrees >= 90 && axisDegrees <= 180 && rs && qr && (V1.rMv < 0.5 || V1.rMv < V1.sMv);
};

/** PR below 125 ms and a slow start of QRS: the slower, the less broad QRS need be. */
const isPreExcited = ({ hasP, prMs, qrsMs, rows, marks }: Signs): boolean => {
  if (!hasP || prMs === undefined || prMs >= 125) return false;
  const slur = slurMs(rows, marks);
  return (qrsMs >= 106 && slur >= 26) || (qrsMs >= 118 && slur >= 20);
};

/** From QRS onset until the vector first moves at a third of its greatest speed, milliseconds. */
const slurMs = (rows: readonly Float64Array[], { qrsOn, qrsOff }: Signs["marks"]): number => {
  const speed = (n: number) =>
    Math.sqrt(rows.reduce((sum, row) => sum + (row[n + 2]! - row[n - 2]!) ** 2, 0));
  let top = 0;
  for (let n = qrsOn; n <= qrsOff; n++) top = Math.max(top, speed(n));
  let n = qrsOn;
  while (n < qrsOff && speed(n) < top / 3) n++;
  return 2 * (n - qrsOn);
};
