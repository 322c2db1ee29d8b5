import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Every source file with the files of this project that it imports, as paths relative to the root. */
const imports = ["src", "schemas", "privacy", "generators", "scripts"].flatMap(folder =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter(file => file.endsWith(".ts"))
    .map(file => {
      const path = join(folder, file);
      const text = readFileSync(join(ROOT, path), "utf8");
      const found = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(match =>
        relative(ROOT, join(ROOT, dirname(path), match[1]!)),
      );
      return { path, text, found };
    }),
);

const GROUND = /^src\/(math\/|errors\.ts|version\.ts)/;
const offenders = (from: RegExp, to: (target: string, path: string) => boolean) =>
  imports
    .filter(({ path }) => from.test(path))
    .flatMap(({ path, found }) => found.filter(t => to(t, path)).map(t => `${path} → ${t}`));

describe("who may import whom", () => {
  it("reads every import of the tree", () => {
    expect(imports.length).toBeGreaterThan(40);
    expect(imports.flatMap(({ found }) => found).length).toBeGreaterThan(100);
  });
  it("the ground (src/math, src/errors) imports only itself", () => {
    expect(offenders(GROUND, target => !GROUND.test(target))).toEqual([]);
  });
  it("schemas import only schemas", () => {
    expect(offenders(/^schemas\//, target => !target.startsWith("schemas/"))).toEqual([]);
  });
  it("privacy imports only ground, schemas and itself: never generators", () => {
    expect(
      offenders(/^privacy\//, target => !/^(privacy|schemas)\//.test(target) && !GROUND.test(target)),
    ).toEqual([]);
  });
  it("generators import only ground, schemas and themselves: never privacy", () => {
    expect(
      offenders(/^generators\//, target => !/^(generators|schemas)\//.test(target) && !GROUND.test(target)),
    ).toEqual([]);
  });
  it("image, ecg, labelled, note and patient never import each other", () => {
    const room = /^generators\/(ecg|image|labelled|note|patient)\//;
    expect(
      offenders(room, (target, path) => room.test(target) && room.exec(target)![1] !== room.exec(path)![1]),
    ).toEqual([]);
  });
  it("nothing but scripts and tests imports scripts or tests", () => {
    expect(
      offenders(/^(src|schemas|privacy|generators)\//, target => /^(scripts|test)\//.test(target)),
    ).toEqual([]);
  });
});

describe("the one door", () => {
  it("only privacy opens sealed data", () => {
    const opening = imports.filter(
      ({ path, text }) =>
        !path.startsWith("privacy/") && /\bopen\b[^;]*from "[^"]*privacy\/private\.ts"/.test(text),
    );
    expect(opening.map(({ path }) => path)).toEqual([]);
  });
  it("a value becomes Released in exactly one file", () => {
    expect(
      imports.filter(({ text }) => /as (unknown as )?Released</.test(text)).map(({ path }) => path),
    ).toEqual(["privacy/ledger.ts"]);
  });
  it("no product code draws from Math.random or reads the clock outside the command line", () => {
    const product = imports.filter(({ path }) => /^(src|schemas|privacy|generators)\//.test(path));
    expect(product.filter(({ text }) => text.includes("Math.random")).map(({ path }) => path)).toEqual([]);
    const clock = product.filter(({ text }) => /Date\.now\(|new Date\(\)/.test(text)).map(({ path }) => path);
    expect(clock.filter(path => !/^src\/(cli|commands\/)/.test(path))).toEqual([]);
  });
  it("the noise takes no seed and the generators' randomness never reaches privacy", () => {
    expect(offenders(/^privacy\//, target => target === "src/math/rng.ts")).toEqual([]);
    expect(imports.find(({ path }) => path === "src/math/secret-noise.ts")!.text).not.toMatch(
      /\bseed\w*\??:\s*(string|number|bigint|Rng|Uint8Array)/i,
    );
  });
});

describe("the shape of the house", () => {
  it("has no file called utils, helpers, common or types, and none over 300 lines", () => {
    expect(
      imports
        .filter(({ path }) => /(utils|helpers|common|types|misc)\.ts$/.test(path))
        .map(({ path }) => path),
    ).toEqual([]);
    const data = /^(src\/reference\/|generators\/note\/bank\/)/;
    expect(
      imports
        .filter(({ path, text }) => !data.test(path) && text.split("\n").length > 301)
        .map(({ path }) => path),
    ).toEqual([]);
  });
});
