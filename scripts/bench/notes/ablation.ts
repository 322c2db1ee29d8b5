/**
 * Ways of wording the same plans, with the self-correction switched on part by part. "Before the gate" is a run with a
 * bank in which a tenth of the frames are made to contradict the facts: what each way lets through to the reader.
 */

import { ENGLISH } from "../../../generators/note/bank/en/index.ts";
import type { Network } from "../../../generators/note/denoise/network.ts";
import { type Corrections, UNMASKING, type Unmasking } from "../../../generators/note/denoise/unmask.ts";
import { denoisedWords } from "../../../generators/note/denoise/words.ts";
import { type WrittenNote, writeWith } from "../../../generators/note/grammar.ts";
import { PRIOR_STYLE } from "../../../generators/note/style.ts";
import { drawnWords, type Words } from "../../../generators/note/words.ts";
import { rng } from "../../../src/math/rng.ts";
import { subject } from "../../../test/generators/note/people.ts";
import { diversityOf } from "./diversity.ts";
import type { LetterModel } from "./letters.ts";
import { independentWords } from "./makers.ts";
import { poisoned } from "./poisoned.ts";
import { wordingOf } from "./wording.ts";

export type AblationRow = Readonly<Record<string, string | number>>;

const OFF = { remask: false, quality: false, correction: false } as const;
const WAYS: Readonly<Record<string, Partial<Unmasking>>> = {
  "denoised, nothing taken back": OFF,
  "denoised, remasking": { ...OFF, remask: true },
  "denoised, quality head": { ...OFF, quality: true },
  "denoised, correction pass": { ...OFF, correction: true },
  "denoised, all three": {},
  "denoised, all three, 8 steps": { steps: 8 },
  "denoised, all three, 16 steps": { steps: 16 },
};

export const ablation = (
  network: Network,
  persons: number,
  { seed, model }: { readonly seed: string; readonly model: LetterModel | undefined },
): readonly AblationRow[] => {
  const rows: AblationRow[] = [
    rowOf("independent draws", { words: independentWords, persons, seed, model }),
    rowOf("one after another, by rules", { words: drawnWords, persons, seed, model }),
  ];
  for (const [name, how] of Object.entries(WAYS)) {
    const taken = { remasked: 0, doubted: 0, corrected: 0, passes: 0 };
    const observe = (corrections: Corrections, passes: number) => {
      taken.remasked += corrections.remasked;
      taken.doubted += corrections.doubted;
      taken.corrected += corrections.corrected;
      taken.passes += passes;
    };
    const words = denoisedWords(network, { ...UNMASKING, ...how }, observe);
    const row = rowOf(name, { words, persons, seed, model });
    const a = (count: number) => Number((count / (2 * persons)).toFixed(2));
    rows.push({
      ...row,
      "remasked a note": a(taken.remasked),
      "doubted a note": a(taken.doubted),
      "corrected a note": a(taken.corrected),
      "passes a note": a(taken.passes),
    });
  }
  return rows;
};

interface Way {
  readonly words: Words;
  readonly persons: number;
  readonly seed: string;
  readonly model: LetterModel | undefined;
}

const rowOf = (name: string, way: Way): AblationRow => {
  const before = process.cpuUsage();
  const notes = written(way, ENGLISH);
  const { user, system } = process.cpuUsage(before);
  const { repeated, openers, mixedNames, mixedTerms, bits } = wordingOf(notes, way.model);
  const { distinct2, selfBleu, mostRepeated } = diversityOf(notes);
  const caught = written(way, poisoned(ENGLISH)).reduce((sum, { corrections }) => sum + corrections, 0);
  const round = (value: number) => Number(value.toPrecision(4));
  return {
    way: name,
    "repeated triples in 100 words": round(repeated),
    "repeated openings": round(openers),
    "mixed names": round(mixedNames),
    "mixed terms": round(mixedTerms),
    "bits a letter": round(bits),
    "distinct-2": round(distinct2),
    "self-BLEU": round(selfBleu),
    "most common sentence": round(mostRepeated),
    "poisoned bank: corrections a note": round(caught / way.persons),
    "CPU ms a note": round((user + system) / 1000 / way.persons),
  };
};

const written = ({ words, persons, seed }: Way, bank: typeof ENGLISH): readonly WrittenNote[] =>
  Array.from({ length: persons }, (_, i) => {
    const random = rng(`${seed}/${i}`);
    const { person, signals } = subject(i, random.child("person"));
    return writeWith(bank, person, { signals, style: PRIOR_STYLE, rng: random.child("note"), words });
  });
