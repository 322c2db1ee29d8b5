import { describe, expect, it } from "vitest";
import type { Lead } from "../../../schemas/ecg.ts";
import { axisOf, type CleanRecording, qrsOf, several, share } from "./clean-beat.ts";

/**
 * What each label claims, measured on recordings without noise by criteria written here. Each share is of 60 fixed
 * draws of men and women from 28 to 81; drawn afresh, a share that is truly 0.98 falls below 0.9 of 60 with p < 1e-3.
 */
const COUNT = 60;

const NEIGHBOURS = [
  ["aVL", "I"],
  ["II", "aVF"],
  ["V4", "V5"],
  ["V5", "V6"],
] as const;

const inLeads =
  (leads: readonly Lead[], least: number, claim: (recording: CleanRecording, lead: Lead) => boolean) =>
  (recording: CleanRecording): boolean =>
    leads.filter(lead => claim(recording, lead)).length >= least;

const qWave =
  (ms: number) =>
  (recording: CleanRecording, lead: Lead): boolean => {
    const { qMs, qMv } = qrsOf(recording, lead);
    return qMs >= ms && qMv >= 0.1;
  };
const elevated =
  (mv: number) =>
  (recording: CleanRecording, lead: Lead): boolean =>
    qrsOf(recording, lead).j60 >= mv;

const LIMB: readonly Lead[] = ["I", "II", "III", "aVR", "aVL", "aVF"];
const CHEST: readonly Lead[] = ["V1", "V2", "V3", "V4", "V5", "V6"];
const INFERIOR: readonly Lead[] = ["II", "III", "aVF"];
const LATERAL: readonly Lead[] = ["I", "aVL", "V5", "V6"];

describe("hypertrophy", () => {
  const left = several({ morphology: "left-ventricular-hypertrophy" }, COUNT);
  const right = several({ morphology: "right-ventricular-hypertrophy" }, COUNT);

  it("left: S in V1 and R in V5 or V6 are 3.5 mV or more together (Sokolow-Lyon), always", () => {
    const sum = (c: CleanRecording) => Math.max(qrsOf(c, "V5").r, qrsOf(c, "V6").r) - qrsOf(c, "V1").s;
    expect(share(left, c => sum(c) >= 3.5)).toBe(1);
  });

  it("left: strain in 45 to 85 %, and there T is inverted and ST depressed in V6; the others keep an upright T", () => {
    const inverted = share(left, c => qrsOf(c, "V6").t < -0.05 && qrsOf(c, "V6").j60 < 0);
    const upright = share(left, c => qrsOf(c, "V6").t > 0.05);
    expect(inverted).toBeGreaterThan(0.45);
    expect(inverted).toBeLessThan(0.85);
    expect(upright).toBeGreaterThan(0.1);
  });

  it("right: R in V1 of 0.7 mV or more and larger than S, axis beyond 90°, T inverted in V1, in 95 % each", () => {
    expect(
      share(right, c => qrsOf(c, "V1").r >= 0.7 && qrsOf(c, "V1").r > -qrsOf(c, "V1").s),
    ).toBeGreaterThanOrEqual(0.95);
    expect(share(right, c => axisOf(c) > 90)).toBeGreaterThanOrEqual(0.95);
    expect(share(right, c => qrsOf(c, "V1").t < 0)).toBeGreaterThanOrEqual(0.95);
  });

  it("right: S deeper than R is tall in V6 in 90 %", () => {
    expect(share(right, c => -qrsOf(c, "V6").s > qrsOf(c, "V6").r)).toBeGreaterThanOrEqual(0.9);
  });
});

