import type { FactIndex } from "../../fact.ts";
import type { Binding, Scope } from "../../realise.ts";
import type { Manner } from "../bank.ts";
import { type Item, listed, slots, words } from "./wording.ts";

const EMPTY: Scope = { slots: {}, tags: {} };

/**
 * Slots and tags of the recording.
 *
 * @source  axis −30° to +90° normal: Surawicz et al., AHA/ACCF/HRS 2009 part III (doi:10.1161/CIRCULATIONAHA.108.191095);
 *          QTc above 450 ms in men, 460 ms in women prolonged: Rautaharju et al., part IV (…191096); QTc up to 340 ms
 *          short: Priori et al., ESC 2015 (doi:10.1093/eurheartj/ehv316); adult PR below 120 ms short, above 200 ms
 *          long: Willems et al., WHO/ISFC 1985 (doi:10.1016/S0735-1097(85)80335-1)
 */
export const ecgScope = (facts: FactIndex, manner: Manner): Scope => {
  const rhythm = facts.get("ecg/rhythm")?.value;
  if (typeof rhythm !== "string") return EMPTY;
  const abnormal = abnormalItems(facts, rhythm);
  const number = (id: string): Binding | undefined => {
    const value = facts.get(id)?.value;
    return value === undefined ? undefined : words([id], [String(value)]);
  };
  const rate = number("ecg/rate");
  return {
    slots: slots({
      rhythm: rhythmNames(facts, rhythm),
      rate,
      bpm:
        rate &&
        words(
          rate.facts,
          [`${rate.full[0]} bpm`, `${rate.full[0]} beats per minute`],
          [`${rate.full[0]}/min`, `${rate.full[0]} bpm`],
        ),
      pr: number("ecg/pr"),
      qrs: number("ecg/qrs"),
      qt: number("ecg/qt"),
      qtc: number("ecg/qtc"),
      axis: number("ecg/axis"),
      block: conductionNames(facts),
      ectopics: ectopyNames(facts),
      abnormal: listed(abnormal, manner),
    }),
    tags: tagsOf(facts, rhythm, abnormal.length),
  };
};

const SINUS: ReadonlySet<string> = new Set(["sinus", "bradycardia", "tachycardia", "sinus-arrhythmia"]);

const tagsOf = (
  facts: FactIndex,
  rhythm: string,
  abnormal: number,
): Readonly<Record<string, readonly string[]>> => {
  const tag = (name: string, id: string) => {
    const value = facts.get(id)?.value;
    return value === undefined ? {} : { [`${name}=${value}`]: [id] };
  };
  const rate = Number(facts.get("ecg/rate")?.value);
  const shape = facts.get("ecg/morphology") === undefined ? [] : ["ecg/morphology"];
  const standing = rate > 100 ? "fast" : rate < 60 ? "slow" : "normal";
  return {
    ecg: [],
    [`rhythm=${rhythm}`]: ["ecg/rhythm"],
    ...(rhythm.startsWith("atrial") ? { "rhythm=atrial": ["ecg/rhythm"] } : {}),
    ...(SINUS.has(rhythm) ? { "rhythm=any-sinus": ["ecg/rhythm"] } : {}),
    ...tag("morphology", "ecg/morphology"),
    // A long PR interval on a tracing that is not labelled so: no block can be denied.
    ...(prOf(facts) === "long" ? {} : tag("conduction", "ecg/conduction")),
    ...tag("ectopy", "ecg/ectopy"),
    ...(Number.isFinite(rate) ? { [`rate=${standing}`]: ["ecg/rate"] } : {}),
    ...axisTag(facts),
    ...qtcTag(facts),
    ...(abnormal === 0 && !isShaped(facts)
      ? { "ecg=normal": ["ecg/rhythm", "ecg/conduction", "ecg/ectopy", ...shape] }
      : abnormal === 0
        ? {}
        : { "ecg=abnormal": [] }),
  };
};

/** A finding of QRS, ST or T that its own words or numbers may not tell (a QT labelled long that measures at the limit). */
const isShaped = (facts: FactIndex): boolean =>
  ![undefined, "normal"].includes(facts.get("ecg/morphology")?.value as string | undefined);

