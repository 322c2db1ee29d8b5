import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ENGLISH } from "../../../../generators/note/bank/en/index.ts";
import { houseBank } from "../../../../generators/note/house/house-bank.ts";
import { PHRASES_PER_PATIENT, wordingReader } from "../../../../generators/note/house/wording.ts";
import { Ledger } from "../../../../privacy/ledger.ts";
import { partitionSelection } from "../../../../privacy/mechanisms/partitions.ts";
import { makePlan, type PlanRequest, type RequestedRelease } from "../../../../privacy/plan.ts";
import { seal } from "../../../../privacy/private.ts";
import type { Cohort, PatientId } from "../../../../schemas/cohort.ts";
import type { PlannedPartitions } from "../../../../schemas/plan.ts";
import { rng } from "../../../../src/math/rng.ts";
import { CLUSTERS, notesOf } from "./planted-house.ts";

const SYLLABLES = ["ba", "ko", "ri", "zu", "the", "mor", "lan", "vi", "qua", "dro", "fel", "nix"];
const word = (seed: string) =>
  Array.from({ length: 4 }, (_, i) => rng(`${seed}/${i}`).pick(SYLLABLES)).join("");

/** A thousand things that one patient alone holds: rare phrases in plain words, names, numbers. */
const SECRETS = Array.from({ length: 1000 }, (_, i) => ({
  phrase: `${word(`a${i}`)} ${word(`b${i}`)}`,
  name: `${word(`n${i}`)[0]!.toUpperCase()}${word(`n${i}`).slice(1)}`,
  number: String(1_000_000 + 7919 * i),
}));

/** Each patient's secrets stand in all of fifty notes, beside what the whole house writes. */
const NOTES = SECRETS.map(({ phrase, name, number }) =>
  Array.from({ length: 50 }, () => ({
    text: `HPI: ${name} is here with cough. Keeps ${phrase} at home. Code ${number}.\nPlan: Rest.`,
  })),
);

const read = wordingReader(ENGLISH, CLUSTERS);
const COHORT: Cohort<readonly string[]> = new Map(
  NOTES.map((notes, i) => [`p${i}` as PatientId, read(notes)?.phrases ?? []]),
);

const request: PlanRequest<RequestedRelease> = {
  budget: { epsilon: "3", delta: "1e-6" },
  releases: [
    {
      kind: "partitions",
      purpose: "phrases of notes",
      share: 1,
      perPatient: PHRASES_PER_PATIENT,
      delta: "1e-7",
    },
  ],
  domain: [],
  choices: {},
};
const plan = makePlan(request);
const planned = plan.releases[0] as PlannedPartitions;
const folder = mkdtempSync(join(tmpdir(), "semblance-secrets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const leakedIn = (text: string): number =>
  SECRETS.filter(
    ({ phrase, name, number }) =>
      text.includes(phrase) || text.toLowerCase().includes(name.toLowerCase()) || text.includes(number),
  ).length;

describe("a thousand secrets, one a patient, in fifty notes each", () => {
  const ledger = Ledger.create(join(folder, "ledger.jsonl"), plan, { software: "test" });
  const released = ledger.release(
    partitionSelection(planned, (phrases: readonly string[]) => phrases),
    seal(COHORT),
  );
  const phrases = released.partitions.map(({ name }) => name);

  it("none is in the release, but for chance 1e-7 a patient; what the house writes is", () => {
    expect(
      [...COHORT.values()].filter((held, i) => held.some(phrase => phrase.includes(SECRETS[i]!.phrase)))
        .length,
    ).toBeGreaterThan(900);
    expect(leakedIn(JSON.stringify(released))).toBe(0);
    expect(phrases).toContain("is here with");
  });

  it("none is in 200 notes worded by the release", () => {
    const bank = houseBank(ENGLISH, CLUSTERS, { ratios: [], phrases });
    const text = notesOf(bank, 200, "secrets").join("\n");
    expect(text).toContain("s here with");
    expect(leakedIn(text)).toBe(0);
  });

  it("a leaky twin without noise or threshold is caught", () => {
    const noNoise = { gaussian: () => 0n, discreteGaussian: () => 0n, exponentialChoice: () => 0 };
    const open = { ...planned, delta: "1", threshold: "1" };
    const leaky = partitionSelection(open, (held: readonly string[]) => held).run(COHORT, noNoise);
    expect(leakedIn(JSON.stringify(leaky))).toBeGreaterThan(900);
  });

  it("a leaky twin that counts every note as a patient is caught", () => {
    const perNote: Cohort<readonly string[]> = new Map(
      NOTES.slice(0, 200).flatMap((notes, i) =>
        notes.map((note, j) => [`p${i}/${j}` as PatientId, read([note])?.phrases ?? []] as const),
      ),
    );
    const { threshold } = planned;
    expect(Number(threshold)).toBeLessThan(50);
    const leaky = makePlan({ ...request, releases: request.releases });
    const ledgerOfNotes = Ledger.create(join(folder, "notes.jsonl"), leaky, { software: "test" });
    const found = ledgerOfNotes.release(
      partitionSelection(planned, (held: readonly string[]) => held),
      seal(perNote),
    );
    expect(leakedIn(JSON.stringify(found))).toBeGreaterThan(50);
  });
});
