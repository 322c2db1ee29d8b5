import type { Domain } from "../../schemas/domain.ts";
import { estimateAxis, type MeasuredTable, type NoisyCount } from "./fit/estimates.ts";
import type { BackboneModel } from "./model.ts";
import { PRESENCE, presenceAttributes, tree } from "./tree.ts";

/** Released counts of an attribute's categories, in the attribute's order, patients; not shrunk, may be negative. */
export interface AttributeSupport {
  readonly counts: readonly number[];
  /** Standard deviation of the noise on each count. */
  readonly noise: readonly number[];
}

/** What the release says of every attribute by itself. `missing` of a gated attribute includes patients behind the gate. */
export const supportOf = (
  domain: Domain,
  measured: readonly MeasuredTable[],
  { size, noise }: { readonly size: NoisyCount; readonly noise: number },
): Readonly<Record<string, AttributeSupport>> => {
  const nodes = new Map(tree(domain).map(node => [node.name, node]));
  return Object.fromEntries(
    domain.map(({ name, categories }) => {
      if (name.startsWith("has/")) return [name, presenceSupport(domain, measured, { name, size, noise })];
      const { values, variances } = estimateAxis(measured, name, noise);
      const extra = values.length > categories.length ? values.length - 1 : undefined;
      const missing = nodes.get(name)!.categories.length - 1;
      const counts = categories.map(
        (_, i) => values[i]! + (extra !== undefined && i === missing ? values[extra]! : 0),
      );
      const deviations = categories.map((_, i) =>
        Math.sqrt(variances[i]! + (extra !== undefined && i === missing ? variances[extra]! : 0)),
      );
      return [name, { counts, noise: deviations }];
    }),
  );
};

/**
 * Patients with and without a modality: of the two estimates (sum of presence patterns; all patients minus those
 * behind the gate of a gated variable) the one with the least noise, so that its deviation is known.
 */
const presenceSupport = (
  domain: Domain,
  measured: readonly MeasuredTable[],
  { name, size, noise }: { readonly name: string; readonly size: NoisyCount; readonly noise: number },
): AttributeSupport => {
  const at = presenceAttributes(domain).indexOf(name);
  const patterns = tree(domain).find(node => node.name === PRESENCE)!.categories;
  const presence = estimateAxis(measured, PRESENCE, noise);
  const absent = patterns.map(pattern => pattern.split(",")[at] === "no");
  const sum = (values: Float64Array, of: boolean) =>
    values.reduce((total, value, i) => total + (absent[i] === of ? value : 0), 0);
  const closed = closedCount(domain, measured, { gate: name, noise });
  const direct: readonly NoisyCount[] = [
    { count: sum(presence.values, false), noise: Math.sqrt(sum(presence.variances, false)) },
    { count: sum(presence.values, true), noise: Math.sqrt(sum(presence.variances, true)) },
  ];
  // Patients behind the gate are part of the size, so the errors are positively correlated: the sum of variances is an upper bound.
  const rest: readonly NoisyCount[] =
    closed === undefined
      ? direct
      : [{ count: size.count - closed.count, noise: Math.hypot(size.noise, closed.noise) }, closed];
  const best = direct.map((each, i) => (each.noise <= rest[i]!.noise ? each : rest[i]!));
  return { counts: [...best.map(each => each.count), 0], noise: [...best.map(each => each.noise), 0] };
};

/** Patients behind a gate: inverse-variance mean of the closed cells of every variable it gates. */
const closedCount = (
  domain: Domain,
  measured: readonly MeasuredTable[],
  { gate, noise }: { readonly gate: string; readonly noise: number },
): NoisyCount | undefined => {
  let sum = 0;
  let precision = 0;
  for (const node of tree(domain)) {
    // One table a variable: those of its own columns are independent of every other variable's.
    const own = measured.filter(table => table.columns.name === node.name);
    const closed = own[0]?.columns.closed;
    if (node.gate !== gate || closed === undefined) continue;
    const { values, variances } = estimateAxis(own, node.name, noise);
    const weight = noise > 0 ? 1 / variances[closed]! : 1;
    sum += weight * values[closed]!;
    precision += weight;
  }
  return precision === 0
    ? undefined
    : { count: sum / precision, noise: noise > 0 ? 1 / Math.sqrt(precision) : 0 };
};

/**
 * Whether a category has more released patients than noise alone would show (99.9 %, one-sided). A modality whose
 * `has/*` "yes" is not supported is drawn from the prior only. Without a release nothing is supported.
 */
export const isSupported = (model: BackboneModel, attribute: string, category = "yes"): boolean => {
  const support = model.support[attribute];
  const index = model.domain.find(each => each.name === attribute)?.categories.indexOf(category) ?? -1;
  return (
    support !== undefined && index >= 0 && support.counts[index]! > SUPPORT_SIGMAS * support.noise[index]!
  );
};

/** 99.9 %, one-sided. */
export const SUPPORT_SIGMAS = 3.09;
