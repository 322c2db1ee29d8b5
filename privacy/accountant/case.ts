import { z } from "zod";
import { InvalidInput, InvalidRequest } from "../../src/errors.ts";
import { parseDecimal } from "../../src/math/rational.ts";
import { type Fields, type Mechanism, mechanismOf } from "./mechanisms.ts";

/** Who the neighbours of a cohort are. Never a default. */
export type Relation = "add_remove" | "replace_one";

export interface Step {
  readonly mechanism: Mechanism;
  readonly count: number;
}

/** Steps on disjoint groups fixed beforehand: a patient is in exactly one branch. */
export interface Parallel {
  readonly branches: readonly (readonly Step[])[];
}

export type PlanPart = Step | Parallel;

/** Pre-declared mechanisms, all fixed before the data are read. */
export interface AccountPlan {
  readonly relation: Relation;
  readonly parts: readonly PlanPart[];
}

export type Query =
  | { readonly ask: "epsilon"; readonly delta: number }
  | { readonly ask: "delta"; readonly epsilon: number }
  | { readonly ask: "sigma"; readonly epsilon: number; readonly delta: number }
  | { readonly ask: "rdp"; readonly alpha: number }
  | { readonly ask: "group"; readonly size: number };

/** One question to the accountant; `plan` takes the free σ where the query asks for it. */
export interface Case {
  readonly id: string;
  readonly query: Query;
  readonly plan: (sigma?: string) => AccountPlan;
}

const Written = z.looseObject({
  id: z.string().optional(),
  neighboring: z.enum(["add_remove", "replace_one"]),
  mechanisms: z.array(z.looseObject({ type: z.string() })).min(1),
  query: z.looseObject({ ask: z.enum(["epsilon", "delta", "sigma", "rdp", "group"]) }),
});

const TOKEN = /"(?:[^"\\]|\\.)*"|-?(?:\d[\d.eE+-]*|Infinity|NaN)/g;

/** JSON with every number kept as the text it was written as, so that 0.1 is one tenth. */
export const readExactly = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(TOKEN, token => (token.startsWith('"') ? token : `"${token}"`)));
  } catch (cause) {
    throw new InvalidInput("is not valid JSON", {}, { cause });
  }
};

/** The cases of a file: one case, a list, or an object with `cases`. */
export const casesIn = (text: string): readonly unknown[] => {
  const read = readExactly(text);
  if (Array.isArray(read)) return read;
  const many = z.looseObject({ cases: z.array(z.unknown()) }).safeParse(read);
  return many.success ? many.data.cases : [read];
};

/** @throws InvalidRequest, UnsupportedEvent or InvalidInput: a case that is not understood is refused */
export const caseOf = (written: unknown): Case => {
  const parsed = Written.safeParse(written);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new InvalidInput(issue.message, { field: issue.path.join(".") });
  }
  const { id = "case", neighboring, mechanisms } = parsed.data;
  const query = queryOf(parsed.data.query);
  const plan = (sigma?: string): AccountPlan => ({
    relation: neighboring,
    parts: mechanisms.map(fields => partOf(withSigma(fields, sigma))),
  });
  const isFree = mechanisms.some(({ sigma }) => sigma === "?");
  if (isFree !== (query.ask === "sigma"))
    throw new InvalidRequest('a query for sigma needs a mechanism with sigma "?", and no other may have one');
  return { id, query, plan };
};

const withSigma = (fields: Fields, sigma: string | undefined): Fields =>
  fields.sigma === "?" && sigma !== undefined ? { ...fields, sigma } : fields;

const partOf = (fields: Fields): PlanPart => {
  if (fields.type !== "parallel") return stepOf(fields);
  const branches = z
    .array(z.array(z.looseObject({ type: z.string() })).min(1))
    .min(1)
    .safeParse(fields.branches);
  if (!branches.success)
    throw new InvalidRequest("branches of a parallel composition must be lists of mechanisms");
  return { branches: branches.data.map(branch => branch.map(stepOf)) };
};

const stepOf = (fields: Fields): Step => {
  const mechanism = mechanismOf(fields);
  const { num, den } = parseDecimal(String(fields.count ?? "1"), "count");
  const count = Number(num / den);
  if (num % den !== 0n || num <= 0n || !Number.isSafeInteger(count))
    throw new InvalidRequest(`count must be a positive integer; got ${String(fields.count)}`);
  return { mechanism, count };
};

const queryOf = (fields: Fields & { readonly ask: Query["ask"] }): Query => {
  const value = (name: string): number => {
    const text = fields[name];
    if (text === "Infinity") return Number.POSITIVE_INFINITY;
    const { num } = parseDecimal(String(text), name);
    if (num < 0n) throw new InvalidRequest(`${name} must not be negative; got ${String(text)}`);
    return Number(text);
  };
  const delta = (): number => {
    const found = value("delta");
    if (!(found <= 1)) throw new InvalidRequest(`delta must be in [0, 1]; got ${String(fields.delta)}`);
    return found;
  };
  switch (fields.ask) {
    case "epsilon":
      return { ask: "epsilon", delta: delta() };
    case "delta":
      return { ask: "delta", epsilon: value("epsilon") };
    case "sigma":
      return { ask: "sigma", epsilon: value("epsilon"), delta: delta() };
    case "rdp":
      return { ask: "rdp", alpha: value("alpha") };
    case "group": {
      const size = value("group_size");
      if (!Number.isSafeInteger(size) || size < 1)
        throw new InvalidRequest(`group_size must be a positive integer; got ${size}`);
      return { ask: "group", size };
    }
  }
};
