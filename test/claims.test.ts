import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

const texts = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter(file => file.endsWith(".ts"))
    .map(file => ({ path: join(folder, file), text: readFileSync(join(ROOT, folder, file), "utf8") }));

const words = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Every `@guarantee` of a docstring, joined over its lines. */
const guarantees = ["privacy", "generators", "src", "schemas"].flatMap(texts).flatMap(({ path, text }) =>
  [...text.matchAll(/\/[*][*][\s\S]*?\*\//g)].flatMap(([comment]) =>
    comment
      .replace(/^\s*\* ?/gm, "")
      .split(/^\s*@/m)
      .filter(part => part.startsWith("guarantee"))
      .map(part => ({ path, claim: words(part.replace(/^guarantee\s*/, "").replace(/\*?\/\s*$/, "")) })),
  ),
);

const titles = words(
  texts("test")
    .map(({ text }) => text)
    .join("\n")
    .replace(/\\(["'`])/g, "$1"),
);

it("every stated guarantee has a test whose title quotes it", () => {
  expect(guarantees.length).toBeGreaterThan(20);
  expect(
    guarantees.filter(({ claim }) => !titles.includes(claim)).map(({ path, claim }) => `${path}: ${claim}`),
  ).toEqual([]);
});
