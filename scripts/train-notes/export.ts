/**
 * `tsx scripts/train-notes/export.ts <data folder> <out folder> [persons]`: what the denoiser of notes is trained on.
 *
 * Writes notes.json (choices of coherent grammar text: features of every token, what was eligible, what was chosen),
 * real.json (sentences of the training part of MTS-Dialog as hashed features: no text) and sources.json.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENGLISH } from "../../generators/note/bank/en/index.ts";
import { contextFeatures, echoKind } from "../../generators/note/denoise/field.ts";
import { sitesOf, valuesOf } from "../../generators/note/denoise/sites.ts";
import { contextToken, frameToken, type Token } from "../../generators/note/denoise/tokens.ts";
import { plannedOf } from "../../generators/note/denoise/words.ts";
import type { Voice } from "../../generators/note/draft.ts";
import { writeWith } from "../../generators/note/grammar.ts";
import type { Body } from "../../generators/note/layout.ts";
import { NOTE_TYPES } from "../../generators/note/section.ts";
import { drawnWords, type PlannedBody, type Words } from "../../generators/note/words.ts";
import { rng } from "../../src/math/rng.ts";
import { onlyType } from "../../test/generators/note/corpus.ts";
import { subject } from "../../test/generators/note/people.ts";
import { realSections } from "./real.ts";
import { plannedIn, taught } from "./teacher.ts";

const SEED = "train-notes/1";

/** Tokens by name, numbered as they come. */
const tokens = new Map<string, number>();
const features: (readonly number[])[] = [];
const echoes: (readonly number[])[] = [];
const numberOf = (token: Token): number => {
  const found = tokens.get(token.name) ?? features.length;
  if (found === features.length) {
    tokens.set(token.name, found);
    features.push(token.features());
    echoes.push(token.echoes());
  }
  return found;
};

const notes: unknown[] = [];

/** Remembers what was chosen where; the note itself is not kept. */
const recording: Words = {
  write: (plans, voice) => {
    const bodies = taught(plans, voice);
    notes.push(unitsOf(plans, voice, bodies));
    return bodies;
  },
  again: drawnWords.again,
};

const unitsOf = (plans: readonly PlannedBody[], voice: Voice, bodies: readonly Body[]) =>
  plannedIn(bodies, plannedOf(plans, voice)).map(({ planned, sentence: { utterance } }) => {
    const values = valuesOf(utterance.frame, utterance.picks);
    return {
      context: numberOf(contextToken(contextFeatures(planned, voice.manner))),
      body: planned.body,
      kind: echoKind(planned, -1),
      frames: planned.frames.map(frame => numberOf(frameToken(frame))),
      frame: planned.frames.findIndex(({ id }) => id === utterance.frame.id),
      sites: sitesOf(utterance.frame, planned.scope).flatMap(
        ({ key, tokens: options, values: all }, site) => {
          const option = all.indexOf(values[site]!);
          if (option < 0) return [];
          return [{ key: numberOf(contextToken([key])), options: options.map(numberOf), option }];
        },
      ),
    };
  });

const [data, out, count = "3000"] = process.argv.slice(2);
if (data === undefined || out === undefined)
  throw new Error("usage: export.ts <data folder> <out folder> [persons]");
mkdirSync(out, { recursive: true });
for (let i = 0; i < Number(count); i++) {
  const random = rng(`${SEED}/${i}`);
  const { person, signals } = subject(i, random.child("person"));
  const style = onlyType(NOTE_TYPES[i % NOTE_TYPES.length]!);
  writeWith(ENGLISH, person, { signals, style, rng: random.child("note"), words: recording });
}
const path = join(data, "notes/mts_dialog/MTS-Dialog-TrainingSet.csv");
const bytes = readFileSync(path);
const real = realSections(bytes.toString("utf8"));
const frame = numberOf(contextToken(["frame"]));
const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");
const written = JSON.stringify({ frame, features, echoes, notes });
writeFileSync(join(out, "notes.json"), written);
writeFileSync(join(out, "real.json"), JSON.stringify(real));
const sources = [
  {
    class: "procedural",
    name: `notes of the English grammar, chosen for coherence, seed "${SEED}"`,
    licence: "Apache-2.0",
    notes: notes.length,
    sha256: sha256(written),
  },
  {
    class: "open-licence",
    name: "MTS-Dialog, training set, sections of at least two sentences",
    licence: "CC BY 4.0",
    attribution:
      "Ben Abacha et al., An Empirical Study of Clinical Note Generation from Doctor-Patient Encounters, EACL 2023",
    split: "MTS-Dialog-TrainingSet.csv; validation and test sets are left for measuring",
    notes: real.sections.length,
    sha256: sha256(bytes),
  },
];
writeFileSync(join(out, "sources.json"), `${JSON.stringify(sources, undefined, 1)}\n`);
console.log(
  `${notes.length} notes, ${real.sections.length} real sections, ${features.length} tokens in ${out}`,
);
