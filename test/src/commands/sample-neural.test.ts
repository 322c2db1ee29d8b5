import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { OutputManifest } from "../../../schemas/evidence.ts";
import { main } from "../../../src/cli.ts";
import { filesUnder } from "../../../src/pipeline/folder.ts";
import { scratch, smallCohort } from "../pipeline/small-cohort.ts";

const work = scratch();
const said: string[] = [];
const run = async (...argv: readonly string[]): Promise<number> => {
  said.length = 0;
  process.exitCode = 0;
  const code = await main(argv);
  process.exitCode = 0;
  return code;
};

/** A release of the small cohort that says how large its images are. */
const fitted = async (side: number): Promise<string> => {
  const cohort = smallCohort(join(work.path, `cohort-${side}`), { from: 0, to: 12 });
  const yaml = join(cohort, "cohort.yaml");
  writeFileSync(
    yaml,
    readFileSync(yaml, "utf8").replace("width: 128, height: 128", `width: ${side}, height: ${side}`),
  );
  const release = join(work.path, `release-${side}`);
  expect(await run("fit", cohort, "--out", release, "--delta", "1e-6", "--epsilon", "8")).toBe(0);
  return release;
};

beforeAll(() => {
  vi.spyOn(process.stderr, "write").mockImplementation(text => said.push(String(text)) > 0);
  vi.spyOn(process.stdout, "write").mockImplementation(text => said.push(String(text)) > 0);
});
afterAll(() => {
  vi.restoreAllMocks();
  work.drop();
});

describe("sample --image-prior neural", () => {
  it("draws other films for the same people, records weights and engine, and is redrawn byte for byte", async () => {
    const release = await fitted(64);
    const [plain, neural] = [join(work.path, "plain"), join(work.path, "neural")];
    expect(await run("sample", release, "--out", plain, "--patients", "6")).toBe(0);
    expect(await run("sample", release, "--out", neural, "--patients", "6", "--image-prior", "neural")).toBe(
      0,
    );
    const manifest: OutputManifest = JSON.parse(readFileSync(join(neural, "manifest.json"), "utf8"));
    expect(manifest.asked?.imageDetail?.engine).toMatch(/^tfjs-wasm /);
    expect(manifest.asked?.imageDetail?.weights).toMatch(/^[0-9a-f]{64}$/);
    const files = (await filesUnder(neural)).filter(file => file !== "manifest.json");
    expect((await filesUnder(plain)).filter(file => file !== "manifest.json")).toEqual(files);
    const changed = files.filter(
      file => !readFileSync(join(plain, file)).equals(readFileSync(join(neural, file))),
    );
    expect(changed.length).toBeGreaterThan(1);
    expect(changed.every(file => /\.(png|dcm)$/.test(file))).toBe(true);
    expect(await run("verify", neural, "--redraw")).toBe(0);
    expect(said.join("")).toMatch(/Proved: every output file is, byte for byte, what this program draws/);
  }, 240_000);
  it("refuses images of another size than the network's before anything is written", async () => {
    const release = await fitted(128);
    const out = join(work.path, "large");
    expect(await run("sample", release, "--out", out, "--patients", "2", "--image-prior", "neural")).toBe(64);
    expect(said.join("")).toMatch(/draws 64 × 64 films; this release is of 128 × 128 images/);
    await expect(filesUnder(out)).rejects.toThrow();
  }, 240_000);
});
