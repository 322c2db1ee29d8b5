/**
 * ECG paper, 25 mm/s and 10 mm/mV, as SVG: of a recording, or of the prior for a label.
 *
 *   npx tsx scripts/ecg-paper.ts path/to/record.hea [out.svg]
 *   npx tsx scripts/ecg-paper.ts right-bundle-branch-block [out.svg] [seed]
 *   npx tsx scripts/ecg-paper.ts all folder [seed]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ecgPrior, labelsOf } from "../generators/ecg/prior.ts";
import { readEcg } from "../generators/ecg/wfdb.ts";
import { CONDUCTIONS, ECTOPIES, type EcgRecord, MORPHOLOGIES, RHYTHMS } from "../schemas/ecg.ts";
import type { EcgOrder } from "../schemas/person.ts";
import { rng } from "../src/math/rng.ts";
import { ecgPaperSvg } from "../src/report/ecg-paper.ts";

const PLAIN: EcgOrder = {
  rhythm: "sinus",
  conduction: "normal",
  ectopy: "none",
  morphology: "normal",
  ageYears: 58,
  sex: "male",
};

/** One order for every kind, each on an otherwise plain recording. */
const ORDERS: ReadonlyMap<string, EcgOrder> = new Map<string, EcgOrder>([
  ...MORPHOLOGIES.map(morphology => [morphology, { ...PLAIN, morphology }] as const),
  ...ECTOPIES.map(ectopy => [ectopy, { ...PLAIN, ectopy }] as const),
  ...CONDUCTIONS.map(conduction => [conduction, { ...PLAIN, conduction }] as const),
  ...RHYTHMS.map(rhythm => [rhythm, { ...PLAIN, rhythm }] as const),
]);

const drawn = (order: EcgOrder, seed: string): EcgRecord => {
  const random = rng(seed);
  const { scene } = ecgPrior.simulate(order, random.child("simulate"));
  return ecgPrior.render(scene, new Float64Array(ecgPrior.dimension), random.child("render"));
};

const paperOf = (order: EcgOrder, seed: string): string =>
  ecgPaperSvg(drawn(order, seed), {
    label: labelsOf(order)
      .map(({ display }) => display)
      .join("; "),
    footer: `synthetic · ${labelsOf(order)
      .map(({ display }) => display)
      .join("; ")} · ${order.sex}, ${order.ageYears}`,
  });

const [what = "", out = "ecg.svg", seed = "1"] = process.argv.slice(2);
if (what === "all") {
  mkdirSync(out, { recursive: true });
  for (const [name, order] of ORDERS)
    if (!(name === "normal" || name === "none"))
      writeFileSync(join(out, `${name}.svg`), paperOf(order, seed));
} else if (what.endsWith(".hea")) {
  const record = await readEcg(what, basename(what));
  writeFileSync(out, ecgPaperSvg(record, { label: basename(what), footer: basename(what) }));
} else {
  const order = ORDERS.get(what);
  if (order === undefined)
    throw new Error(`the label must be one of ${[...ORDERS.keys()].join(", ")}; got "${what}"`);
  writeFileSync(out, paperOf(order, seed));
}
