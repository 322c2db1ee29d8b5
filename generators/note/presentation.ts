import type { Fact } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import { deniedFacts } from "./denied.ts";
import { type FactIndex, fact, slugIn } from "./fact.ts";
import { courseOf } from "./knowledge/concepts.ts";
import { ADMITS, LEADS_TO, STANDS_FOR } from "./knowledge/signals.ts";
import { SYMPTOMS } from "./knowledge/symptoms.ts";
import type { NoteType } from "./section.ts";

/** Why the person is seen: symptoms of something the record holds, or a routine visit about chronic problems. */
export interface Visit {
  readonly kind: "symptom" | "routine";
  /** Slugs of the conditions the visit is about; none where ECG or image alone explain it. */
  readonly about: readonly string[];
  readonly symptoms: readonly string[];
  /** What explains them: `condition/<slug>`, or `ecg/rhythm`, `ecg/ectopy`, `imaging/finding`. */
  readonly cause?: string;
  readonly days?: number;
  /** Facts this visit adds: `symptom/<slug>` "present" or "absent", `symptom/duration`. */
  readonly facts: readonly Fact[];
}

const DAY_MS = 86_400_000;
const RECENT_DAYS = 30;

/** Chance weight of a routine visit, against 1 for each chronic condition with symptoms. */
const ROUTINE: Readonly<Record<NoteType, number>> = {
  progress: 7,
  "history-physical": 2,
  discharge: 0,
  radiology: 1,
  ecg: 2,
  letter: 5,
};

/** Weights of what the signals show as the reason for the visit. */
const SIGNAL_WEIGHTS: Readonly<Record<string, number>> = {
  "rhythm/atrial-fibrillation": 4,
  "rhythm/atrial-flutter": 4,
  "rhythm/tachycardia": 2,
  "rhythm/bradycardia": 1,
  "ectopy/atrial-premature": 1,
  "ectopy/ventricular-premature": 1,
  "finding/effusion": 6,
  "finding/consolidation": 10,
  "finding/pneumothorax": 20,
  "finding/nodule": 1,
};

/** Draws the reason for the visit, and what the person denies on being asked; every candidate is something the facts hold. */
export const presentation = (facts: FactIndex, type: NoteType, rng: Rng): Visit => {
  const visit = reasonFor(facts, type, rng);
  return { ...visit, facts: [...visit.facts, ...deniedFacts(facts, visit.symptoms, rng.child("denied"))] };
};

const reasonFor = (facts: FactIndex, type: NoteType, rng: Rng): Visit => {
  const isStay = facts.has("date/admission");
  const candidates = [...conditionCandidates(facts), ...signalCandidates(facts)].filter(
    ({ key }) => leadsTo(type, key) && mayComplainOf(facts, key),
  );
  const weights = [
    ...candidates.map(({ key, weight }) =>
      isStay && !ADMITS.has(key.split("/").at(-1)!) ? 0.02 * weight : weight,
    ),
    candidates.length === 0 ? 1 : 0.1 + ROUTINE[type] * (isStay ? 0.1 : 1),
  ];
  const chosen = candidates[rng.weighted(weights)];
  if (chosen === undefined) return routine(facts, rng);
  const possible = SYMPTOMS[chosen.key]!.filter(symptom => symptom !== "fever" || mayHaveFever(facts));
  const count = Math.min(possible.length, rng.pick([1, 1, 2, 2, 3]));
  const symptoms = possible.slice(0, count);
  if (symptoms.length === 0) return routine(facts, rng);
  const days = rng.pick(chosen.acute ? [1, 2, 3, 3, 4, 5, 7] : [7, 14, 14, 21, 28, 60, 90]);
  return {
    kind: "symptom",
    about: chosen.key.includes("/") ? [] : [chosen.key],
    symptoms,
    days,
    cause: chosen.source,
    facts: [
      ...symptoms.map(symptom =>
        fact(`symptom/${symptom}`, "condition", symptom.replaceAll("-", " "), "present"),
      ),
      fact("symptom/duration", "condition", "symptom duration", days, "d"),
    ],
  };
};