describe("old infarction", () => {
  it("inferior: Q of 40 ms and 0.1 mV in two of II, III and aVF in 90 %", () => {
    const all = several({ morphology: "old-inferior-infarction" }, COUNT);
    expect(share(all, inLeads(INFERIOR, 2, qWave(40)))).toBeGreaterThanOrEqual(0.9);
  });

  it("lateral: Q of 30 ms in two of I, aVL, V5 and V6 in 95 %, of 40 ms in 75 %", () => {
    const all = several({ morphology: "old-lateral-infarction" }, COUNT);
    expect(share(all, inLeads(LATERAL, 2, qWave(30)))).toBeGreaterThanOrEqual(0.95);
    expect(share(all, inLeads(LATERAL, 2, qWave(40)))).toBeGreaterThanOrEqual(0.75);
  });

  it("anterior: Q or QS in V2 and V3, R in V3 lost (under 0.3 mV) and in V6 kept, in 90 %", () => {
    const all = several({ morphology: "old-anterior-infarction" }, COUNT);
    expect(share(all, inLeads(["V2", "V3"], 2, qWave(30)))).toBeGreaterThanOrEqual(0.9);
    expect(share(all, c => qrsOf(c, "V3").r < 0.3 && qrsOf(c, "V6").r > 0.3)).toBeGreaterThanOrEqual(0.9);
  });

  it("septal: no R to speak of in V1 and V2, but in V4, in 90 %", () => {
    const all = several({ morphology: "old-septal-infarction" }, COUNT);
    expect(
      share(all, c => qrsOf(c, "V1").r < 0.1 && qrsOf(c, "V2").r < 0.2 && qrsOf(c, "V4").r > 0.4),
    ).toBeGreaterThanOrEqual(0.9);
  });

  it("normal hearts have no such Q waves: in at most 5 % in any of the territories", () => {
    const all = several({}, COUNT);
    for (const leads of [INFERIOR, LATERAL, ["V2", "V3"] as const])
      expect(share(all, inLeads(leads, 2, qWave(40)))).toBeLessThanOrEqual(0.05);
  });
});

describe("acute infarction and ischaemia, 60 ms after the end of QRS", () => {
  it("inferior: two of II, III, aVF elevated by 0.1 mV, III above II, aVL depressed, in 95 % each", () => {
    const all = several({ morphology: "acute-inferior-infarction" }, COUNT);
    expect(share(all, inLeads(INFERIOR, 2, elevated(0.1)))).toBeGreaterThanOrEqual(0.95);
    expect(share(all, c => qrsOf(c, "III").j60 > qrsOf(c, "II").j60)).toBeGreaterThanOrEqual(0.95);
    expect(share(all, c => qrsOf(c, "aVL").j60 < -0.05)).toBeGreaterThanOrEqual(0.95);
  });

  it("anterior: two of V2 to V4 elevated by 0.2 mV in 95 %, III depressed in 85 %", () => {
    const all = several({ morphology: "acute-anterior-infarction" }, COUNT);
    expect(share(all, inLeads(["V2", "V3", "V4"], 2, elevated(0.2)))).toBeGreaterThanOrEqual(0.95);
    expect(share(all, c => qrsOf(c, "III").j60 < 0)).toBeGreaterThanOrEqual(0.85);
  });

  it("lateral: two of I, aVL, V5, V6 elevated by 0.1 mV, III depressed, in 95 % each", () => {
    const all = several({ morphology: "acute-lateral-infarction" }, COUNT);
    expect(share(all, inLeads(LATERAL, 2, elevated(0.1)))).toBeGreaterThanOrEqual(0.95);
    expect(share(all, c => qrsOf(c, "III").j60 < -0.05)).toBeGreaterThanOrEqual(0.95);
  });

  it("ischaemia: two of II, V4, V5, V6 depressed by 0.05 mV in 95 %", () => {
    const all = several({ morphology: "ischaemic-st-t-change" }, COUNT);
    const depressed = (c: CleanRecording, lead: Lead) => qrsOf(c, lead).j60 <= -0.05;
    expect(share(all, inLeads(["II", "V4", "V5", "V6"], 2, depressed))).toBeGreaterThanOrEqual(0.95);
  });

  it("T-wave change: T below a tenth of a dominant R in two neighbours in 95 %, in a quarter of normal hearts at most", () => {
    const isFlat = (c: CleanRecording) =>
      NEIGHBOURS.some(pair =>
        pair.map(lead => qrsOf(c, lead)).every(({ r, s, t }) => r >= 0.3 && r > -s && t < 0.1 * r),
      );
    expect(share(several({ morphology: "t-wave-change" }, COUNT), isFlat)).toBeGreaterThanOrEqual(0.95);
    expect(share(several({}, COUNT), isFlat)).toBeLessThanOrEqual(0.25);
  });

  it("normal hearts have no limb lead elevated by 0.1 mV in 95 %", () => {
    expect(share(several({}, COUNT), c => !LIMB.some(lead => elevated(0.1)(c, lead)))).toBeGreaterThanOrEqual(
      0.95,
    );
  });
});

