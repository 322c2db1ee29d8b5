import { availableParallelism } from "node:os";
import { mutate } from "../mutate/run.ts";
import { rates, type Score } from "../mutate/score.ts";

/** Breaks the named files of `privacy/` (all, if none) and prints what the tests did not notice. */
export const mutationTable = async (patterns: readonly string[]): Promise<readonly Score[]> => {
  const rows = await mutate(patterns, availableParallelism());
  console.table(
    rows.map(row => {
      const { raw, score } = rates([row]);
      return {
        file: row.path,
        mutants: row.mutants,
        killed: row.killed,
        equivalent: row.equivalent,
        survived: row.survivors.length,
        "killed, %": raw,
        "of the killable, %": score,
      };
    }),
  );
  for (const { path, survivors } of rows)
    for (const { line, code, replacement } of survivors)
      console.log(`survived ${path}:${line}: ${code} ⇒ ${replacement.slice(0, 90)}`);
  return rows;
};
