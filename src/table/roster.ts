import type { MarkKey } from "../../privacy/budget/key.ts";
import type { Roster } from "../../privacy/budget/placing.ts";
import { InvalidInput } from "../errors.ts";
import type { PlainRows } from "./read.ts";

/** Cells with something in them that a row must have to tell its person from others. */
const TELLING = 8;

/**
 * What the people of a plain table are known again by in the lifetime book, as keyed hashes: the id, where a column of
 * ids is named, and the row, where it has enough in it to be one person's.
 *
 * @throws InvalidInput where a named column is not there, or an id is empty or stands in two rows: a row is a person
 */
export const tableRoster = (
  { file, header, rows }: PlainRows,
  key: MarkKey,
  id: string | undefined,
): Roster => {
  const at = id === undefined ? -1 : header.indexOf(id);
  if (id !== undefined && at < 0) throw new InvalidInput("the column of ids is missing", { file, field: id });
  const seen = new Set<string>();
  return rows.map(({ line, cells }) => {
    const marks: string[] = [];
    if (id !== undefined) {
      const own = cells[at]!.trim();
      if (own === "") throw new InvalidInput("every row must have an id", { file, line, field: id });
      if (seen.has(own))
        throw new InvalidInput("a person must have one row; this id stood in an earlier one", {
          file,
          line,
          field: id,
        });
      seen.add(own);
      marks.push(key.mark("id", own));
    }
    const full = cells.filter(cell => cell.trim() !== "");
    if (full.length >= TELLING) marks.push(key.mark("history", JSON.stringify(["row", ...cells])));
    return marks;
  });
};
