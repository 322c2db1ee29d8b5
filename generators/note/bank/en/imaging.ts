import type { FactIndex } from "../../fact.ts";
import type { Scope } from "../../realise.ts";
import { slots, words } from "./wording.ts";

const EMPTY: Scope = { slots: {}, tags: {} };

/** Noun phrases of a finding, by side: what comes before "is seen", without an article. `#` is the side. */
const NAMES: Readonly<
  Record<
    string,
    {
      readonly one: readonly string[];
      readonly both: readonly string[];
      readonly plain: readonly string[];
      readonly mass?: true;
    }
  >
> = {
  cardiomegaly: {
    one: ["cardiomegaly"],
    both: ["cardiomegaly"],
    plain: ["cardiomegaly", "cardiac enlargement"],
    mass: true,
  },
  effusion: {
    one: ["# pleural effusion", "#-sided pleural effusion"],
    both: ["bilateral pleural effusions"],
    plain: ["pleural effusion"],
  },
  consolidation: {
    one: ["# lung consolidation", "#-sided consolidation", "# lung airspace consolidation"],
    both: ["bilateral consolidation", "bilateral airspace consolidation"],
    plain: ["focal consolidation", "airspace consolidation"],
    mass: true,
  },
  nodule: {
    one: ["# pulmonary nodule", "#-sided pulmonary nodule", "# lung nodule"],
    both: ["bilateral pulmonary nodules", "bilateral lung nodules"],
    plain: ["pulmonary nodule", "solitary lung nodule"],
  },
  pneumothorax: {
    one: ["# pneumothorax", "#-sided pneumothorax"],
    both: ["bilateral pneumothoraces"],
    plain: ["pneumothorax"],
  },
  other: {
    one: ["nonspecific #-sided abnormality", "nonspecific # lung abnormality"],
    both: ["nonspecific bilateral abnormalities", "nonspecific bilateral changes"],
    plain: ["nonspecific abnormality"],
  },
};

/** Slots and tags of the chest image: {finding}, {a-finding}, {is}, {side}, {view}; `no=<finding>` licenses a negative. */
export const imagingScope = (facts: FactIndex): Scope => {
  const finding = facts.get("imaging/finding")?.value;
  if (typeof finding !== "string") return EMPTY;
  const laterality = facts.get("imaging/laterality")?.value;
  const view = facts.get("imaging/view")?.value;
  const negatives = [...facts.values()].filter(
    ({ id, value }) => id.startsWith("imaging/") && value === false,
  );
  return {
    slots: slots({
      ...findingSlots(finding, typeof laterality === "string" ? laterality : undefined),
      view: words(["imaging/view"], [String(view)]),
    }),
    tags: {
      cxr: [],
      [`finding=${finding}`]: ["imaging/finding"],
      ...(finding === "none" ? {} : { "finding=some": [] }),
      ...(typeof laterality === "string" ? { [`side=${laterality}`]: ["imaging/laterality"] } : {}),
      ...(laterality === "left" || laterality === "right" ? { "side=one": [] } : {}),
      [`view=${view}`]: ["imaging/view"],
      ...Object.fromEntries(negatives.map(({ id, name }) => [`no=${name}`, [id]])),
    },
  };
};

const findingSlots = (finding: string, side: string | undefined) => {
  const names = NAMES[finding];
  if (names === undefined) return {};
  const isBoth = side === "bilateral";
  const phrases = side === undefined ? names.plain : isBoth ? names.both : names.one;
  const sided = phrases.map(phrase => phrase.replace("#", side ?? ""));
  const facts = [
    "imaging/finding",
    ...(side === undefined || finding === "cardiomegaly" ? [] : ["imaging/laterality"]),
  ];
  const isPlural = isBoth && names.mass === undefined;
  const article = isPlural || names.mass ? "" : "a ";
  return {
    finding: words(facts, sided),
    "a-finding": words(
      facts,
      sided.map(phrase => `${article}${phrase}`),
    ),
    is: words([], [isPlural ? "are" : "is"]),
    ...(side === undefined || isBoth ? {} : { side: words(["imaging/laterality"], [side]) }),
  };
};