/** A report is asked for because of symptoms that call for it; clinical notes take any. */
const leadsTo = (type: NoteType, key: string): boolean =>
  (type !== "ecg" && type !== "radiology") || LEADS_TO[type].has(SYMPTOMS[key]![0]!);

/** Age from which children name what their heart does; a fast pulse in the young is no complaint of theirs. */
const NAMES_PALPITATIONS = 8;

const mayComplainOf = (facts: FactIndex, key: string): boolean => {
  const age = facts.get("demographic/age")?.value;
  return typeof age !== "number" || age >= NAMES_PALPITATIONS || !/^(rhythm|ectopy)\//.test(key);
};

interface Candidate {
  readonly key: string;
  /** Fact that explains the symptoms. */
  readonly source: string;
  readonly weight: number;
  readonly acute: boolean;
}

const conditionCandidates = (facts: FactIndex): readonly Candidate[] => {
  const found: Candidate[] = [];
  const signals = signalKeys(facts);
  for (const { id, value } of facts.values()) {
    const slug = value === "active" ? slugIn("condition", id) : undefined;
    if (slug === undefined || SYMPTOMS[slug] === undefined) continue;
    const acute = courseOf(slug) === "acute";
    if (acute && !isRecent(facts, slug)) continue;
    const own = acute ? 15 : slug === "heart-failure" ? 3 : 1;
    found.push({ key: slug, source: id, weight: own + shownWeight(signals, slug), acute });
  }
  return found;
};

/** What ECG or image show of a condition on record speaks for that condition. */
const shownWeight = (signals: SignalKeys, slug: string): number =>
  signals
    .filter(({ key }) => STANDS_FOR[key]?.includes(slug))
    .reduce((sum, { key }) => sum + (SIGNAL_WEIGHTS[key] ?? 0), 0);

type SignalKeys = readonly { readonly source: string; readonly key: string }[];

const signalKeys = (facts: FactIndex): SignalKeys =>
  ["ecg/rhythm", "ecg/ectopy", "imaging/finding"].map(id => ({
    source: id,
    key: `${id.split("/")[1]}/${facts.get(id)?.value}`,
  }));

/** Signals that no condition on record explains; beside an atrial arrhythmia ectopy explains nothing. */
const signalCandidates = (facts: FactIndex): readonly Candidate[] =>
  signalKeys(facts)
    .filter(({ key }) => SIGNAL_WEIGHTS[key] !== undefined)
    .filter(
      ({ key }) => !(STANDS_FOR[key] ?? []).some(slug => facts.get(`condition/${slug}`)?.value === "active"),
    )
    .filter(
      ({ key }) => !key.startsWith("ectopy/") || !String(facts.get("ecg/rhythm")?.value).startsWith("atrial"),
    )
    .map(({ key, source }) => ({
      key,
      source,
      weight: SIGNAL_WEIGHTS[key]!,
      acute: key.startsWith("finding/") && key !== "finding/nodule",
    }));

/** An acute condition counts as present illness for a month; without an onset it is taken as current. */
export const isRecent = (facts: FactIndex, slug: string): boolean => {
  const since = facts.get(`condition/${slug}/since`)?.value;
  const visit = facts.get("date/visit")?.value;
  if (typeof since !== "string" || typeof visit !== "string") return true;
  return Date.parse(visit) - Date.parse(since) <= RECENT_DAYS * DAY_MS;
};

const mayHaveFever = (facts: FactIndex): boolean => {
  const temperature = facts.get("observation/temperature")?.value;
  return typeof temperature !== "number" || temperature >= 38;
};

/** Up to two lasting problems; a person without any comes for a general check. */
const routine = (facts: FactIndex, rng: Rng): Visit => {
  const chronic = [...facts.values()]
    .map(({ id, value }) => (value === "active" ? slugIn("condition", id) : undefined))
    .filter(slug => slug !== undefined)
    .filter(slug => courseOf(slug) === "chronic");
  const about = chronic.slice(0, chronic.length > 1 ? 1 + rng.integer(2) : 1);
  return { kind: "routine", about, symptoms: [], facts: [] };
};
