/**
 * `npm run bench -- ecg`: the ECG's measuring side. BENCH_PARTS chooses parts (a comma between them), all unless told;
 * NEUROKIT_PYTHON names a Python with neurokit2, BENCH_RECORDINGS how many recordings of each kind the other law draws.
 * One file a part in scripts/bench/ecg/; every row says its part.
 */
import type { Bench } from "../bench.ts";
import { agreement } from "./ecg/agreement.ts";
import { delineation } from "./ecg/delineation.ts";
import { electrodes } from "./ecg/electrodes.ts";
import { fidelity } from "./ecg/fidelity.ts";
import { labels } from "./ecg/labels.ts";
import { privateCohort } from "./ecg/private-cohort.ts";
import { reader } from "./ecg/reader.ts";
import { speed } from "./ecg/speed.ts";
import { utility } from "./ecg/utility.ts";

type Part = () => Bench | Promise<Bench>;

const PARTS: Readonly<Record<string, Part>> = {
  delineation,
  agreement,
  electrodes,
  reader,
  labels,
  fidelity,
  utility,
  speed,
  private: privateCohort,
};

export const ecg = async (): Promise<Bench> => {
  const asked = process.env.BENCH_PARTS?.split(",") ?? Object.keys(PARTS);
  const unknown = asked.filter(name => PARTS[name] === undefined);
  if (unknown.length > 0) throw new Error(`BENCH_PARTS must be of ${Object.keys(PARTS)}; got ${unknown}`);
  const found: Bench[] = [];
  for (const name of asked) {
    const part = await PARTS[name]!();
    console.log(name);
    console.table(part.rows);
    found.push({ ...part, rows: part.rows.map(row => ({ part: name, ...row })) });
  }
  return {
    rows: found.flatMap(({ rows }) => rows),
    skipped: [...new Set(found.flatMap(({ skipped }) => skipped))],
    summary: found.flatMap(({ summary = [] }) => summary),
  };
};
