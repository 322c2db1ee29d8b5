import type { Fact } from "../../../../schemas/person.ts";
import { type FactIndex, slugIn } from "../../fact.ts";
import { analyteNamed } from "../../knowledge/analytes.ts";
import { bound, type Scope } from "../../realise.ts";
import type { Manner, SpeakerOptions } from "../bank.ts";
import { isFresh, printed, withUnit } from "./marker.ts";
import { ANALYTE_NAMES } from "./names.ts";
import { type Item, listed, slots, words } from "./wording.ts";

const VITAL_DAYS = 30;
const LAB_DAYS = 180;
const MOST_LABS = 9;

/** Slots for vital signs and laboratory values. */
export const measurementScope = (
  facts: FactIndex,
  manner: Manner,
  { facts: all, rng }: SpeakerOptions,
): Scope => {
  const vitals = vitalItems(facts, rng.chance(0.7));
  const labs = all.filter(found => isLab(facts, found)).slice(0, MOST_LABS);
  const flagged = labs.filter(({ id }) => isFlagged(facts, id));
  const normal = labs.filter(({ id }) => facts.get(`${id}/flag`)?.value === "normal");
  const items = new Map(labs.map(found => [found.id, labItem(facts, found)]));
  const item = ({ id }: Fact) => items.get(id)!;
  return {
    slots: slots({
      vitals: listed(vitals, manner),
      body: listed(bodyItems(facts), manner),
      labs: listed(labs.map(item), manner),
      flagged: listed(flagged.slice(0, 4).map(item), manner),
      normals:
        normal.length > 1
          ? listed(
              normal.slice(0, 4).map(found => nameOnly(found)),
              manner,
            )
          : undefined,
    }),
    tags: {
      ...(labs.length > 1 && labs.length === normal.length
        ? { "labs=normal": labs.map(({ id }) => `${id}/flag`) }
        : {}),
      ...(flagged.length > 0 ? { "labs=flagged": [] } : {}),
      ...(flagged.length === 1 ? { "labs=one-flagged": [] } : {}),
    },
  };
};

/** Values that are looked at again within days, not at the next visit. */
const PRESSING: ReadonlySet<string> = new Set(["potassium", "sodium", "calcium", "platelet-count", "bnp"]);

/** Slot {lab}: one value outside its range, with its flag; none where it is no fresh value. */
export const measuredScope = (whole: Scope, facts: FactIndex, slug: string): Scope => {
  const found = facts.get(`observation/${slug}`);
  const isTold = found !== undefined && isLab(facts, found) && isFlagged(facts, found.id);
  if (!isTold) return { around: whole, slots: {}, tags: {} };
  const { facts: ids, full, short } = labItem(facts, found);
  const lab = words(ids, [full], [short]);
  const soon = PRESSING.has(slug) ? bound(whole, "soon") : undefined;
  return soon === undefined
    ? { around: whole, slots: { lab }, tags: {} }
    : { around: whole, slots: { lab, weeks: soon }, tags: { pressing: [] } };
};

const isLab = (facts: FactIndex, { id }: Fact): boolean => {
  const slug = slugIn("observation", id);
  return slug !== undefined && analyteNamed(slug)?.group === "lab" && isFresh(facts, id, LAB_DAYS);
};

const isFlagged = (facts: FactIndex, id: string): boolean => {
  const flag = facts.get(`${id}/flag`)?.value;
  return flag === "high" || flag === "low";
};

const FLAGS: Readonly<Record<string, readonly [string, string]>> = {
  high: ["(high)", "(H)"],
  low: ["(low)", "(L)"],
};

const labItem = (facts: FactIndex, { id, name, value, unit }: Fact): Item => {
  const [full, short] = ANALYTE_NAMES[id.split("/")[1]!] ?? [name, name];
  const flagged = facts.get(`${id}/flag`);
  const marks = FLAGS[String(flagged?.value)];
  const number = printed(id.split("/")[1]!, Number(value));
  const reading = withUnit(number, unit);
  return {
    facts: marks === undefined ? [id] : [id, flagged!.id],
    full: [full, reading, marks?.[0]].filter(part => part !== undefined).join(" "),
    short: [short, unit === "%" ? reading : number, marks?.[1]].filter(part => part !== undefined).join(" "),
  };
};

const nameOnly = ({ id, name }: Fact): Item => {
  const [full, short] = ANALYTE_NAMES[id.split("/")[1]!] ?? [name, name];
  return { facts: [`${id}/flag`], full, short };
};

/** Blood pressure, rate, breathing, temperature, saturation: as far as recorded within a month. */
const vitalItems = (facts: FactIndex, temperatureLast: boolean): readonly Item[] => {
  const one = (slug: string, full: string, short: string): readonly Item[] => {
    const id = `observation/${slug}`;
    const value = slug === "temperature" ? Number(facts.get(id)?.value).toFixed(1) : facts.get(id)?.value;
    if (!isFresh(facts, id, VITAL_DAYS)) return [];
    return [
      { facts: [id], full: full.replace("#", String(value)), short: short.replace("#", String(value)) },
    ];
  };
  const temperature = one("temperature", "temperature # °C", "T #");
  const items = [
    ...bloodPressureItem(facts),
    ...rateItem(facts, one("heart-rate", "heart rate # bpm", "HR #")),
    ...one("respiratory-rate", "respiratory rate #", "RR #"),
    ...one("oxygen-saturation", "oxygen saturation #%", "SpO2 #%"),
  ];
  return temperatureLast ? [...items, ...temperature] : [...temperature, ...items];
};

const bloodPressureItem = (facts: FactIndex): readonly Item[] => {
  const ids = ["observation/systolic-blood-pressure", "observation/diastolic-blood-pressure"];
  if (!ids.every(id => isFresh(facts, id, VITAL_DAYS))) return [];
  const [upper, lower] = ids.map(id => facts.get(id)!.value);
  return [{ facts: ids, full: `blood pressure ${upper}/${lower} mmHg`, short: `BP ${upper}/${lower}` }];
};

/** With an ECG, its rate is the heart rate of the visit. */
const rateItem = (facts: FactIndex, recorded: readonly Item[]): readonly Item[] => {
  const rate = facts.get("ecg/rate")?.value;
  if (rate === undefined) return recorded;
  return [{ facts: ["ecg/rate"], full: `heart rate ${rate} bpm`, short: `HR ${rate}` }];
};

const bodyItems = (facts: FactIndex): readonly Item[] =>
  ["weight", "height", "bmi"].flatMap(slug => {
    const id = `observation/${slug}`;
    const found = facts.get(id);
    if (found === undefined || !isFresh(facts, id, LAB_DAYS)) return [];
    const [full, short] = ANALYTE_NAMES[slug]!;
    const reading = withUnit(String(found.value), found.unit);
    return [
      {
        facts: [id],
        full: `${full} ${reading}`,
        short: `${short} ${slug === "bmi" ? found.value : reading}`,
      },
    ];
  });
