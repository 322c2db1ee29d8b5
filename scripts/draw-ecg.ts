/**
 * 12-lead ECGs from the prior alone, which needs no data: WFDB with diagnoses in four vocabularies, the beats marked, and
 * the paper beside it.
 *
 *   npx tsx scripts/draw-ecg.ts <folder> [--rhythm r] [--conduction c] [--ectopy e] [--morphology m] [--age 58]
 *     [--sex male] [--hz 500] [--seconds 10] [--count 1] [--seed 1] [--fault arms-reversed | RA | LA | LL | V1 … V6]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DIMENSION } from "../generators/ecg/canonical.ts";
import { CHEST_ELECTRODES, type ElectrodeFault, LIMB_ELECTRODES } from "../generators/ecg/electrode-fault.ts";
import { renderEcg } from "../generators/ecg/render.ts";
import { drawScene } from "../generators/ecg/scene.ts";
import { writeEcg } from "../generators/ecg/wfdb-write.ts";
import { CONDUCTIONS, ECTOPIES, MORPHOLOGIES, RHYTHMS } from "../schemas/ecg.ts";
import { vocabularyComments } from "../schemas/ecg-vocabulary.ts";
import { rng } from "../src/math/rng.ts";
import { ecgPaperSvg } from "../src/report/ecg-paper.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rhythm: { type: "string", default: "sinus" },
    conduction: { type: "string", default: "normal" },
    ectopy: { type: "string", default: "none" },
    morphology: { type: "string", default: "normal" },
    age: { type: "string", default: "58" },
    sex: { type: "string", default: "male" },
    hz: { type: "string", default: "500" },
    seconds: { type: "string", default: "10" },
    count: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    fault: { type: "string" },
  },
});

const oneOf = <T extends string>(name: string, known: readonly T[], value: string): T => {
  const found = known.find(each => each === value);
  if (found === undefined) throw new Error(`--${name} must be one of ${known.join(", ")}; got "${value}"`);
  return found;
};

const number = (name: "age" | "hz" | "seconds" | "count", least: number): number => {
  const value = Number(values[name]);
  if (!(value >= least))
    throw new Error(`--${name} must be a number from ${least} on; got "${values[name]}"`);
  return value;
};

const faultOf = (name: string): ElectrodeFault =>
  name === "arms-reversed"
    ? { kind: "arms-reversed" }
    : { kind: "loose", electrode: oneOf("fault", [...LIMB_ELECTRODES, ...CHEST_ELECTRODES], name) };

const [folder = "ecg"] = positionals;
const order = {
  rhythm: oneOf("rhythm", RHYTHMS, values.rhythm),
  conduction: oneOf("conduction", CONDUCTIONS, values.conduction),
  ectopy: oneOf("ectopy", ECTOPIES, values.ectopy),
  morphology: oneOf("morphology", MORPHOLOGIES, values.morphology),
  ageYears: number("age", 0),
  sex: oneOf("sex", ["female", "male"], values.sex),
};
mkdirSync(folder, { recursive: true });
for (let i = 0; i < number("count", 1); i++) {
  const random = rng(`${values.seed}/${i}`);
  const drawn = drawScene(order, random.child("scene"), 1000 * number("seconds", 1));
  const fault = values.fault === undefined ? {} : { fault: faultOf(values.fault) };
  const scene = { ...drawn, disturbance: { ...drawn.disturbance, ...fault } };
  const record = renderEcg(scene, new Float64Array(DIMENSION), random.child("render"), {
    rateHz: number("hz", 100),
  });
  const name = `ecg-${i + 1}`;
  await writeEcg(folder, name, record, { comments: vocabularyComments(scene.order) });
  writeFileSync(join(folder, `${name}.svg`), ecgPaperSvg(record, { label: name, footer: "synthetic" }));
}
