import { z } from "zod";
import { MISSING } from "../../schemas/domain.ts";
import { InvalidInput, InvalidRequest } from "../errors.ts";

/** One column of a plain table, declared by its owner before the table is read. */
export interface CategoryColumn {
  readonly name: string;
  readonly kind: "category";
  /** The texts that may stand in a cell. */
  readonly categories: readonly string[];
}

export interface NumberColumn {
  readonly name: string;
  readonly kind: "number";
  /** Rising; bin i is [edges[i], edges[i + 1]), the last bin ends with its edge included. */
  readonly edges: readonly number[];
  /** A number outside the edges: a clear error, or the nearest bin. */
  readonly outside: "refuse" | "clip";
}

export type TableColumn = CategoryColumn | NumberColumn;

/** The public domain of a plain table. Every column has one category more than declared: missing, the last. */
export type TableDomain = readonly TableColumn[];

const name = z.string().min(1);
const column = z.discriminatedUnion("kind", [
  z.strictObject({ name, kind: z.literal("category"), categories: z.array(z.string()).min(1) }),
  z.strictObject({
    name,
    kind: z.literal("number"),
    edges: z.array(z.number()).min(2),
    outside: z.enum(["refuse", "clip"]).default("refuse"),
  }),
]);

/**
 * A declared domain, as it comes from YAML or JSON: `[{name, kind: "category", categories} | {name, kind: "number",
 * edges, outside}]`.
 *
 * @throws InvalidInput naming the column and the rule
 */
export const parseTableDomain = (source: unknown, file: string): TableDomain => {
  const { data, error } = z.array(column).min(1).safeParse(source);
  if (error !== undefined) {
    const [issue] = error.issues;
    throw new InvalidInput(issue!.message.toLowerCase(), { file, field: issue!.path.join(".") });
  }
  const seen = new Set<string>();
  for (const declared of data) {
    const place = { file, field: declared.name };
    if (seen.has(declared.name)) throw new InvalidInput("the column is declared twice", place);
    seen.add(declared.name);
    checkColumn(declared, rule => new InvalidInput(rule, place));
  }
  return data;
};

const checkColumn = (declared: TableColumn, broken: (rule: string) => InvalidInput): void => {
  if (declared.kind === "number") {
    if (declared.edges.some((edge, i) => i > 0 && !(edge > declared.edges[i - 1]!)))
      throw broken("edges must rise");
    return;
  }
  if (new Set(declared.categories).size < declared.categories.length)
    throw broken("a category is declared twice");
  if (declared.categories.some(isMissing)) throw broken("a category must not be a word for missing");
};

const MISSING_TEXT = new Set(["", "na", "nan", "n/a", "null", MISSING]);

/** Empty, NA, NaN, N/A, null, missing: in any case of letters. */
export const isMissing = (text: string): boolean => MISSING_TEXT.has(text.trim().toLowerCase());

/** Number of categories of a column, missing included. */
export const sizeOf = (declared: TableColumn): number =>
  1 + (declared.kind === "category" ? declared.categories.length : declared.edges.length - 1);

/** What the record model needs to know of a domain: bins are in order, missing is not among them. */
export const spaceOf = (
  domain: TableDomain,
): { readonly sizes: readonly number[]; readonly ordered: readonly number[] } => ({
  sizes: domain.map(sizeOf),
  ordered: domain.map(declared => (declared.kind === "number" ? declared.edges.length - 1 : 0)),
});

/**
 * Category number of one cell; undefined if it is outside the column's domain. The number of the last category is that
 * of missing.
 */
export const codeOf = (declared: TableColumn, text: string): number | undefined => {
  if (isMissing(text)) return sizeOf(declared) - 1;
  if (declared.kind === "number") return binOf(declared, text);
  const code = declared.categories.indexOf(text.trim());
  return code < 0 ? undefined : code;
};

const binOf = ({ edges, outside }: NumberColumn, text: string): number | undefined => {
  const value = Number(text);
  const [first, last] = [edges[0]!, edges.at(-1)!];
  if (Number.isNaN(value)) return undefined;
  if (outside === "refuse" && !(value >= first && value <= last)) return undefined;
  let bin = 0;
  while (bin < edges.length - 2 && value >= edges[bin + 1]!) bin++;
  return bin;
};

/** What a category is called: the declared text, "[low, high)", or "missing". */
export const labelOf = (declared: TableColumn, code: number): string => {
  if (!(Number.isInteger(code) && code >= 0 && code < sizeOf(declared)))
    throw new InvalidRequest(`column ${declared.name} has no category ${code}`);
  if (code === sizeOf(declared) - 1) return MISSING;
  if (declared.kind === "category") return declared.categories[code]!;
  const { edges } = declared;
  return `[${edges[code]}, ${edges[code + 1]}${code === edges.length - 2 ? "]" : ")"}`;
};