describe("voltage", () => {
  it("low: every limb lead under 0.5 mV and every chest lead under 1 mV, always; seldom without the label", () => {
    const isLow = (c: CleanRecording) =>
      LIMB.every(lead => qrsOf(c, lead).r - qrsOf(c, lead).s < 0.5) &&
      CHEST.every(lead => qrsOf(c, lead).r - qrsOf(c, lead).s < 1);
    expect(share(several({ morphology: "low-voltage" }, COUNT), isLow)).toBe(1);
    expect(share(several({}, COUNT), isLow)).toBeLessThanOrEqual(0.05);
  });
});

describe("ventricular conduction", () => {
  it("right bundle branch block: V1 ends upwards, V6 and I downwards, in 90 %", () => {
    const all = several({ conduction: "right-bundle-branch-block" }, COUNT);
    const ends = (c: CleanRecording) =>
      qrsOf(c, "V1").lateHigh > 0.2 && qrsOf(c, "V6").lateLow < -0.1 && qrsOf(c, "I").lateLow < 0;
    expect(share(all, ends)).toBeGreaterThanOrEqual(0.9);
  });

  it("left bundle branch block: V1 negative, V6 without Q, T opposite in both, in 95 %", () => {
    const all = several({ conduction: "left-bundle-branch-block" }, COUNT);
    const isLeft = (c: CleanRecording) =>
      qrsOf(c, "V1").net < 0 && qrsOf(c, "V6").qMs === 0 && qrsOf(c, "V6").t < 0 && qrsOf(c, "V1").t > 0;
    expect(share(all, isLeft)).toBeGreaterThanOrEqual(0.95);
  });

  it("left anterior fascicular block: axis from −45° on, qR in aVL, rS in III, QRS under 120 ms, in 90 %", () => {
    const all = several({ conduction: "left-anterior-fascicular-block" }, COUNT);
    const isAnterior = (c: CleanRecording) =>
      axisOf(c) <= -44 &&
      qrsOf(c, "aVL").qMs > 0 &&
      -qrsOf(c, "III").s > qrsOf(c, "III").r &&
      qrsOf(c, "III").r > 0.03;
    expect(share(all, isAnterior)).toBeGreaterThanOrEqual(0.9);
    expect(share(all, c => c.scene.intervals.qrsMs < 120)).toBe(1);
  });

  it("left posterior fascicular block: axis beyond 90°, rS in I and qR in III, in 90 %", () => {
    const all = several({ conduction: "left-posterior-fascicular-block" }, COUNT);
    const isPosterior = (c: CleanRecording) =>
      axisOf(c) >= 90 && -qrsOf(c, "I").s > qrsOf(c, "I").r && qrsOf(c, "III").qMs > 0;
    expect(share(all, isPosterior)).toBeGreaterThanOrEqual(0.9);
  });

  it("both of right bundle branch and left anterior fascicle: R′ in V1 and a left axis, in 95 %", () => {
    const all = several({ conduction: "right-bundle-branch-and-left-anterior-fascicular-block" }, COUNT);
    expect(share(all, c => qrsOf(c, "V1").lateHigh > 0.2 && axisOf(c) < -30)).toBeGreaterThanOrEqual(0.95);
  });
});
