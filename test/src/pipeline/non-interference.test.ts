import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Release } from "../../../schemas/release.ts";
import { deliver } from "../../../src/commands/generate.ts";
import { openRun, sealRun } from "../../../src/commands/run.ts";
import { fit as runPlan } from "../../../src/pipeline/fit.ts";
import { filesUnder } from "../../../src/pipeline/folder.ts";
import type { Progress } from "../../../src/progress.ts";
import { scratch, smallCohort } from "./small-cohort.ts";

const work = scratch();
afterAll(() => work.drop());

const options = {
  epsilon: "3",
  delta: "1e-6",
  projection: "public-basis",
  publicSeed: "semblance",
  onInvalid: "stop",
  onDuplicate: "stop",
  setAside: 0.2,
} as const;

const listening = (): Progress & { readonly said: string[] } => {
  const said: string[] = [];
  return {
    said,
    say: text => said.push(text),
    step: name => {
      said.push(name);
      return (done, total) => said.push(`${name} ${done}/${total}`);
    },
    stop: () => {},
  };
};

/** Everything that leaves a run once its cohort is sealed: files by name, and what was said. */
const traces = async (
  name: string,
  range: { readonly from: number; readonly to: number },
  stub: Release | undefined,
) => {
  const out = join(work.path, `${name}-out`);
  const progress = listening();
  const run = await openRun(smallCohort(join(work.path, name), range), options, out, progress);
  const sealed = await sealRun(run, options, progress);
  const release = stub ?? runPlan(run.design, run.ledger, sealed.train, listening());
  progress.said.length = 0;
  await deliver(run, { sealed, release, draw: { patients: 8, seed: "3" }, out }, progress);
  run.ledger.close();
  const files = (await filesUnder(out)).map(file => [file, readFileSync(join(out, file))] as const);
  return { release, said: progress.said, files: new Map(files) };
};

describe("non-interference", () => {
  it("with releases stubbed, two unrelated cohorts give byte-identical shareable folders and the same log", async () => {
    // The stub is one run's release; the ledgers then hold no charge, as neither cohort was opened for it.
    const { release } = await traces("source", { from: 60, to: 70 }, undefined);
    const a = await traces("a", { from: 0, to: 14 }, release);
    const b = await traces("b", { from: 20, to: 51 }, release);
    expect([...a.files.keys()]).toEqual([...b.files.keys()]);
    expect(a.files.size).toBeGreaterThan(20);
    for (const [file, bytes] of a.files) expect(bytes.equals(b.files.get(file)!), file).toBe(true);
    expect(a.said).toEqual(b.said);
  }, 240_000);
});
