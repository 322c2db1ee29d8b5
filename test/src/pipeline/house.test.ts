import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENGLISH } from "../../../generators/note/bank/en/index.ts";
import { seal } from "../../../privacy/private.ts";
import { verifyRun } from "../../../privacy/verify.ts";
import type { PatientId } from "../../../schemas/cohort.ts";
import type { Release } from "../../../schemas/release.ts";
import { DEFAULT_CONFIG } from "../../../src/cohort/config.ts";
import { VerificationFailed } from "../../../src/errors.ts";
import { design } from "../../../src/pipeline/design.ts";
import { digester } from "../../../src/pipeline/digest.ts";
import { planned } from "../../../src/pipeline/expected.ts";
import { fit, openLedger } from "../../../src/pipeline/fit.ts";
import { type Models, modelsOf } from "../../../src/pipeline/population.ts";
import { readRelease } from "../../../src/pipeline/read-release.ts";
import { writeRelease } from "../../../src/pipeline/release-file.ts";
import { silentProgress } from "../../../src/progress.ts";

const folder = mkdtempSync(join(tmpdir(), "semblance-house-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const OPTIONS = {
  epsilon: "8",
  delta: "1e-6",
  asOf: "2026-01-01",
  projection: "public-basis",
  publicSeed: "1",
} as const;
const of = (size: number, epsilon = "8") =>
  design({ ...DEFAULT_CONFIG, modalities: ["note"], declared: true, size }, { ...OPTIONS, epsilon });
const built = of(1500);

/** Every patient is told to come back in the same words; one in fifty has words of his own beside. */
const digest = digester(
  { ...DEFAULT_CONFIG, modalities: ["note"] },
  built.domain,
  OPTIONS.asOf,
  built.wording,
);
const cohort = seal(
  new Map(
    Array.from({ length: 1500 }, (_, i) => {
      const own =
        i % 50 === 0 ? `Collects broken clocks ${"abcdefghij"[(i / 50) % 10]!}x${"klmnopqrst"[i % 7]!}.` : "";
      const text = `HPI: She is here with a cough. ${own}\nPlan: Back in 2 weeks with labs. Be seen again in a while.`;
      const id = `p${i}` as PatientId;
      const record = { encounters: [], conditions: [], medications: [], observations: [] };
      return [id, digest({ id, record, ecgs: [], images: [], notes: [{ text }], labels: {} })] as const;
    }),
  ),
);

describe("what is planned of notes' wording, by public numbers alone", () => {
  const named = (size: number, epsilon: string) => {
    const { plan } = of(size, epsilon);
    const blocks = plan.releases.flatMap(release => (release.kind === undefined ? release.blocks : []));
    return [
      blocks.some(({ name }) => name === "note/frames"),
      plan.releases.some(({ kind }) => kind === "partitions"),
      "noteFrames" in plan.choices,
    ];
  };

  it("is nothing, frames, or frames and phrases", () => {
    expect(named(200, "3")).toEqual([false, false, false]);
    expect(named(1500, "1")).toEqual([true, false, true]);
    expect(named(1500, "8")).toEqual([true, true, true]);
  });

  it("is phrases last, a tenth of δ for them, and told by `plan`", () => {
    const last = built.plan.releases.at(-1)!;
    expect(last).toMatchObject({ kind: "partitions", delta: "1e-7", perPatient: 8 });
    expect(planned(built, 1500).at(-1)!.reading).toMatch(/phrases that about \d+ patients share, .* δ 1e-7/);
  });
});

describe("a release of a house", () => {
  let release: Release;
  let models: Models;
  beforeAll(async () => {
    const ledger = await openLedger(folder, built);
    const made = await fit(built, ledger, cohort, silentProgress);
    await writeRelease(folder, made);
    ({ release } = await readRelease(folder));
    models = modelsOf(release, built.frame);
  }, 120_000);

  it("holds what many say and not what few do, and verifies", () => {
    const names = release.partitions!.flatMap(({ partitions }) => partitions.map(({ name }) => name));
    expect(names).toEqual(expect.arrayContaining(["be seen again in", "is here with"]));
    expect(names.join()).not.toContain("clocks");
    const files = {
      ledger: readFileSync(join(folder, "ledger.jsonl"), "utf8"),
      release: readFileSync(join(folder, "release.json"), "utf8"),
    };
    expect(verifyRun({ files }).failures.filter(failure => !failure.includes("manifest"))).toEqual([]);
    const forged = files.release.replace('"name": "is here with"', '"name": "is here without"');
    expect(verifyRun({ files: { ...files, release: forged } }).failures.join()).toContain("phrases of notes");
  });

  it("gives the notes its words: frames as often as it writes them, phrases where they mean the same", () => {
    const returns = models.bank().frames.get("plan.return")!;
    const weightOf = (text: string) => returns.find(({ id }) => id.includes(text))!.weight!;
    expect(weightOf("Back in {weeks}[ with labs| for review|].")).toBeGreaterThan(1.5);
    expect(returns.map(({ source }) => source)).toContainEqual(expect.stringContaining("|Be seen again in"));
    expect(
      models
        .bank()
        .frames.get("exam.heart")!
        .every(({ weight }) => weight === 1),
    ).toBe(true);
  });

  it("is the bank's own where nothing was released, and refused where other frames were counted", () => {
    const [first, ...others] = release.sums;
    const blocks = first!.blocks.filter(({ name }) => name !== "note/frames");
    expect(modelsOf({ ...release, sums: [{ ...first!, blocks }, ...others] }, built.frame).bank()).toBe(
      ENGLISH,
    );
    const plan = { ...release.plan, choices: { ...release.plan.choices, noteFrames: "0" } };
    expect(() => modelsOf({ ...release, plan }, built.frame).bank()).toThrow(VerificationFailed);
  });
});
