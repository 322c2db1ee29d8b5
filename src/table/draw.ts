import { drawTable } from "../../generators/patient/graphical/draw.ts";
import { modelOf, PRIOR_SCALE } from "../../generators/patient/graphical/fit.ts";
import { pooled } from "../../generators/patient/graphical/pool.ts";
import type { TableRelease } from "../../schemas/table-release.ts";
import { type Rng, rng } from "../math/rng.ts";
import { sizeOf, spaceOf, type TableColumn } from "./domain.ts";
import { measuredIn } from "./fit.ts";
import { domainOf } from "./plan.ts";

/** A cell of a drawn table; null where it is missing. */
export type DrawnCell = string | number | null;

/** A drawn table by columns, each of as many cells as there are rows. */
export interface DrawnColumn {
  readonly column: TableColumn;
  readonly cells: readonly DrawnCell[];
}

/**
 * Synthetic people from a table's release: post-processing, sees nobody. A number is drawn evenly within its bin, to as
 * many decimals as the bins' edges have, and read again it falls in that bin.
 */
export const drawnTable = (
  release: TableRelease,
  { rows, seed }: { readonly rows: number; readonly seed: string },
): readonly DrawnColumn[] => {
  const domain = domainOf(release.plan);
  const measured = pooled(release.tables.flatMap(measuredIn));
  const model = modelOf({ ...spaceOf(domain), measured, scale: PRIOR_SCALE.joint });
  const random = rng(`table/${seed}`);
  const coded = drawTable(model.tree, model.calibrated, { count: rows, rng: random.child("people") });
  return domain.map((column, j) => {
    const stream = random.child(`column/${j}`);
    return { column, cells: Array.from(coded.columns[j]!, code => cellOf(column, code, stream)) };
  });
};

const cellOf = (column: TableColumn, code: number, stream: Rng): DrawnCell => {
  if (code === sizeOf(column) - 1) return null;
  if (column.kind === "category") return column.categories[code]!;
  const decimals = decimalsOf(column.edges);
  const scale = 10 ** decimals;
  const [low, high] = [column.edges[code]! * scale, column.edges[code + 1]! * scale].map(Math.round) as [
    number,
    number,
  ];
  const isLast = code === column.edges.length - 2;
  return (low + stream.integer(high - low + (isLast ? 1 : 0))) / scale;
};

/** Decimals of the edge that has the most. */
const decimalsOf = (edges: readonly number[]): number =>
  Math.max(...edges.map(edge => (String(edge).split(".")[1] ?? "").length));
