import type { Fact } from "../../../../schemas/person.ts";
import type { FactIndex } from "../../fact.ts";
import { courseOf } from "../../knowledge/concepts.ts";
import { indicationsOf } from "../../knowledge/drugs.ts";
import { slugsOf } from "../../moves.ts";
import type { Visit } from "../../presentation.ts";
import type { Binding, Scope } from "../../realise.ts";
import type { Manner, Speaker, SpeakerOptions } from "../bank.ts";
import { ALLERGENE, BEFUNDE, BESCHWERDEN, EINNAHME, KRANKHEITEN, RHYTHMEN, SEITEN, WERTE } from "./names.ts";

interface Thing {
  readonly facts: readonly string[];
  readonly full: string;
  readonly short: string;
}

/** What German can say about one person at one visit. */
export const speaker = (
  facts: FactIndex,
  visit: Visit,
  _manner: Manner,
  options: SpeakerOptions,
): Speaker => {
  const whole: Scope = {
    slots: bound({
      ...person(facts, visit),
      ...history(facts, visit, options.facts),
      ...measured(facts, options.facts),
      ...signals(facts),
      medlist: list(drugs(facts, options.facts)),
      allergens: list(slugsOfAllergies(options.facts).map(allergen)),
    }),
    tags: tags(facts, visit),
  };
  return {
    whole,
    problem: slug => problem(whole, facts, slug, options),
    medication: slug => medication(whole, facts, slug),
    allergy: slug => ({ ...whole, slots: { ...whole.slots, ...bound({ allergen: one(...spoken(slug)) }) } }),
    operation: () => whole,
    measurement: () => whole,
    subject: scope => ({ ...scope, subject: { facts: [], full: ["die zu behandelnde Person"] } }),
  };
};

const slugsOfAllergies = (facts: readonly Fact[]): readonly string[] => slugsOf("allergy", { facts });

const spoken = (slug: string): readonly [readonly string[], string] => [
  [`allergy/${slug}`],
  ALLERGENE[slug] ?? slug,
];

const allergen = (slug: string): Thing => {
  const [facts, full] = spoken(slug);
  return { facts, full, short: full };
};

const one = (facts: readonly string[], full: string, short?: string): Binding => ({
  facts,
  full: [full],
  ...(short === undefined || short === full ? {} : { short: [short] }),
});

const bound = (entries: Readonly<Record<string, Binding | undefined>>): Scope["slots"] =>
  Object.fromEntries(Object.entries(entries).filter(([, binding]) => binding !== undefined));

const joined = (words: readonly string[], last: string): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;

const list = (things: readonly Thing[], last = "und"): Binding | undefined =>
  things.length === 0
    ? undefined
    : {
        facts: things.flatMap(thing => thing.facts),
        full: [
          joined(
            things.map(({ full }) => full),
            last,
          ),
        ],
        short: [things.map(({ short }) => short).join(", ")],
        items: things.map(({ facts, full, short }) => ({ facts, words: [full, short] })),
      };

const date = (facts: FactIndex, id: string): Binding | undefined => {
  const value = facts.get(id)?.value;
  if (typeof value !== "string") return undefined;
  const [year, month, day] = value.slice(0, 10).split("-");
  return one([id], `${day}.${month}.${year}`);
};

const person = (facts: FactIndex, visit: Visit): Readonly<Record<string, Binding | undefined>> => {
  const age = facts.get("demographic/age")?.value;
  const sex = facts.get("demographic/sex")?.value;
  const noun = sex === "female" ? "Patientin" : sex === "male" ? "Patient" : "Person";
  const ending = sex === "male" ? "r" : "";
  const ids = [
    ...(age === undefined ? [] : ["demographic/age"]),
    ...(sex === undefined ? [] : ["demographic/sex"]),
  ];
  const short = sex === undefined ? undefined : `${age} J., ${sex === "female" ? "w" : "m"}`;
  const symptoms = visit.symptoms.filter(slug => BESCHWERDEN[slug] !== undefined);
  const things = symptoms.map(slug => ({
    facts: [`symptom/${slug}`],
    full: BESCHWERDEN[slug]!,
    short: BESCHWERDEN[slug]!,
  }));
  const days =
    visit.days === undefined
      ? undefined
      : visit.days % 7 === 0
        ? [visit.days / 7, "Woche"]
        : [visit.days, "Tag"];
  return {
    person: age === undefined ? one(ids, noun) : one(ids, `${age}-jährige${ending} ${noun}`, short),
    visit: date(facts, "date/visit"),
    admitted: date(facts, "date/admission"),
    discharged: date(facts, "date/discharge"),
    symptoms: things.length === visit.symptoms.length ? list(things) : undefined,
    duration:
      days === undefined
        ? undefined
        : one(
            ["symptom/duration"],
            `seit ${days[0]} ${days[1]}${days[0] === 1 ? "" : days[1] === "Tag" ? "en" : "n"}`,
          ),
  };
};

const named = (slug: string): Thing | undefined => {
  const names = KRANKHEITEN[slug];
  return names === undefined
    ? undefined
    : { facts: [`condition/${slug}`], full: names[0], short: names[1] ?? names[0] };
};

const slugsHaving = (all: readonly Fact[], value: string): readonly string[] =>
  all.flatMap(({ id, value: own }) => (own === value ? (/^condition\/([^/]+)$/.exec(id)?.[1] ?? []) : []));

