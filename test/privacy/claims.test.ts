import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);

const sources = (folder: string, isWanted = (_file: string) => true): string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .filter(file => file.endsWith(".ts") && isWanted(file))
    .map(file => readFileSync(new URL(`${folder}/${file}`, root), "utf8"));

/** it("…", and the ("…", that follows the table of an it.each(…). */
const TITLE = /(?:\bit|\))\(\s*(["`])(.*?)\1,/g;
const titles = ["test/privacy", "test/src/math"]
  .flatMap(folder => sources(folder))
  .flatMap(text => [...text.matchAll(TITLE)].map(match => match[2]!));

// attacks/ and measure/ state statistical guarantees of their own.
const door = sources("privacy", file => !/^(attacks|measure)\b/.test(file));
const claims = [...door, ...sources("src/math")].flatMap(text =>
  [...text.matchAll(/@guarantee\s+(.+)/g)].map(match => match[1]!.trim()),
);

describe("claims", () => {
  it.each([...new Set(claims)])("the title of a test quotes: %s", claim => {
    expect(titles.some(title => title.includes(claim))).toBe(true);
  });
});
