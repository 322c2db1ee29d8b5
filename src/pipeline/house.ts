import type { Bank } from "../../generators/note/bank/bank.ts";
import { writeWith } from "../../generators/note/grammar.ts";
import { clustersOf, type FrameClusters } from "../../generators/note/house/clusters.ts";
import { FRAMES_BLOCK, frameRatios, isHeard, unitShares } from "../../generators/note/house/frame-block.ts";
import { houseBank } from "../../generators/note/house/house-bank.ts";
import { sentencesOf } from "../../generators/note/house/sentences.ts";
import { clusterShares } from "../../generators/note/house/wording.ts";
import type { Release } from "../../schemas/release.ts";
import { VerificationFailed } from "../errors.ts";
import { rng } from "../math/rng.ts";
import { drawnPerson } from "./drawn-person.ts";
import type { Models } from "./population.ts";
import { steeringOf } from "./steering.ts";
import { readSums } from "./sums.ts";

/**
 * A bank, worded as the release says its house words notes; the bank itself where it says nothing of that.
 *
 * @param plainNotes  notes of like people as the bank alone words them; asked for only where frames are heard
 * @throws VerificationFailed where the release counted other frames than the bank's
 */
export const bankOf = (release: Release, bank: Bank, plainNotes: () => readonly string[]): Bank => {
  const block = readSums(release)
    .flatMap(({ blocks }) => blocks)
    .find(({ name }) => name === FRAMES_BLOCK);
  if (block === undefined) return bank;
  const clusters = clustersOf(bank);
  if (release.plan.choices.noteFrames !== clusters.fingerprint)
    throw new VerificationFailed(
      "noteFrames: this build's frames of notes differ from those the release was made with",
    );
  const isSteered = clusters.families.some(family => isHeard(block, family));
  const ratios = isSteered ? frameRatios(block, plainShares(plainNotes(), clusters), clusters) : [];
  const phrases = (release.partitions ?? []).flatMap(({ partitions }) => partitions.map(({ name }) => name));
  return houseBank(bank, clusters, { ratios, phrases });
};

/** Mean over notes of what a patient with that note alone would contribute. */
const plainShares = (notes: readonly string[], clusters: FrameClusters): Float64Array => {
  const sum = new Float64Array(clusters.count + 1);
  for (const text of notes)
    unitShares(clusterShares(sentencesOf(text), clusters)).forEach((share, i) => {
      sum[i] = sum[i]! + share / notes.length;
    });
  return sum;
};

/** People whose notes show how the bank alone words them. */
const PLAIN = { patients: 200, seed: "wording" };

/** Notes of people of this release as the bank alone words them, without what an ECG or image would add. */
export const plainNotes = (release: Release, bank: Bank, models: Models): readonly string[] => {
  const root = rng(`${PLAIN.seed}|${release.planHash}`);
  const streamOf = (index: number) => root.child(String(index));
  const range = { from: 0, to: PLAIN.patients };
  const people = [...steeringOf(models, PLAIN).assignments(range, i => streamOf(i).child("assignment"))];
  return people.map((drawn, index) => {
    const random = streamOf(index);
    const person = drawnPerson(models, { index, drawn, seed: PLAIN.seed }, random.child("person"));
    return writeWith(bank, person, { signals: {}, style: models.style, rng: random.child("note") }).text;
  });
};