const history = (
  _facts: FactIndex,
  visit: Visit,
  all: readonly Fact[],
): Readonly<Record<string, Binding | undefined>> => {
  const things = (slugs: readonly string[]) => slugs.flatMap(slug => named(slug) ?? []);
  const lasting = slugsHaving(all, "active").filter(slug => courseOf(slug) !== "acute");
  return {
    history: list(things(lasting).slice(0, 5)),
    problems: list(things(visit.about)),
    absent: list(things(slugsHaving(all, "absent")).slice(0, 2), "oder"),
  };
};

const measured = (facts: FactIndex, all: readonly Fact[]): Readonly<Record<string, Binding | undefined>> => {
  const number = (id: string) => String(facts.get(id)?.value).replace(".", ",");
  const vital = (ids: readonly string[], text: string): readonly Thing[] =>
    ids.every(id => facts.has(id)) ? [{ facts: ids, full: text, short: text }] : [];
  const pressure = ["observation/systolic-blood-pressure", "observation/diastolic-blood-pressure"];
  const rate = facts.has("ecg/rate") ? "ecg/rate" : "observation/heart-rate";
  const vitals = [
    ...vital(pressure, `Blutdruck ${pressure.map(number).join("/")} mmHg`),
    ...vital([rate], `Puls ${number(rate)}/min`),
    ...vital(["observation/temperature"], `Temperatur ${number("observation/temperature")} °C`),
  ];
  const labs = all.flatMap(({ id, unit }): readonly Thing[] => {
    const name = WERTE[id.split("/")[1] ?? ""];
    if (name === undefined || !/^observation\/[^/]+$/.test(id)) return [];
    const words = `${name} ${number(id)}${unit === "%" ? " %" : ` ${unit ?? ""}`}`.trim();
    return [{ facts: [id], full: words, short: words }];
  });
  return { vitals: list(vitals), labs: list(labs.slice(0, 6)) };
};

const signals = (facts: FactIndex): Readonly<Record<string, Binding | undefined>> => {
  const rhythm = RHYTHMEN[String(facts.get("ecg/rhythm")?.value)];
  const number = (id: string) => (facts.has(id) ? one([id], String(facts.get(id)!.value)) : undefined);
  const finding = BEFUNDE[String(facts.get("imaging/finding")?.value)];
  const side = SEITEN[String(facts.get("imaging/laterality")?.value)];
  const ids = [
    "imaging/finding",
    ...(side === undefined || finding?.includes("#") !== true ? [] : ["imaging/laterality"]),
  ];
  return {
    rhythm: rhythm === undefined ? undefined : one(["ecg/rhythm"], rhythm),
    rate: number("ecg/rate"),
    qrs: number("ecg/qrs"),
    qtc: number("ecg/qtc"),
    finding: finding === undefined ? undefined : one(ids, finding.replace("#", side ?? "").trim()),
  };
};

const drugs = (facts: FactIndex, all: readonly Fact[]): readonly Thing[] =>
  all.flatMap(({ id, name, value }): readonly Thing[] => {
    if (!/^medication\/[^/]+$/.test(id) || value !== "active") return [];
    const dose = facts.get(`${id}/dose`);
    const often = EINNAHME[String(facts.get(`${id}/frequency`)?.value)];
    const words = [
      name[0]!.toUpperCase() + name.slice(1),
      ...(dose === undefined ? [] : [`${String(dose.value).replace(".", ",")} ${dose.unit}`]),
      ...(often === undefined ? [] : [often]),
    ].join(" ");
    const ids = [
      id,
      ...(dose === undefined ? [] : [dose.id]),
      ...(often === undefined ? [] : [`${id}/frequency`]),
    ];
    return [{ facts: ids, full: words, short: words }];
  });

const problem = (whole: Scope, facts: FactIndex, slug: string, { facts: all }: SpeakerOptions): Scope => {
  const thing = named(slug);
  const own = drugs(facts, all).filter(({ facts: [id] }) =>
    indicationsOf(facts.get(id!)!.name).includes(slug),
  );
  const since = facts.get(`condition/${slug}/since`)?.value;
  return {
    slots: {
      ...whole.slots,
      ...bound({
        cond: thing && one(thing.facts, thing.full, thing.short),
        since: typeof since === "string" ? one([`condition/${slug}/since`], since.slice(0, 4)) : undefined,
        doses: list(own.slice(0, 2)),
      }),
    },
    tags: { ...whole.tags, ...(own.length > 0 ? { treated: [] } : {}) },
  };
};

const medication = (whole: Scope, facts: FactIndex, slug: string): Scope => {
  const [thing] = drugs(
    facts,
    [...facts.values()].filter(({ id }) => id === `medication/${slug}`),
  );
  return { ...whole, slots: { ...whole.slots, ...bound({ drug: thing && one(thing.facts, thing.full) }) } };
};

const tags = (facts: FactIndex, visit: Visit): Scope["tags"] => ({
  [`visit=${visit.kind}`]: [],
  ...(facts.has("date/admission") ? { stay: [] } : {}),
  ...(facts.has("allergy/none") ? { "no=allergy": ["allergy/none"] } : {}),
  ...([...facts.keys()].some(id => /^allergy\/(?!none)/.test(id)) ? { allergic: [] } : {}),
  ...(facts.get("imaging/finding")?.value === "none" ? { "finding=none": ["imaging/finding"] } : {}),
});
