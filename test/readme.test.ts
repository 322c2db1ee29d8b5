import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../src/cli.ts";

const readme = readFileSync("README.md", "utf8");
const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) =>
  block!
    .split("\n")
    .map(line => line.replace(/#.*$/, "").trim())
    .filter(line => line !== ""),
);

let said = "";
beforeEach(() => {
  said = "";
  vi.spyOn(console, "log").mockImplementation(text => {
    said += String(text);
  });
});
afterEach(() => vi.restoreAllMocks());

describe("the README", () => {
  it("opens with the two commands that do everything", () => {
    expect(commands.slice(0, 2)).toEqual(["npm ci && npm run demo", "npm ci && npm test"]);
  });
  it("names only npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm run ([a-z:-]+)/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThanOrEqual(3);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
  it("names only commands and options that the command line has", async () => {
    for (const line of commands.filter(each => each.includes("semblance"))) {
      const [, name, ...rest] = line.split(/\s+/).slice(line.split(/\s+/).indexOf("semblance") - 0);
      said = "";
      await main([name!, "--help"]);
      for (const option of rest.filter(word => word.startsWith("--"))) expect(said).toContain(option);
      expect(said).toContain(`semblance ${name}`);
    }
  });
  it("says what is not promised before it says how it works, and names the relation beside ε", () => {
    expect(readme.indexOf("What is NOT promised")).toBeGreaterThan(0);
    expect(readme.indexOf("What is NOT promised")).toBeLessThan(readme.indexOf("How it works"));
    expect(readme).toMatch(/adding or removing one patient/);
  });
  it("gives each runtime dependency a sentence", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) expect(readme).toContain(`\`${name}\``);
  });
  it("points at tests that exist", () => {
    for (const [, path] of readme.matchAll(/`(test\/[\w/.-]+\.test\.ts)`/g))
      expect(() => readFileSync(path!)).not.toThrow();
  });
});
