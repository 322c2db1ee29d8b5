import type {
  Coverage,
  CoverageCell,
  CoverageMass,
  CoverageTable,
  CoverageVerdict,
} from "../../schemas/report.ts";
import { BACKINGS } from "../coverage/evidence.ts";
import { grouped } from "./numbers.ts";
import { capital, named } from "./words.ts";

/** What is said of a group, and of the people who live in such groups. */
export const STANDING: Readonly<Record<CoverageVerdict | "empty", string>> = {
  covered: "like the reference",
  over: "over-represented",
  under: "under-represented",
  unclear: "not told from chance",
  "not in evidence": "in number, not in evidence",
  "too small": "too small to judge",
  empty: "nobody there",
};
/** In the order in which they are told. */
export const STANDINGS = Object.keys(STANDING) as readonly (keyof CoverageMass)[];

/** The table that stands for the whole. */
export const mainTable = ({ tables, crossed }: Coverage): CoverageTable | undefined =>
  tables.find(({ axes }) => axes.join() === crossed.join());

/** "age × sex × race". */
export const crossing = (axes: readonly string[]): string => axes.join(" × ");

/** "70–79, female, Black". */
export const groupName = ({ cell }: CoverageCell): string =>
  Object.entries(cell)
    .map(([axis, category]) => categoryName(axis, category))
    .join(", ");

/** As a reader writes it: states are names, and a truth value alone would not say of what. */
export const categoryName = (axis: string, category: string): string => {
  if (axis === "state") return placeName(category);
  return category === "true" || category === "false"
    ? `${category === "true" ? "" : "no "}${named(axis.replace(/^(condition|medication|label)_/, "").replaceAll("_", " "))}`
    : named(category);
};

/** "tamil-nadu" → "Tamil Nadu", "nct-of-delhi" → "NCT of Delhi". */
const placeName = (code: string): string =>
  code
    .split("-")
    .map(word => (["and", "of"].includes(word) ? word : word === "nct" ? "NCT" : capital(word)))
    .join(" ");

/** Cells of all tables with one verdict, worst first: lowest ratio, and of equals the one that stands for more people. */
export const cellsOf = (
  { tables }: Pick<Coverage, "tables">,
  is: (cell: CoverageCell) => boolean,
): readonly CoverageCell[] => tables.flatMap(({ cells }) => cells.filter(is));

export const worstFirst = (cells: readonly CoverageCell[]): readonly CoverageCell[] =>
  [...cells].sort((a, b) => (a.ratio?.value ?? 0) - (b.ratio?.value ?? 0) || b.reference - a.reference);

export const largestFirst = (cells: readonly CoverageCell[]): readonly CoverageCell[] =>
  [...cells].sort((a, b) => b.reference - a.reference);

/** "measured 12, pooled 3", strongest first. */
export const backedBy = ({ provenance }: Pick<CoverageCell, "provenance">): string => {
  if (provenance === undefined) return "—";
  const known: readonly string[] = BACKINGS;
  return [...known, ...Object.keys(provenance).filter(name => !known.includes(name))]
    .filter(name => (provenance[name] ?? 0) > 0)
    .map(name => `${named(name)} ${grouped(provenance[name]!)}`)
    .join(", ");
};

/** The reference by name and year. */
export const referenceName = ({ reference }: Coverage): string =>
  `${reference.name}${reference.year === undefined ? "" : `, ${reference.year}`}`;

/** Whether no group at all has anyone backed by its own patients. */
export const isWhollyAbsent = ({ tables }: Coverage): boolean =>
  tables.every(({ cells }) => cells.every(({ count, inEvidence }) => count === 0 || inEvidence === false));

export const NOWHERE =
  "Present in number, not in evidence: this holds for every group. The statistics of no single group were strong enough to stand for themselves, so everybody was drawn from a pool of groups or from public knowledge.";
