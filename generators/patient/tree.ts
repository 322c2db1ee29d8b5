import { type Domain, MISSING } from "../../schemas/domain.ts";
import { measurementEntry, medicationEntry } from "./vocabulary.ts";

/**
 * One variable of the public clinical tree. Every variable but the roots depends on (age, sex) and on at most one
 * `parent`; which measured marginals inform it is decided in `marginals.ts`.
 */
export interface TreeNode {
  readonly name: string;
  /** Last is `missing`, except for the presence pattern. */
  readonly categories: readonly string[];
  readonly parent?: string;
  /** The `has/*` attribute without which this variable is missing. */
  readonly gate?: string;
  /** Whether it may be missing behind an open gate. */
  readonly missingWhenOpen: boolean;
}

export const AGE = "age";
export const SEX = "sex";
/** Which modalities a patient has, as one variable: categories like "yes,no,yes" in the order of the domain's `has/*`. */
export const PRESENCE = "presence";

export const presenceAttributes = (domain: Domain): readonly string[] =>
  domain.map(attribute => attribute.name).filter(name => name.startsWith("has/"));

/**
 * The tree over a domain, parents before children: age → sex; (age, sex) → presence, race → ethnicity, rhythm →
 * conduction, ectopy, morphology; finding → view, acute care → encounters → span; rhythm or finding or a comorbidity → condition → medication, measurement. What an
 * owner adds hangs on age and sex.
 */
export const tree = (domain: Domain): readonly TreeNode[] => {
  const names = new Set(domain.map(attribute => attribute.name));
  const present = presenceAttributes(domain);
  const nodes = domain
    .filter(attribute => !attribute.name.startsWith("has/"))
    .map((attribute): TreeNode => {
      const parent = PARENTS(attribute.name).find(name => names.has(name));
      const gate = gateOf(attribute.name);
      return {
        name: attribute.name,
        categories: attribute.categories,
        ...(parent === undefined ? {} : { parent }),
        ...(gate !== undefined && names.has(gate) ? { gate } : {}),
        missingWhenOpen: !/^(condition|medication|history)\//.test(attribute.name),
      };
    });
  return parentsFirst([
    ...nodes,
    { name: PRESENCE, categories: patterns(present.length), missingWhenOpen: true },
  ]);
};

/** Candidate parents in order of preference; the first that the domain has is taken. */
const PARENTS = (name: string): readonly string[] => {
  const [kind, slug = ""] = name.split("/", 2) as [string, string?];
  if (kind === "condition") return CONDITION_PARENTS[slug] ?? [];
  if (kind === "medication")
    return (medicationEntry(slug)?.indications ?? []).map(each => `condition/${each}`);
  if (kind === "lab") return [`condition/${measurementEntry(slug)?.condition}`];
  if (kind === "history") return HISTORY_PARENTS[slug] ?? [];
  return SIGNAL_PARENTS[kind] ?? [];
};

const SIGNAL_PARENTS: Readonly<Record<string, readonly string[]>> = {
  ethnicity: ["race"],
  conduction: ["rhythm"],
  ectopy: ["rhythm"],
  morphology: ["rhythm"],
  view: ["finding"],
};

/** How often patients come depends on how ill they were, how long they are known on how often they come. */
const HISTORY_PARENTS: Readonly<Record<string, readonly string[]>> = {
  acute: ["finding"],
  encounters: ["history/acute"],
  span: ["history/encounters"],
};

const CONDITION_PARENTS: Readonly<Record<string, readonly string[]>> = {
  "atrial-fibrillation": ["rhythm"],
  pneumonia: ["finding"],
  "pleural-effusion": ["finding"],
  "lung-nodule": ["finding"],
  "heart-failure": ["finding", "condition/coronary-artery-disease"],
  "type-2-diabetes": ["condition/obesity"],
  hyperlipidemia: ["condition/hypertension"],
  "coronary-artery-disease": ["condition/hyperlipidemia"],
  stroke: ["condition/hypertension"],
  "chronic-kidney-disease": ["condition/type-2-diabetes"],
  anemia: ["condition/chronic-kidney-disease"],
};

const GATES: Readonly<Record<string, string>> = {
  rhythm: "has/ecg",
  conduction: "has/ecg",
  ectopy: "has/ecg",
  morphology: "has/ecg",
  finding: "has/image",
  view: "has/image",
  condition: "has/fhir",
  medication: "has/fhir",
  lab: "has/fhir",
  history: "has/fhir",
};

const gateOf = (name: string): string | undefined => GATES[name.split("/", 1)[0]!];

const patterns = (count: number): readonly string[] =>
  Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (__, i) => ((bits >> i) & 1 ? "no" : "yes")).join(","),
  );

/** Whether a gate is open in a presence pattern. */
export const isOpen = (domain: Domain, gate: string | undefined, pattern: string): boolean =>
  gate === undefined || pattern.split(",")[presenceAttributes(domain).indexOf(gate)] === "yes";

const parentsFirst = (nodes: readonly TreeNode[]): readonly TreeNode[] => {
  const rank = (node: TreeNode): number => {
    if (node.name === AGE) return -3;
    if (node.name === SEX) return -2;
    if (node.name === PRESENCE) return -1;
    const parent = nodes.find(each => each.name === node.parent);
    return parent === undefined ? 0 : 1 + rank(parent);
  };
  return nodes
    .map(node => ({ node, rank: rank(node) }))
    .sort((a, b) => a.rank - b.rank)
    .map(each => each.node);
};

/** Category that a variable takes behind a closed gate. */
export const missingIndex = (node: TreeNode): number => node.categories.indexOf(MISSING);
