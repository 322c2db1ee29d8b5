import type { FactIndex } from "../../fact.ts";
import { analyteNamed } from "../../knowledge/analytes.ts";
import { BLOOD_PRESSURE, MARKERS, type Marker } from "../../knowledge/markers.ts";
import type { Binding } from "../../realise.ts";
import { ANALYTE_NAMES } from "./names.ts";
import { words } from "./wording.ts";

interface MarkerSlots {
  readonly slots: Readonly<Record<string, Binding>>;
  readonly tags: Readonly<Record<string, readonly string[]>>;
}

const ADULT = 18;
const NONE: MarkerSlots = { slots: {}, tags: {} };

/** The value a problem is judged by: {marker} "LDL 131 mg/dL", {measure} "LDL", {reading} "131 mg/dL", and where it lies. */
export const markerSlots = (facts: FactIndex, slug: string): MarkerSlots => {
  // Ranges and goals are those of adults.
  if (Number(facts.get("demographic/age")?.value ?? ADULT) < ADULT) return NONE;
  if (slug === "hypertension") return bloodPressure(facts);
  const marker = MARKERS[slug]?.find(({ analyte }) => isFresh(facts, `observation/${analyte}`));
  return marker === undefined ? NONE : single(facts, marker);
};

/** Values older than a year judge nothing. */
export const isFresh = (facts: FactIndex, id: string, days = 365): boolean => {
  const date = facts.get(`${id}/date`)?.value;
  const visit = facts.get("date/visit")?.value;
  if (facts.get(id) === undefined || typeof date !== "string" || typeof visit !== "string") return false;
  return Date.parse(visit) - Date.parse(date) <= days * 86_400_000;
};

const bloodPressure = (facts: FactIndex): MarkerSlots => {
  const systolic = "observation/systolic-blood-pressure";
  const diastolic = "observation/diastolic-blood-pressure";
  if (!isFresh(facts, systolic, 30) || !isFresh(facts, diastolic, 30)) return NONE;
  const upper = Number(facts.get(systolic)!.value);
  const lower = Number(facts.get(diastolic)!.value);
  const ids = [systolic, diastolic];
  const isAbove = upper >= BLOOD_PRESSURE.systolic || lower >= BLOOD_PRESSURE.diastolic;
  return {
    slots: {
      marker: words(ids, [`blood pressure ${upper}/${lower} mmHg`], [`BP ${upper}/${lower}`]),
      measure: words([], ["blood pressure"], ["BP"]),
      reading: words(ids, [`${upper}/${lower} mmHg`], [`${upper}/${lower}`]),
    },
    tags: { [isAbove ? "marker=above-goal" : "marker=at-goal"]: ids, "marker=vital": [] },
  };
};

const single = (facts: FactIndex, marker: Marker): MarkerSlots => {
  const id = `observation/${marker.analyte}`;
  const found = facts.get(id)!;
  const value = Number(found.value);
  const [full, short] = ANALYTE_NAMES[marker.analyte] ?? [found.name, found.name];
  const reading = withUnit(printed(marker.analyte, value), found.unit);
  const isLab = analyteNamed(marker.analyte)?.group === "lab";
  return {
    slots: {
      marker: words([id], [`${full} ${reading}`], [`${short} ${reading}`]),
      measure: words([], [full], [short]),
      reading: words([id], [reading]),
    },
    tags: { [`marker=${standing(marker, value)}`]: [id], ...(isLab ? { "marker=lab": [] } : {}) },
  };
};

const standing = ({ from, to, scale }: Marker, value: number): string => {
  const isHigh = to !== undefined && value > to;
  const isLow = from !== undefined && value < from;
  if (scale === "plain") return "noted";
  if (scale === "goal") return isHigh ? "above-goal" : "at-goal";
  return isHigh ? "high" : isLow ? "low" : "normal";
};

/** Laboratory values keep their trailing zeros (6.0, 0.90). */
export const printed = (slug: string, value: number): string => {
  const analyte = analyteNamed(slug);
  return analyte?.group === "lab" ? value.toFixed(analyte.decimals) : String(value);
};

/** "7.4%", "131 mg/dL", "1.1". */
export const withUnit = (value: string, unit: string | undefined): string => {
  if (unit === undefined || unit === "") return value;
  return unit === "%" ? `${value}%` : `${value} ${unit}`;
};