const axisTag = (facts: FactIndex): Readonly<Record<string, readonly string[]>> => {
  const axis = facts.get("ecg/axis")?.value;
  return typeof axis === "number" ? { [`axis=${axisOf(axis)}`]: ["ecg/axis"] } : {};
};

const axisOf = (degrees: number): "normal" | "left" | "right" | "extreme" => {
  if (degrees >= -30 && degrees <= 90) return "normal";
  if (degrees < -30 && degrees >= -90) return "left";
  return degrees > 90 && degrees <= 180 ? "right" : "extreme";
};

const qtcTag = (facts: FactIndex): Readonly<Record<string, readonly string[]>> => {
  const qtc = facts.get("ecg/qtc")?.value;
  return typeof qtc === "number" ? { [`qtc=${qtcOf(facts, qtc)}`]: ["ecg/qtc"] } : {};
};

const qtcOf = (facts: FactIndex, milliseconds: number): "short" | "normal" | "prolonged" => {
  const limit = facts.get("demographic/sex")?.value === "male" ? 450 : 460;
  if (milliseconds > limit) return "prolonged";
  return milliseconds <= 340 ? "short" : "normal";
};

/** Children's limits move with age and rate: theirs are not judged. */
const prOf = (facts: FactIndex): "short" | "normal" | "long" => {
  const pr = facts.get("ecg/pr")?.value;
  const age = facts.get("demographic/age")?.value;
  const isJudged = typeof pr === "number" && typeof age === "number" && age >= 18;
  if (!isJudged || facts.get("ecg/conduction")?.value === "first-degree-av-block") return "normal";
  if (pr < 120) return "short";
  return pr > 200 ? "long" : "normal";
};

type Names = readonly [full: readonly string[], short: readonly string[]];
const NORMAL_SINUS: Names = [["normal sinus rhythm", "sinus rhythm"], ["NSR"]];
const RHYTHMS: Readonly<Record<string, Names>> = {
  sinus: [["sinus rhythm"], ["SR"]],
  bradycardia: [["sinus bradycardia"], ["sinus brady"]],
  tachycardia: [["sinus tachycardia"], ["sinus tach"]],
  "atrial-fibrillation": [["atrial fibrillation"], ["AF", "Afib"]],
  "atrial-flutter": [["atrial flutter"], ["AFL", "atrial flutter"]],
  "sinus-arrhythmia": [["sinus arrhythmia"], ["sinus arrhythmia"]],
  "supraventricular-tachycardia": [["supraventricular tachycardia"], ["SVT"]],
  paced: [
    ["ventricular paced rhythm", "paced rhythm"],
    ["V-paced", "paced rhythm"],
  ],
};

const rhythmNames = (facts: FactIndex, rhythm: string): Binding => {
  const rate = Number(facts.get("ecg/rate")?.value);
  const isNormal = rate >= 60 && rate <= 100;
  const [full, short] = rhythm === "sinus" && isNormal ? NORMAL_SINUS : (RHYTHMS[rhythm] ?? [[rhythm], []]);
  return words(["ecg/rhythm"], full, short);
};

const CONDUCTION: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  "first-degree-av-block": ["first-degree AV block", ["1st degree AVB", "1° AVB"]],
  "left-bundle-branch-block": ["left bundle branch block", ["LBBB"]],
  "right-bundle-branch-block": ["right bundle branch block", ["RBBB"]],
  "second-degree-av-block-mobitz-1": [
    "second-degree AV block, Mobitz type I (Wenckebach)",
    ["2° AVB Mobitz I", "Wenckebach"],
  ],
  "second-degree-av-block-mobitz-2": [
    "second-degree AV block, Mobitz type II",
    ["2° AVB Mobitz II", "Mobitz II"],
  ],
  "third-degree-av-block": ["complete heart block", ["CHB", "3° AVB"]],
  "left-anterior-fascicular-block": ["left anterior fascicular block", ["LAFB"]],
  "left-posterior-fascicular-block": ["left posterior fascicular block", ["LPFB"]],
  "right-bundle-branch-and-left-anterior-fascicular-block": [
    "right bundle branch block with left anterior fascicular block",
    ["RBBB + LAFB"],
  ],
  "pre-excitation": ["ventricular pre-excitation (WPW pattern)", ["WPW pattern"]],
};

