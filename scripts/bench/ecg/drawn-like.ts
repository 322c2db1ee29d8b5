import { drawSignal } from "../../../generators/latent/draw.ts";
import { AGE_BANDS } from "../../../generators/patient/domain.ts";
import { drawPerson } from "../../../generators/patient/person.ts";
import { type Assignment, MISSING } from "../../../schemas/domain.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import { type Rng, rng } from "../../../src/math/rng.ts";
import { ecgSource } from "../../../src/pipeline/population.ts";
import { withLabelledKinds } from "./labelled-kinds.ts";
import { AS_OF, type Fitted } from "./record-release.ts";
import { type SeenRecord, seenRecord } from "./seen-record.ts";

/**
 * One synthetic recording for every given one, of its age, sex and labels, so that two sets have one mix; where a label
 * names no kind of its group it comes from public shares, what a recording does not say from the public prior. One seed
 * gives every release the same phantoms, moved another way.
 */
export const drawnLike = (like: readonly SeenRecord[], { models }: Fitted, seed: string): SeenRecord[] => {
  const source = ecgSource(models)!;
  return like.flatMap((seen, i) => {
    const random = rng(`drawn like/${seed}/${i}`);
    const order = orderLike(seen, random.child("person"));
    // As `generate` does it: what cannot be measured is drawn again.
    for (let attempt = 0; attempt < 6; attempt++) {
      const drawn = seenRecord(drawSignal(source, order, random.child(String(attempt))).record);
      if (drawn !== undefined) return [drawn];
    }
    return [];
  });
};

const orderLike = ({ record, groups }: SeenRecord, random: Rng): EcgOrder => {
  const { ageYears } = record;
  const band =
    ageYears === undefined ? MISSING : AGE_BANDS[Math.min(AGE_BANDS.length - 1, Math.floor(ageYears / 10))]!;
  const assignment: Assignment = {
    age: band,
    sex: record.sex ?? MISSING,
    "has/ecg": "yes",
    rhythm: groups.rhythm ?? MISSING,
    conduction: groups.conduction ?? (isPartlyBlocked(record.dx) ? "normal" : MISSING),
    ectopy: groups.ectopy ?? MISSING,
    morphology: groups.morphology ?? MISSING,
  };
  const years = ageYears === undefined ? {} : { years: new Set([Math.floor(ageYears)]) };
  const order = drawPerson(assignment, 0, random, { asOf: AS_OF, idSeed: "bench", ...years }).ecg!;
  return withLabelledKinds(order, record.dx, random.child("kinds"));
};

/** Incomplete and unspecific blocks: no category of ours, and nearer to none than to a complete one. */
const isPartlyBlocked = (dx: readonly string[]): boolean =>
  ["713426002", "251120003", "698252002"].some(code => dx.includes(code));