const conductionNames = (facts: FactIndex): Binding | undefined => {
  const found = CONDUCTION[String(facts.get("ecg/conduction")?.value)];
  return found === undefined ? undefined : words(["ecg/conduction"], [found[0]], found[1]);
};

const ECTOPY: Readonly<Record<string, readonly [readonly string[], string]>> = {
  "atrial-premature": [["premature atrial complexes", "atrial premature beats"], "PACs"],
  "ventricular-premature": [["premature ventricular complexes", "ventricular premature beats"], "PVCs"],
  "ventricular-bigeminy": [["ventricular bigeminy"], "bigeminy"],
  "ventricular-couplets": [
    ["ventricular couplets", "paired premature ventricular complexes"],
    "PVC couplets",
  ],
};

const ectopyNames = (facts: FactIndex): Binding | undefined => {
  const found = ECTOPY[String(facts.get("ecg/ectopy")?.value)];
  return found === undefined ? undefined : words(["ecg/ectopy"], found[0], [found[1]]);
};

const MORPHOLOGY: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  "left-ventricular-hypertrophy": ["left ventricular hypertrophy with strain", ["LVH with strain"]],
  "right-ventricular-hypertrophy": ["right ventricular hypertrophy", ["RVH"]],
  "old-anterior-infarction": ["old anterior infarct", ["old anterior infarct"]],
  "old-septal-infarction": ["old septal infarct", ["old septal infarct"]],
  "old-lateral-infarction": ["old lateral infarct", ["old lateral infarct"]],
  "old-inferior-infarction": ["old inferior infarct", ["old inferior infarct"]],
  "acute-anterior-infarction": ["acute anterior ST elevation infarct", ["anterior STEMI"]],
  "acute-lateral-infarction": ["acute lateral ST elevation infarct", ["lateral STEMI"]],
  "acute-inferior-infarction": ["acute inferior ST elevation infarct", ["inferior STEMI"]],
  "ischaemic-st-t-change": ["ischemic ST-T changes", ["ischemic ST-T changes"]],
  "t-wave-change": ["nonspecific T wave changes", ["nonspecific T wave changes"]],
  "low-voltage": ["low QRS voltage", ["low voltage"]],
};

const morphologyNames = (facts: FactIndex): Binding | undefined => {
  const found = MORPHOLOGY[String(facts.get("ecg/morphology")?.value)];
  return found === undefined ? undefined : words(["ecg/morphology"], [found[0]], found[1]);
};

/** What makes the tracing abnormal, apart from the rate of sinus rhythm. */
const abnormalItems = (facts: FactIndex, rhythm: string): readonly Item[] => {
  const item = (binding: Binding | undefined): readonly Item[] =>
    binding === undefined
      ? []
      : [{ facts: binding.facts, full: binding.full[0]!, short: binding.short?.[0] ?? binding.full[0]! }];
  const axis = facts.get("ecg/axis")?.value;
  const deviation = typeof axis === "number" ? axisOf(axis) : "normal";
  const qtc = facts.get("ecg/qtc")?.value;
  const repolarisation = typeof qtc === "number" ? qtcOf(facts, qtc) : "normal";
  const pr = prOf(facts);
  return [
    ...(rhythm === "sinus" ? [] : item(rhythmNames(facts, rhythm))),
    ...item(conductionNames(facts)),
    ...item(ectopyNames(facts)),
    ...item(morphologyNames(facts)),
    ...(deviation === "left" || deviation === "right"
      ? [
          {
            facts: ["ecg/axis"],
            full: `${deviation} axis deviation`,
            short: deviation === "left" ? "LAD" : "RAD",
          },
        ]
      : []),
    ...(deviation === "extreme"
      ? [{ facts: ["ecg/axis"], full: "extreme axis deviation", short: "extreme axis" }]
      : []),
    ...(pr === "normal" ? [] : [{ facts: ["ecg/pr"], full: `${pr} PR interval`, short: `${pr} PR` }]),
    ...(repolarisation === "prolonged"
      ? [{ facts: ["ecg/qtc"], full: "prolonged QTc", short: "long QTc" }]
      : []),
    ...(repolarisation === "short" ? [{ facts: ["ecg/qtc"], full: "short QTc", short: "short QTc" }] : []),
  ];
};
